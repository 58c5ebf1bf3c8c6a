package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

func TestASubscriberIsToldOfWhatItSubscribedTo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t, sandbox.WithRegistryID("civil.example"))
		s.dies(t, "200000210")
		content := s.calledBack(t, "/registry/subscribe", subscribing, "on-subscribe")
		assert.Equal(t, "t-1", content["transaction_id"])
		item := content["subscribe_response"].([]any)[0].(map[string]any)
		assert.Equal(t, "r-1", item["reference_id"])
		subscription := item["subscriptions"].([]any)[0].(map[string]any)
		assert.Equal(t, []any{"death", "spdci-extensions-dci:Person"}, []any{subscription["reg_event_type"], subscription["notify_record_type"]})
		assert.Empty(t, s.events(), "of what was before nobody is told")

		died := s.dies(t, mala)
		done(t)(s.registry.RecordBirth(sandbox.Birth{Given: "New", Mother: national("200000101")}))
		synctest.Wait()
		require.Len(t, s.events(), 1)
		e := s.events()[0]
		data := e["data"].(map[string]any)
		assert.Equal(t, []any{"death", "death", "1.0.0", "spdci-extensions-dci:Person", "eng"}, []any{e["reg_event_type"], data["reg_event_type"], data["version"], data["reg_record_type"], e["locale"]})
		assert.NotContains(t, e, "status", "it is new")
		assert.Contains(t, s.messages("notify")[0].body, died.RegistrationNumber)
		for _, m := range s.messages("") {
			assert.Equal(t, []any{callbackURL, "application/json", true}, []any{m.url, m.contentType, m.closes})
			assert.Equal(t, []any{"civil.example", "mis.test", "succ"}, []any{m.header.SenderID, m.header.Receiver, m.header.Status})
			require.NotNil(t, m.header.Total)
			assert.Equal(t, 1, *m.header.Total)
		}
		assert.Equal(t, sandbox.Deliveries{Delivered: 2}, s.registry.Deliveries())
	})
}

func TestASubscriberIsToldOfThoseForWhomTheFilterHolds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change []string
		told   bool
	}{
		"her number":               {[]string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"NATIONAL_ID","value":"` + mala + `"}`}, true},
		"without the type":         {[]string{`"filter_type":"predicate","filter":[]`, `"filter":{"type":"NATIONAL_ID","value":"` + mala + `"}`}, true},
		"another number":           {[]string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"NATIONAL_ID","value":"` + ravi + `"}`}, false},
		"a number that is none":    {[]string{`"predicate","filter":[]`, `"idtype-value","filter":{"type":"NATIONAL_ID","value":7}`}, false},
		"her sex":                  {[]string{`"filter":[]`, `"filter":[{"expression1":{"attribute_name":"sex","operator":"eq","attribute_value":"female"}}]`}, true},
		"the other sex":            {[]string{`"filter":[]`, `"filter":[{"expression1":{"attribute_name":"sex","operator":"eq","attribute_value":"male"}}]`}, false},
		"her day of birth":         {[]string{`"filter":[]`, `"filter":[{"expression1":{"attribute_name":"birth_date","operator":"ge","attribute_value":"1980-01-01"},"condition":"and","expression2":{"attribute_name":"birth_date","operator":"le","attribute_value":"1999-12-31"}}]`}, true},
		"an expression":            {[]string{`"predicate","filter":[]`, `"expression","filter":{"type":"ns:x","value":{"expression":{"query":{"birth_date":{"$gte":"1980-01-01"}}}}}`}, true},
		"an expression of another": {[]string{`"predicate","filter":[]`, `"expression","filter":{"type":"ns:x","value":{"expression":{"query":{"birth_date":{"$lt":"1980-01-01"}}}}}`}, false},
		"every event":              {[]string{`"death"`, `"REGISTER"`}, true},
		"another event":            {[]string{`"death"`, `"live_birth"`}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				code(t, s.subscribed(t, changed(t, subscribing, tt.change...)))
				s.dies(t, mala)
				assert.Len(t, s.events(), map[bool]int{true: 1}[tt.told])
			})
		})
	}
}

func TestACorrectionAndACancellationSaySo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		code(t, s.subscribed(t, changed(t, subscribing, `"predicate","filter":[]`, `"idtype-value","filter":{"type":"NATIONAL_ID","value":"`+mala+`"}`)))
		died := s.dies(t, mala)
		done(t)(s.registry.Correct(died.RegistrationNumber, sandbox.Correction{On: on("2025-11-30")}))
		done(t)(s.registry.Cancel(died.RegistrationNumber))
		synctest.Wait()
		require.Len(t, s.events(), 3)
		var changes []any
		for _, e := range s.events() {
			assert.Equal(t, "death", e["reg_event_type"])
			changes = append(changes, e["status"])
		}
		assert.Equal(t, []any{nil, "corrected", "cancelled"}, changes)
		assert.Contains(t, s.messages("notify")[2].body, died.RegistrationNumber)
	})
}

func TestADivorceAndAnAdoptionAreEventsOfTheirOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		for i, event := range []string{"divorce", "adoption"} {
			code(t, s.subscribed(t, changed(t, subscribing, "m-1", "m"+event, "t-1", "t"+event, `"death"`, `"`+event+`"`)))
			assert.Len(t, s.messages("on-subscribe"), i+1)
		}
		done(t)(s.registry.RecordMarriage(national("200000207"), national("200000210"), on("2025-12-01")))
		synctest.Wait()
		assert.Empty(t, s.events())
		done(t)(s.registry.RecordDivorce(national("200000207"), on("2025-12-02")))
		done(t)(s.registry.RecordAdoption(sandboxBRN("B17JUN009"), national("200000101"), sandboxNobody, on("2025-12-02")))
		synctest.Wait()
		require.Len(t, s.events(), 2)
		assert.ElementsMatch(t, []any{"divorce", "adoption"}, []any{s.events()[0]["reg_event_type"], s.events()[1]["reg_event_type"]})
	})
}

func TestTheSameSubscriptionAgainIsRejectedAndTheSameMessageIsAnsweredAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		first := code(t, s.subscribed(t, subscribing))
		assert.Equal(t, first, code(t, s.subscribed(t, subscribing)), "sent again after no answer")
		again := s.subscribed(t, changed(t, subscribing, "m-1", "m-9", "t-1", "t-9", "r-1", "r-9"))
		assert.Equal(t, []any{"rjct", "rjct.event.already_subscribed", "r-9"}, []any{again["status"], again["status_reason_code"], again["reference_id"]})
		other := code(t, s.subscribed(t, changed(t, subscribing, "m-1", "m-9", "mis.test", "other.test")))
		assert.NotEqual(t, first, other, "another sender's")
		s.dies(t, mala)
		assert.Len(t, s.events(), 2, "one for each subscription")
	})
}

func TestASubscriptionEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		held := code(t, s.subscribed(t, subscribing))
		end := func(message, codes string) map[string]any {
			return s.calledBack(t, "/registry/unsubscribe", changed(t, unsubscribing, "m-2", message, `"CODE"`, codes), "on-unsubscribe")
		}
		unknown := end("a", `"nobody"`)
		assert.Equal(t, []any{"rjct", "rjct.subscription_code.invalid"}, []any{unknown["status"], unknown["status_reason_code"]})
		others := s.calledBack(t, "/registry/unsubscribe", changed(t, unsubscribing, "mis.test", "other.test", "CODE", held), "on-unsubscribe")
		assert.Equal(t, "rjct.subscription_code.invalid", others["status_reason_code"], "the code of another sender")
		s.dies(t, mala)
		assert.Len(t, s.events(), 1)

		mixed := end("b", `"`+held+`","nobody"`)
		assert.Equal(t, "rjct.subscription_code.invalid", mixed["status_reason_code"])
		assert.Equal(t, []any{map[string]any{"code": held, "status": "unsubscribe"}}, mixed["subscription_status"], "the one that is known has ended")
		assert.Equal(t, "rjct.event.already_unsubscribed", end("c", `"`+held+`"`)["status_reason_code"])
		s.dies(t, "200000210")
		assert.Len(t, s.events(), 1)

		next := code(t, s.subscribed(t, changed(t, subscribing, "m-1", "m-9")))
		good := end("d", `"`+next+`"`)
		assert.Equal(t, "succ", good["status"])
		assert.NotContains(t, good, "status_reason_code")
	})
}

func TestASubscriberIsToldAtItsFrequencyUntilItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // which begins at midnight of 2000-01-01
		s := telling(t)
		code(t, s.subscribed(t, changed(t, subscribing, `"filter_type"`,
			`"frequency":{"start_time":"2000-01-01T02:00:00Z","end_time":"2000-01-01T04:30:00Z","frequency":"0 * * * *"},"filter_type"`)))
		s.dies(t, mala)
		s.dies(t, "200000210")
		<-time.After(time.Until(time.Date(2000, 1, 1, 1, 59, 59, 0, time.UTC)))
		assert.Empty(t, s.events(), "it has not begun")
		<-time.After(2 * time.Second)
		require.Len(t, s.messages("notify"), 1, "both in one message")
		assert.Len(t, s.events(), 2)
		assert.Equal(t, 2, *s.messages("notify")[0].header.Total)
		<-time.After(time.Hour)
		assert.Len(t, s.messages("notify"), 1, "nothing new, nothing told")
		s.dies(t, "200000207")
		assert.Len(t, s.events(), 2)
		<-time.After(time.Hour)
		assert.Len(t, s.events(), 3)
		<-time.After(time.Hour)
		s.dies(t, "200000102")
		<-time.After(24 * time.Hour)
		assert.Len(t, s.events(), 3, "it has ended")
		again := s.subscribed(t, changed(t, subscribing, "m-1", "m-9"))
		assert.Equal(t, "succ", again["status"])
	})
}

func TestTheStatusTellsWhatBecameOfAMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		correlation := s.acknowledged(t, "/registry/subscribe", subscribing)
		<-later(t)
		held := code(t, s.messages("on-subscribe")[0].content["subscribe_response"].([]any)[0].(map[string]any))
		s.calledBack(t, "/registry/unsubscribe", changed(t, unsubscribing, "CODE", held), "on-unsubscribe")

		const by = `"subscribe","attribute_type":"transaction_id","attribute_value":"t-1"`
		for name, tt := range map[string]struct{ asked, want string }{
			"by transaction":           {by, held},
			"by correlation":           {`"subscribe","attribute_type":"correlation_id","attribute_value":"` + correlation + `"`, held},
			"by reference":             {`"subscribe","attribute_type":"reference_id_list","attribute_value":["r-1"]`, held},
			"by code":                  {`"subscribe","attribute_type":"subscription_code_list","attribute_value":["` + held + `"]`, held},
			"by an unknown reference":  {`"subscribe","attribute_type":"reference_id_list","attribute_value":["r-7"]`, `"reference_id":"r-7","status":"rjct","status_reason_code":"rjct.reference_id.invalid"`},
			"by an unknown code":       {`"subscribe","attribute_type":"subscription_code_list","attribute_value":["x"]`, "rjct.reference_id.invalid"},
			"of an unknown one":        {`"subscribe","attribute_type":"transaction_id","attribute_value":"t-7"`, "rjct.reference_id.invalid"},
			"of an end":                {`"unsubscribe","attribute_type":"transaction_id","attribute_value":"t-2"`, `"status":"succ","subscription_status":[{"code":"` + held + `","status":"unsubscribe"}]`},
			"of an end by its code":    {`"unsubscribe","attribute_type":"subscription_code_list","attribute_value":["` + held + `"]`, held},
			"of an unknown end":        {`"unsubscribe","attribute_type":"transaction_id","attribute_value":"t-1"`, "rjct.reference_id.invalid"},
			"of a search":              {`"search","attribute_type":"transaction_id","attribute_value":"t-1"`, "rjct.reference_id.invalid"},
			"of a search by reference": {`"search","attribute_type":"reference_id_list","attribute_value":["r-1"]`, "rjct.reference_id.invalid"},
		} {
			resp := s.send(t, http.MethodPost, "/registry/sync/txn/status", strings.NewReader(changed(t, askingStatus, by, tt.asked)))
			require.Equal(t, http.StatusOK, resp.status, name)
			assert.Contains(t, strings.ReplaceAll(withoutTimes(resp.text), " ", ""), tt.want, name)
			assert.Contains(t, resp.text, `"action":"txn-on-status"`)

			content := s.calledBack(t, "/registry/txn/status", changed(t, askingStatus, by, tt.asked, "m-3", name), "txn-on-status")
			status := content["txnstatus_response"].(map[string]any)
			assert.Equal(t, strings.Split(tt.asked, `"`)[1], status["txn_type"], name)
			assert.NotEmpty(t, status["txn_status"])
		}
		other := s.send(t, http.MethodPost, "/registry/sync/txn/status", strings.NewReader(changed(t, askingStatus, "mis.test", "other.test")))
		assert.Contains(t, other.text, "rjct.reference_id.invalid", "another sender's")
		assert.NotContains(t, other.text, held)
	})
}

func TestEachDialectTellsInItsOwnForm(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ profile, has string }{
		"openspp tells of one event a message": {"openspp", `"event_type":"death"`},
		"openg2p tells by the standard":        {"openg2p", `"notify_event":[`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				base, ok := sandbox.BasePath(tt.profile)
				require.True(t, ok)
				s.acknowledged(t, base+"/registry/subscribe", subscribing)
				died := s.dies(t, mala)
				done(t)(s.registry.Cancel(died.RegistrationNumber))
				<-later(t)
				assert.Len(t, s.messages("on-subscribe"), 1)
				require.Len(t, s.messages("notify"), 2)
				assert.Contains(t, s.messages("notify")[0].body, tt.has)
				assert.Contains(t, s.messages("notify")[1].body, `status":"cancelled"`)
				assert.Contains(t, s.messages("notify")[0].body, `"signature":"`)
			})
		})
	}
}
