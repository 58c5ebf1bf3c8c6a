package person

import "time"

// Age is how many years somebody has completed: from Min to Max, since dates may
// be only partly known. They are the same where the age is sure.
type Age struct {
	Min, Max int
}

// LeapDay is the rule of a country's law for those born on 29 February: the day
// of a common year on which they complete a year.
type LeapDay uint8

// Rules for 29 February. Laws differ; with LeapDayUnknown such a person's age is
// not sure on 28 February.
const (
	LeapDayUnknown LeapDay = iota
	LeapDayFebruary28
	LeapDayMarch1
)

// Age is the age on a day of one born on d. It returns false if either is not a
// date or may be of another calendar ([Date.Era], asked without a clock), and if
// on is before d. Where on may be before d, Min is 0.
func (d Date) Age(on Date, rule LeapDay) (Age, bool) {
	if d.Era(time.Time{}) != EraGregorian || on.Era(time.Time{}) != EraGregorian || on.last < d.first {
		return Age{}, false
	}
	earliest, latest := LeapDayFebruary28, LeapDayMarch1
	if rule != LeapDayUnknown {
		earliest, latest = rule, rule
	}
	return Age{
		Min: max(completedYears(d.last, on.first, latest), 0),
		Max: completedYears(d.first, on.last, earliest),
	}, true
}

// completedYears counts between two days; negative if on is before born.
func completedYears(born, on int32, rule LeapDay) int {
	by, bm, bd := timeOfDay(born).Date()
	oy, om, od := timeOfDay(on).Date()
	if bm == time.February && bd == 29 && daysIn(oy, time.February) == 28 {
		bd = 28
		if rule == LeapDayMarch1 {
			bm, bd = time.March, 1
		}
	}
	years := oy - by
	if om < bm || om == bm && od < bd {
		years--
	}
	return years
}

// AtLeast says whether one born on d has completed so many years on a day. It is
// Unsure where [Date.Age] is not sure of it, and where it returns false: one who
// is born after that day may be born in another calendar.
func (d Date) AtLeast(years int, on Date, rule LeapDay) Truth {
	age, ok := d.Age(on, rule)
	return age.atLeast(years, ok)
}

func (a Age) atLeast(years int, ok bool) Truth {
	switch {
	case !ok || years < 0:
		return Unsure
	case a.Min >= years:
		return True
	case a.Max < years:
		return False
	default:
		return Unsure
	}
}

// Age is the age of the person on a day, as [Date.Age], by all dates of birth
// that the registry gave but placeholders ([Placeholders]): with two on file it
// reaches from the younger to the older age. It returns false if there is none, if
// [Date.Age] does for one of them, if the dates contradict each other (a death
// before a birth), and if the member stands there twice with other dates
// ([Person.Disputed]). It does not ask whether the person lives.
func (p Person) Age(on Date, rule LeapDay) (Age, bool) {
	if p.diesBeforeBirth() || len(p.Disputed(DateOfBirth)) > 0 {
		return Age{}, false
	}
	var all Age
	found := false
	for _, born := range p.BirthDates {
		if born.IsPlaceholder(DateOfBirth) && !born.IsZero() {
			continue
		}
		age, ok := born.Age(on, rule)
		if !ok {
			return Age{}, false
		}
		if !found {
			all, found = age, true
		}
		all.Min, all.Max = min(all.Min, age.Min), max(all.Max, age.Max)
	}
	return all, found
}

// AtLeast says whether the person has completed so many years on a day. It is
// Unsure where [Person.Age] is not sure of it, and where it returns false.
func (p Person) AtLeast(years int, on Date, rule LeapDay) Truth {
	age, ok := p.Age(on, rule)
	return age.atLeast(years, ok)
}

// diesBeforeBirth says whether a date of death is before one of birth.
func (p Person) diesBeforeBirth() bool {
	if len(p.DeathDates) == 0 {
		return false
	}
	births := Placeholders{}.latest(p.BirthDates)
	for _, d := range p.DeathDates {
		if births.isBefore(d) && !d.IsPlaceholder(DateOfDeath) {
			return true
		}
	}
	return false
}
