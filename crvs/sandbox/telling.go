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
	c := w.people.at(p)
	n := naming{given: c.given, middle: c.middle, family: c.family}
	if c.traits.has(isWritten) || c.traits.sex() != sexFemale || w.names.cultures[c.traits.culture()].style != styleMarried {
		return n
	}
	if m := w.lastMarriage(p, on); m != none {
		taken := w.people.at(w.marriages.at(m).husband).family
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
	c := w.people.at(p)
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
	c := w.people.at(p)
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
	c := w.people.at(p)
	return event == ofBirths || event == ofDeaths && c.death < c.birth.years(18)
}

// status is the marital status on the day, in the truth.
func (w *world) status(p int32, on day) codes.MaritalStatus {
	m := w.lastMarriage(p, on)
	if m == none {
		return codes.MaritalStatusNeverMarried
	}
	row := w.marriages.at(m)
	switch {
	case row.divorced <= on:
		return codes.MaritalStatusDivorced
	case w.people.at(row.spouse(p)).death < on:
		return codes.MaritalStatusWidowed
	default:
		return codes.MaritalStatusMarried
	}
}

// residence is the district in which the person lives: the family's, or where
// they moved to later.
func (w *world) residence(p int32, on day) placeID {
	home := w.homeAt(p, on)
	if w.people.at(p).traits.has(isWritten) || home >= w.places.ofCountry {
		return home
	}
	if on > w.people.at(p).birth.years(30) && w.draw(drawMove, p, 6) == 0 {
		return w.places.district(w.places.region(home), w.draw(drawMove+100, p, districts))
	}
	return home
}

// deathPlace: most die in the hospital or the clinic of their district, others
// in a village.
func (w *world) deathPlace(p int32) placeID {
	home := w.residence(p, w.people.at(p).death)
	if home == 0 || home >= w.places.ofCountry {
		return home
	}
	return home + placeID(w.draw(drawDeathPlace, p, placesOfDistrict)) //nolint:gosec // 0 to 4
}

// weddingPlace is the district in which they live, or one of its villages.
func (w *world) weddingPlace(m int32) placeID {
	home := w.marriages.at(m).home
	if home == 0 || home >= w.places.ofCountry {
		return home
	}
	if i := w.draw(drawWeddingPlace, m, 3); i > 0 {
		return home + 2 + placeID(i) //nolint:gosec // a village
	}
	return home
}
