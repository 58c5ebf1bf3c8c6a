package person_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestARecordIsAboutAtMostEight(t *testing.T) {
	t.Parallel()
	r := person.Record{Event: codes.VitalEventMarriage}
	for spouses, want := range map[int]int{0: 1, 1: 2, 7: 8, 8: 8, 1000: 8} {
		r.Person.Relations = slices.Repeat([]person.Relation{{Type: codes.RelationshipSpouse}}, spouses)
		assert.Len(t, r.Subjects(), want, "%d spouses", spouses)
	}
}
