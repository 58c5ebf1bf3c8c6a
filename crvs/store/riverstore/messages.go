package riverstore

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// stateSQL is the state of a message m and its job j. A job that is gone had its time
// after it was done, or somebody deleted it.
const stateSQL = `CASE WHEN j.state = 'running' THEN 'working'
	WHEN j.state = 'completed' OR j.id IS NULL AND m.ended_at IS NOT NULL THEN 'done'
	WHEN j.id IS NULL OR j.state IN ('cancelled', 'discarded') THEN 'discarded' ELSE 'waiting' END`

const fromSQL = ` FROM {schema}dci_message m LEFT JOIN {schema}river_job j ON j.id = m.job `

const endedSQL = `coalesce({finalized_at}, m.ended_at, m.kept_at)`

const keptSQL = `SELECT m.job, m.key, m.kept_at, ` + stateSQL + `, coalesce(j.attempt, 0), {scheduled_at}, ` + endedSQL + `, coalesce({failure}, '')`

// kept is a message as it is read.
type kept struct {
	store.Kept
	job int64
}

// scanKept reads what keptSQL selects, and more.
func scanKept(scan func(...any) error, more ...any) (k kept, err error) {
	var at, ended int64
	var due *int64
	if err := scan(append([]any{&k.job, &k.Key, &at, &k.State, &k.Attempts, &due, &ended, &k.Failure}, more...)...); err != nil {
		return k, err
	}
	k.KeptAt = fromMicros(&at)
	switch k.State {
	case store.Waiting:
		k.DueAt = fromMicros(due)
	case store.Done:
		k.EndedAt, k.Failure = fromMicros(&ended), ""
	case store.Discarded:
		k.EndedAt = fromMicros(&ended)
	case store.Working:
	}
	return k, nil
}

// knows says whether the key of a message is still known.
func (s *Store) knows(k kept) bool {
	return k.State != store.Done || k.EndedAt.UnixMicro() >= s.expired()
}

// page is how many messages are read at a time.
const page = 500

// All gives the messages in a state: see [store.Messages]. It reads some at a time, so
// it sees changes that are made meanwhile.
func (s *Store) All(ctx context.Context, state store.State) iter.Seq2[store.Kept, error] {
	return func(yield func(store.Kept, error) bool) {
		for last, more := int64(0), true; more; {
			var found []kept
			err := each(ctx, s.reads(ctx), keptSQL+fromSQL+`WHERE m.job > $1 AND `+stateSQL+` = $2 ORDER BY m.job LIMIT $3`, []any{last, string(state), page}, func(scan func(...any) error) error {
				k, err := scanKept(scan)
				found = append(found, k)
				return err
			})
			if err != nil {
				yield(store.Kept{}, err)
				return
			}
			for _, k := range found {
				last = k.job
				if s.knows(k) && !yield(k.Kept, nil) {
					return
				}
			}
			more = len(found) == page
		}
	}
}

// Find gives one message: see [store.Messages].
func (s *Store) Find(ctx context.Context, key string) (store.Kept, error) {
	k, sealed, err := s.find(ctx, s.reads(ctx), key)
	if err != nil {
		return store.Kept{}, err
	}
	k.Payload, err = s.unseal(sealed, key)
	return k.Kept, err
}

func (s *Store) find(ctx context.Context, q querier, key string) (k kept, sealed []byte, err error) {
	var payload *string
	err = each(ctx, q, keptSQL+`, j.args->>'payload'`+fromSQL+`WHERE m.key = $1`, []any{key}, func(scan func(...any) error) (err error) {
		k, err = scanKept(scan, &payload)
		return err
	})
	switch {
	case err != nil:
		return k, nil, err
	case k.job == 0 || !s.knows(k):
		return k, nil, store.ErrNotKept
	case payload == nil || k.State == store.Done && k.EndedAt.Before(s.policy.Now().Add(-s.policy.Payloads)):
		return k, nil, nil
	}
	sealed, err = base64.StdEncoding.DecodeString(*payload)
	return k, sealed, err
}

// Counts says how many messages are in each state: see [store.Messages]. It reads all
// keys.
func (s *Store) Counts(ctx context.Context) (c store.Counts, err error) {
	err = each(ctx, s.reads(ctx), `SELECT `+stateSQL+`, count(*)`+fromSQL+`WHERE m.ended_at IS NULL OR m.ended_at >= $1 OR j.state <> 'completed' GROUP BY 1`, []any{s.expired()}, func(scan func(...any) error) error {
		var state store.State
		var n int
		err := scan(&state, &n)
		switch state {
		case store.Waiting:
			c.Waiting = n
		case store.Working:
			c.Working = n
		case store.Done:
			c.Done = n
		case store.Discarded:
			c.Discarded = n
		}
		return err
	})
	return c, err
}

// decide locks the job of a message and calls do with the message as it is then.
func (s *Store) decide(ctx context.Context, key string, do func(tx transaction, k kept, sealed []byte) error) error {
	return s.change(ctx, func(tx transaction) error {
		k, _, err := s.find(ctx, tx, key)
		if err != nil {
			return err
		}
		var id int64
		if err := one(ctx, tx, `SELECT id FROM {schema}river_job WHERE id = $1 {lock}`, []any{k.job}, &id); err != nil && !errors.Is(err, errNoRow) {
			return err
		}
		k, sealed, err := s.find(ctx, tx, key)
		if err != nil {
			return err
		}
		return do(tx, k, sealed)
	})
}

// Replay makes a message wait again: see [store.Messages].
func (s *Store) Replay(ctx context.Context, key string) error {
	return s.decide(ctx, key, func(tx transaction, k kept, sealed []byte) error {
		switch {
		case k.State == store.Waiting || k.State == store.Working:
			return nil
		case sealed == nil:
			return store.ErrForgotten
		}
		if err := tx.retry(ctx, k.job); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, `UPDATE {schema}river_job SET attempt = 0, max_attempts = $2 WHERE id = $1`, k.job, s.policy.Attempts); err != nil {
			return err
		}
		_, err := tx.exec(ctx, `UPDATE {schema}dci_message SET ended_at = NULL WHERE job = $1`, k.job)
		return err
	})
}

// Discard gives up a message that waits: see [store.Messages].
func (s *Store) Discard(ctx context.Context, key string) error {
	return s.decide(ctx, key, func(tx transaction, k kept, _ []byte) error {
		switch k.State {
		case store.Working:
			return store.ErrBusy
		case store.Waiting:
			return tx.cancel(ctx, k.job)
		default: // it has ended
			return nil
		}
	})
}

// Forget removes a payload: see [store.Messages].
func (s *Store) Forget(ctx context.Context, key string) error {
	return s.decide(ctx, key, func(tx transaction, k kept, _ []byte) error {
		if k.State == store.Waiting || k.State == store.Working {
			return store.ErrBusy
		}
		_, err := tx.exec(ctx, `UPDATE {schema}river_job SET args = {empty} WHERE id = $1`, k.job)
		return err
	})
}

// Purge removes messages that have ended: see [store.Messages].
func (s *Store) Purge(ctx context.Context, before time.Time) (int, error) {
	purged := 0
	for last, more := int64(0), true; more; {
		var ids [][]int64
		err := s.change(ctx, func(tx transaction) error {
			err := each(ctx, tx, `SELECT m.job`+fromSQL+`WHERE m.job > $1 AND `+stateSQL+` IN ('done', 'discarded') AND `+endedSQL+` < $2 ORDER BY m.job LIMIT $3`,
				[]any{last, before.UnixMicro(), page}, func(scan func(...any) error) error {
					var id int64
					err := scan(&id)
					ids = append(ids, []int64{id})
					return err
				})
			if err != nil || len(ids) == 0 {
				return err
			}
			list, err := json.Marshal(ids)
			if err != nil {
				return err
			}
			if _, err := tx.exec(ctx, `DELETE FROM {schema}river_job WHERE id IN (SELECT CAST(e.value->>0 AS bigint) FROM {list})
				AND state IN ('completed', 'cancelled', 'discarded')`, string(list)); err != nil {
				return err
			}
			// What was replayed meanwhile has its job still.
			n, err := tx.exec(ctx, `DELETE FROM {schema}dci_message WHERE job IN (SELECT CAST(e.value->>0 AS bigint) FROM {list})
				AND NOT EXISTS (SELECT 1 FROM {schema}river_job j WHERE j.id = job)`, string(list))
			purged += int(n)
			return err
		})
		if err != nil {
			return purged, err
		}
		if more = len(ids) == page; more {
			last = ids[len(ids)-1][0]
		}
	}
	if err := s.db.shrink(ctx); err != nil && !slices.Contains([]error{context.Canceled, context.DeadlineExceeded}, err) {
		return purged, err
	}
	return purged, nil
}
