package riverstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// Store is a [store.Store] in a file or in PostgreSQL. Make it with [OpenFile] or
// [New].
type Store struct {
	*options
	db      database
	keeping keeping
	bell    bell
}

var _ store.Store = (*Store)(nil)

// OpenFile opens a store in a SQLite file, and makes the file, readable for its owner
// alone, if there is none. Tables that are missing are made.
func OpenFile(ctx context.Context, path string, opts ...Option) (*Store, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, err
	}
	f, err := openFile(ctx, path, o)
	if err != nil {
		return nil, err
	}
	return newStore(o, f, 1), nil
}

// New opens a store in PostgreSQL. It returns an error if the tables are not there:
// see [Migrate]. The pool stays the caller's; it should have at least
// 2 × Policy.Workers + 4 connections if functions use [Tx].
func New(ctx context.Context, pool *pgxpool.Pool, opts ...Option) (*Store, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, err
	}
	p, err := openPostgres(ctx, pool, o)
	if err != nil {
		return nil, err
	}
	return newStore(o, p, 4), nil
}

func newStore(o *options, db database, writers int) *Store {
	s := &Store{options: o, db: db}
	s.keeping.writers = make(chan struct{}, writers)
	s.bell.listen = db.listen
	return s
}

// Close closes the file. It does not close the pool that was given to [New]. Call it
// after Work and all other calls have returned.
func (s *Store) Close() error { return s.db.close() }

// change runs do in the transaction of the handler that calls, or in one of its own.
func (s *Store) change(ctx context.Context, do func(transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if tx := s.taken(ctx); tx != nil {
		return s.explain(do(tx))
	}
	tx, err := s.db.begin(ctx)
	if err != nil {
		return s.explain(err)
	}
	if err := do(tx); err != nil {
		tx.rollback(context.WithoutCancel(ctx))
		return s.explain(err)
	}
	if err := tx.commit(ctx); err != nil {
		tx.rollback(context.WithoutCancel(ctx)) // it gives the connection back
		return s.explain(err)
	}
	return nil
}

// reads is where the caller reads: in the transaction of its handler, or outside any.
func (s *Store) reads(ctx context.Context) querier {
	if tx := s.taken(ctx); tx != nil {
		return tx
	}
	return s.db
}

// explain makes [store.ErrFull] of an error that means it.
func (s *Store) explain(err error) error {
	if err != nil && s.db.full(err) {
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	}
	return err
}
