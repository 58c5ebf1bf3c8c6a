package riverstore_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// pairs are two stores on the same data, as two processes have them.
var pairs = map[string]func(*testing.T) (*riverstore.Store, *riverstore.Store){
	"file": func(t *testing.T) (*riverstore.Store, *riverstore.Store) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "store.db")
		return openFile(t, path), openFile(t, path)
	},
	"postgres": func(t *testing.T) (*riverstore.Store, *riverstore.Store) {
		t.Helper()
		a, pool, schema := openSchema(t)
		b, err := riverstore.New(t.Context(), pool, riverstore.WithSchema(schema))
		require.NoError(t, err)
		return a, b
	},
}

func inPairs(t *testing.T, do func(t *testing.T, a, b *riverstore.Store)) {
	t.Helper()
	for name, open := range pairs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := open(t)
			do(t, a, b)
		})
	}
}

func TestWhoWatchesANoteIsToldOfWhatAnotherProcessWrites(t *testing.T) {
	t.Parallel()
	inPairs(t, func(t *testing.T, a, b *riverstore.Store) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // less than Watch would need without being told
		defer cancel()
		var version int64
		for _, value := range []string{"one", "two", "three"} {
			told := make(chan store.Note, 1)
			go func() {
				n, err := a.Watch(ctx, "k", "1", version)
				assert.NoError(t, err)
				told <- n
			}()
			_, err := b.Put(ctx, store.Note{Kind: "k", Key: "1", Value: []byte(value)})
			require.NoError(t, err)
			n := <-told
			assert.Equal(t, value, string(n.Value))
			version = n.Version
		}
	})
}

func TestTwoProcessesThatGetTheSameMessagesKeepEachOnce(t *testing.T) {
	t.Parallel()
	inPairs(t, func(t *testing.T, a, b *riverstore.Store) {
		t.Helper()
		const n = 300
		var mu sync.Mutex
		fresh := map[string]int{}
		var wg sync.WaitGroup
		for i, st := range []*riverstore.Store{a, b, a, b} {
			wg.Go(func() {
				for j := range n {
					key := string(rune('a' + (j*(i*2+1))%26)) // in different orders
					m := []store.Message{{Key: key + "1"}, {Key: key}}
					known, err := st.Keep(t.Context(), m...)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for x := range m {
						if !known[x] {
							fresh[m[x].Key]++
						}
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		assert.Len(t, fresh, 52)
		for key, times := range fresh {
			assert.Equal(t, 1, times, key)
		}
		c, err := a.Counts(t.Context())
		require.NoError(t, err)
		assert.Equal(t, store.Counts{Waiting: 52}, c)
		jobs := 0
		for k, err := range b.All(t.Context(), store.Waiting) {
			require.NoError(t, err)
			_, err = a.Find(t.Context(), k.Key)
			require.NoError(t, err)
			jobs++
		}
		assert.Equal(t, 52, jobs)
	})
}

func TestNewSaysThatTablesOfPostgresAreMissingAndThePrintedSQLMakesThem(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	schema := riverstore.WithSchema("test_printed")
	drop := func() {
		_, err := pool.Exec(context.WithoutCancel(t.Context()), "DROP SCHEMA IF EXISTS test_printed CASCADE")
		require.NoError(t, err)
	}
	drop()
	t.Cleanup(drop)
	_, err := riverstore.New(t.Context(), pool, schema)
	require.ErrorContains(t, err, "missing")
	script, err := riverstore.SQL(schema)
	require.NoError(t, err)
	psql, err := exec.LookPath("psql")
	if err != nil {
		t.Skip("install psql to run the printed SQL as an administrator does")
	}
	command := exec.CommandContext(t.Context(), psql, "-q", "-v", "ON_ERROR_STOP=1", os.Getenv(variable))
	command.Stdin = strings.NewReader(script)
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	st, err := riverstore.New(t.Context(), pool, schema)
	require.NoError(t, err)
	k := worked(t, st, func(context.Context, store.Kept) error { return nil })
	assert.Equal(t, store.Done, k.State)
	require.NoError(t, riverstore.Migrate(t.Context(), pool, schema), "nothing is left to do")
}

func TestOptionsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]riverstore.Option{
		"a schema that is no name":     riverstore.WithSchema("a;b"),
		"no cipher":                    riverstore.WithCipher(nil),
		"no logger":                    riverstore.WithLogger(nil),
		"no time":                      riverstore.WithRescueAfter(0),
		"a time shorter than attempts": riverstore.WithRescueAfter(time.Second),
		"a policy that is wrong":       riverstore.WithPolicy(store.Policy{Workers: -1}),
	} {
		_, err := riverstore.OpenFile(t.Context(), filepath.Join(t.TempDir(), "store.db"), opt)
		require.Error(t, err, name)
	}
}
