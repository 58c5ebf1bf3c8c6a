package crvstest_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// A death is told three times, and acted on once.
func ExampleRegistry_Callback() {
	t := &exampleT{} // in your test it is the *testing.T
	defer t.end()

	reg := crvstest.Start(t)
	var told sync.WaitGroup
	told.Add(1)
	h := reg.Callback(t, callback.OnDeath(func(_ context.Context, e callback.Event) error {
		fmt.Println("told of a", e.Event, "of", e.Record.Person.DeathDate().Text())
		told.Done()
		return nil
	}))
	client := reg.Client(t)
	if _, err := client.Subscribe(context.Background(), codes.VitalEventDeath, search.All()); err != nil {
		t.Fatalf("%v", err)
	}
	for range 2 { // each sends every message once more
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultDeliveryTwice})
	}
	mala := person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"}
	if _, err := reg.Handler().RecordDeath(mala, person.MustDate("2025-12-01")); err != nil {
		t.Fatalf("%v", err)
	}
	told.Wait()
	for h.Counts().Known < 2 { // in your test: synctest.Wait()
		<-time.After(time.Millisecond)
	}
	// Output: told of a death of 2025-12-01
}
