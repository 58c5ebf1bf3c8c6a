package sandbox

import (
	"slices"
	"strconv"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// Faults of the registry itself: the answer is well formed, and not the one to
// this question.

// eachItem makes the answer in which change was made to a copy of each item; it
// is given the question too and says whether it changed anything.
func (t telling) eachItem(change func(q question, item *wire.SearchResponseItem) bool) (wire.SearchResponseEnvelope, bool) {
	out, changed := t.out, false
	out.Message.SearchResponse = slices.Clone(out.Message.SearchResponse)
	for i := range out.Message.SearchResponse {
		item := &out.Message.SearchResponse[i]
		for _, q := range t.in.Message.Questions {
			if q.ReferenceID == item.ReferenceID {
				changed = change(q, item) || changed
				break
			}
		}
	}
	return out, changed
}

// inventReferenceIDs answers questions that nobody asked, as the mock of OpenSPP
// does: internal/wire/RULES.md, rule 7.
func inventReferenceIDs(t telling) (wire.SearchResponseEnvelope, bool) {
	out := t.out
	out.Message.SearchResponse = slices.Clone(out.Message.SearchResponse)
	for i := range out.Message.SearchResponse {
		out.Message.SearchResponse[i].ReferenceID = "nobody-asked-" + strconv.Itoa(i+1)
	}
	return out, len(out.Message.SearchResponse) > 0
}

// leaveOutItems keeps the counts of the header: a whole answer that says succ, 0
// and nothing would be a proper "not found" (internal/wire/RULES.md, rule 7b).
func leaveOutItems(t telling) (wire.SearchResponseEnvelope, bool) {
	out := t.out
	out.Message.SearchResponse = []wire.SearchResponseItem{}
	for i, item := range t.out.Message.SearchResponse {
		if i%2 == 1 {
			out.Message.SearchResponse = append(out.Message.SearchResponse, item)
		}
	}
	return out, len(t.out.Message.SearchResponse) > 0
}

// repeatPage gives the records of the page before under the number of this one.
func repeatPage(t telling) (wire.SearchResponseEnvelope, bool) {
	return t.eachItem(func(q question, item *wire.SearchResponseItem) bool {
		if q.Criteria.Pagination == nil || q.Criteria.Pagination.Number < 2 || item.Status != wire.RequestStatusSucceeded {
			return false
		}
		number := item.Pagination.PageNumber
		before := *q.Criteria.Pagination
		before.Number--
		q.Criteria.Pagination = &before
		again := *item
		if no := t.registry.answerOne(t.registry.people.world(), q, make(map[string]bool), &again, maxAnswer); no != nil || len(again.Data.RegRecords) == 0 {
			return false
		}
		*item = again
		item.Pagination.PageNumber = number
		return true
	})
}

// changeTotals counts as a register does into which others write meanwhile.
func changeTotals(t telling) (wire.SearchResponseEnvelope, bool) {
	return t.eachItem(func(_ question, item *wire.SearchResponseItem) bool {
		if item.Pagination.PageNumber < 2 {
			return false
		}
		item.Pagination.TotalCount += item.Pagination.PageNumber - 1
		return true
	})
}

// changeTransaction answers to somebody else.
func changeTransaction(t telling) (wire.SearchResponseEnvelope, bool) {
	out := t.out
	out.Message.TransactionID = "nobody-asked"
	return out, t.in.Message.TransactionID != ""
}
