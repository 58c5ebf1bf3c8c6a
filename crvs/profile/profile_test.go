package profile_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestEachProfileIsFoundByItsName(t *testing.T) {
	t.Parallel()
	var names []string
	for _, p := range profile.All() {
		names = append(names, p.Name)
		found, ok := profile.ByName(p.Name)
		require.True(t, ok)
		assert.Equal(t, p.System, found.System)
		assert.NotEmpty(t, p.System)
		for _, path := range []string{p.Paths[profile.VerbSearch], p.Paths[profile.VerbLocations], p.Paths[profile.VerbKeys]} {
			assert.True(t, strings.HasPrefix(path, "/"), "%s: %s", p.Name, path)
		}
		require.NoError(t, p.Token.Check())
	}
	assert.Equal(t, []string{"dci-1.0", "opencrvs-2024", "opencrvs-1.9", "openspp", "openg2p", "workshop-2022", "bare-crvs"}, names)
	for _, name := range []string{"", "DCI-1.0", "opencrvs", "opencrvs-2024 "} {
		_, ok := profile.ByName(name)
		assert.False(t, ok, name)
	}
}

// What each kind of registry is told by.
func TestTheHabitsOfEachProfile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		path     string
		signing  envelope.Scheme
		encrypts bool
		token    string
		drops    bool
		invents  bool
		batch    int
		beside   bool
	}{
		"dci-1.0":       {"/registry/sync/search", envelope.JWSAttached, true, "", false, false, 0, false},
		"opencrvs-2024": {"/registry/sync/search", envelope.JWSAttached, true, "query", true, false, 0, false},
		"opencrvs-1.9":  {"/registry/sync/search", envelope.JWSAttached, true, "query", true, false, 0, false},
		"openspp":       {"/registry/sync/search", envelope.HTTPSignature, false, "", false, true, 1, true},
		"openg2p":       {"/registry/sync/search", envelope.JWSDetached, false, "", false, false, 0, false},
		"workshop-2022": {"/searchCRVSData", "", false, "", false, true, 1, false},
		"bare-crvs":     {"/crvs/sync/search", "", false, "", false, false, 1, false},
	} {
		p, ok := profile.ByName(name)
		require.True(t, ok)
		assert.Equal(t, want.path, p.Paths[profile.VerbSearch], name)
		assert.Equal(t, want.signing, p.Signing, name)
		assert.Equal(t, want.encrypts, p.Encrypts, name)
		assert.Equal(t, want.token, string(p.Token.As), name)
		assert.Equal(t, want.drops, p.Habit.DropsMisses, name)
		assert.Equal(t, want.invents, p.Habit.InventsReferenceIDs, name)
		assert.Equal(t, want.batch, p.Asks.MaxBatch, name)
		assert.Equal(t, want.beside, p.Form.GrantsBeside, name)
		if want.invents {
			assert.Equal(t, 1, p.Asks.MaxBatch, "%s: an invented id can be told in a message of one only", name)
		}
	}
}

// shared finds memory that two values share: maps and slices.
func shared(a, b reflect.Value, path string) []string {
	switch a.Kind() {
	case reflect.Map, reflect.Slice:
		if a.Len() > 0 && a.Pointer() == b.Pointer() {
			return []string{path}
		}
		var out []string
		for i := range a.Len() {
			if a.Kind() == reflect.Slice {
				out = append(out, shared(a.Index(i), b.Index(i), path+"[]")...)
			}
		}
		return out
	case reflect.Struct:
		var out []string
		for i := range a.NumField() {
			out = append(out, shared(a.Field(i), b.Field(i), path+"."+a.Type().Field(i).Name)...)
		}
		return out
	default:
		return nil
	}
}

func TestACloneSharesNothing(t *testing.T) {
	t.Parallel()
	for _, p := range append(profile.All(), full()) {
		assert.Empty(t, shared(reflect.ValueOf(p), reflect.ValueOf(p.Clone()), p.Name))
		if again, ok := profile.ByName(p.Name); ok {
			assert.Empty(t, shared(reflect.ValueOf(p), reflect.ValueOf(again), p.Name), "nor do two that were made")
		}
	}
}

// full has something in every map and every list.
func full() profile.Profile {
	p := profile.OpenCRVS2024()
	p.Name = "full"
	p.Words.EventTypes = map[codes.VitalEvent]string{codes.VitalEventBirth: "b"}
	p.Words.Operators = map[codes.Operator]string{codes.OperatorEqual: "is"}
	p.Words.Sexes = map[codes.Sex]string{codes.SexFemale: "W"}
	p.Words.MaritalStatuses = map[codes.MaritalStatus]string{codes.MaritalStatusUnknown: "?"}
	p.Token.Extra = map[string]string{"audience": "crvs"}
	return p
}

func TestAFullProfileIsFull(t *testing.T) {
	t.Parallel()
	p := full()
	same := shared(reflect.ValueOf(p), reflect.ValueOf(p), "")
	for _, field := range []string{
		".Paths", ".Token.Extra", ".Words.RegTypes", ".Words.EventTypes", ".Words.Identifiers", ".Words.Attributes", ".Words.Operators", ".Words.Sexes", ".Words.MaritalStatuses",
		".Asks.Forms", ".Asks.Events", ".Asks.Identifiers", ".Asks.Attributes", ".Asks.Reasons", ".Asks.Operators", ".Habit.Interchangeable", ".Habit.Meanings", ".Habit.FinalStatuses",
	} {
		assert.Contains(t, same, field, "else the test of the clone cannot fail")
	}
	assert.Len(t, same, 18, "a map or a list more: name it here, and clone it")
}

func TestWhichIdentifiersMeanTheSame(t *testing.T) {
	t.Parallel()
	open, standard := profile.OpenCRVS2024(), profile.DCI10()
	own := profile.DCI10()
	own.Words.Identifiers = map[codes.IdentifierType]string{"NID": "CITIZEN_NO"} // by an alias
	own.Words.Identifiers[codes.IdentifierDRN] = ""                              // no word
	own.Habit.Interchangeable = [][]codes.IdentifierType{{"PASSPORT", "NIN"}}
	for _, tc := range []struct {
		p    profile.Profile
		a, b codes.IdentifierType
		same bool
	}{
		{open, "BRN", "DRN", true},
		{open, "MRN", "BIRTH_REG_NO", true},
		{open, "BRN", "NID", false},
		{open, "NID", "NATIONAL_ID", true},
		{standard, "BRN", "DRN", false},
		{standard, "UIN", "", false},
		{standard, "", "", false},
		{open, "UIN", "", false}, // has no word, which is no word of nothing
		{own, "DRN", "", false},
		{own, "NATIONAL_ID", "citizen_no", true},
		{own, "CITIZEN_NO", "NIN", true},
		{own, "CITIZEN_NO", "UIN", false},
		{own, "passport", "NATIONAL_ID", true},
	} {
		assert.Equal(t, tc.same, tc.p.SameIdentifier(tc.a, tc.b), "%s: %s and %s", tc.p.Name, tc.a, tc.b)
		assert.Equal(t, tc.same, tc.p.SameIdentifier(tc.b, tc.a), "%s: %s and %s", tc.p.Name, tc.b, tc.a)
	}
}

func TestASenderWhoseKeysAreFetchedIsAURL(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS2024()
	for _, id := range []string{"https://spmis.example", "https://spmis.example/dci", "http://127.0.0.1:9090"} {
		require.NoError(t, p.CheckSender(id))
	}
	for _, id := range []string{"", "spmis.example", "spmis", "https://", "ftp://spmis.example", "https://spmis.example?a=1", "https://u:p@spmis.example", "://"} {
		err := p.CheckSender(id)
		e := &fault.Error{}
		require.ErrorAs(t, err, &e, id)
		assert.Equal(t, fault.KindInvalid, e.Kind)
		assert.Contains(t, err.Error(), "/.well-known/jwks.json")
	}
	require.NoError(t, profile.DCI10().CheckSender("spmis.example"))
}

func TestADerivedProfileUsesItsOwnWords(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS2024()
	p.System = "our own OpenCRVS"
	p.Words.Attributes = map[string]string{search.BirthDate.Name(): "childDoB", search.BirthPlace.Name(): "where"}
	p.Words.Operators = map[codes.Operator]string{codes.OperatorGreaterOrEqual: "from", codes.OperatorLessOrEqual: "to"}
	plan, err := p.Clone().Plan(search.Where(search.BirthDate.Is(day)).In("birth"))
	require.NoError(t, err)
	require.Len(t, plan.Items, 1)
	assert.Equal(t, profile.Comparison{Attribute: "childDoB", Operator: "from", Value: "2019-09-12"}, plan.Items[0].First)
	assert.Equal(t, profile.Comparison{Attribute: "childDoB", Operator: "to", Value: "2019-09-12"}, plan.Items[0].Second)
	_, err = p.Plan(search.Where(search.BirthDate.OnOrAfter(day)).In("birth"))
	require.ErrorContains(t, err, "our own OpenCRVS", "it refuses in its own name")
}
