package main

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// The kinds of question about what there is, and about what there is not for
// the person who is asked about.

func birthByNumber(m *maker) (question, bool) {
	z := m.someone()
	return question{query: m.byNumber(codes.VitalEventBirth, z.BirthNumber), truth: registrations(z, codes.VitalEventBirth)}, z.BirthNumber != ""
}

func deathByNumber(m *maker) (question, bool) {
	number := m.fact(codes.VitalEventDeath).key.number
	return question{query: m.byNumber(codes.VitalEventDeath, number), truth: m.country.registered(codes.VitalEventDeath, number)}, true
}

func marriageByNumber(m *maker) (question, bool) {
	z := m.someone()
	if len(z.MarriageNumbers) == 0 {
		return question{}, false
	}
	number := z.MarriageNumbers[m.IntN(len(z.MarriageNumbers))]
	return question{query: m.byNumber(codes.VitalEventMarriage, number), truth: m.country.registered(codes.VitalEventMarriage, number)}, true
}

func birthByPerson(m *maker) (question, bool) {
	return m.personsNumber(m.someone().Identifier, codes.VitalEventBirth)
}

func deathByPerson(m *maker) (question, bool) {
	z := m.someone()
	q, ok := m.personsNumber(z.Identifier, codes.VitalEventDeath)
	return q, ok && z.Dead
}

// deathOfTheLiving must be answered with "not found": anything else stops a
// pension.
func deathOfTheLiving(m *maker) (question, bool) {
	z := m.someone()
	q, ok := m.personsNumber(z.Identifier, codes.VitalEventDeath)
	return q, ok && z.Alive && len(q.truth) == 0
}

// couple asks whether two who once married are married.
func couple(m *maker) (question, bool) {
	z := m.someone()
	spouses := m.country.registry.Family(z).Spouses
	if len(spouses) == 0 {
		return question{}, false
	}
	return m.marriageOf(z, spouses[m.IntN(len(spouses))])
}

// noCouple asks the same of two who have hardly ever met.
func noCouple(m *maker) (question, bool) {
	z := m.someone()
	q, ok := m.marriageOf(z, m.someone())
	return q, ok && len(z.MarriageNumbers) > 0
}

func (m *maker) marriageOf(z, other sandbox.Citizen) (question, bool) {
	q, ok := m.personsNumber(z.Identifier, codes.VitalEventMarriage)
	q.partner = plain(other.Identifier)
	of := registrations(other, codes.VitalEventMarriage)
	q.married = slices.DeleteFunc(slices.Clone(q.truth), func(k key) bool { return !slices.Contains(of, k) })
	return q, ok && other.Identifier.Value != "" && q.partner != plain(z.Identifier)
}

// parentsNumber: a parent's number finds the parent's own birth, or none, and
// never the child's.
func parentsNumber(m *maker) (question, bool) {
	z := m.someone()
	parents := m.country.registry.Family(z).Parents
	if len(parents) == 0 || z.BirthNumber == "" {
		return question{}, false
	}
	return m.personsNumber(parents[m.IntN(len(parents))].Identifier, codes.VitalEventBirth)
}

func anyEvent(m *maker) (question, bool) { return m.personsNumber(m.someone().Identifier, "") }

func anotherEvent(m *maker) (question, bool) {
	z := m.someone()
	all := registrations(z, "")
	if len(all) == 0 {
		return question{}, false
	}
	have := all[m.IntN(len(all))]
	events := slices.DeleteFunc([]codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage}, func(e codes.VitalEvent) bool {
		return e == have.event
	})
	asked := events[m.IntN(len(events))]
	q := question{query: m.byNumber(have.event, have.number).In(asked)}
	if m.IntN(2) == 0 { // of the number's own type for that event, which is another number
		q = question{query: m.byNumber(asked, have.number), truth: m.country.registered(asked, have.number)}
	}
	return q, true
}

func nobodysNumber(m *maker) (question, bool) {
	id := m.someone().Identifier
	for i := 0; i < 10 && m.country.owner[plain(id)] >= 0; i++ {
		id.Value = m.digits(id.Value)
		if _, taken := m.country.owner[plain(id)]; !taken {
			break
		}
	}
	return m.personsNumber(id, m.anEvent())
}

// anotherDigit may be the number of somebody else, and then finds them.
func anotherDigit(m *maker) (question, bool) {
	id := m.someone().Identifier
	id.Value = m.oneDigit(id.Value)
	return m.personsNumber(id, m.anEvent())
}

func nobodysRegistration(m *maker) (question, bool) {
	k, ok := m.aRegistration()
	k.number = m.digits(k.number)
	return question{query: m.byNumber(k.event, k.number), truth: m.country.registered(k.event, k.number)}, ok
}

func anotherRegistration(m *maker) (question, bool) {
	k, ok := m.aRegistration()
	k.number = m.oneDigit(k.number)
	return question{query: m.byNumber(k.event, k.number), truth: m.country.registered(k.event, k.number)}, ok
}

func (m *maker) aRegistration() (key, bool) {
	all := registrations(m.someone(), "")
	if len(all) == 0 {
		return key{}, false
	}
	return all[m.IntN(len(all))], true
}

func (m *maker) anEvent() codes.VitalEvent {
	return []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage}[m.IntN(3)]
}

// digits is the number with other digits, of which one is not 0.
func (m *maker) digits(number string) string {
	out := []byte(number)
	for i, b := range out {
		if b >= '0' && b <= '9' {
			out[i] = '1' + byte(m.IntN(9)) //nolint:gosec // a digit
		}
	}
	return string(out)
}

// oneDigit is the number with one digit changed.
func (m *maker) oneDigit(number string) string {
	out := []byte(number)
	var places []int
	for i, b := range out {
		if b >= '0' && b <= '9' {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return number
	}
	at := places[m.IntN(len(places))]
	out[at] = '0' + (out[at]-'0'+1+byte(m.IntN(9)))%10 //nolint:gosec // a digit
	return string(out)
}

// childrenOf asks for all children of a parent.
func childrenOf(m *maker) (question, bool) {
	z := m.someone()
	children := m.country.registry.Family(z).Children
	if len(children) == 0 || z.Identifier.Value == "" {
		return question{}, false
	}
	q := question{query: parentIs(z.Identifier).In(codes.VitalEventBirth), list: true}
	for _, child := range children {
		q.truth = append(q.truth, registrations(child, codes.VitalEventBirth)...)
	}
	return q, true
}
