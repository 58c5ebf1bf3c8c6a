package riverstore_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// office is a store with a table of the vendor beside it.
type office struct {
	*riverstore.Store
	exec  func(ctx context.Context, statement string) error // in the handler's transaction
	count func() int                                        // rows of the vendor's table
}

// offices are one in a file and one in PostgreSQL.
var offices = map[string]func(*testing.T, store.Policy) office{
	"file": func(t *testing.T, p store.Policy) office {
		t.Helper()
		path := filepath.Join(t.TempDir(), "store.db")
		st := openFile(t, path, riverstore.WithPolicy(p))
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
		require.NoError(t, err)
		t.Cleanup(func() { db.Close() })
		_, err = db.ExecContext(t.Context(), "CREATE TABLE allowance (id text)")
		require.NoError(t, err)
		return office{st, func(ctx context.Context, statement string) error {
			tx, err := riverstore.Tx[*sql.Tx](ctx)
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, statement)
			return err
		}, func() (n int) {
			require.NoError(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM allowance").Scan(&n))
			return n
		}}
	},
	"postgres": func(t *testing.T, p store.Policy) office {
		t.Helper()
		st, pool, schema := openSchema(t, riverstore.WithPolicy(p))
		_, err := pool.Exec(t.Context(), "CREATE TABLE "+schema+".allowance (id text)")
		require.NoError(t, err)
		return office{st, func(ctx context.Context, statement string) error {
			tx, err := riverstore.Tx[pgx.Tx](ctx)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, "SET LOCAL search_path TO "+schema)
			if err == nil {
				_, err = tx.Exec(ctx, statement)
			}
			return err
		}, func() (n int) {
			require.NoError(t, pool.QueryRow(t.Context(), "SELECT count(*) FROM "+schema+".allowance").Scan(&n))
			return n
		}}
	},
}

// inEach runs a test with each office.
func inEach(t *testing.T, do func(*testing.T, func(store.Policy) office)) {
	t.Helper()
	for name, open := range offices {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			do(t, func(p store.Policy) office { return open(t, p) })
		})
	}
}

// worked keeps one message and lets do act on it until it is done.
func worked(t *testing.T, st store.Store, do store.Handler) store.Kept {
	t.Helper()
	_, err := st.Keep(t.Context(), store.Message{Key: "death-1", Payload: []byte("a death")})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- st.Work(ctx, do) }()
	var k store.Kept
	require.Eventually(t, func() bool {
		k, err = st.Find(t.Context(), "death-1")
		require.NoError(t, err)
		return k.State == store.Done || k.State == store.Discarded
	}, 20*time.Second, 5*time.Millisecond)
	cancel()
	require.NoError(t, <-ended)
	return k
}

var soon = store.Policy{Attempts: 3, Backoff: func(int) time.Duration { return 0 }}

func TestWhatAHandlerWritesInTheTransactionCommitsTogetherWithDoneOrNotAtAll(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, open func(store.Policy) office) {
		t.Helper()
		o := open(soon)
		var calls atomic.Int32
		k := worked(t, o, func(ctx context.Context, _ store.Kept) error {
			if err := o.exec(ctx, "INSERT INTO allowance VALUES ('1')"); err != nil {
				return err
			}
			if calls.Add(1) < 3 {
				return errors.New("the letter could not be printed")
			}
			return nil
		})
		assert.Equal(t, store.Done, k.State)
		assert.Equal(t, int32(3), calls.Load())
		assert.Equal(t, 1, o.count(), "two attempts were rolled back")
	})
}

func TestCallsOfTheStoreInAHandlerUseItsTransaction(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, open func(store.Policy) office) {
		t.Helper()
		o := open(soon)
		_, err := o.Put(t.Context(), store.Note{Kind: "k", Key: "before", Value: []byte("1")})
		require.NoError(t, err)
		k := worked(t, o, func(ctx context.Context, k store.Kept) error {
			if err := o.exec(ctx, "INSERT INTO allowance VALUES ('1')"); err != nil {
				return err
			}
			if k.Key != "death-1" {
				return nil
			}
			if n, err := o.Get(ctx, "k", "before"); err != nil || string(n.Value) != "1" {
				return errors.Join(errors.New("a note that was there is not read"), err)
			}
			_, err := o.Put(ctx, store.Note{Kind: "k", Key: "inside", Value: []byte("2")})
			if err != nil {
				return err
			}
			if _, err := o.Get(ctx, "k", "inside"); err != nil {
				return err
			}
			if _, err := o.Keep(ctx, store.Message{Key: "follows"}); err != nil {
				return err
			}
			if k.Attempts < 2 {
				return errors.New("roll back")
			}
			return nil
		})
		assert.Equal(t, store.Done, k.State, "%s", k.Failure)
		n, err := o.Get(t.Context(), "k", "inside")
		require.NoError(t, err)
		assert.Equal(t, "2", string(n.Value))
		_, err = o.Find(t.Context(), "follows")
		require.NoError(t, err)
	})
}

func TestTxSaysWhyThereIsNone(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, open func(store.Policy) office) {
		t.Helper()
		o := open(soon)
		_, err := riverstore.Tx[pgx.Tx](t.Context())
		require.ErrorContains(t, err, "not that of a function that acts on a message")
		var later context.Context
		k := worked(t, o, func(ctx context.Context, _ store.Kept) error {
			later = ctx
			_, file := riverstore.Tx[*sql.Tx](ctx)
			_, postgres := riverstore.Tx[pgx.Tx](ctx)
			if (file == nil) == (postgres == nil) {
				return errors.New("both types or none")
			}
			assert.ErrorContains(t, errors.Join(file, postgres), "a file has a *sql.Tx, PostgreSQL a pgx.Tx")
			return nil
		})
		assert.Equal(t, store.Done, k.State)
		_, err = riverstore.Tx[*sql.Tx](later)
		require.ErrorContains(t, err, "has returned")
	})
}

func TestAHandlerCannotEndTheTransactionInPostgres(t *testing.T) {
	t.Parallel()
	o := offices["postgres"](t, soon)
	k := worked(t, o, func(ctx context.Context, _ store.Kept) error {
		tx, err := riverstore.Tx[pgx.Tx](ctx)
		if err != nil {
			return err
		}
		if tx.Commit(ctx) == nil || tx.Rollback(ctx) == nil {
			return errors.New("it was ended")
		}
		return o.exec(ctx, "INSERT INTO allowance VALUES ('1')")
	})
	assert.Equal(t, store.Done, k.State)
	assert.Equal(t, 1, o.count())
}

func TestAnOldAttemptWritesNothingWhenTheMessageWasHandedOnAgainMeanwhile(t *testing.T) {
	t.Parallel()
	st, pool, schema := openSchema(t, riverstore.WithPolicy(soon))
	_, err := pool.Exec(t.Context(), "CREATE TABLE "+schema+".allowance (id text)")
	require.NoError(t, err)
	k := worked(t, st, func(ctx context.Context, k store.Kept) error {
		tx, err := riverstore.Tx[pgx.Tx](ctx)
		if err != nil {
			return err
		}
		if k.Attempts == 1 { // as if the process had been stopped, and another had taken the message up
			_, err = pool.Exec(ctx, "UPDATE "+schema+".river_job SET attempt = attempt + 1 WHERE kind = 'dci_message'")
			if err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, "INSERT INTO "+schema+".allowance VALUES ('1')")
		return err
	})
	assert.Equal(t, store.Done, k.State)
	var n int
	require.NoError(t, pool.QueryRow(t.Context(), "SELECT count(*) FROM "+schema+".allowance").Scan(&n))
	assert.Equal(t, 1, n)
	assert.Equal(t, 3, k.Attempts)
}

func TestATransactionInAFileThatIsHeldTooLongIsCutAndHindersNoAcknowledgement(t *testing.T) {
	t.Parallel()
	o := offices["file"](t, soon)
	held := make(chan struct{})
	go func() {
		<-held
		start := time.Now()
		_, err := o.Keep(t.Context(), store.Message{Key: "another"})
		assert.NoError(t, err)
		assert.Less(t, time.Since(start), 5*time.Second)
	}()
	k := worked(t, o, func(ctx context.Context, k store.Kept) error {
		if k.Key == "another" {
			return nil
		}
		if err := o.exec(ctx, "INSERT INTO allowance VALUES ('1')"); err != nil {
			return err
		}
		if k.Attempts == 1 {
			close(held)
			time.Sleep(1200 * time.Millisecond) //nolint:forbidigo // a handler that asks a slow registry
		} else if k.Failure == "" {
			return errors.New("the first attempt left no failure")
		}
		return nil
	})
	assert.Equal(t, store.Done, k.State, "%s", k.Failure)
	assert.Equal(t, 2, k.Attempts)
	assert.Equal(t, 1, o.count())
}
