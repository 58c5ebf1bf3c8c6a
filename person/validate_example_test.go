package person_test

import (
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func ExamplePerson_Validate() {
	p := person.Person{
		Names:       []person.PersonName{{Given: []string{"Mala"}, Family: []string{"Kumar"}}},
		Identifiers: []person.Identifier{{Value: "B90MAY123"}},
		Sex:         "F",
		BirthDates:  []person.Date{person.MustDate("1990-05-12")},
		DeathDates:  []person.Date{person.MustDate("1989")},
		Addresses:   []person.Address{{Locality: "Ahmedabad", Country: "India"}},
	}
	if v, ok := errors.AsType[*person.ValidationError](p.Validate()); ok {
		for _, violation := range v.Violations {
			fmt.Println(violation.Field, violation.Hint)
		}
	}
	// Output:
	// identifier[0].identifier_type is required
	// death_date is before birth_date
	// address[0].country_code must be two capital letters of ISO 3166-1, for example TH
}

func ExampleRecord_Validate() {
	r := person.Record{Event: codes.VitalEventBirth, Person: person.Person{Sex: "girl"}}
	fmt.Println(r.Validate())
	// Output:
	// person.sex must be one of: male female other unknown
}

func ExamplePersonName_Validate() {
	fmt.Println(person.PersonName{Family: []string{"Suharto"}}.Validate()) // a single name is a name
	fmt.Println(person.PersonName{}.Validate())
	// Output:
	// <nil>
	// given_name is required, or another part of the name
}

func ExampleIdentifier_Validate() {
	fmt.Println(person.Identifier{Type: codes.IdentifierBRN}.Validate())
	// Output:
	// identifier_value is required
}

func ExampleAddress_Validate() {
	fmt.Println(person.Address{PostalCode: "380001\n"}.Validate())
	// Output:
	// postal_code must be one line of valid text without leading or trailing spaces
}
