package callback

import (
	"context"
	"errors"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/pending"
)

// keepAnswer keeps the answer to an asynchronous search, or to the question for its
// status, as a note: the client that asked judges it. One to a question that is not
// pending, or that was put to a registry with another path, is nobody's.
func (h *Handler) keepAnswer(ctx context.Context, reg *registration, m *profile.Received, opened []byte, e *StepEnd) *fault.Error {
	answer := pending.Answer{
		ReceivedAt: time.Now(), IsStatus: e.Verb == profile.VerbOnStatus,
		Verified: reg.verifies(), Decrypted: len(reg.OwnKeys) > 0, Opened: opened,
	}
	id := m.TransactionID
	if answer.IsStatus { // that of the message is of the question for the status
		if id = ""; m.Status != nil {
			id = m.Status.Answer.TransactionID
		}
	}
	question, err := pending.Find(ctx, h.store, id)
	switch {
	case errors.Is(err, pending.ErrNone), err == nil && !question.IsToldAt(reg.place()):
		e.Outcome = OutcomeUnasked
		return nil
	case err != nil:
		return notKept(err)
	}
	known, err := question.Add(ctx, h.store, answer)
	switch {
	case errors.Is(err, pending.ErrNone): // it was dropped meanwhile
		e.Outcome = OutcomeUnasked
		return nil
	case errors.Is(err, pending.ErrTooMany):
		return refusal(fault.KindProtocol, codes.ReasonRequestBad, "too many messages came for this transaction: send larger pages")
	case err != nil:
		return notKept(err)
	case known:
		e.Outcome = OutcomeKnown
	default:
		e.Outcome = OutcomeKept
	}
	return nil
}

// place is the registration's path without that of the verb, which it may end with.
func (r *registration) place() string {
	return pending.Place(r.Path, r.Profile.Paths[profile.VerbOnSearch])
}

// notKept is the error of a message that the store could not keep.
func notKept(err error) *fault.Error {
	return &fault.Error{
		Op: "callback", Kind: fault.KindUnavailable, Code: codes.ReasonServiceUnavailable,
		Message: "the message cannot be kept now: send it again later", Err: err,
	}
}
