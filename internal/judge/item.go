package judge

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// The rules for the answer to one question, in the order in which they are tried.

// answered is a question with the item that answers it.
type answered struct {
	question Question
	item     *profile.AnswerItem
	received *profile.Received
}

// isEmpty says whether there is nothing in the item, not even something that
// cannot be read.
func (a answered) isEmpty() bool { return len(a.item.Records) == 0 && !a.item.Unreadable }

// byStatus: internal/wire/RULES.md, rule 8. Records are an answer under any
// status but rjct.
func (j *judgement) byStatus(a answered) *fault.Error {
	switch it := a.item; it.Status {
	case codes.StatusRejected:
		return j.peer(profile.PeerError{Code: it.ReasonCode, Message: it.ReasonMessage})
	case codes.StatusReceived, codes.StatusPending, codes.StatusPartial:
		if a.isEmpty() {
			return j.notYet(it.Status)
		}
	case codes.StatusSuccess:
		return j.errorBesideSuccess(a)
	case "":
		if a.isEmpty() {
			return j.fail(fault.KindProtocol, "the answer has neither a status nor records")
		}
	default:
		return j.fail(fault.KindProtocol, "the answer has a status outside the standard")
	}
	return nil
}

// errorBesideSuccess: an error in an empty item or beside it does not say
// "none".
func (j *judgement) errorBesideSuccess(a answered) *fault.Error {
	switch it := a.item; {
	case len(it.Records) > 0:
		return nil
	case it.HasError, j.isReason(it.ReasonCode):
		return j.noneBecause(profile.PeerError{Code: it.ReasonCode, Message: it.ReasonMessage})
	default:
		return j.speaksAgainstNone(a.received, true)
	}
}

// unreadableRecords: what cannot be read is not "none".
func (j *judgement) unreadableRecords(a answered) *fault.Error {
	if !a.item.Unreadable {
		return nil
	}
	return j.fail(fault.KindProtocol, "the data of the answer cannot be read: reg_records is missing, or holds an entry that is empty or not a record")
}

// anotherPage: internal/wire/RULES.md, rule 6, pages count from 1. A smaller
// number is that of a registry that does not page: a page that comes again tells.
func (j *judgement) anotherPage(a answered) *fault.Error {
	if a.item.PageNumber <= a.question.Page {
		return nil
	}
	return j.fail(fault.KindProtocol, "the answer is another page than the one asked for (pagination.page_number): does this registry count pages from 1?")
}

// countedAndWithheld: a registry that counts records does not say "none".
func (j *judgement) countedAndWithheld(a answered) *fault.Error {
	q, it := a.question, a.item
	withheld := it.Total > (q.Page-1)*max(q.Size, it.PageSize) ||
		j.rules.Profile.Habit.CountsRecords && a.received.Header.TotalCount > records(a.received)
	if len(it.Records) > 0 || !withheld {
		return nil
	}
	kind := fault.KindProtocol
	if q.Page > 1 { // there may have been more when the page before was read
		kind = fault.KindUnstable
	}
	return j.fail(kind, "the registry counts matching records and hands out none")
}

// noneOfAnotherEvent: a registry that looked for deaths has not said that there is no
// birth. A word that no directory has may be its own for what was asked.
func (j *judgement) noneOfAnotherEvent(a answered) *fault.Error {
	asked, said := a.question.Query.Event(), a.item.Event
	if len(a.item.Records) > 0 || !asked.Known() || !said.Known() || said.Canonical() == asked.Canonical() {
		return nil
	}
	return j.fail(fault.KindProtocol, "the answer is empty and is about another event than the one asked for (data.reg_event_type): does this registry understand the question?")
}

// attributeName names an attribute in an error: an identifier type that nobody
// knows may be a value typed in the wrong place.
func attributeName(name string) string {
	if t := codes.IdentifierType(name); t.Registers() != "" || t.Known() {
		return string(t.Canonical())
	}
	ours := func(a search.Attribute) bool { return a.Name() == name }
	if name == eventAttribute || slices.ContainsFunc(search.Attributes(), ours) {
		return name
	}
	return "identifier"
}

// isOfRelative: a registry that finds relatives by a number hands out records that
// are no fault of its own. What speaks against them is the number alone.
func (j *judgement) isOfRelative(q Question, contradiction string) bool {
	id := q.Query.Identifier()
	return j.rules.Profile.Habit.FindsRelatives && id.Value != "" && id.Type.Registers() == "" &&
		len(q.Query.Conditions()) == 0 && contradiction != eventAttribute
}

// eventAttribute is how a contradiction on the event is named.
const eventAttribute = "reg_event_type"
