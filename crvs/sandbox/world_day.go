package sandbox

import (
	"time"

	"github.com/openspmis/dci-crvs-go/person"
)

// dayOf is the day y-m-d.
func dayOf(y int, m time.Month, d int) day {
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400) //nolint:gosec // years have four digits
}

// date splits the day up.
func (d day) date() (y int, m time.Month, dd int) {
	return time.Unix(int64(d)*86400, 0).UTC().Date()
}

func (d day) year() int { y, _, _ := d.date(); return y }

// years is the same day so many years later; the 29th of February becomes the
// 1st of March.
func (d day) years(n int) day {
	y, m, dd := d.date()
	return dayOf(y+n, m, dd)
}

// text is the day as ISO 8601 writes it, or as much of it as is known.
func (d day) text(known int) string {
	y, m, dd := d.date()
	b := [10]byte{
		byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-', //nolint:gosec // digits
		byte('0' + m/10), byte('0' + m%10), '-', byte('0' + dd/10), byte('0' + dd%10), //nolint:gosec // digits
	}
	switch known {
	case knownDay:
		return string(b[:])
	case knownMonth:
		return string(b[:7])
	case knownYear:
		return string(b[:4])
	default:
		return ""
	}
}

// dates are none or one.
func (d day) dates(known int) []person.Date {
	if d == never || known == knownNothing {
		return nil
	}
	date, err := person.ParseDate(d.text(known))
	if err != nil {
		return nil // it is a date
	}
	return []person.Date{date}
}

// span is the days that a date can be; that of no date has no days.
func (d day) span(known int) span {
	switch {
	case d == never || known == knownNothing:
		return span{}
	case known == knownDay:
		return span{d, d, true}
	}
	y, m, _ := d.date()
	if known == knownMonth {
		return span{dayOf(y, m, 1), dayOf(y, m+1, 1) - 1, true}
	}
	return span{dayOf(y, time.January, 1), dayOf(y+1, time.January, 1) - 1, true}
}
