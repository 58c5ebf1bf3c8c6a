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

// The published CRVS mock (profile.BareCRVS): no envelope, and ids and a
// page number that are always the same. Unlike the mock it looks people up.

func bareCRVS() dialect {
	return dialect{
		name: "bare-crvs", base: "/bare", search: "/crvs/sync/search",
		canned: true,
		answer: (*call).searchBare, refuse: refuseBare, other: (*call).statusBare,
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

// The mock answers with the examples of the published document: transaction_id,
// which its example writes without quotes, reference_id and page_number.
const (
	cannedTransaction = json.Number("123456789")
	cannedReference   = "12345678901234567890"
	cannedPage        = 5
)

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
	if c.isLater {
		later := *d
		later.refuse, d = refuseBareLater, &later
	}
	var q bareQuestion
	if err := jsonv2.Unmarshal(body, &q); err != nil {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "a member has a value that this registry cannot read")
		return
	}
	switch {
	case q.TransactionID.Kind() != '0' || bytes.ContainsAny(q.TransactionID, ".eE-"):
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "transaction_id: must be a whole number")
		return
	case len(q.Questions) == 0 || len(q.Questions) > maxQuestions:
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "search_request: must have one item at least")
		return
	}
	// Of a batch it answers the first question: there is one reference_id.
	in := &asked{Message: message{TransactionID: string(q.TransactionID), Questions: q.Questions[:1:1]}}
	in.Message.Questions[0].Criteria.inStandardWords(sameValue)
	out := c.retold(in, c.registry.searchAnswer(in)).Message
	if c.isLater {
		acknowledgeBare(w, c.registry.desk.searchBare(in, body, out))
		return
	}
	transaction := cannedTransaction
	if out.TransactionID != in.Message.TransactionID {
		transaction = otherTransaction // of a fault
	}
	for i := range out.SearchResponse {
		can(&out.SearchResponse[i])
	}
	answer(w, http.StatusOK, struct {
		TransactionID json.Number               `json:"transaction_id"`
		CorrelationID string                    `json:"correlation_id"`
		Results       []wire.SearchResponseItem `json:"search_response"`
	}{transaction, out.CorrelationID, out.SearchResponse})
}

// can gives an item the ids of the example.
func can(item *wire.SearchResponseItem) {
	item.ReferenceID = cannedReference
	if item.Pagination.PageNumber > 0 { // a rejected item has no page
		item.Pagination.PageNumber = cannedPage
	}
}

// otherTransaction is that of nobody.
const otherTransaction json.Number = "999999999"
