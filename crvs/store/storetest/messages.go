package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

var keeping = map[string]func(*test){
	"a message is kept once by its key": func(t *test) {
		st := t.New(t.T, quick())
		equal(t, "new", slices.Contains(keep(t, st, message(1), message(2)), true), false)
		known := keep(t, st, message(2), message(3), message(3))
		equal(t, "known", fmt.Sprint(known), "[true false true]")
		equal(t, "all", counts(t, st), store.Counts{Waiting: 3})
	},
	"many senders of one message keep it once": func(t *test) {
		st := t.New(t.T, quick())
		var fresh atomic.Int64
		var wg sync.WaitGroup
		for range 64 {
			wg.Go(func() {
				for i := range 10 {
					known, err := st.Keep(t.Context(), message(i), message(100+i))
					if err != nil {
						t.Errorf("Keep: %v", err)
						return
					}
					for _, k := range known {
						if !k {
							fresh.Add(1)
						}
					}
				}
			})
		}
		wg.Wait()
		equal(t, "fresh", fresh.Load(), 20)
		equal(t, "counts", counts(t, st), store.Counts{Waiting: 20})
	},
	"all are kept or none": func(t *test) {
		st := t.New(t.T, quick())
		for _, key := range []string{"", strings.Repeat("k", store.MaxKey+1), "\xff", "k\x00"} {
			if _, err := st.Keep(t.Context(), message(1), store.Message{Key: key}); err == nil {
				t.Errorf("the key %q is kept", key)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := st.Keep(ctx, message(1))
		want(t, err, context.Canceled)
		equal(t, "counts", counts(t, st), store.Counts{})
		keep(t, st)
	},
	"a payload is kept as it was, whatever becomes of the slice": func(t *test) {
		st := t.New(t.T, quick())
		m := store.Message{Key: strings.Repeat("k", store.MaxKey), Payload: []byte("\x00\xff{\"name\":\"Анна መሠረት สมชาย\"}")}
		payload := string(m.Payload)
		keep(t, st, m, store.Message{Key: "empty"})
		m.Payload[0] = 'x'
		got := find(t, st, m.Key)
		equal(t, "payload", string(got.Payload), payload)
		equal(t, "printed", fmt.Sprintf("%v %+v %s", got, got, &got), fmt.Sprintf("%[1]s %[1]s %[1]s", got))
		equal(t, "printed payload", strings.Contains(fmt.Sprintf("%+v %#v", got, got), "payload"), false)
		equal(t, "nothing", len(find(t, st, "empty").Payload), 0)
		got.Payload[0] = 'y'
		equal(t, "payload", string(find(t, st, m.Key).Payload), payload)
		_, err := st.Find(t.Context(), "another")
		want(t, err, store.ErrNotKept)
	},
}

// seen counts what a function was given.
type seen struct {
	mu    sync.Mutex
	times map[string]int
}

func (s *seen) add(k store.Kept) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times == nil {
		s.times = map[string]int{}
	}
	s.times[k.Key]++
	return s.times[k.Key]
}

var working = map[string]func(*test){
	"each message is handed on, those kept before the worker started and those kept after": func(t *test) {
		st := t.New(t.T, quick())
		keep(t, st, numbered(50)...)
		var got seen
		stop := work(t, st, func(_ context.Context, k store.Kept) error {
			var i int
			if _, err := fmt.Sscanf(string(k.Payload), "payload %d", &i); err != nil || message(i).Key != k.Key || k.State != store.Working || k.Attempts != 1 {
				t.Errorf("handed on: %s, %q", k, k.Payload)
			}
			got.add(k)
			return nil
		})
		keep(t, st, numbered(100)...)
		untilCounts(t, st, store.Counts{Done: 100})
		keep(t, st, numbered(100)...)
		stop()
		equal(t, "messages", len(got.times), 100)
		for key, n := range got.times {
			equal(t, key, n, 1)
		}
		k := find(t, st, message(7).Key)
		equal(t, "ended", k.State == store.Done && !k.EndedAt.IsZero() && k.DueAt.IsZero() && k.Failure == "", true)
	},
	"a function that fails, panics or ends its goroutine is tried again and then discarded": func(t *test) {
		for name, fail := range map[string]struct {
			do   func() error
			says string
		}{
			"error":                 {func() error { return errors.New("the allowance table is locked") }, "the allowance table is locked"},
			"panic":                 {func() error { panic("Amina Rao") }, "panic with a value of type string"},
			"a panic of Go":         {func() error { var p *store.Kept; return errors.New(p.Key) }, "nil pointer dereference"},
			"the goroutine is over": {func() error { runtime.Goexit(); return nil }, "the function ended its goroutine"},
			"no text":               {func() error { return errors.New("\xff" + strings.Repeat("é", 1<<20)) }, "?"},
		} {
			st := t.New(t.T, quick())
			keep(t, st, message(1), message(2))
			var got seen
			stop := work(t, st, func(_ context.Context, k store.Kept) error {
				if n := got.add(k); k.Key == message(2).Key && n == 2 {
					return nil
				}
				return fail.do()
			})
			untilCounts(t, st, store.Counts{Done: 1, Discarded: 1})
			stop()
			equal(t, name, got.times[message(1).Key], 3)
			equal(t, name, got.times[message(2).Key], 2)
			k := find(t, st, message(1).Key)
			equal(t, name, strings.Contains(k.Failure, fail.says) && !strings.Contains(k.Failure, "Amina") && len(k.Failure) <= 8<<10, true)
			equal(t, name, k.Attempts, 3)
			equal(t, "payload", string(k.Payload), "payload 1")
			equal(t, "failure of what was done", find(t, st, message(2).Key).Failure, "")
			equal(t, "known", keep(t, st, message(1))[0], true)
		}
	},
	"a function that hangs is told to end, and hinders no other": func(t *test) {
		p := quick()
		p.Timeout, p.Workers = 200*time.Millisecond, 2
		st := t.New(t.T, p)
		keep(t, st, numbered(10)...)
		var hung atomic.Int64
		stop := work(t, st, func(ctx context.Context, k store.Kept) error {
			if k.Key != message(0).Key {
				return nil
			}
			<-ctx.Done()
			hung.Add(1)
			return ctx.Err()
		})
		untilCounts(t, st, store.Counts{Done: 9, Discarded: 1})
		stop()
		equal(t, "hung", hung.Load(), 3)
	},
	"no more functions run at a time than the policy says": func(t *test) {
		p := quick()
		p.Workers = 3
		st := t.New(t.T, p)
		keep(t, st, numbered(60)...)
		var running, most atomic.Int64
		stop := work(t, st, func(context.Context, store.Kept) error {
			n := running.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(time.Millisecond)
			running.Add(-1)
			return nil
		})
		untilCounts(t, st, store.Counts{Done: 60})
		stop()
		equal(t, "at a time", most.Load() <= 3 && most.Load() > 1, true)
	},
	"a worker that stops ends its functions, and the next one hands on what is left": func(t *test) {
		st := t.New(t.T, quick())
		keep(t, st, message(1))
		for range 5 { // more often than there are attempts
			started := make(chan struct{})
			stop := work(t, st, func(ctx context.Context, _ store.Kept) error {
				close(started)
				<-ctx.Done()
				return ctx.Err()
			})
			<-started
			stop()
			equal(t, "counts", counts(t, st), store.Counts{Waiting: 1})
		}
		stop := work(t, st, func(context.Context, store.Kept) error { return nil })
		untilCounts(t, st, store.Counts{Done: 1})
		stop()
	},
	"a failed attempt waits for the time of the policy": func(t *test) {
		p := quick()
		p.Backoff = func(attempt int) time.Duration {
			if attempt == 1 {
				return time.Hour
			}
			return 0
		}
		st := t.New(t.T, p)
		keep(t, st, message(1))
		stop := work(t, st, func(context.Context, store.Kept) error { return errors.New("not now") })
		eventually(t, "it failed once", func() bool { return find(t, st, message(1).Key).Failure != "" })
		k := find(t, st, message(1).Key)
		equal(t, "state", k.State, store.Waiting)
		equal(t, "attempts", k.Attempts, 1)
		if wait := k.DueAt.Sub(k.KeptAt); wait < 59*time.Minute || wait > 61*time.Minute {
			t.Errorf("it waits %s", wait)
		}
		stop()
	},
	"every fault at once, and each message is done once": func(t *test) {
		p := quick()
		p.Attempts = 100
		st := t.New(t.T, p)
		const n = 400
		var done seen
		do := func(_ context.Context, k store.Kept) error {
			switch rand.IntN(5) { //nolint:gosec // a test
			case 0:
				return errors.New("again")
			case 1:
				panic("again")
			default:
				done.add(k)
				return nil
			}
		}
		stop := work(t, st, do)
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				for _, i := range rand.Perm(n) { //nolint:gosec // a test
					if _, err := st.Keep(t.Context(), message(i)); err != nil {
						t.Errorf("Keep: %v", err)
					}
				}
			})
		}
		wg.Wait()
		untilCounts(t, st, store.Counts{Done: n})
		stop()
		equal(t, "messages", len(done.times), n)
		for key, times := range done.times {
			equal(t, key, times, 1)
		}
	},
}
