package profile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
)

// decoded is what the standard's profile reads of a message that nobody asked for.
func decoded(t *testing.T, body string) *profile.Received {
	t.Helper()
	r, err := profile.DCI10().Decode([]byte(body), profile.Asked{})
	require.NoError(t, err, body)
	return r
}

// inMessage is the envelope around a message of a registry.
func inMessage(action, members string) string {
	return `{"signature":"x","header":{"message_id":"m","message_ts":"2026-03-01T08:00:00Z","action":"` + action + `","status":"succ","total_count":1},` +
		`"message":{"transaction_id":"t","correlation_id":"c",` + members + `}}`
}

func TestAnswersToSubscriptionsAreRead(t *testing.T) {
	t.Parallel()
	runs := profile.SubscriptionState{Code: "SUB-1", Status: "subscribe", Event: codes.VitalEventDeath, RecordType: "spdci-extensions-dci:Person"}
	for _, tt := range []struct {
		name, items string
		want        []profile.SubscribedItem
	}{
		{
			"as the standard writes it", `[{"reference_id":"r","timestamp":"2026-03-01T08:00:00Z","status":"succ","subscriptions":[
			{"code":"SUB-1","status":"subscribe","timestamp":"2026-03-01T08:00:00Z","reg_event_type":"death","notify_record_type":"spdci-extensions-dci:Person","filter":{"type":"UIN","value":"7"}}]}]`,
			[]profile.SubscribedItem{{ReferenceID: "r", Status: codes.StatusSuccess, Subscriptions: []profile.SubscriptionState{runs}}},
		},
		{
			"objects without their lists", `{"reference_id":"r","status":"succ","subscriptions":{"code":"SUB-1","status":"subscribe","reg_event_type":"Death","notify_record_type":"spdci-extensions-dci:Person"}}`,
			[]profile.SubscribedItem{{ReferenceID: "r", Status: codes.StatusSuccess, Subscriptions: []profile.SubscriptionState{runs}}},
		},
		{
			"other spellings", `[{"reference_id":7,"status":"Success","subscriptions":[{"subscription_code":1,"status":"Subscibe"},"SUB-2",null,{},""]}]`,
			[]profile.SubscribedItem{{ReferenceID: "7", Status: codes.StatusSuccess, Subscriptions: []profile.SubscriptionState{{Code: "1", Status: "subscribe"}, {Code: "SUB-2"}}}},
		},
		{
			"two codes of one subscription that differ", `[{"subscriptions":[{"code":"1","subscription_code":"2","status":"subscribe"}]}]`,
			[]profile.SubscribedItem{{Subscriptions: []profile.SubscriptionState{{Status: "subscribe"}}}},
		},
		{
			"a refusal", `[{"reference_id":"r","status":"rjct","status_reason_code":"rjct.event.already_subscribed","status_reason_message":"m","subscriptions":""}]`,
			[]profile.SubscribedItem{{ReferenceID: "r", Status: codes.StatusRejected, ReasonCode: codes.RejectAlreadySubscribed, ReasonMessage: "m"}},
		},
		{
			"an error in an item", `[{"reference_id":"r","status":"rjct","error":{"code":"rjct.person_id.invalid","message":"m"}}]`,
			[]profile.SubscribedItem{{ReferenceID: "r", Status: codes.StatusRejected, ReasonCode: "rjct.person_id.invalid", ReasonMessage: "m"}},
		},
		{"none", `[]`, nil},
		{"a text", `"none"`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := decoded(t, inMessage("on-subscribe", `"subscribe_response":`+tt.items))
			assert.Equal(t, tt.want, r.Subscribed)
			assert.Equal(t, []string{"t", "c"}, []string{r.TransactionID, r.CorrelationID})
			assert.Nil(t, r.Unsubscribed)
			assert.False(t, r.HasItems)
			assert.False(t, r.TooMuch)
		})
	}
}

func TestTheEndOfSubscriptionsIsReadAndNothingElseIsTakenForIt(t *testing.T) {
	t.Parallel()
	ended := &profile.Unsubscribed{Status: codes.StatusSuccess, Subscriptions: []profile.SubscriptionState{{Code: "SUB-1", Status: "unsubscribe"}}}
	succeeded := &profile.Unsubscribed{Status: codes.StatusSuccess}
	refused := &profile.Unsubscribed{Status: codes.StatusRejected, ReasonCode: "rjct.subscription_code.invalid", ReasonMessage: "m"}
	const list = `"status":"succ","subscription_status":[{"code":"SUB-1","status":"unsubscribe"}]`
	for name, tt := range map[string]struct {
		body string
		want *profile.Unsubscribed
	}{
		"the standard's":              {inMessage("on-unsubscribe", `"timestamp":"2026-03-01T08:00:00Z",`+list), ended},
		"misspelt":                    {inMessage("unsubscribe", `"timesatmp":"",`+list), ended},
		"an object without its list":  {inMessage("on-unsubscribe", `"status":"succ","subscription_status":{"code":"SUB-1","status":"Unsubscribe"}`), ended},
		"a refusal":                   {inMessage("on-unsubscribe", `"status":"rjct","status_reason_code":"rjct.subscription_code.invalid","status_reason_message":"m"`), refused},
		"without an envelope":         {`{"transaction_id":1,"correlation_id":"c",` + list + `}`, ended},
		"a status alone, no envelope": {`{"transaction_id":1,"status":"succ"}`, succeeded},
		"without an action":           {`{"header":{"status":"succ"},"message":{"transaction_id":"t","status":"succ","subscription_status":""}}`, succeeded},

		"an answer to a search":                  {inMessage("on-search", `"status":"succ","search_response":[]`), nil},
		"the same by an unknown action":          {inMessage("found", `"status":"succ","search_response":[]`), nil},
		"a search that was rejected as a whole":  {inMessage("on-search", `"status":"rjct","status_reason_code":"rjct.filter.invalid"`), nil},
		"an answer to a subscription":            {inMessage("on-subscribe", `"status":"succ","subscribe_response":[{"reference_id":"r"}]`), nil},
		"a notification":                         {inMessage("notify", `"status":"succ","notify_event":[{}]`), nil},
		"a status of a transaction":              {inMessage("txn-on-status", `"status":"succ","txnstatus_response":{"txn_type":"search"}`), nil},
		"an acknowledgement":                     {`{"message":{"ack_status":"ACK","status":"succ","correlation_id":"c"}}`, nil},
		"an empty status":                        {inMessage("on-unsubscribe", `"status":"","status_reason_code":null`), nil},
		"an error of a gateway":                  {`{"timestamp":"2026-03-01","status":401,"error":"Unauthorized","message":"m"}`, nil},
		"an error of another gateway":            {`{"status":"rjct","message":"m"}`, nil},
		"an error of a registry with its id":     {`{"correlation_id":"c","status":"error","message":"m"}`, nil},
		"an error beside a status and an id too": {`{"correlation_id":"c","status":"rjct","message":"m"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, decoded(t, tt.body).Unsubscribed)
		})
	}
}

func TestTheStatusOfAnEarlierMessageIsRead(t *testing.T) {
	t.Parallel()
	const wrapped = `"txnstatus_response":{"txn_type":`
	r := decoded(t, inMessage("txn-on-status", wrapped+`"search","txn_status":{"transaction_id":"t0","correlation_id":"c0","search_response":[
		{"reference_id":"r","status":"succ","data":{"reg_event_type":"birth","reg_record_type":"x","reg_records":[{"brn":"B-7"}]}},{"reference_id":"q","status":"rjct","status_reason_code":"rjct.reference_id.invalid"}]}}`))
	require.NotNil(t, r.Status)
	assert.Equal(t, codes.ActionSearch, r.Status.Of)
	earlier := r.Status.Answer
	assert.Equal(t, []string{"t0", "c0"}, []string{earlier.TransactionID, earlier.CorrelationID})
	require.Len(t, earlier.Items, 2)
	assert.Equal(t, "B-7", earlier.Items[0].Records[0].RegistrationNumber)
	assert.Equal(t, codes.RejectReferenceIDInvalid, earlier.Items[1].ReasonCode)
	assert.False(t, r.HasItems, "they are answers to the earlier message alone")
	assert.Equal(t, profile.Unknown, earlier.Header.TotalCount)

	r = decoded(t, inMessage("txn-on-status", wrapped+`"subscibe","txn_status":{"subscribe_response":[{"reference_id":"r","status":"pdng"}],"status":"succ"}}`))
	assert.Equal(t, codes.ActionSubscribe, r.Status.Of)
	assert.Equal(t, []profile.SubscribedItem{{ReferenceID: "r", Status: codes.StatusPending}}, r.Status.Answer.Subscribed)
	assert.Nil(t, r.Status.Answer.Unsubscribed)

	r = decoded(t, inMessage("txn-on-status", `"txnstatus_response":{"txn_status":{"status":"succ","subscription_status":[{"code":"1","status":"unsubscribe"}]},"txn_type":"unsubscribe"}`))
	assert.Equal(t, &profile.Unsubscribed{Status: codes.StatusSuccess, Subscriptions: []profile.SubscriptionState{{Code: "1", Status: "unsubscribe"}}}, r.Status.Answer.Unsubscribed)
	assert.Nil(t, r.Unsubscribed)

	for _, none := range []string{`""`, `null`, `[]`, `"succ"`} {
		assert.Nil(t, decoded(t, inMessage("txn-on-status", `"txnstatus_response":`+none)).Status, none)
		r = decoded(t, inMessage("txn-on-status", wrapped+`"search","txn_status":`+none+`}`))
		require.NotNil(t, r.Status, none)
		assert.False(t, r.Status.Answer.HasItems, none)
	}
}

// One who is told of a status must not hear of an event, nor of a second status.
func TestAStatusHoldsNoEventNoAcknowledgementAndNoStatus(t *testing.T) {
	t.Parallel()
	r := decoded(t, inMessage("txn-on-status", `"txnstatus_response":{"txn_type":"search","txn_status":{"notify_event":[{"reg_event_type":"death"}],"ack_status":"ERR",
		"ciphertext":"x","error":{"code":"err.request.bad"},"txnstatus_response":{"txn_type":"search","txn_status":{"search_response":[]}}}}`))
	answer := r.Status.Answer
	assert.Empty(t, r.Events)
	assert.Empty(t, answer.Events)
	assert.Zero(t, answer.Ack)
	assert.Nil(t, answer.Status)
	assert.False(t, answer.Encrypted)
	assert.False(t, answer.HasItems)
	assert.Equal(t, []profile.PeerError{{Code: "err.request.bad"}}, answer.Errors)
}

// eventShape is one way to write an event.
type eventShape struct {
	name, event string
	want        profile.Event // its records are the number in registered
	registered  string
}

const deathRecord = `{"drn":"D-11","death_date":"2026-02-28"}`

func readableEvents() []eventShape {
	return []eventShape{
		{
			"as the standard writes it", `{"reference_id":"e","timestamp":"2026-03-01T08:00:00Z","data":{"version":"1.0.0","reg_event_type":"death","reg_record_type":"x","reg_records":` + deathRecord + `},"locale":"eng"}`,
			profile.Event{ReferenceID: "e", Timestamp: "2026-03-01T08:00:00Z", Event: codes.VitalEventDeath, Raw: []byte(deathRecord)},
			"D-11",
		},
		{
			"the event beside the data", `{"reference_id":"e","timestamp":"","reg_event_type":"spdci-common:RegistryEventType:Death","data":{"reg_records":` + deathRecord + `}}`,
			profile.Event{ReferenceID: "e", Event: codes.VitalEventDeath, Raw: []byte(deathRecord)},
			"D-11",
		},
		{
			"a list of records", `{"reference_id":5,"timesstamp":"2026-03-01 08:00","data":{"reg_records":[` + deathRecord + `],"reg_event_type":"death"}}`,
			profile.Event{ReferenceID: "5", Timestamp: "2026-03-01 08:00", Event: codes.VitalEventDeath, Raw: []byte("[" + deathRecord + "]")},
			"D-11",
		},
		{
			"the event in reg_type", `{"data":{"reg_event_type":"","reg_type":"ocrvs:registry_type:death","reg_records" : ` + deathRecord + `}}`,
			profile.Event{Event: codes.VitalEventDeath, Raw: []byte(deathRecord)},
			"D-11",
		},
		{
			"the event in the record alone", `{"reg_event_type":"REGISTER","data":{"reg_records":{"reg_event_type":"death","drn":"D-11"}}}`,
			profile.Event{Event: codes.VitalEventDeath, Raw: []byte(`{"reg_event_type":"death","drn":"D-11"}`)},
			"D-11",
		},
		{
			"an event of tomorrow", `{"reg_event_type":"coronation","data":{"reg_records":{"uin":"7","sex":"F"}}}`,
			profile.Event{Event: "coronation", Raw: []byte(`{"uin":"7","sex":"F"}`)},
			"",
		},
		{
			"two events that differ are undecided", `{"reg_event_type":"birth","data":{"reg_event_type":"death","reg_records":{"sex":"F"}}}`,
			profile.Event{Raw: []byte(`{"sex":"F"}`)},
			"",
		},
		{
			"two spellings of one event do not differ", `{"reg_event_type":"DEATH","data":{"reg_event_type":"death","reg_records":` + deathRecord + `}}`,
			profile.Event{Event: codes.VitalEventDeath, Raw: []byte(deathRecord)},
			"D-11",
		},
		{
			"two times that differ", `{"timestamp":"2026-03-01","timesatmp":"2026-03-02","reg_event_type":"death","data":{"reg_records":` + deathRecord + `}}`,
			profile.Event{Event: codes.VitalEventDeath, Raw: []byte(deathRecord)},
			"D-11",
		},
	}
}

func unreadableEvents() []eventShape {
	return []eventShape{
		{
			"the words of OpenSPP", `{"event_id":"e","event_ts":"2026-03-01T08:00:00Z","event_type":"death","reg_type":"x","event_data":{"uin":"7"}}`,
			profile.Event{ReferenceID: "e", Timestamp: "2026-03-01T08:00:00Z", Event: codes.VitalEventDeath, Unreadable: true, Raw: []byte(`{"uin":"7"}`)},
			"",
		},
		{
			"an event whose record cannot be read keeps its name", `{"reference_id":"e","data":{"reg_event_type":"death","reg_records":"none"}}`,
			profile.Event{ReferenceID: "e", Event: codes.VitalEventDeath, Unreadable: true, Raw: []byte(`{"reg_event_type":"death","reg_records":"none"}`)},
			"",
		},
		{"no record", `{"reg_event_type":"death","data":{"reg_records":[]}}`, profile.Event{Event: codes.VitalEventDeath, Unreadable: true, Raw: []byte(`[]`)}, ""},
		{"no data", `{"reg_event_type":"death"}`, profile.Event{Event: codes.VitalEventDeath, Unreadable: true, Raw: []byte(`{"reg_event_type":"death"}`)}, ""},
		{"data that is a text", `{"reg_event_type":"death","data": "none"}`, profile.Event{Event: codes.VitalEventDeath, Unreadable: true, Raw: []byte(`"none"`)}, ""},
		{"no object", `"death"`, profile.Event{Unreadable: true, Raw: []byte(`"death"`)}, ""},
	}
}

func TestEventsAreRead(t *testing.T) {
	t.Parallel()
	for _, tt := range append(readableEvents(), unreadableEvents()...) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := decoded(t, inMessage("notify", `"notify_event":[null,`+tt.event+`]`))
			require.Len(t, r.Events, 1)
			got := r.Events[0]
			if !tt.want.Unreadable {
				require.Len(t, got.Records, 1)
				assert.Equal(t, tt.registered, got.Records[0].RegistrationNumber)
			}
			got.Records = nil
			assert.Equal(t, tt.want, got)
			assert.False(t, r.HasItems)
			one := decoded(t, inMessage("notify", `"notify_event":`+tt.event))
			if strings.HasPrefix(tt.event, "{") {
				require.Len(t, one.Events, 1, "an object where a list is meant")
				assert.Equal(t, tt.want.Event, one.Events[0].Event)
			}
		})
	}
}

func TestAMessageThatIsOneEventItselfIsReadAndNothingElseIsTakenForIt(t *testing.T) {
	t.Parallel()
	const flat = `"event_id":"e","event_ts":"2026-03-01","event_type":"death","event_data":{"reg_records":{"drn":"D-11"}}`
	for _, body := range []string{inMessage("notify", flat), `{"header":{},"message":{` + flat + `}}`, `{` + flat + `}`} {
		r := decoded(t, body)
		require.Len(t, r.Events, 1, body)
		e := r.Events[0]
		assert.Equal(t, []any{"e", "2026-03-01", codes.VitalEventDeath, false}, []any{e.ReferenceID, e.Timestamp, e.Event, e.Unreadable}, body)
		assert.Equal(t, "D-11", e.Records[0].RegistrationNumber)
	}
	r := decoded(t, `{"header":{"action":"notify"},"message": {"event_type":"death","uin":"7"}}`)
	require.Len(t, r.Events, 1)
	assert.Equal(t, profile.Event{Event: codes.VitalEventDeath, Unreadable: true, Raw: []byte(`{"event_type":"death","uin":"7"}`)}, r.Events[0])

	for _, body := range []string{
		inMessage("on-search", flat), inMessage("notify", flat+`,"search_response":[]`), inMessage("notify", `"event_id":"e","event_type":"REGISTER"`),
		`{"message":{"ack_status":"ACK",` + flat + `}}`, `{"errors":[{"code":"a"}],` + flat + `}`,
		inMessage("on-unsubscribe", `"status":"succ",`+flat), inMessage("txn-on-status", `"txnstatus_response":{"txn_status":{`+flat+`}}`),
	} {
		assert.Empty(t, decoded(t, body).Events, body)
	}
	r = decoded(t, inMessage("notify", flat+`,"notify_event":[{"event_id":"other"}]`))
	require.Len(t, r.Events, 1)
	assert.Equal(t, "other", r.Events[0].ReferenceID)
}

func TestAMessageThatIsOneEventItselfSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	const flat = `"event_type":"death","event_data":{"reg_records":{"drn":"D-11"}}`
	for name, tt := range map[string]struct {
		members string
		want    profile.Change
	}{
		"in status":                         {`,"status":"cancelled"`, profile.ChangeCancelled},
		"in event_status":                   {`,"event_status":"Corrected"`, profile.ChangeCorrected},
		"in both":                           {`,"event_status":"new","status":"REGISTERED"`, profile.ChangeRegistered},
		"in both, and differently":          {`,"event_status":"new","status":"cancelled"`, ""},
		"in a status of messages":           {`,"status":"succ"`, ""},
		"in a status of messages beside it": {`,"status":"succ","event_status":"cancelled"`, profile.ChangeCancelled},
		"in a status that nobody knows":     {`,"status":"pickled"`, ""},
		"nowhere":                           {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, body := range []string{inMessage("notify", flat+tt.members), `{"header":{},"message":{` + flat + tt.members + `}}`, `{` + flat + tt.members + `}`} {
				r := decoded(t, body)
				require.Len(t, r.Events, 1, body)
				assert.Equal(t, tt.want, r.Events[0].Change, body)
				assert.Nil(t, r.Unsubscribed, body)
			}
		})
	}
}

// A record that is told as a death and calls itself a birth is neither.
func TestARecordThatNamesAnotherEventLeavesTheEventUndecided(t *testing.T) {
	t.Parallel()
	r := decoded(t, inMessage("notify", `"notify_event":[
		{"data":{"reg_event_type":"death","reg_records":{"reg_event_type":"birth","sex":"F"}}},
		{"data":{"reg_records":[{"reg_event_type":"birth","sex":"F"},{"reg_event_type":"death","sex":"F"}]}},
		{"data":{"reg_event_type":"death","reg_records":{"reg_event_type":"Death","sex":"F"}}}]`))
	require.Len(t, r.Events, 3)
	assert.Empty(t, r.Events[0].Event)
	assert.Empty(t, r.Events[1].Event)
	assert.Equal(t, codes.VitalEventDeath, r.Events[2].Event)
}

func TestDataInTwoSpellingsIsUnreadable(t *testing.T) {
	t.Parallel()
	r := decoded(t, inMessage("notify", `"notify_event":[{"event_data":{"reg_records":{"drn":"D-1"}},"data":{"reg_event_type":"death","reg_records":{"drn":"D-2"}}},
		{"event_data":{"a":1},"data":""}]`))
	require.Len(t, r.Events, 2)
	assert.True(t, r.Events[0].Unreadable)
	assert.True(t, r.Events[1].Unreadable)
}

func TestARecordThatIsNoRecordMakesAnEventUnreadable(t *testing.T) {
	t.Parallel()
	for _, records := range []string{`{}`, `[{}]`, `[{"drn":"D-1"},1]`, `[null,{"drn":"D-1"}]`, `[[{"drn":"D-1"}]]`, `true`, `""`, `null`} {
		r := decoded(t, inMessage("notify", `"notify_event":[{"data":{"reg_event_type":"death","reg_records":`+records+`}}]`))
		assert.True(t, r.Events[0].Unreadable, records)
		assert.Equal(t, codes.VitalEventDeath, r.Events[0].Event, records)
	}
}

func TestAcknowledgementsAreReadInEveryShape(t *testing.T) {
	t.Parallel()
	bad := profile.PeerError{Code: "err.request.bad", Message: "m"}
	for body, want := range map[string]profile.Ack{
		`{"message":{"ack_status":"ACK","timestamp":"2026-03-01T08:00:00Z","correlation_id":"c"}}`:                               {Status: codes.AckAccepted},
		`{"message":{"ack_status":"nack","correlation_id":"c","error":""}}`:                                                      {Status: codes.AckFinal},
		`{"message":{"ack_status":"ACK","correlation_id":"c","error":{}}}`:                                                       {Status: codes.AckAccepted},
		`{"message":{"ack_status":"ACK","correlation_id":"c","error":null}}`:                                                     {Status: codes.AckAccepted},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":{"code":"err.request.bad","message":"m"}}}`:                 {Status: codes.AckError, Error: bad},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":[{"code":"err.request.bad","message":"m"},{"code":"x"}]}}`:  {Status: codes.AckError, Error: bad},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":{"errorCode":"err.request.bad","errorMessage":"m"}}}`:       {Status: codes.AckError, Error: bad},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":"m"}}`:                                                      {Status: codes.AckError, Error: profile.PeerError{Message: "m"}},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":{"code":400,"message":"m"}}}`:                               {Status: codes.AckError, Error: profile.PeerError{Code: "400", Message: "m"}},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":[[1]]}}`:                                                    {Status: codes.AckError, Error: profile.PeerError{Message: "an error without code or message"}},
		`{"message":{"ack_status":"ERR","correlation_id":"c","error":{"reasons":["m"]}}}`:                                        {Status: codes.AckError, Error: profile.PeerError{Message: "an error without code or message"}},
		`{"errors":[{"code":"err.request.bad"}],"message":{"ack_status":"ERR","correlation_id":"c","error":{"code":"err.x"}}}`:   {Status: codes.AckError, Error: profile.PeerError{Code: "err.x"}},
		`{"ack_status":"ACK","correlation_id":"c"}`:                                                                              {Status: codes.AckAccepted},
		`{"header":{"action":"search"},"message":{"ack_status":"ERR","correlation_id":"c"}}`:                                     {Status: codes.AckError},
		`{"message":{"ack_status":"ACK","correlation_id":"c","error":{"code":"err.request.bad","message":"m"}}}`:                 {Status: codes.AckAccepted, Error: bad},
		`{"message":{"ack_status":"LATER","correlation_id":"c"}}`:                                                                {Status: "LATER"},
		`{"message":{"ack_status":["ACK"],"correlation_id":"c"}}`:                                                                {},
		`{"message":{"ack_status":"ACK","correlation_id":"c","transaction_id":5,"status":"rcvd","status_reason_code":"rjct.x"}}`: {Status: codes.AckAccepted},
	} {
		r := decoded(t, body)
		assert.Equal(t, want, r.Ack, body)
		assert.Equal(t, "c", r.CorrelationID, body)
		assert.Nil(t, r.Unsubscribed, body)
		assert.False(t, r.HasItems, body)
	}
}

// The words of a registry are put back in events and in the answers of a status
// too.
func TestTheWordsOfARegistryArePutBackInEveryMessage(t *testing.T) {
	t.Parallel()
	p := profile.DCI10()
	p.Words.Sexes = map[codes.Sex]string{codes.SexMale: "H"}
	const records = `"data":{"reg_event_type":"birth","reg_records":{"sex":"H","brn":"B-1"}}`
	for _, body := range []string{
		inMessage("notify", `"notify_event":[{`+records+`}]`),
		inMessage("txn-on-status", `"txnstatus_response":{"txn_type":"search","txn_status":{"search_response":[{`+records+`}]}}`),
	} {
		r, err := p.Decode([]byte(body), profile.Asked{Questions: 1})
		require.NoError(t, err)
		var got []person.Record
		for _, e := range r.Events {
			got = append(got, e.Records...)
		}
		if r.Status != nil {
			got = append(got, r.Status.Answer.Items[0].Records...)
		}
		require.Len(t, got, 1)
		assert.Equal(t, codes.SexMale, got[0].Person.Sex)
	}
}

func TestEveryPublishedSampleIsRead(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("DCI_STANDARD")
	if dir == "" {
		t.Skip("DCI_STANDARD is not set: the folder of the published standard, with samples in it")
	}
	files, err := filepath.Glob(filepath.Join(dir, "samples", "processflow*.json"))
	require.NoError(t, err)
	require.Len(t, files, 12)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		r, err := profile.DCI10().Decode(body, profile.Asked{Questions: 1, PageSize: 10})
		require.NoError(t, err, file)
		assert.Equal(t, codes.ActionSearch, r.Header.Action, file)
		assert.Equal(t, 1, r.Header.TotalCount, file)
		assert.Nil(t, r.Unsubscribed, file)
		assert.Empty(t, r.Events, file)
		assert.Empty(t, r.Errors, file)
		isAnswer := strings.HasSuffix(file, "res.json")
		require.Equal(t, isAnswer, r.HasItems, file)
		if !isAnswer {
			continue
		}
		require.Len(t, r.Items, 1, file)
		assert.Equal(t, codes.StatusReceived, r.Items[0].Status, file)
		assert.False(t, r.Items[0].Unreadable, file)
		require.NotEmpty(t, r.Items[0].Records, file)
		// The standard publishes no sample of a notification: the same record, told.
		var raw []json.RawMessage
		require.NoError(t, json.Unmarshal(r.Items[0].Raw, &raw), "Raw is JSON")
		told := decoded(t, inMessage("notify", `"notify_event":[{"reg_event_type":"death","data":{"reg_records":`+string(raw[0])+`}}]`))
		assert.False(t, told.Events[0].Unreadable, file)
		assert.Equal(t, codes.VitalEventDeath, told.Events[0].Event, file)
		assert.Equal(t, r.Items[0].Records[0].Person, told.Events[0].Records[0].Person, file)
	}
}
