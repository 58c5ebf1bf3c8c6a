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
		w := t.registry.people.world()
		other := w.stranger(q.Criteria)
		if other == key(none) {
			return false
		}
		record, err := w.encoded(other, true)
		if err != nil {
			return false
		}
		records := slices.Clone(item.Data.RegRecords)
		if len(records) == 0 {
			records = make([]wire.RegRecord, 1)
			item.Pagination.TotalCount = max(item.Pagination.TotalCount, 1)
		}
		records[0] = record
		item.Data.RegRecords = records
		if item.Data.RegEventType != string(w.registers[other.event()].event) {
			item.Data.RegEventType = "" // each record says its own, or none
		}
		return true
	})
}

// stranger is the first record that surely is no answer, one of the event asked
// for if there is one, of the people who are in every sandbox: they differ in all
// that can be asked for, and to look through millions would take long. It is none
// if there is none.
func (w *world) stranger(c criteria) key {
	asked, no := newPlan(c, w.places.published)
	if no != nil {
		return key(none)
	}
	other := key(none)
	for _, k := range w.first.records {
		switch {
		case w.isGone(k), !asked.denies(w, k):
		case asked.event == "" || asked.event == w.registers[k.event()].event:
			return k
		case other == key(none):
			other = k
		}
	}
	return other
}
