package profile_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
)

// numbered is a registry whose words are codes of other things in the standard.
func numbered() profile.Profile {
	p := profile.DCI10()
	p.Words.Sexes = map[codes.Sex]string{codes.SexMale: "0", codes.SexFemale: "1", codes.SexUnknown: "U"}
	p.Words.MaritalStatuses = map[codes.MaritalStatus]string{codes.MaritalStatusMarried: "S", codes.MaritalStatusNeverMarried: "M", codes.MaritalStatusWidowed: "D"}
	p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "UIN", codes.IdentifierBRN: "NID"}
	p.Words.EventTypes = map[codes.VitalEvent]string{codes.VitalEventBirth: "1", codes.VitalEventDeath: "marriage"}
	return p
}

func TestARegistrysOwnWordIsNeverReadThroughTheAliasOfAnother(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]codes.Sex{"U": codes.SexUnknown, "u": codes.SexUnknown, "0": codes.SexMale, "1": codes.SexFemale, "female": codes.SexFemale, "M": codes.SexMale, "zz": "zz"} {
		assert.Equal(t, want, one(t, numbered(), fmt.Sprintf(`{"surname":"Haddad","sex":%q}`, word)).Person.Sex, word)
		r := one(t, numbered(), fmt.Sprintf(`{"surname":"Haddad","related_person":[{"relationship_type":"MTH","related_member":{"gender":%q}}]}`, word))
		assert.Equal(t, want, r.Person.Relations[0].Person.Sex, "and of those around them: %s", word)
	}
	for word, want := range map[string]codes.MaritalStatus{"S": "M", "M": "S", "m": "S", "D": "W", "W": "W", "L": "L"} {
		assert.Equal(t, want, one(t, numbered(), fmt.Sprintf(`{"surname":"Haddad","marital_status":%q}`, word)).Person.MaritalStatus, word)
	}
	for word, want := range map[string]codes.IdentifierType{"UIN": "NATIONAL_ID", "NID": "BRN", "NATIONAL_ID": "NATIONAL_ID", "nid": "BRN", "DRN": "DRN"} {
		r := one(t, numbered(), fmt.Sprintf(`{"identifier":[{"identifier_type":%q,"identifier_value":"7"}]}`, word))
		assert.Equal(t, want, r.Person.Identifiers[0].Type, word)
	}
	for word, want := range map[string]codes.VitalEvent{"1": codes.VitalEventBirth, "marriage": codes.VitalEventDeath, "divorce": codes.VitalEventDivorce, "7": "7"} {
		assert.Equal(t, want, one(t, numbered(), fmt.Sprintf(`{"surname":"Haddad","reg_event_type":%q}`, word)).Event, "of a record: %s", word)
		a, err := numbered().Decode(fmt.Appendf(nil, `{"message":{"search_response":[{"data":{"reg_event_type":%q,"reg_records":[{"surname":"Haddad"}]}}]}}`, word), profile.Asked{Questions: 1})
		require.NoError(t, err)
		assert.Equal(t, want, a.Items[0].Records[0].Event, "of the data: %s", word)
	}
}

func TestTheWayBackOfTheWorkshopsFlatAnswerIsTheSame(t *testing.T) {
	t.Parallel()
	p := profile.Workshop2022()
	p.Words.Sexes = numbered().Words.Sexes
	a, err := p.Decode([]byte(`{"success":true,"data":[{"repository_type":"Birth","brn":"B1","gender":"U"}]}`), profile.Asked{Questions: 1})
	require.NoError(t, err)
	assert.Equal(t, codes.SexUnknown, a.Items[0].Records[0].Person.Sex)
}

// Which of two codes was meant must not depend on the order of a map.
func TestAWordOfTwoCodesIsNeither(t *testing.T) {
	t.Parallel()
	for range 20 {
		p := profile.DCI10()
		p.Words.Sexes = map[codes.Sex]string{codes.SexMale: "M", codes.SexOther: "m", codes.SexFemale: "F"}
		p.Words.MaritalStatuses = map[codes.MaritalStatus]string{codes.MaritalStatusMarried: "1", codes.MaritalStatusWidowed: "1"}
		p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "NID", codes.IdentifierUIN: "NID", codes.IdentifierBRN: "ACTE", codes.IdentifierDRN: "ACTE"}
		p.Words.EventTypes = map[codes.VitalEvent]string{codes.VitalEventBirth: "birth", codes.VitalEventFetalDeath: "birth"}
		r := one(t, p, `{"surname":"Haddad","sex":"M","marital_status":"1","reg_event_type":"birth","identifier":[{"identifier_type":"NID","identifier_value":"7"},{"identifier_type":"ACTE","identifier_value":"8"}]}`)
		assert.Empty(t, r.Person.Sex)
		assert.Equal(t, []string{"M"}, r.Person.OtherSpellings("sex"), "it stays as it came")
		assert.Empty(t, r.Person.MaritalStatus)
		assert.Empty(t, r.Event)
		assert.Equal(t, []codes.IdentifierType{"", "ACTE"}, typesOf(r.Person))
		_, kept := r.Person.Identifiers[0].Extra.Get("identifier_type")
		assert.True(t, kept)
		for _, asked := range []codes.IdentifierType{"BRN", "DRN", "NATIONAL_ID"} {
			assert.False(t, p.SameIdentifier(asked, "ACTE"), asked)
		}
		assert.Equal(t, codes.SexFemale, one(t, p, `{"surname":"Haddad","sex":"F"}`).Person.Sex)
	}
	p := profile.DCI10() // two spellings of one code are one
	p.Words.Identifiers = map[codes.IdentifierType]string{"NID": "CITIZEN_NO", codes.IdentifierNationalID: "CITIZEN_NO"}
	assert.Equal(t, []codes.IdentifierType{"NATIONAL_ID"}, typesOf(one(t, p, `{"identifier":[{"identifier_type":"CITIZEN_NO","identifier_value":"7"}]}`).Person))
	assert.Zero(t, person.Words{}.Sex(""))
}
