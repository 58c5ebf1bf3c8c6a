package match

import (
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/person"
)

// maxDates bounds how many dates of one kind are compared.
const maxDates = 16

// datesOf compares the dates of one kind, and those that either account has in
// another spelling of the member: which of them is right is not known.
func (c *comparer) datesOf(kind person.DateKind, p, q *person.Person, as, bs []person.Date) Outcome {
	x, y := p.Disputed(kind), q.Disputed(kind)
	if len(x)+len(y) == 0 {
		return c.dates(kind, as, bs)
	}
	return unlessFits(c.dates(kind, slices.Concat(x, as), slices.Concat(y, bs)))
}

// unlessFits takes back what speaks for one person, since something else speaks
// against it.
func unlessFits(o Outcome) Outcome {
	if o >= Similar {
		return CannotTell
	}
	return o
}

func (c *comparer) dates(kind person.DateKind, as, bs []person.Date) Outcome {
	as, moreA := c.givenDates(kind, as)
	bs, moreB := c.givenDates(kind, bs)
	best := Missing
	for _, a := range as {
		for _, b := range bs {
			if c.isAhead(kind, a) || c.isAhead(kind, b) {
				best = max(best, CannotTell)
				continue
			}
			best = max(best, c.date(a, b))
		}
	}
	return unlessMore(best, moreA || moreB)
}

// isAhead says whether a death, a marriage or a divorce is said to be on a day that has
// not begun anywhere: it is none.
func (c *comparer) isAhead(kind person.DateKind, d person.Date) bool {
	switch kind {
	case person.DateOfDeath, person.DateOfMarriage, person.DateOfDivorce:
		return !c.now.IsZero() && d.Gregorian(c.now) && d.NotAfter(person.DateOf(c.now.AddDate(0, 0, 1))) == person.False
	default:
		return false
	}
}

// givenDates are the first of the dates that say something, as days of the
// registry's zone, and whether there are more.
func (c *comparer) givenDates(kind person.DateKind, dates []person.Date) (out []person.Date, more bool) {
	for _, d := range dates {
		if c.placeholders.IsDate(d, kind) {
			continue
		}
		if len(out) == maxDates {
			return out, true
		}
		out = append(out, d.In(c.zone))
	}
	return out, false
}

func (c *comparer) date(a, b person.Date) Outcome {
	switch {
	case a.Text() == b.Text():
		return Agree
	case a.Precision() == person.PrecisionNone || b.Precision() == person.PrecisionNone:
		return CannotTell
	case !a.Gregorian(c.now) || !b.Gregorian(c.now):
		if isDay(a) && isDay(b) && a.Equal(b) == person.True {
			return Agree
		}
		return CannotTell
	}
	switch a.Equal(b) {
	case person.True:
		return Agree
	case person.False:
		if c.isSlip(a, b) {
			return Similar
		}
		return Differ
	default:
		if contains(a, b) || contains(b, a) || isSameInstant(a, b) {
			return Agree
		}
		if isDayAfter(a, b) || isDayAfter(b, a) { // a time without a zone at the edge of a day
			return Similar
		}
		return CannotTell
	}
}

func isDay(d person.Date) bool { return d.Precision() >= person.PrecisionDay }

// contains says whether wide is a year or a month, and the other lies within it.
func contains(wide, narrow person.Date) bool {
	return !isDay(wide) && wide.FirstDay().NotAfter(narrow.FirstDay()) == person.True && narrow.LastDay().NotAfter(wide.LastDay()) == person.True
}

func isSameInstant(a, b person.Date) bool {
	x, okX := a.Time()
	y, okY := b.Time()
	return okX && okY && x.Equal(y)
}

// isSlip says whether two dates differ as by a slip: day and month swapped, one
// digit, the day before or after, or a day made up for a year.
func (c *comparer) isSlip(a, b person.Date) bool {
	if a.Year() == b.Year() && (c.isYearDay(a) || c.isYearDay(b)) {
		return true
	}
	if !isDay(a) || !isDay(b) {
		return false
	}
	swapped := a.Year() == b.Year() && int(a.Month()) == b.Day() && a.Day() == int(b.Month())
	return swapped || isDayAfter(a, b) || isDayAfter(b, a) || wrongDigits(a, b) == 1
}

// isYearDay says whether a day is one that stands for its year.
func (c *comparer) isYearDay(d person.Date) bool {
	return isDay(d) && slices.Contains(c.yearDays, MonthDay{d.Month(), d.Day()})
}

// isDayAfter says whether b begins on the day after a ends.
func isDayAfter(a, b person.Date) bool {
	last, first := a.LastDay(), b.FirstDay()
	next := time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, time.UTC)
	return person.DateOf(next).Equal(first) == person.True
}

// wrongDigits counts the digits of two days that differ, written as 19900512.
func wrongDigits(a, b person.Date) int {
	number := func(d person.Date) int { return (d.Year()*100+int(d.Month()))*100 + d.Day() }
	wrong := 0
	for x, y := number(a), number(b); x > 0 || y > 0; x, y = x/10, y/10 {
		if x%10 != y%10 {
			wrong++
		}
	}
	return wrong
}
