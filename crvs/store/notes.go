package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"
)

type noteID struct{ kind, key string }

// watchers wait for a change of one note.
type watchers struct {
	changed chan struct{} // closed at the next change
	n       int
}

// Get gives a note: see [Notes].
func (m *Memory) Get(ctx context.Context, kind, key string) (Note, error) {
	if err := ctx.Err(); err != nil {
		return Note{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.note(noteID{kind, key})
	if !ok {
		return Note{}, ErrNoNote
	}
	return clone(n), nil
}

// note gives a note that has not expired, and removes one that has.
func (m *Memory) note(id noteID) (Note, bool) {
	n, ok := m.notes[id]
	if ok && !n.Expires.IsZero() && !m.policy.Now().Before(n.Expires) {
		m.drop(id)
		return Note{}, false
	}
	return n, ok
}

// drop removes a note and wakes who watches it.
func (m *Memory) drop(id noteID) {
	if old, ok := m.notes[id]; ok {
		m.bytes -= old.size()
		delete(m.notes, id)
		m.tell(id)
	}
}

func (n Note) size() int64 { return int64(entryBytes + len(n.Kind) + len(n.Key) + len(n.Value)) }

func (m *Memory) tell(id noteID) {
	if w := m.watchers[id]; w != nil {
		close(w.changed)
		delete(m.watchers, id)
	}
}

func clone(n Note) Note {
	n.Value = slices.Clone(n.Value)
	return n
}

// Put writes a note: see [Notes]. It returns [ErrFull] if there is no room.
func (m *Memory) Put(ctx context.Context, n Note) (Note, error) {
	return m.write(ctx, n, false)
}

// Swap writes a note that is still as it was: see [Notes]. It returns [ErrFull] if
// there is no room.
func (m *Memory) Swap(ctx context.Context, n Note) (Note, error) {
	return m.write(ctx, n, true)
}

// write writes a note; only over the version that it names, if it must be the same.
func (m *Memory) write(ctx context.Context, n Note, same bool) (Note, error) {
	if err := cmp.Or(ctx.Err(), CheckKey(n.Kind), CheckKey(n.Key)); err != nil {
		return Note{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	id := noteID{n.Kind, n.Key}
	stored, was := m.note(id)
	if same && stored.Version != n.Version {
		return Note{}, ErrChanged
	}
	grows := n.size()
	if was {
		grows -= stored.size()
	}
	if m.bytes+grows > m.policy.Bytes {
		m.expire()
		m.retire(m.policy.Now())
		if m.bytes+grows > m.policy.Bytes {
			return Note{}, ErrFull
		}
	}
	m.bytes += grows
	m.versions++
	n.Version = m.versions
	m.notes[id] = clone(n)
	m.tell(id)
	return n, nil
}

// expire removes all notes that have expired.
func (m *Memory) expire() {
	for id := range m.notes {
		m.note(id)
	}
}

// Delete removes a note: see [Notes].
func (m *Memory) Delete(ctx context.Context, kind, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop(noteID{kind, key})
	return nil
}

// List gives notes as they were when it was called: see [Notes].
func (m *Memory) List(ctx context.Context, kind, prefix string) iter.Seq2[Note, error] {
	return func(yield func(Note, error) bool) {
		m.mu.Lock()
		m.expire()
		var found []Note
		for id, n := range m.notes {
			if id.kind == kind && strings.HasPrefix(id.key, prefix) {
				found = append(found, clone(n))
			}
		}
		m.mu.Unlock()
		slices.SortFunc(found, func(a, b Note) int { return cmp.Compare(a.Key, b.Key) })
		give(ctx, found, yield)
	}
}

// Watch waits for a change of a note: see [Notes].
func (m *Memory) Watch(ctx context.Context, kind, key string, version int64) (Note, error) {
	id := noteID{kind, key}
	for {
		if err := ctx.Err(); err != nil {
			return Note{}, err
		}
		m.mu.Lock()
		n, _ := m.note(id)
		if n.Version != version {
			m.mu.Unlock()
			return clone(n), nil
		}
		wait := look
		if !n.Expires.IsZero() {
			wait = min(wait, n.Expires.Sub(m.policy.Now()))
		}
		w := m.watchers[id]
		if w == nil {
			w = &watchers{changed: make(chan struct{})}
			m.watchers[id] = w
		}
		w.n++
		m.mu.Unlock()

		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-w.changed:
		case <-timer.C:
		}
		timer.Stop()

		m.mu.Lock()
		if w.n--; w.n == 0 && m.watchers[id] == w {
			delete(m.watchers, id)
		}
		m.mu.Unlock()
	}
}
