package search

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func (h Holding) conditionHolds(attribute string, terms []Term, r person.Record, p person.Person) person.Truth {
	if dates, ok := dateAttribute(attribute); ok {
		if attribute == string(MarriageDate) && len(r.Subjects()) > 1 {
			p = firstWith(r.Subjects(), dates)
		}
		return h.datesHold(terms, dates(p))
	}
	switch attribute {
	case string(Sex):
		return sexHolds(terms, p.Sex)
	case string(GivenName):
		return namesHold(terms, p.Names, person.PersonName.GivenName)
	case string(MiddleName):
		return namesHold(terms, p.Names, person.PersonName.MiddleName)
	case string(FamilyName):
		return namesHold(terms, p.Names, person.PersonName.FamilyName)
	case string(Region):
		return regionHolds(terms, p.Addresses)
	default:
		return person.Unsure // a deployment's own: what it means is not known here
	}
}

func dateAttribute(attribute string) (dates func(person.Person) []person.Date, ok bool) {
	switch attribute {
	case string(BirthDate):
		return func(p person.Person) []person.Date { return p.BirthDates }, true
	case string(DeathDate):
		return func(p person.Person) []person.Date { return p.DeathDates }, true
	case string(MarriageDate):
		return func(p person.Person) []person.Date { return p.MarriageDates }, true
	default:
		return nil, false
	}
}

// firstWith is the first of a couple whose date is given: the day of their
// marriage is the day of both, and registries write it once.
func firstWith(couple []person.Person, dates func(person.Person) []person.Date) person.Person {
	for _, p := range couple {
		if len(dates(p)) > 0 {
			return p
		}
	}
	return couple[0]
}

// datesHold: one date that satisfies all terms suffices, for a person may have
// two birthdays on file.
func (h Holding) datesHold(terms []Term, dates []person.Date) person.Truth {
	result := person.False
	for _, d := range dates {
		switch h.dateHolds(terms, d) {
		case person.True:
			return person.True
		case person.Unsure:
			result = person.Unsure
		case person.False:
		}
	}
	if len(dates) == 0 {
		return person.Unsure
	}
	return result
}

func (h Holding) dateHolds(terms []Term, d person.Date) person.Truth {
	if !h.sameCalendar(terms, d) {
		return person.Unsure
	}
	result := person.True
	for _, t := range terms {
		switch termHolds(t, d) {
		case person.False:
			return person.False
		case person.Unsure:
			result = person.Unsure
		case person.True:
		}
	}
	return result
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
		asked := t.date.Era(h.Now)
		gregorian = gregorian || asked == person.EraGregorian
		if asked != e && e != person.EraGregorian {
			return false
		}
	}
	return gregorian || e != person.EraGregorian
}

func termHolds(t Term, d person.Date) person.Truth {
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

func sexHolds(terms []Term, s codes.Sex) person.Truth {
	got := s.Canonical()
	result := person.True
	for _, t := range terms {
		switch asked := codes.Sex(t.Value).Canonical(); {
		case got == asked && got != "":
		// "unknown" and a code outside the directory contradict nothing.
		case got == "", got == codes.SexUnknown, !got.Known(), asked == codes.SexUnknown, !asked.Known():
			result = person.Unsure
		default:
			return person.False
		}
	}
	return result
}

// namesHold never says False: registries match names loosely.
func namesHold(terms []Term, names []person.PersonName, part func(person.PersonName) string) person.Truth {
	for _, t := range terms {
		asked := strings.TrimSpace(t.Value)
		found := false
		for _, n := range names {
			found = found || asked != "" && strings.EqualFold(strings.TrimSpace(part(n)), asked)
		}
		if !found {
			return person.Unsure
		}
	}
	return person.True
}

func regionHolds(terms []Term, addresses []person.Address) person.Truth {
	result := person.True
	for _, t := range terms {
		switch regionHeld(t.Value, addresses) {
		case person.False:
			return person.False
		case person.Unsure:
			result = person.Unsure
		case person.True:
		}
	}
	return result
}

// regionHeld: one address in the region suffices, and one that does not say its
// region leaves it open.
func regionHeld(asked string, addresses []person.Address) person.Truth {
	open := len(addresses) == 0
	for _, a := range addresses {
		switch {
		case !isNumber(a.Region):
			open = true
		case strings.EqualFold(strings.TrimSpace(a.Region), strings.TrimSpace(asked)):
			return person.True
		case sameNumber(a.Region, asked) != person.False:
			open = true
		}
	}
	if open {
		return person.Unsure
	}
	return person.False
}
