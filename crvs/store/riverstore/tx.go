package riverstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
)

// attempt is one call of a handler, and the transaction that it has taken.
type attempt struct {
	store *Store

	mu    sync.Mutex
	tx    transaction // nil: not taken, or ended
	ended bool
	cut   bool // it was held too long
	stop  func()
}

type attemptKey struct{}

// Tx gives the transaction in which "done" will be written, for a handler that
// [store.Messages] calls, with the context that the handler got: what the handler
// writes in it commits together with "done", or not at all. It is begun by the first
// call. T is pgx.Tx in PostgreSQL and *sql.Tx in a file:
//
//	tx, err := riverstore.Tx[pgx.Tx](ctx)
//
// The store commits it when the handler returns nil, and rolls it back otherwise: do
// neither. It is for one goroutine. Calls of the store with the same context use it
// too.
//
// In a file nobody else writes, and nothing is acknowledged, while the transaction is
// open: ask the registry first, take it then. After a second it is rolled back, its
// next use fails, and the message is handed on again later.
//
// It returns an error if the context is not that of a handler, if the handler has
// returned, or if T is the other type.
func Tx[T any](ctx context.Context) (T, error) {
	var none T
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	if a == nil {
		return none, errors.New("riverstore: there is no transaction: this context is not that of a function that acts on a message of this store")
	}
	raw, err := a.take(ctx)
	if err != nil {
		return none, err
	}
	tx, ok := raw.(T)
	if !ok {
		return none, fmt.Errorf("riverstore: the transaction of this store is a %T: a file has a *sql.Tx, PostgreSQL a pgx.Tx", raw)
	}
	return tx, nil
}

func (a *attempt) take(ctx context.Context) (any, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.ended:
		return nil, errors.New("riverstore: the function that acts on the message has returned, and its transaction has ended")
	case a.cut:
		return nil, errCut
	case a.tx != nil:
		return a.tx.raw(), nil
	}
	// It outlives the context of the handler, which may end between the handler's nil
	// and the commit; but waiting for it ends with that context.
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	begun := context.AfterFunc(ctx, cancel)
	tx, err := a.store.db.begin(own)
	if !begun() && err == nil {
		tx.rollback(own)
		err = ctx.Err()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	timer := time.AfterFunc(a.store.db.hold(a.store.policy.Timeout), func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.tx != nil && !a.ended {
			a.cut = true
			cancel() // which rolls back in a file; in PostgreSQL the function's context ends now
		}
	})
	a.tx, a.stop = tx, func() { timer.Stop(); cancel() }
	return tx.raw(), nil
}

var errCut = errors.New("riverstore: the transaction was open for too long and was rolled back; ask others first and take it when all that is left is to write")

// taken is the transaction of the handler whose context this is, or nil.
func (s *Store) taken(ctx context.Context) transaction {
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	if a == nil || a.store != s {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.tx
}

// end writes "done" and commits, or rolls back if the handler failed.
func (a *attempt) end(ctx context.Context, job *river.Job[message], failed error) error {
	a.mu.Lock()
	tx, cut := a.tx, a.cut
	a.tx, a.ended = nil, true
	a.mu.Unlock()
	if tx == nil {
		if failed != nil {
			return failed
		}
		if err := a.store.change(ctx, func(tx transaction) error { return a.store.done(ctx, tx, job) }); err != nil {
			a.store.logger.WarnContext(ctx, "riverstore: write that a message is done", slog.String("error", err.Error()))
		}
		return nil // then River goes on trying: the handler said done
	}
	defer a.stop()
	err := failed
	if cut {
		err = errors.Join(errCut, failed)
	}
	if err == nil {
		err = a.store.done(ctx, tx, job)
	}
	if err == nil {
		err = tx.commit(ctx)
	}
	if err != nil {
		tx.rollback(ctx)
	}
	return err
}

// done writes that a message is done, if this attempt is still its last one: while a
// process was stopped, another may have taken the message up.
func (s *Store) done(ctx context.Context, tx transaction, job *river.Job[message]) error {
	var attempt int
	err := one(ctx, tx, `SELECT attempt FROM {schema}river_job WHERE id = $1 AND state = 'running' {lock}`, []any{job.ID}, &attempt)
	if errors.Is(err, errNoRow) || err == nil && attempt != job.Attempt {
		return errors.New("riverstore: the message was taken for abandoned while its function ran, and handed on again; make Policy.Timeout or WithRescueAfter longer")
	}
	if err != nil {
		return err
	}
	if err := tx.complete(ctx, job); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `UPDATE {schema}dci_message SET ended_at = $1 WHERE job = $2`, s.policy.Now().UnixMicro(), job.ID)
	return err
}
