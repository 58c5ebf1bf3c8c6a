package sandbox_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// FuzzSearchRequest: whatever is posted, the answer is one that the document
// knows, and never a fault of the registry's own.
func FuzzSearchRequest(f *testing.F) {
	f.Add(good)
	f.Add(encode(f, asking(wire.SearchRequestItem{SearchCriteria: where(f, "", "birth_date in 1990-05-12,1962", "surname eq Kumar")})))
	f.Add(encode(f, asking(wire.SearchRequestItem{SearchCriteria: predicateQuery(f, "REGISTER", wire.PredicateItem{
		Expression1: predicate("sex eq F"), Condition: wire.ConditionOr, Expression2: predicate("BRN eq B90MAY123"),
	})})))
	for _, value := range []string{
		`{"expression":{"$or":[{"birth_date":{"$gte":"1990","$lt":"1991-02"}},{"name":"Mala"},{"$and":[{"sex":{"$in":["F","male"]}}]}]}}`,
		`{"expression":{"query":{"birth_date":{"type":"range","gte":"2016-12-31"},"birth_place":{"type":"exact","term":"XS-01"}}}}`,
	} {
		f.Add(encode(f, asking(wire.SearchRequestItem{SearchCriteria: expression(f, "birth", value)})))
	}
	f.Add(encode(f, asking(wire.SearchRequestItem{SearchCriteria: where(f, "", "parent1_identifier eq NATIONAL_ID:1", "event_date lt 2000")})))
	f.Add(`{"header":{},"message":{"ciphertext":""}}`)
	f.Add(`{"header":{"action":"notify","total_count":1e300},"message":{"search_request":[null,{}]}}`)
	samples, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	require.NoError(f, err)
	for _, name := range samples {
		sample, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(string(sample))
	}
	b := setup(f, country(300))
	f.Fuzz(func(t *testing.T, body string) {
		b.send(t, http.MethodPost, searchPath, strings.NewReader(body))
	})
}
