package sandbox

import (
	"iter"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// citizens yields everybody once of whom a birth or a death is registered under a
// number of their own: as registered at birth, else as at death.
func (r *Registry) citizens() iter.Seq[citizen] {
	return func(yield func(citizen) bool) {
		dead := make(map[person.Identifier]bool)
		for record := range r.Records() {
			if id, ok := ownNumber(record.Person); ok && record.Event == codes.VitalEventDeath {
				dead[id] = true
			}
		}
		born := make(map[person.Identifier]bool)
		for record := range r.Records() {
			id, ok := ownNumber(record.Person)
			switch {
			case !ok, record.Event == codes.VitalEventDeath && born[id]:
				continue
			case record.Event == codes.VitalEventBirth:
				born[id] = true
			case record.Event != codes.VitalEventDeath:
				continue
			}
			if !yield(newCitizen(record, id, dead[id])) {
				return
			}
		}
	}
}

func newCitizen(r person.Record, id person.Identifier, dead bool) citizen {
	name := r.Person.Name()
	return citizen{
		id: id, family: name.FamilyName(), given: name.GivenName(), born: r.Person.BirthDate(), sex: r.Person.Sex,
		event: r.Event, registration: r.RegistrationNumber, dead: dead,
	}
}

// ownNumber is a number of the person, not of a registration.
func ownNumber(p person.Person) (person.Identifier, bool) {
	for _, t := range []codes.IdentifierType{codes.IdentifierNationalID, codes.IdentifierUIN} {
		if id, ok := p.Identifier(t); ok {
			return person.Identifier{Type: id.Type.Canonical(), Value: id.Value}, true
		}
	}
	return person.Identifier{}, false
}
