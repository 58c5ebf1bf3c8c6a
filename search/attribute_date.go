package search

import (
	"regexp"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Is asks for the date d. A month or a year asks for every day of it. A midnight
// is its written day; any other time of a day is refused by [Query.Validate], for
// nobody knows whose day it is: 18:30 in UTC is the next day in India.
func (a DateAttribute) Is(d person.Date) Condition {
	first, last := bounds(d)
	if first == last {
		return Condition{terms: []Term{a.term(codes.OperatorEqual, first)}}
	}
	return a.between(first, last)
}

// In asks for one of these days. A month or a year among several is refused: a
// list holds days.
func (a DateAttribute) In(days ...person.Date) Condition {
	if len(days) == 1 {
		return a.Is(days[0])
	}
	members := make([]Term, len(days))
	for i, d := range days {
		if first, last := bounds(d); first == last {
			d = first
		}
		members[i] = a.term(codes.OperatorEqual, d)
	}
	return oneOf(string(a), kindDate, members)
}

// Between asks for the dates from the first day of from to the last day of to,
// both included.
func (a DateAttribute) Between(from, to person.Date) Condition {
	first, _ := bounds(from)
	_, last := bounds(to)
	return a.between(first, last)
}

func (a DateAttribute) between(first, last person.Date) Condition {
	// ge before le: OpenCRVS takes them in no other order.
	return Condition{terms: []Term{a.term(codes.OperatorGreaterOrEqual, first), a.term(codes.OperatorLessOrEqual, last)}}
}

// OnOrAfter asks for the dates from the first day of d on.
func (a DateAttribute) OnOrAfter(d person.Date) Condition {
	first, _ := bounds(d)
	return Condition{terms: []Term{a.term(codes.OperatorGreaterOrEqual, first)}}
}

// After asks for the dates after the last day of d.
func (a DateAttribute) After(d person.Date) Condition {
	_, last := bounds(d)
	return Condition{terms: []Term{a.term(codes.OperatorGreater, last)}}
}

// OnOrBefore asks for the dates up to the last day of d.
func (a DateAttribute) OnOrBefore(d person.Date) Condition {
	_, last := bounds(d)
	return Condition{terms: []Term{a.term(codes.OperatorLessOrEqual, last)}}
}

// Before asks for the dates before the first day of d.
func (a DateAttribute) Before(d person.Date) Condition {
	first, _ := bounds(d)
	return Condition{terms: []Term{a.term(codes.OperatorLess, first)}}
}

func (a DateAttribute) term(op codes.Operator, d person.Date) Term {
	return Term{Attribute: string(a), Operator: op, Value: d.Text(), kind: kindDate, date: d}
}

// bounds are the first and the last day that d stands for. A date in another
// calendar has months and years of other lengths: it is sent as it is.
func bounds(d person.Date) (first, last person.Date) {
	if d.Precision() == person.PrecisionNone || d.Year() < 1800 || d.Year() > 2199 {
		return d, d
	}
	if d.Precision() == person.PrecisionInstant {
		day, err := person.NewDate(d.Year(), d.Month(), d.Day())
		if err != nil || !isMidnight(d) {
			return d, d
		}
		return day, day
	}
	return d.FirstDay(), d.LastDay()
}

// midnight is how the first instant of a day is written, in any zone.
var midnight = regexp.MustCompile(`^.{10}[Tt ]00:00(?::00(?:\.0+)?)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?$`)

func isMidnight(d person.Date) bool { return midnight.MatchString(d.Text()) }
