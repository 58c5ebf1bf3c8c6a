package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

func put(t *test, s store.Store, n store.Note) store.Note {
	t.Helper()
	out, err := s.Put(t.Context(), n)
	if err != nil || out.Version == 0 {
		t.Fatalf("Put: %v, %v", out, err)
	}
	return out
}

func note(kind, key, value string) store.Note {
	return store.Note{Kind: kind, Key: key, Value: []byte(value)}
}

// watched is what a watcher was told.
type watched struct {
	store.Note
	err error
}

// watch starts a watcher and returns where its answer comes.
func watch(t *test, s store.Store, kind, key string, version int64) <-chan watched {
	t.Helper()
	out := make(chan watched, 1)
	ctx := t.Context()
	go func() {
		n, err := s.Watch(ctx, kind, key, version)
		out <- watched{n, err}
	}()
	return out
}

func told(t *test, c <-chan watched) store.Note {
	t.Helper()
	select {
	case w := <-c:
		if w.err != nil {
			t.Fatalf("Watch: %v", w.err)
		}
		return w.Note
	case <-time.After(patience):
		t.Fatal("a watcher was not told")
		return store.Note{}
	}
}

var noting = map[string]func(*test){
	"a note is written, read, replaced and deleted": func(t *test) {
		st := t.New(t.T, quick())
		_, err := st.Get(t.Context(), "k", "1")
		want(t, err, store.ErrNoNote)
		in := note("k", "1", "\x00one")
		first := put(t, st, in)
		in.Value[0] = 'x'
		got, err := st.Get(t.Context(), "k", "1")
		equal(t, "read", fmt.Sprint(string(got.Value), got.Version, err), fmt.Sprint("\x00one", first.Version, nil))
		second := put(t, st, note("k", "1", "two"))
		equal(t, "the version grows", second.Version > first.Version, true)
		put(t, st, note("other", "1", "of another kind"))
		for range 2 {
			if err := st.Delete(t.Context(), "k", "1"); err != nil {
				t.Error(err)
			}
		}
		_, err = st.Get(t.Context(), "k", "1")
		want(t, err, store.ErrNoNote)
		equal(t, "and over a deletion", put(t, st, note("k", "1", "")).Version > second.Version, true)
		equal(t, "printed", strings.Contains(fmt.Sprintf("%+v %#v %s", second, second, &second), "two"), false)
	},
	"keys and kinds have a length and are text": func(t *test) {
		st := t.New(t.T, quick())
		for _, wrong := range []string{"", strings.Repeat("k", store.MaxKey+1), "\xff", "k\x00"} {
			for _, n := range []store.Note{note(wrong, "k", ""), note("k", wrong, "")} {
				_, err := st.Put(t.Context(), n)
				_, swap := st.Swap(t.Context(), n)
				equal(t, "refused", err != nil && swap != nil, true)
			}
		}
		long := strings.Repeat("ክ", store.MaxKey/3)
		put(t, st, note(long, long, "v"))
		_, err := st.Get(t.Context(), long, long)
		equal(t, "a long one", err, nil)
	},
	"a note is swapped only if it is as it was": func(t *test) {
		st := t.New(t.T, quick())
		first, err := st.Swap(t.Context(), note("k", "1", "one"))
		equal(t, "created", err, nil)
		_, err = st.Swap(t.Context(), note("k", "1", "again"))
		want(t, err, store.ErrChanged)
		second := first
		second.Value = []byte("two")
		second, err = st.Swap(t.Context(), second)
		equal(t, "changed", err == nil && second.Version > first.Version, true)
		_, err = st.Swap(t.Context(), first)
		want(t, err, store.ErrChanged)
		_, err = st.Swap(t.Context(), store.Note{Kind: "k", Key: "2", Version: 99})
		want(t, err, store.ErrChanged)
	},
	"many who swap one counter lose no count": func(t *test) {
		st := t.New(t.T, quick())
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for added := 0; added < 10; {
					n, err := st.Get(t.Context(), "k", "counter")
					if err != nil && !errors.Is(err, store.ErrNoNote) {
						t.Error(err)
						return
					}
					have, _ := strconv.Atoi(string(n.Value))
					n.Kind, n.Key, n.Value = "k", "counter", strconv.AppendInt(nil, int64(have+1), 10)
					if _, err = st.Swap(t.Context(), n); err == nil {
						added++
					} else if !errors.Is(err, store.ErrChanged) {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		n, err := st.Get(t.Context(), "k", "counter")
		equal(t, "counted", err == nil && string(n.Value) == "80", true)
	},
	"notes are listed by kind and the beginning of their key": func(t *test) {
		st := t.New(t.T, quick())
		for _, key := range []string{"b/2", "a", "b/1", "b%", "b_x", "B/1", "b"} {
			put(t, st, note("k", key, key))
		}
		put(t, st, note("l", "b/3", ""))
		for prefix, wanted := range map[string]string{"b/": "b/1 b/2 ", "b%": "b% ", "b_": "b_x ", "c": "", "": "B/1 a b b% b/1 b/2 b_x "} {
			var got strings.Builder
			for n, err := range st.List(t.Context(), "k", prefix) {
				equal(t, "value", err == nil && string(n.Value) == n.Key && n.Version > 0, true)
				got.WriteString(n.Key + " ")
			}
			equal(t, prefix, got.String(), wanted)
		}
		for _, err := range st.List(t.Context(), "k", "") {
			want(t, err, nil)
			break
		}
	},
	"a note ends when it expires": func(t *test) {
		var c clock
		p := quick()
		p.Now = c.Now
		st := t.New(t.T, p)
		n := note("k", "1", "v")
		n.Expires = c.Now().Add(time.Hour)
		n = put(t, st, n)
		got, err := st.Get(t.Context(), "k", "1")
		equal(t, "expires", err == nil && got.Expires.Sub(n.Expires).Abs() < time.Millisecond, true)
		c.jump(2 * time.Hour)
		_, err = st.Get(t.Context(), "k", "1")
		want(t, err, store.ErrNoNote)
		for n, err := range st.List(t.Context(), "k", "") {
			t.Errorf("it is listed: %v, %v", n, err)
		}
		_, err = st.Swap(t.Context(), n)
		want(t, err, store.ErrChanged)
		_, err = st.Swap(t.Context(), note("k", "1", "new"))
		equal(t, "as if there were none", err, nil)
	},
	"who watches a note is told of each kind of change": func(t *test) {
		st := t.New(t.T, quick())
		created, alsoCreated := watch(t, st, "k", "1", 0), watch(t, st, "k", "1", 0)
		other := watch(t, st, "k", "2", 0)
		first := put(t, st, note("k", "1", "one"))
		equal(t, "created", string(told(t, created).Value)+string(told(t, alsoCreated).Value), "oneone")
		equal(t, "at once", told(t, watch(t, st, "k", "1", 0)).Version, first.Version)
		changed := watch(t, st, "k", "1", first.Version)
		second := first
		second.Value = []byte("two")
		second, err := st.Swap(t.Context(), second)
		equal(t, "swapped", err, nil)
		equal(t, "changed", told(t, changed).Version, second.Version)
		deleted := watch(t, st, "k", "1", second.Version)
		if err := st.Delete(t.Context(), "k", "1"); err != nil {
			t.Error(err)
		}
		equal(t, "deleted", told(t, deleted).Version, 0)
		soon := note("k", "1", "soon")
		soon.Expires = time.Now().Add(50 * time.Millisecond)
		soon = put(t, st, soon)
		equal(t, "expired", told(t, watch(t, st, "k", "1", soon.Version)).Version, 0)
		select {
		case n := <-other:
			t.Errorf("another note's watcher was told: %v", n)
		default:
		}
		put(t, st, note("k", "2", ""))
		told(t, other)
	},
	"a watcher ends with its context": func(t *test) {
		st := t.New(t.T, quick())
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := st.Watch(ctx, "k", "1", 0)
		want(t, err, context.DeadlineExceeded)
	},
	"no change is missed by who watches from version to version": func(t *test) {
		st := t.New(t.T, quick())
		const n = 100
		go func() {
			for i := range n {
				_, _ = st.Put(context.WithoutCancel(t.Context()), note("k", "1", strconv.Itoa(i)))
			}
		}()
		var version int64
		for last := ""; last != strconv.Itoa(n-1); {
			got := told(t, watch(t, st, "k", "1", version))
			equal(t, "the version grows", got.Version > version, true)
			version, last = got.Version, string(got.Value)
		}
	},
}
