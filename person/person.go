package person

import "github.com/openspmis/dci-crvs-go/codes"

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
	Contacts      []Contact       // phones first, then e-mail addresses, unless the registry keeps one list of all
	Addresses     []Address
	Relations     []Relation
	// RegistrationDate is when the person was registered, LastUpdated when the
	// registry last changed what it says here.
	RegistrationDate, LastUpdated Date
	Extra                         Extra // members that this package has no field for
}

// BirthDate is the first date of birth, or a zero [Date].
func (p Person) BirthDate() Date { return first(p.BirthDates) }

// DeathDate is the first date of death as the registry wrote it, or a zero [Date].
// It does not say whether the person is dead: ask [Person.DeathRecorded] or
// [Record.DeathRecorded]. Registries write 9999-12-31 for none, and OpenCRVS never
// gives the date, not even in a death record.
func (p Person) DeathDate() Date { return first(p.DeathDates) }

// MarriageDate is the first date of marriage, or a zero [Date].
func (p Person) MarriageDate() Date { return first(p.MarriageDates) }

// DivorceDate is the first date of divorce, or a zero [Date].
func (p Person) DivorceDate() Date { return first(p.DivorceDates) }

func first(dates []Date) Date {
	if len(dates) == 0 {
		return Date{}
	}
	return dates[0]
}

// isZero says whether nothing of the person is given: what is so is neither read
// nor written as an element of a list.
func (p *Person) isZero() bool {
	return len(p.Names)+len(p.Identifiers)+len(p.BirthDates)+len(p.DeathDates)+len(p.MarriageDates)+len(p.DivorceDates)+
		len(p.Contacts)+len(p.Addresses)+len(p.Relations) == 0 &&
		p.Sex == "" && p.MaritalStatus == "" && p.BirthWeight == "" && p.TypeOfBirth == "" &&
		p.BirthPlace.isZero() && p.DeathPlace.isZero() && p.MarriagePlace.isZero() && p.DivorcePlace.isZero() &&
		p.RegistrationDate.IsZero() && p.LastUpdated.IsZero() && p.Extra.IsZero()
}
