package wire_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

var sent = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)

func identifierQuery(t *testing.T) wire.SearchCriteria {
	t.Helper()
	criteria := wire.SearchCriteria{
		Version: "1.0.0", RegType: "ns:org:RegistryType:Civil", RegEventType: "live_birth", QueryType: wire.QueryTypeIDTypeValue,
		Pagination: wire.PageRequest{PageSize: 10, PageNumber: 1},
		Sort:       []wire.SortItem{{AttributeName: "birth_date", SortOrder: wire.SortOrderAsc}},
		Consent: wire.Consent{TS: sent, Purpose: wire.Purpose{
			Text: "child benefit", Code: "CB", RefURI: "https://mis.example.org/purposes",
		}},
	}
	require.NoError(t, criteria.Query.FromIdentifierQuery(wire.IdentifierQuery{Type: "BRN", Value: "B90MAY123"}))
	return criteria
}

func predicateQuery(t *testing.T) wire.SearchCriteria {
	t.Helper()
	criteria := wire.SearchCriteria{QueryType: wire.QueryTypePredicate, Authorize: wire.Authorize{TS: sent}}
	require.NoError(t, criteria.Query.FromPredicateQuery(wire.PredicateQuery{
		{
			SeqNum:      1,
			Expression1: wire.Predicate{AttributeName: "birth_date", Operator: wire.OperatorGe, AttributeValue: "1990-01-01"},
			Condition:   wire.ConditionAnd,
			Expression2: wire.Predicate{AttributeName: "birth_date", Operator: wire.OperatorLe, AttributeValue: "1990-12-31"},
		},
		{
			SeqNum:      2,
			Expression1: wire.Predicate{AttributeName: "sex", Operator: wire.OperatorEq, AttributeValue: "female"},
		},
	}))
	return criteria
}

func expressionQuery(t *testing.T) wire.SearchCriteria {
	t.Helper()
	criteria := wire.SearchCriteria{QueryType: wire.QueryTypeExpression}
	require.NoError(t, criteria.Query.FromExpressionQuery(wire.ExpressionQuery{
		Type:  "ns:org:QueryType:expression",
		Value: json.RawMessage(`{"expression":{"query":{"birthdate":{"type":"range","gte":"1990-01-01","lte":"1990-12-31"}}}}`),
	}))
	return criteria
}

func searchEnvelope(criteria wire.SearchCriteria) wire.SearchEnvelope {
	return wire.SearchEnvelope{
		Header: wire.MsgHeader{
			Version: "1.0.0", MessageID: "m-1", MessageTS: sent, Action: wire.ActionSearch,
			SenderID: "mis.example.org", ReceiverID: "crvs.example.org", TotalCount: 1,
		},
		Message: wire.SearchRequest{
			TransactionID: "t-1",
			SearchRequest: []wire.SearchRequestItem{{
				ReferenceID: "r-1", Timestamp: sent, SearchCriteria: criteria, Locale: "eng",
			}},
		},
	}
}

func TestASearchRequestIsSentAsTheDocumentSays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, golden string
		criteria     func(t *testing.T) wire.SearchCriteria
	}{
		{"a person by identifier", "search_identifier.json", identifierQuery},
		{"people by predicates", "search_predicate.json", predicateQuery},
		{"people by an expression", "search_expression.json", expressionQuery},
	}
	schema := component(t, loadDocument(t), "SearchEnvelope")
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			raw := assertGolden(t, tc.golden, searchEnvelope(tc.criteria(t)))
			assert.Empty(t, problems(schema, raw))
			require.NoError(t, schema.VisitJSON(raw))
		})
	}
}

func answerHeader(status wire.RequestStatus, total int) wire.MsgCallbackHeader {
	return wire.MsgCallbackHeader{
		Version: "1.0.0", MessageID: "m-2", MessageTS: sent, Action: wire.ActionOnSearch, Status: status,
		TotalCount: &total, CompletedCount: &total, SenderID: "crvs.example.org", ReceiverID: "mis.example.org",
	}
}

func TestAnAnswerIsSentAsTheDocumentSays(t *testing.T) {
	t.Parallel()
	found := wire.SearchResponseItem{
		ReferenceID: "r-1", Timestamp: sent, Status: wire.RequestStatusSucceeded, Locale: "eng",
		Data: wire.SearchData{
			RegType: "ns:org:RegistryType:Civil", RegRecordType: "spdci-extensions-dci:Person",
			RegRecords: []wire.RegRecord{json.RawMessage(`{"identifier":[{"identifier_type":"BRN","identifier_value":"B90MAY123"}]}`)},
		},
		Pagination: wire.Pagination{PageSize: 10, PageNumber: 1, TotalCount: 1},
	}
	none := wire.SearchResponseItem{
		ReferenceID: "r-1", Timestamp: sent, Status: wire.RequestStatusSucceeded,
		Data: wire.SearchData{RegRecords: []wire.RegRecord{}},
	}
	rejected := wire.SearchResponseItem{
		ReferenceID: "r-1", Timestamp: sent, Status: wire.RequestStatusRejected,
		StatusReasonCode: wire.SearchReasonCodePaginationInvalid, StatusReasonMessage: "page_size",
	}
	message := func(items ...wire.SearchResponseItem) wire.SearchResponse {
		return wire.SearchResponse{TransactionID: "t-1", CorrelationID: "c-1", SearchResponse: items}
	}
	rejectedHeader := answerHeader(wire.RequestStatusRejected, 0)
	rejectedHeader.StatusReasonCode = wire.HeaderReasonCodeMessageTSInvalid
	root := "loc-1"
	cases := []struct {
		name, component, golden string
		value                   any
	}{
		{"a record is found", "SearchResponseEnvelope", "answer_found.json", wire.SearchResponseEnvelope{
			Header: answerHeader(wire.RequestStatusSucceeded, 1), Message: message(found),
		}},
		{"no record is found, and the empty list says so", "SearchResponseEnvelope", "answer_none.json", wire.SearchResponseEnvelope{
			Header: answerHeader(wire.RequestStatusSucceeded, 0), Message: message(none),
		}},
		{"a question is rejected and has no data", "SearchResponseEnvelope", "answer_rejected.json", wire.SearchResponseEnvelope{
			Header: answerHeader(wire.RequestStatusSucceeded, 1), Message: message(rejected),
		}},
		{"a message is rejected and has no answer", "SearchResponseEnvelope", "answer_header_rejected.json", wire.SearchResponseEnvelope{
			Header: rejectedHeader,
		}},
		{"a message is taken", "Ack", "ack.json", wire.Ack{Message: wire.AckMessage{
			AckStatus: wire.AckStatusACK, Timestamp: sent, CorrelationID: "c-1",
		}}},
		{"a message is not taken", "Ack", "ack_err.json", wire.Ack{Message: wire.AckMessage{
			AckStatus: wire.AckStatusERR, Timestamp: sent, CorrelationID: "c-1",
			Error: wire.AckError{Code: wire.ErrorCodeSignatureMissing, Message: "no signature"},
		}}},
		{"a gateway refuses", "HTTPErrors", "http_errors.json", wire.HTTPErrors{Errors: []wire.HTTPError{
			{Code: "err.request.unauthorized", Message: "no token"},
		}}},
		{"OpenCRVS refuses", "SingleError", "single_error.json", wire.SingleError{
			Error: wire.NumericError{Code: 400, Message: "locale"},
		}},
		{"a token is given", "TokenResponse", "token.json", wire.TokenResponse{
			AccessToken: "an-invented-token", TokenType: "bearer", ExpiresIn: 600,
		}},
		{"places are told, the root without a parent", "Locations", "locations.json", wire.Locations{
			Context:     wire.LocationsContext{Context: "http://spdci.org/", XSD: "http://www.w3.org/2001/XMLSchema#", Schema: "http://schema.org/"},
			Type:        "LocationHierarchy",
			LastUpdated: sent,
			Locations: []wire.Location{
				{Type: "Place", Name: "Central", Identifier: []wire.LocationIdentifier{{Name: "crvs-location", Identifier: root}}},
				{Type: "Place", Name: "Ibombo", ContainedInPlace: &root},
			},
		}},
		{"an event is told, its record an object", "NotifyEnvelope", "notify.json", wire.NotifyEnvelope{
			Header: notifyHeader(),
			Message: wire.NotifyEventRequest{TransactionID: "t-1", NotifyEvent: []wire.NotifyEvent{{
				ReferenceID: "r-1", Timestamp: sent, Data: wire.NotifyData{
					RegEventType: "death", RegRecordType: "spdci-extensions-dci:Person", RegRecords: json.RawMessage(`{"death_date":"2024-08-03"}`),
				},
			}}},
		}},
	}
	doc := loadDocument(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			raw := assertGolden(t, tc.golden, tc.value)
			assert.Empty(t, problems(component(t, doc, tc.component), raw))
		})
	}
}

func notifyHeader() wire.MsgCallbackHeader {
	header := answerHeader(wire.RequestStatusSucceeded, 1)
	header.Action = wire.ActionNotify
	return header
}

// assertGolden holds the JSON of v against a file of testdata and returns it
// decoded.
func assertGolden(t *testing.T, name string, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	want, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(raw))
	var value any
	require.NoError(t, json.Unmarshal(raw, &value))
	return value
}
