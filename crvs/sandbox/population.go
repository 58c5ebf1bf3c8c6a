package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// population holds the records of every register. Numbers are looked up in an
// index; everything else reads through the records. It is read only once made.
type population struct {
	entries      []*entry // by registration number
	byIdentifier map[person.Identifier][]*entry
	census       *census
}

// entry is a record with what is made of it beforehand.
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
	person                 person.Person
	birth, death, marriage person.Date
}

func newPopulation(records []person.Record) (*population, error) {
	p := &population{byIdentifier: make(map[person.Identifier][]*entry)}
	for _, r := range records {
		e, err := newEntry(r)
		if err != nil {
			return nil, fmt.Errorf("a record of the population: %w", err)
		}
		for _, subject := range r.Subjects() {
			e.views = append(e.views, viewsOf(subject)...)
		}
		p.entries = append(p.entries, e)
	}
	slices.SortStableFunc(p.entries, func(a, b *entry) int {
		return strings.Compare(a.record.RegistrationNumber, b.record.RegistrationNumber)
	})
	for _, e := range p.entries {
		p.index(e)
	}
	p.census = newCensus(p.entries)
	return p, nil
}

// newEntry writes a record as the standard does, once without its event and once
// with: an answer names the event once for all its records, and has no place for
// several.
func newEntry(r person.Record) (*entry, error) {
	e := &entry{record: r}
	var err error
	if e.encoded, err = json.Marshal(r.Person); err != nil {
		return nil, err
	}
	event, err := json.Marshal(map[string]codes.VitalEvent{"reg_event_type": r.Event})
	if err != nil {
		return nil, err
	}
	p := r.Person
	if p.Extra, err = person.NewExtra(event); err != nil {
		return nil, err
	}
	e.named, err = json.Marshal(p)
	return e, err
}

func (p *population) index(e *entry) {
	seen := make(map[person.Identifier]bool)
	for _, subject := range e.record.Subjects() {
		for _, id := range subject.Identifiers {
			key := person.Identifier{Type: id.Type.Canonical(), Value: id.Value}
			if !seen[key] {
				seen[key] = true
				p.byIdentifier[key] = append(p.byIdentifier[key], e)
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
	return views
}

// find is every record of which the plan holds, in its order.
func (p *population) find(q *plan) []*entry {
	from := p.entries
	if q.identifier != nil {
		from = p.byIdentifier[*q.identifier]
	}
	var found []*entry
	for _, e := range from {
		if (q.event == "" || q.event == e.record.Event) && (q.identifier != nil || slices.ContainsFunc(e.views, func(v view) bool { return q.holds(e, v) })) {
			found = append(found, e)
		}
	}
	q.sort(found)
	return found
}

// holds says whether all items hold of one view of a record.
func (p *plan) holds(e *entry, v view) bool {
	for _, t := range p.items {
		if !t(e, v) {
			return false
		}
	}
	return true
}
