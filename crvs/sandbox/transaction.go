package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"slices"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// transaction is what came of one message about subscriptions, or of one search whose
// answer is called back.
type transaction struct {
	kind            wire.TxnType
	sender          string
	id, correlation string
	message         digest // of the bytes that asked: sent again they are the same
	items           []subscribedItem
	ended           []string // codes of an unsubscribe that were known
	reason          wire.UnsubscribeReasonCode
	text            string

	found  *wire.SearchResponse // of a search
	isOpen bool                 // it is never answered
}

// subscribedItem is what came of one subscription that was asked for.
type subscribedItem struct {
	reference, locale string
	refused           *refusedItem
	subscription      *subscription // nil if refused
}

// unknownItem is the answer to a question about something that is not known.
func unknownItem(reference string) subscribedItem {
	return subscribedItem{reference: reference, refused: &refusedItem{
		wire.SubscribeReasonCodeReferenceIDInvalid, "txnstatus_request.attribute_value: this registry does not know it",
	}}
}

func (t *transaction) subscribeResponse() wire.SubscribeResponse {
	out := wire.SubscribeResponse{TransactionID: t.id, CorrelationID: t.correlation, SubscribeResponse: []wire.SubscribeResponseItem{}}
	for _, it := range t.items {
		item := wire.SubscribeResponseItem{ReferenceID: it.reference, Timestamp: now(), Locale: it.locale, Status: wire.RequestStatusSucceeded}
		if it.refused != nil {
			item.Status, item.StatusReasonCode, item.StatusReasonMessage = wire.RequestStatusRejected, it.refused.code, it.refused.text
		} else {
			item.Subscriptions = []wire.Subscription{it.subscription.state()}
		}
		out.SubscribeResponse = append(out.SubscribeResponse, item)
	}
	return out
}

func (t *transaction) unsubscribeResponse() wire.UnsubscribeResponse {
	out := wire.UnsubscribeResponse{TransactionID: t.id, CorrelationID: t.correlation, Timestamp: now(), Status: wire.RequestStatusSucceeded}
	if t.reason != "" {
		out.Status, out.StatusReasonCode, out.StatusReasonMessage = wire.RequestStatusRejected, t.reason, t.text
	}
	for _, code := range t.ended {
		out.SubscriptionStatus = append(out.SubscriptionStatus, wire.SubscriptionStatus{Code: code, Status: wire.SubscriptionStateUnsubscribe})
	}
	return out
}

// response is the answer, with how many subscriptions it tells of. The desk is
// locked.
func (t *transaction) response() (message any, count int) {
	if t.kind == wire.TxnTypeUnsubscribe {
		return t.unsubscribeResponse(), max(len(t.ended), 1)
	}
	return t.subscribeResponse(), len(t.items)
}

// remember keeps a transaction, and drops the oldest beyond the limit. The desk is
// locked.
func (k *desk) remember(t *transaction) {
	if len(k.transactions) >= maxTransactions {
		k.forget(maxTransactions / 10)
	}
	k.transactions = append(k.transactions, t)
	for k.records += t.records(); k.records > maxFound; {
		k.forget(1)
	}
}

// maxFound is how many records of searches are remembered together.
const maxFound = 100_000

// forget drops the oldest transactions. The desk is locked.
func (k *desk) forget(n int) {
	for _, t := range k.transactions[:n] {
		k.records -= t.records()
	}
	k.transactions = slices.Delete(k.transactions, 0, n)
}

// earlier is the last transaction of this sender of which the function holds, nil if
// there is none. The desk is locked.
func (k *desk) earlier(sender string, is func(*transaction) bool) *transaction {
	for _, t := range slices.Backward(k.transactions) {
		if t.sender == sender && is(t) {
			return t
		}
	}
	return nil
}

// statusQuery asks what became of an earlier message.
type statusQuery struct {
	ReferenceID string     `json:"reference_id"`
	Type        string     `json:"txn_type"`
	By          string     `json:"attribute_type"`
	Value       textOrList `json:"attribute_value"`
	Locale      string     `json:"locale"`
}

// statusOf is how the message stands that is asked for. What is not known is
// answered, and rejected in the answer.
func (k *desk) statusOf(sender string, q statusQuery) wire.TxnStatusAnswer {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := wire.TxnStatusAnswer{TxnType: wire.TxnType(q.Type)}
	t := k.asked(sender, q)
	var err error
	switch out.TxnType {
	case wire.TxnTypeSubscribe:
		err = out.TxnStatus.FromSubscribeResponse(t.subscribeResponse())
	case wire.TxnTypeUnsubscribe:
		err = out.TxnStatus.FromUnsubscribeResponse(t.unsubscribeResponse())
	default:
		var answer []byte
		if answer, err = json.Marshal(asStatus(k.searchesOf(sender, q, t))); err == nil {
			err = out.TxnStatus.UnmarshalJSON(answer)
		}
	}
	if err != nil {
		return wire.TxnStatusAnswer{} // it cannot be: they are our own types
	}
	return out
}

// asked is the transaction that is asked for, or one that says that it is not known.
// The desk is locked.
func (k *desk) asked(sender string, q statusQuery) *transaction {
	kind := wire.TxnType(q.Type)
	first := ""
	if len(q.Value) > 0 {
		first = q.Value[0]
	}
	nobody := &transaction{
		kind: kind, id: rand.Text(), correlation: rand.Text(), items: []subscribedItem{unknownItem(q.ReferenceID)},
		reason: wire.UnsubscribeReasonCodeReferenceIDInvalid, text: unknownItem("").refused.text,
	}
	var found *transaction
	switch wire.TxnAttributeType(q.By) {
	case wire.TxnAttributeTypeTransactionID:
		nobody.id = first
		found = k.earlier(sender, func(t *transaction) bool { return t.kind == kind && t.id == first })
	case wire.TxnAttributeTypeCorrelationID:
		nobody.correlation = first
		found = k.earlier(sender, func(t *transaction) bool { return t.kind == kind && t.correlation == first })
	case wire.TxnAttributeTypeReferenceIDList:
		if kind == wire.TxnTypeSubscribe {
			return k.byReferences(sender, q.Value, nobody)
		}
	case wire.TxnAttributeTypeSubscriptionCodeList:
		if kind == wire.TxnTypeSubscribe {
			return k.bySubscriptions(sender, q.Value, nobody)
		}
		found = k.earlier(sender, func(t *transaction) bool { return t.kind == kind && slices.Contains(t.ended, first) })
	}
	if found == nil {
		return nobody
	}
	return found
}

func (k *desk) byReferences(sender string, references []string, nobody *transaction) *transaction {
	out := *nobody
	out.items = nil
	for _, reference := range references {
		item := unknownItem(reference)
		k.earlier(sender, func(t *transaction) bool {
			i := slices.IndexFunc(t.items, func(it subscribedItem) bool { return it.reference == reference })
			if i >= 0 {
				item, out.id, out.correlation = t.items[i], t.id, t.correlation
			}
			return i >= 0
		})
		out.items = append(out.items, item)
	}
	return &out
}

func (k *desk) bySubscriptions(sender string, subscriptionCodes []string, nobody *transaction) *transaction {
	out := *nobody
	out.items = nil
	for _, code := range subscriptionCodes {
		item := unknownItem(nobody.items[0].reference)
		k.earlier(sender, func(t *transaction) bool {
			i := slices.IndexFunc(t.items, func(it subscribedItem) bool { return it.subscription != nil && it.subscription.code == code })
			if i >= 0 {
				item, out.id, out.correlation = t.items[i], t.id, t.correlation
			}
			return i >= 0
		})
		out.items = append(out.items, item)
	}
	return &out
}
