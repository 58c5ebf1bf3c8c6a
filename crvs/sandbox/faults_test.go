package sandbox_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// The searches of the dialects by what they have.
const (
	atStandard, atOpenCRVS, atOpenCRVS19 = searchPath, "/opencrvs" + searchPath, "/opencrvs-1.9" + searchPath
	atOpenSPP, atOpenG2P                 = "/openspp" + searchPath, "/openg2p" + searchPath
	atBare, atWorkshop, atWorkshop2      = "/bare/crvs/sync/search", "/searchCRVSData", "/workshop/searchCRVSData"
)

func TestAFaultThatCannotStrikeWhereItIsBoundIsRefused(t *testing.T) {
	t.Parallel()
	everyPath := []string{atStandard, atOpenCRVS, atOpenCRVS19, atOpenSPP, atOpenG2P, atBare, atWorkshop, atWorkshop2}
	unsigned, noEncryption := []string{atBare, atWorkshop, atWorkshop2}, []string{atOpenSPP, atOpenG2P, atBare, atWorkshop, atWorkshop2}
	for kind, tt := range map[sandbox.FaultKind]struct {
		cannot []string
		says   string
	}{
		sandbox.FaultMissingItems:      {[]string{atWorkshop, atWorkshop2}, "the items of an answer"},
		sandbox.FaultWrongReferenceIDs: {[]string{atBare, atWorkshop, atWorkshop2}, "the reference ids of an answer"},
		sandbox.FaultRepeatedPage:      {[]string{atWorkshop, atWorkshop2}, "the pages of an answer"},
		sandbox.FaultChangingTotals:    {[]string{atWorkshop, atWorkshop2}, "the pages of an answer"},
		sandbox.FaultWrongTransaction:  {[]string{atWorkshop, atWorkshop2}, "the transaction_id of an answer"},
		sandbox.FaultWrongKey:          {unsigned, "a signed answer"},
		sandbox.FaultTamperedBody:      {unsigned, "a signed answer"},
		sandbox.FaultExpiredSignature:  {unsigned, "a signed answer"},
		sandbox.FaultDuplicateMembers:  {unsigned, "a signed answer"},
		sandbox.FaultRotation:          {unsigned, "a signed answer"},
		sandbox.FaultAlgNone:           {append([]string{atOpenSPP}, unsigned...), "a signature that is a JWS"},
		sandbox.FaultWeakJWE:           {noEncryption, "an encrypted answer"},
		sandbox.FaultPlaintextAnswer:   {noEncryption, "an encrypted answer"},
		sandbox.FaultOvermatch:         {nil, ""},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			for _, path := range everyPath {
				_, err := b.registry.Inject(sandbox.Fault{Kind: kind, Path: path})
				if !slices.Contains(tt.cannot, path) {
					require.NoError(t, err, path)
					continue
				}
				require.ErrorContains(t, err, "path must be one of "+atStandard, path)
				require.ErrorContains(t, err, "this kind changes "+tt.says)
				for _, elsewhere := range everyPath {
					listed := strings.Contains(err.Error(), " "+elsewhere+",")
					assert.Equal(t, !slices.Contains(tt.cannot, elsewhere), listed, "%s in %v", elsewhere, err)
				}
			}
		})
	}
}

// A fault of every path leaves those alone at which it has nothing to change: the
// list of the workshop that loses an item would be a silent "not found".
func TestAFaultOfEveryPathLeavesAloneWhereItHasNothingToChange(t *testing.T) {
	t.Parallel()
	const asked = `{"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":"123456789"}`
	for _, kind := range []sandbox.FaultKind{
		sandbox.FaultMissingItems, sandbox.FaultWrongReferenceIDs, sandbox.FaultWrongTransaction, sandbox.FaultChangingTotals, sandbox.FaultWrongKey,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.inject(t, sandbox.Fault{Kind: kind})
			w := b.put(t, atWorkshop, []byte(asked))
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Contains(t, w.Body.String(), "B90MAY123")
			assert.Zero(t, b.registry.Faults()[0].Hits, "it is not used up")
		})
	}
}

// The stranger is chosen by what the registry knows of its own people: the record
// says that it is not the one asked for. What it merely does not tell is no
// contradiction.
func TestOvermatchStrikesWhereARecordSaysSomethingElse(t *testing.T) {
	t.Parallel()
	birth := func(query string) string { return `{"reg_event_type":"birth",` + query + `}` }
	expression := func(query string) string {
		return birth(`"query_type":"expression","query":{"type":"x","value":{"expression":{"query":` + query + `}}}`)
	}
	two := func(first, condition, second string) string {
		return birth(`"query_type":"predicate","query":[{"expression1":` + oneExpression(first) + `,"condition":"` + condition + `","expression2":` + oneExpression(second) + `}]`)
	}
	one := func(attribute, op, value string) string {
		return two(attribute+" "+op+" "+value, "and", "surname eq Kumar")
	}
	for _, tt := range []struct {
		name, criteria string
		strikes        bool
	}{
		{"a number", birth(`"query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}`), true},
		{"a number of a person", birth(`"query_type":"idtype-value","query":{"type":"NATIONAL_ID","value":"123456789"}`), true},
		{"a day", one("birth_date", "eq", "1990-05-12"), true},
		{"a year", one("birth_date", "eq", "1990"), true},
		{"a list of days", one("birth_date", "in", "1990-05-12,1986-01-20"), true},
		{"a sex", one("sex", "eq", "female"), true},
		{"a region", one("region_code", "eq", "IN-KL"), true},
		{"a number of a registration", one("registration_number", "eq", "B90MAY123"), true},
		{"one of two days", two("birth_date eq 1990-05-12", "or", "birth_date eq 1986-01-20"), true},
		{"a day or a name, by a record of another register", two("birth_date eq 1990-05-12", "or", "surname eq Kumar"), true},
		{"an expression of a day", expression(`{"birth_date":{"$eq":"1990-05-12"}}`), true},
		{"an expression of either", expression(`{"$or":[{"birth_date":"1990-05-12"},{"sex":"female"}]}`), true},
		{"a name in any register", `{"query_type":"predicate","query":[{"expression1":` + oneExpression("surname eq Kumar") + `}]}`, false},
		{"a place in any register", `{"query_type":"predicate","query":[{"expression1":` + oneExpression("birth_place eq IN-KL") + `}]}`, false},
		{"a range that every day fits", `{"query_type":"predicate","query":[{"expression1":` + oneExpression("birth_date ge 1800-01-01") + `}]}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.inject(t, sandbox.Fault{Kind: sandbox.FaultOvermatch})
			body := goodWith(t, `{"reg_event_type":"birth","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"},"pagination":{"page_size":10}}`, tt.criteria)
			resp := b.send(t, http.MethodPost, searchPath, strings.NewReader(body))
			require.Equal(t, http.StatusOK, resp.status, resp.text)
			assert.Contains(t, resp.text, `"status":"succ","timestamp"`)
			assert.Equal(t, tt.strikes, b.registry.Faults()[0].Hits == 1)
		})
	}
}
