package callback

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// Work hands on what was kept, several at a time, until ctx ends: see
// [store.Messages]. Without it messages are received and kept, and nothing acts on
// them: another process that shares the store may.
func (h *Handler) Work(ctx context.Context) error { return h.store.Work(ctx, h.act) }

// act hands one message on.
func (h *Handler) act(ctx context.Context, m store.Kept) error {
	var k kept
	if err := json.Unmarshal(m.Payload, &k); err != nil || k.Version != keptVersion {
		return errors.New("the kept message cannot be read: was it written by a newer version, or without the cipher of this store?")
	}
	step := Step{Kind: StepDeliver, Registration: k.Registration, Event: k.Event, Key: m.Key, Attempt: m.Attempts}
	if reg := h.byName[k.Registration]; reg != nil {
		step.Profile = reg.Profile.Name
	}
	ctx, end := h.config.observe.begin(ctx, step)
	e := StepEnd{Outcome: OutcomeFailed, MessageID: shown(k.MessageID), TransactionID: shown(k.TransactionID)}
	defer func() { // also after a panic, which the store turns into an error
		h.count(e.Outcome)
		end(e)
	}()
	err := h.call(ctx, m, &k)
	if err == nil {
		e.Outcome = OutcomeDone
	}
	return err
}

func (h *Handler) call(ctx context.Context, m store.Kept, k *kept) error {
	if k.Subscriptions != nil {
		if h.config.subscriptions == nil {
			return nil
		}
		return h.config.subscriptions(ctx, SubscriptionChange{
			Registration: k.Registration, TransactionID: k.TransactionID, CorrelationID: k.CorrelationID,
			Subscriptions: k.Subscriptions, ReceivedAt: m.KeptAt,
		})
	}
	fn := h.function(k.Event)
	if fn == nil || k.Record == nil {
		return nil
	}
	return fn(ctx, Event{
		Key: m.Key, Registration: k.Registration, Event: k.Event, Change: k.Change, Record: *k.Record,
		ToldAt: k.told(), ReceivedAt: m.KeptAt, Attempt: m.Attempts,
		MessageID: k.MessageID, TransactionID: k.TransactionID, ReferenceID: k.ReferenceID, Raw: k.Raw,
	})
}

func (h *Handler) function(event codes.VitalEvent) EventFunc {
	if fn := h.config.events[event.Canonical()]; fn != nil {
		return fn
	}
	return h.config.otherwise
}
