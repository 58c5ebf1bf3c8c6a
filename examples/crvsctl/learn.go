package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
)

// Waits between two questions for a status: the first, and the longest.
const (
	firstWait   = 100 * time.Millisecond
	longestWait = 5 * time.Second
)

// learn waits until the registry says what became of a subscription that it
// acknowledged: in the status of the request, or in news, which is nil if nothing is
// received. The error is an [*unlearnt] if it says nothing.
func learn(ctx context.Context, client *crvs.Client, s crvs.Subscription, news <-chan callback.SubscriptionChange) (crvs.Subscription, error) {
	var why error // the status says nothing
	timer := time.NewTimer(0)
	defer timer.Stop()
	for wait := firstWait; ; {
		select {
		case <-ctx.Done():
			return s, &unlearnt{s, why}
		case c := <-news:
			if settled, err := ofCallback(&s, c); settled {
				return s, err
			}
		case <-timer.C:
			settled, err := ofStatus(ctx, client, &s)
			switch {
			case settled:
				return s, err
			case ctx.Err() != nil:
				continue // the last answer says why, and not that the time is over
			case !mayChange(err) && news == nil:
				return s, &unlearnt{s, err}
			case mayChange(err):
				timer.Reset(wait)
				wait = min(2*wait, longestWait)
			}
			why = err
		}
	}
}

// ofStatus asks once how the subscription stands. It is settled if the registry says
// its code, or that it is refused; otherwise the error says why it is not.
func ofStatus(ctx context.Context, client *crvs.Client, s *crvs.Subscription) (settled bool, err error) {
	results, err := client.Subscriptions(ctx, crvs.ByTransaction(s.TransactionID))
	if err != nil {
		return false, err
	}
	for _, r := range results {
		if r.Subscription.ReferenceID != s.ReferenceID {
			continue
		}
		e, failed := errors.AsType[*crvs.Error](r.Err)
		switch {
		case !failed && r.Subscription.Ended:
			return true, errors.New("the registry says that the subscription has ended")
		case !failed:
			s.Code = r.Subscription.Code
			return true, nil
		case e.Kind == crvs.KindRejected && e.Code != codes.RejectReferenceIDInvalid: // that: it knows nothing of it yet
			return true, r.Err
		default:
			return false, r.Err
		}
	}
	return false, errors.New("the status does not list the subscription")
}

// ofCallback takes from what a registry tells what it says of the subscription.
func ofCallback(s *crvs.Subscription, c callback.SubscriptionChange) (settled bool, err error) {
	if c.TransactionID != s.TransactionID {
		return false, nil
	}
	for _, r := range c.Subscriptions {
		switch {
		case r.ReferenceID != s.ReferenceID && r.ReferenceID != "": // the transaction is ours, and has one request
		case r.Ended:
			return true, errors.New("the registry says that the subscription has ended")
		case r.Reason != "" || r.Code == "":
			return true, &crvs.Error{
				Op: "subscribe", Kind: crvs.KindRejected, Code: r.Reason, Peer: true,
				ReferenceID: s.ReferenceID, TransactionID: s.TransactionID, CorrelationID: s.CorrelationID,
			}
		default:
			s.Code = r.Code
			return true, nil
		}
	}
	return false, nil
}

// mayChange says whether asking for the status again may say more: a request that is
// unknown now may be known soon. A registry that has no status never says more.
func mayChange(err error) bool {
	e, ok := errors.AsType[*crvs.Error](err)
	return !ok || e.Kind == crvs.KindRejected || e.Retryable()
}

// unlearnt is a subscription that was acknowledged and whose code is not known.
type unlearnt struct {
	subscription crvs.Subscription
	why          error // the status says nothing; nil if it was not asked for
}

func (u *unlearnt) Error() string {
	text := fmt.Sprintf("the registry acknowledged the subscription, and its code is not known: transaction_id %s, correlation_id %s; "+
		"it tells the code at -callback, and its operators can find it by these ids", u.subscription.TransactionID, u.subscription.CorrelationID)
	if e, ok := errors.AsType[*crvs.Error](u.why); ok {
		text += " (the status: " + spoken(e) + ")"
	} else if u.why != nil {
		text += " (" + u.why.Error() + ")"
	}
	return text
}
