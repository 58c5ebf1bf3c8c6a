package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// population holds the records of every register: those of the fixed people,
// written down, and those of a country, made when they are handed out. A record
// is known by its rank, its place among all by registration number. It is read
// only once made, but for what it remembers of answers.
type population struct {
	entries      []*entry // of the fixed people, by registration number
	byIdentifier map[person.Identifier][]int32
	before       []int32 // how many records of the country stand before each entry
	world        *world  // nil for the fixed people alone
	census       *census
	places       places
	recent       recent
}

// entry is a record of the fixed people with what is made of it beforehand.
type entry struct {
	record  person.Record
	views   []view
	encoded json.RawMessage // as it is handed out
	named   json.RawMessage // with the event as a member of the record
}

// view is one person whom a record is about, with one of each of their dates.
// Somebody with two birthdays on file has two views, so that all comparisons of
// a question are made with the same birthday.
type view struct {
	person                          person.Person
	birth, death, marriage, divorce person.Date
}

func newPopulation(records []person.Record, country *Population) (*population, error) {
	p := &population{byIdentifier: make(map[person.Identifier][]int32), places: locations()}
	if country != nil {
		p.world = newWorld(*country)
		p.places = append(p.places, p.world.places.list[1:]...)
	}
	for _, r := range records {
		e, err := newEntry(r)
		if err != nil {
			return nil, fmt.Errorf("a record of the population: %w", err)
		}
		p.entries = append(p.entries, e)
	}
	slices.SortStableFunc(p.entries, func(a, b *entry) int {
		return strings.Compare(a.record.RegistrationNumber, b.record.RegistrationNumber)
	})
	for i, e := range p.entries {
		p.before = append(p.before, p.placesBefore(e.record.RegistrationNumber))
		p.index(e, p.before[i]+int32(i))
	}
	p.census = newCensus(p.entries, p.today())
	return p, nil
}

// placesBefore is how many records of the country have a lower number.
func (p *population) placesBefore(number string) int32 {
	if p.world == nil {
		return 0
	}
	n := sort.Search(int(p.world.size()), func(g int) bool {
		event, ord := p.world.registers.at(int32(g)) //nolint:gosec // at most three for each person
		return p.world.registration(&p.world.registers[event], ord) > number
	})
	return int32(n) //nolint:gosec // at most three for each person
}

// newEntry writes a record as the standard does, once without its event and once
// with: an answer names the event once for all its records, and has no place for
// several.
func newEntry(r person.Record) (*entry, error) {
	e := &entry{record: r}
	for _, subject := range r.Subjects() {
		e.views = append(e.views, viewsOf(subject)...)
	}
	var err error
	if e.encoded, err = json.Marshal(r.Person); err != nil {
		return nil, err
	}
	p, err := withEvent(r)
	if err != nil {
		return nil, err
	}
	e.named, err = json.Marshal(p)
	return e, err
}

// withEvent is the person of the record with the event as a member.
func withEvent(r person.Record) (person.Person, error) {
	p := r.Person
	event, err := json.Marshal(map[string]codes.VitalEvent{"reg_event_type": r.Event})
	if err != nil {
		return p, err
	}
	p.Extra, err = person.NewExtra(event)
	return p, err
}

func (p *population) index(e *entry, rank int32) {
	seen := make(map[person.Identifier]bool)
	for _, subject := range e.record.Subjects() {
		for _, id := range subject.Identifiers {
			key := person.Identifier{Type: id.Type.Canonical(), Value: id.Value}
			if !seen[key] {
				seen[key] = true
				p.byIdentifier[key] = append(p.byIdentifier[key], rank)
			}
		}
	}
}

func viewsOf(p person.Person) []view {
	views := []view{{person: p}}
	split := func(dates []person.Date, set func(*view, person.Date)) {
		var out []view
		for _, v := range views {
			for _, d := range dates {
				set(&v, d)
				out = append(out, v)
			}
		}
		if len(dates) > 0 {
			views = out
		}
	}
	split(p.BirthDates, func(v *view, d person.Date) { v.birth = d })
	split(p.DeathDates, func(v *view, d person.Date) { v.death = d })
	split(p.MarriageDates, func(v *view, d person.Date) { v.marriage = d })
	split(p.DivorceDates, func(v *view, d person.Date) { v.divorce = d })
	return views
}

// size is how many records there are.
func (p *population) size() int32 {
	n := int32(len(p.entries)) //nolint:gosec // few
	if p.world != nil {
		n += p.world.size()
	}
	return n
}

// at is what stands at a rank: a record of the fixed people, or the place of one
// in the registers of the country.
func (p *population) at(rank int32) (e *entry, g int32) {
	i := sort.Search(len(p.entries), func(i int) bool { return p.before[i]+int32(i) >= rank }) //nolint:gosec // few
	if i < len(p.entries) && p.before[i]+int32(i) == rank {                                    //nolint:gosec // few
		return p.entries[i], 0
	}
	return nil, rank - int32(i) //nolint:gosec // few
}

// rankOf is the rank of a record of the country.
func (p *population) rankOf(g int32) int32 {
	return g + int32(sort.Search(len(p.before), func(i int) bool { return p.before[i] > g })) //nolint:gosec // few
}

func (p *population) record(rank int32) person.Record {
	e, g := p.at(rank)
	if e != nil {
		return e.record
	}
	return p.world.record(g)
}

func (p *population) event(rank int32) codes.VitalEvent {
	e, g := p.at(rank)
	if e != nil {
		return e.record.Event
	}
	event, _ := p.world.registers.at(g)
	return p.world.registers[event].event
}

// encoded is the record as it is handed out, named with its event as a member.
func (p *population) encoded(rank int32, named bool) (json.RawMessage, error) {
	e, g := p.at(rank)
	switch {
	case e != nil && named:
		return e.named, nil
	case e != nil:
		return e.encoded, nil
	}
	r := p.world.record(g)
	if named {
		var err error
		if r.Person, err = withEvent(r); err != nil {
			return nil, err
		}
	}
	// Not json.Marshal, which would read all that was written once more.
	return r.Person.MarshalJSON()
}

func (p *population) sortKey(attribute string, rank int32) sortKey {
	e, g := p.at(rank)
	if e != nil {
		return e.sortKey(attribute)
	}
	return p.world.sortKey(attribute, g)
}
