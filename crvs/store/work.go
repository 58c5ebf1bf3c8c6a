package store

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// dueHeap holds the entries that wait, the one that is due first on top.
type dueHeap []*entry

func (h dueHeap) Len() int { return len(h) }

func (h dueHeap) Less(i, j int) bool {
	if h[i].DueAt.Equal(h[j].DueAt) {
		return h[i].number < h[j].number
	}
	return h[i].DueAt.Before(h[j].DueAt)
}

func (h dueHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push is called by package heap.
func (h *dueHeap) Push(x any) {
	e := x.(*entry) //nolint:forcetypeassert,errcheck // only entries are pushed
	e.index = len(*h)
	*h = append(*h, e)
}

// Pop is called by package heap.
func (h *dueHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	e.index = -1
	return e
}

// look is how long the worker waits at most before it looks at the clock again,
// which may have jumped.
const look = time.Minute

// Work hands messages on: see [Messages].
func (m *Memory) Work(ctx context.Context, do Handler) error {
	if !m.working.CompareAndSwap(false, true) {
		return ErrWorking
	}
	defer m.working.Store(false)

	places := make(chan struct{}, m.policy.Workers)
	var running sync.WaitGroup
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			continue
		case places <- struct{}{}:
		}
		e, k := m.next(ctx)
		if e == nil {
			break // ctx has ended
		}
		running.Go(func() {
			defer func() { <-places }()
			m.attempt(ctx, e, k, do)
		})
	}
	return m.stop(&running)
}

// next waits for a message that is due and takes it. It returns nil when ctx ends.
func (m *Memory) next(ctx context.Context) (*entry, Kept) {
	for ctx.Err() == nil {
		e, k, wait := m.take()
		if e != nil {
			return e, k
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-m.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil, Kept{}
}

// take takes a message that is due, or says how long to wait.
func (m *Memory) take() (*entry, Kept, time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.policy.Now()
	m.retire(now)
	if len(m.due) == 0 {
		return nil, Kept{}, look
	}
	e := m.due[0]
	if wait := e.DueAt.Sub(now); wait > 0 {
		return nil, Kept{}, min(wait, look)
	}
	heap.Pop(&m.due)
	m.set(e, Working)
	e.Attempts++
	k := e.Kept
	k.Payload = slices.Clone(e.Payload)
	return e, k, 0
}

// attempt hands a message on once.
func (m *Memory) attempt(ctx context.Context, e *entry, k Kept, do Handler) {
	once, cancel := context.WithTimeout(ctx, m.policy.Timeout)
	err := Call(once, do, k)
	cancel()

	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil {
		e.Failure = ""
		m.end(e, Done)
		return
	}
	e.Failure = Failure(err)
	switch {
	case ctx.Err() != nil: // it was cut short by us
		e.Attempts--
		m.wait(e, m.policy.Now())
	case e.Attempts >= m.policy.Attempts:
		m.end(e, Discarded)
	default:
		m.wait(e, m.policy.Now().Add(m.policy.Backoff(e.Attempts)))
	}
}

// stop waits for the functions that still run.
func (m *Memory) stop(running *sync.WaitGroup) error {
	ended := make(chan struct{})
	go func() {
		running.Wait()
		close(ended)
	}()
	timer := time.NewTimer(m.policy.Grace)
	defer timer.Stop()
	select {
	case <-ended:
		return nil
	case <-timer.C:
		return fmt.Errorf("store: a function that acts on messages did not return within %s after its context ended", m.policy.Grace)
	}
}

// Call calls a handler on a goroutine of its own, and makes an error of a panic and
// of a function that ends its goroutine. It is for those who write a store.
func Call(ctx context.Context, do Handler, k Kept) error {
	result := make(chan error, 1)
	go func() {
		err := errors.New("the function ended its goroutine")
		defer func() { result <- err }()
		defer func() {
			switch v := recover().(type) {
			case nil:
			case runtime.Error:
				err = fmt.Errorf("panic: %w\n%s", v, debug.Stack())
			default: // what it says may be personal
				err = fmt.Errorf("panic with a value of type %T\n%s", v, debug.Stack())
			}
		}()
		err = do(ctx, k)
	}()
	return <-result
}

// maxFailure bounds what is kept of an error.
const maxFailure = 4 << 10

// Failure is what is kept of the error of a handler. It is for those who write a
// store.
func Failure(err error) string {
	text := strings.ToValidUTF8(err.Error(), "?")
	return strings.ToValidUTF8(text[:min(len(text), maxFailure)], "")
}
