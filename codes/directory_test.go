package codes_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
)

// checkDirectory holds for every directory.
func checkDirectory[T ~string](t *testing.T, d codes.Directory[T], codesInOrder ...T) {
	t.Helper()
	t.Run(d.Name(), func(t *testing.T) {
		t.Parallel()
		require.NotEmpty(t, d.Name())
		var got []T
		for e := range d.All() {
			got = append(got, e.Code)
			assert.NotEmpty(t, e.Display, e.Code)
			assertSpellings(t, d, e)
		}
		assert.Equal(t, codesInOrder, got)
		assert.Equal(t, len(got), d.Len())
		for range d.All() {
			break // an early end is no fault
		}

		for _, unknown := range []string{"no such code", "ns:org:nothing", "ÄÖ", "\x00", strings.Repeat("x", 1000), " y "} {
			code, ok := d.Parse(unknown)
			assert.False(t, ok)
			assert.Equal(t, T(unknown), code, "what is unknown survives as it came")
			assert.Equal(t, T(unknown), d.Canonical(T(unknown)))
			_, ok = d.Lookup(T(unknown))
			assert.False(t, ok)
		}
		for _, empty := range []string{"", ":", " ", "ns:", "-"} {
			code, ok := d.Parse(empty)
			assert.False(t, ok, "the zero value is not given, never a first entry")
			assert.Equal(t, T(empty), code)
		}
	})
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
	checkDirectory(t, codes.Sexes(), codes.SexMale, codes.SexFemale, codes.SexOther, codes.SexUnknown)
	checkDirectory(t, codes.MaritalStatuses(), codes.MaritalStatusNeverMarried, codes.MaritalStatusMarried, codes.MaritalStatusWidowed,
		codes.MaritalStatusAnnulled, codes.MaritalStatusDivorced, codes.MaritalStatusLegallySeparated, codes.MaritalStatusUnmarried,
		codes.MaritalStatusDomesticPartner, codes.MaritalStatusUnknown)
	checkDirectory(t, codes.IdentifierTypes(), codes.IdentifierUIN, codes.IdentifierBRN, codes.IdentifierMRN, codes.IdentifierDRN, codes.IdentifierNationalID)
	checkDirectory(t, codes.VitalEvents(), codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventFetalDeath, codes.VitalEventMarriage,
		codes.VitalEventDivorce, codes.VitalEventAdoption)
	checkDirectory(t, codes.RelationshipTypes(), codes.RelationshipMother, codes.RelationshipFather, codes.RelationshipParent, codes.RelationshipSpouse,
		codes.RelationshipWife, codes.RelationshipHusband, codes.RelationshipChild)
	checkDirectory(t, codes.RegistryTypes(), codes.RegistryTypeCivil)
	checkDirectory(t, codes.RecordTypes(), codes.RecordTypePerson)
	checkDirectory(t, codes.QueryTypes(), codes.QueryTypeIdentifier, codes.QueryTypeExpression, codes.QueryTypePredicate, codes.QueryTypeGraphQL)
	checkDirectory(t, codes.Operators(), codes.OperatorGreater, codes.OperatorLess, codes.OperatorEqual, codes.OperatorGreaterOrEqual,
		codes.OperatorLessOrEqual, codes.OperatorIn)
	checkDirectory(t, codes.SortOrders(), codes.SortAscending, codes.SortDescending)
	checkDirectory(t, codes.RequestStatuses(), codes.StatusReceived, codes.StatusPending, codes.StatusSuccess, codes.StatusRejected, codes.StatusPartial)
	checkDirectory(t, codes.AckStatuses(), codes.AckAccepted, codes.AckFinal, codes.AckError)
}

func TestAZeroDirectoryIsEmpty(t *testing.T) {
	t.Parallel()
	var d codes.Directory[codes.Sex]
	assert.Zero(t, d.Len())
	assert.Empty(t, slices.Collect(d.All()))
	_, ok := d.Parse("male")
	assert.False(t, ok)
}

// The spellings of codes.md, each as some registry or edition writes it.
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
		{"AUNT is outside what records carry", string(codes.RelationshipType("AUNT").Canonical()), "AUNT"},
		{"SUCC", string(codes.RequestStatus("SUCC").Canonical()), "succ"},
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
		"registry":     {codes.RegistryType("CRVS").Known(), codes.RegistryType("FR").Known()},
		"record":       {codes.RecordType("CRVS_Person").Known(), codes.RecordType("Farmer").Known()},
		"query":        {codes.QueryType("ns:org:QueryType:expression").Known(), codes.QueryType("cel").Known()},
		"operator":     {codes.Operator("$gte").Known(), codes.Operator("like").Known()},
		"status":       {codes.RequestStatus("rcvd").Known(), codes.RequestStatus("done").Known()},
		"ack":          {codes.AckStatus("ACK").Known(), codes.AckStatus("OK").Known()},
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
	for _, spouse := range []codes.RelationshipType{"SPS", "wife", "spdci:Husband"} {
		assert.True(t, spouse.IsSpouse())
	}
	for _, other := range []codes.RelationshipType{"", "MTH", "AUNT"} {
		assert.False(t, other.IsSpouse())
	}
}
