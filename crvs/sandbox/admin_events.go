package sandbox

import (
	"errors"
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
}

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
	var e lifeEvent
	if err := json.Unmarshal(body, &e, json.RejectUnknownMembers(true)); err != nil {
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad,
			"the body must be one JSON object of texts: change, on, given, middle, family, sex, place, person, child, mother, father, registration_number; and couple, a list of two")
		return
	}
	done, err := r.register(e)
	if err != nil {
		refuseChange(w, err)
		return
	}
	record, err := done.Record.Person.MarshalJSON()
	if err != nil {
		refuse(w, http.StatusInternalServerError, codes.ReasonInternal, "it is registered, and the record could not be written")
		return
	}
	answer(w, http.StatusCreated, registered{done, done.On.Text(), record})
}

// refuseChange answers with what is wrong: 404 for what the registry does not have.
func refuseChange(w http.ResponseWriter, err error) {
	e, _ := errors.AsType[*fault.Error](err) // it is one
	if errors.Is(err, fault.ErrNotFound) {
		refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound, e.Message)
		return
	}
	refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, e.Message)
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
		return Registration{}, wrong("change must be birth, death, marriage, divorce, adoption, correction or cancellation")
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
			refuseChange(w, err)
			return
		}
	}
	clock.Today = r.Today().Text()
	answer(w, http.StatusOK, clock)
}
