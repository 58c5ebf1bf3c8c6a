package crvstest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// A registry that is overloaded says when to come again. In a testing/synctest
// bubble the wait takes no time, however long it is.
func ExampleRegistry_Inject() {
	t := &exampleT{} // in your test it is the *testing.T
	defer t.end()

	reg := crvstest.Start(t)
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503, RetryAfter: time.Second, Calls: 1})

	hit, err := reg.Client(t).Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	fmt.Println(hit.Match, "after", len(reg.Exchanges()), "calls")
	// Output: confirmed after 2 calls
}

// A registry that does not understand a question may answer it with everybody.
// The client refuses, and so must the program: it is not "found", nor "not found".
func ExampleRegistry_Inject_overmatch() {
	t := &exampleT{}
	defer t.end()

	reg := crvstest.Start(t)
	client := reg.Client(t)
	question := search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath)

	end := reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultOvermatch})
	_, err := client.Find(context.Background(), question)
	fmt.Println(errors.Is(err, crvs.ErrOvermatch), errors.Is(err, crvs.ErrNotFound))
	end()
	_, err = client.Find(context.Background(), question)
	fmt.Println(err)
	// Output:
	// true false
	// <nil>
}

// An answer to another question, and none to one's own: neither says anything
// about the person.
func ExampleRegistry_Inject_wrongReferenceIDs() {
	t := &exampleT{}
	defer t.end()

	reg := crvstest.Start(t)
	client := reg.Client(t)
	for _, kind := range []sandbox.FaultKind{sandbox.FaultWrongReferenceIDs, sandbox.FaultMissingItems} {
		reg.Inject(t, sandbox.Fault{Kind: kind, Calls: 1})
		_, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
		if e, ok := errors.AsType[*crvs.Error](err); ok {
			fmt.Println(e.Kind)
		}
	}
	// Output:
	// protocol
	// protocol
}

// A used up quota is not hammered: the first answer is the error.
func ExampleRegistry_Inject_quota() {
	t := &exampleT{}
	defer t.end()

	reg := crvstest.Start(t)
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultQuota, RetryAfter: 6 * time.Hour})
	_, err := reg.Client(t).Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
	if e, ok := errors.AsType[*crvs.Error](err); ok {
		fmt.Println(errors.Is(err, crvs.ErrRateLimited), e.RetryAfter, reg.Faults()[0].Hits)
	}
	// Output: true 6h0m0s 1
}

// A connection that is cut is tried again with the same message.
func ExampleRegistry_Inject_drop() {
	t := &exampleT{}
	defer t.end()

	reg := crvstest.Start(t)
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultDrop, Calls: 1})
	_, err := reg.Client(t).Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
	fmt.Println(err, len(reg.Exchanges()))
	// Output: <nil> 2
}

// Pages have no snapshot: a list that was read while it changed may lack
// somebody, and a page that comes twice does.
func ExampleRegistry_Inject_pages() {
	t := &exampleT{}
	defer t.end()

	reg := crvstest.Start(t)
	client := reg.Client(t)
	born := search.Where(search.BirthDate.Is(person.MustDate("2017"))).In(codes.VitalEventBirth).WithPageSize(5)
	for _, kind := range []sandbox.FaultKind{sandbox.FaultChangingTotals, sandbox.FaultRepeatedPage} {
		end := reg.Inject(t, sandbox.Fault{Kind: kind})
		for _, err := range client.Search(context.Background(), born) {
			if e, ok := errors.AsType[*crvs.Error](err); ok {
				fmt.Println(e.Kind, errors.Is(err, crvs.ErrUnstable))
			}
		}
		end()
	}
	// Output:
	// unstable true
	// protocol false
}

// What went over the wire is at hand, and prints without what it holds.
func ExampleRegistry_Exchanges() {
	t := &exampleT{}
	defer t.end()

	reg := crvstest.Start(t)
	_, err := reg.Client(t).Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, e := range reg.Exchanges() {
		fmt.Println(e, e.Request.Header.Get("Content-Type"), len(e.Response.Body) > 0)
	}
	// Output: [exchange 1: /registry/sync/search, HTTP 200] application/json true
}
