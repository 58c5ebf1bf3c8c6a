package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// record is the record with this key.
func (w *world) record(k key) person.Record {
	if d := w.document(k); d != nil {
		return d.record
	}
	r := &w.registers[k.event()]
	about := r.rows[k.ord()]
	var p person.Person
	switch k.event() {
	case ofBirths:
		p = w.birthRecord(row{k.event(), k.ord(), about, none, false, nil})
	case ofDeaths:
		p = w.deathRecord(row{k.event(), k.ord(), about, none, false, nil})
	default:
		p = w.marriageRecord(about)
	}
	return r.record(w.registration(k), p)
}

// record is a record of this register, about p.
func (r *register) record(number string, p person.Person) person.Record {
	p.Identifiers = append([]person.Identifier{{Type: r.number, Value: number}}, p.Identifiers...)
	return person.Record{Event: r.event, RegistrationNumber: number, Person: p}
}

// encoded is the record as it is handed out, or with its event as a member: an
// answer names the event once for all its records, and has no place for several.
func (w *world) encoded(k key, named bool) (json.RawMessage, error) {
	r := w.record(k)
	if named {
		event, err := json.Marshal(map[string]codes.VitalEvent{"reg_event_type": r.Event})
		if err != nil {
			return nil, err
		}
		if r.Person.Extra, err = person.NewExtra(event); err != nil {
			return nil, err
		}
	}
	// Not json.Marshal, which would read all that was written once more.
	return r.Person.MarshalJSON()
}

// subject is what a record tells of whom it is about, whatever the event.
func (w *world) subject(r row) person.Person {
	p := w.someone(r.p, w.rowName(r))
	p.Addresses = w.address(r.p, w.home(r))
	p.MaritalStatus = w.rowStatus(r)
	reg := w.registered(r)
	p.RegistrationDate, p.LastUpdated = dateOf(reg), dateOf(w.updated(r, reg))
	return p
}

// someone is what any record tells of a person, also as a relation.
func (w *world) someone(p int32, n naming) person.Person {
	c := w.people.at(p)
	out := person.Person{Names: w.personNames(n), Sex: c.traits.sexCode(), BirthDates: c.birth.dates(c.traits.known())}
	if c.traits.has(isOdd) {
		out.Names[0].Use = ""
		if odd := w.odd.at(p - w.made.people.size); odd.born != nil {
			out.BirthDates = odd.born
		}
	}
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
	if r.event == ofBirths && w.people.at(r.p).traits.has(isAdopted) {
		updated = max(updated, w.people.at(r.p).birth+60+day(w.draw(drawAdoption, r.p, adoptionDays-60))) //nolint:gosec // days
	}
	if r.event == ofMarriages && w.marriages.at(r.m).divorced != never {
		updated = max(updated, w.marriages.at(r.m).divorced)
	}
	if w.draw(drawUpdate, r.p, 20) == 0 {
		updated = min(updated+day(w.draw(drawUpdate+100, r.p, 3000)), w.lastDay) //nolint:gosec // days
	}
	return updated
}

func (w *world) birthRecord(r row) person.Person {
	c := w.people.at(r.p)
	p := w.subject(r)
	p.BirthPlace = w.places.made(c.traits.place())
	p.Relations = w.parentsOf(r.p)
	p.TypeOfBirth = [...]codes.BirthType{codes.BirthTypeSingle, codes.BirthTypeTwin, codes.BirthTypeTriplet}[c.traits.brothers()]
	if w.places.list[c.traits.place()].kind == healthFacility {
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
	c := w.people.at(r.p)
	p := w.subject(r)
	p.DeathDates = c.death.dates(c.deathKnown())
	p.DeathPlace = w.places.made(w.deathPlace(r.p))
	if w.tellsParents(r.event, r.p) {
		p.Relations = w.parentsOf(r.p)
	}
	p.Relations = append(p.Relations, w.spouseLeft(r.p, c.death, p.MaritalStatus)...)
	return p
}

// spouseLeft is the spouse of somebody who died as this status says.
func (w *world) spouseLeft(p int32, on day, status codes.MaritalStatus) []person.Relation {
	m := w.lastMarriage(p, on)
	if m == none || status != codes.MaritalStatusMarried {
		return nil
	}
	spouse, as := w.marriages.at(m).spouse(p), codes.RelationshipSpouse
	switch w.people.at(spouse).traits.sex() {
	case sexMale:
		as = codes.RelationshipHusband
	case sexFemale:
		as = codes.RelationshipWife
	}
	return []person.Relation{{Type: as, Person: w.someone(spouse, w.naming(spouse, on))}}
}

// marriageRecord is the wife's, with the husband as her relation, like those of
// the fixed people.
func (w *world) marriageRecord(m int32) person.Person {
	row1 := w.marriages.at(m)
	one := func(p int32, second bool) person.Person {
		out := w.subject(row{ofMarriages, row1.ord, p, m, second, nil})
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
	if d := w.birthDocument(p); d != nil {
		return slices.DeleteFunc(slices.Clone(d.record.Person.Relations), func(r person.Relation) bool { return !r.Type.IsParent() })
	}
	mother, father := codes.RelationshipMother, codes.RelationshipFather
	if w.people.at(p).traits.has(isAdopted) {
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

// birthDocument is the document of somebody's birth, nil if there is none.
func (w *world) birthDocument(p int32) *document {
	if ord := w.people.at(p).birthOrd; ord != none {
		return w.document(keyOf(ofBirths, ord))
	}
	return nil
}

// address is a house in the district, or no more than the region where the people
// live who are always there.
func (w *world) address(p int32, district placeID) []person.Address {
	if district == 0 || district >= w.places.ofCountry {
		return w.places.address(district)
	}
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
