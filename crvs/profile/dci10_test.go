package profile_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// The golden files of whole messages are in crvs/testdata/wire.

// written is the question as the standard's own registry is asked it.
func written(t *testing.T, q search.Query) string {
	t.Helper()
	p := profile.DCI10()
	plan, err := p.Plan(q)
	require.NoError(t, err)
	plan.ReferenceID, plan.Page, plan.Size = "q", 2, 3
	e, err := p.Encode(profile.Message{
		MessageID: "m", TransactionID: "t", SenderID: "s",
		At:   time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 19800)),
		Body: profile.Search{plan},
	})
	require.NoError(t, err)
	return string(e.Body())
}

func TestTimesAreSentInSecondsAndUTC(t *testing.T) {
	t.Parallel()
	b := written(t, search.ByIdentifier("UIN", "1"))
	var m struct {
		Header struct {
			MessageTS string `json:"message_ts"`
		} `json:"header"`
		Message struct {
			SearchRequest []struct {
				Timestamp string `json:"timestamp"`
			} `json:"search_request"`
		} `json:"message"`
	}
	require.NoError(t, json.Unmarshal([]byte(b), &m))
	assert.Equal(t, "2026-01-01T21:34:05Z", m.Header.MessageTS)
	assert.Equal(t, "2026-01-01T21:34:05Z", m.Message.SearchRequest[0].Timestamp)
}

func TestWhatWasNotGivenIsNotSent(t *testing.T) {
	t.Parallel()
	b := written(t, search.ByIdentifier("UIN", "1"))
	for _, name := range []string{"signature", "receiver_id", "sender_uri", "reg_event_type", "locale", "sort", "consent", "authorize", "null", `""`} {
		assert.NotContains(t, b, name)
	}
}

func TestValuesAreSentAsTexts(t *testing.T) {
	t.Parallel()
	b := written(t, search.ByIdentifier("UIN", "007").And(search.Region.Is("12")))
	assert.Contains(t, b, `"attribute_value":"007"`)
	assert.Contains(t, b, `"attribute_value":"12"`)
	assert.Contains(t, b, `"query_type":"predicate"`)
	assert.Contains(t, b, `"page_number":2`)
	assert.Contains(t, b, `"page_size":3`)
}

func TestTheIdentifierTypeIsSentAsTheCallerWroteIt(t *testing.T) {
	t.Parallel()
	b := written(t, search.ByIdentifier("NID", "1").In("birth"))
	assert.Contains(t, b, `"query":{"type":"NID","value":"1"}`)
	assert.Contains(t, b, `"reg_event_type":"`+string(codes.VitalEventBirth)+`"`)
}

func TestARangeIsAndedAndAnOrIsOred(t *testing.T) {
	t.Parallel()
	q := search.Where(search.Custom("ward").Between("1", "9"), search.ParentIs("UIN", "7"), search.Sex.Is("F"))
	b := written(t, q)
	assert.Contains(t, b, `"condition":"and","expression1":{"attribute_name":"ward","attribute_value":"1","operator":"ge"},`+
		`"expression2":{"attribute_name":"ward","attribute_value":"9","operator":"le"}`)
	assert.Contains(t, b, `"condition":"or","expression1":{"attribute_name":"parent1_identifier","attribute_value":"UIN:7","operator":"eq"},`+
		`"expression2":{"attribute_name":"parent2_identifier","attribute_value":"UIN:7","operator":"eq"}`)
}

func TestAListIsOneTextInAPredicateAndAListInAnExpression(t *testing.T) {
	t.Parallel()
	q := search.Where(search.FamilyName.In("A", "B"))
	b := written(t, q)
	assert.Contains(t, b, `"attribute_value":"A,B","operator":"in"`)
	b = written(t, q.AsExpression())
	assert.Contains(t, b, `"query":{"type":"ns:org:QueryType:expression","value":{"expression":{"$and":[{"surname":{"$in":["A","B"]}}]}}}`)
}

func TestAnExpressionIsWrittenTheSameEachTime(t *testing.T) {
	t.Parallel()
	q := search.ByIdentifier("UIN", "007").And(search.Custom("ward").Between("1", "9"), search.Sex.Is("F").Or(search.Region.Is("KA"))).AsExpression()
	const want = `{"expression":{"$and":[{"UIN":{"$eq":"007"}},{"ward":{"$gte":"1","$lte":"9"}},` +
		`{"$or":[{"sex":{"$eq":"female"}},{"region_code":{"$eq":"KA"}}]}]}}`
	for range 20 {
		b := written(t, q)
		require.Contains(t, b, want)
	}
}

func TestAGraphQLTextIsSentAsItIs(t *testing.T) {
	t.Parallel()
	const text = "query {\n\tperson(name: \"ገብረ <&>\") { name }\n}"
	b := written(t, search.GraphQL(text))
	var m struct {
		Message struct {
			SearchRequest []struct {
				SearchCriteria struct {
					QueryType string `json:"query_type"`
					Query     struct {
						Type  string            `json:"type"`
						Value map[string]string `json:"value"`
					} `json:"query"`
				} `json:"search_criteria"`
			} `json:"search_request"`
		} `json:"message"`
	}
	require.NoError(t, json.Unmarshal([]byte(b), &m))
	criteria := m.Message.SearchRequest[0].SearchCriteria
	assert.Equal(t, "graphql", criteria.QueryType)
	assert.Equal(t, "ns:org:QueryType:graphql", criteria.Query.Type)
	assert.Equal(t, map[string]string{"expression": text}, criteria.Query.Value)
}
