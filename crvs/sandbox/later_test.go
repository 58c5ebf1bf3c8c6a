package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

const laterPath = "/registry/search"

// searching is a message that asks asynchronously; cases replace parts of it.
const searching = `{"header":{"version":"1.0.0","message_id":"m-1","message_ts":"2026-11-23T08:00:00Z","action":"search","sender_id":"mis.test","sender_uri":"` + callbackURL + `","total_count":1},` +
	`"message":{"transaction_id":"t-1","search_request":[{"reference_id":"r-1","timestamp":"2026-11-23T08:00:00Z","locale":"eng","search_criteria":` +
	`{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"live_birth","reg_record_type":"spdci-extensions-dci:Person","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}}}]}}`

const askingSearchStatus = `{"header":{"version":"1.0.0","message_id":"m-3","message_ts":"2026-11-23T08:00:00Z","action":"txn-status","sender_id":"mis.test","sender_uri":"` + callbackURL + `","total_count":1},` +
	`"message":{"transaction_id":"t-3","txnstatus_request":{"reference_id":"r-3","txn_type":"search","attribute_type":"transaction_id","attribute_value":"t-1","locale":"eng"}}}`

func itemsOf(t *testing.T, content map[string]any) []any {
	t.Helper()
	items, ok := content["search_response"].([]any)
	require.True(t, ok, "%v", content)
	return items
}

func TestTheAnswerToAnAsynchronousSearchIsCalledBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		content := s.calledBack(t, laterPath, searching, "on-search")
		assert.Equal(t, "t-1", content["transaction_id"])
		item := itemsOf(t, content)[0].(map[string]any)
		assert.Equal(t, []any{"r-1", "succ"}, []any{item["reference_id"], item["status"]})
		assert.Len(t, item["data"].(map[string]any)["reg_records"], 1)
		got := s.messages("on-search")[0]
		assert.Equal(t, callbackURL, got.url, "verbatim")
		assert.Equal(t, "application/json", got.contentType)
		assert.True(t, got.closes, "no connection is kept")
		assert.Equal(t, []any{"succ", 1}, []any{got.header.Status, *got.header.Total})
		assert.NotEmpty(t, got.header.MessageID)
	})
}

// Business faults are never ERR: they are acknowledged and rejected in the answer.
func TestABusinessFaultOfAnAsynchronousSearchIsAcknowledgedAndRejectedInTheCallback(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change []string
		reason string // of the item; "" for a rejection as a whole
	}{
		"an unknown type of identifier": {[]string{`"type":"BRN"`, `"type":"SHOE_SIZE"`}, "rjct.search_criteria.invalid"},
		"an unknown register":           {[]string{`live_birth`, `graduation`}, "rjct.search_criteria.invalid"},
		"a version that is not spoken":  {[]string{`"version":"1.0.0"`, `"version":"7.0.0"`}, ""},
		"a count that does not fit":     {[]string{`"total_count":1`, `"total_count":2`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				content := s.calledBack(t, laterPath, changed(t, searching, tt.change...), "on-search")
				items := itemsOf(t, content)
				status := s.statusOfSearch(t, askingSearchStatus)
				require.Len(t, itemsOf(t, status), 1)
				assert.Equal(t, "rjct", itemsOf(t, status)[0].(map[string]any)["status"], "the status says so, too")
				if tt.reason == "" {
					assert.Equal(t, "rjct", s.messages("on-search")[0].header.Status)
					assert.Empty(t, items, "and it still carries a message")
					return
				}
				item := items[0].(map[string]any)
				assert.Equal(t, []any{"rjct", tt.reason}, []any{item["status"], item["status_reason_code"]})
			})
		})
	}
}

// statusOfSearch asks for a status at once and returns txn_status.
func (s *subscriber) statusOfSearch(t *testing.T, body string) map[string]any {
	t.Helper()
	resp := s.send(t, http.MethodPost, "/registry/sync/txn/status", strings.NewReader(body))
	require.Equal(t, http.StatusOK, resp.status, resp.text)
	var out struct {
		Header  map[string]any `json:"header"`
		Message struct {
			Status struct {
				Type   string         `json:"txn_type"`
				Answer map[string]any `json:"txn_status"`
			} `json:"txnstatus_response"`
		} `json:"message"`
	}
	require.NoError(t, json.Unmarshal([]byte(resp.text), &out))
	assert.Equal(t, []any{"txn-on-status", "search"}, []any{out.Header["action"], out.Message.Status.Type})
	return out.Message.Status.Answer
}

func TestWhatIsWrongWithAnAsynchronousSearchIsRefusedBeforeItIsAcknowledged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][]string{
		"no message":                    {`"message":`, `"massage":`},
		"a timestamp that is none":      {`"message_ts":"2026-11-23T08:00:00Z"`, `"message_ts":"yesterday"`},
		"a timestamp without a zone":    {`"timestamp":"2026-11-23T08:00:00Z"`, `"timestamp":"2026-11-23T08:00:00"`},
		"a locale of two letters":       {`"locale":"eng"`, `"locale":"en"`},
		"a locale of capitals":          {`"locale":"eng"`, `"locale":"ENG"`},
		"an id of 100 characters":       {`"t-1"`, `"` + strings.Repeat("t", 100) + `"`},
		"a page of no records":          {`"query_type"`, `"pagination":{"page_size":0,"page_number":1},"query_type"`},
		"page 0":                        {`"query_type"`, `"pagination":{"page_size":5,"page_number":0},"query_type"`},
		"page 0 beside the criteria":    {`"search_criteria":`, `"pagination":{"page_size":5,"page_number":0},"search_criteria":`},
		"a signature that is a literal": {`{"header"`, `{"signature":"invalid-signature","header"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				resp := s.send(t, http.MethodPost, laterPath, strings.NewReader(changed(t, searching, change...)))
				want := http.StatusBadRequest
				if strings.Contains(name, "signature") {
					want = http.StatusUnauthorized
				}
				assert.Equal(t, want, resp.status)
				assert.Contains(t, resp.text, `"ack_status":"ERR"`)
				<-later(t)
				assert.Empty(t, s.messages(""))
			})
		})
	}
}

func TestWhatAClientMayLeaveOutOfAnAsynchronousSearchIsAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][]string{
		"an id of 99 characters":          {`"t-1"`, `"` + strings.Repeat("t", 99) + `"`},
		"any receiver_id":                 {`"total_count"`, `"receiver_id":"whoever","total_count"`},
		"no reg_type":                     {`"reg_type":"ns:org:RegistryType:Civil",`, ``},
		"no event":                        {`"reg_event_type":"live_birth",`, ``},
		"the event REGISTER":              {`live_birth`, `REGISTER`},
		"the event BIRTH":                 {`live_birth`, `BIRTH`},
		"no record type":                  {`"reg_record_type":"spdci-extensions-dci:Person",`, ``},
		"no version":                      {`"version":"1.0.0",`, ``},
		"a good page beside":              {`"search_criteria":`, `"pagination":{"page_size":5,"page_number":1},"search_criteria":`},
		"any event":                       {`live_birth`, `any`},
		"an identifier that is a number":  {`"B90MAY123"`, `90`},
		"an identifier that is a boolean": {`"B90MAY123"`, `true`},
		"an identifier that is an object": {`"B90MAY123"`, `{"x":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				content := s.calledBack(t, laterPath, changed(t, searching, change...), "on-search")
				assert.Equal(t, "succ", itemsOf(t, content)[0].(map[string]any)["status"])
			})
		})
	}
}

func TestAnAsynchronousSearchWithoutAnAddressIsAcknowledgedAndKnownByItsStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		s.acknowledged(t, laterPath, changed(t, searching, `"sender_uri":"`+callbackURL+`",`, ``))
		<-later(t)
		assert.Empty(t, s.messages(""))
		item := itemsOf(t, s.statusOfSearch(t, askingSearchStatus))[0].(map[string]any)
		assert.Equal(t, []any{"r-1", "succ"}, []any{item["reference_id"], item["status"]})
	})
}

func TestTheSameSearchAgainIsAcknowledgedAsBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		first := s.acknowledged(t, laterPath, searching)
		assert.Equal(t, first, s.acknowledged(t, laterPath, searching))
	})
}

func TestTheStatusOfASearchByEveryAttribute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		correlation := s.acknowledged(t, laterPath, searching)
		for name, tt := range map[string]struct {
			change []string
			knows  bool
		}{
			"transaction_id":           {nil, true},
			"correlation_id":           {[]string{"transaction_id\",\"attribute_value\":\"t-1", "correlation_id\",\"attribute_value\":\"" + correlation}, true},
			"reference_id_list":        {[]string{`transaction_id","attribute_value":"t-1"`, `reference_id_list","attribute_value":["r-1"]`}, true},
			"another transaction":      {[]string{`"t-1"`, `"t-9"`}, false},
			"another reference":        {[]string{`transaction_id","attribute_value":"t-1"`, `reference_id_list","attribute_value":["r-9"]`}, false},
			"subscription_code_list":   {[]string{`transaction_id","attribute_value":"t-1"`, `subscription_code_list","attribute_value":["r-1"]`}, false},
			"a sender who did not ask": {[]string{`mis.test`, `other.test`}, false},
		} {
			item := itemsOf(t, s.statusOfSearch(t, changed(t, askingSearchStatus, tt.change...)))[0].(map[string]any)
			if tt.knows {
				assert.Equal(t, []any{"r-1", "succ"}, []any{item["reference_id"], item["status"]}, name)
			} else {
				assert.Equal(t, []any{"rjct", "rjct.reference_id.invalid"}, []any{item["status"], item["status_reason_code"]}, name)
			}
		}
		content := s.calledBack(t, "/registry/txn/status", askingSearchStatus, "txn-on-status")
		answer := content["txnstatus_response"].(map[string]any)
		assert.Equal(t, "search", answer["txn_type"])
		assert.Equal(t, "t-1", answer["txn_status"].(map[string]any)["transaction_id"])
	})
}

func TestEveryFaultOfACallback(t *testing.T) {
	t.Parallel()
	births := changed(t, searching, `"query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`,
		`"query_type":"predicate","query":[{"seq_num":1,"expression1":{"attribute_name":"birth_date","operator":"ge","attribute_value":"1900-01-01"}}]`)
	for kind, messages := range map[sandbox.FaultKind]int{
		sandbox.FaultAsyncSplit: 3, sandbox.FaultAsyncLost: 0, sandbox.FaultAsyncNever: 0, sandbox.FaultAsyncEarly: 1, sandbox.FaultAsyncOtherTransaction: 1,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				s.inject(t, sandbox.Fault{Kind: kind, Calls: 1})
				s.acknowledged(t, laterPath, births)
				early := len(s.messages(""))
				assert.Equal(t, kind == sandbox.FaultAsyncEarly, early > 0, "before the acknowledgement")
				<-later(t)
				assert.Empty(t, s.registry.Faults(), "it struck")
				got, status := s.messages(""), s.statusOfSearch(t, askingSearchStatus)
				require.Len(t, got, messages)
				assert.Equal(t, "t-1", status["transaction_id"])
				state := map[bool]string{true: "pdng", false: "succ"}[kind == sandbox.FaultAsyncNever]
				assert.Equal(t, state, itemsOf(t, status)[0].(map[string]any)["status"])
				assert.Equal(t, kind == sandbox.FaultAsyncLost, s.registry.Deliveries().GivenUp == 1)
				numbers, came, total := "", 0, 0.0
				for _, m := range got {
					assert.Equal(t, kind == sandbox.FaultAsyncOtherTransaction, m.content["transaction_id"] != "t-1")
					item := itemsOf(t, m.content)[0].(map[string]any)
					page := item["pagination"].(map[string]any)
					numbers += fmt.Sprint(page["page_number"])
					came += len(item["data"].(map[string]any)["reg_records"].([]any))
					total = page["total_count"].(float64)
				}
				assert.InDelta(t, total, came, 0)
				if kind == sandbox.FaultAsyncSplit {
					assert.Equal(t, "321", numbers, "the last page first")
				}
			})
		})
	}
}

// The captured exchanges of the asynchronous search of OpenCRVS.
func TestOpenCRVSCallsBackAsItWasCaptured(t *testing.T) {
	t.Parallel()
	for name, c := range captures(t) {
		if !strings.Contains(name, "async-") || strings.Contains(name, "expired") || strings.Contains(name, "encrypted") {
			continue // those hang on keys
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t, sandbox.WithToken("a-token"))
				got := replay(t, s.registry, c)
				require.Equal(t, c.Response.Status, got.Code, got.Body.String())
				var want, have any
				require.NoError(t, json.Unmarshal(c.Response.Body, &want))
				require.NoError(t, json.Unmarshal(got.Body.Bytes(), &have))
				if got.Code == http.StatusAccepted {
					assert.Empty(t, differences("", want, have))
				} else {
					assert.Equal(t, want, have)
				}
				<-later(t)
				calls := s.messages("")
				require.Len(t, calls, len(c.Callbacks))
				for i, call := range c.Callbacks {
					assert.Equal(t, "text/plain;charset=UTF-8", calls[i].contentType)
					var want, have any
					require.NoError(t, json.Unmarshal([]byte(ours().Replace(string(call.Body))), &want))
					require.NoError(t, json.Unmarshal([]byte(calls[i].body), &have))
					assert.Empty(t, differences("", want, have))
					assert.Equal(t, 0, strings.Count(strings.ToLower(calls[i].authorization), "bearer"))
				}
			})
		})
	}
}

func TestOpenCRVSCallsBackOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		s.answer(func(int) int { return http.StatusInternalServerError })
		body := changed(t, searching, `"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"live_birth",`, `"reg_type":"ocrvs:registry_type:birth",`)
		resp := s.send(t, http.MethodPost, "/opencrvs"+laterPath, strings.NewReader(body))
		require.Equal(t, http.StatusAccepted, resp.status, resp.text)
		<-later(t)
		<-later(t)
		assert.Len(t, s.messages(""), 1)
		assert.Equal(t, int64(1), s.registry.Deliveries().GivenUp)
		// What fails is acknowledged, and never called back.
		bad := changed(t, body, `"query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`,
			`"query_type":"predicate","query":[{"seq_num":1,"expression1":{"attribute_name":"birthdate","operator":"ge","attribute_value":"never"}}]`)
		resp = s.send(t, http.MethodPost, "/opencrvs"+laterPath, strings.NewReader(bad))
		assert.Equal(t, http.StatusAccepted, resp.status, resp.text)
		<-later(t)
		assert.Len(t, s.messages(""), 1)
	})
}

func TestTheBareMockAcknowledgesWithAnErrorAndAnswersByItsStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		_, message, _ := strings.Cut(searching, `"message":`)
		bare := strings.Replace(strings.TrimSuffix(message, "}"), `"t-1"`, `4711`, 1)
		post := func(path, body string) map[string]any {
			resp := s.raw(t, http.MethodPost, path, body)
			var out map[string]any
			require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &out), resp.Body)
			out["http"] = strconv.Itoa(resp.Code)
			return out
		}
		ack := post("/bare/crvs/search", bare)
		assert.Equal(t, "202", ack["http"])
		said := ack["message"].(map[string]any)
		assert.Equal(t, "ACK", said["ack_status"])
		assert.NotEmpty(t, said["error"].(map[string]any)["code"])
		status := post("/bare/crvs/sync/txn/status", `{"transaction_id":1,"txnstatus_request":{"reference_id":"r-3","txn_type":"search","attribute_type":"transaction_id","attribute_value":"4711"}}`)
		assert.Equal(t, "200", status["http"])
		answer := status["txnstatus_response"].(map[string]any)["txn_status"].(map[string]any)
		assert.InDelta(t, 123456789, answer["transaction_id"], 0)
		item := answer["search_response"].(map[string]any) // an object
		assert.Equal(t, []any{"12345678901234567890", "succ"}, []any{item["reference_id"], item["status"]})
		assert.Equal(t, "ERR", post("/bare/crvs/search", `{}`)["message"].(map[string]any)["ack_status"])
		assert.Equal(t, "ACK", post("/bare/crvs/txn/status", `{"transaction_id":1,"txnstatus_request":{}}`)["message"].(map[string]any)["ack_status"])
		<-later(t)
		assert.Empty(t, s.messages(""), "it does not know where")
	})
}
