package profile

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// subscribeRequest is the message that asks to be told of events: CRVS 1.0.0,
// SubscribeRequest.
func (p Profile) subscribeRequest(subscriptions Subscribe, m Message) (wire.SubscribeRequest, error) {
	out := wire.SubscribeRequest{
		TransactionID: m.TransactionID, SubscribeRequest: make([]wire.SubscribeRequestItem, len(subscriptions)),
	}
	for i, s := range subscriptions {
		criteria, err := p.subscribeCriteria(s)
		if err != nil {
			return wire.SubscribeRequest{}, err
		}
		out.SubscribeRequest[i] = wire.SubscribeRequestItem{
			ReferenceID: s.Filter.ReferenceID, Timestamp: timestamp(m.At), Locale: s.Filter.Locale, SubscribeCriteria: criteria,
		}
	}
	return out, nil
}

func (p Profile) subscribeCriteria(s Subscription) (wire.SubscribeCriteria, error) {
	plan := s.Filter
	filter, err := plan.query()
	if err != nil {
		return wire.SubscribeCriteria{}, err
	}
	criteria := wire.SubscribeCriteria{
		Version:          p.criteriaVersion(),
		RegType:          plan.RegType,
		RegEventType:     plan.EventType,
		NotifyRecordType: plan.RecordType,
		FilterType:       wire.QueryType(plan.Form),
		Filter:           filter,
	}
	if criteria.RegEventType == "" && plan.Event == "" {
		// The standard demands the member here. This is what its samples write for
		// any event.
		criteria.RegEventType = string(codes.VitalEventAny)
	}
	if f := s.Frequency; f != nil {
		if f.Cron == "" || f.Start.IsZero() || !f.End.After(f.Start) {
			return wire.SubscribeCriteria{}, unwritable("a frequency needs a cron expression, a start, and an end after it")
		}
		criteria.Frequency = wire.EventFrequency{Frequency: f.Cron, StartTime: timestamp(f.Start), EndTime: timestamp(f.End)}
	}
	if g := plan.Authorize; g != nil {
		criteria.Authorize = wire.Authorize{Type: "Authorize", TS: timestamp(g.Since), Purpose: purpose(g.Purpose)}
	}
	return criteria, nil
}

// unsubscribeRequest is the message that ends subscriptions: CRVS 1.0.0,
// UnsubscribeRequest. It says subscription_codes (internal/wire/RULES.md, rule 5).
func unsubscribeRequest(u Unsubscribe, m Message) (wire.UnsubscribeRequest, error) {
	if !areIDs(u.Codes) {
		return wire.UnsubscribeRequest{}, unwritable(fmt.Sprintf("a subscription code is empty or has more than %d characters", maxID))
	}
	return wire.UnsubscribeRequest{
		TransactionID: m.TransactionID, SubscriptionCodes: slices.Clone(u.Codes), Timestamp: timestamp(m.At),
	}, nil
}

// areIDs says whether each is given and short enough (internal/wire/RULES.md,
// rule 6).
func areIDs(ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { return id == "" || utf8.RuneCountInString(id) > maxID })
}
