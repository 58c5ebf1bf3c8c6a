package sandbox

import (
	"github.com/openspmis/dci-crvs-go/codes"
)

// What the registers tell of people: it follows from the rows, and both the
// records that are handed out and the comparisons of a search are made of it.

// naming is a name in its parts.
type naming struct{ given, middle, family, maiden nameID }

// naming is what the person is called on the day: a wife of some cultures has
// the husband's family name, and keeps it.
func (w *world) naming(p int32, on day) naming {
	c := &w.people[p]
	n := naming{given: c.given, middle: c.middle, family: c.family}
	if c.traits.sex() != sexFemale || w.names.cultures[c.traits.culture()].style != styleMarried {
		return n
	}
	if m := w.lastMarriage(p, on); m != none {
		taken := w.people[w.marriages[m].husband].family
		if taken != 0 && taken != n.family {
			n.maiden, n.family = n.family, taken
		}
	}
	return n
}

// relative is a mother or a father as a record tells of them: a person of the
// country, or a name.
type relative struct {
	key  int32 // none for a name alone
	name naming
}

// mother is the mother, false if she is not told.
func (w *world) mother(p int32) (relative, bool) {
	c := &w.people[p]
	switch {
	case !c.traits.has(isMotherKnown):
		return relative{}, false
	case c.mother != none:
		return relative{c.mother, w.naming(c.mother, c.birth)}, true
	}
	culture := &w.names.cultures[c.traits.culture()]
	n := naming{given: culture.female[w.draw(drawMother, p-int32(c.traits.position()), len(culture.female))]} //nolint:gosec // 0 to 2
	if culture.style != stylePatronymic {
		n.family = culture.familyFor(c.family, sexFemale)
	}
	return relative{none, n}, true
}

// father is the father, false if he is not told.
func (w *world) father(p int32) (relative, bool) {
	c := &w.people[p]
	switch {
	case !c.traits.has(isFatherKnown):
		return relative{}, false
	case c.father != none:
		return relative{c.father, w.naming(c.father, c.birth)}, true
	}
	culture := &w.names.cultures[c.traits.culture()]
	n := naming{given: w.strangerFather(culture, p-int32(c.traits.position()))} //nolint:gosec // 0 to 2
	if culture.style != stylePatronymic && c.mother == none {
		n.family = culture.familyFor(c.family, sexMale)
	}
	return relative{none, n}, true
}

// tellsParents: a birth does, and the death of a child.
func (w *world) tellsParents(event int, p int32) bool {
	c := &w.people[p]
	return event == ofBirths || event == ofDeaths && c.death < c.birth.years(18)
}

// status is the marital status on the day, in the truth.
func (w *world) status(p int32, on day) codes.MaritalStatus {
	m := w.lastMarriage(p, on)
	if m == none {
		return codes.MaritalStatusNeverMarried
	}
	row := &w.marriages[m]
	switch {
	case row.divorced <= on:
		return codes.MaritalStatusDivorced
	case w.people[row.spouse(p)].death < on:
		return codes.MaritalStatusWidowed
	default:
		return codes.MaritalStatusMarried
	}
}

// residence is the district in which the person lives: the family's, or where
// they moved to later.
func (w *world) residence(p int32, on day) placeID {
	home := w.homeAt(p, on)
	if on > w.people[p].birth.years(30) && w.draw(drawMove, p, 6) == 0 {
		return w.places.district(w.places.region(home), w.draw(drawMove+100, p, districts))
	}
	return home
}

// deathPlace: most die in the hospital or the clinic of their district, others
// in a village.
func (w *world) deathPlace(p int32) placeID {
	home := w.residence(p, w.people[p].death)
	return home + placeID(w.draw(drawDeathPlace, p, placesOfDistrict)) //nolint:gosec // 0 to 4
}

// weddingPlace is the district in which they live, or one of its villages.
func (w *world) weddingPlace(m int32) placeID {
	home := w.marriages[m].home
	if i := w.draw(drawWeddingPlace, m, 3); i > 0 {
		return home + 2 + placeID(i) //nolint:gosec // a village
	}
	return home
}

// row is one record of the country and one whom it is about.
type row struct {
	event  int   // of the registers
	ord    int32 // the place in that register
	p      int32 // the person
	m      int32 // of a marriage, else none
	second bool  // the husband
}

// rowsOf yields every record that is about the person.
func (w *world) rowsOf(p int32, yield func(row) bool) bool {
	c := &w.people[p]
	if c.birthOrd != none && !yield(row{ofBirths, c.birthOrd, p, none, false}) {
		return false
	}
	if c.deathOrd != none && !yield(row{ofDeaths, c.deathOrd, p, none, false}) {
		return false
	}
	for m := c.marriage; m != none; m = w.marriages[m].next(p) {
		r := &w.marriages[m]
		if r.ord != none && !yield(row{ofMarriages, r.ord, p, m, r.husband == p}) {
			return false
		}
	}
	return true
}

// couple yields the record of a marriage for each of the two.
func (w *world) couple(m int32, yield func(row) bool) bool {
	r := &w.marriages[m]
	return r.ord == none || yield(row{ofMarriages, r.ord, r.wife, m, false}) && yield(row{ofMarriages, r.ord, r.husband, m, true})
}

// rowsAt yields the record at this place of a register for each whom it is
// about.
func (w *world) rowsAt(event int, ord int32, yield func(row) bool) bool {
	key := w.registers[event].rows[ord]
	if event == ofMarriages {
		return w.couple(key, yield)
	}
	return yield(row{event, ord, key, none, false})
}

// registered is the day of the registration.
func (w *world) registered(r row) day {
	switch r.event {
	case ofBirths:
		return w.people[r.p].birthReg
	case ofDeaths:
		return w.people[r.p].deathReg
	default:
		return w.marriages[r.m].reg
	}
}

// rowName is the name in the record: that of a bride is the one before.
func (w *world) rowName(r row) naming {
	switch r.event {
	case ofBirths:
		c := &w.people[r.p]
		return naming{given: c.given, middle: c.middle, family: c.family}
	case ofDeaths:
		return w.naming(r.p, w.people[r.p].death)
	default:
		return w.naming(r.p, w.marriages[r.m].date-1)
	}
}

// rowHome is the district of the address in the record.
func (w *world) rowHome(r row) placeID {
	switch r.event {
	case ofBirths:
		return w.places.districtAbove(w.people[r.p].place)
	case ofDeaths:
		return w.residence(r.p, w.people[r.p].death)
	default:
		return w.residence(r.p, w.marriages[r.m].date-1)
	}
}

// rowStatus is the marital status in the record.
func (w *world) rowStatus(r row) codes.MaritalStatus {
	switch {
	case r.event == ofBirths:
		return ""
	case r.event == ofDeaths:
		return w.status(r.p, w.people[r.p].death)
	case w.marriages[r.m].divorced != never:
		return codes.MaritalStatusDivorced
	default:
		return codes.MaritalStatusMarried
	}
}

// deathKnown is how much of the date of death is known.
func (c *citizenRow) deathKnown() int {
	if c.traits.has(isDeathPartial) {
		return knownYear
	}
	return knownDay
}
