package person

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Days of the first and the last year that four digits can write.
const (
	firstDayNumber = -719528 // 0000-01-01
	lastDayNumber  = 2932896 // 9999-12-31
)

// dayNumber counts the days from 1970-01-01.
func dayNumber(y int, m time.Month, d int) int32 {
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400) //nolint:gosec // years have four digits
}

// timeOfDay is the beginning, in UTC, of the day that dayNumber counted.
func timeOfDay(n int32) time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

// readDate is ParseDate for what a registry sends: it never fails. Text that is
// no date is kept with PrecisionNone.
func readDate(text string) Date {
	d := Date{text: strings.TrimSpace(text)}
	s := d.text
	if len(s) == 10 && d.readDay(s) { // nearly every date of a record
		return d
	}
	s, ok := plainDigits(s)
	switch {
	case !ok:
	case len(s) == 4, len(s) == 7:
		d.readShort(s)
	case len(s) == 8:
		d.readBasic(s)
	case len(s) == 10:
		d.readDay(s)
	case len(s) > 10:
		d.readInstant(s)
	}
	return d
}

// number reads digits and nothing else; -1 if there is anything else.
func number(s string) int {
	n := 0
	for i := range len(s) {
		digit := s[i] - '0'
		if digit > 9 {
			return -1
		}
		n = n*10 + int(digit)
	}
	return n
}

// readDay reads 2006-01-02, and 2006-01-00 and 2006-00-00 for a month and a
// year. Without a year (0000-00-00) nothing is known.
func (d *Date) readDay(s string) bool {
	if s[4] != '-' || s[7] != '-' {
		return false
	}
	y, m, day := number(s[:4]), number(s[5:7]), number(s[8:])
	switch {
	case y < 0 || m < 0 || day < 0 || m > 12:
		return false
	case day == 0:
		return y > 0 && d.setMonth(y, m)
	case m == 0 || day > daysIn(y, time.Month(m)):
		return false
	}
	d.setDay(y, m, day)
	d.precision = PrecisionDay
	return true
}

func (d *Date) readShort(s string) {
	y, m := number(s[:4]), 0
	if len(s) == 7 {
		if m = number(s[5:]); s[4] != '-' || m < 1 || m > 12 {
			return
		}
	}
	if y >= 0 {
		d.setMonth(y, m)
	}
}

// readBasic reads 20060102, the basic format of ISO 8601. In these years it is
// no other order of day, month and year: what stands for the month would be 18
// or more.
func (d *Date) readBasic(s string) {
	y, m, day := number(s[:4]), number(s[4:6]), number(s[6:])
	if y >= 1800 && y < 2200 && m >= 1 && m <= 12 && day >= 1 && day <= daysIn(y, time.Month(m)) {
		d.setDay(y, m, day)
		d.precision = PrecisionDay
	}
}

func daysIn(y int, m time.Month) int {
	switch {
	case m == time.February && y%4 == 0 && (y%100 != 0 || y%400 == 0):
		return 29
	case m == time.February:
		return 28
	case m == time.April || m == time.June || m == time.September || m == time.November:
		return 30
	default:
		return 31
	}
}

// setDay is for a day that exists, or that begins a month or a year.
func (d *Date) setDay(y, m, day int) {
	d.year, d.month, d.day = int16(y), uint8(m), uint8(day) //nolint:gosec // four digits of year, 1 to 12, 1 to 31
	d.first = dayNumber(y, time.Month(m), day)
	d.last = d.first
}

// setMonth is for a month, or for a year if m is 0.
func (d *Date) setMonth(y, m int) bool {
	if m == 0 {
		d.setDay(y, 1, 1)
		d.last = dayNumber(y, time.December, 31)
		d.month, d.day, d.precision = 0, 0, PrecisionYear
		return true
	}
	d.setDay(y, m, 1)
	d.last = dayNumber(y, time.Month(m), daysIn(y, time.Month(m)))
	d.day, d.precision = 0, PrecisionMonth
	return true
}

// Layouts of a date with a time, tried after the day's "T" or space was made a
// "T". Go's parser takes a fraction after the seconds by itself.
var instantLayouts = [...]string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	"2006-01-02T03:04:05 PM", "2006-01-02T03:04 PM", "2006-01-02T15:04:05 PM",
}

// maxInstant is longer than any time that a layout reads, with nanoseconds.
const maxInstant = 64

// parseInstant never asks for the machine's own zone.
func parseInstant(s string) (t time.Time, zoned, ok bool) {
	if len(s) <= 10 || len(s) > maxInstant || s[10] != 'T' && s[10] != 't' && s[10] != ' ' {
		return t, false, false
	}
	s = s[:10] + "T" + strings.ToUpper(s[11:])
	for _, layout := range instantLayouts {
		if t, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			return t, strings.Contains(layout, "Z07"), true
		}
	}
	return t, false, false
}

func (d *Date) readInstant(s string) {
	t, zoned, ok := parseInstant(s)
	if !ok {
		return
	}
	y, m, day := t.Date()
	d.setDay(y, int(m), day)
	d.precision = PrecisionInstant
	// A time in UTC that is not midnight is often a local midnight that a
	// program shifted: the registry's own day may be the one before or after. A
	// time in a zone of its own shows the registry's day. So does one without a zone;
	// but some programs leave out the Z, so that it excludes no day beside it that it
	// would be in UTC. Nor does a whole hour in a zone exclude the next day, if it can be
	// the midnight of that in a zone of whole hours: the one written may be that of a
	// server, or of another season. And what is midnight in UTC is how programs there
	// write a day without a time.
	_, offset := t.Zone()
	if t.Hour()+t.Minute()+t.Second() == 0 {
		return
	}
	utc := t.UTC()
	before, after := dayNumber(utc.Add(-12*time.Hour).Date()), dayNumber(utc.Add(14*time.Hour).Date())
	switch {
	case !zoned:
		d.early, d.late = before < d.first, after > d.last
		return
	case offset != 0 && utc.Hour()+utc.Minute()+utc.Second() == 0:
		before, after = d.first, dayNumber(utc.Date())
	case offset != 0:
		d.late = after > d.last && t.Minute()+t.Second() == 0
		return
	}
	d.first, d.last = max(before, firstDayNumber), min(after, lastDayNumber)
}

// plainDigits writes the digits of another script in ASCII. It returns false for
// any other character outside ASCII, and for digits of two scripts.
func plainDigits(s string) (string, bool) {
	other := strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
	if other < 0 {
		return s, true
	}
	if len(s) > maxInstant*utf8.UTFMax {
		return "", false
	}
	var b strings.Builder
	script := rune(math.MinInt32) // where its zero stands
	for _, r := range s {
		digit, isDigit := digitOf(r)
		switch {
		case !isDigit && r >= utf8.RuneSelf:
			return "", false
		case !isDigit:
			b.WriteRune(r)
		case script != math.MinInt32 && r-digit != script:
			return "", false
		default:
			script = r - digit
			b.WriteRune('0' + digit)
		}
	}
	return b.String(), true
}

// digitOf is the value of a decimal digit of any script. The digits of a script
// follow each other from zero, and so do the scripts of a range in the table.
func digitOf(r rune) (digit rune, ok bool) {
	if r < utf8.RuneSelf {
		return r - '0', r >= '0' && r <= '9'
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10, true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) { //nolint:gosec // a code point
			return (r - rune(t.Lo)) % 10, true //nolint:gosec // a code point
		}
	}
	return 0, false
}
