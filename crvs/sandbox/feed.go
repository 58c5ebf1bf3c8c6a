package sandbox

import (
	"context"
	"iter"
	"sync"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Change says what was registered.
type Change string

// The changes that a registry takes while it runs.
const (
	ChangeBirth        Change = "birth"
	ChangeDeath        Change = "death"
	ChangeMarriage     Change = "marriage"
	ChangeDivorce      Change = "divorce"      // written into the record of the marriage
	ChangeAdoption     Change = "adoption"     // written into the record of the birth
	ChangeCorrection   Change = "correction"   // of a record of any register
	ChangeCancellation Change = "cancellation" // of a record of any register
)

// Registration is one change that the registry took. Do not change what its record
// points to.
type Registration struct {
	Seq                int              `json:"seq"` // which change it is, from 1
	Change             Change           `json:"change"`
	Event              codes.VitalEvent `json:"reg_event_type"` // the register: live_birth, death or marriage
	RegistrationNumber string           `json:"registration_number"`
	On                 person.Date      `json:"-"` // the registry's day when it was registered
	// Record is the record as it stood after the change; of a cancellation, as it
	// stood before.
	Record person.Record `json:"-"`
}

// feed is every change that was registered, in order.
type feed struct {
	mu      *sync.Mutex
	entries []entry
	more    chan struct{} // closed, and replaced, when an entry is added
}

// entry is a registration as it is kept.
type entry struct {
	key      key
	document *document
	change   Change
	on       day
}

func newFeed() feed { return feed{mu: new(sync.Mutex), more: make(chan struct{})} }

func (f *feed) add(e entry) Registration {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entries = append(f.entries, e)
	close(f.more)
	f.more = make(chan struct{})
	return e.registration(len(f.entries))
}

// since returns the entries after the first n, and a channel that is closed when the next
// entry is added.
func (f *feed) since(n int) ([]entry, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.entries[min(n, len(f.entries)):], f.more
}

// length is the number of entries.
func (f *feed) length() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.entries)
}

func (e entry) registration(seq int) Registration {
	r := e.document.record
	return Registration{
		Seq: seq, Change: e.change, Event: r.Event, RegistrationNumber: r.RegistrationNumber, On: dateOf(e.on), Record: r,
	}
}

// Registrations yields the changes that were registered while the registry ran, in
// order. It begins after the change with Seq after; 0 gives all of them. When it has
// yielded the last one it waits for the next, until ctx ends; then it ends too, without an
// error. Each change is yielded once, however slow the caller is, and a slow caller holds
// up nobody who registers a change. A search finds the change before it is yielded.
func (r *Registry) Registrations(ctx context.Context, after int) iter.Seq[Registration] {
	return func(yield func(Registration) bool) {
		seq := max(after, 0)
		for ctx.Err() == nil {
			entries, more := r.people.feed.since(seq)
			for _, e := range entries {
				seq++
				if ctx.Err() != nil || !yield(e.registration(seq)) {
					return
				}
			}
			if len(entries) > 0 {
				continue
			}
			select {
			case <-more:
			case <-ctx.Done():
			}
		}
	}
}
