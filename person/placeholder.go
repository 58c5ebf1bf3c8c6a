package person

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// DateKind says of what a date is the date, by the standard's name for the
// attribute.
type DateKind string

// Kinds of dates. Of any other kind, "" among them, only those dates are
// placeholders that are so as every kind.
const (
	DateOfBirth        DateKind = "birth_date"
	DateOfDeath        DateKind = "death_date"
	DateOfMarriage     DateKind = "marriage_date"
	DateOfDivorce      DateKind = "divorce_date"
	DateOfRegistration DateKind = "registration_date"
)

// Placeholders is the table of what systems write where they know nothing:
// 9999-12-31, "N/A", "000000". A placeholder is not a value: it neither confirms
// nor contradicts. The package documentation shows the table.
//
// The zero value is the table of this package, which every method of a person
// goes by. [Placeholders.WithTexts] and [Placeholders.WithDates] make a larger
// one, with what one registry writes. A table is immutable and safe for concurrent
// use.
type Placeholders struct{ added *addedPlaceholders }

type addedPlaceholders struct {
	texts map[string]bool // folded
	days  map[dateOfKind]bool
}

// dateOfKind is a date by the days that it can be, whatever its text. Kind "" is
// every kind.
type dateOfKind struct {
	kind        DateKind
	first, last int32
}

// WithTexts is the table with more texts, for numbers, names and dates alike. They
// are compared as a whole, without case and the blanks around them.
func (t Placeholders) WithTexts(texts ...string) Placeholders {
	added := t.copied()
	for _, text := range texts {
		added.texts[foldText(text)] = true
	}
	return Placeholders{added}
}

// WithDates is the table with more dates of this kind; those of kind "" are added
// to every kind. Dates that are none ([PrecisionNone]) are added as texts.
func (t Placeholders) WithDates(kind DateKind, dates ...Date) Placeholders {
	added := t.copied()
	for _, d := range dates {
		if d.precision == PrecisionNone {
			added.texts[foldText(d.text)] = true
			continue
		}
		added.days[dateOfKind{kind, d.first, d.last}] = true
	}
	return Placeholders{added}
}

func (t Placeholders) copied() *addedPlaceholders {
	out := addedPlaceholders{texts: map[string]bool{}, days: map[dateOfKind]bool{}}
	if t.added != nil {
		maps.Copy(out.texts, t.added.texts)
		maps.Copy(out.days, t.added.days)
	}
	return &out
}

// IsPlaceholder says whether the date stands for "unknown" as a date of this kind:
// see [Placeholders.IsDate].
func (d Date) IsPlaceholder(kind DateKind) bool { return Placeholders{}.IsDate(d, kind) }

// IsPlaceholder says whether the value stands for "no number": see
// [Placeholders.IsNumber].
func (i Identifier) IsPlaceholder() bool { return Placeholders{}.IsNumber(i.Value) }

// IsDate says whether a date stands for "unknown" as a date of this kind.
// 1970-01-01 does as a death and not as a birth. A time in UTC does if one of the
// days that it can be does. So does a text that is no date, if it is a placeholder
// itself ("00/00/0000"), and a zero date.
func (t Placeholders) IsDate(d Date, kind DateKind) bool {
	if d.precision == PrecisionNone {
		return t.IsText(d.text) || t.IsNumber(d.text)
	}
	if t.added != nil {
		days := t.added.days
		if days[dateOfKind{kind, d.first, d.last}] || days[dateOfKind{"", d.first, d.last}] || t.hasText(d.text) {
			return true
		}
	}
	return isPlaceholderYear(d) || d.precision >= PrecisionDay && isPlaceholderDay(d.first, d.last, kind)
}

// isPlaceholderYear knows the years that are no year in any calendar that a
// registry keeps, and 1900-01-00, as which a spreadsheet shows its zero.
func isPlaceholderYear(d Date) bool {
	switch {
	case d.year == 0, d.year == 9999:
		return true
	case d.precision == PrecisionYear:
		return d.year == 1
	case d.precision == PrecisionMonth:
		return d.year == 1 && d.month == 1 || d.year == 1900 && d.month == 1 && len(d.text) > len("1900-01")
	default:
		return false
	}
}

// placeholderDay is a day that systems write for none, from an earlier to a later
// date where it moves with the zone of the machine.
type placeholderDay struct {
	first, last  int32
	alsoForBirth bool
}

// isPlaceholderDay looks whether one of the days from first to last is in the
// table. Dates of other calendars look like years from 1 to 1800 and from 2040 to
// 2600: no day is here that is one of a living person in one of them (2079-06-06,
// the last day of a small date of SQL Server, is a Nepali day of 2022).
func isPlaceholderDay(first, last int32, kind DateKind) bool {
	isOther := kind != DateOfBirth && kind != ""
	for _, d := range placeholderDays {
		if first <= d.last && d.first <= last && (d.alsoForBirth || isOther) {
			return true
		}
	}
	return false
}

var placeholderDays = [...]placeholderDay{
	{dayNumber(1, 1, 1), dayNumber(1, 1, 1), true},           // the zero of Go and of .NET
	{dayNumber(1000, 1, 1), dayNumber(1000, 1, 1), true},     // MySQL: the first DATE
	{dayNumber(1601, 1, 1), dayNumber(1601, 1, 1), true},     // Windows: FILETIME 0
	{dayNumber(1753, 1, 1), dayNumber(1753, 1, 1), true},     // SQL Server: the first datetime
	{dayNumber(1899, 12, 30), dayNumber(1900, 1, 1), true},   // OLE, Access and Delphi 0; Lotus 0; SQL Server 0, Excel 1, C's tm 0
	{dayNumber(1904, 1, 1), dayNumber(1904, 1, 1), true},     // Excel on a Mac, and the classic Mac: 0
	{dayNumber(1969, 12, 31), dayNumber(1970, 1, 1), false},  // Unix 0, east and west of Greenwich
	{dayNumber(2099, 12, 31), dayNumber(2099, 12, 31), true}, // an open end
	{dayNumber(2999, 12, 31), dayNumber(3000, 1, 1), true},   // an open end
	{dayNumber(4712, 12, 31), dayNumber(4712, 12, 31), true}, // Oracle: the last DATE of older editions
	{dayNumber(8888, 12, 31), dayNumber(8888, 12, 31), true}, // padding of a form
	{lastDayNumber - 364, lastDayNumber, true},               // 9999: an open end; the last of .NET and of SQL
	{firstDayNumber, dayNumber(1, 1, 1) - 1, true},           // the year 0
}

// IsText says whether a text that is not a number (a name, a place) stands for "not
// given": nothing but punctuation; a word for it, in any case; XXX; or no letter
// and only such digits as [Placeholders.IsNumber] refuses. Words that are also
// names (Na, Nil) are not among them.
func (t Placeholders) IsText(text string) bool {
	if t.hasText(text) {
		return true
	}
	if len(text) > maxPlaceholder {
		return strings.IndexFunc(text, isAlphanumeric) < 0
	}
	s := makeupOf(text)
	switch {
	case s.digits > 0:
		return s.letters == 0 && s.isNumber(text)
	case s.letters == 0:
		return true
	case s.exes == s.letters:
		return s.exes >= len("xxx")
	case isWord(spaced(text), strings.TrimSpace(text)):
		return true
	default: // "Unknown Unknown", where a given name and a family name are wanted
		words := strings.Fields(text)
		return len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool { return !t.IsText(word) })
	}
}

// IsNumber says whether a number stands for "none": no letter and no digit; zeros
// alone of any length, whatever stands around them ("D-000", "N/A 0"); nines alone
// from five on; a number below zero of up to four digits; nothing but X, from three on; a word for
// it, in any case. Digits are those of any script. 9 and 99 are real numbers of
// registers, and so is B0, the first of a series.
func (t Placeholders) IsNumber(text string) bool {
	if t.hasText(text) {
		return true
	}
	if isClearlyNumber(text) {
		return false
	}
	s := makeupOf(text)
	switch {
	case s.letters+s.digits == 0, s.digits > 0 && s.isNumber(text):
		return true
	case len(text) > maxPlaceholder:
		return false
	case s.digits == 0 && s.exes == s.letters:
		return s.exes >= len("xxx")
	default:
		return isNumberWord(spaced(text), s.digits > 0)
	}
}

// maxPlaceholder is longer, in bytes, than any word for "unknown".
const maxPlaceholder = 64

// isClearlyNumber spares nearly every number the rest: it has a digit that is
// neither 0 nor 9, too few letters for a word, and nothing but ASCII.
func isClearlyNumber(text string) bool {
	isClear, letters := false, 0
	for i := range len(text) {
		switch b := text[i]; {
		case b >= 0x80, b == '-' && !isClear:
			return false
		case b >= '1' && b <= '8':
			isClear = true
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			letters++
		}
	}
	return isClear && letters < len("unknown")
}

// makeup is what a text is made of.
type makeup struct{ letters, digits, zeros, nines, exes int }

func makeupOf(text string) (s makeup) {
	for _, r := range text {
		digit, isDigit := digitOf(r)
		switch {
		case isDigit:
			s.digits++
			if digit == 0 {
				s.zeros++
			}
			if digit == 9 {
				s.nines++
			}
		case unicode.IsLetter(r), isNumeral(r):
			s.letters++
			if r == 'x' || r == 'X' || r == 'Ｘ' || r == 'ｘ' {
				s.exes++
			}
		}
	}
	return s
}

// isNumber says whether the digits are those of a placeholder.
func (s makeup) isNumber(text string) bool {
	switch {
	case s.zeros == 1 && s.digits == 1 && s.letters == 1 && isFirstOfSeries(text):
		return false
	case s.zeros == s.digits, s.nines == s.digits && s.nines >= 5:
		return true
	case s.letters > 0 || s.digits > 4:
		return false
	}
	text = strings.TrimSpace(text)
	rest := strings.TrimLeft(text, "-−–－﹣")
	return rest != text && strings.IndexFunc(rest, func(r rune) bool { _, ok := digitOf(r); return ok }) == 0
}

// isFirstOfSeries says whether a text is one letter and a zero, B0: series that are
// counted from zero begin so, and nobody fills a field in with it.
func isFirstOfSeries(text string) bool {
	text = foldText(text)
	return utf8.RuneCountInString(text) == 2 && strings.HasSuffix(text, "0")
}

func (t Placeholders) hasText(text string) bool {
	return t.added != nil && len(text) <= maxNumber && t.added.texts[foldText(text)]
}

// foldText is a text without case, compatibility forms and the blanks around it,
// its digits in ASCII.
func foldText(text string) string {
	return strings.TrimSpace(PlainDigits(strings.ToLower(strings.ToUpper(norm.NFKC.String(text)))))
}

// spaced are the words of a text in lower case, with a space between: of "Not-Known"
// "not known".
func spaced(text string) string {
	return strings.Join(strings.FieldsFunc(foldText(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }), " ")
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
