package convert_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/convert"
	"github.com/openspmis/dci-crvs-go/search"
)

// The golden files of whole messages are in crvs/testdata/wire.

func message(q search.Query) convert.Search {
	return convert.Search{
		MessageID: "m", TransactionID: "t", SenderID: "s", ReceiverID: "r",
		At:        time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 19800)),
		Questions: []convert.Question{{ReferenceID: "q", Query: q, Page: 2, PageSize: 3}},
	}
}

func TestTimesAreSentInSecondsAndUTC(t *testing.T) {
	t.Parallel()
	b, err := message(search.ByIdentifier("UIN", "1")).Bytes()
	require.NoError(t, err)
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
	require.NoError(t, json.Unmarshal(b, &m))
	assert.Equal(t, "2026-01-01T21:34:05Z", m.Header.MessageTS)
	assert.Equal(t, "2026-01-01T21:34:05Z", m.Message.SearchRequest[0].Timestamp)
}

func TestWhatWasNotGivenIsNotSent(t *testing.T) {
	t.Parallel()
	s := message(search.ByIdentifier("UIN", "1"))
	s.ReceiverID = ""
	b, err := s.Bytes()
	require.NoError(t, err)
	for _, name := range []string{"signature", "receiver_id", "sender_uri", "reg_event_type", "locale", "sort", "consent", "authorize", "null", `""`} {
		assert.NotContains(t, string(b), name)
	}
}

func TestValuesAreSentAsTexts(t *testing.T) {
	t.Parallel()
	b, err := message(search.ByIdentifier("UIN", "007").And(search.Region.Is("12"))).Bytes()
	require.NoError(t, err)
	assert.Contains(t, string(b), `"attribute_value":"007"`)
	assert.Contains(t, string(b), `"attribute_value":"12"`)
	assert.Contains(t, string(b), `"query_type":"predicate"`)
	assert.Contains(t, string(b), `"page_number":2`)
	assert.Contains(t, string(b), `"page_size":3`)
}

func TestTheIdentifierTypeIsSentAsTheCallerWroteIt(t *testing.T) {
	t.Parallel()
	b, err := message(search.ByIdentifier("NID", "1").In("birth")).Bytes()
	require.NoError(t, err)
	assert.Contains(t, string(b), `"query":{"type":"NID","value":"1"}`)
	assert.Contains(t, string(b), `"reg_event_type":"`+string(codes.VitalEventBirth)+`"`)
}
