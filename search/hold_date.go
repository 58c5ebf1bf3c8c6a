package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// told is what a record tells of one date: the days, of what they are, and who
// carries them. It is zero where nobody carries one, and for an attribute that is
// not of this package.
type told struct {
	dates []person.Date
	kind  person.DateKind
	by    *person.Person
}

// dates are those of the subject that an attribute asks for.
func (s *account) dates(attribute string) told {
	s.by = PartySubject
	kind := person.DateKind(attribute)
	switch DateAttribute(attribute) {
	case BirthDate:
		return told{s.subject.BirthDates, kind, s.subject}
	case DeathDate:
		return told{s.subject.DeathDates, kind, s.subject}
	case MarriageDate:
		return s.ofBoth(kind, func(p *person.Person) []person.Date { return p.MarriageDates })
	case DivorceDate:
		return s.ofBoth(kind, func(p *person.Person) []person.Date { return p.DivorceDates })
	case RegistrationDate:
		t := s.ofBoth(kind, func(p *person.Person) []person.Date {
			if p.RegistrationDate.IsZero() {
				return nil
			}
			return []person.Date{p.RegistrationDate}
		})
		s.by = PartyRegistration
		return t
	case EventDate:
		if a := eventDate(s.event); a != "" {
			return s.dates(string(a))
		}
	}
	return told{}
}

// eventDate is the date of an event, "" for one that leaves none in a person.
func eventDate(event codes.VitalEvent) DateAttribute {
	switch event {
	case codes.VitalEventBirth:
		return BirthDate
	case codes.VitalEventDeath:
		return DeathDate
	case codes.VitalEventMarriage:
		return MarriageDate
	case codes.VitalEventDivorce:
		return DivorceDate
	default:
		return ""
	}
}

// ofBoth is what the first of the subjects has of something that a couple has
// together: the day of their marriage is the day of both, and registries write it
// once.
func (s *account) ofBoth(kind person.DateKind, dates func(*person.Person) []person.Date) told {
	for i := range s.subjects[:s.sure] {
		if carried := dates(&s.subjects[i]); len(carried) > 0 {
			s.by = s.party(i)
			return told{carried, kind, &s.subjects[i]}
		}
	}
	return told{}
}

// party is who the subject at i is to the one that is held against the question.
func (s *account) party(i int) Party {
	if &s.subjects[i] == s.subject {
		return PartySubject
	}
	return PartySpouse
}

// datesHold says whether the conditions hold of the dates that their attribute asks
// for. Where the record spells the member twice, and the two would give different
// answers, it is not known.
func (s *account) datesHold(conditions []Condition, attribute string) person.Truth {
	told := s.dates(attribute)
	if told.by == nil {
		return person.Unsure
	}
	holds := s.oneHolds(conditions, told.dates, told)
	if other := disputed(told.by, told.kind); len(other) > 0 && s.oneHolds(conditions, other, told) != holds {
		return person.Unsure
	}
	return holds
}

// oneHolds: one date that satisfies all conditions suffices, for a person may
// have two birthdays on file. A placeholder leaves it open, in the record and in
// the question; but as a bound of a range it is a day. So does a day in the future on
// which something is said to have happened. What cannot have happened confirms nothing.
func (h Holding) oneHolds(conditions []Condition, dates []person.Date, told told) person.Truth {
	if len(dates) == 0 {
		return person.Unsure
	}
	compared, kind := comparisons(conditions), told.kind
	return anyHolds(dates, func(d *person.Date) person.Truth {
		ahead := h.isAhead(*d)
		if h.Placeholders.IsDate(*d, kind) || ahead && isEnd(kind) || !h.sameCalendar(compared, *d) {
			return person.Unsure
		}
		holds := allHold(conditions, func(c *Condition) person.Truth {
			return c.holds(func(t *Term) person.Truth {
				if t.Operator == codes.OperatorEqual && h.Placeholders.IsDate(t.date, kind) {
					return person.Unsure
				}
				return dateHolds(t, *d)
			})
		})
		if holds == person.True && (ahead || h.isImpossible(*d, told)) {
			return person.Unsure
		}
		return holds
	})
}

// isImpossible says whether a date cannot be beside the others of the one who carries
// it: nothing happens to anybody before birth. Both are doubtful then, the date of birth
// too. Of several birthdays on file the earliest counts.
func (h Holding) isImpossible(d person.Date, told told) bool {
	born := told.by.BirthDates
	if told.kind != person.DateOfBirth {
		return h.isBeforeAll(d, born)
	}
	before := func(kind person.DateKind, dates []person.Date) bool {
		return slices.ContainsFunc(dates, func(d person.Date) bool { return !h.Placeholders.IsDate(d, kind) && h.isBeforeAll(d, born) })
	}
	return before(person.DateOfDeath, told.by.DeathDates) || before(person.DateOfMarriage, told.by.MarriageDates) ||
		before(person.DateOfDivorce, told.by.DivorceDates)
}

// isBeforeAll says whether a date is before each of the days of birth that can be one;
// false if none can.
func (h Holding) isBeforeAll(d person.Date, born []person.Date) bool {
	before := false
	for _, b := range born {
		if !b.Gregorian(h.Now) || h.Placeholders.IsDate(b, person.DateOfBirth) {
			continue
		}
		if !d.Gregorian(h.Now) || d.NotBefore(b) != person.False {
			return false
		}
		before = true
	}
	return before
}

// isAhead says whether a day has not begun anywhere.
func (h Holding) isAhead(d person.Date) bool {
	return h.Now.Year() >= clockFloor && d.Gregorian(h.Now) && d.NotAfter(person.DateOf(h.Now.AddDate(0, 0, 1))) == person.False
}

// isEnd says whether a date of this kind is often written ahead for an end that is not
// known.
func isEnd(kind person.DateKind) bool {
	return kind == person.DateOfDeath || kind == person.DateOfMarriage || kind == person.DateOfDivorce
}

// comparisons are all dates with which the conditions compare.
func comparisons(conditions []Condition) []Term {
	if len(conditions) == 1 && len(conditions[0].terms) > 0 && conditions[0].terms[0].members == nil {
		return conditions[0].terms
	}
	var terms []Term
	for _, c := range conditions {
		for i := range c.terms {
			terms = append(terms, c.terms[i].each()...)
		}
	}
	return terms
}

// isOpen says whether a bound is none: programs write the year 9999 for a range
// without an end, and the year 0 or 1 for one without a beginning. A record's date
// in such a year is itself a sign for none.
func isOpen(t *Term, d person.Date) bool {
	isNone := func(d person.Date) bool { return d.Year() <= 1 || d.Year() == 9999 }
	if t.date.Precision() == person.PrecisionNone || !isNone(t.date) || isNone(d) {
		return false
	}
	switch t.Operator {
	case codes.OperatorLessOrEqual, codes.OperatorLess:
		return t.date.Year() == 9999
	case codes.OperatorGreaterOrEqual, codes.OperatorGreater:
		return t.date.Year() <= 1
	default:
		return false
	}
}

func dateHolds(t *Term, d person.Date) person.Truth {
	if isOpen(t, d) {
		return person.True
	}
	switch t.Operator {
	case codes.OperatorEqual:
		return d.Equal(t.date)
	case codes.OperatorGreaterOrEqual:
		return d.NotBefore(t.date)
	case codes.OperatorLessOrEqual:
		return d.NotAfter(t.date)
	case codes.OperatorGreater:
		return d.After(t.date)
	case codes.OperatorLess:
		return d.Before(t.date)
	default:
		return person.Unsure
	}
}
