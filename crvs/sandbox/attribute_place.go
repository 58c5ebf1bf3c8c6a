package sandbox

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
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
	return comparison{
		func(e *entry, v view) bool {
			for p := placeOf(attribute, e.record.Event, v.person); p != nil; p = p.ContainedIn {
				if isPlace(*p, value) {
					return true
				}
			}
			return false
		},
		func(w *world) compared { return w.placed(attribute, w.places.below(w.places.called(value))) },
	}, ""
}

func isPlace(p person.Place, value string) bool {
	return location{name: p.Name}.isCalled(value) || slices.ContainsFunc(p.Identifiers, func(id person.Identifier) bool {
		return location{id: id.Value}.isCalled(value)
	})
}

func placeOf(attribute string, event codes.VitalEvent, p person.Person) *person.Place {
	switch {
	case attribute == attrBirthPlace, attribute == attrEventPlace && event == codes.VitalEventBirth:
		return p.BirthPlace
	case attribute == attrDeathPlace, attribute == attrEventPlace && event == codes.VitalEventDeath:
		return p.DeathPlace
	case attribute == attrEventPlace && event == codes.VitalEventMarriage:
		return p.MarriagePlace
	default:
		return nil
	}
}

// placed are the rows whose place is one of these. The place of a marriage
// stands with the wife, who is the person of the record.
func (w *world) placed(attribute string, in []placeID) compared {
	is := make([]bool, len(w.places.list))
	var births, deaths, weddings [][]int32
	for _, p := range in {
		is[p] = true
		births, deaths, weddings = append(births, w.index.birthPlace.of(int(p))), append(deaths, w.index.deathPlace.of(int(p))), append(weddings, w.index.marriageAt.of(int(p)))
	}
	out := compared{holds: func(r row) bool {
		switch {
		case r.event == ofBirths && attribute != attrDeathPlace:
			return is[w.people[r.p].place]
		case r.event == ofDeaths && attribute != attrBirthPlace:
			return is[w.deathPlace(r.p)]
		case r.event == ofMarriages && attribute == attrEventPlace:
			return !r.second && is[w.weddingPlace(r.m)]
		default:
			return false
		}
	}}
	switch attribute {
	case attrBirthPlace:
		out.source = w.ofPeople(births...)
	case attrDeathPlace:
		out.source = w.ofPeople(deaths...)
	default:
		out.source = w.ofPeople(births...).union(w.ofPeople(deaths...)).union(w.ofMarriages(weddings...))
	}
	return out
}

// livesIn compares the region or the sub-region of the address, by its code.
func livesIn(attribute, value string, places places) (c condition, wrong string) {
	value = strings.TrimSpace(value)
	if !slices.ContainsFunc(places, func(l location) bool { return strings.EqualFold(l.id, value) }) {
		return nil, unknownPlace
	}
	code := func(a person.Address) string { return a.Region }
	if attribute == attrSubRegion {
		code = func(a person.Address) string { return a.SubRegion }
	}
	return comparison{
		func(_ *entry, v view) bool {
			return slices.ContainsFunc(v.person.Addresses, func(a person.Address) bool { return strings.EqualFold(code(a), value) })
		},
		func(w *world) compared {
			return compared{holds: func(r row) bool {
				p := w.rowHome(r)
				if attribute == attrRegion {
					p = w.places.in[p]
				}
				return strings.EqualFold(w.places.list[p].id, value)
			}}
		},
	}, ""
}
