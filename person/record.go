package person

import (
	"encoding/json"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Record is one registration of one vital event.
type Record struct {
	// Event is the event that is registered, "" if neither the registry nor
	// the question said which.
	Event codes.VitalEvent
	// RegistrationNumber is the number of the registration (the BRN of a
	// birth, the DRN of a death, the MRN of a marriage), "" if the record
	// holds none of its event.
	RegistrationNumber string
	// Person is the child, the deceased, or one of a couple; the other of the
	// couple is among its Relations.
	Person Person

	raw string // as it came
}

// Raw is the record as the registry wrote it: what to file beside a decision, or
// to look into for what is in no field. It is nil for a record that was made in
// Go. Each call returns a copy. It holds personal data, and does not follow
// changes of the record.
func (r Record) Raw() json.RawMessage {
	if r.raw == "" {
		return nil
	}
	return json.RawMessage(r.raw)
}

// maxSubjects bounds whom a record can be about: a union of more is none that a
// registry knows, and a hostile list of thousands would cost their square.
const maxSubjects = 8

// Subjects are the people whom the record is about: the person, and for a
// marriage or a divorce the spouse too, told as [Record.Couple] tells them.
// Parents, informants and witnesses are in the record but it is not about them.
// There are at most eight.
func (r Record) Subjects() []Person {
	subjects := []Person{r.Person}
	if !r.isOfCouple() {
		return subjects
	}
	for i := range r.Person.Relations {
		if len(subjects) == maxSubjects {
			break
		}
		rel := &r.Person.Relations[i]
		if r.isPartner(rel.Type) || r.isCoupleByShape() {
			subjects = append(subjects, rel.Person)
		}
	}
	return subjects
}

// Couple is the two people of a marriage or a divorce: the person of the record,
// and the husband, wife or spouse among the relations (in a divorce also a
// former one). Where the record has one relation in all and the registry does not
// say which, it is that one: OpenCRVS writes a groom so. Of a registry that is not
// known to do this it may be a witness. It returns false for another event, and
// where the other cannot be told: none, or several.
func (r Record) Couple() (one, other Person, ok bool) {
	if !r.isOfCouple() {
		return Person{}, Person{}, false
	}
	partner, ok := r.only(r.isPartner)
	switch {
	case ok:
		return r.Person, partner.Person, true
	case r.isCoupleByShape():
		return r.Person, r.Person.Relations[0].Person, true
	default:
		return Person{}, Person{}, false
	}
}

// isCoupleByShape says whether there is one relation in all, without a type. Among
// several, one without a type is nobody in particular.
func (r *Record) isCoupleByShape() bool {
	return len(r.Person.Relations) == 1 && r.Person.Relations[0].Type == ""
}

// isOfCouple says whether the record is one of a marriage or a divorce. One that
// names no event is, if it has the date of one.
func (r *Record) isOfCouple() bool {
	switch r.Event.Canonical() {
	case codes.VitalEventMarriage, codes.VitalEventDivorce:
		return true
	case "":
		return len(r.Person.MarriageDates) > 0 || len(r.Person.DivorceDates) > 0
	default:
		return false
	}
}

// isPartner says whether t is the other of the couple. Those of a divorce are
// spouses no more.
func (r *Record) isPartner(t codes.RelationshipType) bool {
	return t.IsSpouse() || r.Event.Canonical() == codes.VitalEventDivorce && t.Canonical() == codes.RelationshipFormerSpouse
}

// only is the relation of this kind, false if there are none or several.
func (r *Record) only(is func(codes.RelationshipType) bool) (*Relation, bool) {
	var found *Relation
	for i := range r.Person.Relations {
		rel := &r.Person.Relations[i]
		switch {
		case !is(rel.Type):
		case found != nil:
			return nil, false
		default:
			found = rel
		}
	}
	return found, found != nil
}
