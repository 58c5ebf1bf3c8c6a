package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// dateViolations finds conditions on one date that no day fulfils, such as a
// range that ends before it begins: every registry would answer them with
// "nothing found". So it would answer a time of a day, which no record has.
func (q Query) dateViolations() []Violation {
	var out []Violation
	for i, c := range q.conditions {
		switch {
		case c.asksTime():
			out = append(out, Violation{Field: q.field(i), Rule: "day", Hint: "is a time of a day: ask for the day, as the registry's zone has it"})
		case c.leavesNothing(c):
			out = append(out, Violation{Field: q.field(i), Rule: "range", Hint: "ends before it begins"})
		case slices.ContainsFunc(q.conditions[:i], c.leavesNothing):
			out = append(out, Violation{Field: q.field(i), Rule: "range", Hint: "leaves no day together with an earlier condition"})
		}
	}
	return out
}

// asksTime says whether a date is compared with a time of a day.
func (c Condition) asksTime() bool {
	return slices.ContainsFunc(c.terms, func(t Term) bool {
		return slices.ContainsFunc(t.each(), func(t Term) bool {
			return t.kind == kindDate && t.date.Precision() == person.PrecisionInstant
		})
	})
}

// leavesNothing says whether no day can fulfil both conditions: each way to
// fulfil the one excludes each way to fulfil the other.
func (c Condition) leavesNothing(o Condition) bool {
	a, ok := c.onDate()
	if b, too := o.onDate(); !ok || !too || a != b {
		return false
	}
	mine, others := c.ways(), o.ways()
	for _, m := range mine {
		for _, other := range others {
			if !excludesAny(m, other) && !excludesAny(other, m) {
				return false
			}
		}
	}
	return len(mine) > 0 && len(others) > 0
}

// ways are the ways to fulfil a condition: one for a range, one for each side of
// an or and for each value of a list.
func (c Condition) ways() [][]Term {
	if !c.or && (len(c.terms) != 1 || c.terms[0].Operator != codes.OperatorIn) {
		return [][]Term{c.terms}
	}
	var ways [][]Term
	for i := range c.terms {
		for _, t := range c.terms[i].each() {
			ways = append(ways, []Term{t})
		}
	}
	return ways
}

func excludesAny(from, to []Term) bool {
	return slices.ContainsFunc(from, func(f Term) bool {
		return slices.ContainsFunc(to, func(t Term) bool { return excludes(f, t) })
	})
}

// excludes says whether from allows only days after all those that to allows.
func excludes(from, to Term) bool {
	begins := from.Operator == codes.OperatorGreater || from.Operator == codes.OperatorGreaterOrEqual
	ends := to.Operator == codes.OperatorLess || to.Operator == codes.OperatorLessOrEqual
	switch {
	case !begins && from.Operator != codes.OperatorEqual, !ends && to.Operator != codes.OperatorEqual:
		return false
	case from.Operator == codes.OperatorGreater, to.Operator == codes.OperatorLess:
		return from.date.NotBefore(to.date) == person.True
	default:
		return from.date.NotAfter(to.date) == person.False
	}
}
