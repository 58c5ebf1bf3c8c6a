package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// fates returns a store with message 0 done, 1 discarded by its function, 2 waiting
// and 3 discarded by a person; the worker has stopped.
func fates(t *test, p store.Policy) store.Store {
	t.Helper()
	p.Attempts = 1
	st := t.New(t.T, p)
	keep(t, st, message(0), message(1))
	stop := work(t, st, func(_ context.Context, k store.Kept) error {
		if k.Key == message(1).Key {
			return errors.New("no")
		}
		return nil
	})
	untilCounts(t, st, store.Counts{Done: 1, Discarded: 1})
	stop()
	keep(t, st, message(2), message(3))
	if err := st.Discard(t.Context(), message(3).Key); err != nil {
		t.Fatal(err)
	}
	return st
}

var operating = map[string]func(*test){
	"messages are listed by state, the oldest first": func(t *test) {
		st := fates(t, quick())
		equal(t, "counts", counts(t, st), store.Counts{Waiting: 1, Done: 1, Discarded: 2})
		equal(t, "discarded", fmt.Sprint(keys(t, st, store.Discarded)), fmt.Sprint([]string{message(1).Key, message(3).Key}))
		equal(t, "waiting", fmt.Sprint(keys(t, st, store.Waiting)), fmt.Sprint([]string{message(2).Key}))
		equal(t, "working", len(keys(t, st, store.Working)), 0)
		for _, err := range st.All(t.Context(), store.Discarded) {
			want(t, err, nil)
			break // a caller may stop
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for _, err := range st.All(ctx, store.Discarded) {
			want(t, err, context.Canceled)
		}
	},
	"what was discarded or done is replayed with all its attempts": func(t *test) {
		st := fates(t, quick())
		for i := range 4 {
			if err := st.Replay(t.Context(), message(i).Key); err != nil {
				t.Error(err)
			}
		}
		want(t, st.Replay(t.Context(), "another"), store.ErrNotKept)
		equal(t, "counts", counts(t, st), store.Counts{Waiting: 4})
		equal(t, "attempts", find(t, st, message(1).Key).Attempts, 0)
		stop := work(t, st, func(_ context.Context, k store.Kept) error {
			if k.Attempts != 1 || len(k.Payload) == 0 {
				t.Errorf("handed on: %s", k)
			}
			return nil
		})
		untilCounts(t, st, store.Counts{Done: 4})
		stop()
	},
	"what is discarded is not handed on": func(t *test) {
		st := t.New(t.T, quick())
		keep(t, st, numbered(20)...)
		for i := range 10 {
			if err := st.Discard(t.Context(), message(2*i).Key); err != nil {
				t.Error(err)
			}
		}
		want(t, st.Discard(t.Context(), "another"), store.ErrNotKept)
		var got seen
		stop := work(t, st, func(_ context.Context, k store.Kept) error { got.add(k); return nil })
		untilCounts(t, st, store.Counts{Done: 10, Discarded: 10})
		stop()
		equal(t, "handed on", len(got.times) == 10 && got.times[message(4).Key] == 0, true)
		if err := st.Discard(t.Context(), message(1).Key); err != nil {
			t.Error(err)
		}
		equal(t, "what is done stays done", find(t, st, message(1).Key).State, store.Done)
	},
	"a message that is worked on is neither discarded nor forgotten nor handed on twice": func(t *test) {
		st := t.New(t.T, quick())
		keep(t, st, message(1))
		started, end := make(chan struct{}), make(chan struct{})
		stop := work(t, st, func(context.Context, store.Kept) error {
			close(started) // a second call panics
			<-end
			return nil
		})
		<-started
		want(t, st.Discard(t.Context(), message(1).Key), store.ErrBusy)
		want(t, st.Forget(t.Context(), message(1).Key), store.ErrBusy)
		if err := st.Replay(t.Context(), message(1).Key); err != nil {
			t.Error(err)
		}
		equal(t, "known", keep(t, st, message(1))[0], true)
		n, err := st.Purge(t.Context(), time.Now().Add(time.Hour))
		equal(t, "purged", n == 0 && err == nil, true)
		close(end)
		untilCounts(t, st, store.Counts{Done: 1})
		stop()
	},
	"a payload is removed on request and its key stays known": func(t *test) {
		st := fates(t, quick())
		for _, i := range []int{0, 1} {
			if err := st.Forget(t.Context(), message(i).Key); err != nil {
				t.Error(err)
			}
			equal(t, "payload", len(find(t, st, message(i).Key).Payload), 0)
			want(t, st.Replay(t.Context(), message(i).Key), store.ErrForgotten)
			equal(t, "known", keep(t, st, message(i))[0], true)
		}
		want(t, st.Forget(t.Context(), message(2).Key), store.ErrBusy)
		want(t, st.Forget(t.Context(), "another"), store.ErrNotKept)
		equal(t, "counts", counts(t, st), store.Counts{Waiting: 1, Done: 1, Discarded: 2})
	},
	"purge removes what ended before a time and nothing else": func(t *test) {
		var c clock
		p := quick()
		p.Now = c.Now
		st := fates(t, p)
		c.jump(time.Hour)
		if err := st.Discard(t.Context(), message(2).Key); err != nil {
			t.Error(err)
		}
		keep(t, st, message(4))
		n, err := st.Purge(t.Context(), c.Now().Add(-30*time.Minute))
		equal(t, "purged", fmt.Sprint(n, err), "3 <nil>")
		equal(t, "counts", counts(t, st), store.Counts{Waiting: 1, Discarded: 1})
		equal(t, "a purged key is new", keep(t, st, message(0))[0], false)
	},
	"payloads and keys of what is done end with their time, those of what was discarded do not": func(t *test) {
		var c clock
		p := quick()
		p.Now, p.Payloads, p.Keys = c.Now, 24*time.Hour, 10*24*time.Hour
		st := fates(t, p)
		equal(t, "payload", string(find(t, st, message(0).Key).Payload), "payload 0")
		c.jump(25 * time.Hour)
		equal(t, "known", slices.Contains(keep(t, st, message(0), message(1), message(2), message(3)), false), false)
		equal(t, "payload", len(find(t, st, message(0).Key).Payload), 0)
		want(t, st.Replay(t.Context(), message(0).Key), store.ErrForgotten)
		c.jump(10 * 24 * time.Hour)
		equal(t, "known", fmt.Sprint(keep(t, st, message(0), message(1), message(2), message(3))), "[false true true true]")
		equal(t, "payload", string(find(t, st, message(3).Key).Payload), "payload 3")
	},
	"a clock that jumps loses nothing": func(t *test) {
		for _, jump := range []time.Duration{-48 * time.Hour, 20 * 24 * time.Hour} {
			var c clock
			p := quick()
			p.Now = c.Now
			st := t.New(t.T, p)
			keep(t, st, message(0))
			var got seen
			stop := work(t, st, func(_ context.Context, k store.Kept) error { got.add(k); return nil })
			untilCounts(t, st, store.Counts{Done: 1})
			c.jump(jump)
			keep(t, st, message(0), message(1))
			untilCounts(t, st, store.Counts{Done: 2})
			stop()
			equal(t, "handed on", got.times[message(0).Key], 1)
		}
	},
}
