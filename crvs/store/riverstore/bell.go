package riverstore

import (
	"context"
	"sync"
	"time"
)

// bell wakes who watches a note. While somebody watches it listens to the database.
type bell struct {
	listen func(ctx context.Context, ready func(), ring func(id string)) error

	mu       sync.Mutex
	changed  map[string]chan struct{} // closed at the next change of a note
	watchers int
	stop     context.CancelFunc
}

// enter begins to listen, if nobody did. What changes before it listens is seen,
// because it rings everywhere when it does.
func (b *bell) enter(ctx context.Context) *bell {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.watchers++; b.watchers == 1 {
		var on context.Context
		on, b.stop = context.WithCancel(context.WithoutCancel(ctx))
		go b.run(on)
	}
	return b
}

func (b *bell) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.watchers--; b.watchers == 0 {
		b.stop()
		b.changed = nil
	}
}

// run listens, again if the connection is lost.
func (b *bell) run(ctx context.Context) {
	for ctx.Err() == nil {
		_ = b.listen(ctx, func() { b.ring("") }, b.ring)
		timer := time.NewTimer(time.Second)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// of is closed at the next change of a note.
func (b *bell) of(id string) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed == nil {
		b.changed = map[string]chan struct{}{}
	}
	c := b.changed[id]
	if c == nil {
		c = make(chan struct{})
		b.changed[id] = c
	}
	return c
}

// ring wakes who watches a note, or everybody if it is not said which.
func (b *bell) ring(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for each, c := range b.changed {
		if id == "" || id == each {
			close(c)
			delete(b.changed, each)
		}
	}
}
