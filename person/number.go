package person

import (
	"slices"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
)

// maxNumber is the length in bytes above which a number is compared for identity
// only. No register has longer ones.
const maxNumber = 256

// CompareNumbers says whether two texts are the same number, by the placeholders of
// this package: see [Placeholders.CompareNumbers].
func CompareNumbers(a, b string) Truth { return Placeholders{}.CompareNumbers(a, b) }

// CompareNumbers says whether two texts are the same number: an identifier, the
// number of a registration. It does not matter which is a and which is b.
//
// It is True for the same text only, but for the blanks around it. It is Unsure
// where one may be the other written otherwise:
//   - in another case, with other separators, without leading zeros of the whole or
//     of a part (2019/0012, 2019/12, 2019/0/12), in the digits of another script, in
//     numerals that are no digits (፲፪ is 12), in full-width letters, in letters of
//     another script that look the same (AB of Latin and АВ of Cyrillic);
//   - by a spreadsheet: 12345678901.0; 1.2345678901E10, if it can be that number
//     rounded; 1234567890123450, whose digits after the fifteenth are lost;
//   - with its type, or a word for "number", before it: UIN:789456, No. 789456,
//     N° 789456;
//   - masked, if what can be read of it is equal: XXXXXXXX1234, ********1234;
//   - where either is a placeholder, and where either is longer than 256 bytes.
//
// A placeholder, a masked number and one rounded by a spreadsheet are not even the
// same as themselves: many numbers are written so. Otherwise it is False.
func (t Placeholders) CompareNumbers(a, b string) Truth {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	switch {
	case a == b:
		if t.IsNumber(a) || isLossy(a) {
			return Unsure
		}
		return True
	case len(a) > maxNumber, len(b) > maxNumber, t.IsNumber(a), t.IsNumber(b):
		return Unsure
	}
	if isPlain(a) && isPlain(b) {
		if strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0") {
			return Unsure
		}
		return False
	}
	x, y := formsOf(a), formsOf(b)
	if strings.ContainsFunc(x.texts[0], isNumeral) || strings.ContainsFunc(y.texts[0], isNumeral) {
		return Unsure
	}
	if x.kind != "" && y.kind != "" && x.kind != y.kind {
		return False // UIN:7 and BRN:7
	}
	for _, f := range x.texts {
		for _, g := range y.texts {
			if mayBeSame(f, g) {
				return Unsure
			}
		}
	}
	return False
}

// isPlain says whether a number is digits alone, and too few for a spreadsheet to round
// them: it has no other forms. Most are so.
func isPlain(number string) bool { return len(number) <= 15 && isDigits(number) }

// IsMasked says whether part of the value is hidden: XXXXXXXX1234, ********1234.
// Such a number confirms nobody, and no registry can be asked for it.
func (i Identifier) IsMasked() bool {
	if len(i.Value) > maxNumber || !strings.ContainsFunc(i.Value, isSignOfLoss) {
		return false
	}
	return slices.ContainsFunc(formsOf(i.Value).texts, func(text string) bool {
		_, ok := unmask(text)
		return ok
	})
}

// isLossy says whether the text stands for many numbers: it is masked or rounded.
func isLossy(text string) bool {
	if len(text) > maxNumber || !strings.ContainsFunc(text, isSignOfLoss) {
		return false
	}
	for _, f := range formsOf(text).texts {
		if _, masked := unmask(f); masked {
			return true
		}
		if r, ok := roundedOf(f); ok && r.zeros > 0 {
			return true
		}
	}
	return false
}

// isSignOfLoss spares most numbers a closer look.
func isSignOfLoss(r rune) bool {
	switch r {
	case 'x', 'X', 'e', 'E', '*', '#', '?', '_', '.', '-':
		return true
	default:
		return r >= 0x80
	}
}

// numberForms are the texts that a number may be meant by.
type numberForms struct {
	kind  codes.IdentifierType // the type that stands before it, if the directory knows it
	texts []string
}

func formsOf(number string) numberForms {
	text := runsOfMask.Replace(strings.Map(lookalike, foldText(signsOfNumber.Replace(number))))
	forms := numberForms{texts: []string{text}}
	if kind, rest, ok := cutType(text); ok {
		forms.texts = append(forms.texts, rest)
		if kind.Known() {
			forms.kind = kind.Canonical()
		}
	}
	for _, text := range forms.texts {
		if whole, ok := cutDecimals(text); ok {
			forms.texts = append(forms.texts, whole)
		}
	}
	return forms
}

// cutType takes the type from before a folded number: "uin:789456", "brn 12",
// "no. 12", "n°12". Without a colon only a known type, or a word for "number", is taken.
func cutType(text string) (kind codes.IdentifierType, rest string, ok bool) {
	if i := strings.LastIndexByte(text, ':'); i > 0 && unicode.IsLetter([]rune(text)[0]) {
		rest = strings.TrimSpace(text[i+1:])
		return codes.IdentifierType(strings.TrimSpace(text[:i])), rest, strings.ContainsFunc(rest, isAlphanumeric)
	}
	i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '_' })
	if i <= 0 {
		return "", "", false
	}
	kind, rest = codes.IdentifierType(text[:i]), strings.TrimLeftFunc(text[i:], func(r rune) bool { return !isAlphanumeric(r) && !isMaskRune(r) })
	if !isWordForNumber(text[:i], text[i:]) && !kind.Known() {
		return "", "", false
	}
	return kind, rest, len(rest) < len(text[i:]) && rest != ""
}

// signsOfNumber writes the signs for "number" as people type them: folding would make
// letters of them, and B of "№ B" a part of a series.
var signsOfNumber = strings.NewReplacer("№", "n°", "º", "°")

// isWordForNumber says whether what stands before a number is a word for "number", in
// the languages in which registers write it there. An n alone may be the series N.
func isWordForNumber(word, next string) bool {
	switch word {
	case "no", "nr", "nro", "num", "núm", "number", "numero", "número", "numéro", "nummer", "nomor", "nombor", "namba", "nambari", "رقم", "ቁጥር", "id":
		return true
	default:
		return word == "n" && strings.HasPrefix(next, "°")
	}
}

// cutDecimals takes the decimals that a spreadsheet or a program adds to a whole
// number: 12345678901.0, 12,345.00.
func cutDecimals(text string) (whole string, ok bool) {
	i := strings.LastIndexAny(text, ".,")
	if i <= 0 || i == len(text)-1 || strings.Trim(text[i+1:], "0") != "" {
		return "", false
	}
	whole = text[:i]
	return whole, strings.Trim(whole, "0123456789., '’") == "" && strings.ContainsFunc(whole, unicode.IsDigit)
}

// mayBeSame compares two folded forms.
func mayBeSame(a, b string) bool {
	if x, y, ok := bothMasked(a, b); ok {
		return x.fits(y)
	}
	return bareNumber(a) == bareNumber(b) || joinedParts(a) == joinedParts(b) || fitRounded(a, b)
}

// bareNumber is a folded number without separators and leading zeros.
func bareNumber(s string) string { return strings.TrimLeft(alphanumerics(s), "0") }

func alphanumerics(s string) string {
	return strings.Map(func(r rune) rune {
		if isAlphanumeric(r) {
			return r
		}
		return -1
	}, s)
}

// joinedParts are the runs of letters and of digits of a folded number, without
// the zeros that lead each run: 2019/0012, 2019/12 and 2019/0/12 are the same.
func joinedParts(s string) string {
	var b strings.Builder
	leading := true
	for _, r := range s {
		switch {
		case !unicode.IsDigit(r):
			leading = true
			if unicode.IsLetter(r) {
				b.WriteRune(r)
			}
		case r != '0' || !leading:
			leading = false
			b.WriteRune(r)
		}
	}
	return b.String()
}
