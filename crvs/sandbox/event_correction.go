package sandbox

import (
	"cmp"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Correction is what was wrong in a record. What is zero stays as it is.
type Correction struct {
	Given, Middle, Family string      // of the child or the deceased
	Sex                   codes.Sex   // of the child or the deceased
	On                    person.Date // of the birth, the death or the wedding
	Place                 string      // of the event, as in [Birth]
}

// Correct corrects the record with this registration number, which it keeps; its
// last_updated is today. What the record of a birth says of the child is from then
// on what is known of them; a record that was registered before and tells of them
// stays as it was. The error says what is wrong: there is no such record, nothing is
// corrected, a name or a sex of a couple (correct the births), or a day that cannot
// be.
func (r *Registry) Correct(registrationNumber string, c Correction) (Registration, error) {
	return r.people.change(ChangeCorrection, func(w draft) (key, error) { return w.correct(registrationNumber, c) })
}

func (w draft) correct(number string, c Correction) (key, error) {
	k, err := w.registered(number)
	if err != nil {
		return 0, err
	}
	if err := tidy(&c.Given, &c.Middle, &c.Family); err != nil {
		return 0, err
	}
	if c == (Correction{}) {
		return 0, wrong("the correction says nothing")
	}
	if err := knownSex(c.Sex); err != nil {
		return 0, err
	}
	place, err := w.place(c.Place)
	if err != nil {
		return 0, err
	}
	on, err := w.day(c.On)
	if err != nil {
		return 0, err
	}
	if c.On.IsZero() {
		on = never
	}
	if k.event() == ofMarriages && c.isOfPerson() {
		return 0, wrong("the record of a marriage takes a day and a place: correct the births of the couple")
	}
	if err := w.mayBe(k, on); err != nil {
		return 0, err
	}
	for _, p := range w.about(k) {
		w.freeze(p)
	}
	w.amend(k, func(p *person.Person) { w.rewrite(k.event(), p, c, on, place) })
	w.learn(k, on)
	return k, nil
}

func (c Correction) isOfPerson() bool { return c.Given+c.Middle+c.Family+string(c.Sex) != "" }

// mayBe says what is wrong with another day of the event; never is none.
func (w draft) mayBe(k key, on day) error {
	if on == never {
		return nil
	}
	about := w.about(k)
	p := about[0]
	c := w.people.at(p)
	switch {
	case k.event() == ofDeaths:
		return w.diedAfterLiving(p, on)
	case k.event() == ofBirths:
		first := c.marriage
		switch {
		case on > c.death, first != none && on >= w.marriages.at(first).date,
			c.firstChild != none && on >= w.people.at(c.firstChild).birth:
			return wrong("the day of the birth is after the death, a wedding or a child of this person")
		case c.mother != none && on <= w.people.at(c.mother).birth, c.father != none && on <= w.people.at(c.father).birth:
			return wrong("the day of the birth is not after that of a parent")
		}
		return nil
	default:
		m := w.registers[ofMarriages].rows[k.ord()]
		if on > w.end(w.marriages.at(m)) {
			return wrong("the day of the wedding is after the end of the marriage")
		}
		for _, p := range about {
			if w.isUnder(p, 18, on) {
				return wrong("the bride or the groom was not of age on that day")
			}
			for one := w.people.at(p).marriage; one != none; one = w.marriages.at(one).next(p) {
				if o := w.marriages.at(one); one != m && o.date <= w.end(w.marriages.at(m)) && on <= w.end(o) {
					return wrong("the bride or the groom was married on that day")
				}
			}
		}
		return nil
	}
}

// rewrite corrects what the record says.
func (w draft) rewrite(event int, p *person.Person, c Correction, on day, place placeID) {
	if len(p.Names) == 0 {
		p.Names = []person.PersonName{{Use: codes.NameUseOfficial}}
	}
	n := &p.Names[0]
	for _, part := range []struct {
		now  *[]string
		text string
	}{{&n.Given, c.Given}, {&n.Middle, c.Middle}, {&n.Family, c.Family}} {
		if part.text != "" {
			*part.now = []string{part.text}
		}
	}
	if c.Sex != "" {
		p.Sex = c.Sex.Canonical()
	}
	date, where := &p.BirthDates, &p.BirthPlace
	switch event {
	case ofDeaths:
		date, where = &p.DeathDates, &p.DeathPlace
	case ofMarriages:
		date, where = &p.MarriageDates, &p.MarriagePlace
		if on != never {
			p.Relations[0].Person.MarriageDates = on.dates(knownDay)
		}
	}
	if on != never {
		*date = on.dates(knownDay)
	}
	if place != 0 {
		*where = w.places.made(place)
	}
}

// learn takes what a corrected record says for what is known.
func (w draft) learn(k key, on day) {
	p, d := w.about(k)[0], w.document(k)
	f := d.about[0]
	if k.event() == ofMarriages {
		m := w.registers[ofMarriages].rows[k.ord()]
		if on != never {
			for _, one := range w.about(k) {
				w.marriagesOf(one).remove(m)
			}
			w.marriages.edit(m).date = on
			for _, one := range w.about(k) {
				w.marriagesOf(one).add(m)
			}
		}
		return
	}
	c := w.people.edit(p)
	if k.event() == ofDeaths && on != never {
		c.death, c.traits = on, c.traits&^isDeathPartial
	}
	// The record of a death tells a wife by the name that she took.
	if k.event() == ofDeaths && c.birthOrd != none {
		return
	}
	c.given, c.middle, c.family = f.name.given, f.name.middle, f.name.family
	*c = c.is(f.sex, 0)
	if k.event() == ofBirths {
		c.traits = c.traits.at(cmp.Or(f.place, c.traits.place()))
	}
	if k.event() == ofBirths && on != never {
		w.born(p, on)
	}
}

// born gives somebody another day of birth, and their place among the children of
// their parents.
func (w draft) born(p int32, on day) {
	mother, father := w.people.at(p).mother, w.people.at(p).father
	w.setParents(p, none, none)
	c := w.people.edit(p)
	c.birth, c.traits = on, c.traits&^partialBits
	if c.traits.has(isOdd) {
		w.odd.edit(p - w.made.people.size).born = nil
	}
	w.setParents(p, mother, father)
}

// Cancel takes a record out of its register, as a registry does with one that should
// not be there. It is found no more, by no search, and its number is given to no
// other. Who is said to be dead is alive again, and may be registered as dead anew; a
// birth is not registered any more, and the person stays with their other records; a
// couple never married. Other records that tell of them stay as they are. The error
// says what is wrong: there is no such record, or one of the couple has died (cancel
// the death first).
func (r *Registry) Cancel(registrationNumber string) (Registration, error) {
	return r.people.change(ChangeCancellation, func(w draft) (key, error) { return w.cancel(registrationNumber) })
}

func (w draft) cancel(number string) (key, error) {
	k, err := w.registered(number)
	if err != nil {
		return 0, err
	}
	about := w.about(k)
	for _, p := range about {
		if k.event() == ofMarriages && w.people.at(p).death != never {
			return 0, wrong("one of the couple has died: the marriage cannot be cancelled while the death is registered")
		}
	}
	for _, p := range about {
		w.freeze(p)
	}
	switch k.event() {
	case ofBirths:
		c := w.people.edit(about[0])
		c.birthOrd, c.birthReg = none, never
	case ofDeaths:
		c := w.people.edit(about[0])
		c.deathOrd, c.deathReg, c.death, c.traits = none, never, never, c.traits&^isDeathPartial
	default:
		m := w.registers[ofMarriages].rows[k.ord()]
		for _, p := range about {
			w.marriagesOf(p).remove(m)
		}
		*w.marriages.edit(m) = marriageRow{wife: none, husband: none, date: never, divorced: never, reg: never, ord: none, nextOfWife: none, nextOfHusband: none}
	}
	// Who is told of the cancellation asks of whom the record was.
	d := w.newDocument(w.record(k), about...)
	d.gone = true
	w.put(k, d)
	return k, nil
}
