package sandbox

import (
	"cmp"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// RecordDeath registers that the person with this identifier (a NATIONAL_ID, a UIN
// or the number of a birth) died on the day, today if it is zero. The record
// names the spouse who survives, and for a child the parents. The error says what is
// wrong: nobody has the identifier; the death is registered already; or the day is
// before the birth of the person, before a wedding or the birth of a child of theirs,
// or after today by the registry's clock.
func (r *Registry) RecordDeath(id person.Identifier, on person.Date) (Registration, error) {
	return r.people.change(ChangeDeath, func(w draft) (key, error) { return w.death(id, on) })
}

func (w draft) death(id person.Identifier, date person.Date) (key, error) {
	on, err := w.day(date)
	if err != nil {
		return 0, err
	}
	p, err := w.who(id, "deceased")
	if err != nil {
		return 0, err
	}
	if w.people.at(p).deathOrd != none {
		return 0, wrong("the death of this person is registered already")
	}
	if err := w.diedAfterLiving(p, on); err != nil {
		return 0, err
	}
	for m := w.people.at(p).marriage; m != none; m = w.marriages.at(m).next(p) {
		if spouse := w.marriages.at(m).spouse(p); w.people.at(spouse).death >= on && w.people.at(spouse).death != never {
			w.freezeOwn(spouse) // whose record does not say that they were left
		}
	}
	c := w.people.edit(p)
	c.death = on
	out := w.told(p, on)
	out.DeathDates, out.DeathPlace = on.dates(knownDay), w.places.made(w.deathPlace(p))
	out.Addresses, out.MaritalStatus = w.address(p, w.residence(p, on)), w.status(p, on)
	if w.tellsParents(ofDeaths, p) {
		out.Relations = w.parentsOf(p)
	}
	out.Relations = append(out.Relations, w.spouseLeft(p, on, out.MaritalStatus)...)
	return w.newRecord(ofDeaths, out, p), nil
}

// diedAfterLiving says what is wrong with the day of a death.
func (w draft) diedAfterLiving(p int32, on day) error {
	c := w.people.at(p)
	born := c.birth.span(c.traits.known())
	last := w.lastMarriage(p, never)
	switch {
	case born.is && on < born.first:
		return wrong("the day of the death is before the birth")
	case last != none && on < w.marriages.at(last).date:
		return wrong("the day of the death is before a wedding of this person")
	}
	for _, child := range w.children(p) {
		born := w.people.at(child).birth
		if on < born && w.people.at(child).mother == p || on+afterDeath < born {
			return wrong("the day of the death is before the birth of a child")
		}
	}
	return nil
}

// RecordMarriage registers that two people married on the day, today if it is zero.
// Of a man and a woman she is the person of the record and he her relation; else
// they are in the order given. The error says what is wrong: somebody who is not
// known, was dead or is married already on that day, or was not of age (18); or the
// two are one person, parent and child, or brother and sister.
func (r *Registry) RecordMarriage(one, other person.Identifier, on person.Date) (Registration, error) {
	return r.people.change(ChangeMarriage, func(w draft) (key, error) { return w.marriage(one, other, on) })
}

func (w draft) marriage(oneID, otherID person.Identifier, date person.Date) (key, error) {
	on, err := w.day(date)
	if err != nil {
		return 0, err
	}
	one, err := w.bride(oneID, on)
	if err != nil {
		return 0, err
	}
	other, err := w.bride(otherID, on)
	if err != nil {
		return 0, err
	}
	if one == other {
		return 0, wrong("nobody marries themselves")
	}
	if w.areClose(one, other) {
		return 0, wrong("the two are parent and child, or brother and sister")
	}
	if w.people.at(one).traits.sex() == sexMale && w.people.at(other).traits.sex() == sexFemale {
		one, other = other, one
	}
	for _, p := range []int32{one, other} {
		for _, child := range w.children(p) {
			if w.people.at(child).birth >= on {
				w.freeze(p) // their records tell the name that she had
				break
			}
		}
	}
	couple := [2]person.Person{}
	for i, p := range []int32{one, other} {
		couple[i] = w.told(p, on-1)
		couple[i].Addresses, couple[i].MaritalStatus = w.address(p, w.residence(p, on-1)), codes.MaritalStatusMarried
		couple[i].MarriageDates = on.dates(knownDay)
	}
	as := codes.RelationshipSpouse
	switch w.people.at(other).traits.sex() {
	case sexMale:
		as = codes.RelationshipHusband
	case sexFemale:
		as = codes.RelationshipWife
	}
	couple[0].MarriagePlace = w.places.made(cmp.Or(w.homeAt(other, on), w.homeAt(one, on)))
	couple[0].Relations = []person.Relation{{Type: as, Person: couple[1]}}
	return w.newRecord(ofMarriages, couple[0], one, other), nil
}

// areClose says whether one is the parent of the other, or they share a parent.
func (w draft) areClose(one, other int32) bool {
	a, b := w.people.at(one), w.people.at(other)
	return a.mother == other || a.father == other || b.mother == one || b.father == one ||
		a.mother != none && a.mother == b.mother || a.father != none && a.father == b.father
}

// bride is one of a couple, who may marry on the day.
func (w draft) bride(id person.Identifier, on day) (int32, error) {
	p, err := w.living(id, "bride or groom", on)
	if err != nil {
		return none, err
	}
	last := w.lastMarriage(p, never)
	switch {
	case w.people.at(p).deathOrd != none:
		return none, wrong("the death of the bride or the groom is registered")
	case w.isUnder(p, 18, on):
		return none, wrong("the bride or the groom was not of age on that day")
	case last != none && w.end(w.marriages.at(last)) >= on:
		return none, wrong("the bride or the groom is married already, or was on that day")
	}
	return p, nil
}

// RecordDivorce registers that a marriage was divorced on the day, today if it is
// zero: that of the person with this identifier, or that with this MRN. It is
// written into the record of the marriage, which keeps its number. The error says
// what is wrong: nobody has the identifier, there is no marriage, it was not
// registered, it has ended, or the day is not after the wedding.
func (r *Registry) RecordDivorce(id person.Identifier, on person.Date) (Registration, error) {
	return r.people.change(ChangeDivorce, func(w draft) (key, error) { return w.divorce(id, on) })
}

func (w draft) divorce(id person.Identifier, date person.Date) (key, error) {
	on, err := w.day(date)
	if err != nil {
		return 0, err
	}
	m, err := w.marriageOf(id)
	if err != nil {
		return 0, err
	}
	row := *w.marriages.at(m)
	switch {
	case row.divorced != never:
		return 0, wrong("the marriage is divorced already")
	case w.end(&row) != never:
		return 0, wrong("the marriage has ended with a death")
	case on <= row.date:
		return 0, wrong("the day of the divorce is not after the wedding")
	case row.ord == none:
		return 0, wrong("the marriage is not registered: register it first")
	}
	k := keyOf(ofMarriages, row.ord)
	w.amend(k, func(p *person.Person) {
		for _, one := range []*person.Person{p, &p.Relations[0].Person} {
			one.DivorceDates, one.MaritalStatus = on.dates(knownDay), codes.MaritalStatusDivorced
		}
	})
	w.marriages.edit(m).divorced = on
	return k, nil
}

// marriageOf is the marriage with this number, or the last one of the person.
func (w draft) marriageOf(id person.Identifier) (int32, error) {
	if r := &w.registers[ofMarriages]; id.Type.Canonical() == r.number {
		if ord := w.ord(r, id.Value); ord != none && !w.isGone(keyOf(ofMarriages, ord)) {
			return r.rows[ord], nil
		}
		return none, unknown("there is no marriage with that number, or it was cancelled")
	}
	p, err := w.who(id, "spouse")
	if err != nil {
		return none, err
	}
	if m := w.lastMarriage(p, never); m != none {
		return m, nil
	}
	return none, wrong("this person is not married")
}
