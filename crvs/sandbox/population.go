package sandbox

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// population is the world as it changes. Whoever asks takes the newest version once
// and keeps to it, so that an answer is of one version, and waits for nobody.
type population struct {
	newest atomic.Pointer[world]
	recent recent
	feed   feed

	changing sync.Mutex       // held by who makes the next version
	issued   [3]map[int]int32 // of each register and year: how many numbers are used
}

func newPopulation(records func(*placeTable) []person.Record, country *Population) *population {
	w := newWorld(country)
	w.addPeople(records(w.places))
	for _, t := range []*bool{&w.people.shared, &w.marriages.shared, &w.odd.shared} {
		*t = true
	}
	p := &population{feed: newFeed()}
	for i := range w.registers {
		w.registers[i].docs.shared = true
		p.issued[i] = make(map[int]int32)
	}
	p.newest.Store(w)
	return p
}

// world is the newest version.
func (p *population) world() *world { return p.newest.Load() }

// newWorld makes the country, or the world of nobody.
func newWorld(p *Population) *world {
	w := &world{
		places: newPlaceTable(p != nil), names: newNameTable(p != nil), registers: newRegisters(), later: new(sync.Map),
		lastDay: dayOfDate(person.MustDate(fixedToday)), numbers: newNumbering(0),
	}
	w.today = w.lastDay
	if p != nil {
		w.seed, w.from, w.to, w.numbers = p.Seed, p.From, p.To, newNumbering(p.Seed)
		w.lastDay = dayOf(p.To, time.December, 31)
		w.today = w.lastDay
		w.build(*p)
		w.registerCountry()
	}
	w.people.ready()
	w.marriages.ready()
	w.odd.ready()
	w.made.people, w.made.marriages, w.made.index = w.people, w.marriages, newIndex(w)
	return w
}

// fixedToday is the last day of the people who are always there.
const fixedToday = "2025-12-31"

// commonEvent is the event of all these records; false if they are of several.
func (w *world) commonEvent(page []key) (codes.VitalEvent, bool) {
	for _, k := range page {
		if k.event() != page[0].event() {
			return "", false
		}
	}
	if len(page) == 0 {
		return "", true
	}
	return w.registers[page[0].event()].event, true
}
