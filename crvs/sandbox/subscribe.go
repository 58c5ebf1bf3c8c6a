package sandbox

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// wish is what a registry reads of a message about subscriptions: each of the four
// has one of the members.
type wish struct {
	Header  header `json:"header"`
	Message struct {
		TransactionID string          `json:"transaction_id"`
		Subscribe     []subscribeItem `json:"subscribe_request"`
		Codes         textOrList      `json:"subscription_codes"`
		Status        *statusQuery    `json:"txnstatus_request"`
	} `json:"message"`

	reader string // to whom the answer is to be encrypted
	bytes  digest // of the message as it was opened
}

// textOrList is a list of texts, or one without the list.
type textOrList []string

// UnmarshalJSON reads both forms.
func (t *textOrList) UnmarshalJSON(text []byte) error {
	if jsontext.Value(text).Kind() == '[' {
		return json.Unmarshal(text, (*[]string)(t))
	}
	*t = make(textOrList, 1)
	return json.Unmarshal(text, &(*t)[0])
}

// wished reads a message about subscriptions. If it cannot, it has answered:
// whatever is wrong with the message as a whole is said before any acknowledgement.
func (c *call) wished(d *dialect, w http.ResponseWriter, req *http.Request, o operation) (*wish, bool) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return nil, false
	}
	var check func(any) []string
	if d.standard {
		check = func(value any) []string { return c.registry.schemas.wishProblems(value, o.asks) }
	}
	body, reader, ok := c.openChecked(d, w, req, body, check)
	if !ok {
		return nil, false
	}
	in := &wish{reader: reader, bytes: digestOf(string(body))}
	if err := json.Unmarshal(body, in); err != nil {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "a member has a value that this registry cannot read")
		return nil, false
	}
	code, text := codes.ReasonRequestBad, in.fault(o.asks)
	if text == "" && in.Header.Version != "" && !strings.HasPrefix(in.Header.Version, "1.") {
		code, text = codes.ReasonVersionNotSupported, "header.version: this registry speaks "+version
	}
	if text != "" {
		d.refuse(w, http.StatusBadRequest, code, text)
		return nil, false
	}
	return in, true
}

// fault is what is wrong with a message as a whole, "" if nothing is.
func (in *wish) fault(asks wire.Action) string {
	m := &in.Message
	given := map[wire.Action]int{wire.ActionSubscribe: len(m.Subscribe), wire.ActionUnsubscribe: len(m.Codes)}
	if m.Status != nil {
		given[wire.ActionTxnStatus] = 1
	}
	members := map[wire.Action]string{
		wire.ActionSubscribe: "message.subscribe_request", wire.ActionUnsubscribe: "message.subscription_codes",
		wire.ActionTxnStatus: "message.txnstatus_request",
	}
	switch {
	case in.Header.Action != string(asks):
		return "header.action must be " + string(asks) + " at this endpoint"
	case in.Header.SenderID == "":
		return "header.sender_id: is required"
	case m.TransactionID == "":
		return "message.transaction_id: is required"
	case given[asks] == 0:
		return members[asks] + ": is required"
	case given[asks] > maxQuestions:
		return members[asks] + ": has more than 1000 items"
	default:
		return ""
	}
}

// acknowledge takes a message of which the answer is called back, and keeps its
// transaction: the same bytes again are answered again, and do nothing else.
func (c *call) acknowledge(d *dialect, w http.ResponseWriter, in *wish, action wire.Action, act func(*desk, *transaction)) {
	k := c.registry.desk
	t, ok := k.take(in, act)
	c.answerAck(d, w, t.correlation, ok)
	if ok {
		k.mu.Lock()
		defer k.mu.Unlock()
		message, count := t.response()
		k.callBack(d, in, c.registry.calledBack(in.Header.SenderID, action, count, in.reader), message)
	}
}

// answerAck acknowledges, or says that there is no room.
func (c *call) answerAck(d *dialect, w http.ResponseWriter, correlation string, ok bool) {
	if !ok {
		d.refuse(w, http.StatusServiceUnavailable, codes.ReasonServiceUnavailable, "too many answers wait to be called back: send it again later")
		return
	}
	answer(w, http.StatusAccepted, wire.Ack{Message: wire.AckMessage{AckStatus: wire.AckStatusACK, Timestamp: now(), CorrelationID: correlation}})
}

// take does what a message asks for, if it was not done already; false if there is
// no room to call back.
func (k *desk) take(in *wish, act func(*desk, *transaction)) (*transaction, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.callbacks) >= maxCallbacks {
		return &transaction{correlation: rand.Text()}, false
	}
	if t := k.earlier(in.Header.SenderID, func(t *transaction) bool { return t.message == in.bytes }); t != nil {
		return t, true
	}
	t := &transaction{
		kind: wire.TxnType(in.Header.Action), sender: in.Header.SenderID, id: in.Message.TransactionID, correlation: rand.Text(), message: in.bytes,
	}
	act(k, t)
	k.remember(t)
	return t, true
}

// subscribe is POST /registry/subscribe.
func (c *call) subscribe(d *dialect, w http.ResponseWriter, req *http.Request, o operation) {
	in, ok := c.wished(d, w, req, o)
	if !ok {
		return
	}
	p := c.registry.people
	c.acknowledge(d, w, in, wire.ActionOnSubscribe, func(k *desk, t *transaction) {
		seen := make(map[string]bool)
		for _, asked := range in.Message.Subscribe {
			item := subscribedItem{reference: asked.ReferenceID, locale: asked.Locale}
			switch {
			case asked.ReferenceID == "":
				item.refused = &refusedItem{wire.SubscribeReasonCodeReferenceIDInvalid, "reference_id is empty"}
			case seen[asked.ReferenceID]:
				item.refused = &refusedItem{wire.SubscribeReasonCodeReferenceIDDuplicate, "reference_id was used for another item of this message"}
			default:
				item.subscription, item.refused = k.add(d, in, asked, p)
			}
			seen[asked.ReferenceID] = true
			t.items = append(t.items, item)
		}
	})
}

// add makes a subscription that begins with what is registered next. The desk is
// locked.
func (k *desk) add(d *dialect, in *wish, asked subscribeItem, p *population) (*subscription, *refusedItem) {
	s, no := d.newSubscription(in.Header.SenderID, asked, p.world().places.published)
	switch {
	case no != nil:
		return nil, no
	case k.like(s):
		return nil, &refusedItem{wire.SubscribeReasonCodeAlreadySubscribed, "subscribe_criteria: this sender has such a subscription"}
	case len(k.byCode) >= maxSubscriptions:
		return nil, &refusedItem{wire.SubscribeReasonCodeNotifyDetailsInvalid, "this registry takes no more subscriptions: start another one"}
	}
	s.code, s.reader, s.told = rand.Text(), in.reader, p.feed.length()
	s.to = k.lane(d, in.Header.SenderID, in.Header.SenderURI)
	k.byCode[s.code] = s
	k.active = append(k.active, s)
	return s, nil
}

// unsubscribe is POST /registry/unsubscribe.
func (c *call) unsubscribe(d *dialect, w http.ResponseWriter, req *http.Request, o operation) {
	in, ok := c.wished(d, w, req, o)
	if !ok {
		return
	}
	c.acknowledge(d, w, in, wire.ActionOnUnsubscribe, func(k *desk, t *transaction) {
		for _, code := range in.Message.Codes {
			s := k.byCode[code]
			switch {
			case s == nil || s.sender != in.Header.SenderID:
				t.reason, t.text = wire.UnsubscribeReasonCodeSubscriptionCodeInvalid, "subscription_codes: one is not known to this registry as a code of this sender"
			case s.ended || s.isOver(time.Now()):
				if t.reason == "" {
					t.reason, t.text = wire.UnsubscribeReasonCodeAlreadyUnsubscribed, "subscription_codes: one has ended already"
				}
			case !slices.Contains(t.ended, code):
				k.end(s)
				t.ended = append(t.ended, code)
			}
		}
	})
}

// status is POST /registry/txn/status: the answer is called back.
func (c *call) status(d *dialect, w http.ResponseWriter, req *http.Request, o operation) {
	in, ok := c.wished(d, w, req, o)
	if !ok {
		return
	}
	k, message := c.registry.desk, c.registry.statusResponse(in)
	k.mu.Lock()
	defer k.mu.Unlock()
	ok = len(k.callbacks) < maxCallbacks
	c.answerAck(d, w, message.CorrelationID, ok)
	if ok {
		k.callBack(d, in, c.registry.calledBack(in.Header.SenderID, wire.ActionTxnOnStatus, 1, in.reader), message)
	}
}

func (r *Registry) statusResponse(in *wish) wire.TxnStatusResponse {
	return wire.TxnStatusResponse{
		TransactionID: in.Message.TransactionID, CorrelationID: rand.Text(),
		TxnStatusResponse: r.desk.statusOf(in.Header.SenderID, *in.Message.Status),
	}
}

// syncStatus is POST /registry/sync/txn/status.
func (c *call) syncStatus(d *dialect, w http.ResponseWriter, req *http.Request, o operation) {
	in, ok := c.wished(d, w, req, o)
	if !ok {
		return
	}
	c.send(w, req, d, c.registry.calledBack(in.Header.SenderID, wire.ActionTxnOnStatus, 1, in.reader), c.registry.statusResponse(in), in.reader)
}

// drop takes what a registry itself calls others back with: it is acknowledged, and
// nothing is done with it.
func (c *call) drop(d *dialect, w http.ResponseWriter, req *http.Request, _ operation) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	if missing := c.registry.schemas.missingParts(body); len(missing) > 0 {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, missing...)
		return
	}
	c.answerAck(d, w, rand.Text(), true)
}

// calledBack is the header of what a registry sends of its own accord: members of
// both headers of the standard, which wants those of MsgHeader in some.
func (r *Registry) calledBack(receiver string, action wire.Action, count int, reader string) wire.MsgCallbackHeader {
	return wire.MsgCallbackHeader{
		Version: version, MessageID: rand.Text(), MessageTS: now(), Action: action, Status: wire.RequestStatusSucceeded,
		TotalCount: &count, CompletedCount: &count, SenderID: r.registryID, ReceiverID: receiver, IsMsgEncrypted: reader != "",
	}
}
