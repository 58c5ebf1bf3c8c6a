package person

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Person is one person as a registry describes them: CRVSPerson of v1.0.0. The
// zero value is a person of whom nothing is known. What a registry did not give
// is zero: nil, "" or a zero [Date].
//
// What may repeat is a slice in the registry's order; the method of the same
// name in the singular gives the usual one.
type Person struct {
	Names         []PersonName
	Identifiers   []Identifier
	Sex           codes.Sex
	BirthDates    []Date // usually one; some registries keep a corrected one beside the first
	BirthPlace    *Place
	DeathDates    []Date
	DeathPlace    *Place
	MaritalStatus codes.MaritalStatus
	MarriageDates []Date
	MarriagePlace *Place
	DivorceDates  []Date
	DivorcePlace  *Place
	BirthWeight   string          // as written, in the registry's own unit
	TypeOfBirth   codes.BirthType // how many children the birth brought
	Phones        []string        // as written; E.164 is recommended, not guaranteed
	Emails        []string
	Addresses     []Address
	Relations     []Relation
	// RegistrationDate is when the person was registered, LastUpdated when the
	// registry last changed what it says here.
	RegistrationDate, LastUpdated Date
	Extra                         Extra // members that this package has no field for
}

// Name is the first name of the person, or a zero [PersonName] if the registry
// gave none.
func (p Person) Name() PersonName {
	if len(p.Names) == 0 {
		return PersonName{}
	}
	return p.Names[0]
}

// Identifier is the first identifier of this type, or of one that the directory
// calls the same (NID and NATIONAL_ID, BRN and BIRTH_REG_NO). It returns false
// if there is none.
func (p Person) Identifier(t codes.IdentifierType) (Identifier, bool) {
	want := t.Canonical()
	for _, id := range p.Identifiers {
		if id.Type == t || id.Type.Canonical() == want {
			return id, true
		}
	}
	return Identifier{}, false
}

// BirthDate is the first date of birth, or a zero [Date].
func (p Person) BirthDate() Date { return first(p.BirthDates) }

// DeathDate is the first date of death, or a zero [Date]. A zero date does not
// mean that the person is alive: OpenCRVS never gives it, not even in a death
// record.
func (p Person) DeathDate() Date { return first(p.DeathDates) }

// MarriageDate is the first date of marriage, or a zero [Date].
func (p Person) MarriageDate() Date { return first(p.MarriageDates) }

// Address is the first address, or a zero [Address].
func (p Person) Address() Address {
	if len(p.Addresses) == 0 {
		return Address{}
	}
	return p.Addresses[0]
}

// Related lists the people who stand in one of these relationships to the
// person, in the registry's order; all of them if no relationship is named. It
// returns nil if there are none.
func (p Person) Related(types ...codes.RelationshipType) []Person {
	var out []Person
	for _, r := range p.Relations {
		if len(types) == 0 || slices.ContainsFunc(types, func(t codes.RelationshipType) bool {
			return t.Canonical() == r.Type.Canonical()
		}) {
			out = append(out, r.Person)
		}
	}
	return out
}

// Relation is somebody related to the person of a record: RelatedPerson of
// v1.0.0, relations of OpenCRVS. Type is "" where the registry does not say:
// OpenCRVS writes a groom so.
type Relation struct {
	Type   codes.RelationshipType
	Person Person
	Extra  Extra // members beside relationship_type and related_member
}

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
}

// maxSubjects bounds whom a record can be about: a union of more is none that a
// registry knows, and a hostile list of thousands would cost their square.
const maxSubjects = 8

// Subjects are the people whom the record is about: the person, and for a
// marriage or a divorce the spouse too. Parents and informants are in the
// record but it is not about them. There are at most eight.
func (r Record) Subjects() []Person {
	subjects := []Person{r.Person}
	couple := r.Event == codes.VitalEventMarriage || r.Event == codes.VitalEventDivorce ||
		r.Event == "" && (len(r.Person.MarriageDates) > 0 || len(r.Person.DivorceDates) > 0)
	if !couple {
		return subjects
	}
	for _, rel := range r.Person.Relations {
		if len(subjects) == maxSubjects {
			break
		}
		if rel.Type.IsSpouse() || rel.Type == "" {
			subjects = append(subjects, rel.Person)
		}
	}
	return subjects
}

func first(dates []Date) Date {
	if len(dates) == 0 {
		return Date{}
	}
	return dates[0]
}
