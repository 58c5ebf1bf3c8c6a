package profile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func TestDecodeLocationsReadsEachSpelling(t *testing.T) {
	t.Parallel()
	day := time.Date(2019, 9, 12, 0, 0, 0, 0, time.UTC)
	place := profile.Location{ID: "1", Name: "n", Type: "t", Parent: "p"}
	for body, want := range map[string]*profile.Locations{
		`{}`:                 nil,
		`{"locations":null}`: nil,
		`{"locations":{}}`:   nil,
		`{"locations":"x"}`:  nil,
		`{"locations":[]}`:   {},
		`{"locations":[1,null,{},"x",[]],"last_updated":"2019-09-12T00:00:00Z"}`:                                                                                                        {LastUpdated: day},
		`{"locations":[{"id":1,"name":"n","additional_type":"t","contained_in_place":"p","x":{}}]}`:                                                                                     {Places: []profile.Location{place}},
		`{"lastUpdated":"2019-09-12T00:00:00Z","locations":[{"identifier":[{"name":"c","identifier":"1"},{"identifier":"2"}],"name":"n","additionalType":"t","containedInPlace":"p"}]}`: {LastUpdated: day, Places: []profile.Location{place}},
	} {
		l, err := profile.DCI10().DecodeLocations([]byte(body))
		require.NoError(t, err, body)
		assert.Equal(t, want, l, body)
	}
}
