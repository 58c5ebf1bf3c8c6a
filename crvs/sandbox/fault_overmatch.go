package sandbox

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// overmatch puts somebody else's record first, where a program that looks no
// further takes it for the answer. OpenCRVS does so with conditions that it
// ignores (package profile, Asking safely).
func overmatch(t telling) (wire.SearchResponseEnvelope, bool) {
	return t.eachItem(func(q question, item *wire.SearchResponseItem) bool {
		if item.Status != wire.RequestStatusSucceeded {
			return false
		}
		other := t.registry.people.stranger(q.Criteria)
		if other == nil {
			return false
		}
		records := slices.Clone(item.Data.RegRecords)
		if len(records) == 0 {
			records = make([]wire.RegRecord, 1)
			item.Pagination.TotalCount = max(item.Pagination.TotalCount, 1)
		}
		records[0] = other.named
		item.Data.RegRecords = records
		if item.Data.RegEventType != string(other.record.Event) {
			item.Data.RegEventType = "" // each record says its own, or none
		}
		return true
	})
}

// stranger is the first record that surely is no answer, one of the event asked
// for if there is one, of the people who are in every sandbox: they differ in all
// that can be asked for, and to look through millions would take long. It is nil
// if there is none.
func (p *population) stranger(c criteria) *entry {
	asked, no := newPlan(c, p.places)
	if no != nil {
		return nil
	}
	var other *entry
	for _, e := range p.entries {
		switch {
		case !asked.denies(e):
		case asked.event == "" || asked.event == e.record.Event:
			return e
		case other == nil:
			other = e
		}
	}
	return other
}
