package codes_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
)

func TestACountryIsReadInEachFormOfISO3166(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"TH", "th", "THA", "tha", "764", "spdci:TH", " TH\t", "ns:org:Country:tha"} {
		c, ok := codes.ParseCountryCode(text)
		assert.True(t, ok, text)
		assert.Equal(t, codes.CountryCode("TH"), c, text)
		assert.True(t, codes.CountryCode(text).Valid())
		assert.Equal(t, codes.CountryCode("TH"), codes.CountryCode(text).Canonical())
		assert.Equal(t, "THA", codes.CountryCode(text).Alpha3())
	}
	assert.True(t, codes.CountryCode("SU").Valid(), "one was born there")
	assert.Equal(t, codes.CountryCode("SU"), codes.CountryCode("SU").Canonical(), "a withdrawn country is none of its successors")
	assert.Equal(t, codes.CountryCode("GB"), codes.CountryCode("UK").Canonical())
	for _, unknown := range []string{"", " ", "T", "Thailand", "IN-GJ", "419", "001", "ZZ", "XX", "ENG", "12:764", strings.Repeat("a:", 500)} {
		c, ok := codes.ParseCountryCode(unknown)
		assert.False(t, ok, unknown)
		assert.Equal(t, codes.CountryCode(unknown), c, "what is unknown survives as it came")
		assert.False(t, c.Valid())
		assert.Empty(t, c.Alpha3())
	}
	assertSurvivesJSON[codes.CountryCode](t, "TH", "tha", "no country", "")
}
