package codes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
)

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"", "male", "F", "spdci:Female", "Never Married", "ns:org:RegistryType:Civil", "::", "#/", "İ", "\xff", "\u00a0male\u00a0", "live-birth", "son", "niece/nephew", "https://example.org/sex#female", "M/F", "TH", "tha", "764", "UK", "eng", "pt_BR", "iw", "und", "x-foo", "rjct.internal"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parse(t, codes.Sexes(), text)
		parse(t, codes.MaritalStatuses(), text)
		parse(t, codes.IdentifierTypes(), text)
		parse(t, codes.VitalEvents(), text)
		parse(t, codes.RelationshipTypes(), text)
		parse(t, codes.NameUses(), text)
		parse(t, codes.NamePrefixes(), text)
		parse(t, codes.BirthTypes(), text)
		parse(t, codes.RegistryTypes(), text)
		parse(t, codes.RecordTypes(), text)
		parse(t, codes.QueryTypes(), text)
		parse(t, codes.Operators(), text)
		parse(t, codes.Connectives(), text)
		parse(t, codes.SortOrders(), text)
		parse(t, codes.RequestStatuses(), text)
		parse(t, codes.AckStatuses(), text)
		parse(t, codes.Actions(), text)
		codes.ReasonCode(text).Reason()
		parseTag(t, codes.ParseCountryCode, text)
		parseTag(t, codes.ParseLanguageCode, text)
		codes.CountryCode(text).Alpha3()
		codes.LanguageCode(text).Alpha3()
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

func parseTag[T ~string](t *testing.T, parse func(string) (T, bool), text string) {
	t.Helper()
	code, ok := parse(text)
	if !ok {
		require.Equal(t, T(text), code, "what is unknown survives as it came")
		return
	}
	again, ok := parse(string(code))
	require.True(t, ok, "what is known is canonical: %q of %q", code, text)
	require.Equal(t, code, again)
}
