package profile

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// subscribeRequest is the message that asks to be told of events: CRVS 1.0.0,
// SubscribeRequest.
func (p Profile) subscribeRequest(subscriptions Subscribe, m Message) (wire.SubscribeRequest, error) {
	out := wire.SubscribeRequest{
		TransactionID: m.TransactionID, SubscribeRequest: make([]wire.SubscribeRequestItem, len(subscriptions)),
	}
	for i, s := range subscriptions {
		plan := s.Filter
		filter, err := plan.query()
		if err != nil {
			return wire.SubscribeRequest{}, err
		}
		criteria := wire.SubscribeCriteria{
			Version:          p.criteriaVersion(),
			RegType:          plan.RegType,
			RegEventType:     plan.EventType,
			NotifyRecordType: plan.RecordType,
			FilterType:       wire.QueryType(plan.Form),
			Filter:           filter,
		}
		if f := s.Frequency; f != nil {
			criteria.Frequency = wire.EventFrequency{Frequency: f.Cron, StartTime: timestamp(f.Start), EndTime: timestamp(f.End)}
		}
		if g := plan.Authorize; g != nil {
			criteria.Authorize = wire.Authorize{Type: "Authorize", TS: timestamp(g.Since), Purpose: purpose(g.Purpose)}
		}
		out.SubscribeRequest[i] = wire.SubscribeRequestItem{
			ReferenceID: plan.ReferenceID, Timestamp: timestamp(m.At), Locale: plan.Locale, SubscribeCriteria: criteria,
		}
	}
	return out, nil
}

// unsubscribeRequest is the message that ends subscriptions: CRVS 1.0.0,
// UnsubscribeRequest. It says subscription_codes (wire.md, rule 5).
func unsubscribeRequest(u Unsubscribe, m Message) (wire.UnsubscribeRequest, error) {
	if err := checkCodes(u.Codes); err != nil {
		return wire.UnsubscribeRequest{}, err
	}
	return wire.UnsubscribeRequest{
		TransactionID: m.TransactionID, SubscriptionCodes: slices.Clone(u.Codes), Timestamp: timestamp(m.At),
	}, nil
}

func checkCodes(codes []string) error {
	if len(codes) == 0 {
		return unwritable("no subscription code is given")
	}
	for _, c := range codes {
		if n := utf8.RuneCountInString(c); n == 0 || n > maxID {
			return unwritable(fmt.Sprintf("a subscription code is empty or has more than %d characters", maxID))
		}
	}
	return nil
}
