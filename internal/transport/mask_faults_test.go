package transport_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// What a peer escaped, cut or wrote in another form is masked as what it is.
func TestAValueIsMaskedHoweverThePeerWritesIt(t *testing.T) {
	t.Parallel()
	token := "abcdefghijklmnopqrstuvwxyzABCDEFGH"
	for name, tt := range map[string]struct {
		message string
		values  []string
	}{
		"with accents beside their letters":  {"no Zoe\u0308 here", []string{"Zo\u00eb"}},
		"with accents joined":                {"no Zo\u00eb here", []string{"Zoe\u0308"}},
		"without accents":                    {"no Zoekiewicz here", []string{"Zo\u00ebkiewicz"}},
		"in HTML entities":                   {"no Zo&euml; here", []string{"Zo\u00eb"}},
		"in numbers of HTML":                 {"no &#90;o&#xeb; here", []string{"Zo\u00eb"}},
		"in HTML, escaped twice":             {"no Zo&amp;euml; here", []string{"Zo\u00eb"}},
		"percent-encoded":                    {"no Zo%C3%AB here", []string{"Zo\u00eb"}},
		"percent-encoded twice":              {"no Zo%25C3%25AB here", []string{"Zo\u00eb"}},
		"in escapes of JSON":                 {`no Zo\u00eb here`, []string{"Zo\u00eb"}},
		"in escapes of JSON, escaped twice":  {`no Zo\\u00eb here`, []string{"Zo\u00eb"}},
		"in a pair of surrogates":            {`no \ud83d\ude00Mala here`, []string{"\U0001F600Mala"}},
		"a date in the words of French":      {"née le 12 mai 1990", []string{"1990-05-12"}},
		"a date in the words of Swahili":     {"tarehe 12 Mei 1990", []string{"1990-05-12"}},
		"a date in the words of Hindi":       {"जन्म 12 मई 1990", []string{"1990-05-12"}},
		"a date in the words of Spanish":     {"nacida el 12 de mayo de 1990", []string{"1990-05-12"}},
		"a date in the words of Portuguese":  {"nascida em 1º de maio de 1990", []string{"1990-05-01"}},
		"a date with an ordinal":             {"born 12th of May 1990", []string{"1990-05-12"}},
		"one half of a name with a hyphen":   {"no Zoëlle here", []string{"Zoëlle-Hoarău"}},
		"the other half, without accents":    {"no HOARAU here", []string{"Zoëlle-Hoarău"}},
		"a part behind an apostrophe":        {"no Zorien here", []string{"O'Zorien"}},
		"a name of Turkish in capitals":      {"no ZOIŞIK here", []string{"Zoışık"}},
		"a name of Turkish without accents":  {"no zoisik here", []string{"Zoışık"}},
		"a sharp s in capitals":              {"no ZOSTRASSNER here", []string{"Zostraßner"}},
		"a name drawn out":                   {"no محـمد here", []string{"مُحَمَّد"}},
		"a name of three letters in Chinese": {"找不到王小明的记录", []string{"王小明"}},
		"a name of two letters in Japanese":  {"山田は見つかりません", []string{"山田"}},
		"a name of Amharic with an ending":   {"አበበን", []string{"አበበ"}},
		"in escapes of Python":               {`no Zo\xeblle here`, []string{"Zoëlle"}},
		"in escapes of Python, of UTF-8":     {`no Zo\xc3\xablle here`, []string{"Zoëlle"}},
		"percent-encoded, of Latin-1":        {"no Zo%EBlle here", []string{"Zoëlle"}},
		"a date without separators":          {"born 19900512", []string{"1990-05-12"}},
		"a date with the day first":          {"born 12051990x", []string{"1990-05-12"}},
		"a number with other separators":     {"id 12.34.AB cd", []string{"1234ABCD"}},
		"a number in full width":             {"id １２３４ＡＢ", []string{"1234AB"}},
		"the first half of a token":          {"got " + token[:16], []string{token}},
		"the second half of a token":         {"got " + token[16:], []string{token}},
		"a token with something in between":  {"got " + token[:12] + "..." + token[20:], []string{token}},
		"a pair of basic authentication":     {"got Basic dXNlcjpsYWdvcw==", []string{"dXNlcjpsYWdvcw=="}},
		"a name of several words, run joint": {"no MalaKumari here", []string{"Mala Kumari"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := transport.Mask(tt.message, tt.values)
			assert.Contains(t, got, "[masked]")
			for _, v := range tt.values {
				assert.False(t, transport.Holds(got, []string{v}), got)
			}
			for _, piece := range []string{"Zo", "1990", "0512", "1205", "MalaKumari", "HOARAU", "Zorien", "ZO", "zo", "محـمد", "王小明", "山田", "አበበ", "ijklmnop", "yzABCDEF"} {
				assert.NotContains(t, got, piece)
			}
		})
	}
}

func TestWhatHoldsNoValueIsStillQuoted(t *testing.T) {
	t.Parallel()
	for _, message := range []string{
		"search_criteria.query.value must be a string",
		"50% of the quota is used: 100%25", "a & b < c", `a \n b \u`, "%zz %", "&nosuch; &#0;", "wait 12 hours: 2026 requests left", "12 items in 2026", `path C:\xfiles`, "%zz%f",
	} {
		assert.NotContains(t, transport.Mask(message, []string{"Mala Kumar", "1990-05-12", "B90MAY123"}), "[masked]", message)
	}
}

func TestHoldsLooksForNoShortValue(t *testing.T) {
	t.Parallel()
	assert.False(t, transport.Holds("err.no.12", []string{"no", "12", "", "-"}))
	assert.True(t, transport.Holds("corr-KUMAR-7", []string{"kumar"}))
	assert.True(t, transport.Holds("corr-12-05-1990", []string{"1990-05-12"}))
	assert.True(t, transport.Holds("corr/5/12/1990", []string{"1990-05-12"}))
	assert.False(t, transport.Holds("corr-2026-11-28", []string{"1990-05-12"}), "a date that is not the question's")
}

func FuzzMaskLeavesNoValue(f *testing.F) {
	f.Add("no Zo&euml; %C3%AB \\\\u00eb here", "Zoë")
	f.Add("born 12 mai 1990", "1990-05-12")
	f.Add(strings.Repeat("%41", 99), "AAAA")
	f.Fuzz(func(t *testing.T, message, value string) {
		got := transport.Mask(message, []string{value})
		if len([]rune(got)) > 300 {
			t.Fatal("too long")
		}
		if transport.Holds(strings.ReplaceAll(got, "[masked]", "\x00"), []string{value}) {
			t.Fatalf("%q is left in %q", value, got)
		}
	})
}
