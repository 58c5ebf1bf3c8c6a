package codes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
)

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"", "male", "F", "spdci:Female", "Never Married", "ns:org:RegistryType:Civil", "::", "#/", "İ", "\xff", "\u00a0male\u00a0", "live-birth"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parse(t, codes.Sexes(), text)
		parse(t, codes.MaritalStatuses(), text)
		parse(t, codes.IdentifierTypes(), text)
		parse(t, codes.VitalEvents(), text)
		parse(t, codes.RelationshipTypes(), text)
		parse(t, codes.Operators(), text)
		codes.ReasonCode(text).Reason()
	})
}

func parse[T ~string](t *testing.T, d codes.Directory[T], text string) {
	t.Helper()
	code, ok := d.Parse(text)
	if !ok {
		require.Equal(t, T(text), code, "what is unknown survives as it came")
		return
	}
	_, found := d.Lookup(code)
	require.True(t, found, "what is known is canonical")
	again, ok := d.Parse(string(code))
	require.True(t, ok)
	require.Equal(t, code, again)
}
