package main

import (
	"math/rand/v2"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// question is a question whose answer is known.
type question struct {
	kind  string
	query search.Query
	truth []key // the registrations that fit, in no order; none if nothing does
	list  bool  // is read page by page to its end

	// isOdd says that the registry cannot answer soundly. OpenCRVS fails with HTTP
	// 500 at a record without a place, and everything else in the message with it.
	// Of two birthdays on file it tells the first alone, and is found by both: the
	// record then contradicts the question.
	isOdd bool

	// relatives says that the registry also finds the records of relatives, and
	// cannot always tell whose they are: OpenCRVS, by the number of a person.
	relatives bool

	// isLoose says that the registry may also find others: by a name in full, all who
	// have it as a part of theirs. The record of none of them confirms the name.
	isLoose bool

	// partner is the number of somebody who is told of in those of the records
	// that are among married, and in no other.
	partner person.Identifier
	married []key
}

// maker makes questions from a seed.
type maker struct {
	*rand.Rand
	country *country
}

// kind is one kind of question. make returns false if it drew somebody of whom
// this cannot be asked; it is then tried again with somebody else.
type kind struct {
	name   string
	weight int
	make   func(m *maker) (question, bool)
}

func kinds() []kind {
	return []kind{
		{"birth by its number", 8, birthByNumber},
		{"birth by a person's number", 8, birthByPerson},
		{"birth by facts", 8, birthByFacts},
		{"death by its number", 6, deathByNumber},
		{"death by a person's number", 6, deathByPerson},
		{"death by facts", 6, deathByFacts},
		{"death of the living", 10, deathOfTheLiving},
		{"marriage by its number", 5, marriageByNumber},
		{"couple", 6, couple},
		{"no couple", 4, noCouple},
		{"parent's number", 6, parentsNumber},
		{"parent's number, child's birthday", 4, parentsNumberAndChildsDay},
		{"nobody's number", 5, nobodysNumber},
		{"nobody's registration", 4, nobodysRegistration},
		{"number with another digit", 5, anotherDigit},
		{"registration with another digit", 4, anotherRegistration},
		{"another event", 5, anotherEvent},
		{"a day off", 6, dayOff},
		{"the other sex", 5, otherSex},
		{"any event", 4, anyEvent},
		{"children", 3, childrenOf},
		{"born on a day", 3, bornOnADay},
	}
}

// next is a question of a kind that is drawn by its weight.
func (m *maker) next(all []kind) question {
	total := 0
	for _, k := range all {
		total += k.weight
	}
	for {
		n := m.IntN(total)
		i := slices.IndexFunc(all, func(k kind) bool { n -= k.weight; return n < 0 })
		for range 100 {
			if q, ok := all[i].make(m); ok {
				q.kind = all[i].name
				return m.inAnotherForm(q)
			}
		}
	}
}

// inAnotherForm asks the same as an expression, one time in four, and with
// another size of page.
func (m *maker) inAnotherForm(q question) question {
	if m.IntN(4) == 0 {
		q.query = q.query.AsExpression()
	}
	switch {
	case q.list:
		q.query = q.query.WithPageSize(1 + m.IntN(4))
	case m.IntN(4) == 0:
		q.query = q.query.WithPageSize(50)
	}
	return q
}

func (m *maker) someone() sandbox.Citizen { return m.country.people[m.IntN(len(m.country.people))] }

func (m *maker) fact(event codes.VitalEvent) fact {
	facts := m.country.facts[event]
	return facts[m.IntN(len(facts))]
}

// byNumber asks for a registration by its number, in one of the ways in which it
// can be asked; the event goes without saying.
func (m *maker) byNumber(event codes.VitalEvent, number string) search.Query {
	var q search.Query
	switch m.IntN(4) {
	case 0:
		q = search.Where(search.RegistrationNumber.Is(number))
	case 1:
		return search.ByIdentifier(numberOf(event), number)
	default:
		q = search.ByIdentifier(numberOf(event), number)
	}
	return q.In(event)
}

func numberOf(event codes.VitalEvent) codes.IdentifierType {
	switch event {
	case codes.VitalEventDeath:
		return codes.IdentifierDRN
	case codes.VitalEventMarriage:
		return codes.IdentifierMRN
	default:
		return codes.IdentifierBRN
	}
}

// byPerson asks for the records about whoever has this number.
func byPerson(id person.Identifier, event codes.VitalEvent) search.Query {
	return search.ByIdentifier(id.Type, id.Value).In(event)
}

func (m *maker) personsNumber(id person.Identifier, event codes.VitalEvent) (question, bool) {
	return question{query: byPerson(id, event), truth: m.country.ofNumber(id, event)}, id.Value != ""
}
