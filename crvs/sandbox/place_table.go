package sandbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/person"
)

// placeID is a place of the country in the table; 0 is no place.
type placeID uint16

// The country is divided into regions, these into districts, and these have a
// hospital, a clinic and two villages each.
const (
	regions   = 8
	districts = 6 // of a region
	inside    = 4 // places of a district

	placesOfDistrict = 1 + inside
	placesOfRegion   = 1 + districts*placesOfDistrict
)

// countryCode is one that ISO 3166 leaves to its users.
const countryCode = "XS"

// placeTable is the tree of places. A place stands before those that lie in it,
// and its id is its place in the list: first the country, if there is one, and then
// where the people live who are always there.
type placeTable struct {
	list   []location
	in     []placeID
	levels []int           // how many places it lies in
	places []*person.Place // as records show them; shared by all records
	byID   map[string]placeID

	ofCountry placeID // the first that is not one of the country
	published places
}

func newPlaceTable(hasCountry bool) *placeTable {
	t := &placeTable{
		list: make([]location, 1, 2+regions*placesOfRegion), in: make([]placeID, 1), levels: make([]int, 1),
		places: make([]*person.Place, 1), byID: make(map[string]placeID),
	}
	if hasCountry {
		t.addCountry()
	}
	t.ofCountry = placeID(len(t.list)) //nolint:gosec // a few hundred
	for _, l := range locations() {
		t.add(l)
	}
	t.published = slices.Concat(t.list[t.ofCountry:], t.list[1:t.ofCountry])
	return t
}

func (t *placeTable) addCountry() {
	t.add(location{countryCode, "Sandoria", adminStructure, ""})
	for r, names := range regionNames() {
		parts := strings.Split(names, "|")
		region := fmt.Sprintf("%s-%02d", countryCode, r+1)
		t.add(location{region, parts[0], adminStructure, countryCode})
		for d, name := range parts[1:] {
			id := fmt.Sprintf("%s-%02d", region, d+1)
			t.add(location{id, name, adminStructure, region})
			t.add(location{id + "-H1", name + " Hospital", healthFacility, id})
			t.add(location{id + "-C1", name + " Clinic", healthFacility, id})
			t.add(location{id + "-V1", "Upper " + name, adminStructure, id})
			t.add(location{id + "-V2", "Lower " + name, adminStructure, id})
		}
	}
}

func (t *placeTable) add(l location) {
	in, level := t.byID[l.in], 0
	if in != 0 {
		level = t.levels[in] + 1
	}
	t.byID[l.id] = placeID(len(t.list)) //nolint:gosec // a few hundred
	t.list, t.in, t.levels = append(t.list, l), append(t.in, in), append(t.levels, level)
	t.places = append(t.places, &person.Place{
		Name:        l.name,
		Type:        l.kind,
		Identifiers: []person.Identifier{{Type: locationIdentifier, Value: l.id}},
		ContainedIn: t.places[in],
	})
}

// idOf is the place that a record shows, 0 for none.
func (t *placeTable) idOf(p *person.Place) placeID {
	if p == nil || len(p.Identifiers) == 0 {
		return 0
	}
	return t.byID[p.Identifiers[0].Value]
}

// made is a place within those it lies in, nil for no place.
func (t *placeTable) made(p placeID) *person.Place { return t.places[p] }

// regionNames has for each region its name and those of its districts. The names
// are made up.
func regionNames() []string {
	return []string{
		"Norrmark|Brammere|Carrholt|Fennstead|Ruskgate|Tarnby|Yorrcombe",
		"Vanagiri|Maniwal|Dhanpuri|Pushpakar|Nadpuri|Taragarh|Sheelpur",
		"Sarytal|Aksai Bel|Kamenka-Dol|Zhar Bulak|Turan Gol|Melnoye|Chalkar Su",
		"Tekeze Amba|Dega Wuha|Wenz Mado|Amba Kella|Zuria Meda|Kolla Sefer|Abay Dar",
		"Thung Thong|Ban Saeng|Khao Ngam|Nam Sai Dee|Don Kaew|Rung Suk|Doi Mani",
		"Wadi Sahl|Ain Raml|Qasr Zahr|Jabal Nahr|Bahr Jood|Tell Reem|Ras Noor",
		"Moana Loa|Falesau|Taua Roa|Vakatele|Rangikehe|Haumoe|Seluanga",
		"Côte-Lönn|Søl Øst|Port d'Auver|Ñarez Alto|Vaštberg|St. Morai|Bjørnaco",
	}
}

// district is the i-th district of a region, both counted from 0.
func (t *placeTable) district(region, i int) placeID {
	return placeID(2 + region*placesOfRegion + 1 + i*placesOfDistrict) //nolint:gosec // a few hundred
}

// How many places a region and a district lie in.
const (
	levelOfRegions = 1 + iota
	levelOfDistricts
)

// above is the place at this level in which p lies, or p itself; 0 if there is
// none.
func (t *placeTable) above(p placeID, level int) placeID {
	for ; p != 0; p = t.in[p] {
		if t.levels[p] == level {
			return p
		}
	}
	return 0
}

// districtAbove is the district in which a place lies, or which it is.
func (t *placeTable) districtAbove(p placeID) placeID { return t.above(p, levelOfDistricts) }

// region is the number of the region in which a district of the country lies, from
// 0.
func (t *placeTable) region(district placeID) int { return (int(district) - 2) / placesOfRegion }

// any is a district of the country, mostly of the region given.
func (t *placeTable) any(region int, r *rand.Rand) placeID {
	if r.IntN(10) == 0 {
		region = r.IntN(regions)
	}
	return t.district(region, r.IntN(districts))
}

// within says whether p is one of these places or lies in one.
func (t *placeTable) within(p placeID, places map[placeID]bool) bool {
	for ; p != 0; p = t.in[p] {
		if places[p] {
			return true
		}
	}
	return false
}

// below are the places and all that lie in them.
func (t *placeTable) below(places map[placeID]bool) []placeID {
	var out []placeID
	for p := 1; p < len(t.list); p++ {
		if id := placeID(p); t.within(id, places) {
			out = append(out, id)
		}
	}
	return out
}

// called are the places with this identifier, or this name.
func (t *placeTable) called(value string) map[placeID]bool {
	out := make(map[placeID]bool)
	for p, l := range t.list {
		if p > 0 && l.isCalled(value) {
			out[placeID(p)] = true
		}
	}
	return out
}

// isCalled says whether value is the place's identifier or its name.
func (l location) isCalled(value string) bool {
	return strings.EqualFold(l.id, strings.TrimSpace(value)) || fold(l.name) == fold(value)
}
