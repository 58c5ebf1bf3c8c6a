package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// The published CRVS mock (dialects.md, bare-crvs): no envelope.

func bareCRVS() dialect {
	return dialect{
		name: "bare-crvs", base: "/bare", search: "/crvs/sync/search",
		answer: (*call).searchBare, refuse: refuseBare,
	}
}

// refuseBare acknowledges, with an error.
func refuseBare(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	if status == http.StatusUnauthorized || status == http.StatusNotFound {
		refuse(w, status, code, messages...)
		return
	}
	answer(w, http.StatusOK, acknowledged(wire.AckStatusACK, code, messages))
}

// bareQuestion is a message that is the body.
type bareQuestion struct {
	TransactionID jsontext.Value `json:"transaction_id"`
	Questions     []question     `json:"search_request"`
}

func (c *call) searchBare(d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	var q bareQuestion
	if err := jsonv2.Unmarshal(body, &q); err != nil {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "a member has a value that this registry cannot read")
		return
	}
	var transaction json.Number
	switch {
	case q.TransactionID.Kind() != '0' || bytes.ContainsAny(q.TransactionID, ".eE-"):
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "transaction_id: must be a whole number")
		return
	case len(q.Questions) == 0 || len(q.Questions) > maxQuestions:
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "search_request: must have one item at least")
		return
	}
	transaction = json.Number(q.TransactionID)
	in := &asked{Message: message{TransactionID: transaction.String(), Questions: q.Questions}}
	for i := range in.Message.Questions {
		in.Message.Questions[i].Criteria.inStandardWords(sameValue)
	}
	out := c.retold(in, c.registry.searchAnswer(in)).Message
	if out.TransactionID != in.Message.TransactionID {
		transaction = otherTransaction // of a fault
	}
	answer(w, http.StatusOK, struct {
		TransactionID json.Number               `json:"transaction_id"`
		CorrelationID string                    `json:"correlation_id"`
		Results       []wire.SearchResponseItem `json:"search_response"`
	}{transaction, out.CorrelationID, out.SearchResponse})
}

// otherTransaction is that of nobody.
const otherTransaction json.Number = "999999999"
