package profile

// subscribeResponse reads the answers to requests for subscriptions: CRVS 1.0.0,
// SubscribeResponse.
func (d *decoder) subscribeResponse(r *Received) error {
	return d.items(func() error {
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
// 1.0.0, UnsubscribeResponse, which has no list around them.
func (d *decoder) unsubscribed(r *Received, name []byte) error {
	if r.Unsubscribed == nil {
		r.Unsubscribed = new(Unsubscribed)
	}
	switch u := r.Unsubscribed; string(name) {
	case "status":
		return d.status(&u.Status)
	case "status_reason_code":
		return into(d, &u.ReasonCode)
	case "status_reason_message":
		return into(d, &u.ReasonMessage)
	default:
		return d.subscriptions(&u.Subscriptions)
	}
}

func (d *decoder) subscriptions(list *[]SubscriptionState) error {
	return d.items(func() error {
		var s SubscriptionState
		err := d.object(func(name []byte) error {
			switch string(name) {
			case "code":
				return into(d, &s.Code)
			case "status":
				return into(d, &s.Status)
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
		*list = append(*list, s)
		return err
	})
}

// statusResponse reads what became of an earlier message: CRVS 1.0.0,
// TxnStatusResponse. txn_status is the answer to that message.
func (d *decoder) statusResponse(r *Received) error {
	s := &StatusAnswer{Answer: newReceived()}
	if d.dec.PeekKind() == '{' {
		r.Status = s
	}
	return d.object(func(name []byte) error {
		switch string(name) {
		case "txn_type":
			err := into(d, &s.Of)
			s.Of = s.Of.Canonical()
			return err
		case "txn_status":
			return d.object(func(name []byte) error {
				if string(name) == "txnstatus_response" { // or one could nest without end
					return d.dec.SkipValue()
				}
				return d.member(s.Answer, name)
			})
		default:
			return d.dec.SkipValue()
		}
	})
}
