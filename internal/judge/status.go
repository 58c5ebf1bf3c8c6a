package judge

import (
	"cmp"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Searched is how one question of an earlier search stands.
type Searched struct {
	ReferenceID    string
	Status         codes.RequestStatus
	Code           codes.ReasonCode
	Records, Total int
}

// Status judges the answer to the question what became of a search whose questions are
// known: what it holds is for [Gathering.Add] to judge.
func Status(asked Asked, reply Reply, rules Rules) Acknowledged {
	return acknowledged(asked, reply, rules, func(_ *judgement, r *profile.Received, a *Acknowledged) bool {
		a.Status = r.Status
		return a.Status != nil
	})
}

// StatusOf judges the answer to the question how an earlier message stands: a search, a
// subscribe or an unsubscribe.
func StatusOf(of codes.Action) func(Asked, Reply, Rules) Acknowledged {
	return func(asked Asked, reply Reply, rules Rules) Acknowledged {
		said := false
		a := acknowledged(asked, reply, rules, func(j *judgement, r *profile.Received, a *Acknowledged) bool {
			if r.Status == nil {
				return false
			}
			said = j.standing(of, r.Status, a)
			return true
		})
		switch j := newJudgement(asked, reply, rules); {
		case a.Failed != nil, said:
		case of == codes.ActionSubscribe:
			a.Failed = j.fail(fault.KindProtocol, "the registry does not say how the subscriptions stand")
		default:
			a.Failed = j.fail(fault.KindProtocol, "the registry does not say how the message stands (txn_status holds no answer to it): is this its asynchronous endpoint?")
		}
		return a
	}
}

// standing takes what a status says of a message, and says whether it says anything.
func (j *judgement) standing(of codes.Action, s *profile.StatusAnswer, a *Acknowledged) bool {
	earlier := s.Answer
	if s.Of != "" && s.Of != of {
		a.Failed = j.fail(fault.KindProtocol, "the registry says how another kind of message stands (txn_type)")
		return false
	}
	if saysError(earlier) {
		a.Failed = j.peer(firstError(earlier))
		return false
	}
	a.TransactionID, a.CorrelationID = j.id(earlier.TransactionID), cmp.Or(j.id(earlier.CorrelationID), a.CorrelationID)
	switch of {
	case codes.ActionSearch:
		return j.standingOfSearch(earlier, a)
	case codes.ActionSubscribe:
		for i := range earlier.Subscribed {
			a.Subscribed = append(a.Subscribed, j.subscribed(&earlier.Subscribed[i]))
		}
		return len(a.Subscribed) > 0
	default:
		return j.unsubscribed(earlier, a)
	}
}

func (j *judgement) standingOfSearch(earlier *profile.Received, a *Acknowledged) bool {
	unknown := func(it profile.AnswerItem) bool {
		return it.Status == codes.StatusRejected && it.ReasonCode == codes.RejectReferenceIDInvalid
	}
	if len(earlier.Items) > 0 && !slices.ContainsFunc(earlier.Items, func(it profile.AnswerItem) bool { return !unknown(it) }) {
		a.Failed = j.peer(profile.PeerError{Code: earlier.Items[0].ReasonCode, Message: earlier.Items[0].ReasonMessage})
		return false
	}
	for _, it := range joined(earlier.Items) {
		total := it.Total
		if total == profile.Uncountable {
			total = profile.Unknown
		}
		a.Searched = append(a.Searched, Searched{j.id(it.ReferenceID), it.Status, j.code(it.ReasonCode), len(it.Records), total})
	}
	return earlier.HasItems
}
