package main

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// The kinds of question that ask by the date, the sex and the name of somebody.

func birthByFacts(m *maker) (question, bool) {
	f := m.fact(codes.VitalEventBirth)
	d, ok := m.dayOf(f)
	if !ok {
		return question{}, false
	}
	if m.IntN(4) == 0 { // by the day alone, as some registries take nothing else
		return question{query: search.Where(m.on(search.BirthDate, d)).In(codes.VitalEventBirth), truth: m.country.bornOn(d)},
			d.Precision() == person.PrecisionDay
	}
	return m.byFacts(search.BirthDate, f, d, f.sex)
}

func deathByFacts(m *maker) (question, bool) {
	f := m.fact(codes.VitalEventDeath)
	d, ok := m.dayOf(f)
	if !ok {
		return question{}, false
	}
	return m.byFacts(search.DeathDate, f, d, f.sex)
}

// dayOff asks by the day before or after.
func dayOff(m *maker) (question, bool) {
	if m.IntN(2) == 0 {
		return m.numberAndFact(func(f fact) (search.Condition, func(fact) bool, bool) {
			d, ok := m.besides(f)
			return m.on(search.BirthDate, d), func(g fact) bool { return g.isOn(d) }, ok
		})
	}
	attribute, event := search.BirthDate, codes.VitalEventBirth
	if m.IntN(2) == 0 {
		attribute, event = search.DeathDate, codes.VitalEventDeath
	}
	f := m.fact(event)
	d, ok := m.besides(f)
	if !ok {
		return question{}, false
	}
	return m.byFacts(attribute, f, d, f.sex)
}

// otherSex asks by the sex that somebody is not of.
func otherSex(m *maker) (question, bool) {
	other := map[codes.Sex]codes.Sex{codes.SexFemale: codes.SexMale, codes.SexMale: codes.SexFemale}
	if m.IntN(2) == 0 {
		return m.numberAndFact(func(f fact) (search.Condition, func(fact) bool, bool) {
			sex, ok := other[f.sex]
			return search.Sex.Is(sex), func(g fact) bool { return g.sex == sex }, ok
		})
	}
	f := m.fact(codes.VitalEventBirth)
	sex, isKnown := other[f.sex]
	d, ok := m.dayOf(f)
	if !ok || !isKnown {
		return question{}, false
	}
	return m.byFacts(search.BirthDate, f, d, sex)
}

// numberAndFact asks for a birth by its number and by something that is false.
func (m *maker) numberAndFact(wrong func(fact) (search.Condition, func(fact) bool, bool)) (question, bool) {
	f := m.fact(codes.VitalEventBirth)
	c, holds, ok := wrong(f)
	if !ok {
		return question{}, false
	}
	q := question{query: m.byNumber(codes.VitalEventBirth, f.key.number).And(c)}
	if holds(f) {
		q.truth = []key{f.key}
	}
	return q, true
}

// parentsNumberAndChildsDay asks for somebody with the number of the one and the
// birthday of the other.
func parentsNumberAndChildsDay(m *maker) (question, bool) {
	z := m.someone()
	parents := m.country.registry.Family(z).Parents
	d := z.Person.BirthDate()
	if len(parents) == 0 || d.Precision() != person.PrecisionDay {
		return question{}, false
	}
	parent := parents[m.IntN(len(parents))]
	q, ok := m.personsNumber(parent.Identifier, codes.VitalEventBirth)
	q.query = q.query.And(search.BirthDate.Is(d))
	q.truth = nil
	return q, ok && parent.Person.BirthDate().LastDay().Text() < d.Text()
}

func bornOnADay(m *maker) (question, bool) {
	f := m.fact(codes.VitalEventBirth)
	d, ok := m.dayOf(f)
	return question{query: search.Where(m.on(search.BirthDate, d)).In(codes.VitalEventBirth), truth: m.country.bornOn(d), list: true},
		ok && d.Precision() == person.PrecisionDay
}

func (m *maker) dayOf(f fact) (person.Date, bool) {
	if len(f.days) == 0 {
		return person.Date{}, false
	}
	d := f.days[m.IntN(len(f.days))]
	return d, d.Precision() != person.PrecisionNone
}

// besides is the day before or after that of the event.
func (m *maker) besides(f fact) (person.Date, bool) {
	d, ok := m.dayOf(f)
	if !ok || d.Precision() != person.PrecisionDay {
		return d, false
	}
	off := 1 - 2*m.IntN(2)
	return person.DateOf(time.Date(d.Year(), d.Month(), d.Day()+off, 0, 0, 0, 0, time.UTC)), true
}

// on asks for a day, a month or a year, in one of the ways in which it can be
// asked.
func (m *maker) on(a search.DateAttribute, d person.Date) search.Condition {
	switch {
	case m.IntN(3) > 0:
		return a.Is(d)
	case m.IntN(2) == 0 || d.Precision() != person.PrecisionDay:
		return a.Between(d, d)
	default:
		return a.In(d, person.MustDate("1850-01-01")) // on which nobody was born or died
	}
}

// byFacts asks for somebody of the name of f, by a day and a sex that may be
// wrong.
func (m *maker) byFacts(a search.DateAttribute, f fact, d person.Date, sex codes.Sex) (question, bool) {
	if len(f.names) == 0 {
		return question{}, false
	}
	n := f.names[m.IntN(len(f.names))]
	q := search.Where(m.on(a, d))
	if sex != "" {
		q = q.And(m.ofSex(sex))
	}
	event := f.key.event
	holds := func(g fact) bool { return g.isOn(d) && (sex == "" || g.sex == sex) }
	if m.IntN(5) == 0 {
		return question{query: q.And(search.FullName.Is(n.Full())).In(event), truth: m.country.calledInFull(event, n, holds), isLoose: true}, n.Full() != ""
	}
	if given := n.GivenName(); given != "" {
		q = q.And(m.named(search.GivenName, given))
	}
	if family := n.FamilyName(); family != "" {
		q = q.And(m.named(search.FamilyName, family))
	}
	return question{query: q.In(event), truth: m.country.called(event, n, holds)}, n.GivenName() != "" || n.FamilyName() != ""
}

func (m *maker) ofSex(sex codes.Sex) search.Condition {
	if m.IntN(4) == 0 {
		return search.Sex.In(sex, sex)
	}
	return search.Sex.Is(sex)
}

// named asks for a part of a name, or for it or another that nobody has.
func (m *maker) named(a search.NameAttribute, name string) search.Condition {
	const nobody = "Qqxzzy"
	switch m.IntN(6) {
	case 0:
		return a.In(name, nobody)
	case 1:
		return a.Is(name).Or(a.Is(nobody))
	default:
		return a.Is(name)
	}
}

func parentIs(id person.Identifier) search.Query {
	return search.Where(search.ParentIs(id.Type, id.Value))
}
