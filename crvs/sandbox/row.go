package sandbox

import "github.com/openspmis/dci-crvs-go/codes"

// row is one record and one whom it is about. What the record tells of them is the
// same for every record: it is read from the document, where there is one, or
// follows from the people and the marriages. All comparisons are made with it.
type row struct {
	event  int    // of the registers
	ord    int32  // the place in that register
	p      int32  // the person
	m      int32  // of a marriage, else none
	second bool   // of a couple
	said   *facts // of a document, else nil
}

func (r row) key() key { return keyOf(r.event, r.ord) }

// rowsOf yields every record that is about the person.
func (w *world) rowsOf(p int32, yield func(row) bool) bool {
	c := w.people.at(p)
	if c.birthOrd != none && !w.rowsAbout(ofBirths, c.birthOrd, p, yield) {
		return false
	}
	if c.deathOrd != none && !w.rowsAbout(ofDeaths, c.deathOrd, p, yield) {
		return false
	}
	for m := c.marriage; m != none; m = w.marriages.at(m).next(p) {
		if ord := w.marriages.at(m).ord; ord != none && !w.rowsAbout(ofMarriages, ord, p, yield) {
			return false
		}
	}
	return true
}

// rowsAbout yields those of a record that are about the person.
func (w *world) rowsAbout(event int, ord, p int32, yield func(row) bool) bool {
	return w.rowsAt(event, ord, func(r row) bool { return r.p != p || yield(r) })
}

// couple yields the record of a marriage for each of the two.
func (w *world) couple(m int32, yield func(row) bool) bool {
	ord := w.marriages.at(m).ord
	return ord == none || w.rowsAt(ofMarriages, ord, yield)
}

// rowsAt yields the record at this place of a register for each whom it is
// about.
func (w *world) rowsAt(event int, ord int32, yield func(row) bool) bool {
	about := w.registers[event].rows[ord]
	if d := w.document(keyOf(event, ord)); d != nil {
		for i := range d.about {
			f := &d.about[i]
			if !d.gone && !yield(row{event: event, ord: ord, p: f.p, m: none, said: f}) {
				return false
			}
		}
		return true
	}
	if event == ofMarriages {
		m := w.marriages.at(about)
		return yield(row{event, ord, m.wife, about, false, nil}) && yield(row{event, ord, m.husband, about, true, nil})
	}
	return yield(row{event, ord, about, none, false, nil})
}

// registered is the day of the registration.
func (w *world) registered(r row) day {
	switch r.event {
	case ofBirths:
		return w.people.at(r.p).birthReg
	case ofDeaths:
		return w.people.at(r.p).deathReg
	default:
		return w.marriages.at(r.m).reg
	}
}

// rowDate is the date of this name that the record has.
func (w *world) rowDate(attribute string, r row) span {
	if attribute == attrEventDate {
		attribute = [...]string{attrBirthDate, attrDeathDate, attrMarriageDate}[r.event]
	}
	if r.said != nil {
		switch attribute {
		case attrBirthDate:
			return r.said.birth
		case attrDeathDate:
			return r.said.death
		case attrMarriageDate:
			return r.said.marriage
		case attrDivorceDate:
			return r.said.divorce
		default:
			return r.said.registered
		}
	}
	c := w.people.at(r.p)
	switch {
	case attribute == attrBirthDate:
		return c.birth.span(c.traits.known())
	case attribute == attrRegistrationDate:
		return w.registered(r).span(knownDay)
	case r.event == ofDeaths && attribute == attrDeathDate:
		return c.death.span(c.deathKnown())
	case r.event == ofMarriages && attribute == attrMarriageDate:
		return w.marriages.at(r.m).date.span(knownDay)
	case r.event == ofMarriages && attribute == attrDivorceDate:
		return w.marriages.at(r.m).divorced.span(knownDay)
	default:
		return span{}
	}
}

func (w *world) rowSex(r row) codes.Sex {
	if r.said != nil {
		return r.said.sex
	}
	return w.people.at(r.p).traits.sexCode()
}

// rowName is the name in the record: that of a bride is the one before.
func (w *world) rowName(r row) naming {
	switch {
	case r.said != nil:
		return r.said.name
	case r.event == ofBirths:
		c := w.people.at(r.p)
		return naming{given: c.given, middle: c.middle, family: c.family}
	case r.event == ofDeaths:
		return w.naming(r.p, w.people.at(r.p).death)
	default:
		return w.naming(r.p, w.marriages.at(r.m).date-1)
	}
}

// rowPlace is the place of this name that the record has, 0 for none. The place of
// a marriage stands with the wife, who is the person of the record.
func (w *world) rowPlace(attribute string, r row) placeID {
	switch {
	case attribute != attrEventPlace && attribute != [...]string{attrBirthPlace, attrDeathPlace, ""}[r.event]:
		return 0
	case r.said != nil:
		return r.said.place
	case r.event == ofBirths:
		return w.people.at(r.p).traits.place()
	case r.event == ofDeaths:
		return w.deathPlace(r.p)
	case r.second:
		return 0
	default:
		return w.weddingPlace(r.m)
	}
}

// rowHome are the region and the district of the address in the record, 0 for
// none.
func (w *world) rowHome(r row) (region, subRegion placeID) {
	if r.said != nil {
		return r.said.region, r.said.subRegion
	}
	home := w.home(r)
	return w.places.in[home], home
}

// home is the district of the address of a record that has no document.
func (w *world) home(r row) placeID {
	switch r.event {
	case ofBirths:
		return w.places.districtAbove(w.people.at(r.p).traits.place())
	case ofDeaths:
		return w.residence(r.p, w.people.at(r.p).death)
	default:
		return w.residence(r.p, w.marriages.at(r.m).date-1)
	}
}

// rowStatus is the marital status in the record.
func (w *world) rowStatus(r row) codes.MaritalStatus {
	switch {
	case r.said != nil:
		return r.said.status
	case r.event == ofBirths:
		return ""
	case r.event == ofDeaths:
		return w.status(r.p, w.people.at(r.p).death)
	case w.marriages.at(r.m).divorced != never:
		return codes.MaritalStatusDivorced
	default:
		return codes.MaritalStatusMarried
	}
}

// rowMother is the mother of whom the record tells, false if it tells of none.
func (w *world) rowMother(r row) (relative, bool) {
	switch {
	case r.said != nil:
		return r.said.mother, r.said.tellsMother
	case !w.tellsParents(r.event, r.p):
		return relative{}, false
	default:
		return w.mother(r.p)
	}
}

// rowFather is the father in the same way.
func (w *world) rowFather(r row) (relative, bool) {
	switch {
	case r.said != nil:
		return r.said.father, r.said.tellsFather
	case !w.tellsParents(r.event, r.p):
		return relative{}, false
	default:
		return w.father(r.p)
	}
}

// deathKnown is how much of the date of death is known.
func (c *citizenRow) deathKnown() int {
	if c.traits.has(isDeathPartial) {
		return knownYear
	}
	return knownDay
}
