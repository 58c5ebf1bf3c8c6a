package judge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// The rules for an answer as a whole, in the order in which they are tried.

// tooMuch: everything that is read is bounded.
func (j *judgement) tooMuch(r *profile.Received) *fault.Error {
	if !r.TooMuch {
		return nil
	}
	return j.fail(fault.KindProtocol, "the answer holds far more items or records than were asked for: does this registry page?")
}

// encrypted: internal/wire/RULES.md, rule 11, encryption is recognised by the
// message itself.
func (j *judgement) encrypted(r *profile.Received) *fault.Error {
	if !r.Encrypted {
		return nil
	}
	return j.fail(fault.KindEncryption, "the answer is encrypted and this client has no decryption key")
}

// rejected: internal/wire/RULES.md, rule 12, errors come at HTTP 200 with
// header.status rjct or ack_status ERR.
func (j *judgement) rejected(r *profile.Received) *fault.Error {
	switch {
	case r.Header.Status == codes.StatusRejected && r.Header.ReasonCode != "":
		return j.peer(profile.PeerError{Code: r.Header.ReasonCode, Message: r.Header.ReasonMessage})
	case r.Said.Status == codes.StatusRejected:
		return j.peer(profile.PeerError{Code: r.Said.ReasonCode, Message: cmp.Or(r.Said.ReasonMessage, "the message is rejected as a whole")})
	case r.Ack.Status == codes.AckError, r.Header.Status == codes.StatusRejected:
		return j.peer(firstError(r))
	default:
		return nil
	}
}

// errorInPlaceOfAnswers: an empty list beside an error does not say "none".
func (j *judgement) errorInPlaceOfAnswers(r *profile.Received) *fault.Error {
	if len(r.Items) > 0 || !saysError(r) && !refuses(r.Header.ReasonCode) {
		return nil
	}
	return j.peer(firstError(r))
}

// acknowledgedOnly: an acknowledgement is the answer to an asynchronous search.
func (j *judgement) acknowledgedOnly(r *profile.Received) *fault.Error {
	if r.HasItems || r.Ack.Status == "" {
		return nil
	}
	return j.fail(fault.KindProtocol, "the registry acknowledged the question and did not answer it: is this its asynchronous endpoint?")
}

// notYetAnswered: internal/wire/RULES.md, rule 8, rcvd and pdng without records
// are no answer yet.
func (j *judgement) notYetAnswered(r *profile.Received) *fault.Error {
	if r.HasItems || !isUnderWay(r.Header.Status) {
		return nil
	}
	return j.notYet(r.Header.Status)
}

// noAnswer: JSON of another kind is no answer.
func (j *judgement) noAnswer(r *profile.Received) *fault.Error {
	if r.HasItems {
		return nil
	}
	return j.fail(fault.KindProtocol, "the answer is JSON but no answer of the standard: message.search_response is missing")
}

// otherTransaction: an answer to another message is no answer to this one. Empty
// means not given (internal/wire/RULES.md, rule 10).
func (j *judgement) otherTransaction(r *profile.Received) *fault.Error {
	if r.TransactionID == "" || r.TransactionID == j.asked.TransactionID {
		return nil
	}
	return j.fail(fault.KindProtocol, "the answer belongs to another transaction (transaction_id differs): it is discarded")
}

// unboundSignature: a signature says who wrote the answer, and only the
// transaction_id in it says to which question.
func (j *judgement) unboundSignature(r *profile.Received) *fault.Error {
	if !j.rules.Verified || r.TransactionID != "" {
		return nil
	}
	return j.fail(fault.KindProtocol, "the signed answer does not say which question it is to (transaction_id is missing): it is discarded")
}

// saysNothingFound: internal/wire/RULES.md, rule 7. For a question without an
// item the whole answer says that nothing was found (b), or the registry is
// known to leave out the questions that have no record (a). [judgement.match]
// asks only where every item that came is an answer that holds: the record of a
// question without an item may stand under another's reference_id, and one that
// waits may not wait alone.
func (j *judgement) saysNothingFound(r *profile.Received) bool {
	count := r.Header.TotalCount
	switch {
	case r.Header.Status != codes.StatusSuccess, j.speaksAgainstNone(r, false) != nil:
		return false
	case len(r.Items) == 0 && count == 0:
		return true
	}
	// A refused question beside it may have taken others with it.
	refused := slices.ContainsFunc(r.Items, func(it profile.AnswerItem) bool {
		return it.Status == codes.StatusRejected || it.HasError || j.isReason(it.ReasonCode)
	})
	habit := j.rules.Profile.Habit
	if j.asked.Several && !habit.AnswersOnce { // it may have its item in another message
		return false
	}
	came := len(r.Items)
	if habit.CountsRecords {
		came = records(r)
	}
	return habit.DropsMisses && !refused && (count == came || count == profile.Unknown)
}

// records is how many records came in all.
func records(r *profile.Received) (n int) {
	for i := range r.Items {
		n += len(r.Items[i].Records)
	}
	return n
}

// unanswered: internal/wire/RULES.md, rule 7, a question without an item is
// unanswered.
func (j *judgement) unanswered(r *profile.Received) *fault.Error {
	if isUnderWay(r.Header.Status) {
		return j.notYet(r.Header.Status)
	}
	if against := j.speaksAgainstNone(r, false); against != nil && len(r.Items) == 0 {
		return against
	}
	return j.fail(fault.KindProtocol,
		"the registry left this question unanswered (no item with its reference_id): that is not the same as nothing found")
}

func isUnderWay(s codes.RequestStatus) bool {
	return s == codes.StatusReceived || s == codes.StatusPending
}

// saysError says whether an error stands in the answer, beside its items.
func saysError(r *profile.Received) bool {
	return r.Ack.Error != (profile.PeerError{}) || len(r.Errors) > 0
}

// refuses says whether a reason code is one of a refusal, of the standard or of a
// registry's own making.
func refuses(c codes.ReasonCode) bool {
	word := strings.ToLower(string(c))
	return c.Known() || strings.HasPrefix(word, "err.") || strings.HasPrefix(word, "rjct.")
}

// firstError is what the registry says first of what went wrong.
func firstError(r *profile.Received) profile.PeerError {
	switch {
	case r.Ack.Error != profile.PeerError{}:
		return r.Ack.Error
	case len(r.Errors) > 0:
		return r.Errors[0]
	default:
		return profile.PeerError{Code: r.Header.ReasonCode, Message: r.Header.ReasonMessage}
	}
}
