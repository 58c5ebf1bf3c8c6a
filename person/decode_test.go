package person_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// read decodes a record that must be readable.
func read(t *testing.T, text string) person.Person {
	t.Helper()
	var p person.Person
	require.NoError(t, json.Unmarshal([]byte(text), &p))
	return p
}

// write encodes.
func write(t *testing.T, v json.Marshaler) string {
	t.Helper()
	text, err := v.MarshalJSON()
	require.NoError(t, err)
	return string(text)
}

func extra(object string) person.Extra {
	x, err := person.NewExtra(json.RawMessage(object))
	if err != nil {
		panic(err)
	}
	return x
}

func dates(texts ...string) []person.Date {
	var out []person.Date
	for _, text := range texts {
		out = append(out, person.MustDate(text))
	}
	return out
}

func contacts(system person.ContactSystem, values []string) []person.Contact {
	var out []person.Contact
	for _, v := range values {
		out = append(out, person.Contact{System: system, Value: v})
	}
	return out
}

func phones(values ...string) []person.Contact { return contacts(person.ContactPhone, values) }

func emails(values ...string) []person.Contact { return contacts(person.ContactEmail, values) }

type readingCase struct {
	name, text string
	want       person.Person
}

func runReadings(t *testing.T, cases []readingCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := read(t, tc.text)
			assert.Empty(t, difference(reflect.ValueOf(tc.want), reflect.ValueOf(got), "person"))
			once := write(t, got)
			assert.Equal(t, once, write(t, read(t, once)), "writing is stable after the first time")
		})
	}
}

func named(n person.PersonName) person.Person { return person.Person{Names: []person.PersonName{n}} }

func identified(ids ...person.Identifier) person.Person { return person.Person{Identifiers: ids} }

func nameReadings() []readingCase {
	given := named(person.PersonName{Given: []string{"Mala"}})
	family := named(person.PersonName{Family: []string{"Kumar"}})
	middle := named(person.PersonName{Middle: []string{"S"}})
	maiden := named(person.PersonName{Maiden: "Rao"})
	var cases []readingCase
	for spelling, want := range map[string]person.Person{
		"given_name": given, "givenName": given, "first_name": given, "firstName": given,
		"surname": family, "sur_name": family, "familyName": family, "family_name": family, "last_name": family, "lastName": family,
		"second_name": middle, "secondName": middle, "additionalName": middle, "middle_name": middle, "middleName": middle,
		"maiden_name": maiden, "maidenName": maiden,
		"prefix": named(person.PersonName{Prefix: []string{"Dr."}}), "suffix": named(person.PersonName{Suffix: []string{"PhD"}}),
	} {
		value := map[bool]string{true: want.Name().Full(), false: want.Name().Maiden}[want.Name().Full() != ""]
		cases = append(cases,
			readingCase{"a part of a name spelled " + spelling + " is read in name", `{"name":{"` + spelling + `":"` + value + `"}}`, want},
			readingCase{"a part of a name spelled " + spelling + " is read beside the other members", `{"` + spelling + `":"` + value + `"}`, want})
	}
	return append(cases, []readingCase{
		{"a name as text is the whole of it", `{"name":"Mala Kumar"}`, named(person.PersonName{Text: "Mala Kumar"})},
		{"a name as text and its parts beside it are one name", `{"name":"Mala Kumar","given_name":"Mala"}`, named(person.PersonName{Text: "Mala Kumar", Given: []string{"Mala"}})},
		{"several names stay in order", `{"name":[{"given_name":"Mala"},"Mala K",null,""]}`, person.Person{Names: []person.PersonName{{Given: []string{"Mala"}}, {Text: "Mala K"}}}},
		{"parts beside the members come before names", `{"name":[{"given_name":"A"},{"given_name":"B"}],"lastName":"C"}`, person.Person{Names: []person.PersonName{{Family: []string{"C"}}, {Given: []string{"A"}}, {Given: []string{"B"}}}}},
		{"a part may be a list", `{"name":{"given_name":["Mala","Devi",""],"surname":[],"prefix":[null]}}`, named(person.PersonName{Given: []string{"Mala", "Devi"}})},
		{"a name may be a number", `{"name":{"given_name":7}}`, named(person.PersonName{Given: []string{"7"}})},
		{"the first spelling that is not empty wins", `{"name":{"given_name":"","first_name":"A","givenName":"B"}}`, named(person.PersonName{Given: []string{"A"}, Extra: extra(`{"givenName":"B"}`)})},
		{"the first spelling wins beside the members too", `{"first_name":"A","givenName":"B"}`, named(person.PersonName{Given: []string{"A"}, Extra: extra(`{"givenName":"B"}`)})},
		{"a part of a shape unknown is kept raw", `{"name":{"given_name":{"eng":"Mala"},"surname":true}}`, named(person.PersonName{Extra: extra(`{"given_name":{"eng":"Mala"},"surname":true}`)})},
		{"a list with an element of a shape unknown is kept raw", `{"name":[{"given_name":"A"},false]}`, person.Person{Extra: extra(`{"name":[{"given_name":"A"},false]}`)}},
		{"nobody is named", `{"name":{"surname":"","given_name":null,"second_name":{},"prefix":[]}}`, person.Person{}},
	}...)
}

func identifierReadings() []readingCase {
	uin := identified(person.Identifier{Type: codes.IdentifierUIN, Value: "789456"})
	return []readingCase{
		{"identifier_type and identifier_value", `{"identifier":[{"identifier_type":"UIN","identifier_value":"789456"}]}`, uin},
		{"identifierType and identifierValue", `{"identifiers":[{"identifierType":"UIN","identifierValue":"789456"}]}`, uin},
		{"name and identifier", `{"identifier":[{"name":"UIN","identifier":"789456"}]}`, uin},
		{"type and value", `{"identifier":{"type":" UIN ","value":"789456"}}`, uin},
		{"id_type and id_value", `{"identifier":{"id_type":"UIN","id_value":"789456"}}`, uin},
		{"a text with the type before a colon", `{"identifier":"UIN:789456"}`, uin},
		{"a list of such texts", `{"identifiers":["UIN:789456"]}`, uin},
		{"a text without a type", `{"identifier":"789456"}`, identified(person.Identifier{Value: "789456"})},
		{"a number", `{"identifier":[{"type":"UIN","value":789456}]}`, uin},
		{"a text that is no type and value", `{"identifier":["https://a/b","two words:1","UIN:"]}`, identified(person.Identifier{Value: "https://a/b"}, person.Identifier{Value: "two words:1"}, person.Identifier{Value: "UIN:"})},
		{"leading zeros and spaces of a value stay", `{"identifier":[{"type":"UIN","value":" 007"}]}`, identified(person.Identifier{Type: "UIN", Value: " 007"})},
		{"a type that nobody knows stays", `{"identifier":[{"type":"MeterNo","value":"1"}]}`, identified(person.Identifier{Type: "MeterNo", Value: "1"})},
		{"an alias stays as it came", `{"identifier":[{"type":"NID","value":"1"}]}`, identified(person.Identifier{Type: "NID", Value: "1"})},
		{"the members around it stay", `{"identifier":{"@type":"Identifier","type":"UIN","value":"1","id_value":"2"}}`, identified(person.Identifier{Type: "UIN", Value: "1", Extra: extra(`{"@type":"Identifier","id_value":"2"}`)})},
		{"no identifier", `{"identifier":[{},null,"",{"type":"","value":null}]}`, person.Person{}},
		{"an identifier of a shape unknown", `{"identifier":true}`, person.Person{Extra: extra(`{"identifier":true}`)}},
	}
}

func memberReadings() []readingCase {
	var cases []readingCase
	add := func(want person.Person, value string, spellings ...string) {
		for _, s := range spellings {
			cases = append(cases, readingCase{"a member spelled " + s + " is read", `{"` + s + `":` + value + `}`, want})
		}
	}
	place := &person.Place{Name: "Koh Samui"}
	add(person.Person{BirthDates: dates("1990-05-12")}, `"1990-05-12"`, "birth_date", "birthDate", "birthdate", "dob")
	add(person.Person{DeathDates: dates("1990-05-12")}, `"1990-05-12"`, "death_date", "deathDate")
	add(person.Person{MarriageDates: dates("1990-05-12")}, `"1990-05-12"`, "marriage_date", "marriageDate", "marriagedate")
	add(person.Person{DivorceDates: dates("1990-05-12")}, `["1990-05-12"]`, "divorce_date", "divorceDate")
	add(person.Person{BirthPlace: place}, `{"name":"Koh Samui"}`, "birth_place", "birthPlace", "birthplace")
	add(person.Person{DeathPlace: place}, `"Koh Samui"`, "death_place", "deathPlace")
	add(person.Person{MarriagePlace: place}, `[{"name":"Koh Samui"}]`, "marriage_place", "marriagePlace")
	add(person.Person{Sex: codes.SexFemale}, `"F"`, "sex", "gender")
	add(person.Person{MaritalStatus: codes.MaritalStatusMarried}, `"Married"`, "marital_status", "maritalStatus")
	add(person.Person{Contacts: phones("+1")}, `"+1"`, "phone_number", "phoneNumber", "contact_number", "contactNumber", "phone")
	add(person.Person{Contacts: emails("a@b", "c@d")}, `["a@b","c@d"]`, "email")
	add(person.Person{Addresses: []person.Address{{Line1: "x"}}}, `{"address_line1":"x"}`, "address", "addresses")
	return append(cases, []readingCase{
		{"a sex that the directory knows is canonical", `{"sex":"spdci:Female"}`, person.Person{Sex: codes.SexFemale}},
		{"a sex that nobody knows stays", `{"sex":"intersex"}`, person.Person{Sex: "intersex"}},
		{"a sex as a number of ISO 5218 is canonical", `{"sex":1}`, person.Person{Sex: codes.SexMale}},
		{"two spellings of one code", `{"sex":"F","gender":"male"}`, person.Person{Sex: codes.SexFemale, Extra: extra(`{"gender":"male"}`)}},
		{"a year as a number", `{"birth_date":1990}`, person.Person{BirthDates: dates("1990")}},
		{"two birthdays", `{"birth_date":["1990-05-12","1991-05-12"]}`, person.Person{BirthDates: dates("1990-05-12", "1991-05-12")}},
		{"no birthday", `{"birth_date":"","death_date":null,"marriage_date":[""],"divorce_date":[]}`, person.Person{}},
		{"a date that is true", `{"birth_date":true}`, person.Person{Extra: extra(`{"birth_date":true}`)}},
		{"what is unknown stays in its order", `{"@id":"1","x":{"b": [1, 2],"a":"é"},"@context":null}`, person.Person{Extra: extra(`{"@id":"1","x":{"b":[1,2],"a":"é"},"@context":null}`)}},
		{"what is unknown is kept without needless escapes", "{\"\\u0078\":\n\"\\u00e9\\/\",\"sex\":\"male\",\"y\":1}", person.Person{Sex: codes.SexMale, Extra: extra(`{"x":"é/","y":1}`)}},
	}...)
}

func placeReadings() []readingCase {
	born := func(p person.Place) person.Person { return person.Person{BirthPlace: &p} }
	lives := func(a person.Address) person.Person { return person.Person{Addresses: []person.Address{a}} }
	all := person.Address{Line1: "a", Line2: "b", Locality: "c", SubRegion: "d", Region: "e", PostalCode: "1", Country: "TH"}
	return []readingCase{
		{"a place of OpenCRVS", `{"birthPlace":{"@type":"Place","additionalType":"PRIVATE_HOME","address":"Main 12\nOld town","containedInPlace":"dist-1"}}`, born(person.Place{
			Type: "PRIVATE_HOME", AddressLine: "Main 12\nOld town", ContainedIn: &person.Place{Identifiers: []person.Identifier{{Value: "dist-1"}}}, Extra: extra(`{"@type":"Place"}`),
		})},
		{"a code of a place is not split at a colon", `{"birth_place":{"identifier":"a:b"}}`, born(person.Place{Identifiers: []person.Identifier{{Value: "a:b"}}})},
		{"codes of a place as a list", `{"birth_place":{"identifier":[{"type":"x","value":"1"},"b"]}}`, born(person.Place{Identifiers: []person.Identifier{{Type: "x", Value: "1"}, {Value: "b"}}})},
		{"a place in a place", `{"birth_place":{"name":"a","contained_in_place":{"name":"b","address_line":"c"}}}`, born(person.Place{Name: "a", ContainedIn: &person.Place{Name: "b", AddressLine: "c"}})},
		{"no place", `{"birth_place":{},"death_place":"","marriage_place":null}`, person.Person{}},
		{"two places where one is meant", `{"birth_place":["a","b"]}`, person.Person{Extra: extra(`{"birth_place":["a","b"]}`)}},
		{"an address in an object of its own kind", `{"birth_place":{"name":"a","address":{"street":"x"}}}`, born(person.Place{Name: "a", Extra: extra(`{"address":{"street":"x"}}`)})},
		{"an address of v1.0.0", `{"address":[{"address_line1":"a","address_line2":"b","locality":"c","sub_region_code":"d","region_code":"e","postal_code":1,"country_code":"TH"}]}`, lives(all)},
		{"an address of the schemas", `{"address":{"address_line_1":"a","address_line_2":"b","locality":"c","sub_region_code":"d","region_code":"e","postal_code":"1","country_code":"TH"}}`, lives(all)},
		{"an address in camel case", `{"address":{"addressLine1":"a","addressLine2":"b","locality":"c","subRegionCode":"d","regionCode":"e","postalCode":"1","countryCode":"TH"}}`, lives(all)},
		{"an address as text", `{"address":"Main 12"}`, lives(person.Address{Line1: "Main 12"})},
		{"an address without a location", `{"address":{"locality":"x","geo_location":{"plus_code":null}}}`, lives(person.Address{Locality: "x"})},
	}
}

func relationReadings() []readingCase {
	id := func(v string) person.Identifier { return person.Identifier{Type: "UIN", Value: v} }
	mala := named(person.PersonName{Given: []string{"Mala"}})
	related := func(rs ...person.Relation) person.Person { return person.Person{Relations: rs} }
	parent := func(v string) person.Relation { return person.Relation{Type: "PRN", Person: identified(id(v))} }
	mother := person.Relation{Type: "MTH", Person: identified(id("1"))}
	return []readingCase{
		{"related_person", `{"related_person":[{"relationship_type":"MTH","related_member":{"name":{"given_name":"Mala"}}}]}`, related(person.Relation{Type: "MTH", Person: mala})},
		{"related_person in camel case", `{"relatedPerson":[{"relationshipType":"mother","relatedMember":{"givenName":"Mala"}}]}`, related(person.Relation{Type: "MTH", Person: mala})},
		{"a single relation", `{"related_person":{"relationship_type":"MTH","related_member":{"givenName":"Mala"}}}`, related(person.Relation{Type: "MTH", Person: mala})},
		{"a relation of OpenCRVS", `{"relations":[{"@type":"spdci:Mother","givenName":"Mala"}]}`, related(person.Relation{Type: "MTH", Person: mala})},
		{"a groom of OpenCRVS", `{"relations":[{"givenName":"Mala"}]}`, related(person.Relation{Person: mala})},
		{"a relation whose type is none", `{"relations":[{"@type":"Person","sex":"M"}]}`, related(person.Relation{Person: person.Person{Sex: "male", Extra: extra(`{"@type":"Person"}`)}})},
		{"a relationship outside the directory", `{"related_person":[{"relationship_type":"AUNT","related_member":{"givenName":"Mala"}}]}`, related(person.Relation{Type: "AUNT", Person: mala})},
		{"what stands beside a related member", `{"related_person":[{"@type":"RelatedPerson","relationship_type":"MTH","related_member":{"givenName":"Mala"}}]}`, related(person.Relation{Type: "MTH", Person: mala, Extra: extra(`{"@type":"RelatedPerson"}`)})},
		{"a related member of whom nothing is known", `{"related_person":[{"relationship_type":"MTH","related_member":{}}]}`, related(person.Relation{Type: "MTH"})},
		{"both kinds of lists add up", `{"relations":[{"@type":"Father","sex":"M"}],"related_person":[{"relationship_type":"MTH"}]}`, related(person.Relation{Type: "FTH", Person: person.Person{Sex: "male"}}, person.Relation{Type: "MTH"})},
		{"parents by their identifiers", `{"parent2_identifier":"UIN:2","parent1_identifier":{"identifier_type":"UIN","identifier_value":"1"}}`, related(parent("1"), parent("2"))},
		{"the same parent twice", `{"parent1_identifier":"UIN:1","parent2_identifier":"UIN:1"}`, related(parent("1"))},
		{"a parent who is known better", `{"parent1_identifier":"UIN:1","parent2_identifier":"UIN:2","relations":[{"@type":"Mother","identifier":"UIN:1"}]}`, related(parent("2"), mother)},
		{"a parent with two identifiers", `{"parent1_identifier":["UIN:1","UIN:2"]}`, related(person.Relation{Type: "PRN", Person: identified(id("1"), id("2"))})},
		{"no parents", `{"parent1_identifier":{},"parent2_identifier":"","relations":[],"related_person":null}`, person.Person{}},
		{"relations of a shape unknown", `{"relations":{"mother":{"givenName":"Mala"}},"related_person":["Mala"]}`, person.Person{Extra: extra(`{"relations":{"mother":{"givenName":"Mala"}},"related_person":["Mala"]}`)}},
	}
}

func allReadings() []readingCase {
	var all []readingCase
	for _, cases := range [][]readingCase{nameReadings(), identifierReadings(), memberReadings(), placeReadings(), relationReadings(), contactReadings(), positionReadings(), flatReadings()} {
		all = append(all, cases...)
	}
	return all
}

func spellings() []string {
	var texts []string
	for _, tc := range allReadings() {
		texts = append(texts, tc.text)
	}
	return texts
}

func TestEverySpellingIsRead(t *testing.T) {
	t.Parallel()
	runReadings(t, allReadings())
}

// reached is somebody of whom only this is known.
func reached(phone, email []string) person.Person {
	return person.Person{Contacts: append(phones(phone...), emails(email...)...)}
}

// kept are dates as decoding keeps them, also those that are none.
func kept(tb testing.TB, texts []string) []person.Date {
	tb.Helper()
	out := make([]person.Date, len(texts))
	for i, text := range texts {
		var p person.Person
		require.NoError(tb, p.UnmarshalJSON(fmt.Appendf(nil, `{"birth_date":%q}`, text)))
		out[i] = p.BirthDate()
	}
	return out
}
