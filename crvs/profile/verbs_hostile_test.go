package profile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// verbSeeds are messages of the verbs beside search, for the fuzz targets.
func verbSeeds() []string {
	const record = `{"identifier":[{"identifier_type":"DRN","identifier_value":"D-11"}],"death_date":"2026-02-28","sex":"M"}`
	return []string{
		inMessage("on-subscribe", `"subscribe_response":[{"reference_id":"r","status":"succ","subscriptions":[{"code":"SUB-1","status":"subscribe","reg_event_type":"death"},"SUB-2"]}]`),
		inMessage("on-unsubscribe", `"status":"succ","subscription_status":[{"subscription_code":"SUB-1","status":"unsubscribe"}]`),
		inMessage("txn-on-status", `"txnstatus_response":{"txn_type":"subscibe","txn_status":{"subscribe_response":[{"status":"rjct","error":["m"]}],"txnstatus_response":{"txn_status":{}}}}`),
		inMessage("txn-on-status", `"txnstatus_response":{"txn_type":"search","txn_status":{"search_response":[{"data":{"reg_records":`+record+`}}],"status":"succ"}}`),
		inMessage("notify", `"notify_event":[{"reference_id":"e","timesstamp":"","reg_event_type":"birth","data":{"reg_event_type":"death","reg_records":`+record+`}}]`),
		inMessage("notify", `"notify_event":{"event_id":"e","event_ts":"x","event_type":"death","event_data":`+record+`}`),
		inMessage("notify", `"event_id":"e","event_type":"death","event_data":`+record), `{"event_type":"death","event_data":[` + record + `]}`,
		`{"message":{"ack_status":"ERR","timestamp":"","correlation_id":"c","error":[{"code":400}]}}`, `{"transaction_id":1,"status":"succ"}`,
	}
}

// bounded says what a message has too much of, "" for nothing. questions is how
// many were asked.
func bounded(r *profile.Received, body []byte, questions int) string {
	states := 0
	for _, s := range r.Subscribed {
		states += len(s.Subscriptions)
	}
	if r.Unsubscribed != nil {
		states += len(r.Unsubscribed.Subscriptions)
	}
	switch {
	case len(r.Items)+len(r.Subscribed) > 2*questions+16:
		return "items"
	case len(r.Events) > len(body)/64+16:
		return "events"
	case states > len(body)/8+16:
		return "subscriptions"
	case len(r.Errors) > 16:
		return "errors"
	case r.Status == nil:
		return ""
	case r.Status.Answer.Status != nil, r.Status.Answer.Events != nil, r.Status.Answer.Ack != profile.Ack{}, r.Status.Answer.Encrypted:
		return "members of a status"
	default:
		return bounded(r.Status.Answer, body, questions)
	}
}

func TestListsWithoutEndAreNotKept(t *testing.T) {
	t.Parallel()
	const many = 100_000
	list := func(element string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(element+",", many), ",") + "]"
	}
	for name, tt := range map[string]struct {
		message string
		tooMuch bool
	}{
		"a hundred thousand empty events":         {inMessage("notify", `"notify_event":`+list(`{}`)), true},
		"a hundred thousand events":               {inMessage("notify", `"notify_event":`+list(`{"reference_id":"e","data":{"reg_event_type":"death","reg_records":{"drn":"D-1"}}}`)), false},
		"events of nothing but null":              {inMessage("notify", `"notify_event":`+list(`null`)), true},
		"one event of a million empty records":    {inMessage("notify", `"notify_event":[{"data":{"reg_records":`+list(`{}`)+`}}]`), false},
		"thousands of subscriptions of one":       {inMessage("on-subscribe", `"subscribe_response":[{"subscriptions":`+list(`{"code":"1","status":"subscribe"}`)+`}]`), false},
		"a hundred thousand empty subscriptions":  {inMessage("on-subscribe", `"subscribe_response":[{"subscriptions":`+list(`{}`)+`}]`), true},
		"answers to subscriptions without end":    {inMessage("on-subscribe", `"subscribe_response":`+list(`{"reference_id":"r"}`)), true},
		"thousands of subscriptions that end":     {inMessage("on-unsubscribe", `"subscription_status":`+list(`{"code":"1","status":"unsubscribe"}`)), false},
		"answers in a status without end":         {inMessage("txn-on-status", `"txnstatus_response":{"txn_status":{"search_response":`+list(`{"reference_id":"r"}`)+`}}`), true},
		"subscriptions in a status without end":   {inMessage("txn-on-status", `"txnstatus_response":{"txn_status":{"subscription_status":`+list(`""`)+`}}`), true},
		"errors of an acknowledgement by the ton": {`{"message":{"ack_status":"ERR","error":` + list(`{"code":"a"}`) + `,"errors":` + list(`{"code":"a"}`) + `}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := decoded(t, tt.message)
			assert.Equal(t, tt.tooMuch, r.TooMuch)
			assert.Empty(t, bounded(r, []byte(tt.message), 0))
		})
	}
}

func TestNestingWithoutEndIsSkipped(t *testing.T) {
	t.Parallel()
	deep := func(open, end string) string { return strings.Repeat(open, 1000) + strings.Repeat(end, 1000) }
	for name, message := range map[string]string{
		"a status in a status":     inMessage("txn-on-status", deep(`"txnstatus_response":{"txn_status":{`, `}}`)),
		"a list of lists":          inMessage("notify", `"notify_event":`+deep(`[`, `]`)),
		"data in data":             inMessage("notify", `"notify_event":[{`+deep(`"data":{`, `}`)+`}]`),
		"a record of records":      inMessage("notify", `"notify_event":[{"data":{"reg_records":{`+deep(`"a":{`, `}`)+`}}}]`),
		"an error of errors":       inMessage("notify", `"error":`+deep(`[`, `]`)),
		"a subscription in itself": inMessage("on-subscribe", `"subscribe_response":[{`+deep(`"subscriptions":[{`, `}]`)+`}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := decoded(t, message)
			assert.Empty(t, bounded(r, []byte(message), 0))
			assert.False(t, r.TooMuch)
		})
	}
}

// A message that says two things says nothing, wherever the two stand.
func TestAMemberThatStandsTwiceRefusesAnyMessage(t *testing.T) {
	t.Parallel()
	for _, members := range []string{
		`"notify_event":[],"notify_event":[]`,
		`"notify_event":[{"Kumar":1,"Kumar":2}]`,
		`"notify_event":[{"data":{"reg_records":{"drn":"D-1","d\u0072n":"D-2"}}}]`,
		`"subscribe_response":[{"subscriptions":[{"code":"1","code":"2"}]}]`,
		`"status":"succ","status":"rjct"`,
		`"txnstatus_response":{"txn_status":{"status":"succ","status":"rjct"}}`,
		`"txnstatus_response":{"txn_status":{"txnstatus_response":{"a":1,"a":1}}}`,
	} {
		_, err := profile.DCI10().Decode([]byte(inMessage("notify", members)), profile.Asked{})
		var syntax *profile.SyntaxError
		require.ErrorAs(t, err, &syntax, members)
		assert.Contains(t, err.Error(), "twice")
		assert.NotContains(t, err.Error(), "Kumar")
	}
}

// Whatever stands where something else is meant: there is no panic, and nothing is
// made of it.
func TestValuesOfAWrongTypeAreNotGiven(t *testing.T) {
	t.Parallel()
	wrong := []string{`null`, `""`, `" "`, `true`, `0`, `-1.5e300`, `[]`, `{}`, `[[]]`, `[{}]`, `[null]`, `"x"`, `{"a":[{"b":1}]}`}
	for _, place := range []string{
		`"notify_event":@`, `"notify_event":[@]`, `"notify_event":[{"data":@}]`, `"notify_event":[{"data":{"reg_records":@}}]`, `"notify_event":[{"event_data":@}]`,
		`"notify_event":[{"reference_id":@,"timestamp":@,"reg_event_type":@}]`, `"subscribe_response":@`, `"subscribe_response":[@]`,
		`"subscribe_response":[{"status":@,"error":@,"subscriptions":@}]`, `"subscribe_response":[{"subscriptions":[{"code":@,"status":@,"reg_event_type":@}]}]`,
		`"status":@,"status_reason_code":@`, `"subscription_status":@`, `"subscription_status":[@]`, `"txnstatus_response":@`, `"txnstatus_response":{"txn_type":@,"txn_status":@}`,
		`"txnstatus_response":{"txn_status":{"search_response":@,"status":@,"subscription_status":@}}`, `"ack_status":@,"error":@`,
	} {
		for _, w := range wrong {
			message := inMessage("notify", strings.ReplaceAll(place, "@", w))
			r := decoded(t, message)
			assert.Empty(t, bounded(r, []byte(message), 0), message)
			for _, e := range r.Events {
				assert.True(t, e.Unreadable || len(e.Records) > 0, message)
			}
			if r.Unsubscribed != nil {
				assert.NotEmpty(t, r.Unsubscribed.Subscriptions, "of a notification: %s", message)
			}
		}
	}
}
