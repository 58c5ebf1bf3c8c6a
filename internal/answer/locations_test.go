package answer_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/answer"
)

func TestDecodeLocationsReadsEachSpelling(t *testing.T) {
	t.Parallel()
	place := answer.Location{ID: "1", Name: "n", Type: "t", Parent: "p"}
	for body, want := range map[string]*answer.Locations{
		`{}`:                 {},
		`{"locations":null}`: {},
		`{"locations":{}}`:   {},
		`{"locations":"x"}`:  {},
		`{"locations":[]}`:   {Given: true},
		`{"locations":[1,null,{},"x",[]],"last_updated":"d"}`:                                                                                                        {Given: true, LastUpdated: "d"},
		`{"locations":[{"id":1,"name":"n","additional_type":"t","contained_in_place":"p","x":{}}]}`:                                                                  {Given: true, Places: []answer.Location{place}},
		`{"lastUpdated":"d","locations":[{"identifier":[{"name":"c","identifier":"1"},{"identifier":"2"}],"name":"n","additionalType":"t","containedInPlace":"p"}]}`: {Given: true, LastUpdated: "d", Places: []answer.Location{place}},
	} {
		l, err := answer.DecodeLocations([]byte(body))
		require.NoError(t, err, body)
		assert.Equal(t, want, l, body)
	}
}
