package codes_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
)

func TestAnIdentifierTypeAfterAWordThatIsNoNamespaceIsAnotherType(t *testing.T) {
	t.Parallel()
	for _, other := range []codes.IdentifierType{
		"mother:UIN", "father:NID", "informant:BRN", "spouse:DRN", "MTH:UIN", "mother:spdci:UIN", "spdci:mother:UIN", "parent1_identifier:UIN",
		"https://example.org/mother#UIN", "https://schema.spdci.org/mother#UIN", "old:NATIONAL_ID",
	} {
		assert.Equal(t, other, other.Canonical())
		assert.False(t, other.Known(), other)
		assert.Empty(t, other.Registers(), other)
	}
}

func TestANamespaceOfTheDirectoryDoesNotChangeAnIdentifierType(t *testing.T) {
	t.Parallel()
	for text, want := range map[codes.IdentifierType]codes.IdentifierType{
		"spdci:UIN": codes.IdentifierUIN, "spdci:BRN": codes.IdentifierBRN, "SPDCI:nid": codes.IdentifierNationalID,
		"ns:org:IdentifierType:UIN": codes.IdentifierUIN, "spdci-common:IdentifierType:DRN": codes.IdentifierDRN,
		"spdci-extensions-dci:MRN": codes.IdentifierMRN, "ocrvs:identifier_type:BRN": codes.IdentifierBRN,
		"https://schema.spdci.org/core/v1/code/IdentifierTypeEnum.jsonld#UIN": codes.IdentifierUIN,
		"OpenSPP:NATIONAL_ID": codes.IdentifierNationalID,
	} {
		assert.Equal(t, want, text.Canonical(), text)
		assert.True(t, text.Known(), text)
	}
	assert.Contains(t, codes.IdentifierTypes().Namespaces(), "spdci")
	assert.Nil(t, codes.Sexes().Namespaces(), "any word may stand before a sex")
	assert.Nil(t, codes.Directory[codes.Sex]{}.Namespaces())
}

func TestAWordBeforeAnyOtherCodeIsLookedPast(t *testing.T) {
	t.Parallel()
	assert.Equal(t, codes.SexFemale, codes.Sex("https://example.org/sex#female").Canonical())
	assert.Equal(t, codes.VitalEventDeath, codes.VitalEvent("anything:death").Canonical())
	assert.Equal(t, codes.RelationshipMother, codes.RelationshipType("anything:Mother").Canonical())
}
