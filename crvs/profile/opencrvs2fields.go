package profile

import (
	"maps"

	"github.com/openspmis/dci-crvs-go/codes"
)

// OpenCRVS2Fields are the ids of the fields in a country's forms of OpenCRVS 2.0, by
// the event. The country chooses them: take [UsualOpenCRVS2Fields] and change what it
// named otherwise. An event that is not there cannot be read. An id that is "" is of a
// field that the form does not have.
type OpenCRVS2Fields map[codes.VitalEvent]OpenCRVS2Form

// OpenCRVS2Form are the ids of one form.
type OpenCRVS2Form struct {
	Subject                OpenCRVS2Person // the child, or the deceased
	Mother, Father, Spouse OpenCRVS2Person
	EventDate              string // of the death; "" in a birth, whose date is that of the child
}

// OpenCRVS2Person are the ids of what a form asks about one person.
type OpenCRVS2Person struct {
	// Name is a field that holds an object: {"firstname","middlename","surname"}. Some
	// forms have a field for each part in its place.
	Name                              string
	GivenName, MiddleName, FamilyName string

	BirthDate   string // a day; an age in its place is an estimate, and no day
	Sex         string
	Address     string
	Identifiers map[codes.IdentifierType]string
}

// UsualOpenCRVS2Fields are the ids in the forms that OpenCRVS 2.0 comes with, for
// births and deaths. Each call makes a table of its own.
func UsualOpenCRVS2Fields() OpenCRVS2Fields {
	return OpenCRVS2Fields{
		codes.VitalEventBirth: {
			Subject: usualPerson("child"), Mother: usualPerson("mother"), Father: usualPerson("father"),
		},
		codes.VitalEventDeath: {
			Subject: usualPerson("deceased"), Mother: usualPerson("mother"), Father: usualPerson("father"), Spouse: usualPerson("spouse"),
			EventDate: "eventDetails.date",
		},
	}
}

func usualPerson(who string) OpenCRVS2Person {
	return OpenCRVS2Person{
		Name: who + ".name", GivenName: who + ".firstname", MiddleName: who + ".middlename", FamilyName: who + ".surname",
		BirthDate: who + ".dob", Sex: who + ".gender", Address: who + ".address",
		Identifiers: map[codes.IdentifierType]string{codes.IdentifierNationalID: who + ".nid"},
	}
}

// clone is a copy that shares nothing with f, by the standard's names of the events.
func (f OpenCRVS2Fields) clone() OpenCRVS2Fields {
	out := make(OpenCRVS2Fields, len(f))
	for event, form := range f {
		for _, p := range []*OpenCRVS2Person{&form.Subject, &form.Mother, &form.Father, &form.Spouse} {
			p.Identifiers = maps.Clone(p.Identifiers)
		}
		out[event.Canonical()] = form
	}
	return out
}
