package riverstore

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

const noteSQL = `SELECT kind, key, value, expires_at, version FROM {schema}dci_note WHERE kind = $1 AND (expires_at IS NULL OR expires_at > $2) AND `

func (s *Store) scanNote(scan func(...any) error) (n store.Note, err error) {
	var value []byte
	var expires *int64
	if err := scan(&n.Kind, &n.Key, &value, &expires, &n.Version); err != nil {
		return n, err
	}
	n.Expires = fromMicros(expires)
	n.Value, err = s.unseal(value, noteID(n.Kind, n.Key))
	return n, err
}

func noteID(kind, key string) string { return kind + "\n" + key }

// Get gives a note: see [store.Notes].
func (s *Store) Get(ctx context.Context, kind, key string) (n store.Note, err error) {
	found := false
	err = each(ctx, s.reads(ctx), noteSQL+`key = $3`, []any{kind, s.policy.Now().UnixMicro(), key}, func(scan func(...any) error) (err error) {
		found = true
		n, err = s.scanNote(scan)
		return err
	})
	if err == nil && !found {
		err = store.ErrNoNote
	}
	return n, err
}

// Put writes a note: see [store.Notes].
func (s *Store) Put(ctx context.Context, n store.Note) (store.Note, error) {
	return s.writeNote(ctx, n, `INSERT INTO {schema}dci_note AS n (kind, key, value, expires_at, version) VALUES ($1, $2, $3, $4, {version})
		ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, version = {version}
		RETURNING version`)
}

// Swap writes a note that is still as it was: see [store.Notes].
func (s *Store) Swap(ctx context.Context, n store.Note) (store.Note, error) {
	now := s.policy.Now().UnixMicro()
	if n.Version == 0 {
		return s.writeNote(ctx, n, `INSERT INTO {schema}dci_note AS n (kind, key, value, expires_at, version) VALUES ($1, $2, $3, $4, {version})
			ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, version = {version}
			WHERE n.expires_at <= $5 RETURNING version`, now)
	}
	return s.writeNote(ctx, n, `UPDATE {schema}dci_note SET value = $3, expires_at = $4, version = {version}
		WHERE kind = $1 AND key = $2 AND (expires_at IS NULL OR expires_at > $5) AND version = $6 RETURNING version`, now, n.Version)
}

func (s *Store) writeNote(ctx context.Context, n store.Note, statement string, more ...any) (store.Note, error) {
	if err := cmp.Or(store.CheckKey(n.Kind), store.CheckKey(n.Key)); err != nil {
		return store.Note{}, err
	}
	id := noteID(n.Kind, n.Key)
	value, err := s.seal(n.Value, id)
	if err != nil {
		return store.Note{}, err
	}
	err = s.change(ctx, func(tx transaction) error {
		if err := tx.count(ctx); err != nil {
			return err
		}
		if err := one(ctx, tx, statement, append([]any{n.Kind, n.Key, value, micros(n.Expires)}, more...), &n.Version); err != nil {
			return err
		}
		return s.db.tell(ctx, tx, id)
	})
	if errors.Is(err, errNoRow) {
		err = store.ErrChanged
	}
	if err != nil {
		return store.Note{}, err
	}
	s.bell.ring(id)
	return n, nil
}

// Delete removes a note: see [store.Notes].
func (s *Store) Delete(ctx context.Context, kind, key string) error {
	id := noteID(kind, key)
	err := s.change(ctx, func(tx transaction) error {
		if _, err := tx.exec(ctx, `DELETE FROM {schema}dci_note WHERE kind = $1 AND key = $2`, kind, key); err != nil {
			return err
		}
		return s.db.tell(ctx, tx, id)
	})
	s.bell.ring(id)
	return err
}

// List gives notes: see [store.Notes]. It reads some at a time, so it sees changes
// that are made meanwhile.
func (s *Store) List(ctx context.Context, kind, prefix string) iter.Seq2[store.Note, error] {
	return func(yield func(store.Note, error) bool) {
		for last, more := "", true; more; {
			var found []store.Note
			err := each(ctx, s.reads(ctx), noteSQL+`key > $3 AND key >= $4 AND substr(key, 1, length($4)) = $4 ORDER BY key LIMIT $5`, []any{kind, s.policy.Now().UnixMicro(), last, prefix, page}, func(scan func(...any) error) error {
				n, err := s.scanNote(scan)
				found = append(found, n)
				return err
			})
			if err != nil {
				yield(store.Note{}, err)
				return
			}
			for _, n := range found {
				if last = n.Key; !yield(n, nil) {
					return
				}
			}
			more = len(found) == page
		}
	}
}

// Watch waits for a change of a note: see [store.Notes].
func (s *Store) Watch(ctx context.Context, kind, key string, version int64) (store.Note, error) {
	id := noteID(kind, key)
	w := s.bell.enter(ctx)
	defer s.bell.leave()
	for {
		changed := w.of(id)
		n, err := s.Get(ctx, kind, key)
		if err != nil && !errors.Is(err, store.ErrNoNote) {
			return store.Note{}, err
		}
		if n.Version != version {
			return n, nil
		}
		wait := time.Minute // the clock may jump
		if !n.Expires.IsZero() {
			wait = min(wait, n.Expires.Sub(s.policy.Now()))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
		if err := ctx.Err(); err != nil {
			return store.Note{}, err
		}
	}
}
