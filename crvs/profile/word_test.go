package profile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// speaking has words of its own for everything.
func speaking() profile.Profile {
	p := profile.DCI10()
	p.Name, p.System = "speaking", "a registry with words of its own"
	p.Words.EventTypes = map[codes.VitalEvent]string{codes.VitalEventBirth: "Birth"}
	p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "CITIZEN_NO", codes.IdentifierBRN: "ACTE"}
	p.Words.Attributes = map[string]string{"birth_date": "naissance", "sex": "sexe"}
	p.Words.Operators = map[codes.Operator]string{codes.OperatorEqual: "="}
	p.Words.Sexes = map[codes.Sex]string{codes.SexMale: "H", codes.SexFemale: "F", codes.SexOther: "M"} // M for "mixte"
	p.Words.MaritalStatuses = map[codes.MaritalStatus]string{codes.MaritalStatusUnknown: "U", codes.MaritalStatusNeverMarried: "C"}
	return p
}

func TestAQuestionGoesInTheRegistrysWords(t *testing.T) {
	t.Parallel()
	plan, err := speaking().Plan(search.ByIdentifier("NIN", "7").In("birth").And(
		search.BirthDate.Is(day), search.Sex.Is("female"), search.Sex.In("male", "other"), search.MaritalStatus.In("S", "M"), search.FamilyName.Is("F")))
	require.NoError(t, err)
	assert.Equal(t, "Birth", plan.EventType)
	assert.Equal(t, codes.VitalEventBirth, plan.Event)
	var said [][3]string
	for _, item := range plan.Items {
		said = append(said, [3]string{item.First.Attribute, item.First.Operator, item.First.Value})
	}
	assert.Equal(t, [][3]string{
		{"CITIZEN_NO", "=", "7"},
		{"naissance", "=", "2019-09-12"},
		{"sexe", "=", "F"},
		{"sexe", "in", "H,M"},
		{"marital_status", "in", "C,M"},
		{"surname", "=", "F"}, // a name is no code
	}, said)
	plan, err = speaking().Plan(search.ByIdentifier("UIN", "7").In("death").SortBy(search.BirthDate, codes.SortAscending))
	require.NoError(t, err)
	assert.Equal(t, codes.IdentifierUIN, plan.Identifier.Type, "what has no word of its own goes as it is")
	assert.Equal(t, "death", plan.EventType)
	assert.Equal(t, "naissance", plan.Sorts[0].Attribute)
}

// U is unmarried in the standard and unknown there.
func TestAWordThatMeansSomethingElseThereIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []search.Condition{
		search.MaritalStatus.Is(codes.MaritalStatusUnmarried), search.MaritalStatus.Is("Unmarried"), search.MaritalStatus.In("M", "U"),
	} {
		for _, p := range []profile.Profile{speaking(), profile.OpenSPP()} {
			_, err := p.Plan(search.Where(c))
			require.ErrorIs(t, err, fault.ErrUnsupported, p.Name)
		}
	}
	p := profile.DCI10()
	p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "UIN"}
	_, err := p.Plan(search.ByIdentifier("UIN", "7"))
	require.ErrorIs(t, err, fault.ErrUnsupported)
	_, err = p.Plan(search.ByIdentifier("NID", "7"))
	require.NoError(t, err)
}

// one decodes the one record of an answer.
func one(t *testing.T, p profile.Profile, record string) person.Record {
	t.Helper()
	a, err := p.Decode([]byte(`{"message":{"search_response":[{"reference_id":"r","status":"succ","data":{"reg_event_type":"birth","reg_records":[`+record+`]}}]}}`),
		profile.Asked{Questions: 1, PageSize: 1})
	require.NoError(t, err)
	require.Len(t, a.Items, 1)
	require.Len(t, a.Items[0].Records, 1)
	return a.Items[0].Records[0]
}

func TestAnAnswerComesInTheStandardsWords(t *testing.T) {
	t.Parallel()
	const record = `{"sex":"M","marital_status":"U","surname":"Haddad","identifier":[{"identifier_type":"ACTE","identifier_value":"A-1"},{"identifier_type":"CITIZEN_NO","identifier_value":"7"},
		{"identifier_type":"UIN","identifier_value":"9"}],"related_person":[{"relationship_type":"MTH","related_member":{"sex":"F","marital_status":"C","identifier":[{"identifier_type":"CITIZEN_NO","identifier_value":"8"}]}}]}`
	r := one(t, speaking(), record)
	assert.Equal(t, codes.SexOther, r.Person.Sex, "and not male, as the directory reads M")
	assert.Equal(t, codes.MaritalStatusUnknown, r.Person.MaritalStatus)
	assert.Equal(t, []codes.IdentifierType{"BRN", "NATIONAL_ID", "UIN"}, typesOf(r.Person))
	assert.Equal(t, "A-1", r.RegistrationNumber)
	require.Len(t, r.Person.Relations, 1)
	mother := r.Person.Relations[0].Person
	assert.Equal(t, codes.SexFemale, mother.Sex)
	assert.Equal(t, codes.MaritalStatusNeverMarried, mother.MaritalStatus)
	assert.Equal(t, []codes.IdentifierType{"NATIONAL_ID"}, typesOf(mother))

	standard := one(t, profile.DCI10(), record)
	assert.Equal(t, codes.SexMale, standard.Person.Sex)
	assert.Equal(t, codes.MaritalStatusUnmarried, standard.Person.MaritalStatus)
	assert.Equal(t, []codes.IdentifierType{"ACTE", "CITIZEN_NO", "UIN"}, typesOf(standard.Person))

	assert.Equal(t, codes.MaritalStatusUnknown, one(t, profile.OpenSPP(), record).Person.MaritalStatus)
	assert.Equal(t, codes.MaritalStatusMarried, one(t, profile.OpenSPP(), `{"surname":"x","marital_status":"M"}`).Person.MaritalStatus)
	assert.Equal(t, []codes.IdentifierType{"NID"}, typesOf(one(t, profile.OpenCRVS2024(), `{"identifier":[{"name":"NID","identifier":"7"}]}`).Person),
		"what the directory reads right stays as it came")
}

func typesOf(p person.Person) []codes.IdentifierType {
	var out []codes.IdentifierType
	for _, id := range p.Identifiers {
		out = append(out, id.Type)
	}
	return out
}

func TestARegisterWithoutAWordIsRefusedRatherThanAllSearched(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS2024()
	p.Asks.Events = nil
	_, err := p.Plan(search.ByIdentifier("BRN", "7").In(codes.VitalEventDivorce))
	require.ErrorIs(t, err, fault.ErrUnsupported)
	p.Words.RegTypes[codes.VitalEventDivorce] = "ocrvs:registry_type:divorce"
	plan, err := p.Plan(search.ByIdentifier("BRN", "7").In(codes.VitalEventDivorce))
	require.NoError(t, err)
	assert.Equal(t, "ocrvs:registry_type:divorce", plan.RegType)
	_, err = p.Plan(search.ByIdentifier("BRN", "7").In(codes.VitalEventAny))
	require.ErrorIs(t, err, fault.ErrUnsupported, "any event is none")
}
