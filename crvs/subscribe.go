package crvs

import (
	"context"
	"errors"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/search"
)

// Frequency says how often and how long a registry is to tell: see
// [profile.Frequency].
type Frequency = profile.Frequency

// Subscription is what a registry promised: to tell of events.
type Subscription struct {
	// Code is the registry's id of it, which [Client.Unsubscribe] takes. Most
	// registries only acknowledge the request and say the code later, to the
	// callback: until then it is "". See also [Client.Subscriptions].
	Code       string
	Event      codes.VitalEvent
	RecordType string
	Ended      bool // the registry says that it was unsubscribed

	// What the registry knows the request by.
	ReferenceID, TransactionID, CorrelationID string
}

// SubscribeRequest is one thing to be told of.
type SubscribeRequest struct {
	Event     codes.VitalEvent // instead of the filter's In; "" keeps that
	Filter    search.Query     // of which people; [search.All] for everybody
	Frequency *Frequency       // nil: the registry decides
}

// SubscribeResult is what came of one request: a subscription or an error.
type SubscribeResult struct {
	Subscription Subscription
	Err          error
}

// Subscribe asks the registry to tell our callback of an event (CRVS 1.0.0,
// SubscribeRequest), wherever it befalls somebody of whom the filter holds; with
// [search.All] that is everybody. It needs [WithCallbackURL].
//
// The error is an [*Error]: of [KindInvalid] for a filter that would be refused; one
// of which errors.Is(err, [ErrUnsupported]) holds, before anything is sent, if the
// registry has no subscriptions or would misread the filter; of [KindRejected] with
// Code [codes.RejectAlreadySubscribed] where the registry says so. The request is
// repeated only where nothing was answered.
func (c *Client) Subscribe(ctx context.Context, event codes.VitalEvent, filter search.Query) (Subscription, error) {
	results, err := c.SubscribeBatch(ctx, []SubscribeRequest{{Event: event, Filter: filter}})
	if err != nil {
		return Subscription{}, err
	}
	return results[0].Subscription, results[0].Err
}

// SubscribeBatch sends several requests in one message and returns one result for
// each, in their order: see [Client.Subscribe]. An error beside the results means
// that the registry took none of them. No requests give no results and ask nothing.
func (c *Client) SubscribeBatch(ctx context.Context, requests []SubscribeRequest) ([]SubscribeResult, error) {
	const op = "subscribe"
	if err := c.ready(ctx, op); err != nil {
		return nil, err
	}
	if len(requests) == 0 {
		return nil, nil
	}
	questions, err := c.filters(op, requests)
	if err != nil {
		return nil, err
	}
	transaction := c.newTransaction()
	var said judge.Acknowledged
	x, err := c.exchange(ctx, func() *exchange {
		x := c.newExchange(op, transaction, questions)
		x.verb, x.newBody = profile.VerbSubscribe, func(x *exchange) profile.Body { return x.subscribe(requests) }
		x.decide = func(a judge.Asked, reply judge.Reply, rules judge.Rules) judge.Verdict {
			said = judge.Subscribe(a, reply, rules)
			return verdict(a, said)
		}
		return x
	})
	if err != nil {
		return nil, err
	}
	results := make([]SubscribeResult, len(requests))
	for i, q := range questions {
		results[i] = x.subscription(i, Subscription{Event: q.query.Event(), RecordType: q.plan.RecordType}, said)
	}
	return results, nil
}

// filters plans the filters of all requests: what is wrong with any refuses all.
func (c *Client) filters(op string, requests []SubscribeRequest) ([]question, error) {
	p := c.session().Profile()
	if _, err := p.Path(profile.VerbSubscribe); err != nil {
		return nil, withOp(op, err)
	}
	if !c.session().IsCalledBack() {
		return nil, invalid(op, errors.New("a subscription needs WithCallbackURL: the registry must know where to tell"))
	}
	questions := make([]question, len(requests))
	for i, r := range requests {
		filter := r.Filter
		if r.Event != "" {
			filter = filter.In(r.Event)
		}
		if err := filter.ValidateFilter(); err != nil {
			return nil, invalid(op, err)
		}
		plan, err := p.PlanFilter(filter)
		if err != nil {
			return nil, withOp(op, err)
		}
		questions[i] = question{query: filter, plan: plan}
	}
	return questions, nil
}

// subscribe is the body of a request for subscriptions.
func (x *exchange) subscribe(requests []SubscribeRequest) profile.Body {
	body := make(profile.Subscribe, len(requests))
	for i, q := range x.questions {
		body[i] = profile.Subscription{Filter: q.plan, Frequency: requests[i].Frequency}
		body[i].Filter.ReferenceID = x.asked.Questions[i].ReferenceID
	}
	return body
}

// subscription is what came of request i. It keeps the ids of the exchange that the
// registry took.
func (x *exchange) subscription(i int, s Subscription, said judge.Acknowledged) SubscribeResult {
	s.ReferenceID, s.TransactionID, s.CorrelationID = x.asked.Questions[i].ReferenceID, x.asked.TransactionID, said.CorrelationID
	if said.Subscribed == nil { // acknowledged: the code comes later
		return SubscribeResult{Subscription: s}
	}
	answer := said.Subscribed[i]
	if answer.Err != nil {
		return SubscribeResult{Subscription: s, Err: answer.Err}
	}
	return SubscribeResult{Subscription: s.in(answer.Subscriptions[0])}
}

// in is a subscription in the state that the registry tells.
func (s Subscription) in(state profile.SubscriptionState) Subscription {
	s.Code, s.Ended = state.Code, state.Status == string(codes.ActionUnsubscribe)
	if state.Event != "" {
		s.Event = state.Event
	}
	if state.RecordType != "" {
		s.RecordType = state.RecordType
	}
	return s
}

// verdict is what an acknowledgement means for the books: each question was
// accepted, or has an error of its own.
func verdict(asked judge.Asked, said judge.Acknowledged) judge.Verdict {
	v := judge.Verdict{Failed: said.Failed, CorrelationID: said.CorrelationID, Outcomes: make([]judge.Outcome, len(asked.Questions))}
	for i, s := range said.Subscribed {
		if i < len(v.Outcomes) {
			v.Outcomes[i].Err = s.Err
		}
	}
	return v
}

// Unsubscribe ends subscriptions, by the codes that the registry gave them (CRVS
// 1.0.0, UnsubscribeRequest). It returns how they stand, if the registry says it at
// once, and nothing if it only acknowledges: then it tells the callback. A code that
// the registry does not know is an [*Error] of [KindRejected] with Code
// [codes.RejectSubscriptionCode]; a registry without subscriptions is
// errors.Is(err, [ErrUnsupported]).
func (c *Client) Unsubscribe(ctx context.Context, subscriptionCodes ...string) ([]Subscription, error) {
	const op = "unsubscribe"
	if err := c.ready(ctx, op); err != nil {
		return nil, err
	}
	if len(subscriptionCodes) == 0 {
		return nil, nil
	}
	if _, err := c.session().Profile().Path(profile.VerbUnsubscribe); err != nil {
		return nil, withOp(op, err)
	}
	var said judge.Acknowledged
	x, err := c.told(ctx, op, profile.VerbUnsubscribe, profile.Unsubscribe{Codes: slices.Clone(subscriptionCodes)}, judge.Unsubscribe, &said)
	if err != nil {
		return nil, err
	}
	var out []Subscription
	for _, state := range said.Unsubscribed {
		out = append(out, Subscription{TransactionID: x.asked.TransactionID, CorrelationID: said.CorrelationID}.in(state))
	}
	return out, nil
}

// told is an exchange of a message without questions. Those of an earlier message, which
// it is about, may be given.
func (c *Client) told(ctx context.Context, op string, verb profile.Verb, body profile.Body,
	read func(judge.Asked, judge.Reply, judge.Rules) judge.Acknowledged, said *judge.Acknowledged, earlier ...judge.Question,
) (*exchange, error) {
	transaction := c.newTransaction()
	return c.exchange(ctx, func() *exchange {
		x := c.newExchange(op, transaction, nil)
		x.asked.Items, x.asked.Questions = max(c.maxBatch, manyItems), earlier
		x.verb, x.newBody = verb, func(*exchange) profile.Body { return body }
		x.decide = func(a judge.Asked, reply judge.Reply, rules judge.Rules) judge.Verdict {
			*said = read(a, reply, rules)
			return verdict(a, *said)
		}
		return x
	})
}

// Reference names an earlier message by what the registry knows it by.
type Reference struct {
	by     profile.StatusAttribute
	values []string
}

// ByTransaction names a message by its transaction_id.
func ByTransaction(id string) Reference { return Reference{profile.StatusByTransaction, []string{id}} }

// ByCorrelation names a message by the correlation_id of its acknowledgement.
func ByCorrelation(id string) Reference { return Reference{profile.StatusByCorrelation, []string{id}} }

// ByReferences names items of a message by their reference_ids.
func ByReferences(ids ...string) Reference {
	return Reference{profile.StatusByReferences, slices.Clone(ids)}
}

// BySubscriptions names subscriptions by their codes.
func BySubscriptions(subscriptionCodes ...string) Reference {
	return Reference{profile.StatusBySubscriptions, slices.Clone(subscriptionCodes)}
}

// Subscriptions asks how the subscriptions of an earlier [Client.Subscribe] stand
// (CRVS 1.0.0, TxnStatusRequest, answered at once): this is how their codes are
// learnt where no callback can reach us. It returns one result for each that the
// registry lists; one that it does not know, or has not decided yet, has an error of
// its own. A registry that has no status, or only an asynchronous one, is
// errors.Is(err, [ErrUnsupported]).
func (c *Client) Subscriptions(ctx context.Context, of Reference) ([]SubscribeResult, error) {
	const op = "subscriptions"
	if _, err := c.session().Profile().Path(profile.VerbSubscribe); err != nil {
		return nil, withOp(op, err)
	}
	said, err := c.status(ctx, op, codes.ActionSubscribe, of)
	for i := range said.Subscriptions {
		if of.by == profile.StatusByTransaction {
			said.Subscriptions[i].Subscription.TransactionID = of.values[0]
		}
	}
	return said.Subscriptions, err
}
