package person

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Precision says how much of a [Date] is known.
type Precision uint8

// Precisions. PrecisionNone is that of a zero date and of a text that is not a
// date: it is kept and shown, and compares with nothing.
const (
	PrecisionNone Precision = iota
	PrecisionYear
	PrecisionMonth
	PrecisionDay
	PrecisionInstant
)

// Truth is the answer to a question about values that are only partly known.
type Truth uint8

// Truths. The zero value is Unsure.
const (
	Unsure Truth = iota
	False
	True
)

// Date is a date as a registry holds it: a year, a month, a day or an instant.
// It keeps the text as it came. The zero value means "not given".
//
// Two dates of different precision may be neither equal nor different: see
// [Date.Equal]. The operator == compares the texts.
type Date struct {
	text        string
	year        int16
	month, day  uint8
	precision   Precision
	first, last int32 // the days it can be, counted from 1970-01-01, in the Gregorian calendar
}

// ErrNotADate is what [ParseDate] returns for text that is no date.
var ErrNotADate = errors.New("not a date (want 2006, 2006-01, 2006-01-02 or an RFC 3339 time)")

// NewDate is the day y-m-d. It returns an error if there is no such day.
func NewDate(y int, m time.Month, d int) (Date, error) {
	return ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, int(m), d))
}

// MustDate is [ParseDate] for dates that stand in the source code. It panics if
// text is no date.
func MustDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic("person: MustDate: " + err.Error()) //nolint:forbidigo // like regexp.MustCompile: only for constants of the source
	}
	return d
}

// ParseDate reads 2006, 2006-01, 2006-01-02, or a date with a time: with or
// without seconds, fraction and zone, with T or a space, in 24 or 12 hours
// ("2023-07-19T03:30:00 PM"), as the format page of the standard allows. It
// returns [ErrNotADate] for anything else; the error does not hold the text.
func ParseDate(text string) (Date, error) {
	d := readDate(text)
	if d.precision == PrecisionNone {
		return Date{}, ErrNotADate
	}
	return d, nil
}

// DateOf is the day that t shows in its own zone.
func DateOf(t time.Time) Date {
	return readDate(t.Format(time.DateOnly))
}

// readDate is ParseDate for what a registry sends: it never fails. Text that is
// no date is kept with PrecisionNone.
func readDate(text string) Date {
	d := Date{text: strings.TrimSpace(text)}
	switch s := d.text; {
	case len(s) == 4:
		if t, err := time.Parse("2006", s); err == nil {
			d.set(t, PrecisionYear)
			d.first, d.last = dayNumber(t), dayNumber(t.AddDate(1, 0, -1))
		}
	case len(s) == 7:
		if t, err := time.Parse("2006-01", s); err == nil {
			d.set(t, PrecisionMonth)
			d.first, d.last = dayNumber(t), dayNumber(t.AddDate(0, 1, -1))
		}
	case len(s) == 10:
		if t, ok := readDay(s); ok {
			d.set(t, PrecisionDay)
			d.first, d.last = dayNumber(t), dayNumber(t)
		}
	case len(s) > 10:
		d.readInstant(s)
	}
	return d
}

// readDay is time.Parse for 2006-01-02, which nearly every date of a record is.
func readDay(s string) (time.Time, bool) {
	var n [3]int
	part := 0
	for i := range len(s) {
		switch digit := s[i] - '0'; {
		case i == 4 || i == 7:
			if s[i] != '-' {
				return time.Time{}, false
			}
			part++
		case digit > 9:
			return time.Time{}, false
		default:
			n[part] = n[part]*10 + int(digit)
		}
	}
	// time.Date takes the 30th of February for the 1st or 2nd of March.
	t := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	return t, t.Day() == n[2] && int(t.Month()) == n[1]
}

// Layouts of a date with a time, tried after the day's "T" or space was made a
// "T". Go's parser takes a fraction after the seconds by itself.
var instantLayouts = [...]string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	"2006-01-02T03:04:05 PM", "2006-01-02T03:04 PM", "2006-01-02T15:04:05 PM",
}

func (d *Date) readInstant(s string) {
	if s[10] != 'T' && s[10] != 't' && s[10] != ' ' {
		return
	}
	s = s[:10] + "T" + strings.ToUpper(s[11:])
	for _, layout := range instantLayouts {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		d.set(t, PrecisionInstant)
		d.first, d.last = dayNumber(t), dayNumber(t)
		// A time in UTC that is not midnight is often a local midnight that a
		// program shifted: the registry's own day may be the one before or
		// after. A time without zone, or in a zone of its own, shows the
		// registry's day.
		if isUTC(s[11:]) && t.Hour()+t.Minute()+t.Second() != 0 {
			d.first, d.last = dayNumber(t.Add(-12*time.Hour)), dayNumber(t.Add(14*time.Hour))
		}
		return
	}
}

// isUTC says whether a time has the zone UTC, in any of its spellings.
func isUTC(clock string) bool {
	for _, zone := range [...]string{"Z", "+00:00", "-00:00", "+0000", "-0000", "+00", "-00"} {
		if strings.HasSuffix(clock, zone) {
			return true
		}
	}
	return false
}

func (d *Date) set(t time.Time, p Precision) {
	y, m, day := t.Date()
	d.year, d.precision = int16(y), p //nolint:gosec // time.Parse gives four digits of year
	if p >= PrecisionMonth {
		d.month = uint8(m) //nolint:gosec // 1 to 12
	}
	if p >= PrecisionDay {
		d.day = uint8(day) //nolint:gosec // 1 to 31
	}
}

// dayNumber counts the days from 1970-01-01 to the day that t shows.
func dayNumber(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400) //nolint:gosec // years have four digits
}

// IsZero says whether no date was given.
func (d Date) IsZero() bool { return d.text == "" }

// Text is the date as the registry wrote it: ISO 8601 unless Precision is
// PrecisionNone. It is "" for a zero date.
func (d Date) Text() string { return d.text }

// Precision says how much is known.
func (d Date) Precision() Precision { return d.precision }

// Year is the year as written, 0 if it is not known. It may be a year of
// another calendar: see [Date.Gregorian].
func (d Date) Year() int { return int(d.year) }

// Month is the month as written, 0 if it is not known.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day is the day of the month as written, 0 if it is not known.
func (d Date) Day() int { return int(d.day) }

// Gregorian says whether the year can be one of the Gregorian calendar in a
// civil registry, asked on the day now: from 1800 to next year. Other years
// (2533 in the Buddhist calendar, 2047 in the Nepali) are kept, and must not be
// computed with.
func (d Date) Gregorian(now time.Time) bool {
	return d.precision != PrecisionNone && d.year >= 1800 && int(d.year) <= now.Year()+1
}

// isComparableTo says whether d and o can be held against each other at all.
func (d Date) isComparableTo(o Date) bool {
	return d.precision != PrecisionNone && o.precision != PrecisionNone
}

// Equal says whether d and o are the same day. It is Unsure when one is less
// precise and contains the other, when a time in UTC leaves the local day open,
// and when either is not a date.
func (d Date) Equal(o Date) Truth {
	switch {
	case !d.isComparableTo(o):
		return Unsure
	case d.last < o.first || o.last < d.first:
		return False
	case d.first == d.last && o.first == o.last:
		return True
	default:
		return Unsure
	}
}

// NotBefore says whether d is the same day as o or later; Unsure as in
// [Date.Equal].
func (d Date) NotBefore(o Date) Truth {
	switch {
	case !d.isComparableTo(o):
		return Unsure
	case d.first >= o.last:
		return True
	case d.last < o.first:
		return False
	default:
		return Unsure
	}
}

// NotAfter says whether d is the same day as o or earlier; Unsure as in
// [Date.Equal].
func (d Date) NotAfter(o Date) Truth { return o.NotBefore(d) }

// FirstDay is the first day that d can be, LastDay the last: for 1990-02 the
// 1st and the 28th. They are zero if d is not a date.
func (d Date) FirstDay() Date { return d.dayAt(d.first) }

// LastDay is the last day that d can be: see [Date.FirstDay].
func (d Date) LastDay() Date { return d.dayAt(d.last) }

func (d Date) dayAt(n int32) Date {
	if d.precision == PrecisionNone {
		return Date{}
	}
	return DateOf(time.Unix(int64(n)*86400, 0).UTC())
}
