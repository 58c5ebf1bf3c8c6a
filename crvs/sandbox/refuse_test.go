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
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// good is a question that is answered; a case replaces a part of it. Each use
// has its own message_id in place of %s.
const good = `{"header":{"version":"1.0.0","message_id":"%s","message_ts":"2026-11-23T08:00:00Z","action":"search","sender_id":"mis.test","total_count":1},` +
	`"message":{"transaction_id":"t-1","search_request":[{"reference_id":"r-1","timestamp":"2026-11-23T08:00:00Z","locale":"eng","search_criteria":` +
	`{"reg_event_type":"birth","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"},"pagination":{"page_size":10}}}]}}`

func goodWith(t *testing.T, old, replacement string) string {
	t.Helper()
	require.Contains(t, good, old)
	return strings.ReplaceAll(strings.Replace(good, old, replacement, 1), "%s", t.Name())
}

func (b bundle) refusal(t *testing.T, status int, body string) (code string, messages []string) {
	t.Helper()
	resp := b.send(t, http.MethodPost, searchPath, strings.NewReader(body))
	text := resp.text
	require.Equal(t, status, resp.status, text)
	var out wire.HTTPErrors
	require.NoError(t, json.Unmarshal([]byte(text), &out))
	require.NotEmpty(t, out.Errors)
	for _, e := range out.Errors {
		require.Equal(t, out.Errors[0].Code, e.Code)
		messages = append(messages, e.Message)
	}
	return out.Errors[0].Code, messages
}

func TestAQuestionThatBreaksTheDocumentIsToldItsField(t *testing.T) {
	t.Parallel()
	const item = "message.search_request[0]."
	cases := []struct{ name, old, replacement, want string }{
		{"a header without a sender", `"sender_id":"mis.test",`, ``, "header.sender_id: is required"},
		{"a count that is text", `"total_count":1`, `"total_count":"secret"`, "header.total_count: must be of type integer"},
		{"a count that is not whole", `"total_count":1`, `"total_count":1.5`, "header.total_count: must be of type integer"},
		{"an action that is none", `"action":"search"`, `"action":"secret"`, "header.action: must be one of [search on-search subscribe on-subscribe unsubscribe on-unsubscribe txn-status txn-on-status notify]"},
		{"a time that is none", `"message_ts":"2026-11-23T08:00:00Z"`, `"message_ts":"secret"`, "header.message_ts: must be a date-time with a zone"},
		{"a member that is null", `"message_id":"%s"`, `"message_id":null`, "header.message_id: must not be null"},
		{"a signature that is no text", `{"header"`, `{"signature":1,"header"`, "signature: must be of type string"},
		{"an empty transaction_id", `"t-1"`, `""`, "message.transaction_id: must have at least 1 characters"},
		{"a long transaction_id", `"t-1"`, `"` + strings.Repeat("secret", 17) + `"`, "message.transaction_id: must have at most 99 characters"},
		{"questions that are no list", `[{"reference_id"`, `{"a":[{"reference_id"`, ""},
		{"a locale of two letters", `"eng"`, `"xx"`, item + "locale: must match ^[a-z]{3}$"},
		{"a page of no records", `"page_size":10`, `"page_size":0`, item + "search_criteria.pagination.page_size: must be at least 1"},
		{"pages counted from 0", `"page_size":10`, `"page_size":10,"page_number":0`, item + "search_criteria.pagination.page_number: must be at least 1"},
		{"pages beyond counting", `"page_size":10`, `"page_size":10,"page_number":1e300`, item + "search_criteria.pagination.page_number: must be a int32"},
		{"a page without size", `"page_size":10`, `"page_number":1`, item + "search_criteria.pagination.page_size: is required"},
		{"a query type that is none", `"idtype-value"`, `"secret"`, item + "search_criteria.query_type: must be one of [idtype-value expression predicate graphql]"},
		{"a query that is missing", `"query":{"type":"BRN","value":"B90MAY123"},`, ``, item + "search_criteria.query: is required"},
		{"a query that is null", `{"type":"BRN","value":"B90MAY123"}`, `null`, item + "search_criteria.query: must not be null"},
		{"an identifier that is a list", `"B90MAY123"`, `[123]`, item + "search_criteria.query.value: must be of type string"},
		{"an identifier without value", `,"value":"B90MAY123"`, ``, item + "search_criteria.query.value: is required"},
		{"a predicate where an identifier is announced", `{"type":"BRN","value":"B90MAY123"}`, `[]`, item + "search_criteria.query: must be of type object"},
		{"an identifier where a predicate is announced", `"idtype-value"`, `"predicate"`, item + "search_criteria.query: must be of type array"},
		{"an identifier where an expression is announced", `"idtype-value"`, `"expression"`, item + "search_criteria.query.value: must be of type object"},
		{
			"an operator that is none", `"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`,
			`"predicate","query":[{"expression1":{"attribute_name":"sex","operator":"secret","attribute_value":"secret"}}]`,
			item + "search_criteria.query[0].expression1.operator: must be one of [gt lt eq ge le in]",
		},
		{
			"a value that is a list", `"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`,
			`"predicate","query":[{"expression1":{"attribute_name":"birth_date","operator":"eq","attribute_value":[1990]}}]`,
			item + "search_criteria.query[0].expression1.attribute_value: must be of type string",
		},
		{"a sort order that is none", `"pagination"`, `"sort":[{"attribute_name":"surname","sort_order":"secret"}],"pagination"`, item + "search_criteria.sort[0].sort_order: must be one of [asc desc]"},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			body := goodWith(t, tc.old, tc.replacement)
			if tc.want == "" {
				body = strings.Replace(body, "}]}}", "}]}}}", 1)
				tc.want = "message.search_request: must be of type array"
			}
			code, messages := b.refusal(t, http.StatusBadRequest, body)
			assert.Equal(t, "err.request.bad", code)
			assert.Equal(t, []string{tc.want}, messages)
		})
	}
}

func TestEveryWrongFieldIsToldUpToTen(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, messages := b.refusal(t, http.StatusBadRequest, `{"header":{"action":"search","total_count":"1"},"signature":1}`)
	assert.Equal(t, []string{
		"header.message_id: is required", "header.message_ts: is required", "header.sender_id: is required",
		"header.total_count: must be of type integer", "message: is required", "signature: must be of type string",
	}, messages)

	items := strings.Repeat(`{},`, 500) + `{}`
	_, messages = b.refusal(t, http.StatusBadRequest, `{"header":{},"message":{"transaction_id":"t","search_request":[`+items+`]}}`)
	assert.Len(t, messages, 11)
	assert.Equal(t, "and more is wrong", messages[10])
}

func TestAnEncryptedQuestionIsRefused(t *testing.T) {
	t.Parallel()
	code, _ := setup(t).refusal(t, http.StatusBadRequest,
		`{"header":{},"message":{"header":{"alg":"a","enc":"e","kid":"k"},"ciphertext":"AA","encrypted_key":"AA","tag":"AA","iv":"AA"}}`)
	assert.Equal(t, "err.encryption.invalid", code)
}

func TestAMessageIsRejectedByItsHeader(t *testing.T) {
	t.Parallel()
	question := wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "birth")}
	cases := []struct {
		name   string
		change func(*wire.SearchEnvelope)
		want   wire.HeaderReasonCode
		text   string
	}{
		{"the action of another endpoint", func(e *wire.SearchEnvelope) { e.Header.Action = wire.ActionOnSearch }, wire.HeaderReasonCodeActionInvalid, "header.action must be search at this endpoint"},
		{"another version", func(e *wire.SearchEnvelope) { e.Header.Version = "2.0.0" }, wire.HeaderReasonCodeVersionInvalid, "header.version: this registry speaks 1.0.0"},
		{"more announced than there are", func(e *wire.SearchEnvelope) { e.Header.TotalCount = 2 }, wire.HeaderReasonCodeTotalCountInvalid, "header.total_count must be the number of items of message.search_request"},
		{"none announced", func(e *wire.SearchEnvelope) { e.Header.TotalCount = 0 }, wire.HeaderReasonCodeTotalCountInvalid, "header.total_count must be the number of items of message.search_request"},
		{"too many questions", func(e *wire.SearchEnvelope) {
			for range 1000 {
				e.Message.SearchRequest = append(e.Message.SearchRequest, e.Message.SearchRequest[0])
			}
			e.Header.TotalCount = 1001
		}, wire.HeaderReasonCodeTotalCountLimitExceeded, "message.search_request may have at most 1000 items"},
	}
	b := setup(t, sandbox.WithRegistryID("civil.example"))
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			in := asking(question)
			tc.change(&in)
			out := b.post(t, in)
			assert.Equal(t, wire.RequestStatusRejected, out.Header.Status)
			assert.Equal(t, tc.want, out.Header.StatusReasonCode)
			assert.Equal(t, tc.text, out.Header.StatusReasonMessage)
			assert.Equal(t, wire.ActionOnSearch, out.Header.Action)
			assert.Equal(t, "civil.example", out.Header.SenderID)
			assert.Equal(t, "mis.test", out.Header.ReceiverID)
			assert.Equal(t, in.Message.TransactionID, out.Message.TransactionID)
			assert.NotEmpty(t, out.Message.CorrelationID)
			assert.Empty(t, out.Message.SearchResponse)
		})
	}
}

func TestTheSameBytesAreAnsweredAgainAndOthersUnderTheirIDAreNot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := asking(wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "birth")})
	first, second := b.post(t, in), b.post(t, in)
	assert.Equal(t, first.Message.SearchResponse[0].Data, second.Message.SearchResponse[0].Data)

	other := in
	other.Message.TransactionID = "another"
	assert.Equal(t, wire.HeaderReasonCodeMessageIDDuplicate, b.post(t, other).Header.StatusReasonCode)

	other.Header.SenderID = "another.test"
	assert.Equal(t, wire.RequestStatusSucceeded, b.post(t, other).Header.Status, "another sender's ids are its own")
	assert.Equal(t, wire.RequestStatusSucceeded, b.post(t, in).Header.Status)
}

func TestAQuestionIsRejectedByItsItem(t *testing.T) {
	t.Parallel()
	const at = "message.search_request[0].search_criteria."
	const attributes = "birth_date, death_date, marriage_date, divorce_date, event_date, registration_date, birth_place, death_place, event_place, sex, given_name, second_name, surname, name, " +
		"mother_name, father_name, parent1_identifier, parent2_identifier, registration_number, marital_status, region_code, sub_region_code and UIN, BRN, MRN, DRN, NATIONAL_ID"
	expression := wire.SearchCriteria{QueryType: wire.QueryTypeExpression}
	require.NoError(t, expression.Query.FromExpressionQuery(wire.ExpressionQuery{Type: "ns:query", Value: wire.ExpressionValue(`{}`)}))
	graphQL := expression
	graphQL.QueryType = wire.QueryTypeGraphQL
	with := func(change func(*wire.SearchCriteria)) wire.SearchCriteria {
		c := byID(t, "BRN", "B90MAY123", "birth")
		change(&c)
		return c
	}
	items := func(items ...wire.PredicateItem) wire.SearchCriteria { return predicateQuery(t, "", items...) }
	cases := []struct {
		name     string
		criteria wire.SearchCriteria
		code     wire.SearchReasonCode
		text     string
	}{
		{"a register that is not kept", byID(t, "BRN", "B90MAY123", "divorce"), "rjct.search_criteria.invalid", at + "reg_event_type: this registry keeps live_birth, death and marriage"},
		{"an event that is none", byID(t, "BRN", "B90MAY123", "secret"), "rjct.search_criteria.invalid", at + "reg_event_type: this registry keeps live_birth, death and marriage"},
		{"another registry", with(func(c *wire.SearchCriteria) { c.RegType = "secret" }), "rjct.search_criteria.invalid", at + "reg_type: this registry is ns:org:RegistryType:Civil"},
		{"another record", with(func(c *wire.SearchCriteria) { c.RegRecordType = "secret" }), "rjct.search_criteria.invalid", at + "reg_record_type: this registry has records of type spdci-extensions-dci:Person"},
		{"an identifier that is not kept", byID(t, "SECRET", "1", ""), "rjct.search_criteria.invalid", at + "query.type: this registry knows UIN, BRN, MRN, DRN, NATIONAL_ID"},
		{"an expression about nothing", expression, "rjct.search_criteria.invalid", at + "query.value: must be an object with conditions: it asks for nobody or for everybody"},
		{"GraphQL", graphQL, "rjct.search_criteria.invalid", at + "query_type: this registry offers idtype-value, predicate and expression, and has no schema for another"},
		{"a predicate about nothing", items(), "rjct.search_criteria.invalid", at + "query is empty: it asks for nobody or for everybody"},
		{"an attribute that is not kept", where(t, "", "shoe_size eq 42"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_name: this registry knows " + attributes},
		{"an operator that an attribute does not take", where(t, "", "sex eq male", "surname gt K"), "rjct.search_criteria.invalid", at + "query[1].expression1.operator: this attribute takes eq and in"},
		{"a date that is none", where(t, "", "birth_date eq secret"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be a date (2006-01-02)"},
		{"dates of which one is none", where(t, "", "birth_date in 1990-05-12,secret"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be a date (2006-01-02)"},
		{"a sex that is none", where(t, "", "sex eq banana"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be a code of directory sex: male, female, other, unknown"},
		{"sexes of which one is none", where(t, "", "sex in male,banana"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be a code of directory sex: male, female, other, unknown"},
		{"a marital status that is none", where(t, "", "marital_status eq banana"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be a code of directory marital_status: S, M, W, A, D, L, U"},
		{"a place that is not there", where(t, "", "birth_place eq Atlantis"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: is no place of this registry: see /.well-known/locations.json"},
		{"a region that is not there", where(t, "", "region_code eq IN-XX"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: is no place of this registry: see /.well-known/locations.json"},
		{"a parent without the type of the number", where(t, "", "parent1_identifier eq 200000101"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be the type and the number of a parent: NATIONAL_ID:1 or UIN:1"},
		{"a parent by the number of a registration", where(t, "", "parent1_identifier eq BRN:B88NOV002"), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: must be the type and the number of a parent: NATIONAL_ID:1 or UIN:1"},
		{"a name that is blank", where(t, "", "name eq  "), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: is blank"},
		{"more values than are looked up", where(t, "", "surname in "+strings.Repeat("a,", 1000)), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: is one of more than 1000 values of this question"},
		{"no value", where(t, "", "surname eq "), "rjct.search_criteria.invalid", at + "query[0].expression1.attribute_value: is empty"},
		{"a condition without a second expression", items(wire.PredicateItem{Expression1: predicate("sex eq male"), Condition: wire.ConditionOr}), "rjct.search_criteria.invalid", at + "query[0].expression2: is required with a condition"},
		{"a second expression without a condition", items(wire.PredicateItem{Expression1: predicate("sex eq male"), Expression2: predicate("sex eq female")}), "rjct.search_criteria.invalid", at + "query[0].condition: must be and or or"},
		{"not, which the standard lists and cannot mean", items(wire.PredicateItem{Expression1: predicate("sex eq male"), Condition: wire.ConditionNot, Expression2: predicate("sex eq female")}), "rjct.search_criteria.invalid", at + "query[0].condition: must be and or or"},
		{"a second expression that is wrong", items(wire.PredicateItem{Expression1: predicate("sex eq male"), Condition: wire.ConditionAnd, Expression2: predicate("sex lt b")}), "rjct.search_criteria.invalid", at + "query[0].expression2.operator: this attribute takes eq and in"},
		{"an attribute that is not sorted by", with(func(c *wire.SearchCriteria) { c.Sort = []wire.SortItem{{AttributeName: "sex"}} }), "rjct.sort.invalid", at + "sort[0].attribute_name: this registry sorts by birth_date, death_date, marriage_date, divorce_date, event_date, registration_date, surname and given_name"},
		{"a page that is too large", with(func(c *wire.SearchCriteria) { c.Pagination.PageSize = 1001 }), "rjct.pagination.invalid", at + "pagination.page_size: must be at most 1000"},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			item := b.ask(t, tc.criteria)
			assert.Equal(t, wire.RequestStatusRejected, item.Status)
			assert.Equal(t, tc.code, item.StatusReasonCode)
			assert.Equal(t, tc.text, item.StatusReasonMessage)
			assert.Empty(t, item.Data.RegRecords)
			assert.Zero(t, item.Pagination)
		})
	}
}

func TestOneWrongQuestionDoesNotSpoilTheOthers(t *testing.T) {
	t.Parallel()
	mala, ravi := byID(t, "BRN", "B90MAY123", ""), byID(t, "DRN", "D24AUG007", "")
	in := asking(
		wire.SearchRequestItem{ReferenceID: "a", SearchCriteria: mala, Locale: "hin"},
		wire.SearchRequestItem{ReferenceID: "b", SearchCriteria: where(t, "", "shoe_size eq 42")},
		wire.SearchRequestItem{ReferenceID: "a", SearchCriteria: ravi},
		wire.SearchRequestItem{ReferenceID: "c", SearchCriteria: ravi},
		wire.SearchRequestItem{ReferenceID: "d", SearchCriteria: byID(t, "DRN", "D00XXX000", "")},
	)
	in.Message.SearchRequest = append(in.Message.SearchRequest, in.Message.SearchRequest[0])
	in.Message.SearchRequest[5].ReferenceID = ""
	in.Header.TotalCount = 6
	out := setup(t).post(t, in)
	assert.Equal(t, wire.RequestStatusSucceeded, out.Header.Status)
	assert.Equal(t, 6, *out.Header.TotalCount)
	assert.Equal(t, 6, *out.Header.CompletedCount)
	var got []string
	for _, item := range out.Message.SearchResponse {
		got = append(got, fmt.Sprintf("%s %s %s %d", item.ReferenceID, item.Status, item.StatusReasonCode, len(item.Data.RegRecords)))
	}
	assert.Equal(t, []string{
		"a succ  1", "b rjct rjct.search_criteria.invalid 0", "a rjct rjct.reference_id.duplicate 0", "c succ  1", "d succ  0", " rjct rjct.reference_id.invalid 0",
	}, got)
	assert.Equal(t, "hin", out.Message.SearchResponse[0].Locale)
	assert.Empty(t, out.Message.SearchResponse[1].Locale)
}

func TestAMessageWithoutQuestionsIsAnswered(t *testing.T) {
	t.Parallel()
	in := asking()
	in.Message.SearchRequest = []wire.SearchRequestItem{}
	out := setup(t).post(t, in)
	assert.Equal(t, wire.RequestStatusSucceeded, out.Header.Status)
	assert.Equal(t, 0, *out.Header.TotalCount)
}

func TestOneAnswerHoldsNoMoreThanItMay(t *testing.T) {
	t.Parallel()
	everyone := where(t, "", "region_code in IN-GJ,IN-KL,IN-KA,IN-RJ")
	var questions []wire.SearchRequestItem
	for range 200 {
		questions = append(questions, wire.SearchRequestItem{SearchCriteria: everyone})
	}
	records, rejected := 0, 0
	for _, item := range setup(t).post(t, asking(questions...)).Message.SearchResponse {
		records += len(item.Data.RegRecords)
		if item.Status == wire.RequestStatusRejected {
			rejected++
			assert.Equal(t, wire.SearchReasonCodeTooManyRecordsFound, item.StatusReasonCode)
		}
	}
	assert.LessOrEqual(t, records, 10_000)
	assert.Positive(t, rejected)
}
