package search_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestAGraphQLTextIsPassedThrough(t *testing.T) {
	t.Parallel()
	const text = "query {\n\tperson(UIN: \"1\") { name }\r\n}"
	q := search.GraphQL(text)
	assert.Equal(t, text, q.GraphQL())
	assert.Equal(t, codes.QueryTypeGraphQL, q.Type())
	assert.Equal(t, codes.QueryTypeGraphQL, q.AsExpression().Type(), "it has a form already")
	require.NoError(t, q.In("birth").WithPage(2).SortBy(search.BirthDate, "asc").WithConsent(search.Consent{}).Validate())
	assert.Equal(t, "graphql in live_birth", q.In("birth").Form())
	assert.Empty(t, search.Where().GraphQL())
}

func TestGraphQLLiteralsArePersonalValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		``:                                                   nil,
		`{ person { name } }`:                                nil,
		`{ person(UIN: "537-1", n: 12.5e+3) }`:               {"537-1", "12.5e+3"},
		`p(name:"Mala \"M\" Kumar")`:                         {`Mala \"M\" Kumar`, `Mala "M" Kumar`},
		`p(name:"end\\") q(name:"Rao")`:                      {`end\\`, `end\`, "Rao"},
		`p(name:"\u1308\u1265\u1228")`:                       {`\u1308\u1265\u1228`, "ገብረ"},
		`p(name:"\uD83D\uDE00\u{1308}\u12")`:                 {`\uD83D\uDE00\u{1308}\u12`, "😀ገ�12"},
		"p(name:\"two\\nlines\")":                            {`two\nlines`, "two lines"},
		"p(note:\"\"\"a \"quoted\" \\\"\"\" word\n b\"\"\")": {"a \"quoted\" \\\"\"\" word\n b", "a \"quoted\" \"\"\" word\n b"},
		`p(name:"Mala`:                                       {"Mala"},
		`p(name:'Mala K')`:                                   {"Mala K"},
		"# for Mala Kumar\n{ p }":                            {"for Mala Kumar"},
		"{ p } # Mala":                                       {"Mala"},
		`p(born: 1990-05-12)`:                                {"1990-05-12"},
		`p(brn: B90MAY123, n: -7)`:                           {"B90MAY123", "7"},
		`p(name: Иванова)`:                                   {"Иванова"},
		`p(ids: ["1","2"])`:                                  {"1", "2"},
		`p(name: "")`:                                        nil,
		`"`:                                                  nil,
		`"\`:                                                 {`\`},
	} {
		assert.ElementsMatch(t, want, search.GraphQL(text).Values(), text)
	}
}

func TestAGraphQLTextIsBoundedAndAlone(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		query search.Query
		want  string
	}{
		"nothing":             {search.GraphQL(""), "search_criteria.query.value.expression is too short"},
		"blank":               {search.GraphQL(" \n "), "search_criteria.query.value.expression must be valid text"},
		"no UTF-8":            {search.GraphQL("{\xff}"), "search_criteria.query.value.expression must be valid text"},
		"a control character": {search.GraphQL("{\x00}"), "search_criteria.query.value.expression must be valid text"},
		"too long":            {search.GraphQL(strings.Repeat("x", 64<<10+1)), "search_criteria.query.value.expression is too long"},
		"too long in bytes":   {search.GraphQL(strings.Repeat("ገ", 22_000)), "search_criteria.query.value.expression is too long"},
		"with a condition":    {search.GraphQL("{ p }").And(search.Sex.Is("male")), "search_criteria.query is a GraphQL text, which takes no conditions"},
	} {
		err := tt.query.Validate()
		require.ErrorContains(t, err, tt.want, name)
	}
	assert.NoError(t, search.GraphQL(strings.Repeat("x", 64<<10)).Validate())
}

// FuzzLiterals: what stands between quotes is a personal value, whatever stands
// around it.
func FuzzLiterals(f *testing.F) {
	f.Add(`{ person(name: "Mala \"M\"", born: 1990-05-12) { name } } # x`, "Kumar")
	f.Add("\"\"\"\n\\\"\"\" '", "ገብረ")
	f.Add(`\u{`, "a")
	f.Add(`'`, "'")
	f.Add(`{ it's: `, "O'Neil")
	f.Fuzz(func(t *testing.T, before, name string) {
		values := search.GraphQL(before).Values()
		for _, v := range values {
			if strings.TrimSpace(v) == "" {
				t.Fatal("a blank value masks every gap")
			}
		}
		if strings.ContainsAny(name, "\"\\\n\r") || strings.TrimSpace(name) != name || name == "" {
			return
		}
		last := search.GraphQL(before + "\n\"\"\"\"\"\" \"" + name + `"`).Values()
		for _, v := range last {
			if strings.Contains(v, name) {
				return
			}
		}
		t.Fatal("a string is not among the values")
	})
}
