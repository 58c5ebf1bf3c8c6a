package sandbox

import (
	"encoding/csv"
	"iter"
	"net/http"
	"strconv"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

const (
	usualPeople  = 100
	mostPeople   = 10_000_000
	rowsPerFlush = 500
)

// citizen is somebody of whom a birth or a death is registered.
type citizen struct {
	id           person.Identifier // of a type that the registers of births and of deaths both hold
	family       string
	given        string
	born         person.Date
	sex          codes.Sex
	event        codes.VitalEvent // the register of registration
	registration string
	dead         bool // a death is registered
}

// adminPeople is GET /_sandbox/people: CSV, written as it is read.
func (r *Registry) adminPeople(w http.ResponseWriter, req *http.Request) {
	limit, ok := limitOf(w, req, usualPeople, mostPeople)
	if !ok {
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	rows := csv.NewWriter(w)
	_ = rows.Write([]string{"id_type", "id_value", "family_name", "given_name", "birth_date", "sex", "event", "registration_number", "dead"})
	written := 0
	for c := range r.citizens() {
		if written == limit {
			break
		}
		_ = rows.Write([]string{
			string(c.id.Type), c.id.Value, c.family, c.given, c.born.Text(), string(c.sex),
			string(c.event), c.registration, strconv.FormatBool(c.dead),
		})
		if written++; written%rowsPerFlush == 0 {
			// The peer may be gone; there is nobody left to tell.
			if rows.Flush(); rows.Error() != nil {
				return
			}
		}
	}
	rows.Flush()
}

// citizens yields everybody once of whom a birth or a death is registered under a
// number of their own: by the death if there is one, else by the birth.
func (r *Registry) citizens() iter.Seq[citizen] {
	return func(yield func(citizen) bool) {
		w := r.people.world()
		for p := range w.shuffled() {
			c := w.citizen(p)
			if !c.Registered() || c.Identifier.Value == "" {
				continue
			}
			name := w.registeredName(&c)
			if !yield(citizen{
				id: c.Identifier, family: name.FamilyName(), given: name.GivenName(), born: c.Person.BirthDate(), sex: c.Person.Sex,
				event: c.Event, registration: c.RegistrationNumber, dead: c.Dead,
			}) {
				return
			}
		}
	}
}
