package person_test

import (
	"bytes"
	"encoding/json"
	"testing"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestABirthRecordOfOpenCRVSIsRead(t *testing.T) {
	t.Parallel()
	p := read(t, `{"identifier":[{"name":"BRN","identifier":"2024BTEST1"},{"name":"NID","identifier":"5550000001"}],
		"birthDate":"2024-03-05","givenName":null,"familyName":"Tembo","sex":"female",
		"birthPlace":{"@type":"Place","additionalType":"HEALTH_FACILITY","identifier":"loc-1"},
		"relations":[{"@type":"spdci:Mother","identifier":[{"name":"NID","identifier":"5550000002"}],"givenName":"Ruth","familyName":"Tembo","homeLocation":"loc-2"},
			{"@type":"spdci:Father","identifier":[],"givenName":"Elias"}]}`)
	assert.Equal(t, "Tembo", p.Name().Full())
	assert.Empty(t, p.Name().GivenName())
	assert.Equal(t, "2024-03-05", p.BirthDate().Text())
	assert.Equal(t, "loc-1", p.BirthPlace.Identifiers[0].Value)
	nid, ok := p.Identifier(codes.IdentifierNationalID)
	require.True(t, ok, "NID and NATIONAL_ID are the same")
	assert.Equal(t, "5550000001", nid.Value)
	mothers := p.Related(codes.RelationshipMother)
	require.Len(t, mothers, 1)
	assert.Equal(t, "Ruth Tembo", mothers[0].Name().Full())
	home, ok := mothers[0].Extra.Get("homeLocation")
	assert.True(t, ok)
	assert.JSONEq(t, `"loc-2"`, string(home))
	assert.Equal(t, "Elias", p.Related(codes.RelationshipFather)[0].Name().Full())
}

func TestADeathRecordOfOpenCRVSIsRead(t *testing.T) {
	t.Parallel()
	p := read(t, `{"identifier":[{"name":"DRN","identifier":"2024DTEST1"}],"givenName":"Amos","familyName":"Zulu","sex":"male",
		"deathPlace":{"@type":"Place","additionalType":"PRIVATE_HOME","address":"Plot 4\nHill","containedInPlace":"d-1"},"relations":[]}`)
	assert.True(t, p.DeathDate().IsZero())
	assert.Equal(t, "Plot 4\nHill", p.DeathPlace.AddressLine)
	assert.Equal(t, "d-1", p.DeathPlace.ContainedIn.Identifiers[0].Value)
	assert.Nil(t, p.Relations)
	assert.Len(t, person.Record{Event: codes.VitalEventDeath, Person: p}.Subjects(), 1)
}

func TestAMarriageRecordOfOpenCRVSIsRead(t *testing.T) {
	t.Parallel()
	p := read(t, `{"identifier":[{"name":"MRN","identifier":"2024MTEST1"}],"givenName":"Naledi","familyName":"Dube","marriagedate":"2024-01-20",
		"relations":[{"identifier":[{"name":"NID","identifier":"5550000003"}],"givenName":"Peter","familyName":"Moyo"}],"marriagePlace":{"@type":"Place"}}`)
	assert.Equal(t, "2024-01-20", p.MarriageDate().Text())
	subjects := person.Record{Event: codes.VitalEventMarriage, Person: p}.Subjects()
	require.Len(t, subjects, 2)
	assert.Equal(t, "Peter Moyo", subjects[1].Name().Full())
}

func TestAPersonOfTheWorkshopIsRead(t *testing.T) {
	t.Parallel()
	p := read(t, `{"identification_type":"NATIONAL_ID","identification_value":"123456789","brn":"B90MAY123",
		"name":{"suffix":"MA","prefix":"Ms.","first_name":"Mala","last_name":"Kumar","middle_name":"S"},"father_name":"Mohan",
		"contact_number":"+919714838469","dob":"1990-05-12","gender":"F"}`)
	assert.Equal(t, "Ms. Mala S Kumar MA", p.Name().Full())
	assert.Equal(t, codes.SexFemale, p.Sex)
	assert.Equal(t, 1990, p.BirthDate().Year())
	assert.Equal(t, "+919714838469", p.Phone())
	father, ok := p.Father()
	assert.True(t, ok)
	assert.Equal(t, "Mohan", father.Name().Full())
	assert.Equal(t, codes.IdentifierNationalID, p.Identifiers[0].Type)
	assert.Equal(t, "B90MAY123", p.RegistrationNumber(codes.VitalEventBirth))
	assert.True(t, p.Extra.IsZero(), "nothing is left over")
}

func TestNamesOfEveryScriptAreWrittenAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Оксана Шевченко", "ሰላም ተስፋዬ", "สุดารัตน์ พุ่มชัย", "محمد", "李小龍", "Nguyễn Thị Ánh", "D'Souza <b> & Co", "a\u2028b", "👩🏽"} {
		p := read(t, `{"name":{"given_name":`+quote(t, name)+`}}`)
		assert.Equal(t, name, p.Name().GivenName())
		assert.Equal(t, `{"name":{"given_name":"`+name+`"}}`, write(t, p))
	}
}

// assertText wants the very same text: order and layout are part of it.
func assertText(t *testing.T, want, got string) {
	t.Helper()
	assert.Equal(t, want, got)
}

func quote(t *testing.T, text string) string {
	t.Helper()
	b, err := json.Marshal(text)
	require.NoError(t, err)
	return string(b)
}

func TestAPersonIsWrittenInTheSpellingOfTheStandard(t *testing.T) {
	t.Parallel()
	p := person.Person{
		Names:       []person.PersonName{{Prefix: []string{"Dr."}, Given: []string{"Mala", "Devi"}, Middle: []string{"S"}, Family: []string{"Kumar"}, Maiden: "Rao", Suffix: []string{"PhD"}}},
		Identifiers: []person.Identifier{{Type: codes.IdentifierBRN, Value: "B90MAY123"}, {}},
		Sex:         "F", BirthDates: dates("1990-05-12"), DeathDates: append(dates("2020", "2021"), person.Date{}),
		BirthPlace: &person.Place{Name: "Kochi", Type: "HEALTH_FACILITY", ContainedIn: &person.Place{Identifiers: []person.Identifier{{Value: "KL"}}}}, DeathPlace: &person.Place{},
		MaritalStatus: "married", MarriageDates: dates("2015-02-14"), Contacts: []person.Contact{{Value: "+91"}, {}},
		Addresses: []person.Address{{Line1: "12 Main", Country: "IN"}, {}},
		Relations: []person.Relation{
			{Type: codes.RelationshipParent, Person: identified(person.Identifier{Type: "UIN", Value: "1"})},
			{Type: "mother", Person: identified(person.Identifier{Type: "UIN", Value: "2"}, person.Identifier{Type: "BRN", Value: "3"})},
			{},
		},
		Extra: extra(`{"sex":"kept too","x":null}`),
	}
	const want = `{"identifier":[{"identifier_type":"BRN","identifier_value":"B90MAY123"}],` +
		`"name":{"prefix":"Dr.","surname":"Kumar","given_name":["Mala","Devi"],"second_name":"S","maiden_name":"Rao","suffix":"PhD"},` +
		`"sex":"female","birth_date":"1990-05-12","birth_place":{"name":"Kochi","additional_type":"HEALTH_FACILITY","contained_in_place":{"identifier":[{"identifier_value":"KL"}]}},` +
		`"death_date":["2020","2021"],"address":[{"address_line1":"12 Main","country_code":"IN"}],"phone_number":["+91"],"marital_status":"M","marriage_date":["2015-02-14"],` +
		`"parent1_identifier":{"identifier_type":"UIN","identifier_value":"1"},"parent2_identifier":{"identifier_type":"UIN","identifier_value":"2"},` +
		`"related_person":[{"relationship_type":"MTH","related_member":{"identifier":[{"identifier_type":"UIN","identifier_value":"2"},{"identifier_type":"BRN","identifier_value":"3"}]}}],` +
		`"gender":"kept too","x":null}`
	assertText(t, want, write(t, p))

	var streamed bytes.Buffer
	require.NoError(t, p.MarshalJSONTo(jsontext.NewEncoder(&streamed)))
	assertText(t, want+"\n", streamed.String())
	v2, err := jsonv2.Marshal(&p)
	require.NoError(t, err)
	assertText(t, want, string(v2))
	v1, err := json.Marshal(map[string]any{"p": p})
	require.NoError(t, err)
	assert.JSONEq(t, `{"p":`+want+`}`, string(v1))
	assert.Len(t, read(t, want).Relations, 2, "the double of the mother's identifier is dropped")
}

func TestAParentIsNotMergedWithAnotherRelationOfTheSameNumber(t *testing.T) {
	t.Parallel()
	bare := person.Relation{Type: "PRN", Person: identified(person.Identifier{Type: "NID", Value: "1"})}
	mother := person.Relation{Type: "MTH", Person: identified(person.Identifier{Type: "NATIONAL_ID", Value: "1"})}
	for _, relations := range [][]person.Relation{{bare, mother}, {mother, bare}, {bare, bare}, {bare, bare, bare, mother}, {bare}, {mother}} {
		p := person.Person{Relations: relations}
		assertSame(t, p, read(t, write(t, p)), write(t, p))
	}
}

func TestPartsAreReadAndWrittenByThemselves(t *testing.T) {
	t.Parallel()
	var record struct {
		Name    person.PersonName  `json:"name"`
		ID      person.Identifier  `json:"id"`
		Place   *person.Place      `json:"place"`
		Address person.Address     `json:"address"`
		Mother  person.Relation    `json:"mother"`
		Born    person.Date        `json:"born"`
		Died    person.Date        `json:"died"`
		Year    person.Date        `json:"year"`
		Others  []person.Person    `json:"others"`
		None    *person.Identifier `json:"none"`
	}
	const text = `{"name":"Mala","id":"UIN:1","place":"Kochi","address":{"locality":"x"},"mother":{"@type":"Mother","givenName":"Bala"},
		"born":"1990-05-12","died":"","year":1990,"others":[{"sex":"M"},null],"none":null}`
	const want = `{"name":{"text":"Mala"},"id":{"identifier_type":"UIN","identifier_value":"1"},"place":{"name":"Kochi"},"address":{"locality":"x"},
		"mother":{"relationship_type":"MTH","related_member":{"name":{"given_name":"Bala"}}},"born":"1990-05-12","died":"","year":"1990","others":[{"sex":"male"},{}],"none":null}`
	require.NoError(t, json.Unmarshal([]byte(text), &record))
	got, err := json.Marshal(record)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(got))

	require.NoError(t, jsonv2.Unmarshal([]byte(text), &record))
	got, err = jsonv2.Marshal(record)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(got))

	for _, v := range []json.Unmarshaler{&record.Name, &record.ID, record.Place, &record.Address, &record.Mother} {
		require.ErrorIs(t, v.UnmarshalJSON([]byte(`true`)), person.ErrNotAnObject)
		require.Error(t, v.UnmarshalJSON([]byte(`{`)))
	}
	require.ErrorIs(t, record.Born.UnmarshalJSON([]byte(`{"y":1}`)), person.ErrNotADate)
	assert.Equal(t, "1990-05-12", record.Born.Text(), "as it was")
}

func TestExtraMembersCanBeRead(t *testing.T) {
	t.Parallel()
	x := extra(` { "a" : [ 1 , "\u00e9" ] , "b\"" : {} } `)
	value, ok := x.Get("a")
	assert.True(t, ok)
	assert.Equal(t, `[1,"é"]`, string(value))
	_, ok = x.Get("c")
	assert.False(t, ok)
	var names []string
	for name := range x.All() {
		names = append(names, name)
	}
	assert.Equal(t, []string{"a", `b"`}, names)
	for range x.All() {
		break // an early end is no fault
	}
	assert.True(t, extra(`{}`).IsZero())
	assert.Equal(t, extra(`{"a":[1,"é"],"b\"":{}}`), x, "layout does not matter")
	for _, bad := range []string{``, `[]`, `null`, `{"a":1,"a":2}`, `{"a":}`, "{\"\xff\":1}"} {
		_, err := person.NewExtra([]byte(bad))
		require.ErrorIs(t, err, person.ErrNotAnObject, bad)
	}
}
