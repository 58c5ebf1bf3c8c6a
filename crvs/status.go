package crvs

import (
	"context"
	"errors"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
)

// Status is how an earlier message stands: see [Client.Status].
type Status struct {
	Of                           codes.Action // what the message did: [codes.ActionSearch], for example
	TransactionID, CorrelationID string       // of the message, as the registry says; "" if it does not

	Searches      []SearchStatus    // of a search: one for each item that the registry lists
	Subscriptions []SubscribeResult // of a subscribe: one for each that it lists
	Ended         []Subscription    // of an unsubscribe: those that have ended
}

// SearchStatus is how one question of a search stands. It holds no records: only who
// knows the question can say whether they answer it ([Pending.Poll]).
type SearchStatus struct {
	ReferenceID string
	Status      codes.RequestStatus // [codes.StatusSuccess] if it is answered, [codes.StatusPending] if not yet
	Code        codes.ReasonCode    // why it was rejected, "" if it was not
	Records     int                 // in this answer
	Total       int                 // records that the registry counts, -1 if it does not say
}

// Status asks what became of an earlier message (CRVS 1.0.0, TxnStatusRequest, answered at
// once): of a search, a subscribe or an unsubscribe, named by any [Reference]. For a
// pending search there is [Pending.Poll], which gives its records.
//
// A registry that does not know the message is an [*Error] of [KindRejected] with Code
// [codes.RejectReferenceIDInvalid]; of several references each has a result or a status of
// its own. One that has no status, or only an asynchronous one, is errors.Is(err,
// [ErrUnsupported]).
func (c *Client) Status(ctx context.Context, of codes.Action, message Reference) (Status, error) {
	return c.status(ctx, "status", of, message)
}

func (c *Client) status(ctx context.Context, op string, of codes.Action, message Reference) (Status, error) {
	if err := c.ready(ctx, op); err != nil {
		return Status{}, err
	}
	if _, err := c.session().Profile().Path(profile.VerbStatus); err != nil {
		return Status{}, withOp(op, err)
	}
	if !slices.Contains([]codes.Action{codes.ActionSearch, codes.ActionSubscribe, codes.ActionUnsubscribe}, of) {
		return Status{}, invalid(op, errors.New("a status is that of a search, a subscribe or an unsubscribe"))
	}
	body := profile.Status{ReferenceID: newID(), Of: of, By: message.by, Values: message.values}
	var said judge.Acknowledged
	_, err := c.told(ctx, op, profile.VerbStatus, body, judge.StatusOf(of), &said)
	if err != nil {
		return Status{}, err
	}
	out := Status{Of: of, TransactionID: said.TransactionID, CorrelationID: said.CorrelationID}
	known := Subscription{TransactionID: said.TransactionID, CorrelationID: said.CorrelationID}
	for _, s := range said.Searched {
		out.Searches = append(out.Searches, SearchStatus(s))
	}
	for _, s := range said.Subscribed {
		known.ReferenceID = s.ReferenceID
		if s.Err != nil {
			out.Subscriptions = append(out.Subscriptions, SubscribeResult{Subscription: known, Err: s.Err})
		}
		for _, state := range s.Subscriptions {
			out.Subscriptions = append(out.Subscriptions, SubscribeResult{Subscription: known.in(state)})
		}
	}
	known.ReferenceID = ""
	for _, state := range said.Unsubscribed {
		out.Ended = append(out.Ended, known.in(state))
	}
	return out, nil
}
