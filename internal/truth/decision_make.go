package main

import (
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// account is somebody as an office knows them, with the mistakes that people make.
type account struct {
	person.Person

	isTrue bool   // the numbers are theirs and registered, and nothing else is wrong
	trait  string // what is wrong
}

// account draws what is known of somebody, and what of it is wrong.
func (m *maker) account(z sandbox.Citizen) account {
	p := z.Person
	a := account{isTrue: z.Identifier.Value != ""}
	a.Identifiers, a.Names, a.Sex, a.BirthDates, a.BirthPlace = slices.Clone(p.Identifiers), slices.Clone(p.Names), p.Sex, slices.Clone(p.BirthDates), p.BirthPlace
	if m.IntN(3) == 0 && z.BirthNumber != "" {
		a.Identifiers = append(a.Identifiers, person.Identifier{Type: codes.IdentifierBRN, Value: z.BirthNumber})
	}
	for _, parent := range m.country.registry.Family(z).Parents {
		as := codes.RelationshipFather
		if parent.Person.Sex.Canonical() == codes.SexFemale {
			as = codes.RelationshipMother
		}
		a.Relations = append(a.Relations, person.Relation{Type: as, Person: person.Person{Names: parent.Person.Names}})
	}
	m.forget(&a)
	if m.IntN(2) == 0 {
		m.mistake(&a)
	}
	return a
}

// forget leaves out what people do not know or do not say.
func (m *maker) forget(a *account) {
	if m.IntN(6) == 0 {
		a.Identifiers, a.isTrue = nil, false
	}
	if m.IntN(8) == 0 {
		a.Names = nil
	}
	if m.IntN(6) == 0 {
		a.BirthDates = nil
	}
	if m.IntN(3) == 0 {
		a.Sex = ""
	}
	if m.IntN(3) == 0 {
		a.BirthPlace = nil
	}
	if m.IntN(3) == 0 {
		a.Relations = nil
	}
}

// mistake makes one of the mistakes of people and of those who write for them.
func (m *maker) mistake(a *account) {
	other := m.someone()
	switch m.IntN(10) {
	case 0:
		a.trait = "day and month swapped"
		m.changeBirth(a, func(y int, mo time.Month, d int) (int, time.Month, int) { return y, time.Month(d), int(mo) })
	case 1:
		a.trait = "a year only"
		if len(a.BirthDates) > 0 && a.BirthDates[0].Precision() == person.PrecisionDay {
			a.BirthDates = []person.Date{person.MustDate(a.BirthDates[0].Text()[:4])}
		}
	case 2:
		a.trait = "another year"
		m.changeBirth(a, func(y int, mo time.Month, d int) (int, time.Month, int) { return y + 1 - 2*m.IntN(2), mo, d })
	case 3:
		a.trait = "the family name of somebody else"
		m.changeName(a, func(n *person.PersonName) { n.Family = other.Person.Name().Family })
	case 4:
		a.trait = "the given name of somebody else"
		m.changeName(a, func(n *person.PersonName) { n.Given = other.Person.Name().Given })
	case 5:
		a.trait = "no family name"
		m.changeName(a, func(n *person.PersonName) { n.Family = nil })
	case 6:
		a.trait = "the number of somebody else"
		a.Identifiers, a.isTrue = slices.Clone(other.Person.Identifiers), false
	case 7:
		a.trait = "a letter wrong"
		m.changeName(a, func(n *person.PersonName) {
			if given := []rune(n.GivenName()); len(given) > 3 {
				given[len(given)-1] = 'x'
				n.Given = []string{string(given)}
			}
		})
	case 8:
		a.trait = "a number with another digit"
		for i := range a.Identifiers {
			a.Identifiers[i].Value = m.oneDigit(a.Identifiers[i].Value)
		}
		a.isTrue = false
	default:
		m.kin(a, other)
	}
}

// kin takes the number of somebody who is much like the person: of a namesake, or of a
// brother or a sister, twins among them.
func (m *maker) kin(a *account, other sandbox.Citizen) {
	a.trait, a.isTrue = "the number of somebody else", false
	family := m.country.registry.Family(other)
	for _, parent := range family.Parents {
		for _, sibling := range m.country.registry.Family(parent).Children {
			if sibling.Identifier != other.Identifier && sibling.Identifier.Value != "" {
				a.trait = "the number of a relative"
				own := other.Person
				a.Names, a.Sex, a.BirthDates, a.BirthPlace = own.Names, own.Sex, own.BirthDates, own.BirthPlace
				a.Identifiers, a.Relations = slices.Clone(sibling.Person.Identifiers), nil
				return
			}
		}
	}
	a.Identifiers = slices.Clone(other.Person.Identifiers)
}

func (m *maker) changeBirth(a *account, change func(y int, mo time.Month, d int) (int, time.Month, int)) {
	if len(a.BirthDates) == 0 || a.BirthDates[0].Precision() != person.PrecisionDay {
		return
	}
	d := a.BirthDates[0]
	if changed, err := person.NewDate(change(d.Year(), d.Month(), d.Day())); err == nil {
		a.BirthDates = []person.Date{changed}
	}
}

func (m *maker) changeName(a *account, change func(*person.PersonName)) {
	if len(a.Names) == 0 {
		return
	}
	n := a.Names[0]
	change(&n)
	a.Names = []person.PersonName{n}
}

// law draws a country's law. What a law accepts at its own risk it accepts only where it
// is true: a number alone, or with a name that may be a twin's.
func (m *maker) law(numbersAreTrue bool) decide.Law {
	l := decide.Law{LeapDay: person.LeapDay(m.IntN(3))} //nolint:gosec // one of three
	if m.IntN(2) == 0 {
		l.Complete = []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage, codes.VitalEventDivorce}
	}
	if m.IntN(2) == 0 {
		l.FactsAlone = []match.Attribute{match.Name, match.BirthDate, match.Sex, match.BirthPlace, match.ParentName}
	}
	l.DateSlips = m.IntN(3) == 0
	l.NumberAlone, l.NameSlips = numbersAreTrue && m.IntN(2) == 0, numbersAreTrue && m.IntN(2) == 0
	return l
}
