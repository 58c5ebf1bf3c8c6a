package person

import (
	"errors"
	"fmt"
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
	early, late bool  // the day of a time may be the one before, or after: see readInstant
	first, last int32 // the days it can be, counted from 1970-01-01, in the Gregorian calendar
}

// ErrNotADate is what [ParseDate] returns for text that is no date.
var ErrNotADate = errors.New("not a date (want 2006, 2006-01, 2006-01-02 or an RFC 3339 time)")

// NewDate is the day y-m-d. It returns an error if there is no such day.
func NewDate(y int, m time.Month, d int) (Date, error) {
	if m == 0 || d == 0 { // a registry's way to write a month or a year, not a caller's
		return Date{}, ErrNotADate
	}
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

// ParseDate reads a date:
//   - 2006, 2006-01, 2006-01-02, and 20060102 with a year from 1800 to 2199;
//   - 2006-01-00 and 2006-00-00, as some registries write a month and a year;
//   - a day with a time, with T or a space, with or without seconds, fraction
//     and zone, in 24 or 12 hours ("2023-07-19T03:30:00 PM"), as the format page
//     of the standard allows.
//
// The digits may be those of any one script (๒๕๓๓-๐๕-๑๒). Spaces around it do
// not count.
//
// It returns [ErrNotADate] for anything else, and the error does not hold the
// text: an order of day and month is never guessed (12/05/1990), a year has four
// digits, and a day must be one of the Gregorian calendar, so that the 30th of
// February of another calendar is no date here. Decoding keeps such a text with
// PrecisionNone.
func ParseDate(text string) (Date, error) {
	d := readDate(text)
	if d.precision == PrecisionNone {
		return Date{}, ErrNotADate
	}
	return d, nil
}

// DateOf is the day that t shows in its own zone. For a year that has not four
// digits it is a text that is no date.
func DateOf(t time.Time) Date {
	return readDate(t.Format(time.DateOnly))
}

// IsZero says whether no date was given.
func (d Date) IsZero() bool { return d.text == "" }

// Text is the date as the registry wrote it, "" for a zero date. It is one of
// the forms of [ParseDate] unless Precision is PrecisionNone.
func (d Date) Text() string { return d.text }

// Precision says how much is known.
func (d Date) Precision() Precision { return d.precision }

// Year is the year as written, 0 if it is not known. It may be a year of
// another calendar: see [Date.Era].
func (d Date) Year() int { return int(d.year) }

// Month is the month as written, 0 if it is not known.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day is the day of the month as written, 0 if it is not known.
func (d Date) Day() int { return int(d.day) }

// FirstDay is the first day that d can be, LastDay the last: for 1990-02 the
// 1st and the 28th. They are zero if d is not a date.
func (d Date) FirstDay() Date { return d.dayAt(d.first) }

// LastDay is the last day that d can be: see [Date.FirstDay].
func (d Date) LastDay() Date { return d.dayAt(d.last) }

func (d Date) dayAt(n int32) Date {
	if d.precision == PrecisionNone {
		return Date{}
	}
	return DateOf(timeOfDay(n))
}

// Time is the instant, in the zone in which it is written. It returns false if
// no zone is written, and for whatever is less than an instant.
func (d Date) Time() (time.Time, bool) {
	if d.precision != PrecisionInstant {
		return time.Time{}, false
	}
	text, _ := plainDigits(d.text)
	if t, zoned, ok := parseInstant(text); ok && zoned {
		return t, true
	}
	return time.Time{}, false
}

// Zone is the zone in which an instant is written: time.UTC, or one without a
// name. It returns false where [Date.Time] does.
func (d Date) Zone() (*time.Location, bool) {
	t, ok := d.Time()
	if !ok {
		return nil, false
	}
	return t.Location(), true
}

// In is the day that an instant is in the zone of its registry: 22:00 UTC of the
// 11th is the 12th in India. What has no time is unchanged, and so is everything
// if loc is nil.
//
// Only a time in UTC is shifted. A time without a zone, or in another zone, was
// written where the registry is, and shows its day already. Midnight in UTC is
// how programs write a day without a time: it stays that day west of Greenwich
// too, and one that is written in another zone ("1960-12-30T18:00:00-06:00") is
// unchanged: it may be either day. For the bare arithmetic use [DateOf] with
// [Date.Time].
func (d Date) In(loc *time.Location) Date {
	if d.precision != PrecisionInstant || loc == nil {
		return d
	}
	day := timeOfDay(dayNumber(int(d.year), time.Month(d.month), int(d.day)))
	if d.first != d.last {
		t, _ := d.Time()
		if _, offset := t.Zone(); offset != 0 {
			return d
		}
		day = t.In(loc)
	}
	local := DateOf(day)
	if local.precision != PrecisionDay { // the year 10000
		return d
	}
	return local
}
