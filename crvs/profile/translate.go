package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// back leads from the registry's words to the standard's codes.
type back struct {
	sexes       map[codes.Sex]codes.Sex
	statuses    map[codes.MaritalStatus]codes.MaritalStatus
	identifiers map[codes.IdentifierType]codes.IdentifierType
}

// back is false if no word of an answer means something else here than in the
// directories.
func (w Words) back() (back, bool) {
	b := back{
		sexes:       reversed(w.Sexes, codes.Sex.Canonical),
		statuses:    reversed(w.MaritalStatuses, codes.MaritalStatus.Canonical),
		identifiers: reversed(w.Identifiers, codes.IdentifierType.Canonical),
	}
	return b, len(b.sexes)+len(b.statuses)+len(b.identifiers) > 0
}

// reversed leaves out the words that the directory reads right by itself. A word
// that is an alias of another code was read as that code.
func reversed[T ~string](words map[T]string, canonical func(T) T) map[T]T {
	out := make(map[T]T)
	for code, w := range words {
		if w == "" || canonical(T(w)) == canonical(code) {
			continue
		}
		out[T(w)] = canonical(code)
		out[canonical(T(w))] = canonical(code)
	}
	return out
}

func (b back) received(r *Received) {
	for i := range r.Items {
		b.records(r.Items[i].Records)
	}
	for i := range r.Events {
		b.records(r.Events[i].Records)
	}
	if r.Status != nil && r.Status.Answer != nil { // a Codec may leave it out
		b.received(r.Status.Answer)
	}
}

func (b back) records(records []person.Record) {
	for i := range records {
		r := &records[i]
		b.person(&r.Person)
		if r.RegistrationNumber == "" { // it may stand under the registry's own word
			r.RegistrationNumber = r.Person.RegistrationNumber(r.Event)
		}
	}
}

// person and the people around them, as deep as package person reads them.
func (b back) person(p *person.Person) {
	if s, ok := b.sexes[p.Sex]; ok {
		p.Sex = s
	}
	if s, ok := b.statuses[p.MaritalStatus]; ok {
		p.MaritalStatus = s
	}
	for i := range p.Identifiers {
		if t, ok := b.identifiers[p.Identifiers[i].Type]; ok {
			p.Identifiers[i].Type = t
		}
	}
	for i := range p.Relations {
		b.person(&p.Relations[i].Person)
	}
}
