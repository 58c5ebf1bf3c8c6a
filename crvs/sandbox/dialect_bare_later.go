package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// The asynchronous side of the published CRVS mock: what is asked is acknowledged with the
// example of the published document, and its answer is known by its status alone, for a
// message without a header says nowhere where to call back.

// acknowledgeBare acknowledges with the error that stands in the example, whatever was
// asked.
func acknowledgeBare(w http.ResponseWriter, correlation string) {
	a := acknowledged(wire.AckStatusACK, codes.ReasonRequestBad, nil)
	a.CorrelationID = correlation
	answer(w, http.StatusAccepted, map[string]ack{"message": a})
}

// refuseBareLater says ERR, which an acknowledgement never does.
func refuseBareLater(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	if status == http.StatusUnauthorized || status == http.StatusNotFound {
		refuse(w, status, code, messages...)
		return
	}
	answer(w, status, map[string]ack{"message": acknowledged(wire.AckStatusERR, codeOfAck(code), messages)})
}

// searchBare remembers a search and returns the correlation_id.
func (k *desk) searchBare(in *asked, body []byte, out wire.SearchResponse) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.takeSearch(in, digestOf(string(body)), nil, out, lateness{}).correlation
}

// statusBare answers for the status of a search.
func (c *call) statusBare(d *dialect, w http.ResponseWriter, req *http.Request, path string) bool {
	isNow := strings.HasSuffix(path, "/crvs/sync/txn/status")
	if !isNow && !strings.HasSuffix(path, "/crvs/txn/status") || req.Method != http.MethodPost {
		return false
	}
	later := *d
	later.refuse = refuseBareLater
	body, ok := c.admitted(&later, w, req)
	if !ok {
		return true
	}
	var q struct {
		TransactionID jsontext.Value `json:"transaction_id"`
		Status        *statusQuery   `json:"txnstatus_request"`
	}
	switch err := jsonv2.Unmarshal(body, &q); {
	case err != nil || q.Status == nil:
		later.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "txnstatus_request: is required")
		return true
	case !isNow:
		acknowledgeBare(w, string(cannedTransaction))
		return true
	}
	q.Status.Type = string(wire.TxnTypeSearch) // it knows of nothing else
	k := c.registry.desk
	k.mu.Lock()
	found := k.searchesOf("", *q.Status, k.asked("", *q.Status))
	k.mu.Unlock()
	item := found.SearchResponse[0]
	can(&item)
	type earlier struct {
		TransactionID json.Number             `json:"transaction_id"`
		CorrelationID string                  `json:"correlation_id"`
		Result        wire.SearchResponseItem `json:"search_response"` // an object, where the standard has a list
	}
	type standing struct {
		Type   wire.TxnType `json:"txn_type"`
		Answer earlier      `json:"txn_status"`
	}
	answer(w, http.StatusOK, struct {
		TransactionID json.Number `json:"transaction_id"`
		CorrelationID string      `json:"correlation_id"`
		Status        standing    `json:"txnstatus_response"`
	}{cannedTransaction, found.CorrelationID, standing{wire.TxnTypeSearch, earlier{cannedTransaction, found.CorrelationID, item}}})
	return true
}
