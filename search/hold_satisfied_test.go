package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// known is a record of which everything is known.
func (g generator) known() person.Record {
	event := pick(g, codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage, codes.VitalEventDivorce)
	number := fmt.Sprintf("N%d/%04d", 2000+g.IntN(20), g.IntN(50))
	day := func(year int) []person.Date {
		return []person.Date{person.MustDate(fmt.Sprintf("%d-%02d-%02d", year+g.IntN(3), 1+g.IntN(12), 1+g.IntN(28)))}
	}
	place := func() *person.Place {
		district := &person.Place{Name: pick(g, "Mysuru", "Kodagu"), Identifiers: []person.Identifier{id("LOCATION", fmt.Sprint("D", g.IntN(9)))}}
		return &person.Place{Name: fmt.Sprint("Clinic ", g.IntN(9)), Identifiers: []person.Identifier{id("", fmt.Sprint("HF-", g.IntN(9)))}, ContainedIn: district}
	}
	parent := func(t codes.RelationshipType) person.Relation {
		return person.Relation{Type: t, Person: person.Person{
			Names: []person.PersonName{{Text: pick(g, "Bala Rao", "ገብረ", "Мария")}}, Identifiers: []person.Identifier{id("UIN", fmt.Sprint(100+g.IntN(900)))},
		}}
	}
	p := person.Person{
		Names:       []person.PersonName{{Given: []string{pick(g, "Asha", "สมชาย")}, Middle: []string{"S"}, Family: []string{pick(g, "Rao", "نور")}}},
		Identifiers: []person.Identifier{id("UIN", fmt.Sprint(1000+g.IntN(1000)))}, Sex: pick(g, codes.SexFemale, codes.SexMale, codes.SexOther),
		BirthDates: day(1980), DeathDates: day(2020), MarriageDates: day(2005), DivorceDates: day(2010), RegistrationDate: day(2021)[0],
		BirthPlace: place(), DeathPlace: place(), MarriagePlace: place(), DivorcePlace: place(),
		MaritalStatus: pick(g, codes.MaritalStatusNeverMarried, "M", "W", "D", "A", "L", "U", "T"),
		Addresses:     []person.Address{{Region: pick(g, "KA", "TN"), SubRegion: fmt.Sprint("S", g.IntN(9))}},
		Relations:     []person.Relation{parent("MTH"), parent(pick[codes.RelationshipType](g, "FTH", "PRN"))},
	}
	if t := map[codes.VitalEvent]codes.IdentifierType{"live_birth": "BRN", "death": "DRN", "marriage": "MRN"}[event]; t != "" {
		p.Identifiers = append(p.Identifiers, id(t, number))
	}
	return person.Record{Event: event, RegistrationNumber: number, Person: p}
}

// ofEvent are the day and the place of the event of the record.
func ofEvent(r person.Record) (person.Date, *person.Place) {
	switch p := r.Person; r.Event {
	case codes.VitalEventBirth:
		return p.BirthDates[0], p.BirthPlace
	case codes.VitalEventDeath:
		return p.DeathDates[0], p.DeathPlace
	case codes.VitalEventMarriage:
		return p.MarriageDates[0], p.MarriagePlace
	default:
		return p.DivorceDates[0], p.DivorcePlace
	}
}

// trueOf is a condition that is true of the record, in one comparison.
func (g generator) trueOf(r person.Record) search.Condition {
	p := r.Person
	eventDay, eventPlace := ofEvent(r)
	on := func(a search.DateAttribute, d person.Date) search.Condition {
		return pick(g, a.Is(d), a.OnOrAfter(d), a.OnOrBefore(d), a.Before(person.MustDate("2026-10-01")), a.After(person.MustDate("1900")),
			a.In(person.DateOf(g.day()), d))
	}
	at := func(a search.PlaceAttribute, p *person.Place) search.Condition {
		return pick(g, a.Is(p.Name), a.Is(p.Identifiers[0].Value), a.Is(strings.ToUpper(p.ContainedIn.Name)), a.In("X", p.ContainedIn.Identifiers[0].Value))
	}
	mother, father := p.Relations[0].Person, p.Relations[1].Person
	uin := func(p person.Person) string { return p.Identifiers[0].Value }
	name := p.Names[0]
	conditions := []search.Condition{
		on(search.BirthDate, p.BirthDates[0]), on(search.DeathDate, p.DeathDates[0]), on(search.MarriageDate, p.MarriageDates[0]),
		on(search.DivorceDate, p.DivorceDates[0]), on(search.EventDate, eventDay), on(search.RegistrationDate, p.RegistrationDate),
		at(search.BirthPlace, p.BirthPlace), at(search.DeathPlace, p.DeathPlace), at(search.EventPlace, eventPlace),
		search.Sex.Is(p.Sex), search.Sex.In(codes.SexUnknown, p.Sex), search.MaritalStatus.Is(p.MaritalStatus), search.MaritalStatus.In("UNK", p.MaritalStatus),
		search.Region.Is(p.Addresses[0].Region), search.SubRegion.In("X", p.Addresses[0].SubRegion),
		search.GivenName.Is(name.Given[0]), search.FamilyName.In("X", name.Family[0]), search.FullName.Is(name.Full()), search.MotherName.Is(mother.Names[0].Text),
		search.Parent1.Is("UIN", uin(mother)), search.Parent2.Is("UIN", uin(father)), search.Parent1.In(id("UIN", "5"), id("UIN", uin(father))),
		search.RegistrationNumber.Is(r.RegistrationNumber), search.RegistrationNumber.In("X", r.RegistrationNumber),
	}
	return pick(g, conditions...)
}

// satisfiedBy is a question that the record satisfies.
func (g generator) satisfiedBy(r person.Record) search.Query {
	var q search.Query
	for range 1 + g.IntN(4) {
		c := g.trueOf(r)
		switch g.IntN(5) {
		case 0:
			c = c.Or(g.single())
		case 1:
			c = g.single().Or(c)
		case 2:
			d, _ := ofEvent(r)
			c = pick(g, search.EventDate.Between(d, person.MustDate("2050")), search.EventDate.Is(person.MustDate(d.Text()[:7])), search.ParentIs("UIN", r.Person.Relations[1].Person.Identifiers[0].Value))
		}
		q = q.And(c)
	}
	if g.IntN(2) == 0 {
		q = q.In(r.Event)
	}
	return q
}

// told is what a registry may make of a record that it knows in full: it leaves
// out, it rounds, and it writes in its own way.
func (g generator) told(r person.Record) person.Record {
	p, event := &r.Person, r.Event
	p.Relations = slices.Clone(p.Relations)
	p.Identifiers = slices.Clone(p.Identifiers)
	for range 1 + g.IntN(6) {
		switch g.IntN(16) {
		case 0:
			p.BirthDates, p.MarriageDates = coarser(g, p.BirthDates), coarser(g, p.MarriageDates)
		case 1:
			p.DeathDates, p.DivorceDates = nil, coarser(g, p.DivorceDates)
		case 2:
			p.BirthDates = nil
		case 3:
			if len(p.BirthDates) > 0 { // one more, put right since
				p.BirthDates = append([]person.Date{person.MustDate("1901-01-01")}, p.BirthDates...)
			}
		case 4:
			p.BirthPlace, p.DivorcePlace = nil, nil
		case 5:
			p.DeathPlace, p.MarriagePlace = &person.Place{Name: "Clinic"}, &person.Place{Name: "Hall"}
		case 6:
			p.Sex, p.MaritalStatus = pick(g, "unknown", "", codes.Sex("own")), pick(g, "UNK", "", codes.MaritalStatus("own"))
		case 7:
			if p.MaritalStatus == "A" || p.MaritalStatus == "S" || p.MaritalStatus == "W" || p.MaritalStatus == "D" {
				p.MaritalStatus = codes.MaritalStatusUnmarried
			}
		case 8:
			p.Addresses = pick(g, nil, []person.Address{{}}, []person.Address{{Line1: "1 Main Road"}})
		case 9:
			p.Names = []person.PersonName{{Text: "R. Asha"}}
		case 10:
			p.Relations = p.Relations[:len(p.Relations)-min(1, len(p.Relations))]
		case 11:
			for i := range p.Relations {
				p.Relations[i].Person.Identifiers = pick(g, nil, []person.Identifier{id("NID", "77")}, []person.Identifier{id("UIN", "-")})
			}
		case 12:
			for i := range p.Relations {
				p.Relations[i].Type = codes.RelationshipParent
			}
			slices.Reverse(p.Relations)
		case 13:
			r.RegistrationNumber, p.Identifiers = "", p.Identifiers[:min(1, len(p.Identifiers))]
		case 14:
			r.RegistrationNumber = strings.ReplaceAll(strings.ToLower(r.RegistrationNumber), "/", "-")
			p.Identifiers = p.Identifiers[:min(1, len(p.Identifiers))]
		default:
			p.RegistrationDate, r.Event = person.Date{}, pick(g, r.Event, "", "own")
		}
	}
	if r.Event == "" && len(p.Identifiers) < 2 { // by its dates alone it may be of another event
		r.Event = event
	}
	return r
}

func TestHoldConfirmsARecordThatShowsEverything(t *testing.T) {
	t.Parallel()
	g := newGenerator(8)
	for range rounds / 2 {
		r := g.known()
		q := g.satisfiedBy(r)
		require.Equal(t, confirmed, verdict(q, r, g.holding()), q.Form())
	}
}

func TestHoldNeverRefusesARecordThatSatisfiesTheQuestion(t *testing.T) {
	t.Parallel()
	g := newGenerator(9)
	for range rounds {
		r := g.known()
		q := g.satisfiedBy(r)
		told := g.told(r)
		require.Contains(t, []string{confirmed, unconfirmed}, verdict(q, told, g.holding()), "%s of %s", q.Form(), told.Event)
	}
}
