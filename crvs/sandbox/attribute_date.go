package sandbox

import (
	"math"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// dateComparison compares dates day by day. A value that is a month or a year
// stands for its days, and a time for its day. A record that knows a month or a
// year matches if each of its days does.
func dateComparison(attribute string, op codes.Operator, value string) (c condition, wrong string) {
	d, err := person.ParseDate(value)
	if err != nil {
		return nil, "must be a date (2006-01-02)"
	}
	asked := spanOfQuestion(d)
	return comparison(func(w *world) compared {
		days := asked.allowed(op)
		return compared{
			holds: func(r row) bool {
				got := w.rowDate(attribute, r)
				return got.is && got.compares(op, asked)
			},
			source: w.datedIn(attribute, days),
			dates:  &dated{attribute, days},
		}
	}), ""
}

// span is the days that a date can be, if it is one.
type span struct {
	first, last day
	is          bool
}

// spanOf is the span of no date for no date.
func spanOf(d person.Date) span {
	if d.Precision() == person.PrecisionNone {
		return span{}
	}
	return span{dayOfDate(d.FirstDay()), dayOfDate(d.LastDay()), true}
}

func dayOfDate(d person.Date) day { return dayOf(d.Year(), d.Month(), d.Day()) }

// spanOfQuestion takes the day that a time shows, whatever its zone.
func spanOfQuestion(d person.Date) span {
	if d.Precision() == person.PrecisionInstant {
		day := dayOfDate(d)
		return span{day, day, true}
	}
	return spanOf(d)
}

func (s span) compares(op codes.Operator, asked span) bool {
	switch op {
	case codes.OperatorGreater:
		return s.first > asked.last
	case codes.OperatorGreaterOrEqual:
		return s.first >= asked.first
	case codes.OperatorLess:
		return s.last < asked.first
	case codes.OperatorLessOrEqual:
		return s.last <= asked.last
	default: // eq
		return asked.first <= s.first && s.last <= asked.last
	}
}

// allowed are the days that a date can be of which the comparison holds.
func (s span) allowed(op codes.Operator) span {
	const first, last day = math.MinInt32, math.MaxInt32 - 1
	switch op {
	case codes.OperatorGreater:
		return span{s.last + 1, last, true}
	case codes.OperatorGreaterOrEqual:
		return span{s.first, last, true}
	case codes.OperatorLess:
		return span{first, s.first - 1, true}
	case codes.OperatorLessOrEqual:
		return span{first, s.last, true}
	default:
		return s
	}
}
