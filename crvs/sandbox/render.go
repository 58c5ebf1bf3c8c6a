package sandbox

import (
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// record is a record of the country; g is its place in all registers.
func (w *world) record(g int32) person.Record {
	event, ord := w.registers.at(g)
	r := &w.registers[event]
	number := w.registration(r, ord)
	key := r.rows[ord]
	var p person.Person
	switch event {
	case ofBirths:
		p = w.birthRecord(row{event, ord, key, none, false})
	case ofDeaths:
		p = w.deathRecord(row{event, ord, key, none, false})
	default:
		p = w.marriageRecord(key)
	}
	p.Identifiers = append([]person.Identifier{{Type: r.number, Value: number}}, p.Identifiers...)
	return person.Record{Event: r.event, RegistrationNumber: number, Person: p}
}

// at is the register and the place in it of a record.
func (rs *registers) at(g int32) (event int, ord int32) {
	for event = len(rs) - 1; event > 0 && g < rs[event].first; {
		event--
	}
	return event, g - rs[event].first
}

// subject is what a record tells of whom it is about, whatever the event.
func (w *world) subject(r row) person.Person {
	p := w.someone(r.p, w.rowName(r))
	p.Addresses = w.address(r.p, w.rowHome(r))
	p.MaritalStatus = w.rowStatus(r)
	reg := w.registered(r)
	p.RegistrationDate, p.LastUpdated = dateOf(reg), dateOf(w.updated(r, reg))
	return p
}

// someone is what any record tells of a person, also as a relation.
func (w *world) someone(p int32, n naming) person.Person {
	c := &w.people[p]
	out := person.Person{Names: w.personNames(n), Sex: c.traits.sexCode(), BirthDates: c.birth.dates(c.traits.known())}
	for _, t := range []codes.IdentifierType{codes.IdentifierNationalID, codes.IdentifierUIN} {
		if number := w.number(p, t); number != "" {
			out.Identifiers = append(out.Identifiers, person.Identifier{Type: t, Value: number})
		}
	}
	return out
}

func (w *world) personNames(n naming) []person.PersonName {
	return []person.PersonName{{
		Use:   codes.NameUseOfficial,
		Given: w.nameParts(n.given), Middle: w.nameParts(n.middle), Family: w.nameParts(n.family), Maiden: w.names.text(n.maiden),
	}}
}

func (w *world) nameParts(id nameID) []string { return listOf(w.names.text(id)) }

func dateOf(d day) person.Date {
	if dates := d.dates(knownDay); dates != nil {
		return dates[0]
	}
	return person.Date{}
}

// updated is when the record was changed last: at an adoption, or at a correction.
func (w *world) updated(r row, reg day) day {
	updated := reg
	if r.event == ofBirths && w.people[r.p].traits.has(isAdopted) {
		updated = max(updated, w.people[r.p].birth+60+day(w.draw(drawAdoption, r.p, adoptionDays-60))) //nolint:gosec // days
	}
	if r.event == ofMarriages && w.marriages[r.m].divorced != never {
		updated = max(updated, w.marriages[r.m].divorced)
	}
	if w.draw(drawUpdate, r.p, 20) == 0 {
		updated = min(updated+day(w.draw(drawUpdate+100, r.p, 3000)), w.today) //nolint:gosec // days
	}
	return updated
}

func (w *world) birthRecord(r row) person.Person {
	c := &w.people[r.p]
	p := w.subject(r)
	p.BirthPlace = w.places.made(c.place)
	p.Relations = w.parentsOf(r.p)
	p.TypeOfBirth = [...]codes.BirthType{codes.BirthTypeSingle, codes.BirthTypeTwin, codes.BirthTypeTriplet}[c.traits.brothers()]
	if w.places.list[c.place].kind == healthFacility {
		lighter := 500 * c.traits.brothers()
		p.BirthWeight = fmt.Sprint(2500 + w.draw(drawWeight, r.p, 1700) - lighter) // grams
	}
	if c.birth.year() >= 2000 && w.draw(drawPhone, r.p, 3) == 0 {
		// 999 is a country code that belongs to no country.
		p.Contacts = []person.Contact{{System: person.ContactPhone, Value: fmt.Sprintf("+999%09d", w.draw(drawPhone+100, r.p, 1_000_000_000))}}
	}
	return p
}

func (w *world) deathRecord(r row) person.Person {
	c := &w.people[r.p]
	p := w.subject(r)
	p.DeathDates = c.death.dates(c.deathKnown())
	p.DeathPlace = w.places.made(w.deathPlace(r.p))
	if w.tellsParents(r.event, r.p) {
		p.Relations = w.parentsOf(r.p)
	}
	if m := w.lastMarriage(r.p, c.death); m != none && p.MaritalStatus == codes.MaritalStatusMarried {
		spouse, as := w.marriages[m].husband, codes.RelationshipHusband
		if spouse == r.p {
			spouse, as = w.marriages[m].wife, codes.RelationshipWife
		}
		p.Relations = append(p.Relations, person.Relation{Type: as, Person: w.someone(spouse, w.naming(spouse, c.death))})
	}
	return p
}

// marriageRecord is the wife's, with the husband as her relation, like those of
// the fixed people.
func (w *world) marriageRecord(m int32) person.Person {
	row1 := &w.marriages[m]
	one := func(p int32, second bool) person.Person {
		out := w.subject(row{ofMarriages, row1.ord, p, m, second})
		out.MarriageDates = row1.date.dates(knownDay)
		out.DivorceDates = row1.divorced.dates(knownDay)
		return out
	}
	wife, husband := one(row1.wife, false), one(row1.husband, true)
	husband.RegistrationDate, husband.LastUpdated = person.Date{}, person.Date{}
	wife.MarriagePlace = w.places.made(w.weddingPlace(m))
	wife.Relations = []person.Relation{{Type: codes.RelationshipHusband, Person: husband}}
	return wife
}

// parentsOf are the mother and the father as relations.
func (w *world) parentsOf(p int32) []person.Relation {
	mother, father := codes.RelationshipMother, codes.RelationshipFather
	if w.people[p].traits.has(isAdopted) {
		mother, father = codes.RelationshipAdoptiveMother, codes.RelationshipAdoptiveFather
	}
	var out []person.Relation
	if r, ok := w.mother(p); ok {
		out = append(out, person.Relation{Type: mother, Person: w.relation(r)})
	}
	if r, ok := w.father(p); ok {
		out = append(out, person.Relation{Type: father, Person: w.relation(r)})
	}
	return out
}

func (w *world) relation(r relative) person.Person {
	if r.key != none {
		return w.someone(r.key, r.name)
	}
	return person.Person{Names: w.personNames(r.name)}
}

// address is a house in the district.
func (w *world) address(p int32, district placeID) []person.Address {
	streets := [...]string{"Mill Lane", "Harbour Street", "Old Market", "Station Road", "Garden Walk", "River Row", "Hill Street", "Well Lane"}
	region := w.places.in[district]
	salt := p ^ int32(district)<<16
	return []person.Address{{
		Line1:     fmt.Sprintf("%d %s", 1+w.draw(drawHouse, salt, 200), streets[w.draw(drawStreet, salt, len(streets))]),
		Locality:  w.places.list[district].name,
		SubRegion: w.places.list[district].id,
		Region:    w.places.list[region].id,
		Country:   countryCode,
	}}
}
