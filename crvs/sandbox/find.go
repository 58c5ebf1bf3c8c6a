package sandbox

import (
	"slices"
	"sync"
)

// find is the rank of every record of which the plan holds, in its order. It is
// not to be changed.
func (p *population) find(q *plan) []int32 {
	if found, ok := p.recent.get(q.digest); ok {
		return found
	}
	found := p.look(q)
	slices.Sort(found)
	found = slices.Compact(found) // both of a couple may fit
	p.sort(found, q.order)
	p.recent.put(q.digest, found)
	return found
}

// look is what is found, in no order and perhaps twice.
func (p *population) look(q *plan) []int32 {
	var found []int32
	if q.identifier != nil {
		for _, rank := range p.byIdentifier[*q.identifier] {
			if q.event == "" || p.event(rank) == q.event {
				found = append(found, rank)
			}
		}
	} else {
		for i, e := range p.entries {
			if (q.event == "" || q.event == e.record.Event) && slices.ContainsFunc(e.views, func(v view) bool { return q.condition.holds(e, v) }) {
				found = append(found, p.before[i]+int32(i))
			}
		}
	}
	if p.world == nil {
		return found
	}
	return p.lookInCountry(q, found)
}

// lookInCountry goes through the rows of the index that has the fewest, or
// through all.
func (p *population) lookInCountry(q *plan, found []int32) []int32 {
	w := p.world
	var c compared
	if q.identifier != nil {
		c = w.identified(*q.identifier)
	} else {
		c = q.condition.of(w)
	}
	wanted := func(event int) bool { return q.event == "" || q.event == w.registers[event].event }
	w.everything(wanted).better(c.source).each(func(r row) bool {
		if wanted(r.event) && c.holds(r) {
			found = append(found, p.rankOf(w.registers[r.event].first+r.ord))
		}
		return true
	})
	return found
}

const (
	maxRecent      = 64
	maxRecentRanks = 8 << 20 // of all answers together: 32 MiB
)

// recent remembers what was found for the last questions, so that the next page
// of a long answer is cut from it and not looked for again. The people do not
// change, so it is never out of date.
type recent struct {
	mu    sync.Mutex
	found map[digest][]int32
	order []digest // the oldest first
	ranks int
}

func (r *recent) get(d digest) ([]int32, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.found[d]
	return found, ok
}

func (r *recent) put(d digest, found []int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.found[d]; ok || len(found) > maxRecentRanks {
		return
	}
	for len(r.order) > 0 && (len(r.order) >= maxRecent || r.ranks+len(found) > maxRecentRanks) {
		r.ranks -= len(r.found[r.order[0]])
		delete(r.found, r.order[0])
		r.order = r.order[1:]
	}
	if r.found == nil {
		r.found = make(map[digest][]int32)
	}
	r.found[d] = found
	r.order = append(r.order, d)
	r.ranks += len(found)
}
