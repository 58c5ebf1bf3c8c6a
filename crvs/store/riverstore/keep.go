package riverstore

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// A batch of messages shares a transaction. It is closed when it is full, or after a
// short time; while another batch is written it goes on collecting.
const (
	batchFull  = 256
	batchWait  = 2 * time.Millisecond
	batchLimit = 30 * time.Second // for its transaction
)

// message is a message as River keeps it.
type message struct {
	Key     string `json:"key"`
	KeptAt  int64  `json:"kept_at"` // microseconds since 1970
	Payload []byte `json:"payload"` // sealed, see seal
}

// Kind is River's word for it.
func (message) Kind() string { return "dci_message" }

// keeping collects batches.
type keeping struct {
	writers chan struct{} // how many batches are written at a time
	mu      sync.Mutex
	batch   *batch // the one that is open
}

type batch struct {
	requests []*request
	size     int
	full     chan struct{}
}

// request is one call of Keep.
type request struct {
	messages []store.Message
	known    []bool
	done     chan error
}

// Keep keeps messages: see [store.Messages]. Calls that come together are written
// together. If the context ends first, the messages may be kept nevertheless.
func (s *Store) Keep(ctx context.Context, messages ...store.Message) ([]bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, m := range messages {
		if err := store.CheckKey(m.Key); err != nil {
			return nil, err
		}
	}
	if len(messages) == 0 {
		return nil, nil
	}
	r := &request{messages: messages, known: make([]bool, len(messages)), done: make(chan error, 1)}
	if tx := s.taken(ctx); tx != nil {
		err := s.write(ctx, tx, []*request{r})
		return r.known, s.explain(err)
	}
	s.join(ctx, r)
	select {
	case err := <-r.done:
		if err != nil {
			return nil, err
		}
		return r.known, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// join puts a request into the open batch.
func (s *Store) join(ctx context.Context, r *request) {
	k := &s.keeping
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.batch == nil {
		k.batch = &batch{full: make(chan struct{})}
		go s.run(context.WithoutCancel(ctx), k.batch) // one caller that leaves must not harm the others
	}
	b := k.batch
	b.requests = append(b.requests, r)
	if b.size += len(r.messages); b.size >= batchFull {
		close(b.full)
		k.batch = nil
	}
}

// run writes a batch when its time has come.
func (s *Store) run(ctx context.Context, b *batch) {
	timer := time.NewTimer(batchWait)
	defer timer.Stop()
	select {
	case <-b.full:
	case <-timer.C:
	}
	k := &s.keeping
	k.writers <- struct{}{}
	k.mu.Lock()
	if k.batch == b {
		k.batch = nil
	}
	k.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, attemptKey{}, nil), batchLimit)
	defer cancel()
	err := s.change(ctx, func(tx transaction) error { return s.write(ctx, tx, b.requests) })
	<-k.writers
	for _, r := range b.requests {
		r.done <- err
	}
}

// write keeps the messages that are new. Two processes may keep the same message at
// the same moment: who inserts its key second takes its job back.
func (s *Store) write(ctx context.Context, tx transaction, requests []*request) error {
	known, err := s.known(ctx, tx, requests)
	if err != nil {
		return err
	}
	now := s.policy.Now().UnixMicro()
	var params []river.InsertManyParams
	for _, r := range requests {
		for i, m := range r.messages {
			r.known[i] = known[m.Key]
			if known[m.Key] {
				continue
			}
			known[m.Key] = true
			payload, err := s.seal(m.Payload, m.Key)
			if err != nil {
				return err
			}
			params = append(params, river.InsertManyParams{Args: message{m.Key, now, payload}, InsertOpts: &river.InsertOpts{Queue: queue}})
		}
	}
	if len(params) == 0 {
		return nil
	}
	// In the order of their keys, so that two processes do not wait for each other.
	slices.SortFunc(params, func(a, b river.InsertManyParams) int { return cmp.Compare(keyOf(a), keyOf(b)) })
	ids, err := tx.insert(ctx, params)
	if err != nil {
		return err
	}
	lost, err := s.writeKeys(ctx, tx, params, ids, now)
	if err != nil || len(lost) == 0 {
		return err
	}
	for _, r := range requests {
		for i, m := range r.messages {
			r.known[i] = r.known[i] || lost[m.Key]
		}
	}
	return nil
}

func keyOf(p river.InsertManyParams) string {
	m, _ := p.Args.(message)
	return m.Key
}

// known says which messages are kept already.
func (s *Store) known(ctx context.Context, tx transaction, requests []*request) (map[string]bool, error) {
	var keys [][]any
	for _, r := range requests {
		for _, m := range r.messages {
			keys = append(keys, []any{m.Key})
		}
	}
	slices.SortFunc(keys, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) }) //nolint:errcheck,forcetypeassert // they are strings
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	if _, err := tx.exec(ctx, `DELETE FROM {schema}dci_message WHERE key IN (SELECT e.value->>0 FROM {list}) AND ended_at < $2
		AND NOT EXISTS (SELECT 1 FROM {schema}river_job j WHERE j.id = job AND j.state <> 'completed')`, string(list), s.expired()); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	err = each(ctx, tx, `SELECT key FROM {schema}dci_message WHERE key IN (SELECT e.value->>0 FROM {list})`, []any{string(list)}, func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		known[key] = true
		return err
	})
	return known, err
}

// expired is before which time a message was done whose key is known no more.
func (s *Store) expired() int64 { return s.policy.Now().Add(-s.policy.Keys).UnixMicro() }

// writeKeys writes keys, and says which ones another process has written meanwhile.
func (s *Store) writeKeys(ctx context.Context, tx transaction, params []river.InsertManyParams, ids []int64, now int64) (lost map[string]bool, err error) {
	lost = map[string]bool{}
	values := make([][]any, len(params))
	for i, p := range params {
		values[i] = []any{ids[i], keyOf(p)}
		lost[keyOf(p)] = true
	}
	list, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, `INSERT INTO {schema}dci_message (job, key, kept_at)
		SELECT CAST(e.value->>0 AS bigint), e.value->>1, $2 FROM {list} WHERE true
		ON CONFLICT (key) DO NOTHING RETURNING key`, []any{string(list), now}, func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		delete(lost, key)
		return err
	})
	if err != nil || len(lost) == 0 {
		return nil, err
	}
	for i, p := range params {
		if lost[keyOf(p)] {
			if _, err := tx.exec(ctx, `DELETE FROM {schema}river_job WHERE id = $1`, ids[i]); err != nil {
				return nil, err
			}
		}
	}
	return lost, nil
}
