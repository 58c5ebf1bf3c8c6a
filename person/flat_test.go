package person_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func flatReadings() []readingCase {
	nid := person.Identifier{Type: "NATIONAL_ID", Value: "1"}
	brn := person.Identifier{Type: codes.IdentifierBRN, Value: "B1"}
	father := person.Relation{Type: codes.RelationshipFather, Person: named(person.PersonName{Text: "Mohan"})}
	related := func(rs ...person.Relation) person.Person { return person.Person{Relations: rs} }
	var cases []readingCase
	for _, typ := range []string{"identification_type", "identificationType", "identifier_type", "identifierType"} {
		value := strings.NewReplacer("_type", "_value", "Type", "Value").Replace(typ)
		text := fmt.Sprintf(`"%s":"NATIONAL_ID","%s":1`, typ, value)
		cases = append(cases,
			readingCase{typ + " and its value beside the members are an identifier", `{` + text + `}`, identified(nid)},
			readingCase{typ + " and its value in an identifier", `{"identifier":{` + text + `}}`, identified(nid)})
	}
	for typ, name := range map[codes.IdentifierType]string{"BRN": "brn", "DRN": "drn", "MRN": "mrn"} {
		cases = append(cases, readingCase{name + " is an identifier", `{"` + name + `":"x"}`, identified(person.Identifier{Type: typ, Value: "x"})})
	}
	return append(cases, []readingCase{
		{"a flat identifier and brn are two", `{"brn":"B1","identification_type":"NATIONAL_ID","identification_value":"1"}`, identified(nid, brn)},
		{"brn and the same number in the list are one", `{"brn":"B1","identifier":[{"name":"BIRTH_REG_NO","identifier":"B1"}]}`, identified(person.Identifier{Type: "BIRTH_REG_NO", Value: "B1"})},
		{"brn and the same number as the flat identifier are one", `{"identification_type":"BRN","identification_value":"B1","brn":"B1"}`, identified(brn)},
		{"another number in the list comes first", `{"brn":"B1","identifier":["UIN:2"]}`, identified(person.Identifier{Type: "UIN", Value: "2"}, brn)},
		{"two different numbers of one type are both said", `{"brn":"B1","identifier":["BRN:B2"]}`, identified(person.Identifier{Type: "BRN", Value: "B2"}, brn)},
		{"a second spelling stays with what it doubles", `{"identification_value":"1","identificationValue":"2"}`, identified(person.Identifier{Value: "1", Extra: extra(`{"identificationValue":"2"}`)})},
		{"a number of a shape unknown", `{"brn":{"x":1},"identification_value":["1","2"]}`, person.Person{Extra: extra(`{"brn":{"x":1},"identification_value":["1","2"]}`)}},
		{"no number", `{"brn":"","identification_type":null,"identification_value":""}`, person.Person{}},
		{"father_name", `{"father_name":"Mohan"}`, related(father)},
		{"fatherName", `{"fatherName":["Mohan"]}`, related(father)},
		{"mother_name in parts", `{"mother_name":{"first_name":"Bala"}}`, related(person.Relation{Type: "MTH", Person: named(person.PersonName{Given: []string{"Bala"}})})},
		{"both parents", `{"father_name":"Mohan","motherName":"Bala"}`, related(father, person.Relation{Type: "MTH", Person: named(person.PersonName{Text: "Bala"})})},
		{"a father who is known better by the same name", `{"father_name":"Mohan K","relations":[{"@type":"Father","givenName":"Mohan","familyName":"K"}]}`, related(person.Relation{Type: "FTH", Person: named(person.PersonName{Given: []string{"Mohan"}, Family: []string{"K"}})})},
		{"a mother of the father's name", `{"father_name":"Mohan","relations":[{"@type":"Mother","name":"Mohan"}]}`, related(person.Relation{Type: "MTH", Person: named(person.PersonName{Text: "Mohan"})}, father)},
		{"a father of another name", `{"relations":[{"@type":"Father","givenName":"Ravi"}],"father_name":"Mohan"}`, related(person.Relation{Type: "FTH", Person: named(person.PersonName{Given: []string{"Ravi"}})}, father)},
		{"no parents' names", `{"father_name":"","mother_name":null}`, person.Person{}},
		{"a parent's name of a shape unknown", `{"father_name":true}`, person.Person{Extra: extra(`{"father_name":true}`)}},
		{"what an event is belongs to a record", `{"repository_type":"birth"}`, person.Person{Extra: extra(`{"repository_type":"birth"}`)}},
		{"weight and type of birth", `{"weight_at_birth":3.1,"type_of_birth":"Single"}`, person.Person{BirthWeight: "3.1", TypeOfBirth: codes.BirthTypeSingle}},
		{"weight and type of birth in camel case", `{"birthWeight":"3 kg","birthType":"TWINS"}`, person.Person{BirthWeight: "3 kg", TypeOfBirth: codes.BirthTypeTwin}},
		{"when it was registered and written last", `{"registration_date":"2020-01-02","lastUpdated":["2021"]}`, person.Person{RegistrationDate: person.MustDate("2020-01-02"), LastUpdated: person.MustDate("2021")}},
		{"two dates where one is meant", `{"registration_date":["2020","2021"]}`, person.Person{Extra: extra(`{"registration_date":["2020","2021"]}`)}},
		{"a deceased datetime", `{"deceased_datetime":"2020"}`, person.Person{DeathDates: dates("2020")}},
		{"a place of divorce", `{"divorcePlace":"Kochi"}`, person.Person{DivorcePlace: &person.Place{Name: "Kochi"}}},
		{"a marital status of the 2022 edition", `{"marital_status":"Legally Separated"}`, person.Person{MaritalStatus: codes.MaritalStatusLegallySeparated}},
	}...)
}

func TestMembersOfThe2022EditionAreRead(t *testing.T) {
	t.Parallel()
	runReadings(t, flatReadings())
}

func TestAFlatRecordOfThe2022APIIsReadAndWrittenInTheStandardsShape(t *testing.T) {
	t.Parallel()
	r := readRecord(t, `{"identification_type":"NATIONAL_ID","identification_value":"555000111","repository_type":"birth","brn":"B91JUN007",
		"name":{"suffix":"BSc","prefix":"Ms.","first_name":"Lila","last_name":"Perera","middle_name":"N"},"father_name":"Sunil","mother_name":"Nayana",
		"contact_number":"+94110000001","dob":"1991-06-07","gender":"F","weight_at_birth":"","type_of_birth":"Single"}`)
	const want = `{"reg_event_type":"live_birth","identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"555000111"},{"identifier_type":"BRN","identifier_value":"B91JUN007"}],` +
		`"name":{"prefix":"Ms.","surname":"Perera","given_name":"Lila","second_name":"N","suffix":"BSc"},"sex":"female","birth_date":"1991-06-07","type_of_birth":"single","phone_number":["+94110000001"],` +
		`"related_person":[{"relationship_type":"FTH","related_member":{"name":{"text":"Sunil"}}},{"relationship_type":"MTH","related_member":{"name":{"text":"Nayana"}}}]}`
	assertText(t, want, write(t, r))
	assert.Equal(t, "B91JUN007", r.RegistrationNumber)
}

func TestAMemberInTwoSpellingsIsWrittenInTwo(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, other, standard, first, second string }{
		{"", "gender", "sex", `"F"`, `"male"`},
		{"", "dob", "birth_date", `"1990"`, `"1991"`},
		{"", "birthPlace", "birth_place", `"Kochi"`, `"Adur"`},
		{"", "maritalStatus", "marital_status", `"M"`, `"S"`},
		{"", "identifiers", "identifier", `["UIN:1"]`, `["UIN:2"]`},
		{"", "addresses", "address", `"x"`, `"y"`},
		{"", "birth_weight", "weight_at_birth", `"1"`, `"2"`},
		{"", "registrationDate", "registration_date", `"1990"`, `"1991"`},
		{"", "marriagedate", "marriage_date", `"1990"`, `"1991"`},
		{"name", "first_name", "given_name", `"A"`, `"B"`},
		{"name", "last_name", "surname", `"A"`, `"B"`},
		{"name", "nameUse", "use", `"a"`, `"b"`},
		{"name", "middle_name", "second_name", `"A"`, `"B"`},
		{"identifier", "value", "identifier_value", `"1"`, `"2"`},
		{"identifier", "name", "identifier_type", `"A"`, `"B"`},
		{"address", "addressLine1", "address_line1", `"a"`, `"b"`},
		{"birth_place", "address", "address_line", `"a"`, `"b"`},
		{"birth_place", "containedInPlace", "contained_in_place", `"a"`, `"b"`},
	} {
		t.Run(tc.standard, func(t *testing.T) {
			t.Parallel()
			text := `{"` + tc.other + `":` + tc.first + `,"` + tc.standard + `":` + tc.second + `}`
			if tc.in != "" {
				text = `{"` + tc.in + `":` + text + `}`
			}
			once := write(t, read(t, text))
			again := read(t, once)
			assert.Empty(t, differenceOfContent(read(t, text), again))
			assert.Contains(t, once, strings.Trim(tc.second, `[]`), "the second one is not lost")
			assert.Equal(t, once, write(t, again))
		})
	}
}
