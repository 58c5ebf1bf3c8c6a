package person

import (
	"fmt"
	"time"
)

// maxDates bounds how many dates of one kind are compared.
const maxDates = 16

func (c *comparer) dates(as, bs []Date) Outcome {
	as, moreA := c.givenDates(as)
	bs, moreB := c.givenDates(bs)
	best := OutcomeMissing
	for _, a := range as {
		for _, b := range bs {
			best = max(best, c.date(a, b))
		}
	}
	return unlessMore(best, moreA || moreB)
}

// givenDates are the first of the dates that say something, as days of the
// registry's zone, and whether there are more.
func (c *comparer) givenDates(dates []Date) (out []Date, more bool) {
	for _, d := range dates {
		if isPlaceholder(d.text) || isPlaceholderDate(d) {
			continue
		}
		if len(out) == maxDates {
			return out, true
		}
		out = append(out, d.In(c.zone))
	}
	return out, false
}

// isPlaceholderDate knows the days that programs write for none.
func isPlaceholderDate(d Date) bool {
	if d.precision == PrecisionNone {
		return d.text == "0000-00-00"
	}
	switch [3]int{int(d.year), int(d.month), int(d.day)} {
	case [3]int{1, 1, 1}, [3]int{1900, 1, 1}, [3]int{9999, 12, 31}:
		return true
	default:
		return d.year == 0
	}
}

func (c *comparer) date(a, b Date) Outcome {
	switch {
	case a.text == b.text:
		return OutcomeAgree
	case a.precision == PrecisionNone || b.precision == PrecisionNone:
		return OutcomeCannotTell
	case !a.Gregorian(c.now) || !b.Gregorian(c.now):
		if a.precision >= PrecisionDay && b.precision >= PrecisionDay && a.Equal(b) == True {
			return OutcomeAgree
		}
		return OutcomeCannotTell
	}
	switch a.Equal(b) {
	case True:
		return OutcomeAgree
	case False:
		if isSlip(a, b) {
			return OutcomeSimilar
		}
		return OutcomeDiffer
	default:
		if contains(a, b) || contains(b, a) || isSameInstant(a, b) {
			return OutcomeAgree
		}
		return OutcomeCannotTell
	}
}

// contains says whether wide is a year or a month, and the other lies within it.
func contains(wide, narrow Date) bool {
	return wide.precision < PrecisionDay && wide.first <= narrow.first && narrow.last <= wide.last
}

func isSameInstant(a, b Date) bool {
	x, okX := a.Time()
	y, okY := b.Time()
	return okX && okY && x.Equal(y)
}

// isSlip says whether two days differ as by a slip: day and month swapped, one
// digit, or a day made up for a year.
func isSlip(a, b Date) bool {
	if a.precision < PrecisionDay || b.precision < PrecisionDay {
		return false
	}
	if a.year == b.year {
		swapped := a.month == b.day && a.day == b.month
		if swapped || isNewYear(a) || isNewYear(b) {
			return true
		}
	}
	x, y := digits(a), digits(b)
	wrong := 0
	for i := range x {
		if x[i] != y[i] {
			wrong++
		}
	}
	return wrong == 1
}

func isNewYear(d Date) bool { return time.Month(d.month) == time.January && d.day == 1 }

func digits(d Date) string { return fmt.Sprintf("%04d%02d%02d", d.year, d.month, d.day) }
