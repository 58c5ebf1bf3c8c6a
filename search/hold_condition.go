package search

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// account is a record as conditions are held against it, for one of its
// subjects after the other.
type account struct {
	Holding
	record   person.Record // its Event is that by which its subjects are told
	event    codes.VitalEvent
	subjects []person.Person
	sure     int // from here on the subjects may be none
	subject  *person.Person
	doubtful bool  // of the subject: it may be none
	by       Party // who in the record was looked at last
	left     int   // how many relatives may still be looked at: see isOnAnother
}

// eventAsked is the event that a record is of by its own word, else by the
// question's, "" if neither says one: what its dates suggest will not do for
// saying which of them is the event's.
func eventAsked(q *Query, r person.Record) codes.VitalEvent {
	switch {
	case r.Event.Known():
		return r.Event.Canonical()
	case q.event.Known():
		return q.event.Canonical()
	default:
		return ""
	}
}

// heldWith is the earlier condition with which the one at i is held, -1 if there
// is none. Conditions on one date are held together, at the first of them: a
// person with two birthdays on file must not fulfil each with another.
func heldWith(conditions []Condition, i int) int {
	if attribute, ok := conditions[i].onDate(); ok {
		for j, earlier := range conditions[:i] {
			if a, ok := earlier.onDate(); ok && a == attribute {
				return j
			}
		}
	}
	return -1
}

// holds says whether the condition at i holds, with the later ones that are held
// with it.
func (s *account) holds(conditions []Condition, i int) person.Truth {
	c := &conditions[i]
	attribute, ok := c.onDate()
	if !ok {
		return c.holds(s.termHolds)
	}
	group := conditions[i : i+1 : i+1]
	for _, later := range conditions[i+1:] {
		if a, ok := later.onDate(); ok && a == attribute {
			group = append(group, later)
		}
	}
	return s.datesHold(group, attribute)
}

// holds joins what holds of each term, a list being the or of its values. A zero
// condition holds of nobody for certain.
func (c *Condition) holds(holds func(*Term) person.Truth) person.Truth {
	one := func(t *Term) person.Truth {
		if t.Operator != codes.OperatorIn {
			return holds(t)
		}
		return anyHolds(t.members, holds)
	}
	switch {
	case len(c.terms) == 0:
		return person.Unsure
	case c.or:
		return anyHolds(c.terms, one)
	default:
		return allHold(c.terms, one)
	}
}

// termHolds decides by what the attribute is; by its name only among those that
// this package knows.
func (s *account) termHolds(t *Term) person.Truth {
	s.by = PartySubject
	switch t.kind {
	case kindDate:
		return s.datesHold([]Condition{{terms: []Term{*t}}}, t.Attribute)
	case kindSex:
		return s.sexHolds(t.Value)
	case kindMaritalStatus:
		return s.maritalStatusHolds(t.Value)
	case kindName:
		return s.nameHolds(t)
	case kindCode:
		return s.codeHolds(t)
	case kindPlace:
		return s.placeToldHolds(t.Value, s.place(t.Attribute))
	case kindParent:
		return s.parentHolds(t.identifier)
	case kindNumber:
		return s.numberHolds(t)
	case kindCustom:
	}
	return person.Unsure // a deployment's own: what it means is not known here
}

// sameCalendar says whether the record's date can be held against the question:
// both may be Gregorian (a range that ends in the year 2099 is), or all dates are
// of the same other calendar.
func (h Holding) sameCalendar(terms []Term, d person.Date) bool {
	e := d.Era(h.Now)
	if e == person.EraNone {
		return false
	}
	gregorian := false
	for _, t := range terms {
		if isOpen(&t, d) {
			gregorian = true // says nothing of a calendar
			continue
		}
		asked := t.date.Era(h.Now)
		gregorian = gregorian || asked == person.EraGregorian
		if asked != e && e != person.EraGregorian {
			return false
		}
	}
	return gregorian || e != person.EraGregorian
}
