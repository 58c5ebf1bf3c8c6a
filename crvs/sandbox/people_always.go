package sandbox

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// fixedPeople are those who are always there: where their rows are, their records
// in the order of the numbers, and the numbers of theirs, which follow no rule.
type fixedPeople struct {
	size     int32
	records  []key
	byNumber map[person.Identifier]int32
}

// oddity is what is on file of somebody who is always there and has no place in a
// row.
type oddity struct {
	national, uin string
	born          []person.Date
	contacts      []person.Contact
}

func (o *oddity) number(t codes.IdentifierType) string {
	switch t {
	case codes.IdentifierNationalID:
		return o.national
	case codes.IdentifierUIN:
		return o.uin
	default:
		return ""
	}
}

// addPeople makes rows of those whom the records are about, and documents of the
// records.
func (w *world) addPeople(records []person.Record) {
	w.first.byNumber = make(map[person.Identifier]int32)
	slices.SortStableFunc(records, func(a, b person.Record) int { return strings.Compare(a.RegistrationNumber, b.RegistrationNumber) })
	about := make([][]int32, len(records))
	// A birth tells most, and a death ends what a marriage says.
	for _, event := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventMarriage, codes.VitalEventDeath} {
		for i, r := range records {
			if r.Event == event {
				for _, subject := range r.Subjects() {
					about[i] = append(about[i], w.rowFor(subject))
				}
			}
		}
	}
	for i, r := range records {
		w.first.records = append(w.first.records, w.addRecord(w.newDocument(r, about[i]...), about[i]...))
		w.relate(r, about[i][0])
	}
	w.first.size = w.people.size - w.made.people.size
}

// rowFor is the row of the person who has one of the numbers of p, or a new one.
func (w *world) rowFor(p person.Person) int32 {
	numbers := numbersOf(p)
	row := w.personWith(numbers)
	if row == none {
		n := w.nameOf(p)
		c := newcomer(n, p.Sex)
		c.traits |= isOdd | isFresh
		c.birth, c.traits = spanOf(p.BirthDate()).first, c.traits.at(w.places.idOf(p.BirthPlace))
		switch p.BirthDate().Precision() {
		case person.PrecisionNone:
			c.birth, c.traits = dayOf(firstFrom, 1, 1), c.traits|knownNothing<<partialShift
		case person.PrecisionYear:
			c.traits |= knownYear << partialShift
		case person.PrecisionMonth:
			c.traits |= knownMonth << partialShift
		default: // the day
		}
		row = w.people.add(c)
		odd := oddity{contacts: p.Contacts}
		if len(p.BirthDates) > 1 {
			odd.born = p.BirthDates
		}
		w.odd.add(odd)
		w.fresh = append(w.fresh, row)
	}
	odd := w.odd.at(row - w.made.people.size)
	for _, id := range numbers {
		w.first.byNumber[id] = row
		if id.Type == codes.IdentifierNationalID {
			odd.national = id.Value
		} else {
			odd.uin = id.Value
		}
	}
	return row
}

// newcomer is a row of somebody who was not made with the country.
func newcomer(n naming, sex codes.Sex) citizenRow {
	c := citizenRow{
		death: never, birthReg: never, deathReg: never, birthOrd: none, deathOrd: none,
		mother: none, father: none, firstChild: none, nextOfMother: none, nextOfFather: none, marriage: none,
		given: n.given, middle: n.middle, family: n.family,
	}
	return c.is(sex, isWritten)
}

// is sets the sex and adds a trait.
func (c citizenRow) is(sex codes.Sex, also traits) citizenRow {
	sexes := sexesOfRows()
	c.traits = c.traits&^sexBits | traits(max(slices.Index(sexes[:], sex), sexNone)) | also //nolint:gosec // 0 to 4
	return c
}

// addRecord adds a document to its register, and writes into the rows of the people where
// their record is. For a marriage it adds the row of the marriage too.
func (w *world) addRecord(d *document, about ...int32) key {
	event := ofBirths
	for w.registers[event].event != d.record.Event {
		event++
	}
	r := &w.registers[event]
	k := keyOf(event, int32(len(r.rows))) //nolint:gosec // at most maxPeople and maxChanges
	d.before = w.before(d.record.RegistrationNumber)
	*r.docs.edit(k.ord()) = d
	w.later.Store(d.record.RegistrationNumber, k)
	row, registered := about[0], d.about[0].registered.first
	switch event {
	case ofBirths:
		c := w.people.edit(row)
		c.birthOrd, c.birthReg = k.ord(), registered
	case ofDeaths:
		c := w.people.edit(row)
		c.deathOrd, c.deathReg = k.ord(), registered
		died := d.about[0].death
		c.death = died.first
		c.traits |= isDeathPartial.when(died.first != died.last)
	default:
		row = w.wed(d, k.ord(), about)
	}
	r.rows = append(r.rows, row)
	return k
}

// wed adds the row of the marriage that a document tells of, and returns its key.
func (w *world) wed(d *document, ord int32, couple []int32) int32 {
	f := &d.about[0]
	m := marriageRow{
		wife: couple[0], husband: couple[1], date: f.marriage.first, divorced: never, reg: f.registered.first, ord: ord,
		nextOfWife: none, nextOfHusband: none, home: w.places.districtAbove(f.place),
	}
	if f.divorce.is {
		m.divorced = f.divorce.first
	}
	added := w.marriages.add(m)
	for _, one := range couple {
		w.marriagesOf(one).add(added)
	}
	return added
}

// chain is a list of rows in the order of their days, each of which holds the key of the
// next: the marriages of a person, or the children of a parent.
type chain struct {
	// link is where the key of the row behind this one stands, or behind none that of the
	// first. It is written only if it was asked for to be changed.
	link func(row int32, change bool) *int32
	day  func(row int32) day
}

// add puts a row into the chain, behind those of the same day.
func (c chain) add(row int32) {
	before, next := none, *c.link(none, false)
	for next != none && c.day(next) <= c.day(row) {
		before, next = next, *c.link(next, false)
	}
	*c.link(row, true) = next
	*c.link(before, true) = row
}

// remove takes a row that is in the chain out of it.
func (c chain) remove(row int32) {
	before := none
	for one := *c.link(none, false); one != row; one = *c.link(one, false) {
		before = one
	}
	next := *c.link(row, false)
	*c.link(before, true) = next
}

// marriagesOf are the marriages of a person.
func (w *world) marriagesOf(p int32) chain {
	return chain{
		link: func(m int32, change bool) *int32 {
			if m == none {
				return &w.people.row(p, change).marriage
			}
			return w.marriages.row(m, change).nextAt(p)
		},
		day: func(m int32) day { return w.marriages.at(m).date },
	}
}

// childrenOf are the children of a parent.
func (w *world) childrenOf(parent int32) chain {
	return chain{
		link: func(child int32, change bool) *int32 {
			if child == none {
				return &w.people.row(parent, change).firstChild
			}
			return w.people.row(child, change).nextChildAt(parent)
		},
		day: func(child int32) day { return w.people.at(child).birth },
	}
}

// nextAt is where the next marriage of the person stands.
func (m *marriageRow) nextAt(p int32) *int32 {
	if m.wife == p {
		return &m.nextOfWife
	}
	return &m.nextOfHusband
}

// relate ties the parents of a record to their child.
func (w *world) relate(r person.Record, child int32) {
	if r.Event == codes.VitalEventMarriage {
		return
	}
	mother, father := w.people.at(child).mother, w.people.at(child).father
	for _, rel := range r.Person.Relations {
		parent := w.personWith(numbersOf(rel.Person))
		switch {
		case rel.Type.IsMother():
			mother = max(parent, mother) // none is less than any
		case rel.Type.IsFather():
			father = max(parent, father)
		}
	}
	w.setParents(child, mother, father)
}

// setParents gives a child other parents, none for nobody.
func (w *world) setParents(child, mother, father int32) {
	w.setParent(child, mother, func(c *citizenRow) *int32 { return &c.mother })
	w.setParent(child, father, func(c *citizenRow) *int32 { return &c.father })
}

func (w *world) setParent(child, parent int32, of func(*citizenRow) *int32) {
	old := *of(w.people.at(child))
	if old == parent {
		return
	}
	if old != none {
		w.childrenOf(old).remove(child)
	}
	*of(w.people.edit(child)) = parent
	if parent != none {
		w.childrenOf(parent).add(child)
	}
}

// nextChildAt is where the next younger child of the parent stands.
func (c *citizenRow) nextChildAt(parent int32) *int32 {
	if c.mother == parent {
		return &c.nextOfMother
	}
	return &c.nextOfFather
}
