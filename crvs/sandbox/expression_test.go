package sandbox_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

func expression(tb testing.TB, event, value string) wire.SearchCriteria {
	tb.Helper()
	c := wire.SearchCriteria{RegEventType: event, QueryType: wire.QueryTypeExpression}
	require.NoError(tb, c.Query.FromExpressionQuery(wire.ExpressionQuery{Type: "ns:org:QueryType:expression", Value: wire.ExpressionValue(value)}))
	return c
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, event, value string
		want               []string
	}{
		{"a value", "birth", `{"expression":{"birth_date":"1990-05-12"}}`, []string{"B90MAY123"}},
		{"an operator", "birth", `{"expression":{"birth_date":{"$eq":"1990-05-12"}}}`, []string{"B90MAY123"}},
		{"both ends of a range", "birth", `{"expression":{"birth_date":{"$gte":"2016-12-31","$lte":"2017-01-09"}}}`, []string{"B16DEC031", "B17JAN001"}},
		{"a range without its ends", "birth", `{"expression":{"birth_date":{"$gt":"2016-12-31","$lt":"2017-01-09"}}}`, []string{}},
		{"a range as OpenCRVS writes it", "birth", `{"expression":{"query":{"birth_date":{"type":"range","gte":"2016-12-31","lte":"2017-01-09"}}}}`, []string{"B16DEC031", "B17JAN001"}},
		{"an exact value as OpenCRVS writes it", "birth", `{"expression":{"query":{"surname":{"type":"exact","term":"kumari"}}}}`, []string{"B90MAY132"}},
		{"an exact value under the other name", "birth", `{"expression":{"query":{"surname":{"type":"exact","value":"kumari"}}}}`, []string{"B90MAY132"}},
		{"without the members around it", "birth", `{"surname":"Kumari"}`, []string{"B90MAY132"}},
		{"a query by itself", "birth", `{"query":{"surname":"Kumari"}}`, []string{"B90MAY132"}},
		{"members must all hold", "birth", `{"expression":{"surname":"Kumar","given_name":"Mela"}}`, []string{"B90MAY140"}},
		{"all of a list", "birth", `{"expression":{"$and":[{"surname":"Kumar"},{"given_name":"Mela"}]}}`, []string{"B90MAY140"}},
		{"one of a list", "birth", `{"expression":{"$or":[{"surname":"Kumari"},{"given_name":"Mela"}]}}`, []string{"B90MAY132", "B90MAY140"}},
		{"lists in lists", "birth", `{"expression":{"$or":[{"$and":[{"surname":"Kumar"},{"given_name":"Mela"}]},{"$and":[{"surname":"Kumar"},{"$or":[{"given_name":"Mala"},{"given_name":"Nobody"}]}]}]}}`, []string{"B90MAY123", "B90MAY140"}},
		{"a list of values", "birth", `{"expression":{"surname":{"$in":["Nair","Nayar"]}}}`, []string{"B17JUN009", "B17OCT002"}},
		{"a value with a comma is one value", "birth", `{"expression":{"surname":{"$in":["Nair,Nayar"]}}}`, []string{}},
		{"one view for all of it", "marriage", `{"expression":{"marriage_date":"2015-02-14","given_name":"Mala","surname":"Nair"}}`, []string{}},
		{"a number", "", `{"expression":{"NATIONAL_ID":"123456789"}}`, []string{"B90MAY123", "M15FEB042"}},
	}
	b := setup(t, country(500))
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := expression(t, tc.event, tc.value)
			assert.Equal(t, tc.want, setup(t).found(t, c))
			var fixed []string // beside the people of a country, too
			for _, number := range b.found(t, c) {
				if !strings.Contains(number, "-") {
					fixed = append(fixed, number)
				}
			}
			assert.ElementsMatch(t, tc.want, fixed)
		})
	}
}

func TestAnExpressionThatCannotBeAnsweredSaysWhere(t *testing.T) {
	t.Parallel()
	const at = "message.search_request[0].search_criteria.query.value"
	const objects = ": must be an object with conditions: it asks for nobody or for everybody"
	cases := []struct{ name, value, want string }{
		{"nothing", `{"expression":{}}`, at + ".expression" + objects},
		{"a query about nothing", `{"expression":{"query":{}}}`, at + ".expression.query" + objects},
		{"a text in another language", `{"expression":"secret(UIN)"}`, at + ".expression" + objects},
		{"a list", `{"expression":[]}`, at + ".expression" + objects},
		{"an empty list", `{"expression":{"$and":[]}}`, at + ".expression.$and: must be a list of conditions"},
		{"no list", `{"expression":{"$or":{"sex":"male"}}}`, at + ".expression.$or: must be a list of conditions"},
		{"a list of an empty object", `{"expression":{"$or":[{"sex":"male"},{}]}}`, at + ".expression.$or[1]" + objects},
		{"not", `{"expression":{"$not":{"sex":"male"}}}`, at + ".expression: has a member that this registry does not know: it joins by $and and $or"},
		{"an operator where an attribute is", `{"expression":{"$eq":"secret"}}`, at + ".expression: has a member that this registry does not know: it joins by $and and $or"},
		{"not equal", `{"expression":{"sex":{"$ne":"male"}}}`, at + ".expression.sex: has a member that is no operator of this registry"},
		{"another form", `{"expression":{"sex":{"type":"fuzzy","term":"secret"}}}`, at + ".expression.sex.type: must be range or exact"},
		{"an exact range", `{"expression":{"birth_date":{"type":"exact","gte":"2000"}}}`, at + ".expression.birth_date: has a member that is no operator of this registry"},
		{"a range without ends", `{"expression":{"birth_date":{"type":"range"}}}`, at + ".expression.birth_date: has no operator"},
		{"a number", `{"expression":{"birth_date":{"$gte":2000}}}`, at + ".expression.birth_date: must be compared with a text"},
		{"null", `{"expression":{"birth_date":null}}`, at + ".expression.birth_date: must be a text, or an object of operators"},
		{"numbers", `{"expression":{"surname":{"$in":[1]}}}`, at + ".expression.surname: must be a list of texts"},
		{"a list of none", `{"expression":{"surname":{"$in":[]}}}`, at + ".expression.surname: must be a list of texts"},
		{"a value that cannot be", `{"expression":{"sex":"banana"}}`, at + ".expression.sex: attribute_value: must be a code of directory sex: male, female, other, unknown"},
		{"a date that is none", `{"expression":{"birth_date":{"$gte":"secret"}}}`, at + ".expression.birth_date: attribute_value: must be a date (2006-01-02)"},
		{"an order of names", `{"expression":{"surname":{"$gte":"K"}}}`, at + ".expression.surname: operator: this attribute takes eq and in"},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			item := b.ask(t, expression(t, "", tc.value))
			assert.Equal(t, wire.RequestStatusRejected, item.Status)
			assert.Equal(t, wire.SearchReasonCodeSearchCriteriaInvalid, item.StatusReasonCode)
			assert.Equal(t, tc.want, item.StatusReasonMessage)
		})
	}
}

func TestAnAttributeThatIsNotKeptIsNotRepeated(t *testing.T) {
	t.Parallel()
	item := setup(t).ask(t, expression(t, "", `{"expression":{"S3CR3T":"x"}}`))
	assert.Equal(t, wire.RequestStatusRejected, item.Status)
	assert.Contains(t, item.StatusReasonMessage, "attribute_name: this registry knows")
	assert.NotContains(t, item.StatusReasonMessage, "S3CR3T")
}

func TestAnExpressionWithThousandsOfValuesIsRefused(t *testing.T) {
	t.Parallel()
	many := strings.TrimSuffix(strings.Repeat(`"a",`, 1001), ",")
	item := setup(t).ask(t, expression(t, "", `{"expression":{"surname":{"$in":[`+many+`]}}}`))
	assert.Equal(t, wire.RequestStatusRejected, item.Status)
	assert.Contains(t, item.StatusReasonMessage, "1000 values")
}
