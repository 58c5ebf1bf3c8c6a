package profile

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// reading is how the registry's own words are read where they stand in an answer.
type reading struct {
	person.Words
	regTypes    map[string]codes.VitalEvent
	identifiers map[string]codes.IdentifierType
}

// Reading is how the registry's own words are read in an answer. It is empty for a
// registry whose words the directories read right by themselves.
func (w Words) Reading() person.Words {
	return person.Words{
		Sexes:           reversed(w.Sexes, codes.Sex.Canonical),
		MaritalStatuses: reversed(w.MaritalStatuses, codes.MaritalStatus.Canonical),
		Events:          reversed(w.EventTypes, codes.VitalEvent.Canonical),
	}
}

// reading holds the words that mean something else here than in the directories. It
// is empty for most registries.
func (w *Words) reading() reading {
	return reading{
		Words:       w.Reading(),
		regTypes:    reversed(w.RegTypes, codes.VitalEvent.Canonical),
		identifiers: reversed(w.Identifiers, codes.IdentifierType.Canonical),
	}
}

// reversed leads from words to codes, "" for a word of several codes: which is meant
// is not known, and must not depend on the order of a map. It leaves out the words
// that the directory reads right by itself.
func reversed[T ~string](words map[T]string, canonical func(T) T) map[string]T {
	var out map[string]T
	for code, w := range words {
		several := isOfSeveral(words, w, canonical)
		if w == "" || code == "" || !several && canonical(T(w)) == canonical(code) {
			continue
		}
		if out == nil {
			out = make(map[string]T)
		}
		out[person.FoldWord(w)] = canonical(code)
		if several {
			out[person.FoldWord(w)] = ""
		}
	}
	return out
}

// isOfSeveral says whether a word stands for two codes. Two spellings of one code are
// one.
func isOfSeveral[T ~string](words map[T]string, word string, canonical func(T) T) bool {
	var first T
	for code, w := range words {
		switch {
		case code == "" || !strings.EqualFold(strings.TrimSpace(w), strings.TrimSpace(word)):
		case first == "":
			first = canonical(code)
		case first != canonical(code):
			return true
		}
	}
	return false
}

// isNeeded says whether records are to be gone through once more when they are read:
// for the types of identifiers, which package person leaves as they came, and for what
// a [Codec] read by itself.
func (b *reading) isNeeded(codec bool) bool {
	return len(b.identifiers) > 0 || codec && len(b.Sexes)+len(b.MaritalStatuses) > 0
}

func (b *reading) received(r *Received) {
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

func (b *reading) records(records []person.Record) {
	for i := range records {
		r := &records[i]
		b.person(&r.Person)
		if r.RegistrationNumber == "" { // it may stand under the registry's own word
			r.RegistrationNumber = r.Person.RegistrationNumber(r.Event)
		}
	}
}

// person and the people around them, as deep as package person reads them. A sex or a
// status that a directory knows may have come through an alias: it was read with the
// registry's words already, or by a [Codec] of the caller's, which reads them itself.
func (b *reading) person(p *person.Person) {
	if s, ok := b.Sexes[person.FoldWord(string(p.Sex))]; ok && !p.Sex.Known() {
		p.Sex = s
	}
	if s, ok := b.MaritalStatuses[person.FoldWord(string(p.MaritalStatus))]; ok && !p.MaritalStatus.Known() {
		p.MaritalStatus = s
	}
	for i := range p.Identifiers {
		b.identifier(&p.Identifiers[i])
	}
	for i := range p.Relations {
		b.person(&p.Relations[i].Person)
	}
}

// identifier translates the type. One of several meanings stays as it came, but not as
// a type that the directory knows: it would be taken for that.
func (b *reading) identifier(id *person.Identifier) {
	t, ok := b.identifiers[person.FoldWord(string(id.Type))]
	switch {
	case !ok:
	case t != "":
		id.Type = t
	case id.Type.Known():
		if word, err := jsontext.AppendQuote([]byte(`{"identifier_type":`), string(id.Type)); err == nil && id.Extra.IsZero() {
			id.Extra, _ = person.NewExtra(append(word, '}')) // cannot fail: it is an object
		}
		id.Type = ""
	}
}
