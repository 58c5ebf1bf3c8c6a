package profile

import (
	"cmp"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
)

// subscribeResponse reads the answers to requests for subscriptions: CRVS 1.0.0,
// SubscribeResponse.
func (d *decoder) subscribeResponse(r *Received) {
	d.items(&d.room, func() {
		var it SubscribedItem
		d.object(func(name []byte) {
			switch string(name) {
			case "reference_id":
				into(d, &it.ReferenceID)
			case "error":
				var e PeerError
				d.errorInto(&e)
				e.fill(&it.ReasonCode, &it.ReasonMessage)
			case "subscriptions":
				d.subscriptions(&it.Subscriptions)
			default:
				if !d.said(name, &it.Status, &it.ReasonCode, &it.ReasonMessage) {
					d.Skip()
				}
			}
		})
		r.Subscribed = append(r.Subscribed, it)
	})
}

// unsubscribed reads the members of the answer to the end of subscriptions: CRVS
// 1.0.0, UnsubscribeResponse, which has no list around them. Whether they are
// that is for settle to say.
func (d *decoder) unsubscribed(r *Received, name []byte) {
	if r.Unsubscribed == nil {
		r.Unsubscribed = new(Unsubscribed)
	}
	switch u := r.Unsubscribed; string(name) {
	case "status": // of two, in the message and around it, the worse one counts
		var s codes.RequestStatus
		wordInto(d, &s)
		d.became.add(change(string(s)))
		s = s.Canonical()
		if rank(s) > rank(u.Status) {
			u.Status = s
		}
	case "status_reason_code":
		var c codes.ReasonCode
		wordInto(d, &c)
		u.ReasonCode = cmp.Or(u.ReasonCode, c)
	case "status_reason_message":
		u.ReasonMessage = cmp.Or(u.ReasonMessage, d.trimmed())
	default:
		d.subscriptions(&u.Subscriptions)
	}
}

// rank orders statuses: the higher one says less of an answer.
func rank(s codes.RequestStatus) int {
	order := [...]codes.RequestStatus{"", codes.StatusSuccess, codes.StatusReceived, codes.StatusPartial, codes.StatusPending}
	if i := slices.Index(order[:], s); i >= 0 {
		return i
	}
	if s == codes.StatusRejected {
		return len(order) + 1
	}
	return len(order)
}

// settle drops an Unsubscribed that is none: messages of other kinds, and the
// errors of gateways, have a member status too. What lists subscriptions is one;
// else the action decides; and where there is no action, that nothing else is in
// the message, and that it belongs to a transaction. Beside the answers of a search it
// is kept as what the message says of itself.
func (r *Received) settle(action codes.Action) {
	u := r.Unsubscribed
	if u != nil && r.HasItems {
		r.Said = Said{u.Status, cmp.Or(u.ReasonCode, r.Said.ReasonCode), u.ReasonMessage}
	}
	switch {
	case u == nil || len(u.Subscriptions) > 0:
	case action == codes.ActionUnsubscribe || action == codes.ActionOnUnsubscribe:
		if u.Status == "" && u.ReasonCode == "" && u.ReasonMessage == "" { // an acknowledgement
			r.Unsubscribed = nil
		}
	case action.Known() || !u.Status.Known() || r.TransactionID+r.CorrelationID == "" || r.saysMore():
		r.Unsubscribed = nil
	}
}

// saysMore says whether anything but an Unsubscribed was received.
func (r *Received) saysMore() bool {
	return r.HasItems || r.Subscribed != nil || r.Status != nil || r.Events != nil || r.Ack != Ack{} || r.Errors != nil || r.Encrypted
}

// subscriptions reads how subscriptions stand. A code alone says which are meant.
func (d *decoder) subscriptions(list *[]SubscriptionState) {
	if d.Peek() == '"' && !d.isEmpty() {
		d.subscription(list) // one, without the list
		return
	}
	d.items(&d.stateRoom, func() { d.subscription(list) })
}

func (d *decoder) subscription(list *[]SubscriptionState) {
	var s SubscriptionState
	if d.Peek() == '{' {
		d.subscriptionState(&s)
	} else {
		s.Code = d.text()
	}
	if s != (SubscriptionState{}) {
		*list = append(*list, s)
	}
}

func (d *decoder) subscriptionState(s *SubscriptionState) {
	var code agreed[string]
	d.object(func(name []byte) {
		switch string(name) {
		case "code", "subscription_code": // internal/wire/RULES.md, rule 5
			code.read(d)
		case "status": // the words are those of the verbs
			s.Status = string(codes.Action(d.trimmed()).Canonical())
		case "reg_event_type":
			into(d, &s.Event)
			s.Event = s.Event.Canonical()
		case "notify_record_type":
			into(d, &s.RecordType)
		default:
			d.Skip()
		}
	})
	s.Code = code.value()
}

// statusResponse reads what became of an earlier message: CRVS 1.0.0,
// TxnStatusResponse. txn_status is the answer to that message.
func (d *decoder) statusResponse(r *Received) {
	s := &StatusAnswer{Answer: newReceived()}
	if d.Peek() == '{' {
		r.Status = s
	}
	d.object(func(name []byte) {
		switch string(name) {
		case "txn_type":
			into(d, &s.Of)
			s.Of = s.Of.Canonical()
		case "txn_status":
			d.object(func(name []byte) { d.earlier(s.Answer, name) })
		default:
			d.Skip()
		}
	})
	s.Answer.settle(s.Of)
}

// earlier reads a member of the answer to an earlier message. What cannot be in
// one is skipped: a status, which could nest without end; an event, which would be
// heard of as an answer; an acknowledgement.
func (d *decoder) earlier(r *Received, name []byte) {
	switch string(name) {
	case "txnstatus_response", "notify_event", "event_id", "event_ts", "event_type", "event_data", "event_status", "ack_status", "ciphertext":
		d.Skip()
	case "error":
		d.peerError(r)
	default:
		d.member(r, name)
	}
}
