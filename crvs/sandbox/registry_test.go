package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// synchronous and acknowledging are the operations of the standard by the form in
// which they say no. This registry offers the first.
var (
	synchronous   = map[string]string{searchPath: "on-search", "/registry/sync/txn/status": "txn-on-status"}
	acknowledging = []string{
		"/registry/search", "/registry/subscribe", "/registry/unsubscribe", "/registry/txn/status",
		"/registry/on-search", "/registry/on-subscribe", "/registry/on-unsubscribe", "/registry/txn/on-status", "/registry/notify",
	}
)

func everyOperation() []string {
	out := append([]string{}, acknowledging...)
	for path := range synchronous {
		out = append(out, path)
	}
	return out
}

// refusedBody is every form of a refusal at once.
type refusedBody struct {
	Errors []struct{ Code, Message string } `json:"errors"`
	Error  *struct{ Code, Message string }  `json:"error"`
	Header map[string]any                   `json:"header"`
	// Message is raw, to tell what is not there from what is empty.
	Message *struct {
		AckStatus     string                         `json:"ack_status"`
		Timestamp     string                         `json:"timestamp"`
		CorrelationID string                         `json:"correlation_id"`
		Error         struct{ Code, Message string } `json:"error"`
	} `json:"message"`
}

func (b bundle) refusedAt(t *testing.T, path, body string, header ...string) (int, refusedBody) {
	t.Helper()
	resp := b.send(t, http.MethodPost, path, strings.NewReader(body), header...)
	var out refusedBody
	require.NoError(t, json.Unmarshal([]byte(resp.text), &out), resp.text)
	require.NotEmpty(t, out.Errors, resp.text)
	return resp.status, out
}

func TestATokenIsCheckedBeforeAnythingElseAtEveryOperation(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"))
	for _, path := range everyOperation() {
		for _, header := range []string{"", "Bearer wrong", "Basic secret", "secret"} {
			given := []string{"Content-Type", "text/plain"} // and no JSON either
			if header != "" {
				given = append(given, "Authorization", header)
			}
			status, body := b.refusedAt(t, path, "not JSON", given...)
			assert.Equal(t, http.StatusUnauthorized, status, path)
			want := "err.request.unauthorized"
			if header == "" {
				want = "err.auth.missing_header"
			}
			assert.Equal(t, want, body.Errors[0].Code)
		}
	}
}

func TestATokenIsCheckedBeforeAnythingElseInTheDialectsOfTheStandard(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"))
	for _, base := range []string{"/openspp", "/openg2p"} {
		for _, path := range everyOperation() {
			assert.Equal(t, http.StatusUnauthorized, b.put(t, base+path, []byte("not JSON")).Code, base+path)
		}
	}
}

func TestABodyOfAnotherTypeIs415AtEveryOperation(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"))
	b.token = "secret"
	for _, path := range everyOperation() {
		for _, media := range []string{"", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json-patch+json", "json"} {
			status, _ := b.refusedAt(t, path, "not JSON", "Content-Type", media)
			assert.Equal(t, http.StatusUnsupportedMediaType, status, "%s as %q", path, media)
		}
		for _, media := range []string{"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8", "application/json; charset"} {
			status, _ := b.refusedAt(t, path, "not JSON", "Content-Type", media)
			assert.Equal(t, http.StatusBadRequest, status, "%s as %q", path, media)
		}
	}
}

func TestWhatIsNoMessageIs400AtEveryOperation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, path := range everyOperation() {
		for _, body := range []string{"", "not JSON", "[]", "null", `"text"`, `{}`, `{"header":{}}`, `{"message":{}}`, `{"header":{},"header":{},"message":{}}`} {
			status, out := b.refusedAt(t, path, body)
			assert.Equal(t, http.StatusBadRequest, status, "%s: %s", path, body)
			assert.Equal(t, "err.request.bad", out.Errors[0].Code)
		}
	}
}

func TestASynchronousOperationSaysNoInItsOwnForm(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithRegistryID("civil.example"))
	for path, action := range synchronous {
		status, out := b.refusedAt(t, path, `{}`)
		assert.Equal(t, http.StatusBadRequest, status)
		assert.Nil(t, out.Message, "an answer of which nothing was read has no message")
		require.NotNil(t, out.Error)
		assert.Equal(t, out.Errors[0], *out.Error)
		assert.Equal(t, action, out.Header["action"])
		assert.Equal(t, "rjct", out.Header["status"])
		assert.Equal(t, "1.0.0", out.Header["version"])
		assert.Equal(t, "civil.example", out.Header["sender_id"])
		assert.Equal(t, "header: is required; message: is required", out.Header["status_reason_message"])
		assert.InDelta(t, 0, out.Header["total_count"], 0)
		assert.InDelta(t, 0, out.Header["completed_count"], 0)
		assert.NotEmpty(t, out.Header["message_id"])
		assert.Regexp(t, `Z$`, out.Header["message_ts"])
		assert.NotContains(t, out.Header, "status_reason_code", "none of the eight fits")
	}
}

func TestAnOperationThatAcknowledgesSaysNoWithERR(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"))
	for _, path := range acknowledging {
		for _, tt := range []struct {
			token, body string
			status      int
			errors, ack string
		}{
			// An acknowledgement has no code for a header that is missing.
			{"", `{}`, http.StatusUnauthorized, "err.auth.missing_header", "err.request.unauthorized"},
			{"secret", `{}`, http.StatusBadRequest, "err.request.bad", "err.request.bad"},
		} {
			asker := bundle{registry: b.registry, token: tt.token}
			status, out := asker.refusedAt(t, path, tt.body)
			assert.Equal(t, tt.status, status, path)
			assert.Equal(t, tt.errors, out.Errors[0].Code)
			assert.Nil(t, out.Error)
			assert.Nil(t, out.Header)
			require.NotNil(t, out.Message)
			assert.Equal(t, "ERR", out.Message.AckStatus)
			assert.Equal(t, tt.ack, out.Message.Error.Code)
			assert.Regexp(t, `(Z|[+-]\d\d:\d\d)$`, out.Message.Timestamp)
			assert.NotEmpty(t, out.Message.CorrelationID)
			assert.LessOrEqual(t, len(out.Message.CorrelationID), 99)
		}
	}
}

func TestALongListOfErrorsKeepsTheLengthOfAText(t *testing.T) {
	t.Parallel()
	items := strings.Repeat(`{"reference_id":1,"timestamp":2,"search_criteria":3,"locale":"é"},`, 50) + `{}`
	_, out := setup(t).refusedAt(t, searchPath, `{"header":{},"message":{"transaction_id":"`+strings.Repeat("é", 100)+`","search_request":[`+items+`]}}`)
	text, _ := out.Header["status_reason_message"].(string)
	assert.LessOrEqual(t, len([]rune(text)), 999)
	assert.NotEmpty(t, text)
}

func TestWhatIsRefusedBeforeAnyAnswer(t *testing.T) {
	t.Parallel()
	const item, page = "message.search_request[0].", `"pagination":{"page_size":10}}`
	beside := func(p string) string { return page + `,"pagination":` + p }
	const ts, itemTS = `"message_ts":"2026-11-23T08:00:00Z"`, `"timestamp":"2026-11-23T08:00:00Z"`
	for _, tt := range []struct{ name, old, replacement, want string }{
		{"a message time that is none", ts, `"message_ts":"yesterday"`, "header.message_ts: must be a date-time with a zone"},
		{"a message time without a zone", ts, `"message_ts":"2026-11-23T08:00:00"`, "header.message_ts: must be a date-time with a zone"},
		{"a message time on a day that is not there", ts, `"message_ts":"2026-02-30T08:00:00Z"`, "header.message_ts: must be a date-time with a zone"},
		{"a message time in an hour that is not there", ts, `"message_ts":"2026-11-23T25:00:00Z"`, "header.message_ts: must be a date-time with a zone"},
		{"a message time that is a day", ts, `"message_ts":"2026-11-23"`, "header.message_ts: must be a date-time with a zone"},
		{"a message time that is empty", ts, `"message_ts":""`, "header.message_ts: must be a date-time with a zone"},
		{"a message time that is a number", ts, `"message_ts":1`, "header.message_ts: must be of type string"},
		{"an item's time without a zone", itemTS, `"timestamp":"2026-11-23T08:00:00.123"`, item + "timestamp: must be a date-time with a zone"},
		{"an item's time with a name for a zone", itemTS, `"timestamp":"2026-11-23T08:00:00 IST"`, item + "timestamp: must be a date-time with a zone"},
		{"a consent's time without a zone", page, page[:len(page)-1] + `,"consent":{"ts":"2026-11-23T08:00:00"}}`, item + "search_criteria.consent.ts: must be a date-time with a zone"},
		{"a consent's time beside the criteria", page, page + `,"consent":{"ts":"x"}`, item + "consent.ts: must be a date-time with a zone"},
		{"a locale of two letters", `"eng"`, `"en"`, item + "locale: must match ^[a-z]{3}$"},
		{"a locale in capitals", `"eng"`, `"ENG"`, item + "locale: must match ^[a-z]{3}$"},
		{"a locale with a country", `"eng"`, `"eng-IN"`, item + "locale: must match ^[a-z]{3}$"},
		{"an empty locale", `"eng"`, `""`, item + "locale: must match ^[a-z]{3}$"},
		{"a transaction_id of 100 characters", `"t-1"`, `"` + strings.Repeat("é", 100) + `"`, "message.transaction_id: must have at most 99 characters"},
		{"a page of no records", `"page_size":10`, `"page_size":0`, item + "search_criteria.pagination.page_size: must be at least 1"},
		{"a page of fewer than no records", `"page_size":10`, `"page_size":-1`, item + "search_criteria.pagination.page_size: must be at least 1"},
		{"page 0", `"page_size":10`, `"page_size":10,"page_number":0`, item + "search_criteria.pagination.page_number: must be at least 1"},
		{"a page before the first", `"page_size":10`, `"page_size":10,"page_number":-7`, item + "search_criteria.pagination.page_number: must be at least 1"},
		{"a page of no records beside the criteria", page, beside(`{"page_size":0}`), item + "pagination.page_size: must be at least 1"},
		{"page 0 beside the criteria", page, beside(`{"page_size":5,"page_number":0}`), item + "pagination.page_number: must be at least 1"},
		{"a page before the first beside the criteria", page, beside(`{"page_size":5,"page_number":-1}`), item + "pagination.page_number: must be at least 1"},
		{"half a page beside the criteria", page, beside(`{"page_size":0.5}`), item + "pagination.page_size: must be of type integer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body := goodWith(t, tt.old, tt.replacement)
			code, messages := setup(t).refusal(t, http.StatusBadRequest, body)
			assert.Equal(t, "err.request.bad", code)
			assert.Contains(t, messages, tt.want)
		})
	}
}

func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	const found, none = `"B90MAY123"`, `"reg_records":[]`
	const query, page = `"query":{"type":"BRN","value":"B90MAY123"}`, `,"pagination":{"page_size":10}}`
	event := `"reg_event_type":"birth",`
	for _, tt := range []struct{ name, old, replacement, want string }{
		{"a transaction_id of 99 characters", `"t-1"`, `"` + strings.Repeat("é", 99) + `"`, found},
		{"any receiver_id", `"sender_id":"mis.test"`, `"sender_id":"mis.test","receiver_id":"somebody else"`, found},
		{"an empty receiver_id", `"sender_id":"mis.test"`, `"sender_id":"mis.test","receiver_id":""`, found},
		{"a sender_uri, which a synchronous answer does not need", `"sender_id":"mis.test"`, `"sender_id":"mis.test","sender_uri":"https://mis.test/dci"`, found},
		{"no version", `"version":"1.0.0",`, ``, found},
		{"no reg_event_type", event, ``, found},
		{"no pagination", page, `}`, found},
		{"no locale", `"locale":"eng",`, ``, found},
		{"a record type and a register", event, event + `"reg_type":"ns:org:RegistryType:Civil","reg_record_type":"spdci-extensions-dci:Person",`, found},
		{"the event BIRTH", `"birth"`, `"BIRTH"`, found},
		{"the event Live_Birth", `"birth"`, `"Live_Birth"`, found},
		{"the event by its number", `"birth"`, `"1"`, found},
		{"the event REGISTER", `"birth"`, `"REGISTER"`, found},
		{"the event register", `"birth"`, `"register"`, found},
		{"the event any", `"birth"`, `"any"`, found},
		{"an empty event", `"birth"`, `""`, found},
		{"a time with another zone", `"2026-11-23T08:00:00Z","action"`, `"2026-11-23T13:30:00.25+05:30","action"`, found},
		{"an identifier that is a number is no record's", query, `"query":{"type":"BRN","value":123}`, none},
		{"an identifier that is a fraction is no record's", query, `"query":{"type":"BRN","value":1.5}`, none},
		{"an identifier that is a boolean is no record's", query, `"query":{"type":"BRN","value":true}`, none},
		{"an identifier that is an object is no record's", query, `"query":{"type":"BRN","value":{"number":"B90MAY123"}}`, none},
		{"a number that is somebody's as a text is no record's", query, `"query":{"type":"NATIONAL_ID","value":123456789}`, none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resp := setup(t).send(t, http.MethodPost, searchPath, strings.NewReader(goodWith(t, tt.old, tt.replacement)))
			assert.Equal(t, http.StatusOK, resp.status, resp.text)
			assert.Contains(t, resp.text, tt.want)
			assert.NotContains(t, resp.text, `"rjct`)
		})
	}
}

func TestAPageBesideTheCriteriaIsTaken(t *testing.T) {
	t.Parallel()
	const all = `"query_type":"predicate","query":[{"expression1":{"attribute_name":"birth_date","operator":"ge","attribute_value":"2017-01-01"}}]`
	const old = `"query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"},"pagination":{"page_size":10}}`
	for _, tt := range []struct{ name, criteria, want string }{
		{"alone", `{` + all + `},"pagination":{"page_size":2,"page_number":3}`, `"pagination":{"page_number":3,"page_size":2,`},
		{"the page in the criteria goes first", `{` + all + `,"pagination":{"page_size":4}},"pagination":{"page_size":2}`, `"pagination":{"page_number":1,"page_size":4,`},
		{"what is no object is a member that nobody knows", `{` + all + `,"pagination":{"page_size":4}},"pagination":"first"`, `"pagination":{"page_number":1,"page_size":4,`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body := goodWith(t, `{"reg_event_type":"birth",`+old, tt.criteria)
			resp := setup(t).send(t, http.MethodPost, searchPath, strings.NewReader(body))
			assert.Equal(t, http.StatusOK, resp.status, resp.text)
			assert.Contains(t, resp.text, tt.want)
		})
	}
}

// What is wrong with the question is no fault of the message.
func TestABusinessFaultIsRejectedInItsItem(t *testing.T) {
	t.Parallel()
	predicate := func(attribute, value string) string {
		return fmt.Sprintf(`"query_type":"predicate","query":[{"expression1":{"attribute_name":%q,"operator":"eq","attribute_value":%s}}]`, attribute, value)
	}
	for name, query := range map[string]string{
		"an unknown type of identifier":          `"query_type":"idtype-value","query":{"type":"SHOE_SIZE","value":"42"}`,
		"an unknown type with a number":          `"query_type":"idtype-value","query":{"type":"SHOE_SIZE","value":42}`,
		"an unknown attribute":                   predicate("shoe_size", `"42"`),
		"an unknown attribute with a number":     predicate("age", `65`),
		"a known attribute with a number":        predicate("birth_date", `1990`),
		"a known attribute with a boolean":       predicate("sex", `true`),
		"a known attribute with an object":       predicate("surname", `{"is":"Kumar"}`),
		"an event that is in no directory":       `"reg_event_type":"graduation","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`,
		"an event of which there is no register": `"reg_event_type":"adoption","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := goodWith(t, `"reg_event_type":"birth","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`, query)
			resp := setup(t).send(t, http.MethodPost, searchPath, strings.NewReader(body))
			assert.Equal(t, http.StatusOK, resp.status, resp.text)
			assert.Contains(t, resp.text, `"status":"rjct","status_reason_code":"rjct.search_criteria.invalid"`)
			assert.Contains(t, resp.text, `"header":{"action":"on-search"`)
			assert.NotContains(t, resp.text, `"ERR"`)
		})
	}
}

func TestASearchThatIsRejectedAsAWholeCarriesItsMessage(t *testing.T) {
	t.Parallel()
	resp := setup(t).send(t, http.MethodPost, searchPath, strings.NewReader(goodWith(t, `"total_count":1`, `"total_count":7`)))
	assert.Equal(t, http.StatusOK, resp.status)
	assert.Contains(t, resp.text, `"status":"rjct","status_reason_code":"rjct.total_count.invalid"`)
	assert.Contains(t, resp.text, `"search_response":[],"transaction_id":"t-1"`)
}

func TestASignatureThatCannotBeVerifiedIs401InEveryModeThatLooks(t *testing.T) {
	t.Parallel()
	signed := func(t *testing.T, signature string) string {
		t.Helper()
		return goodWith(t, `{"header"`, `{"signature":"`+signature+`","header"`)
	}
	for _, mode := range []sandbox.Signatures{sandbox.SignaturesOptional, sandbox.SignaturesRequired} {
		b := setup(t, sandbox.WithSignatures(mode), sandbox.WithStandIns("unsigned-stub"))
		for _, signature := range []string{"invalid-signature", "unsigned", "a.b.c", "eyJhbGciOiJub25lIn0..", " "} {
			t.Run(string(mode)+" "+signature, func(t *testing.T) {
				t.Parallel()
				code, _ := b.refusal(t, http.StatusUnauthorized, signed(t, signature))
				assert.Equal(t, "err.signature.invalid", code)
			})
		}
		t.Run(string(mode)+" a stand-in passes", func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, http.StatusOK, b.send(t, http.MethodPost, searchPath, strings.NewReader(signed(t, "unsigned-stub"))).status)
		})
		t.Run(string(mode)+" what breaks the schema is told first", func(t *testing.T) {
			t.Parallel()
			b.refusal(t, http.StatusBadRequest, strings.Replace(signed(t, "invalid-signature"), `"locale":"eng"`, `"locale":"en"`, 1))
		})
	}
}

func TestTheSchemeOfATokenIsExactInOpenCRVSAlone(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"))
	for _, d := range sandbox.Profiles() {
		base, _ := sandbox.BasePath(d)
		path := base + map[string]string{"bare-crvs": "/crvs/sync/search", "workshop-2022": "/searchCRVSData"}[d]
		if path == base {
			path = base + searchPath
		}
		for _, scheme := range []string{"bearer", "BEARER", "bEaReR"} {
			req := b.request(t, path, "{}")
			req.Header.Set("Authorization", scheme+" secret")
			refused := b.call(t, req).Code == http.StatusUnauthorized
			assert.Equal(t, strings.HasPrefix(d, "opencrvs"), refused, "%s: %s", d, scheme)
		}
		req := b.request(t, path, "{}")
		req.Header.Set("Authorization", "Bearer secret")
		assert.NotEqual(t, http.StatusUnauthorized, b.call(t, req).Code, d)
	}
}
