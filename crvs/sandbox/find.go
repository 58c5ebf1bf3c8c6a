package sandbox

import "sync"

// find is every record of which the plan holds, in its order. It is not to be
// changed.
func (p *population) find(w *world, q *plan) []key {
	if found, ok := p.recent.get(q.digest, w.changes); ok {
		return found
	}
	found := w.sorted(w.look(q))
	w.sort(found, q.order)
	p.recent.put(q.digest, w.changes, found)
	return found
}

// look is what is found, in no order and perhaps twice: it goes through the rows of
// the index that has the fewest, or through all.
func (w *world) look(q *plan) []key {
	var found []key
	var c compared
	if q.identifier != nil {
		c = w.identified(*q.identifier)
	} else {
		c = q.condition.of(w)
	}
	wanted := func(event int) bool { return q.event == "" || q.event == w.registers[event].event }
	w.everything(wanted).better(c.source).each(func(r row) bool {
		if wanted(r.event) && c.holds(r) {
			found = append(found, r.key())
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
// of a long answer is cut from it and not looked for again. All that it remembers is
// of one version of the world: after a change every question is looked for anew.
type recent struct {
	mu      sync.Mutex
	changes int // of the version
	found   map[digest][]key
	order   []digest // the oldest first
	ranks   int
}

func (r *recent) get(d digest, changes int) ([]key, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.changes != changes {
		return nil, false
	}
	found, ok := r.found[d]
	return found, ok
}

func (r *recent) put(d digest, changes int, found []key) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if changes > r.changes {
		r.changes, r.found, r.order, r.ranks = changes, nil, nil, 0
	}
	if _, ok := r.found[d]; ok || changes < r.changes || len(found) > maxRecentRanks {
		return
	}
	for len(r.order) > 0 && (len(r.order) >= maxRecent || r.ranks+len(found) > maxRecentRanks) {
		r.ranks -= len(r.found[r.order[0]])
		delete(r.found, r.order[0])
		r.order = r.order[1:]
	}
	if r.found == nil {
		r.found = make(map[digest][]key)
	}
	r.found[d] = found
	r.order = append(r.order, d)
	r.ranks += len(found)
}
