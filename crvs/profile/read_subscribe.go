package profile

import (
	"cmp"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
)

// subscribeResponse reads the answers to requests for subscriptions: CRVS 1.0.0,
// SubscribeResponse.
func (d *decoder) subscribeResponse(r *Received) error {
	return d.items(&d.room, func() error {
		var it SubscribedItem
		err := d.object(func(name []byte) error {
			switch string(name) {
			case "reference_id":
				return into(d, &it.ReferenceID)
			case "status":
				return d.status(&it.Status)
			case "status_reason_code":
				return into(d, &it.ReasonCode)
			case "status_reason_message":
				return into(d, &it.ReasonMessage)
			case "error":
				var e PeerError
				err := d.errorInto(&e)
				e.fill(&it.ReasonCode, &it.ReasonMessage)
				return err
			case "subscriptions":
				return d.subscriptions(&it.Subscriptions)
			default:
				return d.dec.SkipValue()
			}
		})
		r.Subscribed = append(r.Subscribed, it)
		return err
	})
}

// unsubscribed reads the members of the answer to the end of subscriptions: CRVS
// 1.0.0, UnsubscribeResponse, which has no list around them. Whether they are
// that is for settle to say.
func (d *decoder) unsubscribed(r *Received, name []byte) error {
	if r.Unsubscribed == nil {
		r.Unsubscribed = new(Unsubscribed)
	}
	switch u := r.Unsubscribed; string(name) {
	case "status": // of two, in the message and around it, the worse one counts
		var s codes.RequestStatus
		err := into(d, &s)
		d.became.add(change(string(s)))
		s = s.Canonical()
		if rank(s) > rank(u.Status) {
			u.Status = s
		}
		return err
	case "status_reason_code":
		var c codes.ReasonCode
		err := into(d, &c)
		u.ReasonCode = cmp.Or(u.ReasonCode, c)
		return err
	case "status_reason_message":
		var text string
		err := into(d, &text)
		u.ReasonMessage = cmp.Or(u.ReasonMessage, text)
		return err
	default:
		return d.subscriptions(&u.Subscriptions)
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
		r.Said = Said{u.Status, u.ReasonCode, u.ReasonMessage}
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
func (d *decoder) subscriptions(list *[]SubscriptionState) error {
	if d.dec.PeekKind() == '"' && !d.isEmpty() {
		return d.subscription(list) // one, without the list
	}
	return d.items(&d.stateRoom, func() error { return d.subscription(list) })
}

func (d *decoder) subscription(list *[]SubscriptionState) error {
	var s SubscriptionState
	var err error
	if d.dec.PeekKind() == '{' {
		err = d.subscriptionState(&s)
	} else {
		s.Code, err = d.text()
	}
	if err == nil && s != (SubscriptionState{}) {
		*list = append(*list, s)
	}
	return err
}

func (d *decoder) subscriptionState(s *SubscriptionState) error {
	var code agreed[string]
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "code", "subscription_code": // internal/wire/RULES.md, rule 5
			return code.read(d)
		case "status":
			var status codes.Action // the words are those of the verbs
			err := into(d, &status)
			s.Status = string(status.Canonical())
			return err
		case "reg_event_type":
			err := into(d, &s.Event)
			s.Event = s.Event.Canonical()
			return err
		case "notify_record_type":
			return into(d, &s.RecordType)
		default:
			return d.dec.SkipValue()
		}
	})
	s.Code = code.value()
	return err
}

// statusResponse reads what became of an earlier message: CRVS 1.0.0,
// TxnStatusResponse. txn_status is the answer to that message.
func (d *decoder) statusResponse(r *Received) error {
	s := &StatusAnswer{Answer: newReceived()}
	if d.dec.PeekKind() == '{' {
		r.Status = s
	}
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "txn_type":
			err := into(d, &s.Of)
			s.Of = s.Of.Canonical()
			return err
		case "txn_status":
			return d.object(func(name []byte) error { return d.earlier(s.Answer, name) })
		default:
			return d.dec.SkipValue()
		}
	})
	s.Answer.settle(s.Of)
	return err
}

// earlier reads a member of the answer to an earlier message. What cannot be in
// one is skipped: a status, which could nest without end; an event, which would be
// heard of as an answer; an acknowledgement.
func (d *decoder) earlier(r *Received, name []byte) error {
	switch string(name) {
	case "txnstatus_response", "notify_event", "event_id", "event_ts", "event_type", "event_data", "event_status", "ack_status", "ciphertext":
		return d.dec.SkipValue()
	case "error":
		return d.peerError(r)
	default:
		return d.member(r, name)
	}
}
