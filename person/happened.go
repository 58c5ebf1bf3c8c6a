package person

import "time"

// Happened says whether d can be the day on which something of this kind happened
// to one born on these days, asked on the day asOf in its own zone: True if it can,
// False if no date is given. It is Unsure for a placeholder, for what is no date or
// may be of another calendar ([Date.Era]), for a day more than one ahead of asOf
// (the next day has begun somewhere), and for one before birth: nobody marries or
// dies before they are born. A date of birth that is a placeholder or of another
// calendar speaks against nothing.
//
// If asOf is zero there is no clock, and no date is in the future.
func (t Placeholders) Happened(kind DateKind, d Date, born []Date, asOf time.Time) Truth {
	switch t.judge(kind, d, t.latest(born), asOf) {
	case datePast:
		return True
	case dateMissing:
		return False
	default:
		return Unsure
	}
}

// dateState is what a date of something that happened is good for.
type dateState uint8

const (
	dateMissing dateState = iota
	dateUnknown           // a placeholder, or not readable
	datePast
	dateImplausible // before birth
	dateAfter       // after the day asked for
)

// births are the latest dates of birth, one of each era.
type births [EraFar + 1]Date

// latest leaves out placeholders. It looks at each date once, so that long lists
// cost no more than their length.
func (t Placeholders) latest(born []Date) (out births) {
	for _, d := range born {
		if known := &out[d.Era(time.Time{})]; (known.IsZero() || d.first > known.first) && !t.IsDate(d, DateOfBirth) {
			*known = d
		}
	}
	return out
}

// isBefore says whether d is for certain before birth. This is the one place that
// knows it.
func (b *births) isBefore(d Date) bool { return d.NotBefore(b[d.Era(time.Time{})]) == False }

func (t Placeholders) judge(kind DateKind, d Date, born births, asOf time.Time) dateState {
	switch {
	case d.IsZero():
		return dateMissing
	case t.IsDate(d, kind), !d.isComparableTo(d):
		return dateUnknown
	case born.isBefore(d):
		return dateImplausible
	case d.Era(asOf) == EraEarly || d.Era(asOf) == EraFar:
		return dateUnknown
	case isAfter(d, asOf):
		return dateAfter
	case !d.Gregorian(asOf):
		return dateUnknown
	default:
		return datePast
	}
}

// isAfter says whether d begins more than one day after the day that asOf shows;
// false without a clock.
func isAfter(d Date, asOf time.Time) bool {
	return d.precision != PrecisionNone && !asOf.IsZero() && d.first > dayNumber(asOf.Date())+1
}
