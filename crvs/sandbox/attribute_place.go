package sandbox

import (
	"slices"
	"strings"
)

// places are all that the registry publishes: a question about another cannot be
// answered with "not found".
type places []location

func (p places) know(value string) bool {
	return slices.ContainsFunc(p, func(l location) bool { return l.isCalled(value) })
}

const unknownPlace = "is no place of this registry: see /.well-known/locations.json"

// placeIs compares a place and those in which it lies, by identifier or name.
func placeIs(attribute, value string, places places) (c condition, wrong string) {
	if !places.know(value) {
		return nil, unknownPlace
	}
	return comparison(func(w *world) compared {
		return w.placed(attribute, w.places.below(w.places.called(value)))
	}), ""
}

// placed are the rows whose place is one of these.
func (w *world) placed(attribute string, in []placeID) compared {
	is := make([]bool, len(w.places.list))
	var births, deaths, weddings [][]int32
	for _, p := range in {
		is[p] = true
		x := w.made.index
		births, deaths, weddings = append(births, x.birthPlace.of(int(p))), append(deaths, x.deathPlace.of(int(p))), append(weddings, x.marriageAt.of(int(p)))
	}
	out := compared{holds: func(r row) bool { return is[w.rowPlace(attribute, r)] }, source: w.ofPeople(w.fresh)}
	switch attribute {
	case attrBirthPlace:
		out.source = out.source.union(w.ofPeople(births...))
	case attrDeathPlace:
		out.source = out.source.union(w.ofPeople(deaths...))
	default:
		out.source = out.source.union(w.ofPeople(births...)).union(w.ofPeople(deaths...)).union(w.ofMarriages(weddings...))
	}
	return out
}

// livesIn compares the region or the sub-region of the address, by its code.
func livesIn(attribute, value string, places places) (c condition, wrong string) {
	value = strings.TrimSpace(value)
	if !slices.ContainsFunc(places, func(l location) bool { return strings.EqualFold(l.id, value) }) {
		return nil, unknownPlace
	}
	return compares(func(w *world, r row) bool {
		region, subRegion := w.rowHome(r)
		if attribute == attrSubRegion {
			region = subRegion
		}
		return strings.EqualFold(w.places.list[region].id, value)
	}), ""
}
