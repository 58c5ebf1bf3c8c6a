package callback

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// receive reads, verifies and keeps one message. It returns the correlation_id to
// acknowledge with, and why the message is refused, nil if it is not. It fills in the
// Verb, the ids, the counts and, if nothing is refused, the Outcome of e.
func (h *Handler) receive(ctx context.Context, w http.ResponseWriter, r *http.Request, reg *registration, below string, e *StepEnd) (string, *fault.Error) {
	leave, failed := h.enter(ctx)
	if failed != nil {
		return "", failed
	}
	defer leave()
	body, failed := h.read(w, r)
	if failed != nil {
		return "", failed
	}
	opened, failed := reg.open(ctx, body, r.Header)
	if failed != nil {
		return "", failed
	}
	m, err := reg.Profile.Decode(opened, profile.Asked{Questions: maxItems})
	if err != nil {
		return "", refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message is not valid JSON, or a member stands in it twice")
	}
	correlation := m.CorrelationID
	if len(correlation) > 99 {
		correlation = ""
	}
	e.MessageID, e.TransactionID = shown(m.Header.MessageID), shown(m.TransactionID)
	switch {
	case m.Encrypted:
		return correlation, refusal(fault.KindEncryption, codes.ReasonEncryptionInvalid, "the message is encrypted, and there is no key to decrypt it with")
	case m.TooMuch:
		return correlation, refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message holds more events or records than one message may: send several")
	case reg.verifies() && h.tooOld(m.Header.MessageTS):
		return correlation, refusal(fault.KindReplay, codes.ReasonRequestBad, "header.message_ts is too old: the message may be a replay, for keys are remembered for a limited time only")
	}
	if e.Verb, failed = reg.verb(below, m); failed != nil {
		return correlation, failed
	}
	return correlation, h.keep(ctx, reg, m, opened, e)
}

// maxItems is how many questions a message may answer: a status has an item for each
// record. The client that asked holds an answer against its own questions.
const maxItems = 10_000

// shown is an id of a peer that is shown to an observer: what does not look like an
// id is not.
func shown(id string) string {
	if len(id) > 99 {
		return ""
	}
	for _, c := range id {
		if c <= ' ' || c > '~' || c == '@' {
			return ""
		}
	}
	return id
}

// tooOld says whether a message could be a replay of one that is forgotten.
func (h *Handler) tooOld(messageTS string) bool {
	at, ok := envelope.ParseTime(messageTS)
	return ok && time.Since(at) > h.config.memory
}

// open verifies and decrypts a message. It returns the verified bytes: only these are
// decoded.
func (r *registration) open(ctx context.Context, body []byte, header http.Header) ([]byte, *fault.Error) {
	if r.Webhook != nil {
		if err := r.Webhook.Verify(header, body); err != nil {
			return nil, refusal(fault.KindSignature, codes.ReasonSignatureInvalid, "the signature does not verify")
		}
		return body, nil
	}
	opened, err := r.opener.Open(ctx, r.Sender, envelope.Sealed{Body: body, Header: header})
	if err == nil {
		return opened, nil
	}
	failed, ours := errors.AsType[*fault.Error](err)
	switch {
	case !ours: // of a key source
		return nil, refusal(fault.KindUnavailable, codes.ReasonServiceUnavailable, "the keys of the sender cannot be had: send it again later")
	case failed.Kind == fault.KindSignature && errors.Is(err, envelope.ErrNotSealed):
		return nil, refusal(fault.KindSignature, codes.ReasonSignatureMissing, "the message is not signed")
	case failed.Kind == fault.KindSignature, failed.Kind == fault.KindReplay:
		return nil, refusal(failed.Kind, codes.ReasonSignatureInvalid, "the signature does not verify, or the signed header has no message_ts that can be read")
	case failed.Kind == fault.KindEncryption:
		return nil, refusal(failed.Kind, codes.ReasonEncryptionInvalid, "the message is not encrypted to a key of ours")
	case failed.Kind == fault.KindProtocol:
		return nil, refusal(failed.Kind, codes.ReasonRequestBad, "the message is not valid JSON, or a member stands in it twice")
	default: // keys that cannot be fetched now, a context that ended
		return nil, refusal(fault.KindUnavailable, codes.ReasonServiceUnavailable, "the message cannot be verified now: send it again later")
	}
}

// keep keeps what a message tells.
func (h *Handler) keep(ctx context.Context, reg *registration, m *profile.Received, opened []byte, e *StepEnd) *fault.Error {
	switch e.Verb {
	case profile.VerbNotify:
		if h.config.withoutEvents {
			return refusal(fault.KindProtocol, codes.ReasonRequestBad, "no events are received here: end the subscription, or send them where they are")
		}
		return h.keepEvents(ctx, reg, m, e)
	case profile.VerbOnSubscribe, profile.VerbOnUnsubscribe:
		k := &kept{Subscriptions: subscriptions(m)}
		if k.Subscriptions == nil {
			return refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message says nothing of subscriptions")
		}
		return h.put(ctx, reg, m, e, []*kept{k}, []string{digest([]byte("message"), []byte(reg.Name), opened)})
	default:
		return h.keepAnswer(ctx, reg, m, opened, e)
	}
}

// keepEvents keeps every event that can be read. If one cannot be read, the sender gets
// ERR although the others are kept: it may send the message again, and the kept ones are
// then recognised by their keys.
func (h *Handler) keepEvents(ctx context.Context, reg *registration, m *profile.Received, e *StepEnd) *fault.Error {
	var all []*kept
	var keys []string
	if len(m.Events) == 0 && m.Unregistered > 0 {
		e.Outcome = OutcomeUnasked
		return nil
	}
	unreadable := len(m.Events) == 0
	for i := range m.Events {
		ev := &m.Events[i]
		if ev.Unreadable { // what of it can be read may be half of it
			unreadable = true
			continue
		}
		for j := range ev.Records {
			k := &kept{
				Registration: reg.Name, Event: ev.Event, Change: ev.Change, Record: &ev.Records[j], Raw: ev.Raw,
				Timestamp: ev.Timestamp, ReferenceID: ev.ReferenceID,
			}
			key, err := k.key()
			if err != nil {
				unreadable = true
				continue
			}
			all, keys = append(all, k), append(keys, key)
		}
	}
	e.Events = len(all)
	if failed := h.put(ctx, reg, m, e, all, keys); failed != nil {
		return failed
	}
	if unreadable {
		return refusal(fault.KindProtocol, codes.ReasonRequestBad, "an event of the message holds no record that can be read")
	}
	return nil
}

// put keeps all messages in the store, or none, and sets e.Outcome and e.Known.
func (h *Handler) put(ctx context.Context, reg *registration, m *profile.Received, e *StepEnd, all []*kept, keys []string) *fault.Error {
	messages := make([]store.Message, len(all))
	for i, k := range all {
		k.Version, k.Registration = keptVersion, reg.Name
		k.MessageID, k.TransactionID, k.CorrelationID = m.Header.MessageID, m.TransactionID, m.CorrelationID
		payload, err := json.Marshal(k)
		if err != nil {
			return refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message holds a record that cannot be written")
		}
		messages[i] = store.Message{Key: keys[i], Payload: payload}
	}
	known, err := h.store.Keep(ctx, messages...)
	if err != nil {
		return notKept(err)
	}
	e.Outcome = OutcomeKnown
	for _, k := range known {
		if k {
			e.Known++
		} else {
			e.Outcome = OutcomeKept
		}
	}
	return nil
}

// subscriptions is what a message says of subscriptions; nil if nothing.
func subscriptions(m *profile.Received) []SubscriptionResult {
	var out []SubscriptionResult
	for _, it := range m.Subscribed {
		if it.Status == codes.StatusRejected || it.ReasonCode != "" || len(it.Subscriptions) == 0 {
			out = append(out, SubscriptionResult{ReferenceID: it.ReferenceID, Reason: it.ReasonCode})
			continue
		}
		for _, s := range it.Subscriptions {
			out = append(out, result(it.ReferenceID, s))
		}
	}
	if u := m.Unsubscribed; u != nil {
		if len(u.Subscriptions) == 0 {
			out = append(out, SubscriptionResult{Reason: u.ReasonCode})
		}
		for _, s := range u.Subscriptions {
			r := result("", s)
			r.Reason = u.ReasonCode
			out = append(out, r)
		}
	}
	return out
}

func result(reference string, s profile.SubscriptionState) SubscriptionResult {
	return SubscriptionResult{ReferenceID: reference, Code: s.Code, Event: s.Event, Ended: s.Status == string(codes.ActionUnsubscribe)}
}
