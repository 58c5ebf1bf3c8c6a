package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/search"
)

// heldWire is a network on which every request and every answer is held against the
// published document.
type heldWire struct {
	t        *testing.T
	document published
	base     string // of the callback handler: what is posted to it goes by its action
	handler  http.Handler

	mu   sync.Mutex
	seen map[string]int // requests by path
}

func (n *heldWire) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	path := req.URL.Path
	if path == n.base {
		var m struct {
			Header struct {
				Action string `json:"action"`
			} `json:"header"`
		}
		if err := json.Unmarshal(body, &m); err != nil {
			return nil, err
		}
		path = map[string]string{
			"on-subscribe": "/registry/on-subscribe", "on-unsubscribe": "/registry/on-unsubscribe",
			"txn-on-status": "/registry/txn/on-status", "notify": "/registry/notify", "on-search": "/registry/on-search",
		}[m.Header.Action]
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, err
	}
	if schema := n.document[path]["request"]; assert.NotNil(n.t, schema, path) {
		assert.NoError(n.t, schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableFormatValidation(), openapi3.VisitAsRequest()), "%s: %s", path, body)
	}
	w := httptest.NewRecorder()
	again := req.Clone(req.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	n.handler.ServeHTTP(w, again)
	if err := n.document.breaks(path, w.Code, w.Body.Bytes()); err != nil {
		n.t.Errorf("HTTP %d at %s: %v: %s", w.Code, path, err, w.Body)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seen[path]++
	return w.Result(), nil
}

func (n *heldWire) count(path string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.seen[path]
}

func TestEveryMessageThatIsCalledBackOrAsksForThatKeepsThePublishedDocument(t *testing.T) {
	t.Parallel()
	document, err := publishedSchemas()
	require.NoError(t, err)
	if document == nil {
		t.Skip("set DCI_STANDARD to the folder of the published standard (the one that holds openapi/) to run this")
	}
	for _, encrypted := range []bool{false, true} {
		t.Run(map[bool]string{false: "in clear", true: "encrypted"}[encrypted], func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { converse(t, document, encrypted) })
		})
	}
}

// converse lets a client, a registry and a receiver say to each other all that there
// is to say about subscriptions and asynchronous searches.
func converse(t *testing.T, document published, encrypted bool) {
	t.Helper()
	signing, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	opening, err := envelope.GenerateKey(envelope.ECDHESA256KW)
	require.NoError(t, err)
	ours, err := envelope.NewKeySet(signing.Public(), opening.Public())
	require.NoError(t, err)

	calls := &heldWire{t: t, document: document, base: "/dci/3f9c", seen: map[string]int{}}
	b := setup(t, sandbox.WithTrust("mis.test", ours), sandbox.WithCallbackHTTPClient(&http.Client{Transport: calls}))
	keys, ok := b.registry.KeysOf("dci-1.0")
	require.True(t, ok)
	st, err := store.NewMemory(store.Policy{})
	require.NoError(t, err)
	registration := callback.Registration{Name: "civil", Path: calls.base, Profile: profile.DCI10(), Keys: keys}
	opts := []crvs.Option{
		crvs.WithSender("mis.test"), crvs.WithSigner(signing), crvs.WithVerifier(keys), crvs.WithCallbackURL("http://localhost" + calls.base),
		crvs.WithInsecurePlainHTTP(), crvs.WithStore(st),
	}
	if encrypted {
		registration.OwnKeys = []envelope.PrivateKey{opening}
		opts = append(opts, crvs.WithEncryption(keys, opening))
	}
	told := make(chan callback.Event, 9)
	promised := make(chan callback.SubscriptionChange, 9)
	h, err := callback.New(st, callback.WithRegistration(registration),
		callback.OnEvent(func(_ context.Context, e callback.Event) error { told <- e; return nil }),
		callback.OnSubscription(func(_ context.Context, s callback.SubscriptionChange) error { promised <- s; return nil }))
	require.NoError(t, err)
	calls.handler = h
	asks := &heldWire{t: t, document: document, base: "nowhere", handler: checked{t, b.registry}, seen: map[string]int{}}
	client, err := crvs.New("http://registry.test", append(opts, crvs.WithHTTPClient(&http.Client{Transport: asks}))...)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	running.Go(func() { assert.NoError(t, b.registry.Deliver(ctx)) })
	running.Go(func() { assert.NoError(t, h.Work(ctx)) })

	results, err := client.SubscribeBatch(t.Context(), []crvs.SubscribeRequest{
		{Event: codes.VitalEventDeath, Filter: search.Where(search.Sex.Is(codes.SexFemale))},
		{Event: codes.VitalEventAny, Filter: search.All(), Frequency: &crvs.Frequency{Cron: "0 0 * ? * *", Start: time.Now(), End: time.Now().AddDate(1, 0, 0)}},
		{Event: codes.VitalEventBirth, Filter: search.ByIdentifier(codes.IdentifierNationalID, mala)},
	})
	require.NoError(t, err)
	require.Len(t, (<-promised).Subscriptions, 3)
	_, err = client.Subscribe(t.Context(), codes.VitalEventDeath, search.Where(search.Sex.Is(codes.SexFemale)))
	require.NoError(t, err)
	assert.Equal(t, codes.RejectAlreadySubscribed, (<-promised).Subscriptions[0].Reason)

	died := done(t)(b.registry.RecordDeath(national(mala), on("2025-12-01")))
	done(t)(b.registry.Correct(died.RegistrationNumber, sandbox.Correction{On: on("2025-12-02")}))
	done(t)(b.registry.Cancel(died.RegistrationNumber))
	var changes []profile.Change // in any order: several are handed on at a time
	for range 3 {
		e := <-told
		assert.Equal(t, []any{codes.VitalEventDeath, died.RegistrationNumber}, []any{e.Event, e.Record.RegistrationNumber})
		changes = append(changes, e.Change)
	}
	assert.ElementsMatch(t, []profile.Change{"", profile.ChangeCorrected, profile.ChangeCancelled}, changes)
	states, err := client.Subscriptions(t.Context(), crvs.ByTransaction(results[0].Subscription.TransactionID))
	require.NoError(t, err)
	require.Len(t, states, 3)
	_, err = client.Subscriptions(t.Context(), crvs.ByReferences("nobody"))
	require.NoError(t, err)
	for _, code := range []string{states[0].Subscription.Code, "nobody"} {
		_, err = client.Unsubscribe(t.Context(), code)
		require.NoError(t, err)
		assert.Equal(t, code != "nobody", (<-promised).Subscriptions[0].Ended)
	}
	searchLater(t, b.registry, client)
	if !encrypted { // the client asks for a status at once only
		resp, err := (&http.Client{Transport: asks}).Post("http://registry.test/registry/txn/status", "application/json", //nolint:noctx // in memory
			strings.NewReader(strings.ReplaceAll(askingStatus, callbackURL, "http://localhost"+calls.base)))
		require.NoError(t, err)
		assert.Equal(t, http.StatusAccepted, resp.StatusCode)
		require.NoError(t, resp.Body.Close())
	}
	<-time.After(2 * time.Hour)
	assert.Positive(t, calls.count("/registry/on-subscribe")*calls.count("/registry/on-unsubscribe")*calls.count("/registry/notify")*calls.count("/registry/on-search"))
	assert.Positive(t, asks.count("/registry/search")*asks.count("/registry/subscribe")*asks.count("/registry/unsubscribe")*asks.count("/registry/sync/txn/status"))
	assert.Equal(t, !encrypted, calls.count("/registry/txn/on-status") > 0)
	assert.Zero(t, h.Counts().Refused)
	assert.Zero(t, b.registry.Deliveries().GivenUp)
}

// searchLater asks whatever can be asked asynchronously, and for its status in every way.
func searchLater(t *testing.T, registry *sandbox.Registry, client *crvs.Client) {
	t.Helper()
	_, err := registry.Inject(sandbox.Fault{Kind: sandbox.FaultAsyncSplit, Calls: 1})
	require.NoError(t, err)
	p, err := client.SearchAsync(t.Context(),
		search.Where(search.BirthDate.OnOrAfter(on("1900-01-01"))).In(codes.VitalEventBirth), // three pages
		search.ByIdentifier(codes.IdentifierBRN, "B90MAY123"),
		search.ByIdentifier(codes.IdentifierBRN, "B00NOBODY"),
		search.ByIdentifier("SHOE_SIZE", "44"), // rejected
	)
	require.NoError(t, err)
	pending, err := client.Status(t.Context(), codes.ActionSearch, crvs.ByTransaction(p.TransactionID()))
	require.NoError(t, err)
	require.Len(t, pending.Searches, 4)
	results, err := p.Wait(t.Context())
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	assert.Greater(t, len(results[0].Page.Hits), 3)
	assert.Len(t, results[0].Page.Hits, results[0].Page.Total)
	assert.Len(t, results[1].Page.Hits, 1)
	require.NoError(t, results[2].Err)
	assert.Empty(t, results[2].Page.Hits)
	require.ErrorContains(t, results[3].Err, "rejected")
	references := []string{pending.Searches[0].ReferenceID, pending.Searches[3].ReferenceID}
	for _, by := range []crvs.Reference{crvs.ByCorrelation(p.CorrelationID()), crvs.ByReferences(references...)} {
		s, err := client.Status(t.Context(), codes.ActionSearch, by)
		require.NoError(t, err)
		assert.Equal(t, p.TransactionID(), s.TransactionID)
		assert.Equal(t, references[0], s.Searches[0].ReferenceID)
		assert.Equal(t, references[1], s.Searches[len(s.Searches)-1].ReferenceID)
		assert.Equal(t, results[0].Page.Total, s.Searches[0].Records)
	}
	for _, unknown := range []crvs.Reference{crvs.ByTransaction("nobody"), crvs.BySubscriptions("nobody"), crvs.ByReferences("nobody")} {
		for _, of := range []codes.Action{codes.ActionSearch, codes.ActionUnsubscribe} {
			_, err := client.Status(t.Context(), of, unknown)
			var e *crvs.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, codes.RejectReferenceIDInvalid, e.Code)
		}
	}
}
