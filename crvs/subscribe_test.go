package crvs_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

const (
	subscribePath   = prefix + "/registry/subscribe"
	unsubscribePath = prefix + "/registry/unsubscribe"
	statusPath      = prefix + "/registry/sync/txn/status"

	acknowledgement = `{"message":{"ack_status":"ACK","timestamp":"2026-11-01T00:00:00Z","correlation_id":"corr-9"}}`
)

func ourCallback() crvs.Option { return crvs.WithCallbackURL("https://mis.example/dci/abc") }

// subscribed is an answer to requests for subscriptions; $SUB0 is the reference_id of
// the first.
func subscribed(items string) script {
	return func(w writer, a asked) {
		var m struct {
			Message struct {
				TransactionID    string `json:"transaction_id"`
				SubscribeRequest []struct {
					ReferenceID string `json:"reference_id"`
				} `json:"subscribe_request"`
			} `json:"message"`
		}
		_ = json.Unmarshal(a.body, &m)
		for i, it := range m.Message.SubscribeRequest {
			items = replace(items, "$SUB"+string(rune('0'+i)), it.ReferenceID)
		}
		says(200, `{"header":{"action":"on-subscribe","status":"succ"},"message":{"transaction_id":"`+m.Message.TransactionID+
			`","correlation_id":"corr-9","subscribe_response":[`+items+`]}}`)(w, a)
	}
}

// body is a message that was sent.
func body(t *testing.T, a asked) (header, message map[string]any) {
	t.Helper()
	var m struct{ Header, Message map[string]any }
	require.NoError(t, json.Unmarshal(a.body, &m))
	return m.Header, m.Message
}

func TestASubscriptionIsAskedForAndAcknowledged(t *testing.T) {
	t.Parallel()
	r := start(t).on(subscribePath, says(202, acknowledgement))
	var audit crvs.AuditRecord
	c := r.client(t, ourCallback(), crvs.WithAudit(func(_ context.Context, a crvs.AuditRecord) { audit = a }))
	s, err := c.Subscribe(t.Context(), codes.VitalEventDeath, search.All())
	require.NoError(t, err)
	header, message := body(t, r.all()[0])
	item := message["subscribe_request"].([]any)[0].(map[string]any)
	assert.Equal(t, crvs.Subscription{
		Event: codes.VitalEventDeath, RecordType: s.RecordType, CorrelationID: "corr-9",
		ReferenceID: item["reference_id"].(string), TransactionID: message["transaction_id"].(string),
	}, s)
	assert.Equal(t, []any{"subscribe", "https://mis.example/dci/abc"}, []any{header["action"], header["sender_uri"]})
	assert.Equal(t, "death", item["subscribe_criteria"].(map[string]any)["reg_event_type"])
	assert.Equal(t, []any{"subscribe", "answered", "corr-9", 202}, []any{audit.Op, audit.Outcome, audit.CorrelationID, audit.HTTPStatus})
	assert.Equal(t, "accepted", audit.Questions[0].Outcome)
}

func TestEachRefusedSubscriptionHasItsOwnError(t *testing.T) {
	t.Parallel()
	r := start(t).on(subscribePath, subscribed(
		`{"reference_id":"$SUB1","status":"rjct","status_reason_code":"rjct.event.already_subscribed","status_reason_message":"B90MAY123 is known"},`+
			`{"reference_id":"$SUB0","status":"succ","subscriptions":[{"code":"sub-1","status":"subscribe","reg_event_type":"DEATH"}]},`+
			`{"reference_id":"$SUB3","status":"succ","subscriptions":[]}`))
	frequency := &crvs.Frequency{Cron: "0 6 * * *", Start: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 11, 1, 0, 0, 0, 0, time.UTC)}
	results, err := r.client(t, ourCallback()).SubscribeBatch(t.Context(), []crvs.SubscribeRequest{
		{Event: codes.VitalEventDeath, Filter: search.All(), Frequency: frequency},
		{Filter: malaByBRN()},
		{Event: codes.VitalEventMarriage, Filter: search.All()},
		{Event: codes.VitalEventDivorce, Filter: search.All()},
	})
	require.NoError(t, err)
	require.Len(t, results, 4)
	require.NoError(t, results[0].Err)
	assert.Equal(t, "sub-1", results[0].Subscription.Code)
	for i, want := range map[int]crvs.Kind{1: crvs.KindRejected, 2: crvs.KindProtocol, 3: crvs.KindProtocol} {
		e := requireError(t, results[i].Err)
		assert.Equal(t, want, e.Kind, "%d", i)
		assert.Equal(t, results[i].Subscription.ReferenceID, e.ReferenceID)
		assert.NotContains(t, e.Error(), "B90MAY123")
	}
	assert.Equal(t, codes.RejectAlreadySubscribed, requireError(t, results[1].Err).Code)
	_, message := body(t, r.all()[0])
	first := message["subscribe_request"].([]any)[0].(map[string]any)["subscribe_criteria"].(map[string]any)
	assert.Equal(t, "0 6 * * *", first["frequency"].(map[string]any)["frequency"])
}

func requireError(t *testing.T, err error) *crvs.Error {
	t.Helper()
	var e *crvs.Error
	require.ErrorAs(t, err, &e)
	return e
}

func TestWhatCannotBeSubscribedIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options []crvs.Option
		filter  search.Query
		is      error
		says    string
	}{
		"a registry without a header, which cannot learn our address": {options: []crvs.Option{ourCallback(), crvs.WithProfile(profile.BareCRVS())}, is: crvs.ErrUnsupported, says: "the bare CRVS API: it does not offer subscribe"},
		"a registry without subscriptions":                            {options: []crvs.Option{ourCallback(), crvs.WithProfile(profile.OpenCRVS2024())}, is: crvs.ErrUnsupported, says: "subscribe"},
		"no callback":                                                 {says: "WithCallbackURL"},
		"a wrong filter":                                              {options: []crvs.Option{ourCallback()}, filter: search.ByIdentifier(codes.IdentifierBRN, strings.Repeat("x", 5000)), says: "query.value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t)
			_, err := r.client(t, c.options...).Subscribe(t.Context(), codes.VitalEventDeath, c.filter)
			e := requireError(t, err)
			assert.Equal(t, "subscribe", e.Op)
			require.ErrorContains(t, err, c.says)
			if c.is != nil {
				require.ErrorIs(t, err, c.is)
			}
			assert.Empty(t, r.all())
		})
	}
	r := start(t)
	none, err := r.client(t).SubscribeBatch(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, none)
	_, err = (*crvs.Client)(nil).Subscribe(t.Context(), codes.VitalEventDeath, search.All())
	require.ErrorContains(t, err, "crvs.New")
}

func TestARefusalOfASubscriptionIsAnError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer script
		kind   crvs.Kind
		code   codes.ReasonCode
	}{
		"ERR":                     {says(202, `{"message":{"ack_status":"ERR","error":{"code":"err.sender_uri.invalid","message":"no"}}}`), crvs.KindRejected, "err.sender_uri.invalid"},
		"an error at HTTP 200":    {says(200, `{"errors":[{"code":"err.request.bad","message":"no"}]}`), crvs.KindRejected, "err.request.bad"},
		"a header that says rjct": {says(200, `{"header":{"status":"rjct","status_reason_code":"rjct.action.not_supported"},"message":{}}`), crvs.KindRejected, "rjct.action.not_supported"},
		"404":                     {says(404, `{}`), crvs.KindProtocol, ""},
		"JSON of another kind":    {says(200, `{"ok":true}`), crvs.KindProtocol, ""},
		"not JSON":                {says(202, `<html>`), crvs.KindProtocol, ""},
		"of another transaction":  {says(200, `{"message":{"transaction_id":"t","subscribe_response":[]}}`), crvs.KindProtocol, ""},
		"of another request":      {subscribed(`{"reference_id":"other","subscriptions":[{"code":"x"}]}`), crvs.KindProtocol, ""},
		"twice":                   {subscribed(`{"reference_id":"$SUB0","subscriptions":["x"]},{"reference_id":"$SUB0","subscriptions":["y"]}`), crvs.KindProtocol, ""},
		"not yet":                 {subscribed(`{"reference_id":"$SUB0","status":"pdng"}`), crvs.KindUnavailable, ""},
		"a code that is no code":  {subscribed(`{"reference_id":"$SUB0","status":"succ","subscriptions":["a b"]}`), crvs.KindProtocol, ""},
		"500 without a word":      {says(500, `{}`), crvs.KindUnavailable, ""},
		"an answer that breaks off": {func(w writer, _ asked) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("{"))
		}, crvs.KindUnavailable, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := start(t).on(subscribePath, c.answer)
				_, err := r.client(t, ourCallback()).Subscribe(t.Context(), codes.VitalEventDeath, search.All())
				e := requireError(t, err)
				assert.Equal(t, []any{c.kind, c.code}, []any{e.Kind, e.Code}, "%v", err)
				assert.Len(t, r.all(), 1, "a subscription may have been made: it is not asked for again")
			})
		})
	}
}

func TestASubscribeThatWas401IsSentAgainWithANewToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t).on(subscribePath, says(http.StatusUnauthorized, `{}`), says(202, acknowledgement)).
			on(tokenPath, says(200, `{"access_token":"t1","expires_in":600}`), says(200, `{"access_token":"t2","expires_in":600}`))
		c := r.client(t, ourCallback(), crvs.WithClientCredentials("id", "secret-word"))
		_, err := c.Subscribe(t.Context(), codes.VitalEventDeath, search.All())
		require.NoError(t, err)
	})
}

func TestAnAcknowledgementIsBelievedInClearAndAnAnswerIsNot(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	r := start(t).on(subscribePath, says(202, acknowledgement), subscribed(`{"reference_id":"$SUB0","status":"succ","subscriptions":["forged"]}`))
	c, err := crvs.New(base, crvs.WithSender("spmis.example"), crvs.WithReceiver("crvs.example"), ourCallback(), crvs.WithInsecurePlainHTTP(),
		crvs.WithHTTPClient(r.httpClient()), crvs.WithSigner(keys["ours"]), crvs.WithVerifier(keySet(t, "theirs")))
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	_, err = c.Subscribe(t.Context(), codes.VitalEventDeath, search.All())
	require.NoError(t, err)
	_, err = c.Subscribe(t.Context(), codes.VitalEventDeath, search.All())
	require.ErrorIs(t, err, crvs.ErrSignature)
}

func TestSubscriptionsEnd(t *testing.T) {
	t.Parallel()
	answer := func(members string) script {
		return func(w writer, a asked) {
			says(200, `{"header":{"action":"on-unsubscribe","status":"succ"},"message":{"transaction_id":"`+a.transactionID+`",`+members+`}}`)(w, a)
		}
	}
	r := start(t).on(unsubscribePath, says(202, acknowledgement),
		answer(`"subscription_status":[{"code":"sub-1","status":"unsubscribe"}]`),
		answer(`"status":"rjct","status_reason_code":"rjct.subscription_code.invalid"`))
	c := r.client(t)
	ended, err := c.Unsubscribe(t.Context(), "sub-1", "sub-2")
	require.NoError(t, err)
	assert.Empty(t, ended, "it is told later")
	_, message := body(t, r.all()[0])
	assert.Equal(t, []any{"sub-1", "sub-2"}, message["subscription_codes"])
	ended, err = c.Unsubscribe(t.Context(), "sub-1")
	require.NoError(t, err)
	require.Len(t, ended, 1)
	assert.Equal(t, []any{"sub-1", true}, []any{ended[0].Code, ended[0].Ended})
	_, err = c.Unsubscribe(t.Context(), "sub-1")
	assert.Equal(t, codes.RejectSubscriptionCode, requireError(t, err).Code)
	none, err := c.Unsubscribe(t.Context())
	require.NoError(t, err)
	assert.Empty(t, none)
	_, err = c.Unsubscribe(t.Context(), "")
	assert.Equal(t, crvs.KindInvalid, requireError(t, err).Kind)
	for _, p := range []profile.Profile{profile.OpenCRVS19(), profile.BareCRVS()} {
		_, err = r.client(t, crvs.WithProfile(p)).Unsubscribe(t.Context(), "x")
		require.ErrorIs(t, err, crvs.ErrUnsupported)
	}
	assert.Len(t, r.all(), 3)
}

func TestTheStatusSaysHowSubscriptionsStand(t *testing.T) {
	t.Parallel()
	answer := func(status string) script {
		return func(w writer, a asked) {
			says(200, `{"header":{"action":"txn-on-status","status":"succ"},"message":{"transaction_id":"`+a.transactionID+`","correlation_id":"corr-2",`+
				`"txnstatus_response":{"txn_type":"subscribe","txn_status":`+status+`}}}`)(w, a)
		}
	}
	r := start(t).on(statusPath,
		answer(`{"transaction_id":"t-1","subscribe_response":[`+
			`{"reference_id":"r1","status":"succ","subscriptions":[{"code":"sub-1","status":"subscribe","reg_event_type":"DEATH"},{"code":"sub-2","status":"unsubscribe"}]},`+
			`{"reference_id":"r2","status":"rjct","status_reason_code":"rjct.reference_id.invalid"},{"reference_id":"r3","status":"rcvd"}]}`),
		answer(`{"transaction_id":"t-1"}`), says(202, acknowledgement))
	c := r.client(t)
	results, err := c.Subscriptions(t.Context(), crvs.ByTransaction("t-1"))
	require.NoError(t, err)
	require.Len(t, results, 4)
	assert.Equal(t, []any{"sub-1", codes.VitalEventDeath, "t-1", "r1", false},
		[]any{results[0].Subscription.Code, results[0].Subscription.Event, results[0].Subscription.TransactionID, results[0].Subscription.ReferenceID, results[0].Subscription.Ended})
	assert.True(t, results[1].Subscription.Ended)
	assert.Equal(t, codes.RejectReferenceIDInvalid, requireError(t, results[2].Err).Code)
	assert.True(t, requireError(t, results[3].Err).Retryable())
	_, message := body(t, r.all()[0])
	asked := message["txnstatus_request"].(map[string]any)
	assert.Equal(t, []any{"subscribe", "transaction_id", "t-1"}, []any{asked["txn_type"], asked["attribute_type"], asked["attribute_value"]})

	for range 2 {
		results, err = c.Subscriptions(t.Context(), crvs.BySubscriptions("sub-1", "sub-2"))
		assert.Empty(t, results)
		assert.Equal(t, crvs.KindProtocol, requireError(t, err).Kind, "%v", err)
	}
	_, err = c.Subscriptions(t.Context(), crvs.ByReferences())
	assert.Equal(t, crvs.KindInvalid, requireError(t, err).Kind)
	_, err = c.Subscriptions(t.Context(), crvs.ByCorrelation(strings.Repeat("c", 100)))
	assert.Equal(t, crvs.KindInvalid, requireError(t, err).Kind)
	for _, p := range []profile.Profile{profile.Workshop2022(), profile.BareCRVS()} {
		_, err = r.client(t, crvs.WithProfile(p)).Subscriptions(t.Context(), crvs.ByTransaction("t"))
		require.ErrorIs(t, err, crvs.ErrUnsupported)
	}
}
