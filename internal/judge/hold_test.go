package judge_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/search"
)

// What a profile knows of its registry decides how a record is held.
func TestARecordIsComparedByTheHabitsAndWordsOfItsRegistry(t *testing.T) {
	t.Parallel()
	const wedding = `{"reg_event_type":"marriage","mrn":"M1","relations":[{"identifier":[{"name":"NID","identifier":"7"}]}]}`
	mixed := profile.DCI10()
	mixed.Words.Sexes = map[codes.Sex]string{codes.SexMale: "H", codes.SexFemale: "M"}
	padded := profile.DCI10()
	padded.Habit.Placeholders = padded.Habit.Placeholders.WithTexts("PENDING-7")
	byNID := search.ByIdentifier(codes.IdentifierNationalID, "7")
	for name, tt := range map[string]struct {
		profile profile.Profile
		query   search.Query
		record  string
		want    search.Match // "" for an over-match
	}{
		"the groom of OpenCRVS":                     {profile.OpenCRVS2024(), byNID.In(codes.VitalEventMarriage), wedding, search.MatchConfirmed},
		"the groom of OpenCRVS 1.9":                 {profile.OpenCRVS19(), byNID.In(codes.VitalEventMarriage), wedding, search.MatchConfirmed},
		"perhaps a witness elsewhere":               {profile.DCI10(), byNID.In(codes.VitalEventMarriage), wedding, search.MatchUnconfirmed},
		"a placeholder of the registry's own":       {padded, byNID, `{"identifier":[{"identifier_type":"NID","identifier_value":"PENDING-7"}]}`, search.MatchUnconfirmed},
		"elsewhere it is another's number":          {profile.DCI10(), byNID, `{"identifier":[{"identifier_type":"NID","identifier_value":"PENDING-7"}]}`, ""},
		"two spellings in the registry's words":     {mixed, search.Where(search.Sex.Is(codes.SexMale)), `{"surname":"x","sex":"H","gender":"M"}`, search.MatchUnconfirmed},
		"two equal ones in the registry's words":    {mixed, search.Where(search.Sex.Is(codes.SexFemale)), `{"surname":"x","sex":"M","gender":"M"}`, search.MatchConfirmed},
		"a word that is an alias of another's code": {mixed, search.Where(search.Sex.Is(codes.SexMale)), `{"surname":"x","sex":"M"}`, ""},
	} {
		body := fmt.Appendf(nil, `{"header":{"status":"succ"},"message":{"transaction_id":"t","search_response":[{"reference_id":"r","status":"succ","data":{"reg_records":[%s]}}]}}`, tt.record)
		asked := judge.Asked{Op: "search", TransactionID: "t", Questions: []judge.Question{{Query: tt.query, ReferenceID: "r", Page: 1, Size: 10}}}
		v := judge.Answer(asked, judge.Reply{Status: 200, Body: body, Payload: body}, judge.Rules{Profile: &tt.profile, Same: tt.profile.SameIdentifier})
		require.Nil(t, v.Failed, name)
		if tt.want == "" {
			assert.NotNil(t, v.Outcomes[0].Err, name)
			continue
		}
		require.Nil(t, v.Outcomes[0].Err, name)
		assert.Equal(t, tt.want, v.Outcomes[0].Page.Hits[0].Match, name)
	}
}
