package person_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/person"
)

func positionReadings() []readingCase {
	born := func(p person.Place) person.Person { return person.Person{BirthPlace: &p} }
	lives := func(g person.GeoLocation) person.Person {
		return person.Person{Addresses: []person.Address{{Geo: &g}}}
	}
	code := func(s string) person.Place { return person.Place{Identifiers: []person.Identifier{{Value: s}}} }
	point := &person.GeoPoint{Latitude: "9.5604", Longitude: "100.0245"}
	return []readingCase{
		{"a position", `{"birth_place":{"geo":{"latitude":9.5604,"longitude":100.0245}}}`, born(person.Place{Geo: point})},
		{"a position in texts", `{"birth_place":{"geo":{"lat":"9.5604","lng":"100.0245"}}}`, born(person.Place{Geo: point})},
		{"a position of which half is given", `{"birth_place":{"geo":{"@type":"GeoCoordinates","latitude":-0.0,"longitude":""}}}`, born(person.Place{Geo: &person.GeoPoint{Latitude: "-0.0", Extra: extra(`{"@type":"GeoCoordinates"}`)}})},
		{"no position", `{"birth_place":{"geo":{"latitude":"","longitude":null}},"address":{"geo_location":{"plus_code":{"geometry":{"bounds":{}}}}}}`, person.Person{}},
		{"a position as text is kept raw", `{"birth_place":{"name":"x","geo":"9.5,100"}}`, born(person.Place{Name: "x", Extra: extra(`{"geo":"9.5,100"}`)})},
		{"places that lie in a place, and in them more", `{"birth_place":{"name":"Samui","contains_place":[{"name":"Bophut","containsPlace":[{"name":"Pier"}]},"v-7",{}]}}`, born(person.Place{
			Name: "Samui", Contains: []person.Place{{Name: "Bophut", Contains: []person.Place{{Name: "Pier"}}}, code("v-7")},
		})},
		{"places both ways", `{"birth_place":{"contained_in_place":{"name":"Surat","contains_place":{"name":"Samui"}}}}`, born(person.Place{ContainedIn: &person.Place{Name: "Surat", Contains: []person.Place{{Name: "Samui"}}}})},
		{"a plus code", `{"address":{"geo_location":{"plus_code":{"global_code":"8FW4V900+"}}}}`, lives(person.GeoLocation{PlusCode: "8FW4V900+"})},
		{"a plus code as text", `{"address":{"geoLocation":{"plusCode":"8FW4V900+"}}}`, lives(person.GeoLocation{PlusCode: "8FW4V900+"})},
		{"a location that is a plus code", `{"address":{"geo_location":"8FW4V900+"}}`, lives(person.GeoLocation{PlusCode: "8FW4V900+"})},
		{"the box of a plus code", `{"address":{"geo_location":{"plus_code":{"geometry":{"bounds":{"northeast":{"latitude":1.5},"southwest":{"longitude":"2"}},"location":{"latitude":1}}}}}}`, lives(person.GeoLocation{
			NorthEast: &person.GeoPoint{Latitude: "1.5"}, SouthWest: &person.GeoPoint{Longitude: "2"}, Center: &person.GeoPoint{Latitude: "1"},
		})},
	}
}

func TestPositionsAndNestedPlacesAreRead(t *testing.T) {
	t.Parallel()
	runReadings(t, positionReadings())
}

func TestWhatStandsAnywhereInALocationIsKept(t *testing.T) {
	t.Parallel()
	const text = `{"address":[{"geo_location":{"plus_code":{"global_code":"8FW4V900+","geometry":{"bounds":{"northeast":{"latitude":48.900000000000006,"longitude":2.4,"@id":"ne"},` +
		`"southwest":{"latitude":48.85},"@id":"bounds"},"location":{"latitude":48.875},"@type":"geometry"},"best_street":"x"},"@id":"GeoLocation_1"}}]}`
	assertText(t, text, write(t, read(t, text)))
}

func TestANumberOfAPositionIsWrittenAsItIs(t *testing.T) {
	t.Parallel()
	for latitude, want := range map[string]string{
		"9.5604": `9.5604`, "48.900000000000006": `48.900000000000006`, "-0.0": `-0.0`, "1e2": `1e2`,
		"09": `"09"`, "9,5": `"9,5"`, " 9": `" 9"`, "+9": `"+9"`, ".5": `".5"`, "1 2": `"1 2"`, "N 9°": `"N 9°"`, "NaN": `"NaN"`, "-": `"-"`, `{"a":1}`: `"{\"a\":1}"`,
	} {
		assertText(t, `{"latitude":`+want+`}`, write(t, person.GeoPoint{Latitude: latitude}))
	}
}

func TestPlacesThatContainPlacesAreReadToABoundedDepth(t *testing.T) {
	t.Parallel()
	text := `{"birth_place":` + nest(`{"name":"x","contains_place":[`, `{"name":"y"}`, `]}`, 12) + `}`
	p := read(t, text)
	assert.Equal(t, text, write(t, p))
	depth, place := 2, *p.BirthPlace
	for len(place.Contains) > 0 {
		place = place.Contains[0]
		depth++
	}
	assert.Equal(t, 8, depth, "the person counts")
	_, ok := place.Extra.Get("contains_place")
	assert.True(t, ok)
}
