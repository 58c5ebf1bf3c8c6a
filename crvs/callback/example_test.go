package callback_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

func Example() {
	st, err := store.NewMemory(store.Policy{})
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	h, err := callback.New(st,
		// A registry that signs: give Keys instead of InsecureUnsigned.
		callback.WithRegistration(callback.Registration{Name: "civil", Path: "/dci/3f9c", Profile: profile.DCI10(), InsecureUnsigned: true}),
		callback.OnDeath(func(_ context.Context, e callback.Event) error {
			fmt.Println("suspended after asking again:", e.Record.RegistrationNumber)
			cancel() // the example ends here
			return nil
		}))
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()

	const told = `{"header":{"message_id":"m-1","message_ts":"2026-11-04T08:00:00Z","action":"notify"},"message":{"transaction_id":"t-1","notify_event":[
		{"reference_id":"r-1","reg_event_type":"death","data":{"reg_records":{"identifier":[{"identifier_type":"DRN","identifier_value":"D26-7"}]}}}]}}`
	for range 5 { // a registry that did not hear our answer sends it again
		resp, err := http.Post(server.URL+"/dci/3f9c/registry/notify", "application/json", strings.NewReader(told)) //nolint:noctx // an example
		if err != nil {
			panic(err)
		}
		_ = resp.Body.Close()
	}
	fmt.Println(h.Work(ctx), h.Counts().Kept, h.Counts().Known)
	// Output:
	// suspended after asking again: D26-7
	// <nil> 1 4
}

// OpenCRVS up to 1.9 asks once whether the address is ours, and then posts what it
// signs with the secret that both know.
func Example_openCRVS() {
	st, err := store.NewMemory(store.Policy{})
	if err != nil {
		panic(err)
	}
	hook, err := envelope.NewWebhook("between us")
	if err != nil {
		panic(err)
	}
	h, err := callback.New(st,
		callback.WithRegistration(callback.Registration{Name: "opencrvs", Path: "/hooks/8d1e", Profile: profile.OpenCRVSWebhooks(), Webhook: &hook}),
		callback.OnDeath(func(context.Context, callback.Event) error { return nil }))
	if err != nil {
		panic(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/hooks/8d1e?mode=subscribe&challenge=7f3a&topic=DEATH_REGISTERED", http.NoBody)) //nolint:noctx // an example
	fmt.Println(w.Code, w.Body)

	const posted = `{"event":{"hub":{"topic":"DEATH_REGISTERED"},"context":[{"resourceType":"Bundle","entry":[
		{"resource":{"resourceType":"Composition","section":[{"code":{"coding":[{"code":"deceased-details"}]},"entry":[{"reference":"Patient/1"}]}]}},
		{"resource":{"resourceType":"Patient","id":"1","name":[{"use":"en","family":["Suharto"]}],"deceasedDateTime":"2026-11-03"}}]}]}}`
	r := httptest.NewRequest(http.MethodPost, "/hooks/8d1e", strings.NewReader(posted)) //nolint:noctx // an example
	r.Header.Set(envelope.WebhookHeader, hook.Sign([]byte(posted)))
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	fmt.Println(w.Code, h.Counts().Kept)
	// Output:
	// 200 {"challenge":"7f3a"}
	// 200 1
}
