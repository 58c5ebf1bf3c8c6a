package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

func loadDocument(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI())
	require.NoError(t, err)
	return doc
}

func component(t *testing.T, doc *openapi3.T, name string) *openapi3.Schema {
	t.Helper()
	ref := doc.Components.Schemas[name]
	require.NotNil(t, ref, "no component %s", name)
	return ref.Value
}

func TestOurDocumentIsValidOpenAPI(t *testing.T) {
	t.Parallel()
	require.NoError(t, loadDocument(t).Validate(t.Context()))
}

func TestTheDocumentHandedOutIsACopy(t *testing.T) {
	t.Parallel()
	first := wire.OpenAPI()
	first[0] = 'x'
	assert.NotEqual(t, first[0], wire.OpenAPI()[0])
}

func TestOurDocumentIsFlat(t *testing.T) {
	t.Parallel()
	doc := parseDocument(t, "openapi.yaml", wire.OpenAPI())
	schemas, err := doc.lookup("#/components/schemas")
	require.NoError(t, err)
	for name := range schemas.m {
		schema, ok := schemas.child(name)
		require.True(t, ok, name)
		props, _ := schema.child("properties")
		for prop := range props.m {
			inner, ok := props.child(prop)
			require.True(t, ok, "%s.%s", name, prop)
			assert.NotContains(t, inner.m, "properties", "%s.%s is an object without a name", name, prop)
			items, _ := inner.child("items")
			assert.NotContains(t, items.m, "properties", "an item of %s.%s is an object without a name", name, prop)
		}
	}
	eachReference(doc.root, func(ref string) {
		assert.Equal(t, 3, strings.Count(ref, "/"), "%s leads into a component", ref)
	})
}

func eachReference(tree any, visit func(ref string)) {
	switch v := tree.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			visit(ref)
		}
		for _, child := range v {
			eachReference(child, visit)
		}
	case []any:
		for _, child := range v {
			eachReference(child, visit)
		}
	}
}

// request is a good search request with the parts that a case replaces.
const request = `{
	"header": {"message_id": "m-1", "message_ts": "2026-11-23T08:00:00Z", "action": %s, "sender_id": "mis.example.org", "total_count": %s},
	"message": {"transaction_id": %s, "search_request": [{
		"reference_id": "r-1", "timestamp": "2026-11-23T08:00:00Z", "locale": %s,
		"search_criteria": {"query_type": %s, "query": %s, "pagination": {"page_size": %s}}
	}]}
}`

func TestAWrongRequestIsToldItsField(t *testing.T) {
	t.Parallel()
	const item = "/message/search_request/0"
	cases := []struct {
		name                                               string
		action, count, txn, locale, queryType, query, size string
		want                                               []string
	}{
		{name: "nothing is wrong"},
		{name: "the action belongs to another endpoint", action: `"notify"`, want: []string{
			`/header/action: value is not one of the allowed values ["search"]`,
		}},
		{name: "the count is a string", count: `"1"`, want: []string{`/header/total_count: value must be an integer`}},
		{name: "the transaction has no id", txn: `""`, want: []string{`/message/transaction_id: minimum string length is 1`}},
		{name: "the transaction's id is too long", txn: `"` + strings.Repeat("x", 100) + `"`, want: []string{
			`/message/transaction_id: maximum string length is 99`,
		}},
		{name: "the locale has two letters", locale: `"en"`, want: []string{
			item + `/locale: string doesn't match the regular expression "^[a-z]{3}$"`,
		}},
		{name: "the page has no size", size: `0`, want: []string{item + `/search_criteria/pagination/page_size: number must be at least 1`}},
		{name: "the identifier is a number", query: `{"type": "BRN", "value": 12}`, want: []string{
			item + `/search_criteria/query/value: value must be a string`,
		}},
		{name: "the identifier has no value", query: `{"type": "BRN"}`, want: []string{
			item + `/search_criteria/query/value: property "value" is missing`,
		}},
		{name: "the predicate's operator is unknown", queryType: `"predicate"`, query: `[{"expression1": {"attribute_name": "birth_date", "operator": "gte", "attribute_value": "1990-01-01"}}]`, want: []string{
			item + `/search_criteria/query/0/expression1/operator: value is not one of the allowed values ["gt","lt","eq","ge","le","in"]`,
		}},
		{name: "the predicate's value is a number", queryType: `"predicate"`, query: `[{"expression1": {"attribute_name": "birth_date", "operator": "ge", "attribute_value": 1990}}]`, want: []string{
			item + `/search_criteria/query/0/expression1/attribute_value: value must be a string`,
		}},
		{name: "the type of the query is unknown", queryType: `"sql"`, query: `7`, want: []string{
			item + `/search_criteria/query: doesn't match any schema from "anyOf"`,
			item + `/search_criteria/query_type: value is not one of the allowed values ["idtype-value","expression","predicate","graphql"]`,
		}},
		{name: "two fields are wrong", count: `"1"`, locale: `"en"`, want: []string{
			`/header/total_count: value must be an integer`,
			item + `/locale: string doesn't match the regular expression "^[a-z]{3}$"`,
		}},
	}
	schema := component(t, loadDocument(t), "SearchEnvelope")
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			or := func(given, usual string) string {
				if given == "" {
					return usual
				}
				return given
			}
			body := fmt.Sprintf(request,
				or(tc.action, `"search"`), or(tc.count, `1`), or(tc.txn, `"t-1"`), or(tc.locale, `"eng"`),
				or(tc.queryType, `"idtype-value"`), or(tc.query, `{"type": "BRN", "value": "B90MAY123"}`), or(tc.size, `10`))
			var value any
			require.NoError(t, json.Unmarshal([]byte(body), &value))
			assert.Equal(t, tc.want, problems(schema, value))
		})
	}
}

func TestAnEncryptedRequestIsHeldAgainstTheEncryptedForm(t *testing.T) {
	t.Parallel()
	const body = `{
		"header": {"message_id": "m-1", "message_ts": "2026-11-23T08:00:00Z", "action": "search", "sender_id": "mis.example.org", "total_count": 1},
		"message": {"header": {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "k-1"}, "ciphertext": "AA", "encrypted_key": "AA", "tag": "AA"}
	}`
	var value any
	require.NoError(t, json.Unmarshal([]byte(body), &value))
	assert.Equal(t, []string{`/message/iv: property "iv" is missing`},
		problems(component(t, loadDocument(t), "SearchEnvelope"), value))
}
