package main

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// key is one registration: its event and its number.
type key struct {
	event  codes.VitalEvent
	number string
}

// fact is what a record of a birth or a death tells of its subject, as far as
// questions ask for it.
type fact struct {
	key   key
	days  []person.Date // of the event
	sex   codes.Sex
	names []person.PersonName
}

// country is the truth about everybody in a registry, which answers are held
// against. It is read only once made.
type country struct {
	registry *sandbox.Registry
	people   []sandbox.Citizen
	owner    map[person.Identifier]int   // whoever has this number, as a place in people
	subjects map[key][]person.Identifier // the numbers of the persons whom a record is about

	weddings map[string]person.Record // marriages by their numbers

	odd map[key]bool // registrations that OpenCRVS cannot tell soundly

	facts  map[codes.VitalEvent][]fact // of births and of deaths
	byDay  map[string][]int            // births on a day that is known, as places in facts
	byName map[codes.VitalEvent]map[string][]int
}

// newCountry asks the registry for everybody and for every record, not by the
// wire: what it says here is the truth.
func newCountry(registry *sandbox.Registry) *country {
	c := &country{
		registry: registry, owner: map[person.Identifier]int{}, subjects: map[key][]person.Identifier{},
		odd: map[key]bool{}, weddings: map[string]person.Record{},
		facts: map[codes.VitalEvent][]fact{}, byDay: map[string][]int{},
		byName: map[codes.VitalEvent]map[string][]int{codes.VitalEventBirth: {}, codes.VitalEventDeath: {}},
	}
	for one := range registry.People() {
		numbers := numbersOf(one.Person)
		for _, id := range numbers {
			c.owner[id] = len(c.people)
		}
		for _, k := range registrations(one, "") {
			c.subjects[k] = append(c.subjects[k], numbers...)
		}
		c.people = append(c.people, one)
	}
	for r := range registry.Records() {
		c.add(r)
	}
	return c
}

func (c *country) add(r person.Record) {
	isNowhere := r.Person.BirthPlace == nil && r.Person.DeathPlace == nil && r.Person.MarriagePlace == nil
	if isNowhere || len(r.Person.BirthDates) > 1 {
		c.odd[key{r.Event, r.RegistrationNumber}] = true
	}
	f := fact{key: key{r.Event, r.RegistrationNumber}, sex: r.Person.Sex.Canonical(), names: r.Person.Names}
	switch r.Event {
	case codes.VitalEventBirth:
		f.days = r.Person.BirthDates
		for _, d := range f.days {
			if d.Precision() == person.PrecisionDay {
				c.byDay[d.Text()] = append(c.byDay[d.Text()], len(c.facts[r.Event]))
			}
		}
	case codes.VitalEventDeath:
		f.days = r.Person.DeathDates
	default: // nobody is asked for by the facts of a marriage
		c.weddings[r.RegistrationNumber] = r
		return
	}
	for _, n := range f.names {
		word := firstWord(n)
		c.byName[r.Event][word] = append(c.byName[r.Event][word], len(c.facts[r.Event]))
	}
	c.facts[r.Event] = append(c.facts[r.Event], f)
}

// numbersOf are the numbers of a person, not of their registrations.
func numbersOf(p person.Person) []person.Identifier {
	var out []person.Identifier
	for _, id := range p.Identifiers {
		if id := plain(id); id.Type.Registers() == "" {
			out = append(out, id)
		}
	}
	return out
}

// plain is an identifier as this program compares it: by its type and its value.
func plain(id person.Identifier) person.Identifier {
	return person.Identifier{Type: id.Type.Canonical(), Value: id.Value}
}

// firstWord is by what a name is kept: the given name, or the family's of
// somebody who has no other.
func firstWord(n person.PersonName) string {
	if given := n.GivenName(); given != "" {
		return strings.ToLower(given)
	}
	return strings.ToLower(n.FamilyName())
}

// registrations are those of a citizen for one event, or for "" all of them.
func registrations(z sandbox.Citizen, event codes.VitalEvent) []key {
	var out []key
	add := func(e codes.VitalEvent, number string) {
		if number != "" && (event == "" || event == e) {
			out = append(out, key{e, number})
		}
	}
	add(codes.VitalEventBirth, z.BirthNumber)
	add(codes.VitalEventDeath, z.DeathNumber)
	for _, number := range z.MarriageNumbers {
		add(codes.VitalEventMarriage, number)
	}
	return out
}

// ofNumber are the registrations of whoever has this number of a person.
func (c *country) ofNumber(id person.Identifier, event codes.VitalEvent) []key {
	at, ok := c.owner[plain(id)]
	if !ok {
		return nil
	}
	return registrations(c.people[at], event)
}

// registered is the registration of this number, or none.
func (c *country) registered(event codes.VitalEvent, number string) []key {
	if _, ok := c.subjects[key{event, number}]; !ok {
		return nil
	}
	return []key{{event, number}}
}

// bornOn are the births whose day is known and is this one.
func (c *country) bornOn(d person.Date) []key {
	var out []key
	for _, at := range c.byDay[d.Text()] {
		out = append(out, c.facts[codes.VitalEventBirth][at].key)
	}
	return out
}

// called are the births or deaths of those who have this name, and of whom more
// holds: of a day, of a sex.
func (c *country) called(event codes.VitalEvent, n person.PersonName, holds func(fact) bool) []key {
	var out []key
	for _, at := range c.byName[event][firstWord(n)] {
		f := c.facts[event][at]
		isCalled := slices.ContainsFunc(f.names, func(m person.PersonName) bool {
			return (n.GivenName() == "" || strings.EqualFold(n.GivenName(), m.GivenName())) &&
				(n.FamilyName() == "" || strings.EqualFold(n.FamilyName(), m.FamilyName()))
		})
		if isCalled && holds(f) && !slices.Contains(out, f.key) {
			out = append(out, f.key)
		}
	}
	return out
}

// calledInFull are those who have this full name, its words in any order.
func (c *country) calledInFull(event codes.VitalEvent, n person.PersonName, holds func(fact) bool) []key {
	asked := wordsOf(n)
	var out []key
	for _, word := range append(asked, firstWord(n)) {
		for _, at := range c.byName[event][word] {
			f := c.facts[event][at]
			isCalled := slices.ContainsFunc(f.names, func(m person.PersonName) bool { return slices.Equal(wordsOf(m), asked) })
			if isCalled && holds(f) && !slices.Contains(out, f.key) {
				out = append(out, f.key)
			}
		}
	}
	return out
}

// wordsOf are the words of a name in the order of their letters.
func wordsOf(n person.PersonName) []string {
	words := strings.Fields(strings.ToLower(n.Full()))
	slices.Sort(words)
	return words
}

// isOn says whether the event was on this day, or in this month or year. Of an
// event of which less is known than is asked nobody can say so.
func (f fact) isOn(asked person.Date) bool {
	return slices.ContainsFunc(f.days, func(d person.Date) bool {
		return d.Precision() != person.PrecisionNone &&
			asked.FirstDay().Text() <= d.FirstDay().Text() && d.LastDay().Text() <= asked.LastDay().Text()
	})
}
