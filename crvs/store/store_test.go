package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newMemory(t *testing.T, p store.Policy) store.Store {
	t.Helper()
	m, err := store.NewMemory(p)
	require.NoError(t, err)
	return m
}

// pass lets virtual time pass.
func pass(d time.Duration) { <-time.After(d) }

func TestMemory(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Setup{New: newMemory, In: synctest.Test})
}

func TestMemoryTakesOneWorkerAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(t, store.Policy{})
		ctx, cancel := context.WithCancel(t.Context())
		do := func(context.Context, store.Kept) error { return nil }
		go func() { _ = m.Work(ctx, do) }()
		synctest.Wait()
		require.ErrorIs(t, m.Work(ctx, do), store.ErrWorking)
		cancel()
		synctest.Wait()
		require.NoError(t, m.Work(ctx, do), "the first one has ended")
	})
}

func TestAMemoryThatIsFullSaysSoAndTakesMoreWhenThereIsRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(t, store.Policy{Bytes: 100_000, Payloads: time.Hour, Keys: 2 * time.Hour})
		big := func(i int) store.Message { return store.Message{Key: fmt.Sprint(i), Payload: make([]byte, 40_000)} }
		_, err := m.Keep(t.Context(), big(1), big(2), big(3))
		require.ErrorIs(t, err, store.ErrFull)
		_, err = m.Keep(t.Context(), big(1), big(2))
		require.NoError(t, err)
		known, err := m.Keep(t.Context(), big(1))
		require.NoError(t, err, "a known message takes no room")
		assert.Equal(t, []bool{true}, known)
		note := store.Note{Kind: "k", Key: "1", Value: make([]byte, 40_000), Expires: time.Now().Add(time.Minute)}
		_, err = m.Put(t.Context(), note)
		require.ErrorIs(t, err, store.ErrFull)

		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = m.Work(ctx, func(context.Context, store.Kept) error { return nil }) }()
		synctest.Wait()
		cancel()
		pass(time.Hour + time.Second)
		for range 2 {
			note, err = m.Put(t.Context(), note)
			require.NoError(t, err, "the payloads are gone")
			note.Expires = time.Now().Add(time.Minute)
		}
		pass(time.Hour)
		_, err = m.Put(t.Context(), store.Note{Kind: "k", Key: "2", Value: make([]byte, 80_000)})
		require.NoError(t, err, "the keys are gone, and the note has expired")
		require.NoError(t, m.Delete(t.Context(), "k", "2"))
		_, err = m.Keep(t.Context(), big(1), big(2))
		require.NoError(t, err)
	})
}

func TestAMemoryCountsItsRoomRightWhateverIsDoneToIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(t, store.Policy{Bytes: 10_000, Payloads: time.Hour, Keys: time.Hour, Attempts: 1})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_ = m.Work(ctx, func(_ context.Context, k store.Kept) error {
				if k.Key == "bad" {
					return errors.New("no")
				}
				return nil
			})
		}()
		for range 100 {
			_, err := m.Keep(t.Context(), store.Message{Key: "good", Payload: make([]byte, 4000)}, store.Message{Key: "bad", Payload: make([]byte, 4000)})
			require.NoError(t, err)
			synctest.Wait()
			require.NoError(t, m.Forget(t.Context(), "good"))
			require.NoError(t, m.Replay(t.Context(), "bad"))
			synctest.Wait()
			pass(time.Minute)
			n, err := m.Purge(t.Context(), time.Now())
			require.NoError(t, err)
			assert.Equal(t, 2, n)
		}
		pass(3 * time.Hour)
		_, err := m.Keep(t.Context(), store.Message{Key: "all", Payload: make([]byte, 9000)})
		require.NoError(t, err)
		_, err = m.Keep(t.Context(), store.Message{Key: "more", Payload: make([]byte, 9000)})
		require.ErrorIs(t, err, store.ErrFull)
		cancel()
	})
}

func TestAWorkerSaysThatAFunctionDidNotReturn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(t, store.Policy{Grace: time.Second})
		_, err := m.Keep(t.Context(), store.Message{Key: "1"})
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		end := make(chan struct{})
		err = m.Work(ctx, func(context.Context, store.Kept) error { <-end; return nil })
		require.ErrorContains(t, err, "did not return within 1s")
		c, err := m.Counts(t.Context())
		require.NoError(t, err)
		assert.Equal(t, store.Counts{Working: 1}, c)
		close(end)
		synctest.Wait()
		c, err = m.Counts(t.Context())
		require.NoError(t, err)
		assert.Equal(t, store.Counts{Done: 1}, c, "it was done after all")
	})
}

func TestAPolicyIsCompletedOrRefused(t *testing.T) {
	t.Parallel()
	p, err := store.Policy{Keys: time.Hour}.Complete()
	require.NoError(t, err)
	assert.Equal(t, 8, p.Workers)
	assert.Equal(t, 30*time.Second, p.Timeout)
	assert.Equal(t, 10*time.Second, p.Grace)
	assert.Equal(t, 20, p.Attempts)
	assert.Equal(t, 7*24*time.Hour, p.Payloads)
	assert.Equal(t, p.Payloads, p.Keys, "a key is known at least as long as its payload")
	assert.Equal(t, int64(256<<20), p.Bytes)
	p, err = store.Policy{}.Complete()
	require.NoError(t, err)
	assert.Equal(t, 30*24*time.Hour, p.Keys)
	for _, wrong := range []store.Policy{{Workers: -1}, {Timeout: -1}, {Grace: -1}, {Attempts: -1}, {Payloads: -1}, {Keys: -1}, {Bytes: -1}} {
		_, err := store.NewMemory(wrong)
		require.Error(t, err)
	}
}

// What is kept is about people.
func TestNothingOfAMessageOrANotePrintsButItsKey(t *testing.T) {
	t.Parallel()
	m := store.Message{Key: "key-1", Payload: []byte("Secret")}
	n := store.Note{Kind: "kind", Key: "key-1", Value: []byte("Secret")}
	for _, v := range []any{m, &m, []store.Message{m}, store.Kept{Message: m}, n, &n} {
		var b strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
			fmt.Fprintf(&b, verb, v)
		}
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", slog.Any("v", v))
		assert.Contains(t, b.String(), "key-1")
		for _, payload := range []string{"Secret", "536563726574", "83 101 99"} {
			assert.NotContains(t, b.String(), payload, "%T", v)
		}
	}
	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", slog.Any("message", m), slog.Any("note", n))
	assert.NotContains(t, b.String(), "U2VjcmV0")
}

func TestTheBackoffDoublesUpToAnHour(t *testing.T) {
	t.Parallel()
	for attempt, want := range map[int]time.Duration{-1: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 12: 2048 * time.Second, 13: time.Hour, 1000: time.Hour} {
		for range 100 {
			assert.InEpsilon(t, float64(want), float64(store.Backoff(attempt)), 0.21, "%d", attempt)
		}
	}
}

func Example() {
	st, err := store.NewMemory(store.Policy{})
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	known, err := st.Keep(ctx, store.Message{Key: "digest-1", Payload: []byte("a death")})
	fmt.Println(known, err) // from here on it may be acknowledged
	known, err = st.Keep(ctx, store.Message{Key: "digest-1", Payload: []byte("a death")})
	fmt.Println(known, err)

	err = st.Work(ctx, func(_ context.Context, k store.Kept) error {
		fmt.Println(k, string(k.Payload))
		cancel()
		return nil
	})
	fmt.Println(err)
	// Output:
	// [false] <nil>
	// [true] <nil>
	// message digest-1 (working, attempts: 1) a death
	// <nil>
}
