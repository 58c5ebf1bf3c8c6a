package sandbox

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// The core of OpenCRVS looks for a NID among everybody of a record: child, mother,
// father, informant, deceased, bride, groom and spouse. So the number
// of a mother finds her own birth and those of her children, and that of a widow
// the death of her husband.

// anybodyHas compares a number with those of everybody in a record.
func anybodyHas(id person.Identifier) condition {
	return comparison(func(w *world) compared { return w.mentioned(id) })
}

// mentioned are the rows of whoever has the number, and of those whose records
// tell of them.
func (w *world) mentioned(id person.Identifier) compared {
	p := w.byNumber(id.Type.Canonical(), id.Value)
	if p == none {
		return compared{holds: func(row) bool { return false }, source: nothing()}
	}
	about := []int32{p}
	about = append(about, w.children(p)...)
	for m := w.people.at(p).marriage; m != none; m = w.marriages.at(m).next(p) {
		about = append(about, w.marriages.at(m).spouse(p))
	}
	return compared{holds: func(r row) bool { return w.tellsOf(r, p) }, source: w.ofPeople(about)}
}

// tellsOf says whether the record tells of the person: as a child, a deceased or
// one of a couple; as a parent; or as the spouse whom a deceased left.
func (w *world) tellsOf(r row, p int32) bool {
	c := w.people.at(r.p)
	switch {
	case r.said != nil:
		return slices.Contains(r.said.document.tells, p)
	case r.p == p:
		return true
	case r.event == ofMarriages:
		return w.marriages.at(r.m).spouse(r.p) == p
	case w.tellsParents(r.event, r.p) && (c.mother == p && c.traits.has(isMotherKnown) || c.father == p && c.traits.has(isFatherKnown)):
		return true
	case r.event == ofDeaths:
		m := w.lastMarriage(r.p, c.death)
		return m != none && w.marriages.at(m).spouse(r.p) == p && w.status(r.p, c.death) == codes.MaritalStatusMarried
	default:
		return false
	}
}

// declaredAt says whether births may have been declared at the place with this
// id: an office is one of a district, and a question for a region or the country
// is one for its districts. A hospital and a village have none.
func (p places) declaredAt(id string) bool {
	level := -1
	for _, l := range p {
		if l.id == id {
			level = p.level(l)
		}
	}
	return level >= 0 && level <= levelOfDistricts
}

// level is how many places a place lies in, -1 for a facility.
func (p places) level(l location) int {
	if l.kind != adminStructure {
		return -1
	}
	level := 0
	for l.in != "" {
		above := slices.IndexFunc(p, func(o location) bool { return o.id == l.in })
		if above < 0 {
			return level
		}
		l = p[above]
		level++
	}
	return level
}
