package crvstest_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/search"
)

// TestEveryEventIsHandedOnAndDoneOnceWhateverBecomesOfItsMessages tells 64
// registrations of every event, with every fault of a delivery at once.
func TestEveryEventIsHandedOnAndDoneOnceWhateverBecomesOfItsMessages(t *testing.T) {
	t.Parallel()
	events := 313 // of each of 64: 20,032 notifications
	if testing.Short() {
		events = 8
	}
	synctest.Test(t, func(t *testing.T) { soak(t, 64, events) })
}

func soak(t *testing.T, senders, events int) {
	t.Helper()
	listener := memnet.Listen()
	network := &http.Client{Transport: listener.Transport()}
	box, err := sandbox.New(sandbox.WithPopulation(sandbox.Population{Seed: 3, Size: 5000}),
		sandbox.WithCallbackHosts("mis.test"), sandbox.WithCallbackHTTPClient(network))
	require.NoError(t, err)
	keys, ok := box.KeysOf("dci-1.0")
	require.True(t, ok)

	var mu sync.Mutex
	done := map[string]int{}
	tries := map[string]int{}
	st, err := store.NewMemory(store.Policy{Workers: 32, Backoff: func(int) time.Duration { return time.Second }})
	require.NoError(t, err)
	opts := []callback.Option{callback.OnEvent(func(_ context.Context, e callback.Event) error {
		mu.Lock()
		defer mu.Unlock()
		if tries[e.Key]++; tries[e.Key] == 1 && len(tries)%7 == 0 {
			return fmt.Errorf("the table is locked")
		}
		done[e.Key]++
		return nil
	})}
	for i := range senders {
		opts = append(opts, callback.WithRegistration(callback.Registration{
			Name: fmt.Sprintf("registry-%d", i), Path: fmt.Sprintf("/dci/%d", i), Profile: profile.DCI10(), Keys: keys,
		}))
	}
	h, err := callback.New(st, opts...)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/dci/", h)
	mux.Handle("/", box)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { assert.ErrorIs(t, server.Serve(listener), http.ErrServerClosed) })
	running.Go(func() { assert.NoError(t, box.Deliver(ctx)) })
	running.Go(func() { assert.NoError(t, h.Work(ctx)) })
	defer running.Wait()
	defer func() { assert.NoError(t, server.Close()) }()
	defer cancel()

	for i := range senders {
		c, err := crvs.New("http://registry.test", crvs.WithSender(fmt.Sprintf("mis-%d.test", i)), crvs.WithInsecureUnsigned(),
			crvs.WithInsecurePlainHTTP(), crvs.WithHTTPClient(network), crvs.WithCallbackURL(fmt.Sprintf("http://mis.test/dci/%d", i)))
		require.NoError(t, err)
		_, err = c.Subscribe(t.Context(), codes.VitalEventAny, search.All())
		require.NoError(t, err)
	}
	for i, kind := range []sandbox.FaultKind{
		sandbox.FaultDeliveryTwice, sandbox.FaultDeliveryReordered, sandbox.FaultDeliveryDelayed, sandbox.FaultDeliveryLost,
		sandbox.FaultDeliveryReplayed, sandbox.FaultDeliveryWrongKey, sandbox.FaultReceiverDown,
	} {
		f := sandbox.Fault{Kind: kind, Rate: 0.1, Seed: uint64(i) + 1}
		if kind == sandbox.FaultDeliveryDelayed {
			f.Delay = 3 * time.Second
		}
		_, err := box.Inject(f)
		require.NoError(t, err)
	}
	n, err := box.Happen(events, 1)
	require.NoError(t, err)
	require.Equal(t, events, n)
	for range 24 * 60 {
		<-time.After(time.Minute)
		if d := box.Deliveries(); d.Waiting == 0 && d.Delivered >= int64(senders*(events+1)) {
			break
		}
	}
	<-time.After(time.Hour) // for what failed to be handed on
	assert.Equal(t, sandbox.Deliveries{Delivered: int64(senders * (events + 1))}, box.Deliveries())
	mu.Lock()
	defer mu.Unlock()
	assert.Len(t, done, senders*events)
	for key, times := range done {
		if times != 1 {
			t.Errorf("%s was done %d times", key, times)
		}
	}
	counts := h.Counts()
	assert.Positive(t, counts.Known, "what came twice")
	assert.Positive(t, counts.Refused, "what another key signed")
	assert.Positive(t, counts.Failed, "what was tried again")
	for _, f := range box.Faults() {
		assert.Positive(t, f.Hits, f.Fault.Kind)
	}
}
