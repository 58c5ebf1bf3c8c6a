package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// askedOfFake is what a fake registry reads of a question.
type askedOfFake struct {
	Header  map[string]any `json:"header"`
	Message struct {
		TransactionID string `json:"transaction_id"`
		SearchRequest []struct {
			ReferenceID string `json:"reference_id"`
			Criteria    struct {
				RegType    string          `json:"reg_type"`
				EventType  string          `json:"reg_event_type"`
				RecordType string          `json:"reg_record_type"`
				QueryType  string          `json:"query_type"`
				Query      json.RawMessage `json:"query"`
			} `json:"search_criteria"`
		} `json:"search_request"`
	} `json:"message"`
}

// fake is a registry that is told apart by its habits alone: it signs nothing and
// publishes no keys.
type fake struct {
	events, types, operators []string
	recordNeeded             bool
	emptyList, echoes        bool
	mark                     string // a member of the answer
	refuse                   func(w http.ResponseWriter)
}

func (f fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, pathEnvelope) {
		http.NotFound(w, r)
		return
	}
	var q askedOfFake
	body, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(body, &q) != nil {
		f.refuse(w)
		return
	}
	var items []string
	for _, one := range q.Message.SearchRequest {
		c := one.Criteria
		operators := f.operators
		if slices.Contains(f.types, "cel") && strings.HasPrefix(string(c.Query), `"`) {
			operators = []string{""}
			c.Query = json.RawMessage(`"operator":""`)
		}
		known := c.QueryType != "predicate" || slices.ContainsFunc(operators, func(op string) bool {
			return strings.Contains(string(c.Query), fmt.Sprintf(`"operator":%q`, op))
		})
		if !known || c.RegType != "ns:org:RegistryType:Civil" || !slices.Contains(f.types, c.QueryType) ||
			f.events != nil && !slices.Contains(f.events, c.EventType) || f.recordNeeded && c.RecordType == "" {
			f.refuse(w)
			return
		}
		items = append(items, fmt.Sprintf(`{"reference_id":%q,"status":"succ","data":{"reg_records":[]}}`, one.ReferenceID))
	}
	if f.emptyList {
		items = nil
	}
	header := map[string]any{"action": "on-search", "status": "succ", "message_id": "own", "sender_id": "registry"}
	if f.echoes {
		header["message_id"], header["sender_id"] = q.Header["message_id"], q.Header["sender_id"]
	}
	text, _ := json.Marshal(header) // of strings
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{%s"header":%s,"message":{"transaction_id":%q,"search_response":[%s]}}`, f.mark, text, q.Message.TransactionID, strings.Join(items, ","))
}

func says(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestProbeTellsRegistriesThatSignNothingByTheirHabits(t *testing.T) {
	t.Parallel()
	types := []string{"idtype-value", "predicate"}
	for _, tt := range []struct {
		name, want string
		fake       fake
	}{
		{"the standard's own", "dci-1.0", fake{
			types: append(types, "expression"), operators: []string{"ge", "eq", "le"}, refuse: says(400, `{"errors":[{"code":"err.request.bad","message":"no"}]}`),
		}},
		{"OpenCRVS that minds the event", "opencrvs-1.9", fake{
			types: append(types, "expression"), operators: []string{"ge", "eq", "le"}, events: []string{"birth", "death"},
			emptyList: true, echoes: true, refuse: says(400, `{"error":{"code":400,"message":"Validation error"}}`),
		}},
		{"OpenCRVS that does not", "opencrvs-1.9", fake{
			types: types, operators: []string{"ge", "eq", "le"},
			emptyList: true, echoes: true, refuse: says(400, `{"error":{"code":400,"message":"Validation error"}}`),
		}},
		{"OpenSPP's mock", "openspp", fake{
			types: types, operators: []string{"gte", "eq"}, mark: `"signature":"unsigned-mock",`,
			refuse: says(200, `{"message":{"ack_status":"ERR","error":{"code":"err.request.bad","message":"no"}}}`),
		}},
		{"OpenSPP by its operators", "openspp", fake{
			types: append(types, "expression"), operators: []string{"gte", "eq"}, refuse: says(422, `{"detail":[]}`),
		}},
		{"OpenSPP that takes CEL", "openspp", fake{types: append(types, "cel"), refuse: says(422, `{"detail":[]}`)}},
		{"OpenG2P that does not look at signatures", "openg2p", fake{
			types: types, operators: []string{"$gte", "$eq"}, recordNeeded: true, mark: `"signature_validation_disabled":true,`,
			echoes: true, refuse: says(200, `{"header":{"status":"rjct","status_reason_code":"rjct.search_criteria.invalid"},"message":{}}`),
		}},
		{"OpenG2P that minds the event", "openg2p", fake{
			types: types, operators: []string{"$gte", "$eq"}, recordNeeded: true, events: []string{"birth"},
			refuse: says(200, `{"header":{"status":"rjct"},"message":{}}`),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, got := script(t, tt.fake.ServeHTTP)
			d, r := probed(t, "-url", url)
			assert.Equal(t, exitFound, d.status, d.stderr)
			assert.Equal(t, tt.want, r.Profile, d.stdout)
			assert.Contains(t, []string{r.QueryTypes["predicate"], r.QueryTypes["predicate (CEL)"]}, answerYes, d.stdout)
			assert.LessOrEqual(t, len(got.seen()), maxRequests)
		})
	}
}
