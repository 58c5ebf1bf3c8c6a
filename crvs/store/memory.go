package store

import (
	"cmp"
	"container/heap"
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Memory is a [Store] that forgets everything when the process ends. It takes one
// worker at a time. Make it with [NewMemory].
type Memory struct {
	policy  Policy
	wake    chan struct{} // tells the worker that a message may be due
	working atomic.Bool

	mu       sync.Mutex
	messages map[string]*entry
	due      dueHeap  // the entries that wait
	ended    []ending // of messages that were done, the oldest first; their payloads are still there
	known    []ending // the same, when their payloads are gone
	counts   map[State]int
	bytes    int64
	kept     int64 // number of messages ever kept: their order

	notes    map[noteID]Note
	versions int64
	watchers map[noteID]*watchers
}

// entry is a message in a Memory.
type entry struct {
	Kept
	number int64 // in the order in which messages were kept
	index  int   // in the heap; -1 while it is not there
	gone   bool  // the payload was removed
}

// ending is when a message was done. If it has been replayed since, the entry says
// another time.
type ending struct {
	entry *entry
	at    time.Time
}

// entryBytes is about what an entry takes beside key and payload.
const entryBytes = 400

// NewMemory returns an empty Memory, or an error if the policy is wrong.
func NewMemory(p Policy) (*Memory, error) {
	p, err := p.Complete()
	if err != nil {
		return nil, err
	}
	return &Memory{
		policy: p, wake: make(chan struct{}, 1),
		messages: map[string]*entry{}, counts: map[State]int{}, notes: map[noteID]Note{}, watchers: map[noteID]*watchers{},
	}, nil
}

// Keep keeps messages in memory: see [Messages].
func (m *Memory) Keep(ctx context.Context, messages ...Message) ([]bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, msg := range messages {
		if err := CheckKey(msg.Key); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.policy.Now()
	m.retire(now)
	known, size := m.sort(messages)
	if size > 0 && m.bytes+size > m.policy.Bytes {
		return nil, ErrFull
	}
	m.bytes += size
	for i, msg := range messages {
		if known[i] {
			continue
		}
		msg.Payload = slices.Clone(msg.Payload)
		m.kept++
		e := &entry{Kept: Kept{Message: msg, KeptAt: now}, number: m.kept, index: -1}
		m.messages[e.Key] = e
		m.wait(e, now)
	}
	return known, nil
}

// sort says which messages are known, and what the others take.
func (m *Memory) sort(messages []Message) (known []bool, size int64) {
	known = make([]bool, len(messages))
	seen := make(map[string]bool, len(messages))
	for i, msg := range messages {
		known[i] = m.messages[msg.Key] != nil || seen[msg.Key]
		if seen[msg.Key] = true; !known[i] {
			size += sizeOf(msg)
		}
	}
	return known, size
}

func sizeOf(m Message) int64 { return int64(entryBytes + len(m.Key) + len(m.Payload)) }

// set moves an entry into a state and counts it there.
func (m *Memory) set(e *entry, s State) {
	m.counts[e.State]-- // that of a new one is "", which nobody reads
	e.State = s
	m.counts[s]++
}

// wait makes an entry wait until it is due.
func (m *Memory) wait(e *entry, due time.Time) {
	m.set(e, Waiting)
	e.DueAt, e.EndedAt = due, time.Time{}
	heap.Push(&m.due, e)
	select {
	case m.wake <- struct{}{}:
	default: // it is awake
	}
}

// end ends an entry.
func (m *Memory) end(e *entry, s State) {
	m.set(e, s)
	e.DueAt, e.EndedAt = time.Time{}, m.policy.Now()
	if s == Done {
		m.ended = append(m.ended, ending{e, e.EndedAt})
	}
}

// retire removes what was done long ago: payloads first, keys later.
func (m *Memory) retire(now time.Time) {
	take(&m.ended, now.Add(-m.policy.Payloads), func(x ending) {
		m.forget(x.entry)
		m.known = append(m.known, x)
	})
	take(&m.known, now.Add(-m.policy.Keys), func(x ending) { m.remove(x.entry) })
}

// take hands on the endings before a time that still hold.
func take(list *[]ending, before time.Time, do func(ending)) {
	n := 0
	for ; n < len(*list) && (*list)[n].at.Before(before); n++ {
		if x := (*list)[n]; x.entry.State == Done && x.entry.EndedAt.Equal(x.at) {
			do(x)
		}
	}
	clear((*list)[:n])
	*list = (*list)[n:] // append makes a new array when this one is used up
}

func (m *Memory) forget(e *entry) {
	if m.messages[e.Key] != e {
		return // it was purged
	}
	m.bytes -= int64(len(e.Payload))
	e.Payload, e.gone = nil, true
}

func (m *Memory) remove(e *entry) {
	if m.messages[e.Key] != e {
		return // it was purged
	}
	m.bytes -= sizeOf(e.Message)
	m.counts[e.State]--
	delete(m.messages, e.Key)
}

// All gives the messages in a state as they were when it was called: see
// [Messages].
func (m *Memory) All(ctx context.Context, state State) iter.Seq2[Kept, error] {
	return func(yield func(Kept, error) bool) {
		m.mu.Lock()
		var found []*entry
		for _, e := range m.messages {
			if e.State == state {
				found = append(found, e)
			}
		}
		slices.SortFunc(found, func(a, b *entry) int { return cmp.Compare(a.number, b.number) })
		copies := make([]Kept, len(found))
		for i, e := range found {
			copies[i] = e.Kept
			copies[i].Payload = nil
		}
		m.mu.Unlock()
		give(ctx, copies, yield)
	}
}

// give yields what was found, until ctx ends.
func give[T any](ctx context.Context, found []T, yield func(T, error) bool) {
	for _, v := range found {
		if err := ctx.Err(); err != nil {
			var none T
			yield(none, err)
			return
		}
		if !yield(v, nil) {
			return
		}
	}
}

// change calls do with the entry of a key.
func (m *Memory) change(ctx context.Context, key string, do func(*entry) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.retire(m.policy.Now())
	e := m.messages[key]
	if e == nil {
		return ErrNotKept
	}
	return do(e)
}

// Find gives one message: see [Messages].
func (m *Memory) Find(ctx context.Context, key string) (k Kept, err error) {
	err = m.change(ctx, key, func(e *entry) error {
		k = e.Kept
		k.Payload = slices.Clone(e.Payload)
		return nil
	})
	return k, err
}

// Counts says how many messages are in each state.
func (m *Memory) Counts(ctx context.Context) (Counts, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.retire(m.policy.Now())
	n := m.counts
	return Counts{Waiting: n[Waiting], Working: n[Working], Done: n[Done], Discarded: n[Discarded]}, ctx.Err()
}

// Replay makes a message wait again: see [Messages].
func (m *Memory) Replay(ctx context.Context, key string) error {
	return m.change(ctx, key, func(e *entry) error {
		switch {
		case e.State == Waiting, e.State == Working:
			return nil
		case e.gone:
			return ErrForgotten
		}
		e.Attempts = 0
		m.wait(e, m.policy.Now())
		return nil
	})
}

// Discard gives up a message that waits: see [Messages].
func (m *Memory) Discard(ctx context.Context, key string) error {
	return m.change(ctx, key, func(e *entry) error {
		switch e.State {
		case Working:
			return ErrBusy
		case Waiting:
			heap.Remove(&m.due, e.index)
			m.end(e, Discarded)
		default: // it has ended
		}
		return nil
	})
}

// Forget removes a payload: see [Messages].
func (m *Memory) Forget(ctx context.Context, key string) error {
	return m.change(ctx, key, func(e *entry) error {
		if e.State == Waiting || e.State == Working {
			return ErrBusy
		}
		m.forget(e)
		return nil
	})
}

// Purge removes messages that have ended: see [Messages].
func (m *Memory) Purge(ctx context.Context, before time.Time) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, e := range m.messages {
		if !e.EndedAt.IsZero() && e.EndedAt.Before(before) {
			m.remove(e)
			n++
		}
	}
	return n, nil
}
