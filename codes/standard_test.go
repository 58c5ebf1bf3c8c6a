package codes_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
)

func standard(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("DCI_STANDARD")
	if folder == "" {
		t.Skip("set DCI_STANDARD to the folder of the published standard (schemas, openapi) to run this")
	}
	return folder
}

type published struct {
	Code, Label string
}

// publishedCodes reads the enumerations of a schema file: what owl:oneOf lists,
// with the labels that stand beside it. Some published files have trailing
// commas.
func publishedCodes(t *testing.T, file string) []published {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	text = regexp.MustCompile(`,(\s*[}\]])`).ReplaceAll(text, []byte("$1"))
	var schema struct {
		Graph []struct {
			ID    string   `json:"@id"`
			Label string   `json:"rdfs:label"`
			OneOf []string `json:"owl:oneOf"`
		} `json:"@graph"`
	}
	require.NoError(t, json.Unmarshal(text, &schema), file)
	labels := map[string]string{}
	for _, node := range schema.Graph {
		labels[node.ID] = node.Label
	}
	var all []published
	for _, node := range schema.Graph {
		for _, id := range node.OneOf {
			_, code, ok := strings.Cut(id, ":")
			require.True(t, ok, id)
			all = append(all, published{code, labels[id]})
		}
	}
	require.NotEmpty(t, all, file)
	return all
}

// checkPublished wants every published code in the directory, in the published
// order, with the published label as one of its spellings, and no others but
// ours, which come last.
func checkPublished[T ~string](t *testing.T, d codes.Directory[T], file string, ours ...T) {
	t.Helper()
	checkPublishedWithin(t, d, "", file, ours...)
}

// checkPublishedWithin is for what the schema publishes without the namespace
// that messages carry.
func checkPublishedWithin[T ~string](t *testing.T, d codes.Directory[T], namespace, file string, ours ...T) {
	t.Helper()
	var want, got []T
	for _, p := range publishedCodes(t, filepath.Join(standard(t), "schemas", file)) {
		code := T(namespace + p.Code)
		want = append(want, code)
		assert.Equal(t, code, d.Canonical(T(p.Code)), d.Name())
		if p.Label != "" && p.Label != "son" { // the label of SONC, but in any case the code SON
			assert.Equal(t, code, d.Canonical(T(p.Label)), "%s: label %q", d.Name(), p.Label)
		}
	}
	for _, code := range ours {
		assert.NotContains(t, want, code, "%s: it is published after all", d.Name())
	}
	for e := range d.All() {
		got = append(got, e.Code)
	}
	assert.Equal(t, append(want, ours...), got, d.Name())
}

func TestDirectoriesAreThoseOfThePublishedSchemas(t *testing.T) {
	t.Parallel()
	standard(t)
	checkPublished(t, codes.Sexes(), "code/SexCategoryEnum.jsonld")
	checkPublished(t, codes.MaritalStatuses(), "code/MaritalStatusEnum.jsonld", codes.MaritalStatusDomesticPartner, codes.MaritalStatusUnknown)
	checkPublished(t, codes.IdentifierTypes(), "code/IdentifierTypeEnum.jsonld", codes.IdentifierNationalID)
	checkPublished(t, codes.VitalEvents(), "crvs/VitalEventTypeEnum.jsonld")
	checkPublished(t, codes.RelationshipTypes(), "code/RelationshipTypeEnum.jsonld")
	checkPublishedWithin(t, codes.RegistryTypes(), "ns:org:RegistryType:", "api-schemas/RegistryType.jsonld")
	checkPublishedWithin(t, codes.RecordTypes(), "spdci-extensions-dci:", "api-schemas/RegistryRecordType.jsonld")
	checkPublished(t, codes.QueryTypes(), "api-schemas/QueryTypeEnum.jsonld")
	checkPublished(t, codes.Operators(), "api-schemas/ExpOperator.jsonld")
	checkPublished(t, codes.Connectives(), "api-schemas/ExpCondition.jsonld")
	checkPublished(t, codes.SortOrders(), "api-schemas/SearchSort.jsonld")
	checkPublished(t, codes.RequestStatuses(), "api-schemas/RequestStatus.jsonld", codes.StatusPartial)
	checkPublished(t, codes.AckStatuses(), "api-schemas/Ack.jsonld")
}

// The published list and the rows under it spell seven codes differently: the
// list counts, and a row's spelling is an alias.
func TestRowsOutsideThePublishedListOfRelationshipsAreAliases(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(standard(t), "schemas", "code", "RelationshipTypeEnum.jsonld"))
	require.NoError(t, err)
	rows := regexp.MustCompile(`"@id": "category:([A-Z]+)",\s+"@type": "category:`).FindAllSubmatch(text, -1)
	aliases := 0
	for _, row := range rows {
		code := codes.RelationshipType(row[1])
		assert.True(t, code.Known(), code)
		if code.Canonical() != code {
			aliases++
		}
	}
	assert.Equal(t, 107, codes.RelationshipTypes().Len())
	assert.Equal(t, 7, aliases, "of %d rows", len(rows))
}

func TestThePublishedLanguageIsRead(t *testing.T) {
	t.Parallel()
	for _, p := range publishedCodes(t, filepath.Join(standard(t), "schemas", "code/LanguageCodeEnum.jsonld")) {
		code, ok := codes.ParseLanguageCode(p.Code)
		assert.True(t, ok)
		assert.Equal(t, codes.LanguageCode(p.Label), code)
	}
}

func TestThePublishedNamesOfEventsAreRead(t *testing.T) {
	t.Parallel()
	for _, p := range publishedCodes(t, filepath.Join(standard(t), "schemas", "api-schemas/RegistryEventTypeEnum.jsonld")) {
		assert.True(t, codes.VitalEvent(p.Code).Known(), p.Code)
	}
}

// No schema lists the actions: each path of the OpenAPI document demands its own.
func TestTheActionsAreThoseThatThePublishedPathsDemand(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(filepath.Join(standard(t), "openapi", "crvs_api_v1.0.0.yaml"))
	require.NoError(t, err)
	var want, got []codes.Action
	for _, m := range regexp.MustCompile(`action:\s+enum:\s+- (\S+)`).FindAllSubmatch(document, -1) {
		if action := codes.Action(m[1]); !slices.Contains(want, action) {
			want = append(want, action)
		}
	}
	for e := range codes.Actions().All() {
		got = append(got, e.Code)
	}
	assert.ElementsMatch(t, want, got)
	types := regexp.MustCompile(`txn_type:[^-]+enum:((?:\s+- \S+)+)`).FindSubmatch(document)
	require.NotNil(t, types)
	for kind := range strings.FieldsSeq(strings.ReplaceAll(string(types[1]), "- ", "")) {
		assert.Contains(t, got, codes.Action(kind), "the type of an earlier message is its action")
	}
}

func TestEveryPublishedErrorAndReasonIsInTheTable(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(filepath.Join(standard(t), "openapi", "crvs_api_v1.0.0.yaml"))
	require.NoError(t, err)
	inDocument := map[codes.ReasonCode]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\s*-\s*['"]?((?:err|rjct)\.[a-z0-9_.]+)['"]?\s*$`).FindAllSubmatch(document, -1) {
		code := codes.ReasonCode(m[1])
		inDocument[code] = true
		assert.True(t, code.Known(), code)
	}
	t.Logf("%d codes in the OpenAPI document", len(inDocument))
	assert.GreaterOrEqual(t, len(inDocument), 35, "the Error enum and the five enums of status reasons")
	for _, file := range []string{"Error.jsonld", "MsgHeaderStatusReasonCode.jsonld"} {
		for _, p := range publishedCodes(t, filepath.Join(standard(t), "schemas", "api-schemas", file)) {
			assert.True(t, codes.ReasonCode(p.Code).Known(), p.Code)
		}
	}
	for r := range codes.Reasons() {
		switch r.Code {
		case codes.ReasonSenderUnknown, codes.ReasonAuthMissingHeader, codes.ReasonVerifierNotConfigured, codes.ReasonInternal, codes.ReasonWorkshopInvalidRequest:
			assert.False(t, inDocument[r.Code], "%s is published after all", r.Code)
		default:
			assert.True(t, inDocument[r.Code], "%s is not published", r.Code)
		}
	}
}
