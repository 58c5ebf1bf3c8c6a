package sandbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// MarshalJSON writes the fault with two members more: id and hits.
func (i InjectedFault) MarshalJSON() ([]byte, error) {
	head, err := json.Marshal(struct {
		ID   string `json:"id"`
		Hits int    `json:"hits"`
	}{i.ID, i.Hits})
	if err != nil {
		return nil, err
	}
	rest, err := i.Fault.MarshalJSON() // never empty: it has a kind
	if err != nil {
		return nil, err
	}
	head[len(head)-1] = ','
	return append(head, rest[1:]...), nil
}

// adminFaults is /_sandbox/faults.
func (r *Registry) adminFaults(w http.ResponseWriter, req *http.Request) {
	switch req.Method {
	case http.MethodPost:
		r.adminInject(w, req)
	case http.MethodDelete:
		r.adminClearQuery(w, req)
	default:
		answer(w, http.StatusOK, r.Faults())
	}
}

func (r *Registry) adminInject(w http.ResponseWriter, req *http.Request) {
	body, ok := readBody(w, req, refuse)
	if !ok {
		return
	}
	var f Fault
	err := f.UnmarshalJSON(body)
	var id string
	if err == nil {
		id, err = r.Inject(f)
	}
	if err != nil {
		text := "the fault cannot be injected"
		if e, ok := errors.AsType[*fault.Error](err); ok {
			text = e.Message
		}
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, text)
		return
	}
	answer(w, http.StatusCreated, InjectedFault{ID: id, Fault: f})
}

// adminClearQuery ends all faults, or the one of ?id=.
func (r *Registry) adminClearQuery(w http.ResponseWriter, req *http.Request) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	ids := query["id"]
	switch {
	case err != nil || len(query) > 1 || len(query) == 1 && len(ids) != 1:
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "the only parameter is id, given once; without it all faults end")
	case len(ids) == 1:
		r.adminClear(w, req, ids[0])
	default:
		answer(w, http.StatusOK, cleared{r.ClearFaults()})
	}
}

func (r *Registry) adminClear(w http.ResponseWriter, _ *http.Request, id string) {
	if !r.ClearFault(id) {
		refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound, "no fault with this id is at work: GET "+adminFaults+" lists them")
		return
	}
	answer(w, http.StatusOK, cleared{1})
}

// cleared says how many faults were ended.
type cleared struct {
	Cleared int `json:"cleared"`
}
