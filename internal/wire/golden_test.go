package wire_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The golden files of the client are what it sends.
func TestWhatTheClientSendsFollowsTheDocument(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "crvs", "testdata", "wire", "*.json"))
	require.NoError(t, err)
	require.Greater(t, len(files), 15)
	doc := loadDocument(t)
	envelope := component(t, doc, "SearchEnvelope")
	// internal/wire/RULES.md, rule 1: the form of a query is that of its query_type.
	forms := map[string]string{
		"idtype-value": "IdentifierQuery", "predicate": "PredicateQuery", "expression": "ExpressionQuery", "graphql": "ExpressionQuery",
	}
	seen := map[string]int{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		var value struct {
			Message struct {
				SearchRequest []struct {
					SearchCriteria struct {
						QueryType string `json:"query_type"`
						Query     any    `json:"query"`
					} `json:"search_criteria"`
				} `json:"search_request"`
			} `json:"message"`
		}
		var all any
		require.NoError(t, json.Unmarshal(raw, &value), file)
		require.NoError(t, json.Unmarshal(raw, &all), file)
		assert.Empty(t, problems(envelope, all), file)
		require.NotEmpty(t, value.Message.SearchRequest, file)
		for _, item := range value.Message.SearchRequest {
			criteria := item.SearchCriteria
			form := component(t, doc, forms[criteria.QueryType])
			assert.Empty(t, problems(form, criteria.Query), file)
			seen[criteria.QueryType]++
		}
	}
	assert.Len(t, seen, len(forms), "each form is there: %v", seen)
}
