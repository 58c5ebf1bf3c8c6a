package sandbox

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// document is a record that does not follow from the rows: one of the people who
// are always there, one that was registered since, or one of the country that was
// changed. It is read only once made: a change makes another one.
type document struct {
	record person.Record
	before int32   // how many records of the country have a lower number
	about  []facts // of each whom it is about
	tells  []int32 // everybody in it who is a person of the registry
	gone   bool    // it was cancelled
}

// facts are what a document says of one whom it is about, to be compared. Of
// somebody with two birthdays on file there are two facts, so that all comparisons
// of a question are made with the same birthday.
type facts struct {
	document                                    *document
	p                                           int32
	name                                        naming
	sex                                         codes.Sex
	status                                      codes.MaritalStatus
	birth, death, marriage, divorce, registered span
	place                                       placeID // of the event; that of a marriage stands with the first of the couple
	region, subRegion                           placeID
	mother, father                              relative
	tellsMother, tellsFather                    bool
}

// document is that of a record, nil if the record follows from the rows.
func (w *world) document(k key) *document {
	if d := w.registers[k.event()].docs.find(k.ord()); d != nil {
		return *d
	}
	return nil
}

func (w *world) isGone(k key) bool {
	d := w.document(k)
	return d != nil && d.gone
}

// newDocument reads a record that is about these people.
func (w *world) newDocument(r person.Record, about ...int32) *document {
	d := &document{record: r}
	for i, subject := range r.Subjects() {
		f := w.factsOf(r, subject)
		f.document, f.p = d, about[i]
		if i > 0 {
			f.place = 0
		}
		d.tells = append(d.tells, f.p)
		d.about = append(d.about, f)
		for _, other := range subject.BirthDates[min(1, len(subject.BirthDates)):] {
			f.birth = spanOf(other)
			d.about = append(d.about, f)
		}
	}
	for _, rel := range r.Person.Relations {
		if p := w.personWith(numbersOf(rel.Person)); p != none {
			d.tells = append(d.tells, p)
		}
	}
	return d
}

func (w *world) factsOf(r person.Record, p person.Person) facts {
	f := facts{
		name: w.nameOf(p), sex: p.Sex.Canonical(), status: p.MaritalStatus.Canonical(),
		birth: spanOf(p.BirthDate()), death: spanOf(p.DeathDate()), marriage: spanOf(p.MarriageDate()),
		registered: spanOf(r.Person.RegistrationDate),
		place:      w.places.idOf(placeOf(r)),
		region:     w.places.byID[p.Address().Region], subRegion: w.places.byID[p.Address().SubRegion],
	}
	if len(p.DivorceDates) > 0 {
		f.divorce = spanOf(p.DivorceDates[0])
	}
	for _, rel := range p.Relations {
		one := relative{w.personWith(numbersOf(rel.Person)), w.nameOf(rel.Person)}
		switch {
		case rel.Type.IsMother():
			f.mother, f.tellsMother = one, true
		case rel.Type.IsFather():
			f.father, f.tellsFather = one, true
		}
	}
	return f
}

// placeOf is where the event of the record was, nil if nobody wrote it down.
func placeOf(r person.Record) *person.Place {
	switch r.Event {
	case codes.VitalEventDeath:
		return r.Person.DeathPlace
	case codes.VitalEventMarriage:
		return r.Person.MarriagePlace
	default:
		return r.Person.BirthPlace
	}
}

// nameOf are the parts of somebody's name, kept.
func (w *world) nameOf(p person.Person) naming {
	n := p.Name()
	return naming{w.names.add(n.GivenName()), w.names.add(n.MiddleName()), w.names.add(n.FamilyName()), w.names.add(n.Maiden)}
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

// personWith is the person who has one of the numbers, none if nobody has.
func (w *world) personWith(numbers []person.Identifier) int32 {
	for _, id := range numbers {
		if p := w.byNumber(id.Type, id.Value); p != none {
			return p
		}
	}
	return none
}
