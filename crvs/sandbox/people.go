package sandbox

import (
	"cmp"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// The people of the sandbox are invented, and written down in rows: the types
// here are those rows, and make records of them. The rows are in people_*.go.

// someone is a person as the rows name one. What is "" is not on record.
type someone struct {
	given, middle, family string
	sex                   codes.Sex
	born                  string // dates, separated by spaces
	national, uin         string // numbers of the person
	phone                 string
}

// person is what a record says of someone whom it is about or whom it relates.
func (s someone) person() person.Person {
	p := person.Person{Sex: s.sex, BirthDates: dates(s.born)}
	name := person.PersonName{Given: listOf(s.given), Middle: listOf(s.middle), Family: listOf(s.family)}
	if name.Full() != "" {
		p.Names = []person.PersonName{name}
	}
	for _, id := range []person.Identifier{
		{Type: codes.IdentifierNationalID, Value: s.national},
		{Type: codes.IdentifierUIN, Value: s.uin},
	} {
		if id.Value != "" {
			p.Identifiers = append(p.Identifiers, id)
		}
	}
	if s.phone != "" {
		p.Contacts = []person.Contact{{System: person.ContactPhone, Value: s.phone}}
	}
	return p
}

// related is someone as a relation of another, nil for nobody. A record tells
// who a relation is, not how to reach them.
func (s someone) related(as codes.RelationshipType) []person.Relation {
	p := s.person()
	if len(p.Names) == 0 && len(p.Identifiers) == 0 {
		return nil
	}
	p.Contacts = nil
	return []person.Relation{{Type: as, Person: p}}
}

func listOf(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func dates(s string) []person.Date {
	var out []person.Date
	for text := range strings.FieldsSeq(s) {
		out = append(out, person.MustDate(text))
	}
	return out
}

// addressIn is the address of a record about something that happened there.
func addressIn(t *placeTable, place string) []person.Address {
	return t.address(t.byID[place])
}

// address is one of which the region alone is known, none if there is none.
func (t *placeTable) address(p placeID) []person.Address {
	region := t.above(p, levelOfRegions)
	if region == 0 {
		return nil
	}
	return []person.Address{{Region: t.list[region].id, Country: t.list[t.in[region]].id}}
}

// birth is a row of the register of births.
type birth struct {
	number         string // of the registration
	spelling       codes.IdentifierType
	child          someone
	at             string // place of birth
	mother, father someone
}

func (b birth) record(t *placeTable) person.Record {
	p := b.child.person()
	spelling := cmp.Or(b.spelling, codes.IdentifierBRN)
	p.Identifiers = append([]person.Identifier{{Type: spelling, Value: b.number}}, p.Identifiers...)
	p.BirthPlace = t.places[t.byID[b.at]]
	p.Addresses = addressIn(t, b.at)
	p.Relations = append(b.mother.related(codes.RelationshipMother), b.father.related(codes.RelationshipFather)...)
	return person.Record{Event: codes.VitalEventBirth, RegistrationNumber: b.number, Person: p}
}

// death is a row of the register of deaths.
type death struct {
	number         string
	who            someone
	died, at       string
	status         codes.MaritalStatus
	wife, husband  someone
	mother, father someone
}

func (d death) record(t *placeTable) person.Record {
	p := d.who.person()
	p.Identifiers = append([]person.Identifier{{Type: codes.IdentifierDRN, Value: d.number}}, p.Identifiers...)
	p.DeathDates = dates(d.died)
	p.DeathPlace = t.places[t.byID[d.at]]
	p.Addresses = addressIn(t, d.at)
	p.MaritalStatus = d.status
	for _, relations := range [][]person.Relation{
		d.wife.related(codes.RelationshipWife), d.husband.related(codes.RelationshipHusband),
		d.mother.related(codes.RelationshipMother), d.father.related(codes.RelationshipFather),
	} {
		p.Relations = append(p.Relations, relations...)
	}
	return person.Record{Event: codes.VitalEventDeath, RegistrationNumber: d.number, Person: p}
}

// marriage is a row of the register of marriages. The wife is the person of the
// record, the husband her relation.
type marriage struct {
	number        string
	wife, husband someone
	on, at        string
	divorced      string
}

func (m marriage) record(t *placeTable) person.Record {
	p, spouse := m.wife.person(), m.husband.person()
	p.Identifiers = append([]person.Identifier{{Type: codes.IdentifierMRN, Value: m.number}}, p.Identifiers...)
	for _, one := range []*person.Person{&p, &spouse} {
		one.Contacts = nil
		one.MaritalStatus = codes.MaritalStatusMarried
		one.MarriageDates = dates(m.on)
		one.Addresses = addressIn(t, m.at)
		if m.divorced != "" {
			one.MaritalStatus = codes.MaritalStatusDivorced
			one.DivorceDates = dates(m.divorced)
		}
	}
	p.MarriagePlace = t.places[t.byID[m.at]]
	p.Relations = []person.Relation{{Type: codes.RelationshipHusband, Person: spouse}}
	return person.Record{Event: codes.VitalEventMarriage, RegistrationNumber: m.number, Person: p}
}

// fixedRecords are the records of every register.
func fixedRecords(t *placeTable) []person.Record {
	var out []person.Record
	for _, rows := range [][]birth{birthsOf2017(), birthsOfAdults(), birthsOfChildren(), birthsWrittenOddly()} {
		for _, b := range rows {
			out = append(out, b.record(t))
		}
	}
	for _, m := range marriages() {
		out = append(out, m.record(t))
	}
	for _, d := range deaths() {
		out = append(out, d.record(t))
	}
	return out
}
