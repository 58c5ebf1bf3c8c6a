package transport_test

import (
	"strconv"
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
		"the end of a long token":            {"got ..." + "ijklmnopyzABCDEFqrst", []string{strings.Repeat("0123456789", 200) + "ijklmnopyzABCDEFqrst"}},
		"a pair of basic authentication":     {"got Basic dXNlcjpsYWdvcw==", []string{"dXNlcjpsYWdvcw=="}},
		"a number digit by digit":            {"id 9 8 7 6 5 4 3 2 1 is bad", []string{"123456789"}},
		"a number in numerals of Amharic":    {"id ፩፪፫፬፭፮፯፰፱", []string{"123456789"}},
		"a number in numerals of Rome":       {"id Ⅰ Ⅱ Ⅲ Ⅳ", []string{"1234"}},
		"a name in letters that look alike":  {"no Мbаrgа here", []string{"Mbarga"}},
		"a name with one letter of Greek":    {"no Mbαrga here", []string{"Mbarga"}},
		"a name of several words, run joint": {"no MalaKumari here", []string{"Mala Kumari"}},
		"in base64":                          {"no TWFsYQ== here", []string{"Mala"}},
		"in base64 without its end":          {"value:TWFsYQ, unknown", []string{"Mala"}},
		"in base64 for URLs, in between":     {"got x/P8O8w79Nw7xsbGVyP8O_/y", []string{"Müller"}},
		"in base64, with more around it":     {"no bmFtZT1NYWxhIEt1bWFy here", []string{"Mala Kumar"}},
		"in hexadecimal":                     {"no 4d616c61 here", []string{"Mala"}},
		"between tags":                       {"no B90<b>MAY</b>123", []string{"B90MAY123"}},
		"between tags of XML":                {"no Ma<x:em/>la", []string{"Mala"}},
		"in quoted-printable":                {"no M=C3=BCller", []string{"Müller"}},
		"in quoted-printable of Latin-1":     {"no M=FCller", []string{"Müller"}},
		"in quoted-printable, all of it":     {"no =4D=61=6C=61", []string{"Mala"}},
		"in UTF-8 that was read as Latin-1":  {"no MÃ¼ller here", []string{"Müller"}},
		"in UTF-8 read as Windows-1252":      {"no SkÅ‚adowska", []string{"Składowska"}},
		"in Hindi read as Latin-1":           {"no à¤®à¥‹à¤¹à¤¨", []string{"मोहन"}},
		"in Latin-1":                         {"no M\xfcller", []string{"Müller"}},
		"with a question mark":               {"no M?ller", []string{"Müller"}},
		"with what replaces a letter":        {"no M\ufffdller", []string{"Müller"}},
		"the month of a date":                {"born in May 1990", []string{"1990-05-12"}},
		"the day of a date":                  {"born on 12 May", []string{"1990-05-12"}},
		"the year of a date":                 {"too old: 1990", []string{"1990-05-12"}},
		"a date with two digits of its year": {"born 12 05 90", []string{"1990-05-12"}},
		"a date in pairs":                    {"born 19 90 05", []string{"1990-05-12"}},
		"a number in pairs":                  {"id 19 90 05", []string{"199005123456"}},
		"the first four of a number":         {"id 1990...", []string{"199005123456"}},
		"the first four letters of a number": {"office ABCD", []string{"ABCD1234"}},
		"four in the middle of a number":     {"id *0512*", []string{"199005123456"}},
		"a number in other digits":           {"id ١٩٩٠", []string{"199005123456"}},
		"a run without end":                  {"got " + strings.Repeat("QxJz", 9), nil},
		"in names of code points":            {"no ZoU+00EBlle", []string{"Zoëlle"}},
		"in octal escapes":                   {`no Zo\303\253lle`, []string{"Zoëlle"}},
		"in the name of a host":              {"no xn--zolle-jua.example", []string{"Zoëlle"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := transport.Mask(tt.message, tt.values)
			assert.Contains(t, got, "[masked]")
			for _, v := range tt.values {
				assert.False(t, transport.NewValues([]string{v}).HeldBy(got), got)
			}
			for _, piece := range []string{"TWFs", "616c", "MAY", "Ma", "FC", "ller", "SkÅ", "à¤", "May", "90", "12", "ABCD", "QxJz", "Zo", "1990", "0512", "1205", "MalaKumari", "HOARAU", "Zorien", "ZO", "zo", "محـمد", "王小明", "山田", "አበበ", "ijklmnop", "yzABCDEF"} {
				assert.NotContains(t, got, piece)
			}
		})
	}
}

func TestWhatHoldsNoValueIsStillQuoted(t *testing.T) {
	t.Parallel()
	for _, message := range []string{
		"search_criteria.query.value must be a string",
		"50% of the quota is used: 100%", "a & b < c", `a \n b \u`, "%zz %", "size=99, x=a", "country=DE is unknown", "wait 12 hours: 2026 requests left", "12 items in 2026", `path C:\xfiles`, "%zz%f",
	} {
		assert.NotContains(t, transport.Mask(message, []string{"Mala Kumar", "1990-05-12", "B90MAY123"}), "[masked]", message)
	}
}

func TestHoldsLooksForNoShortValue(t *testing.T) {
	t.Parallel()
	assert.False(t, transport.NewValues([]string{"no", "12", "", "-"}).HeldBy("err.no.12"))
	assert.True(t, transport.NewValues([]string{"kumar"}).HeldBy("corr-KUMAR-7"))
	assert.True(t, transport.NewValues([]string{"1990-05-12"}).HeldBy("corr-12-05-1990"))
	assert.True(t, transport.NewValues([]string{"1990-05-12"}).HeldBy("corr/5/12/1990"))
	assert.False(t, transport.NewValues([]string{"1990-05-12"}).HeldBy("corr-2026-11-28"), "a date that is not the question's")
}

func TestOrdinaryTextsOfRegistriesAreQuoted(t *testing.T) {
	t.Parallel()
	values := []string{
		"Mala Kumar", "1985-07-23", "B90MAY123", "199005123456", "मोहन", "Müller", "lagos-client-7",
		"eyJhbGciOiJSUzI1NiJ9." + strings.Repeat("dGhlIHF1aWNrIGJyb3duIGZveA", 20),
	}
	for message, want := range map[string]string{
		"invalid reg_type": "",
		"Unauthorized: token expired at 2026-01-01T00:00:00Z":                       "Unauthorized: token expired at [masked]:00:00Z",
		"Invalid signature: no key with this kid was found in the sender's key set": "",
		"message.search_request[0].search_criteria.query_type: field required":      "",
		"page_size must be less than or equal to 100 (got 500)":                     "",
		"rjct.version.invalid: version 0.1.0 is not supported, use 1.0.0":           "",
		"Service temporarily unavailable, retry in 30 seconds":                      "",
		"no record for BRN B90MAY123":                                               "no record for BRN [masked]",
		"time data '1985-07-23' does not match format '%d/%m/%Y'":                   "time data '[masked]' does not match format '%d/%m/%Y'",
		"paramètre « reg_type » inconnu":                                            "paramètre « reg_type » inconnu",
		"अमान्य अनुरोध":                                                             "",
		"请求无效":                                                                      "",
		"طلب غير صالح":                                                              "",
		"Yêu cầu không hợp lệ":                                                      "",
		"Unknown sender: mis-2?":                                                    "",
	} {
		if want == "" {
			want = message
		}
		assert.Equal(t, want, transport.Mask(message, values))
	}
}

// A message and its values may be as long and as many as a peer and a batch make
// them.
func TestMaskingIsLinear(t *testing.T) { //nolint:paralleltest // it counts the allocations of the process
	message := strings.Repeat("TWFs a1 ", 1<<17)
	values := make([]string, 500)
	for i := range values {
		values[i] = strings.Repeat(string(rune('a'+i%26)), 90) + strconv.Itoa(i)
	}
	ready := transport.NewValues(values)
	made := testing.AllocsPerRun(1, func() { transport.NewValues(values) })
	assert.Less(t, made, 200_000.0, "a few for each letter of a value")
	few, many := transport.NewValues(values[:1]), ready
	message = message[:1<<20]
	short := testing.AllocsPerRun(5, func() { few.Mask(message[:4096]) })
	long := testing.AllocsPerRun(5, func() { many.Mask(message) })
	assert.Less(t, long, 2*short+100, "it grows neither with the message nor with the values")
}
