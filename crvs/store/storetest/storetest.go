// Package storetest holds the tests that every [store.Store] passes.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// Setup says how the store is made that is tested.
type Setup struct {
	// New returns an empty store. It ends what it started when the test ends.
	New func(t *testing.T, p store.Policy) store.Store
	// In runs a test; nil calls it. A store that lives in memory is tested in
	// virtual time: give synctest.Test.
	In func(t *testing.T, f func(*testing.T))
}

// Run tests a store. Each of its tests has a store of its own; they run in
// parallel.
func Run(t *testing.T, s Setup) {
	t.Helper()
	if s.In == nil {
		s.In = func(t *testing.T, f func(*testing.T)) { t.Helper(); f(t) }
	}
	for _, tests := range []map[string]func(*test){keeping, working, operating, noting} {
		for name, do := range tests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s.In(t, func(t *testing.T) { t.Helper(); do(&test{t, s}) })
			})
		}
	}
}

// test is one test and the setup of its store.
type test struct {
	*testing.T
	Setup
}

// patience bounds every wait of a test that should be over at once.
const patience = 30 * time.Second

// clock is the time of a test, and may jump.
type clock struct{ jumped atomic.Int64 }

func (c *clock) Now() time.Time       { return time.Now().Add(time.Duration(c.jumped.Load())) }
func (c *clock) jump(d time.Duration) { c.jumped.Add(int64(d)) }

// quick is a policy for tests that do not want to wait.
func quick() store.Policy {
	return store.Policy{Attempts: 3, Backoff: func(int) time.Duration { return time.Millisecond }, Timeout: 20 * time.Second, Grace: patience}
}

func message(i int) store.Message {
	return store.Message{Key: fmt.Sprintf("message-%05d", i), Payload: fmt.Appendf(nil, "payload %d", i)}
}

func numbered(n int) []store.Message {
	out := make([]store.Message, n)
	for i := range out {
		out[i] = message(i)
	}
	return out
}

func keep(t *test, s store.Store, messages ...store.Message) []bool {
	t.Helper()
	known, err := s.Keep(t.Context(), messages...)
	if err != nil || len(known) != len(messages) {
		t.Fatalf("Keep: %v, %v", known, err)
	}
	return known
}

// work starts a worker, and returns a function that stops it and waits for it.
func work(t *test, s store.Store, do store.Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Work(ctx, do) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Work: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// eventually waits until something holds.
func eventually(t *test, what string, holds func() bool) {
	t.Helper()
	for start := time.Now(); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Since(start) > patience {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func counts(t *test, s store.Store) store.Counts {
	t.Helper()
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatalf("Counts: %v", err)
	}
	return c
}

// untilCounts waits until the store counts so.
func untilCounts(t *test, s store.Store, want store.Counts) {
	t.Helper()
	eventually(t, fmt.Sprintf("the counts are %+v", want), func() bool { return counts(t, s) == want })
}

func find(t *test, s store.Store, key string) store.Kept {
	t.Helper()
	k, err := s.Find(t.Context(), key)
	if err != nil {
		t.Fatalf("Find %s: %v", key, err)
	}
	return k
}

func want(t *test, err, wanted error) {
	t.Helper()
	if !errors.Is(err, wanted) {
		t.Errorf("the error is %v, not %v", err, wanted)
	}
}

func equal[T comparable](t *test, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, want %v", what, got, wanted)
	}
}

func keys(t *test, s store.Store, state store.State) []string {
	t.Helper()
	var out []string
	for k, err := range s.All(t.Context(), state) {
		if err != nil {
			t.Fatalf("All: %v", err)
		}
		if k.Payload != nil || k.State != state {
			t.Errorf("All gave %s with %d bytes", k, len(k.Payload))
		}
		out = append(out, k.Key)
	}
	return out
}
