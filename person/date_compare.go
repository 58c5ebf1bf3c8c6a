package person

import (
	"cmp"
	"strings"
	"time"
)

// Truth is the answer to a question about values that are only partly known.
type Truth uint8

// Truths. The zero value is Unsure.
const (
	Unsure Truth = iota
	False
	True
)

// Not is True for False, False for True, and Unsure as it is.
func (t Truth) Not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	default:
		return Unsure
	}
}

// String is "true", "false" or "unsure".
func (t Truth) String() string {
	switch t {
	case True:
		return "true"
	case False:
		return "false"
	default:
		return "unsure"
	}
}

// Era sorts years by the calendars that they can be of. Registries of some
// countries write the years of their own calendar, and nothing in the date says
// so. Dates of different eras cannot be held against each other.
type Era uint8

// Eras. One era may hold the years of several calendars (Hijri and Persian), and
// some calendars hide among the Gregorian years: an Ethiopian year, seven or
// eight behind, cannot be told.
const (
	EraNone      Era = iota // not a date
	EraEarly                // before 1800: Hijri, Persian, Coptic, Minguo
	EraGregorian            // from 1800 to next year, or to 2199 without a clock
	EraLate                 // after next year, to 2199: Nepali
	EraFar                  // from 2200: Buddhist, Hebrew
)

const (
	firstGregorian = 1800
	lastGregorian  = 2199
	// clockFloor is the year in which this was written: a clock that shows an
	// earlier one is wrong, or virtual, and the people born since are not.
	clockFloor = 2026
)

// Era says of which era the year is, asked at the time now. A clock that stands
// before 2026 counts as 2026. If now is zero there is no clock, and every year
// from 1800 to 2199 is Gregorian.
func (d Date) Era(now time.Time) Era {
	last := lastGregorian
	if !now.IsZero() {
		last = max(now.Year(), clockFloor) + 1
	}
	switch y := int(d.year); {
	case d.precision == PrecisionNone:
		return EraNone
	case y < firstGregorian:
		return EraEarly
	case y > lastGregorian:
		return EraFar
	case y > last:
		return EraLate
	default:
		return EraGregorian
	}
}

// Gregorian says whether the year can be one of the Gregorian calendar in a
// civil registry, asked at the time now: see [Date.Era]. Other years (2533 in
// the Buddhist calendar, 2047 in the Nepali) are kept, and must not be computed
// with.
func (d Date) Gregorian(now time.Time) bool { return d.Era(now) == EraGregorian }

// isComparableTo says whether d and o can be held against each other at all.
func (d Date) isComparableTo(o Date) bool {
	e := d.Era(time.Time{})
	return e != EraNone && e == o.Era(time.Time{})
}

// isEarlierThan says whether d is an earlier day than o for certain.
func (d Date) isEarlierThan(o Date) bool {
	last, first := d.last, o.first
	if d.late {
		last++
	}
	if o.early {
		first--
	}
	return last < first
}

// Equal says whether d and o are the same day. It is Unsure when one is less
// precise and contains the other, when a time in UTC leaves the local day open
// ([Date.In] settles it), when a time without a zone shows another day and would be
// that one if it were in UTC, when a time in a zone shows the day before and can be the
// midnight of this one in another zone, when either is not a date, and when one is of another
// [Era], asked without a clock: 2533 and 1990 may be the same year.
func (d Date) Equal(o Date) Truth {
	switch {
	case !d.isComparableTo(o):
		return Unsure
	case d.isEarlierThan(o) || o.isEarlierThan(d):
		return False
	case d.first == d.last && o.first == o.last && d.first == o.first:
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
	case d.isEarlierThan(o):
		return False
	default:
		return Unsure
	}
}

// NotAfter says whether d is the same day as o or earlier; Unsure as in
// [Date.Equal].
func (d Date) NotAfter(o Date) Truth { return o.NotBefore(d) }

// Before says whether d is an earlier day than o; Unsure as in [Date.Equal].
func (d Date) Before(o Date) Truth { return d.NotBefore(o).Not() }

// After says whether d is a later day than o; Unsure as in [Date.Equal].
func (d Date) After(o Date) Truth { return d.NotAfter(o).Not() }

// Compare puts dates in an order for showing them: slices.SortFunc(dates,
// person.Date.Compare). It is -1, 0 or +1: by the first day that a date can be,
// then the last, then the text; what is not a date comes last. It is 0 only for
// the same text. It decides nothing about people: years of other calendars stand
// where their number puts them.
func (d Date) Compare(o Date) int {
	if d.precision == PrecisionNone || o.precision == PrecisionNone {
		if c := cmp.Compare(min(o.precision, 1), min(d.precision, 1)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(d.first, o.first), cmp.Compare(d.last, o.last), strings.Compare(d.text, o.text))
}
