package crvs_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/search"
)

// laterWorld is a registry that calls back, a handler that receives it, and a client that
// shares its store.
type laterWorld struct {
	client *crvs.Client
	end    func()
}

func newLaterWorld() laterWorld {
	registry, err := sandbox.New()
	if err != nil {
		panic(err)
	}
	kept, err := store.NewMemory(store.Policy{}) // a real MIS keeps it in a database
	if err != nil {
		panic(err)
	}
	keys, _ := registry.KeysOf("dci-1.0") // in a real MIS: envelope.NewRemoteKeys
	handler, err := callback.New(kept, callback.WithoutEvents(), callback.WithRegistration(callback.Registration{
		Name: "civil-registry", Path: "/dci/3f9c", Profile: profile.DCI10(), Keys: keys,
	}))
	if err != nil {
		panic(err)
	}
	asked, told := httptest.NewServer(registry), httptest.NewServer(handler)
	client, err := crvs.New(asked.URL, crvs.WithSender("mis.example.org"), crvs.WithInsecureUnsigned(),
		crvs.WithStore(kept), crvs.WithCallbackURL(told.URL+"/dci/3f9c"))
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var delivering sync.WaitGroup
	delivering.Go(func() { _ = registry.Deliver(ctx) })
	return laterWorld{client, func() {
		cancel()
		delivering.Wait()
		client.CloseIdleConnections()
		for _, s := range []*httptest.Server{asked, told} {
			s.CloseClientConnections()
			s.Close()
		}
	}}
}

func bornAs(number string) search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, number).In(codes.VitalEventBirth)
}

func ExampleClient_SearchAsync() {
	w := newLaterWorld()
	defer w.end()
	ctx := context.Background()
	pending, err := w.client.SearchAsync(ctx, bornAs("B90MAY123"), bornAs("B00NOBODY"))
	if err != nil {
		fmt.Println(err)
		return
	}
	results, err := pending.Wait(ctx) // as long as it takes, or until the deadline
	if err != nil {
		fmt.Println(err) // it says what is missing
		return
	}
	for _, r := range results {
		fmt.Println(len(r.Page.Hits), "records", r.Err)
	}
	// Output:
	// 1 records <nil>
	// 0 records <nil>
}

func ExampleClient_Resume() {
	w := newLaterWorld()
	defer w.end()
	ctx := context.Background()
	pending, err := w.client.SearchAsync(ctx, bornAs("B90MAY123"))
	if err != nil {
		fmt.Println(err)
		return
	}
	token := pending.Token() // keep it: it holds no personal data

	again, err := w.client.Resume(ctx, token) // tomorrow, in another process
	if err != nil {
		fmt.Println(err)
		return
	}
	results, err := again.Wait(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(results[0].Page.Hits[0].RegistrationNumber)
	// Output: B90MAY123
}

func ExamplePending_Poll() {
	w := newLaterWorld()
	defer w.end()
	ctx := context.Background()
	pending, err := w.client.SearchAsync(ctx, bornAs("B90MAY123"))
	if err != nil {
		fmt.Println(err)
		return
	}
	results, done, err := pending.Poll(ctx) // again later, if it is not done
	fmt.Println(len(results), done, err)
	// Output: 1 true <nil>
}

func ExampleClient_OnResults() {
	w := newLaterWorld()
	defer w.end()
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := w.client.SearchAsync(ctx, bornAs("B90MAY123")); err != nil {
		fmt.Println(err)
	}
	err := w.client.OnResults(ctx, func(_ context.Context, a crvs.Answered) error {
		fmt.Println(len(a.Results[0].Page.Hits), "record", a.Err)
		cancel() // a real MIS goes on
		return nil
	})
	fmt.Println(err)
	// Output:
	// 1 record <nil>
	// <nil>
}

func ExampleClient_Status() {
	w := newLaterWorld()
	defer w.end()
	ctx := context.Background()
	pending, err := w.client.SearchAsync(ctx, bornAs("B90MAY123"))
	if err != nil {
		fmt.Println(err)
		return
	}
	status, err := w.client.Status(ctx, codes.ActionSearch, crvs.ByTransaction(pending.TransactionID()))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(status.Searches[0].Status, status.Searches[0].Records)
	// Output: succ 1
}
