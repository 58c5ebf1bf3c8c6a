package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

func TestWhatIsWrongWithAMessageAboutSubscriptionsIsSaidBeforeAnyAcknowledgement(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	const item = "message.subscribe_request[0]."
	for _, tt := range []struct {
		name, path, body string
		change           []string
		code, text       string
	}{
		{"no message", "/registry/subscribe", `{"header":{"version":"1.0.0","message_id":"m","message_ts":"2026-11-23T08:00:00Z","action":"subscribe","sender_id":"s","total_count":1}}`, nil, "err.request.bad", "message: is required"},
		{"a time that is none", "/registry/subscribe", subscribing, []string{"2026-11-23T08:00:00Z", "yesterday"}, "err.request.bad", "header.message_ts: must be a date-time with a zone"},
		{"a time without a zone", "/registry/subscribe", subscribing, []string{`"timestamp":"2026-11-23T08:00:00Z"`, `"timestamp":"2026-11-23T08:00:00"`}, "err.request.bad", item + "timestamp: must be a date-time with a zone"},
		{"a locale of two letters", "/registry/subscribe", subscribing, []string{`"eng"`, `"en"`}, "err.request.bad", item + "locale: must match ^[a-z]{3}$"},
		{"a locale of capitals", "/registry/subscribe", subscribing, []string{`"eng"`, `"ENG"`}, "err.request.bad", item + "locale: must match ^[a-z]{3}$"},
		{"a long transaction_id", "/registry/subscribe", subscribing, []string{`"t-1"`, `"` + long + `"`}, "err.request.bad", "message.transaction_id: must have at most 99 characters"},
		{"no message to end", "/registry/unsubscribe", unsubscribing, []string{`"message"`, `"letter"`}, "err.request.bad", "message: is required"},
		{"no message to ask for a status", "/registry/txn/status", askingStatus, []string{`"message"`, `"letter"`}, "err.request.bad", "message: is required"},
		{"a status at a time without a zone", "/registry/sync/txn/status", askingStatus, []string{`2026-11-23T08:00:00Z`, `2026-11-23T08:00:00`}, "err.request.bad", "header.message_ts: must be a date-time with a zone"},
		{"the end of a long transaction", "/registry/unsubscribe", unsubscribing, []string{`"t-2"`, `"` + long + `"`}, "err.request.bad", "message.transaction_id: must have at most 99 characters"},
		{"another action", "/registry/subscribe", subscribing, []string{`"action":"subscribe"`, `"action":"unsubscribe"`}, "err.request.bad", "header.action must be subscribe at this endpoint"},
		{"another version", "/registry/subscribe", subscribing, []string{`"version":"1.0.0"`, `"version":"2.0.0"`}, "err.version.not_supported", "header.version: this registry speaks 1.0.0"},
		{"no subscriptions", "/registry/subscribe", subscribing, []string{`"subscribe_request":[`, `"subscribe_request":[],"x":[`}, "err.request.bad", "message.subscribe_request: is required"},
		{"a filter of another form than it says", "/registry/subscribe", subscribing, []string{`"predicate"`, `"idtype-value"`}, "err.request.bad", item + "subscribe_criteria.filter: must be of type object"},
		{"a frequency without an end", "/registry/subscribe", subscribing, []string{`"filter_type"`, `"frequency":{"start_time":"2026-11-23T08:00:00Z","frequency":"* * * * *"},"filter_type"`}, "err.request.bad", item + "subscribe_criteria.frequency.end_time: is required"},
		{"a frequency that begins at no time", "/registry/subscribe", subscribing, []string{`"filter_type"`, `"frequency":{"start_time":"2026-11-23","end_time":"2027-11-23T08:00:00Z","frequency":"* * * * *"},"filter_type"`}, "err.request.bad", item + "subscribe_criteria.frequency.start_time: must be a date-time with a zone"},
		{"a long subscription code", "/registry/unsubscribe", unsubscribing, []string{`CODE`, long}, "err.request.bad", "message.subscription_codes[0]: must have at most 99 characters"},
		{"the end of no subscription", "/registry/unsubscribe", unsubscribing, []string{`["CODE"]`, `[]`}, "err.request.bad", "message.subscription_codes: is required"},
		{"an end without its time", "/registry/unsubscribe", unsubscribing, []string{`"timestamp":"2026-11-23T08:00:00Z",`, ``}, "err.request.bad", "message.timestamp: is required"},
		{"an end at a time that is none", "/registry/unsubscribe", unsubscribing, []string{`"timestamp":"2026-11-23T08:00:00Z",`, `"timestamp":"2026-02-30T08:00:00Z",`}, "err.request.bad", "message.timestamp: must be a date-time with a zone"},
		{"a status of nothing", "/registry/txn/status", askingStatus, []string{`"subscribe","attribute_type"`, `"notify","attribute_type"`}, "err.request.bad", "message.txnstatus_request.txn_type: must be one of [search subscribe unsubscribe]"},
		{"a status by a list where a text is meant", "/registry/txn/status", askingStatus, []string{`"t-1"`, `["t-1"]`}, "err.request.bad", "message.txnstatus_request.attribute_value: must be a text, or a list of texts where attribute_type names a list"},
		{"a status by a long code", "/registry/sync/txn/status", askingStatus, []string{`"transaction_id","attribute_value":"t-1"`, `"subscription_code_list","attribute_value":["` + long + `"]`}, "err.request.bad", "message.txnstatus_request.attribute_value: must have at most 99 characters"},
		{"a status in a locale that is none", "/registry/sync/txn/status", askingStatus, []string{`"eng"`, `"e"`}, "err.request.bad", "message.txnstatus_request.locale: must match ^[a-z]{3}$"},
		{"a status of a long transaction", "/registry/sync/txn/status", askingStatus, []string{`"t-3"`, `"` + long + `"`}, "err.request.bad", "message.transaction_id: must have at most 99 characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			status, out := b.refusedAt(t, tt.path, changed(t, tt.body, tt.change...))
			assert.Equal(t, http.StatusBadRequest, status)
			assert.Equal(t, tt.code, out.Errors[0].Code)
			assert.Equal(t, tt.text, out.Errors[0].Message)
			assert.Zero(t, b.registry.Deliveries())
		})
	}
}

func TestWhatClientsSendAboutSubscriptionsIsAcknowledged(t *testing.T) {
	t.Parallel()
	ninetyNine := strings.Repeat("é", 99)
	for _, tt := range []struct {
		name, path, body string
		change           []string
	}{
		{"as the standard has it", "/registry/subscribe", subscribing, nil},
		{"99 characters", "/registry/subscribe", subscribing, []string{`"t-1"`, `"` + ninetyNine + `"`}},
		{"any receiver", "/registry/subscribe", subscribing, []string{`"header":{`, `"header":{"receiver_id":"nobody",`}},
		{"no sender_uri", "/registry/subscribe", subscribing, []string{`"sender_uri":"` + callbackURL + `",`, ``}},
		{"no reg_type", "/registry/subscribe", subscribing, []string{`"reg_type":"ns:org:RegistryType:Civil",`, ``}},
		{"no event", "/registry/subscribe", subscribing, []string{`"reg_event_type":"death",`, ``}},
		{"no record type", "/registry/subscribe", subscribing, []string{`,"notify_record_type":"spdci-extensions-dci:Person"`, ``}},
		{"no version", "/registry/subscribe", subscribing, []string{`"version":"1.0.0",`, ``}},
		{"no filter_type", "/registry/subscribe", subscribing, []string{`"filter_type":"predicate",`, ``}},
		{"the event BIRTH", "/registry/subscribe", subscribing, []string{`"death"`, `"BIRTH"`}},
		{"the event REGISTER", "/registry/subscribe", subscribing, []string{`"death"`, `"REGISTER"`}},
		{"the event any", "/registry/subscribe", subscribing, []string{`"death"`, `"any"`}},
		{"an unknown event", "/registry/subscribe", subscribing, []string{`"death"`, `"flood"`}},
		{"an identifier that is a number", "/registry/subscribe", subscribing, []string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"BRN","value":7}`}},
		{"an identifier that is a boolean", "/registry/subscribe", subscribing, []string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"BRN","value":true}`}},
		{"an identifier that is an object", "/registry/subscribe", subscribing, []string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"BRN","value":{"number":"7"}}`}},
		{"an unknown attribute", "/registry/subscribe", subscribing, []string{`"filter":[]`, `"filter":[{"expression1":{"attribute_name":"shoe_size","operator":"eq","attribute_value":"7"}}]`}},
		{"a receiver that is empty", "/registry/unsubscribe", unsubscribing, []string{`"header":{`, `"header":{"receiver_id":"",`}},
		{"an unknown identifier type", "/registry/subscribe", subscribing, []string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"SHOE","value":"7"}`}},
		{"an unknown code", "/registry/unsubscribe", unsubscribing, nil},
		{"a code of 99 characters", "/registry/unsubscribe", unsubscribing, []string{`CODE`, ninetyNine}},
		{"an unknown transaction", "/registry/txn/status", askingStatus, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			setup(t).acknowledged(t, tt.path, changed(t, tt.body, tt.change...))
		})
	}
	b := setup(t)
	resp := b.send(t, http.MethodPost, "/registry/subscribe", strings.NewReader(subscribing), "Content-Type", "application/json; charset=utf-8")
	assert.Equal(t, http.StatusAccepted, resp.status)
}

func TestASignatureThatDoesNotHoldIsRefusedBeforeASubscriptionIsMade(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/registry/subscribe", "/registry/unsubscribe", "/registry/txn/status", "/registry/sync/txn/status"} {
		body := map[string]string{"/registry/subscribe": subscribing, "/registry/unsubscribe": unsubscribing}[path]
		if body == "" {
			body = askingStatus
		}
		signed := changed(t, body, `{"header"`, `{"signature":"invalid-signature","header"`)
		status, out := setup(t).refusedAt(t, path, signed)
		assert.Equal(t, http.StatusUnauthorized, status, "in mode optional too")
		assert.Equal(t, "err.signature.invalid", out.Errors[0].Code)
		b := setup(t, sandbox.WithStandIns("unsigned-stub"))
		resp := b.send(t, http.MethodPost, path, strings.NewReader(strings.Replace(signed, "invalid-signature", "unsigned-stub", 1)))
		assert.Less(t, resp.status, 300, resp.text)
	}
}

func TestWhatARegistryIsCalledBackWithIsAcknowledgedAndDropped(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/registry/on-search", "/registry/on-subscribe", "/registry/on-unsubscribe", "/registry/txn/on-status", "/registry/notify"} {
		b := setup(t, sandbox.WithToken("secret"))
		status, _ := b.refusedAt(t, path, `{"header":{},"message":{}}`)
		assert.Equal(t, http.StatusUnauthorized, status, "the token comes first")
		b.token = "secret"
		b.acknowledged(t, path, `{"header":{},"message":{}}`)
		status, out := b.refusedAt(t, path, `{"header":{}}`)
		assert.Equal(t, http.StatusBadRequest, status)
		assert.Equal(t, "message: is required", out.Errors[0].Message)
	}
}

func TestASubscriptionIsRejectedByItsItem(t *testing.T) {
	t.Parallel()
	frequency := func(text string) []string { return []string{`"filter_type"`, `"frequency":` + text + `,"filter_type"`} }
	for _, tt := range []struct {
		name, code, text string
		change           []string
	}{
		{"no reference", "rjct.reference_id.invalid", "reference_id is empty", []string{`"r-1"`, `""`}},
		{"an event that is not told of", "rjct.notify_types.invalid", "subscribe_criteria.reg_event_type: this registry tells of live_birth, death, marriage, divorce and adoption", []string{`"death"`, `"fetal_death"`}},
		{"another registry", "rjct.notify_types.invalid", "subscribe_criteria.reg_type: this registry is ns:org:RegistryType:Civil", []string{"ns:org:RegistryType:Civil", "ns:org:RegistryType:Social"}},
		{"another record", "rjct.notify_types.invalid", "subscribe_criteria.notify_record_type: this registry has records of type spdci-extensions-dci:Person", []string{"spdci-extensions-dci:Person", "House"}},
		{"a type of identifier that is none", "rjct.notify_details.invalid", "subscribe_criteria.filter.type: this registry knows UIN, BRN, MRN, DRN, NATIONAL_ID", []string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"SHOE","value":"7"}`}},
		{"an attribute that is none", "rjct.notify_details.invalid", "", []string{`"filter":[]`, `"filter":[{"expression1":{"attribute_name":"shoe","operator":"eq","attribute_value":"7"}}]`}},
		{"a frequency that is none", "rjct.notify_details.invalid", "subscribe_criteria.frequency: frequency is no cron expression of five, six or seven fields", frequency(`{"start_time":"2026-11-23T08:00:00Z","end_time":"2027-11-23T08:00:00Z","frequency":"daily"}`)},
		{"a frequency that ends before it begins", "rjct.notify_details.invalid", "subscribe_criteria.frequency: end_time must be after start_time", frequency(`{"start_time":"2026-11-23T08:00:00Z","end_time":"2026-11-23T08:00:00Z","frequency":"* * * * *"}`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				item := s.subscribed(t, changed(t, subscribing, tt.change...))
				assert.Equal(t, "rjct", item["status"])
				assert.Equal(t, tt.code, item["status_reason_code"])
				if tt.text != "" {
					assert.Equal(t, tt.text, item["status_reason_message"])
				}
				assert.NotContains(t, item, "subscriptions")
				s.dies(t, mala)
				assert.Empty(t, s.events())
			})
		})
	}
}

func TestOpenG2PRefusesAFilterWithAPlainOperator(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		asks := func(operator, sender string) map[string]any {
			body := changed(t, subscribing, `"filter":[]`, `"filter":[{"expression1":{"attribute_name":"sex","operator":"`+operator+`","attribute_value":"female"}}]`, "mis.test", sender)
			return s.calledBack(t, "/openg2p/registry/subscribe", body, "on-subscribe")["subscribe_response"].([]any)[0].(map[string]any)
		}
		code(t, asks("$eq", "mis.test"))
		refused := asks("eq", "other.test")
		assert.Equal(t, []any{"rjct", "rjct.notify_details.invalid", "subscribe_criteria.filter: operators are $eq, $gt, $gte, $lt, $lte and $in"},
			[]any{refused["status"], refused["status_reason_code"], refused["status_reason_message"]})
		s.dies(t, mala)
		assert.Len(t, s.events(), 1)
	})
}
