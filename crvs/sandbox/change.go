package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxChanges is how many a registry takes: it bounds its memory.
const maxChanges = 1_000_000

// draft is the next version of the world while it is made. Nobody reads it before
// it is published. If the change is refused, the draft is dropped and the world stays.
type draft struct {
	*world

	issued *[3]map[int]int32
}

// change makes the next version of the world, in which this was registered. The
// function returns the record that is new, or that changed.
func (p *population) change(what Change, does func(draft) (key, error)) (Registration, error) {
	p.changing.Lock()
	defer p.changing.Unlock()
	next := *p.world()
	if next.changes++; next.changes > maxChanges {
		return Registration{}, wrong("this registry takes no more than %d changes: start another one", maxChanges)
	}
	k, err := does(draft{&next, &p.issued})
	if err != nil {
		return Registration{}, err
	}
	p.newest.Store(&next)
	return p.feed.add(entry{k, next.document(k), what, next.today}), nil
}

// wrong is the error of a change that is refused. It names no value.
func wrong(format string, args ...any) error {
	return &fault.Error{Op: "sandbox", Kind: fault.KindInvalid, Message: fmt.Sprintf(format, args...)}
}

// unknown is the error of a change to what the registry does not have.
func unknown(format string, args ...any) error {
	return &fault.Error{Op: "sandbox", Kind: fault.KindNotFound, Message: fmt.Sprintf(format, args...)}
}

// day is the day of an event: today if none is given.
func (w draft) day(on person.Date) (day, error) {
	if on.IsZero() {
		return w.today, nil
	}
	d := spanOf(on)
	switch {
	case !d.is || d.first != d.last:
		return 0, wrong("the day of the event must be a whole date (2006-01-02)")
	case d.first > w.today:
		return 0, wrong("the day of the event is in the future of the registry's clock, which can be moved on")
	case d.first < dayOf(firstFrom, 1, 1):
		return 0, wrong("the day of the event is before the year %d", firstFrom)
	}
	return d.first, nil
}

// who is the person with this identifier, called by the part that they have in the
// event.
func (w draft) who(id person.Identifier, part string) (int32, error) {
	t := id.Type.Canonical()
	if id.Value == "" {
		return none, wrong("the identifier of the %s is missing", part)
	}
	for event := range w.registers {
		r := &w.registers[event]
		if r.number != t {
			continue
		}
		if event == ofMarriages {
			return none, wrong("the number of a marriage is that of two people: take another identifier for the %s", part)
		}
		if ord := w.ord(r, id.Value); ord != none && !w.isGone(keyOf(event, ord)) {
			return r.rows[ord], nil
		}
	}
	if p := w.byNumber(t, id.Value); p != none {
		return p, nil
	}
	return none, unknown("the %s is not known to this registry by that identifier", part)
}

// living is somebody who is alive on the day, as far as the registry knows.
func (w draft) living(id person.Identifier, part string, on day) (int32, error) {
	p, err := w.who(id, part)
	if err != nil {
		return none, err
	}
	c := w.people.at(p)
	born := c.birth.span(c.traits.known())
	switch {
	case c.death != never && c.death < on:
		return none, wrong("the %s was dead on that day", part)
	case born.is && on < born.first:
		return none, wrong("the %s was not born on that day", part)
	}
	return p, nil
}

// isUnder says whether somebody is surely younger on the day.
func (w draft) isUnder(p int32, years int, on day) bool {
	c := w.people.at(p)
	born := c.birth.span(c.traits.known())
	return born.is && born.first.years(years) > on
}

// afterDeath is how many days a father may be dead when a child of his is born.
const afterDeath = 300

// parent is a mother or a father, none if none is given.
func (w draft) parent(id person.Identifier, part string, on day, not codes.Sex) (int32, error) {
	if id == (person.Identifier{}) {
		return none, nil
	}
	p, err := w.who(id, part)
	if err != nil {
		return none, err
	}
	c := w.people.at(p)
	switch {
	case c.traits.sexCode() == not:
		return none, wrong("the %s is registered as %s", part, not)
	case w.isUnder(p, 10, on):
		return none, wrong("the %s is too young to be one", part)
	case c.death != never && (c.death < on && not == codes.SexMale || c.death+afterDeath < on):
		return none, wrong("the %s was dead by that day", part)
	}
	return p, nil
}

const maxName = 100 // letters of a part

// tidy checks the parts of a name and leaves single spaces in them.
func tidy(parts ...*string) error {
	for _, part := range parts {
		if !utf8.ValidString(*part) || utf8.RuneCountInString(*part) > maxName || strings.ContainsFunc(*part, unicode.IsControl) {
			return wrong("a part of the name is longer than %d letters, or has a character that no name has", maxName)
		}
		*part = strings.Join(strings.Fields(*part), " ")
	}
	return nil
}

func knownSex(sex codes.Sex) error {
	if sex != "" && !sex.Known() {
		return wrong("the sex must be a code of directory sex: male, female, other, unknown; or none")
	}
	return nil
}

// place is the place with this identifier or name, 0 for "".
func (w draft) place(text string) (placeID, error) {
	if text == "" {
		return 0, nil
	}
	for p := range w.places.list[1:] {
		if p++; w.places.list[p].isCalled(text) {
			return placeID(p), nil
		}
	}
	return 0, wrong("the place %s", unknownPlace)
}

// nextNumber issues the next registration number of a register.
func (w draft) nextNumber(event int) string {
	r, year := &w.registers[event], w.today.year()
	if n := w.issued[event][year]; n == 0 && year >= w.from && year-w.from+1 < len(r.years) {
		w.issued[event][year] = r.years[year-w.from+1] - r.years[year-w.from]
	}
	w.issued[event][year]++
	return numberText(r.letter, year, w.issued[event][year])
}

// newRecord adds a record about these people to a register, under the next number.
func (w draft) newRecord(event int, p person.Person, about ...int32) key {
	p.RegistrationDate, p.LastUpdated = dateOf(w.today), dateOf(w.today)
	d := w.newDocument(w.registers[event].record(w.nextNumber(event), p), about...)
	w.markFresh(about...)
	return w.addRecord(d, about...)
}

// markFresh adds people to those whom a search looks at one by one, because the index does
// not have what has changed about them.
func (w draft) markFresh(people ...int32) {
	for _, p := range people {
		if !w.people.at(p).traits.has(isFresh) {
			w.people.edit(p).traits |= isFresh
			w.fresh = append(w.fresh, p)
		}
	}
}

// about are the people whom a record is about.
func (w draft) about(k key) []int32 {
	var about []int32
	w.rowsAt(k.event(), k.ord(), func(r row) bool {
		if !slices.Contains(about, r.p) {
			about = append(about, r.p)
		}
		return true
	})
	return about
}

// amend changes a registered record: change is given a copy of its person. A record that
// followed from the rows is kept as a document from then on.
func (w draft) amend(k key, change func(*person.Person)) {
	r := w.record(k)
	r.Person.Names, r.Person.Relations = slices.Clone(r.Person.Names), slices.Clone(r.Person.Relations)
	change(&r.Person)
	r.Person.LastUpdated = dateOf(w.today)
	about := w.about(k)
	w.put(k, w.newDocument(r, about...))
	w.markFresh(about...)
}

// put gives a record another document.
func (w draft) put(k key, d *document) {
	if old := w.document(k); old != nil {
		d.before = old.before
	}
	*w.registers[k.event()].docs.edit(k.ord()) = d
}

// freeze keeps the records that tell of somebody as documents, before their rows change.
// A record of the country is made of the rows each time it is read; what was registered
// must not change with what is known later.
func (w draft) freeze(p int32) {
	w.freezeOwn(p)
	for _, child := range w.children(p) {
		w.freezeOwn(child)
	}
	for m := w.people.at(p).marriage; m != none; m = w.marriages.at(m).next(p) {
		w.freezeOwn(w.marriages.at(m).spouse(p))
	}
}

func (w draft) freezeOwn(p int32) {
	var derived []key
	w.rowsOf(p, func(r row) bool {
		if r.said == nil {
			derived = append(derived, r.key())
		}
		return true
	})
	for _, k := range derived {
		w.put(k, w.newDocument(w.record(k), w.about(k)...))
	}
}

// told is somebody as a record about an event of this day tells of them.
func (w draft) told(p int32, on day) person.Person { return w.someone(p, w.naming(p, on)) }

// relations are the parents of a child, none for those who are not told.
func (w draft) relations(mother, father int32, asMother, asFather codes.RelationshipType, on day) []person.Relation {
	var out []person.Relation
	if mother != none {
		out = append(out, person.Relation{Type: asMother, Person: w.told(mother, on)})
	}
	if father != none {
		out = append(out, person.Relation{Type: asFather, Person: w.told(father, on)})
	}
	return out
}

// registered is the record with this number.
func (w draft) registered(number string) (key, error) {
	for event := range w.registers {
		if ord := w.ord(&w.registers[event], number); ord != none && !w.isGone(keyOf(event, ord)) {
			return keyOf(event, ord), nil
		}
	}
	return 0, unknown("there is no record with that registration number, or it was cancelled")
}
