package codes_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Each predicate holds for these and for no other of the 107.
func TestParentsSpousesAndChildrenAreToldFromTheRestOfTheFamily(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		is   func(codes.RelationshipType) bool
		want []codes.RelationshipType
	}{
		"spouse": {codes.RelationshipType.IsSpouse, []codes.RelationshipType{"PRIMSPOUS", "SPS", "HUSB", "WIFE"}},
		"parent": {codes.RelationshipType.IsParent, []codes.RelationshipType{
			"PRN", "ADOPTP", "ADOPTF", "ADOPTM", "FTH", "NFTH", "NFTHF", "MTH", "NMTH", "NMTHF", "NPRN",
		}},
		"mother": {codes.RelationshipType.IsMother, []codes.RelationshipType{"ADOPTM", "MTH", "NMTH", "NMTHF"}},
		"father": {codes.RelationshipType.IsFather, []codes.RelationshipType{"ADOPTF", "FTH", "NFTH", "NFTHF"}},
		"child": {codes.RelationshipType.IsChild, []codes.RelationshipType{
			"CHILD", "CHLDADOPT", "DAUADOPT", "SONADOPT", "DAUC", "DAU", "NCHILD", "SON", "SONC",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []codes.RelationshipType
			for e := range codes.RelationshipTypes().All() {
				if tc.is(e.Code) {
					got = append(got, e.Code)
				}
			}
			assert.Equal(t, tc.want, got)
			assert.False(t, tc.is(""))
			assert.False(t, tc.is("no such relation"))
		})
	}
	assert.True(t, codes.RelationshipType("spdci:Husband").IsSpouse())
	assert.True(t, codes.RelationshipType("spdci:Mother").IsParent())
	assert.True(t, codes.RelationshipType("CHILDADOPT").IsChild())
}
