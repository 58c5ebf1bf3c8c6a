package sandbox

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// fixedToday is the last day of the people who are always there.
const fixedToday = "2025-12-31"

// told is what the fixed records tell of one person.
type told struct {
	citizen           Citizen
	spouses           []int // keys, in the order of the marriages
	parents, children []int
}

// census is everybody whom the fixed records are about. The key of a person is
// their place in people, counted from 1.
type census struct {
	people []told
	today  person.Date
	byID   map[person.Identifier]int
}

func newCensus(entries []*entry, today person.Date) *census {
	c := &census{today: today, byID: make(map[person.Identifier]int)}
	// A birth tells most, and a death ends what a marriage says.
	for _, event := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventMarriage, codes.VitalEventDeath} {
		for _, e := range entries {
			if e.record.Event == event {
				c.add(e.record)
			}
		}
	}
	for _, e := range entries {
		c.relate(e.record)
	}
	for i := range c.people {
		c.finish(&c.people[i])
	}
	return c
}

// add tells of the subjects of one record.
func (c *census) add(r person.Record) {
	var couple []int
	for _, subject := range r.Subjects() {
		key := c.keyOf(subject)
		t := &c.people[key-1]
		couple = append(couple, key)
		p := &t.citizen.Person
		switch r.Event {
		case codes.VitalEventBirth:
			t.citizen.BirthNumber = r.RegistrationNumber
		case codes.VitalEventDeath:
			t.citizen.DeathNumber = r.RegistrationNumber
			p.DeathDates, p.DeathPlace = subject.DeathDates, subject.DeathPlace
			t.citizen.MaritalStatus = subject.MaritalStatus
		case codes.VitalEventMarriage:
			t.citizen.MarriageNumbers = append(t.citizen.MarriageNumbers, r.RegistrationNumber)
			t.citizen.MaritalStatus = subject.MaritalStatus
		default: // there is no other register
		}
	}
	if len(couple) == 2 {
		for i, key := range couple {
			c.people[key-1].spouses = append(c.people[key-1].spouses, couple[1-i])
		}
	}
}

// keyOf is the person who has one of the numbers of p, or a new one.
func (c *census) keyOf(p person.Person) int {
	key := c.find(p)
	if key == 0 {
		p.Identifiers = slices.DeleteFunc(slices.Clone(p.Identifiers), func(id person.Identifier) bool { return id.Type.Registers() != "" })
		c.people = append(c.people, told{citizen: Citizen{Person: p, key: len(c.people) + 1}})
		key = len(c.people)
	}
	for _, id := range numbersOf(p) {
		c.byID[id] = key
	}
	return key
}

// find is the person who has one of the numbers of p, 0 if there is none.
func (c *census) find(p person.Person) int {
	for _, id := range numbersOf(p) {
		if key, ok := c.byID[id]; ok {
			return key
		}
	}
	return 0
}

// numbersOf are the numbers of the person, not of their registrations.
func numbersOf(p person.Person) []person.Identifier {
	var out []person.Identifier
	for _, t := range []codes.IdentifierType{codes.IdentifierNationalID, codes.IdentifierUIN} {
		if id, ok := p.Identifier(t); ok {
			out = append(out, person.Identifier{Type: t, Value: id.Value})
		}
	}
	return out
}

// relate ties the parents of a record to their child.
func (c *census) relate(r person.Record) {
	var child int
	switch r.Event {
	case codes.VitalEventBirth:
		child = c.byNumber(r.RegistrationNumber)
	case codes.VitalEventDeath:
		child = c.find(r.Person)
	default:
		return
	}
	for _, rel := range r.Person.Relations {
		parent := c.find(rel.Person)
		if child == 0 || parent == 0 || !rel.Type.IsParent() || slices.Contains(c.people[child-1].parents, parent) {
			continue
		}
		c.people[child-1].parents = append(c.people[child-1].parents, parent)
		c.people[parent-1].children = append(c.people[parent-1].children, child)
	}
}

func (c *census) byNumber(brn string) int {
	return 1 + slices.IndexFunc(c.people, func(t told) bool { return t.citizen.BirthNumber == brn })
}

// finish fills in what follows from the rest.
func (c *census) finish(t *told) {
	z := &t.citizen
	z.Dead = z.DeathNumber != ""
	z.Alive = !z.Dead
	if ids := numbersOf(z.Person); len(ids) > 0 {
		z.Identifier = ids[0]
	}
	switch {
	case z.Dead:
		z.Event, z.RegistrationNumber = codes.VitalEventDeath, z.DeathNumber
	case z.BirthNumber != "":
		z.Event, z.RegistrationNumber = codes.VitalEventBirth, z.BirthNumber
	}
	end := c.today
	if z.Dead {
		end = z.Person.DeathDate()
	}
	z.Age = -1
	if last := spanOf(end); last.is {
		z.Age = ageOn(spanOf(z.Person.BirthDate()), last.first)
	}
	switch last := len(t.spouses) - 1; {
	case z.MaritalStatus == "":
		z.MaritalStatus = codes.MaritalStatusNeverMarried
	case !z.Dead && z.MaritalStatus == codes.MaritalStatusMarried && last >= 0 && c.people[t.spouses[last]-1].citizen.DeathNumber != "":
		z.MaritalStatus = codes.MaritalStatusWidowed
	}
	z.Person.MaritalStatus = z.MaritalStatus
}

func (c *census) family(key int) Family {
	t := &c.people[key-1]
	each := func(keys []int) []Citizen {
		var out []Citizen
		for _, k := range keys {
			out = append(out, c.people[k-1].citizen)
		}
		return out
	}
	return Family{Parents: each(t.parents), Spouses: each(t.spouses), Children: each(t.children)}
}
