package sandbox_test

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const searchPath = "/registry/sync/search"

// bundle is a registry and what a test does with it.
type bundle struct {
	registry *sandbox.Registry
	token    string
}

func setup(tb testing.TB, opts ...sandbox.Option) bundle {
	tb.Helper()
	reg, err := sandbox.New(opts...)
	require.NoError(tb, err)
	return bundle{registry: reg}
}

// reply is what came back, read to its end.
type reply struct {
	status int
	header http.Header
	text   string
}

// send sends a request to the handler and holds the answer against our OpenAPI
// document.
func (b bundle) send(tb testing.TB, method, path string, body io.Reader, header ...string) reply {
	tb.Helper()
	req := httptest.NewRequestWithContext(tb.Context(), method, path, body)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	if b.token != "" {
		req.Header.Set("Authorization", "Bearer "+b.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := b.call(tb, req)
	out := reply{status: w.Code, header: w.Header(), text: w.Body.String()}
	checkAnswer(tb, method, path, out)
	return out
}

var document = sync.OnceValues(func() (*openapi3.T, error) {
	return openapi3.NewLoader().LoadFromData(wire.OpenAPI())
})

// checkAnswer holds an answer against the document. Where the document does not
// know the status or the path, an answer is the standard's HTTP error.
func checkAnswer(tb testing.TB, method, path string, resp reply) {
	tb.Helper()
	require.Less(tb, resp.status, 500, resp.text)
	require.Equal(tb, "application/json; charset=utf-8", resp.header.Get("Content-Type"))
	require.Equal(tb, "no-store", resp.header.Get("Cache-Control"))
	if strings.Contains(resp.text, `"txn_type":"search"`) {
		return // reg_records is an object here by the published document alone, which [checked] holds it against
	}
	doc, err := document()
	require.NoError(tb, err)
	schema := doc.Components.Schemas["HTTPErrors"]
	path, _, _ = strings.Cut(path, "?")
	declared := doc.Paths.Find(path)
	var response *openapi3.ResponseRef
	if declared != nil && declared.GetOperation(method) != nil {
		responses := declared.GetOperation(method).Responses
		if response = responses.Status(resp.status); response == nil && (resp.status == http.StatusOK || resp.status == http.StatusAccepted) {
			response = responses.Default()
		}
	}
	switch {
	case response != nil:
		schema = response.Value.Content["application/json"].Schema
	case resp.status == http.StatusOK:
		return // the health page, which the document does not know
	case resp.status == http.StatusAccepted: // in a dialect
		schema = doc.Components.Schemas["Ack"]
	}
	var value any
	require.NoError(tb, json.Unmarshal([]byte(resp.text), &value), resp.text)
	require.NoError(tb, schema.Value.VisitJSON(value, openapi3.EnableFormatValidation(), openapi3.VisitAsResponse()), resp.text)
	if resp.status >= http.StatusBadRequest && response == nil {
		require.Contains(tb, resp.text, `{"errors":[{"code":"err.`)
	}
}

// asking is a message with these questions, its ids never used before.
func asking(questions ...wire.SearchRequestItem) wire.SearchEnvelope {
	at := time.Now().UTC().Truncate(time.Second)
	for i := range questions {
		if questions[i].ReferenceID == "" {
			questions[i].ReferenceID = rand.Text()
		}
		questions[i].Timestamp = at
	}
	return wire.SearchEnvelope{
		Header: wire.MsgHeader{
			Version: "1.0.0", MessageID: rand.Text(), MessageTS: at, Action: wire.ActionSearch,
			SenderID: "mis.test", TotalCount: len(questions),
		},
		Message: wire.SearchRequest{TransactionID: rand.Text(), SearchRequest: questions},
	}
}

func encode(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	require.NoError(tb, err)
	return string(data)
}

// post sends a message and returns the answer to it.
func (b bundle) post(tb testing.TB, message any) wire.SearchResponseEnvelope {
	tb.Helper()
	resp := b.send(tb, http.MethodPost, searchPath, strings.NewReader(encode(tb, message)))
	require.Equal(tb, http.StatusOK, resp.status, resp.text)
	var out wire.SearchResponseEnvelope
	require.NoError(tb, json.Unmarshal([]byte(resp.text), &out))
	return out
}

// ask asks one question and returns its item.
func (b bundle) ask(tb testing.TB, c wire.SearchCriteria) wire.SearchResponseItem {
	tb.Helper()
	in := asking(wire.SearchRequestItem{SearchCriteria: c})
	out := b.post(tb, in)
	require.Equal(tb, wire.RequestStatusSucceeded, out.Header.Status, out.Header.StatusReasonMessage)
	require.Equal(tb, in.Message.TransactionID, out.Message.TransactionID)
	require.Len(tb, out.Message.SearchResponse, 1)
	item := out.Message.SearchResponse[0]
	require.Equal(tb, in.Message.SearchRequest[0].ReferenceID, item.ReferenceID)
	return item
}

// found asks one question and returns the registration numbers of what it finds.
func (b bundle) found(tb testing.TB, c wire.SearchCriteria) []string {
	tb.Helper()
	item := b.ask(tb, c)
	require.Equal(tb, wire.RequestStatusSucceeded, item.Status, item.StatusReasonMessage)
	return numbers(tb, item)
}

func numbers(tb testing.TB, item wire.SearchResponseItem) []string {
	tb.Helper()
	out := []string{}
	for _, r := range records(tb, item) {
		out = append(out, r.RegistrationNumber)
	}
	return out
}

// records reads the records of an answer.
func records(tb testing.TB, item wire.SearchResponseItem) []person.Record {
	tb.Helper()
	var out []person.Record
	for _, raw := range item.Data.RegRecords {
		var r person.Record
		require.NoError(tb, json.Unmarshal(raw, &r.Person))
		var named struct {
			Event codes.VitalEvent `json:"reg_event_type"`
		}
		require.NoError(tb, json.Unmarshal(raw, &named))
		r.Event = named.Event
		if r.Event == "" {
			r.Event = codes.VitalEvent(item.Data.RegEventType)
		}
		for _, id := range r.Person.Identifiers {
			if id.Type.Registers() == r.Event {
				r.RegistrationNumber = id.Value
			}
		}
		require.NotEmpty(tb, r.RegistrationNumber)
		out = append(out, r)
	}
	return out
}

// byID is the question for an identifier.
func byID(tb testing.TB, kind, value, event string) wire.SearchCriteria {
	tb.Helper()
	c := wire.SearchCriteria{
		RegType: string(codes.RegistryTypeCivil), RegRecordType: string(codes.RecordTypePerson), RegEventType: event,
		QueryType: wire.QueryTypeIDTypeValue,
	}
	require.NoError(tb, c.Query.FromIdentifierQuery(wire.IdentifierQuery{Type: kind, Value: value}))
	return c
}

// where is the question for records of which every predicate holds, each written
// "attribute operator value".
func where(tb testing.TB, event string, predicates ...string) wire.SearchCriteria {
	tb.Helper()
	var items []wire.PredicateItem
	for _, p := range predicates {
		items = append(items, wire.PredicateItem{Expression1: predicate(p)})
	}
	return predicateQuery(tb, event, items...)
}

func predicateQuery(tb testing.TB, event string, items ...wire.PredicateItem) wire.SearchCriteria {
	tb.Helper()
	c := wire.SearchCriteria{RegEventType: event, QueryType: wire.QueryTypePredicate}
	if items == nil {
		items = []wire.PredicateItem{}
	}
	require.NoError(tb, c.Query.FromPredicateQuery(items))
	return c
}

func predicate(text string) wire.Predicate {
	parts := strings.SplitN(text, " ", 3)
	return wire.Predicate{AttributeName: parts[0], Operator: wire.Operator(parts[1]), AttributeValue: parts[2]}
}
