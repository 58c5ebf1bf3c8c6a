package sandbox

import (
	"context"
	"crypto/rand"
	"math"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// maxTold is the largest number of events in one message to a subscriber who asked for a
// frequency.
const maxTold = 100

// notifyItem is an event in the standard's form, with two members beside it: the
// event where the samples of registries have it, and what became of the registration.
type notifyItem struct {
	ReferenceID string          `json:"reference_id"`
	Timestamp   wire.Timestamp  `json:"timestamp"`
	Event       string          `json:"reg_event_type"`
	Status      string          `json:"status,omitempty"`
	Data        wire.NotifyData `json:"data"`
	Locale      string          `json:"locale,omitempty"`
}

// event is the event that subscribers are told of. A divorce is written into the record of
// a marriage and an adoption into that of a birth; any other change is told as the event
// of its record.
func (e entry) event() codes.VitalEvent {
	switch e.change {
	case ChangeDivorce:
		return codes.VitalEventDivorce
	case ChangeAdoption:
		return codes.VitalEventAdoption
	default:
		return e.document.record.Event
	}
}

// status says what became of the registration, "" if it is new.
func (e entry) status() string {
	switch e.change {
	case ChangeCorrection:
		return "corrected"
	case ChangeCancellation:
		return "cancelled"
	default:
		return ""
	}
}

// matcher returns a function that says whether the subscriber is told of an entry.
func (s *subscription) matcher(w *world) func(entry) bool {
	holds := func(row) bool { return true }
	switch f := s.filter; {
	case f == nil:
	case f.identifier != nil:
		holds = w.identified(*f.identifier).holds
	default:
		holds = f.condition.of(w).holds
	}
	return func(e entry) bool {
		if s.event != "" && s.event != e.event() || s.hook != nil && s.hook.change != e.change {
			return false
		}
		for i := range e.document.about {
			f := &e.document.about[i]
			if holds(row{event: e.key.event(), ord: e.key.ord(), p: f.p, m: none, said: f}) {
				return true
			}
		}
		return false
	}
}

// message is the message that tells of these entries, in the form of the dialect.
func (s *subscription) message(entries []entry) (any, error) {
	if s.dialect.tellsOne != nil {
		return s.dialect.tellsOne(s, entries[0])
	}
	var items []notifyItem
	for _, e := range entries {
		record, err := e.document.record.Person.MarshalJSON()
		if err != nil {
			return nil, err
		}
		items = append(items, notifyItem{
			ReferenceID: rand.Text(), Timestamp: now(), Event: string(e.event()), Status: e.status(), Locale: s.locale,
			Data: wire.NotifyData{
				Version: version, RegType: string(codes.RegistryTypeCivil), RegEventType: string(e.event()),
				RegRecordType: s.recordType, RegRecords: record,
			},
		})
	}
	return struct {
		TransactionID string       `json:"transaction_id"`
		Events        []notifyItem `json:"notify_event"`
	}{rand.Text(), items}, nil
}

// letter is the delivery of that message to the subscriber, nil if the message cannot be
// written.
func (r *Registry) letter(s *subscription, entries []entry) *letter {
	message, err := s.message(entries)
	if err != nil {
		return nil
	}
	return &letter{to: s.to, hook: s.hook, reader: s.reader, header: r.calledBack(s.sender, wire.ActionNotify, len(entries), s.reader), message: message}
}

// tell sends to each subscriber what is due, until ctx ends.
func (p *post) tell(ctx context.Context) {
	for ctx.Err() == nil {
		next, more, woken := p.tellAll(ctx)
		timer := time.NewTimer(next)
		select {
		case <-more:
		case <-woken:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// tellAll sends what is due now. It returns the time until something is due by a
// frequency, and two channels: more is closed when a change is registered, woken
// when there is other news for the subscribers.
func (p *post) tellAll(ctx context.Context) (next time.Duration, more, woken <-chan struct{}) {
	k := p.registry.desk
	k.mu.Lock()
	woken = k.woken
	callbacks, active := k.callbacks, append([]*subscription(nil), k.active...)
	k.callbacks = nil
	k.mu.Unlock()
	_, more = p.registry.people.feed.since(math.MaxInt)

	var left []*letter
	for _, l := range callbacks {
		if !p.send(ctx, l) {
			left = append(left, l)
		}
	}
	if left != nil {
		k.mu.Lock()
		k.callbacks = append(left, k.callbacks...)
		k.mu.Unlock()
	}
	w := p.registry.people.world()
	next = 24 * time.Hour
	for _, s := range active {
		next = min(next, p.tellOne(ctx, s, w))
	}
	return next, more, woken
}

// tellOne sends one subscriber what is due, and returns the time until something is due
// next.
func (p *post) tellOne(ctx context.Context, s *subscription, w *world) time.Duration {
	k := p.registry.desk
	at := time.Now()
	if s.isOver(at) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.end(s)
		return 24 * time.Hour
	}
	if s.every == nil {
		p.tellSince(ctx, s, w, 1)
		return 24 * time.Hour
	}
	if s.next.IsZero() {
		s.advance(at)
	}
	if !at.Before(s.next) {
		p.tellSince(ctx, s, w, maxTold)
		s.advance(at)
	}
	return min(time.Until(s.next), time.Until(s.end))
}

// advance sets next to the first moment of the frequency after at, or to the end of the
// subscription if there is none.
func (s *subscription) advance(at time.Time) {
	if before := s.start.Add(-time.Second); at.Before(before) {
		at = before
	}
	next, ok := s.every.next(at)
	if !ok {
		next = s.end
	}
	s.next = next
}

// tellSince tells a subscriber what was registered since the last time, at most that many
// events in a message. It stops when too many messages wait for the subscriber: the rest is
// told when there is room.
func (p *post) tellSince(ctx context.Context, s *subscription, w *world, most int) {
	if s.dialect.tellsOne != nil {
		most = 1
	}
	k := p.registry.desk
	entries, _ := p.registry.people.feed.since(s.told)
	if len(entries) == 0 {
		return
	}
	begin, holds := s.told, s.matcher(w)
	var due []entry
	send := func(told int) bool {
		k.mu.Lock()
		ended := s.ended
		k.mu.Unlock()
		if len(due) > 0 && !ended && s.to != nil {
			if l := p.registry.letter(s, due); l != nil && !p.send(ctx, l) {
				return false
			}
		}
		due, s.told = nil, told
		return !ended
	}
	for i, e := range entries {
		if holds(e) {
			due = append(due, e)
		}
		if len(due) == most && !send(begin+i+1) {
			return
		}
	}
	send(begin + len(entries))
}
