package judge

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// speaksAgainstNone: an answer without records means "not found" only where nothing
// beside it says otherwise (internal/wire/RULES.md, rules 7 and 8). It returns the error
// of what says otherwise, nil if nothing does. hasItem says that the question has an item of its own,
// of which this is the answer around it; else there is no item for it.
func (j *judgement) speaksAgainstNone(r *profile.Received, hasItem bool) *fault.Error {
	h := r.Header
	for _, said := range [...]profile.PeerError{{Code: h.ReasonCode, Message: h.ReasonMessage}, {Code: r.Said.ReasonCode, Message: r.Said.ReasonMessage}} {
		if j.isReason(said.Code) && !saysError(r) {
			return j.noneBecause(said)
		}
	}
	switch {
	case saysError(r):
		return j.peer(firstError(r))
	case r.Ack.Status != "" && r.Ack.Status != codes.AckAccepted:
		return j.fail(fault.KindProtocol, "the answer is empty and its ack_status is not ACK: that does not say that there is no such record")
	case r.Elsewhere, h.TotalCount == profile.Uncountable:
		return j.fail(fault.KindProtocol, "the answer is empty, and beside it stands what may be records or a count of them: compare it with message.search_response of the standard")
	case h.Action.Known() && h.Action != codes.ActionSearch && h.Action != codes.ActionOnSearch:
		return j.fail(fault.KindProtocol, "the answer is empty and its action is not that of an answer to a search (header.action)")
	}
	// That it was received says nothing: published answers do.
	for _, s := range [...]codes.RequestStatus{h.Status, r.Said.Status} {
		switch {
		case s == codes.StatusPending, s == codes.StatusPartial && !j.saysWhatIsMissing(r):
			return j.notYet(s)
		case !s.Known() && j.isReason(codes.ReasonCode(s)): // "failed", "error"
			return j.fail(fault.KindProtocol, "the answer is empty and its header or message has a status outside the standard")
		}
	}
	return j.httpSpeaksAgainstNone(hasItem)
}

// httpSpeaksAgainstNone: internal/wire/RULES.md, rule 12, answers come with 200 and with 202. But
// what was only accepted is not answered by leaving it out, and content that is
// partial or reset is not all.
func (j *judgement) httpSpeaksAgainstNone(hasItem bool) *fault.Error {
	switch status := j.reply.Status; {
	case status == http.StatusAccepted && !hasItem:
		return j.fail(fault.KindUnavailable, "the registry accepted the question (HTTP 202) and has not answered it yet: is this its asynchronous endpoint?")
	case status > http.StatusNonAuthoritativeInfo:
		return j.fail(fault.KindProtocol, "the answer is empty and its HTTP status does not say that it is whole")
	default:
		return nil
	}
}

// saysWhatIsMissing says whether an answer of which a part is missing shows which: an
// item that is no success, or a question without one.
func (j *judgement) saysWhatIsMissing(r *profile.Received) bool {
	return len(r.Items) < len(j.asked.Questions) ||
		slices.ContainsFunc(r.Items, func(it profile.AnswerItem) bool { return it.Status != codes.StatusSuccess })
}

// isReason says whether a code speaks against "none". One that nobody knows does: it
// may be of a fault. Those that say that all is well, or that there is no record, do
// not; which others mean that is known to the profile.
func (j *judgement) isReason(c codes.ReasonCode) bool {
	word := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(string(c)))
	switch word {
	case "":
		return strings.ContainsFunc(string(c), func(r rune) bool { return r > '~' }) // a word of another script
	case "0", "00", "000", "200", "200ok", "ok", "okay", "succ", "success", "successful", "succeeded", "complete", "completed", "processed", "done", "true", "none", "null", "na",
		"notfound", "nomatch", "nomatches", "nomatchfound", "nodata", "nodatafound", "empty",
		"norecord", "norecords", "norecordfound", "norecordsfound", "recordnotfound", "recordsnotfound",
		"noresult", "noresults", "noresultfound", "noresultsfound", "personnotfound", "nosuchrecord":
		return false
	default:
		return !slices.ContainsFunc(j.rules.Profile.Habit.NoneCodes, func(own codes.ReasonCode) bool { return strings.EqualFold(string(own), string(c)) })
	}
}

// noneBecause is the error of an answer without records that gives a reason.
func (j *judgement) noneBecause(said profile.PeerError) *fault.Error {
	e := j.peer(said)
	if said.Code != "" && !said.Code.Known() {
		e.Hint = "it gave no records beside this code: if the code is its word for \"no such record\", the profile can say so"
	}
	return e
}
