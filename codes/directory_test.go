package codes_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
)

// checkDirectory holds for every directory.
func checkDirectory[T ~string](t *testing.T, d codes.Directory[T]) {
	t.Helper()
	t.Run(d.Name(), func(t *testing.T) {
		t.Parallel()
		require.NotEmpty(t, d.Name())
		assertSaysWhereItIsFrom(t, d)
		var got []T
		for e := range d.All() {
			assert.NotContains(t, got, e.Code)
			got = append(got, e.Code)
			assert.NotEmpty(t, e.Display, e.Code)
			assert.NotEmpty(t, e.Definition, e.Code)
			assertSpellings(t, d, e)
			assertSurvivesJSON(t, e.Code)
		}
		assert.NotEmpty(t, got)
		assert.Len(t, got, d.Len())
		for range d.All() {
			break // an early end is no fault
		}

		for _, unknown := range []string{
			"no such code", "ns:org:nothing", "ÄÖ", "\x00", strings.Repeat("x", 1000), strings.Repeat("a:", 500),
			" y ", "M/F", "male/female", "birth/death", "12:1", "https://example.org/nothing",
		} {
			code, ok := d.Parse(unknown)
			assert.False(t, ok, unknown)
			assert.Equal(t, T(unknown), code, "what is unknown survives as it came")
			assert.Equal(t, T(unknown), d.Canonical(T(unknown)))
			_, ok = d.Lookup(T(unknown))
			assert.False(t, ok)
		}
		assertSurvivesJSON(t, T("a word of tomorrow"), T("x:y"), T(" "), T("ÄÖ"), T(""))
		for _, empty := range []string{"", ":", " ", "ns:", "-"} {
			code, ok := d.Parse(empty)
			assert.False(t, ok, "the zero value is not given, never a first entry")
			assert.Equal(t, T(empty), code)
		}
	})
}

func assertSaysWhereItIsFrom[T ~string](t *testing.T, d codes.Directory[T]) {
	t.Helper()
	assert.NotEmpty(t, d.Source())
	all := d.Editions()
	require.NotEmpty(t, all)
	assert.Equal(t, all[len(all)-1].Edition, d.Edition())
	for _, n := range all {
		assert.NotEmpty(t, n.Name)
		assert.Equal(t, n.Number, d.Number(n.Edition))
	}
	assert.Empty(t, d.Number("no such edition"))
	all[0].Number = "changed"
	assert.NotEqual(t, all, d.Editions(), "a directory cannot be changed")
	for e := range d.All() {
		for _, edition := range e.Editions {
			assert.True(t, slices.ContainsFunc(d.Editions(), func(n codes.Numbering) bool { return n.Edition == edition }), e.Code)
		}
	}
}

// Codes are strings: what JSON brings goes out again, known or not, as a value,
// as a member's name, and alone.
func assertSurvivesJSON[T ~string](t *testing.T, all ...T) {
	t.Helper()
	for _, code := range all {
		in := struct {
			Value T            `json:"value"`
			List  []T          `json:"list"`
			Names map[T]string `json:"names"`
		}{code, []T{code}, map[T]string{code: "x"}}
		text, err := json.Marshal(in)
		require.NoError(t, err)
		out := in
		out.Value, out.List, out.Names = "", nil, nil
		require.NoError(t, json.Unmarshal(text, &out))
		assert.Equal(t, in, out)
		quoted, err := json.Marshal(string(code))
		require.NoError(t, err)
		alone, err := json.Marshal(code)
		require.NoError(t, err)
		assert.Equal(t, string(quoted), string(alone), "a code is plain text in JSON")
	}
}

func assertSpellings[T ~string](t *testing.T, d codes.Directory[T], e codes.Entry[T]) {
	t.Helper()
	found, ok := d.Lookup(e.Code)
	require.True(t, ok, e.Code)
	assert.Equal(t, e, found)
	if len(found.Aliases) > 0 {
		found.Aliases[0] = "changed"
		again, _ := d.Lookup(e.Code)
		assert.NotEqual(t, "changed", again.Aliases[0], "a directory cannot be changed")
	}
	for _, spelling := range append([]string{string(e.Code), e.Display}, e.Aliases...) {
		for _, variant := range []string{
			spelling, strings.ToUpper(spelling), strings.ToLower(spelling), " " + spelling + "\t", "spdci:" + spelling,
			"ns:org:Thing:" + spelling, strings.ReplaceAll(spelling, "_", " "), strings.ReplaceAll(spelling, " ", "-"),
		} {
			code, ok := d.Parse(variant)
			assert.True(t, ok, variant)
			assert.Equal(t, e.Code, code, variant)
		}
	}
}

func TestEveryDirectoryReadsItsCodesLabelsAndAliases(t *testing.T) {
	t.Parallel()
	checkDirectory(t, codes.Sexes())
	checkDirectory(t, codes.MaritalStatuses())
	checkDirectory(t, codes.NameUses())
	checkDirectory(t, codes.NamePrefixes())
	checkDirectory(t, codes.IdentifierTypes())
	checkDirectory(t, codes.VitalEvents())
	checkDirectory(t, codes.BirthTypes())
	checkDirectory(t, codes.RelationshipTypes())
	checkDirectory(t, codes.RegistryTypes())
	checkDirectory(t, codes.RecordTypes())
	checkDirectory(t, codes.QueryTypes())
	checkDirectory(t, codes.Operators())
	checkDirectory(t, codes.Connectives())
	checkDirectory(t, codes.SortOrders())
	checkDirectory(t, codes.RequestStatuses())
	checkDirectory(t, codes.AckStatuses())
	checkDirectory(t, codes.Actions())
}

// Three editions number one directory differently, and one number stands for two
// directories.
func TestADirectoryHasTheNumberOfEachEdition(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "CD04", codes.Sexes().Number(codes.Edition2022))
	assert.Equal(t, "CD.COM.03", codes.Sexes().Number(codes.EditionCommon1))
	assert.Equal(t, "CD.04", codes.VitalEvents().Number(codes.Edition2023))
	assert.Equal(t, "CD.COM.04", codes.VitalEvents().Number(codes.EditionCommon1))
	assert.Equal(t, "CD08", codes.MaritalStatuses().Number(codes.Edition2022))
	assert.Equal(t, "CD.COM.02", codes.MaritalStatuses().Number(codes.EditionCommon1))
	assert.Equal(t, "CD09", codes.NameUses().Number(codes.Edition2022))
	assert.Equal(t, "CD14", codes.NamePrefixes().Number(codes.Edition2022))
	assert.Equal(t, "CD.COM.01", codes.IdentifierTypes().Number(codes.EditionCommon1))
	assert.Equal(t, "CD.COM.07", codes.RelationshipTypes().Number(codes.EditionCommon1))
	assert.Empty(t, codes.NameUses().Number(codes.EditionCommon1), "Common 1.0.0 dropped it")
	assert.Equal(t, codes.Edition2022, codes.NameUses().Edition())
	assert.True(t, codes.NamePrefixes().Open())
	assert.False(t, codes.Sexes().Open())
}

func TestTheNineMaritalStatusesOf2022AreThere(t *testing.T) {
	t.Parallel()
	var of2022, ofCommon []codes.MaritalStatus
	for e := range codes.MaritalStatuses().All() {
		if slices.Contains(e.Editions, codes.Edition2022) {
			of2022 = append(of2022, e.Code)
		}
		if slices.Contains(e.Editions, codes.EditionCommon1) {
			ofCommon = append(ofCommon, e.Code)
		}
	}
	assert.Equal(t, []codes.MaritalStatus{"S", "M", "W", "A", "D", "L", "U", "T", "UNK"}, of2022)
	assert.Equal(t, []codes.MaritalStatus{"S", "M", "W", "A", "D", "L", "U"}, ofCommon)
	for label, want := range map[string]codes.MaritalStatus{
		"Annulled": "A", "Divorced": "D", "Married": "M", "Legally Separated": "L", "Domestic partner": "T",
		"Unmarried": "U", "Never Married": "S", "Widowed": "W", "Unknown": "UNK",
	} {
		assert.Equal(t, want, codes.MaritalStatus(label).Canonical(), label)
	}
	assert.False(t, codes.MaritalStatus("separated").Known(), "living apart is not always a legal separation")
}

func TestReadingAListedSpellingAllocatesNothing(t *testing.T) { //nolint:paralleltest // AllocsPerRun counts what parallel tests allocate too
	for _, text := range []string{"female", "F", "Female"} {
		assert.Zero(t, testing.AllocsPerRun(100, func() {
			codes.Sexes().Parse(text)
			codes.MaritalStatuses().Parse("Never Married")
			codes.RelationshipTypes().Parse("MTH")
			codes.VitalEvents().Parse("live_birth")
			codes.IdentifierTypes().Parse("NID")
		}), text)
	}
}

func TestAZeroDirectoryIsEmpty(t *testing.T) {
	t.Parallel()
	var d codes.Directory[codes.Sex]
	assert.Zero(t, d.Len())
	assert.Empty(t, d.Name()+d.Source()+string(d.Edition())+d.Number(codes.Edition2022))
	assert.Empty(t, d.Editions())
	_, found := d.Lookup("male")
	assert.False(t, found)
	assert.Empty(t, slices.Collect(d.All()))
	_, ok := d.Parse("male")
	assert.False(t, ok)
}

// Each spelling is that of a registry or of an edition of the standard.
func TestSpellingsOfOtherEditionsAndRegistriesAreRead(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text string
		got  string
		want string
	}{
		{"F", string(codes.Sex("F").Canonical()), "female"},
		{"spdci:Female", string(codes.Sex("spdci:Female").Canonical()), "female"},
		{"Others", string(codes.Sex("Others").Canonical()), "other"},
		{"0 of ISO 5218", string(codes.Sex("0").Canonical()), "unknown"},
		{"9 of ISO 5218", string(codes.Sex("9").Canonical()), "other"},
		{"Widow", string(codes.MaritalStatus("Widow").Canonical()), "W"},
		{"Never Married", string(codes.MaritalStatus("Never Married").Canonical()), "S"},
		{"Domestic partner", string(codes.MaritalStatus("Domestic partner").Canonical()), "T"},
		{"U is unmarried in the standard", string(codes.MaritalStatus("U").Canonical()), "U"},
		{"NIN", string(codes.IdentifierType("NIN").Canonical()), "NATIONAL_ID"},
		{"NationalID", string(codes.IdentifierType("NationalID").Canonical()), "NATIONAL_ID"},
		{"BIRTH_REG_NO", string(codes.IdentifierType("BIRTH_REG_NO").Canonical()), "BRN"},
		{"OPENCRVS_RECORD_ID is its own", string(codes.IdentifierType("OPENCRVS_RECORD_ID").Canonical()), "OPENCRVS_RECORD_ID"},
		{"LiveBirth", string(codes.VitalEvent("spdci-common:RegistryEventType:LiveBirth").Canonical()), "live_birth"},
		{"BIRTH", string(codes.VitalEvent("BIRTH").Canonical()), "live_birth"},
		{"ocrvs", string(codes.VitalEvent("ocrvs:registry_type:birth").Canonical()), "live_birth"},
		{"4 of the draft", string(codes.VitalEvent("4").Canonical()), "marriage"},
		{"REGISTER is no event", string(codes.VitalEventAny.Canonical()), "REGISTER"},
		{"spdci:Mother", string(codes.RelationshipType("spdci:Mother").Canonical()), "MTH"},
		{"groom", string(codes.RelationshipType("groom").Canonical()), "HUSB"},
		{"every relationship is there", string(codes.RelationshipType("aunt").Canonical()), "AUNT"},
		{"a code wins over a label", string(codes.RelationshipType("son").Canonical()), "SON"},
		{"the slash of a label", string(codes.RelationshipType("spdci:niece/nephew").Canonical()), "NIENEPH"},
		{"a URL", string(codes.Sex("https://schema.spdci.org/core/v1/code/Female").Canonical()), "female"},
		{"a fragment", string(codes.Sex("https://schema.spdci.org/code#female").Canonical()), "female"},
		{"a book of OpenCRVS is the civil registry", string(codes.RegistryType("ocrvs:registry_type:birth").Canonical()), "ns:org:RegistryType:Civil"},
		{"the type of birth of 2022", string(codes.BirthType("Single").Canonical()), "single"},
		{"a type of birth of OpenCRVS", string(codes.BirthType("HIGHER_MULTIPLE_DELIVERY").Canonical()), "higher_multiple"},
		{"a prefix without its dot", string(codes.NamePrefix("dr").Canonical()), "Dr."},
		{"a prefix of elsewhere", string(codes.NamePrefix("Shri").Canonical()), "Shri"},
		{"a use of a name", string(codes.NameUse("Maiden").Canonical()), "maiden"},
		{"CRVS_Person", string(codes.RecordType("CRVS_Person").Canonical()), "spdci-extensions-dci:Person"},
		{"predicate", string(codes.QueryType("ns:org:QueryType:predicate").Canonical()), "predicate"},
		{">=", string(codes.Operator(">=").Canonical()), "ge"},
		{"AND", string(codes.Connective("AND").Canonical()), "and"},
		{"descending", string(codes.SortOrder("Descending").Canonical()), "desc"},
		{"ack", string(codes.AckStatus("ack").Canonical()), "ACK"},
		{"SUCC", string(codes.RequestStatus("SUCC").Canonical()), "succ"},
		{"an action in capitals", string(codes.Action("TXN_ON_STATUS").Canonical()), "txn-on-status"},
		{"a subscription as the standard misspells it", string(codes.Action("subscibe").Canonical()), "subscribe"},
	} {
		t.Run(tc.text, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, tc.got)
		})
	}
}

func TestAKnownCodeSaysSo(t *testing.T) {
	t.Parallel()
	for name, known := range map[string][2]bool{
		"sex":          {codes.Sex("F").Known(), codes.Sex("x").Known()},
		"marital":      {codes.MaritalStatus("m").Known(), codes.MaritalStatus("").Known()},
		"identifier":   {codes.IdentifierType("NID").Known(), codes.IdentifierType("MOBILE").Known()},
		"event":        {codes.VitalEvent("birth").Known(), codes.VitalEventAny.Known()},
		"relationship": {codes.RelationshipType("mother").Known(), codes.RelationshipType("Person").Known()},
		"registry":     {codes.RegistryType("CRVS").Known(), codes.RegistryType("land").Known()},
		"record":       {codes.RecordType("CRVS_Person").Known(), codes.RecordType("Vehicle").Known()},
		"query":        {codes.QueryType("ns:org:QueryType:expression").Known(), codes.QueryType("cel").Known()},
		"operator":     {codes.Operator("$gte").Known(), codes.Operator("like").Known()},
		"name use":     {codes.NameUse("usual").Known(), codes.NameUse("stage").Known()},
		"prefix":       {codes.NamePrefix("Mr").Known(), codes.NamePrefix("Shri").Known()},
		"birth":        {codes.BirthType("TWIN").Known(), codes.BirthType("caesarean").Known()},
		"condition":    {codes.Connective("or").Known(), codes.Connective("xor").Known()},
		"sort":         {codes.SortOrder("asc").Known(), codes.SortOrder("up").Known()},
		"status":       {codes.RequestStatus("rcvd").Known(), codes.RequestStatus("done").Known()},
		"ack":          {codes.AckStatus("ACK").Known(), codes.AckStatus("OK").Known()},
		"action":       {codes.Action("notify").Known(), codes.Action("delete").Known()},
		"reason":       {codes.ReasonCode("err.request.bad").Known(), codes.ReasonCode("400").Known()},
	} {
		assert.True(t, known[0], name)
		assert.False(t, known[1], name)
	}
}

func TestTypesOfRegistrationNumbersKnowTheirEvent(t *testing.T) {
	t.Parallel()
	assert.Equal(t, codes.VitalEventBirth, codes.IdentifierType("BIRTH_REG_NO").Registers())
	assert.Equal(t, codes.VitalEventDeath, codes.IdentifierDRN.Registers())
	assert.Equal(t, codes.VitalEventMarriage, codes.IdentifierMRN.Registers())
	assert.Empty(t, codes.IdentifierUIN.Registers())
	assert.Empty(t, codes.IdentifierType("").Registers())
}
