package judge

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Acknowledged is what the answer to a message means whose real answer comes
// later: an error for all of it, or what the registry said already.
type Acknowledged struct {
	Failed        *fault.Error
	CorrelationID string
	// Subscribed are the answers to the requests for subscriptions, in their order;
	// nil if they come later. Of a status they are those that the registry lists.
	Subscribed []Subscribed
	// Unsubscribed says how the subscriptions stand; nil if that comes later.
	Unsubscribed []profile.SubscriptionState
	// Searched says how the questions of an earlier search stand, Status what became of
	// the earlier message; nil if that comes later. TransactionID is that of the message.
	Searched      []Searched
	Status        *profile.StatusAnswer
	TransactionID string
	// Answered says that a search was answered at once, though that was not asked for:
	// the reply is its answer.
	Answered bool
}

// Subscribed is the answer to one request for a subscription.
type Subscribed struct {
	ReferenceID   string
	Subscriptions []profile.SubscriptionState
	Err           *fault.Error
}

// Subscribe judges what comes back at once when subscriptions are asked for, one
// question for each.
func Subscribe(asked Asked, reply Reply, rules Rules) Acknowledged {
	return acknowledged(asked, reply, rules, func(j *judgement, r *profile.Received, a *Acknowledged) bool {
		if r.Subscribed == nil {
			return false
		}
		a.Subscribed, a.Failed = j.subscriptionOfEach(r)
		return true
	})
}

// Unsubscribe judges what comes back at once when subscriptions are to end.
func Unsubscribe(asked Asked, reply Reply, rules Rules) Acknowledged {
	return acknowledged(asked, reply, rules, (*judgement).unsubscribed)
}

// unsubscribed takes what is said of the end of subscriptions, and says whether anything
// is.
func (j *judgement) unsubscribed(r *profile.Received, a *Acknowledged) bool {
	u := r.Unsubscribed
	if u == nil {
		return false
	}
	if u.Status == codes.StatusRejected || u.ReasonCode != "" {
		a.Failed = j.peer(profile.PeerError{Code: u.ReasonCode, Message: u.ReasonMessage})
	} else if isUnderWay(u.Status) {
		return false
	}
	a.Unsubscribed = u.Subscriptions
	return true
}

// SearchAsync judges what comes back at once for an asynchronous search.
func SearchAsync(asked Asked, reply Reply, rules Rules) Acknowledged {
	return acknowledged(asked, reply, rules, func(_ *judgement, r *profile.Received, a *Acknowledged) bool {
		a.Answered = r.HasItems
		return a.Answered
	})
}

// acknowledged judges an answer of which read takes what it understands and says
// whether there was any.
func acknowledged(asked Asked, reply Reply, rules Rules, read func(*judgement, *profile.Received, *Acknowledged) bool) Acknowledged {
	j := newJudgement(asked, reply, rules)
	r, failed := j.read()
	if failed == nil {
		j.replaceFixedIDs(r)
		failed = j.refusesAll(r)
	}
	a := Acknowledged{Failed: failed, CorrelationID: j.correlationID}
	if failed != nil {
		return a
	}
	answered := read(j, r, &a)
	switch {
	case answered && j.reply.NotSealed != nil && (a.Failed == nil || !a.Failed.Peer):
		a.Failed = j.undelivered(j.reply.NotSealed)
	case answered:
		if unbound := j.unboundSignature(r); unbound != nil && a.Failed == nil {
			a.Failed = unbound
		}
	case r.Ack.Status != codes.AckAccepted && r.Ack.Status != codes.AckFinal && !isUnderWay(r.Header.Status):
		a.Failed = j.fail(fault.KindProtocol, "the answer is JSON but neither an acknowledgement nor an answer of the standard: does this registry offer it at this path?")
	}
	return a
}

// refusesAll is the error of an answer that refuses the message as a whole. An
// acknowledgement is believed in clear: it gives nothing away, and the answer that
// it promises is verified when it comes.
func (j *judgement) refusesAll(r *profile.Received) *fault.Error {
	for _, rule := range [...]func(*judgement, *profile.Received) *fault.Error{
		(*judgement).tooMuch,
		(*judgement).encrypted,
		(*judgement).rejected,
		(*judgement).notAcknowledged,
		(*judgement).otherTransaction,
	} {
		if failed := rule(j, r); failed != nil {
			return failed
		}
	}
	return nil
}

// notAcknowledged: an error in any place.
func (j *judgement) notAcknowledged(r *profile.Received) *fault.Error {
	if j.rules.Profile.Habit.AcksWithErrors && r.Ack.Status == codes.AckAccepted && len(r.Errors) == 0 {
		return nil
	}
	if saysError(r) || refuses(r.Header.ReasonCode) {
		return j.peer(firstError(r))
	}
	return nil
}

// subscriptionOfEach gives each question its answer by reference_id (internal/wire/RULES.md,
// rule 7).
func (j *judgement) subscriptionOfEach(r *profile.Received) ([]Subscribed, *fault.Error) {
	out := make([]Subscribed, len(j.asked.Questions))
	index := make(map[string]int, len(out))
	for i, q := range j.asked.Questions {
		index[q.ReferenceID] = i
		out[i] = Subscribed{ReferenceID: q.ReferenceID, Err: about(q, j.fail(fault.KindProtocol, "the registry did not answer this request for a subscription")).Err}
	}
	came := make([]bool, len(out))
	for i := range r.Subscribed {
		n, ok := index[r.Subscribed[i].ReferenceID]
		if !ok {
			return nil, j.fail(fault.KindProtocol, "the registry answered a request for a subscription that was not sent (unknown reference_id): the whole answer is discarded")
		}
		if came[n] {
			return nil, j.fail(fault.KindProtocol, "the registry answered one request for a subscription more than once")
		}
		came[n] = true
		out[n] = j.subscribed(&r.Subscribed[i])
	}
	return out, nil
}

// subscribed judges one answer. A code that looks like one is kept whatever it holds:
// it is what was asked for, and stands in no error.
func (j *judgement) subscribed(it *profile.SubscribedItem) Subscribed {
	s := Subscribed{ReferenceID: j.id(it.ReferenceID)}
	switch {
	case it.Status == codes.StatusRejected, refuses(it.ReasonCode):
		s.Err = j.peer(profile.PeerError{Code: it.ReasonCode, Message: it.ReasonMessage})
	case len(it.Subscriptions) == 0 && isUnderWay(it.Status):
		s.Err = j.notYet(it.Status)
	default:
		for _, state := range it.Subscriptions {
			if isID(state.Code) {
				s.Subscriptions = append(s.Subscriptions, state)
			}
		}
		if len(s.Subscriptions) == 0 {
			s.Err = j.fail(fault.KindProtocol, "the registry accepted the subscription and gave no code for it")
		}
	}
	if s.Err != nil {
		s.Err.ReferenceID = s.ReferenceID
	}
	return s
}
