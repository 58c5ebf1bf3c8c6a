package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
)

// lifeEvent is the body of POST /_sandbox/events. People are "TYPE:VALUE", as in
// attribute parent1_identifier.
type lifeEvent struct {
	Change Change `json:"change"`
	On     string `json:"on"`

	Given  string    `json:"given"`
	Middle string    `json:"middle"`
	Family string    `json:"family"`
	Sex    codes.Sex `json:"sex"`
	Place  string    `json:"place"`

	Person string   `json:"person"` // who died, or is divorced
	Couple []string `json:"couple"`
	Child  string   `json:"child"`
	Mother string   `json:"mother"`
	Father string   `json:"father"`
	Number string   `json:"registration_number"` // of what is corrected or cancelled

	Count int    `json:"count"` // of change "any"
	Seed  uint64 `json:"seed"`
}

// changeAny lets events befall people at random: [Registry.Happen].
const changeAny Change = "any"

// maxScript is how many events one request may list.
const maxScript = 1000

// registered is what is answered.
type registered struct {
	Registration

	On     string         `json:"on"`
	Record jsontext.Value `json:"record"`
}

// adminEvents is POST /_sandbox/events.
func (r *Registry) adminEvents(w http.ResponseWriter, req *http.Request) {
	body, ok := readBody(w, req, refuse)
	if !ok {
		return
	}
	one := jsontext.Value(body).Kind() != '['
	if one {
		body = append(append([]byte{'['}, body...), ']')
	}
	var script []lifeEvent
	if err := json.Unmarshal(body, &script, json.RejectUnknownMembers(true)); err != nil || len(script) == 0 || one && len(script) > 1 || len(script) > maxScript {
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad,
			"the body must be one JSON object of texts, or a list of at most 1000: change, on, given, middle, family, sex, place, person, child, mother, father, registration_number; couple, a list of two; and count and seed, numbers")
		return
	}
	done := make([]any, 0, len(script))
	for i, e := range script {
		answered, err := r.registerAdmin(e)
		switch {
		case err != nil && one:
			refuseChange(w, err, "")
			return
		case err != nil:
			refuseChange(w, err, fmt.Sprintf("event %d of the list, of which those before are registered: ", i+1))
			return
		}
		done = append(done, answered)
	}
	if one {
		answer(w, http.StatusCreated, done[0])
		return
	}
	answer(w, http.StatusCreated, done)
}

// registerAdmin registers an event, and returns what is answered.
func (r *Registry) registerAdmin(e lifeEvent) (any, error) {
	if e.Change == changeAny {
		n, err := r.Happen(e.Count, e.Seed)
		return map[string]int{"registered": n}, err
	}
	if e.Count != 0 || e.Seed != 0 {
		return nil, wrong("count and seed belong to change any")
	}
	done, err := r.register(e)
	if err != nil {
		return nil, err
	}
	record, err := done.Record.Person.MarshalJSON()
	if err != nil {
		return nil, wrong("it is registered, and the record could not be written")
	}
	return registered{done, done.On.Text(), record}, nil
}

// refuseChange answers with what is wrong: 404 for what the registry does not have.
func refuseChange(w http.ResponseWriter, err error, where string) {
	e, _ := errors.AsType[*fault.Error](err) // it is one
	if errors.Is(err, fault.ErrNotFound) {
		refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound, where+e.Message)
		return
	}
	refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, where+e.Message)
}

// register registers an event that came as JSON.
func (r *Registry) register(e lifeEvent) (Registration, error) {
	on, err := dateIn(e.On)
	if err != nil {
		return Registration{}, err
	}
	who := func(text string) person.Identifier {
		t, value, _ := strings.Cut(text, ":")
		return person.Identifier{Type: codes.IdentifierType(strings.TrimSpace(t)), Value: strings.TrimSpace(value)}
	}
	switch e.Change {
	case ChangeBirth:
		return r.RecordBirth(Birth{
			Given: e.Given, Middle: e.Middle, Family: e.Family, Sex: e.Sex, On: on, Place: e.Place, Mother: who(e.Mother), Father: who(e.Father),
		})
	case ChangeDeath:
		return r.RecordDeath(who(e.Person), on)
	case ChangeMarriage:
		if len(e.Couple) != 2 {
			return Registration{}, wrong("a marriage needs couple, a list of two people")
		}
		return r.RecordMarriage(who(e.Couple[0]), who(e.Couple[1]), on)
	case ChangeDivorce:
		return r.RecordDivorce(who(e.Person), on)
	case ChangeAdoption:
		return r.RecordAdoption(who(e.Child), who(e.Mother), who(e.Father), on)
	case ChangeCorrection:
		return r.Correct(e.Number, Correction{Given: e.Given, Middle: e.Middle, Family: e.Family, Sex: e.Sex, On: on, Place: e.Place})
	case ChangeCancellation:
		return r.Cancel(e.Number)
	default:
		return Registration{}, wrong("change must be birth, death, marriage, divorce, adoption, correction, cancellation or any")
	}
}

func dateIn(text string) (person.Date, error) {
	if text == "" {
		return person.Date{}, nil
	}
	d, err := person.ParseDate(text)
	if err != nil {
		return d, wrong("the day must be a date (2006-01-02)")
	}
	return d, nil
}

// adminClock is /_sandbox/clock.
func (r *Registry) adminClock(w http.ResponseWriter, req *http.Request) {
	var clock struct {
		Today string `json:"today"`
	}
	if req.Method == http.MethodPost {
		body, ok := readBody(w, req, refuse)
		if !ok {
			return
		}
		if err := json.Unmarshal(body, &clock, json.RejectUnknownMembers(true)); err != nil {
			refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, `the body must be {"today":"2006-01-02"}`)
			return
		}
		date, err := dateIn(clock.Today)
		if err == nil {
			err = r.AdvanceTo(date)
		}
		if err != nil {
			refuseChange(w, err, "")
			return
		}
	}
	clock.Today = r.Today().Text()
	answer(w, http.StatusOK, clock)
}
