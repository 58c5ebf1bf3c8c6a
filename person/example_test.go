package person_test

import (
	"encoding/json"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func ExamplePerson_decode() {
	record := `{"identifier":[{"name":"BRN","identifier":"B90MAY123"}],"givenName":"Mala","familyName":"Kumar","birthDate":"1990-05-12",
		"relations":[{"@type":"spdci:Mother","givenName":"Bala"}]}`
	var p person.Person
	if err := json.Unmarshal([]byte(record), &p); err != nil {
		fmt.Println(err)
		return
	}
	brn, _ := p.Identifier(codes.IdentifierBRN)
	fmt.Println(p.Name().Full(), brn.Value, p.BirthDate().Text())
	fmt.Println(p.Related(codes.RelationshipMother)[0].Name().Full())
	fmt.Println(p)
	// Output:
	// Mala Kumar B90MAY123 1990-05-12
	// Bala
	// [person redacted]
}

func ExamplePerson_MarshalJSON() {
	var p person.Person
	if err := json.Unmarshal([]byte(`{"givenName":"Mala","dob":"1990-05-12","gender":"F","identifier":"UIN:789456","ward":7}`), &p); err != nil {
		fmt.Println(err)
		return
	}
	canonical, err := json.Marshal(p)
	fmt.Println(string(canonical), err)
	// Output:
	// {"identifier":[{"identifier_type":"UIN","identifier_value":"789456"}],"name":{"given_name":"Mala"},"sex":"female","birth_date":"1990-05-12","ward":7} <nil>
}

func ExampleParseDate() {
	d, err := person.ParseDate("1990-02")
	fmt.Println(d.Year(), d.Month(), d.FirstDay().Text(), d.LastDay().Text(), err)
	_, err = person.ParseDate("12/05/1990")
	fmt.Println(err)
	// Output:
	// 1990 February 1990-02-01 1990-02-28 <nil>
	// not a date (want 2006, 2006-01, 2006-01-02 or an RFC 3339 time)
}

func ExampleDate_Equal() {
	birthday := person.MustDate("1990-05-12")
	for _, other := range []string{"1990-05-12", "1990-05-12T09:30:00", "1990-05-13", "1990"} {
		switch birthday.Equal(person.MustDate(other)) {
		case person.True:
			fmt.Println(other, "is the same day")
		case person.False:
			fmt.Println(other, "is another day")
		default:
			fmt.Println(other, "may be the same day")
		}
	}
	// Output:
	// 1990-05-12 is the same day
	// 1990-05-12T09:30:00 is the same day
	// 1990-05-13 is another day
	// 1990 may be the same day
}
