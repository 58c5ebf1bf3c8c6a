package person_test

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func decoded(record string) person.Person {
	var p person.Person
	if err := json.Unmarshal([]byte(record), &p); err != nil {
		fmt.Println(err)
	}
	return p
}

func ExamplePerson_Name() {
	p := decoded(`{"name":[{"use":"maiden","given_name":"Mala","surname":"Rao"},{"use":"official","given_name":"Mala","surname":"Kumar"}]}`)
	fmt.Println(p.Name().Full())
	fmt.Println(p.NamesFor(codes.NameUseMaiden)[0].Full())
	// Output:
	// Mala Kumar
	// Mala Rao
}

func ExamplePerson_Identifier() {
	p := decoded(`{"identifier":[{"name":"NID","identifier":"555000111"}],"brn":"B91JUN007"}`)
	id, ok := p.Identifier(codes.IdentifierNationalID) // NID is the same
	fmt.Println(id.Value, ok)
	fmt.Println(p.RegistrationNumber(codes.VitalEventBirth))
	// Output:
	// 555000111 true
	// B91JUN007
}

func ExamplePerson_Phone() {
	p := decoded(`{"phone_number":["+94110000001","+94110000002"],"email":"lila@example.org"}`)
	fmt.Println(p.Phone(), len(p.Phones()), p.Email())
	_, ok := p.Contact(person.ContactFax)
	fmt.Println(ok)
	// Output:
	// +94110000001 2 lila@example.org
	// false
}

func ExamplePerson_Mother() {
	p := decoded(`{"mother_name":"Nayana","parent1_identifier":"UIN:789456"}`)
	mother, ok := p.Mother()
	fmt.Println(mother.Name().Full(), ok)
	_, ok = p.Father()
	fmt.Println(ok)
	fmt.Println(len(p.Parents()), "parents: the number may be hers or another's")
	// Output:
	// Nayana true
	// false
	// 2 parents: the number may be hers or another's
}

func ExamplePerson_Spouse() {
	p := decoded(`{"related_person":[{"relationship_type":"HUSB","related_member":{"name":{"given_name":"Ravi"}}}]}`)
	husband, ok := p.Spouse()
	fmt.Println(husband.Name().Full(), ok)
	// Output:
	// Ravi true
}

func ExampleRecord_Couple() {
	var r person.Record
	err := json.Unmarshal([]byte(`{"reg_event_type":"marriage","givenName":"Naledi","marriagedate":"2024-01-20","relations":[{"givenName":"Peter"}]}`), &r)
	one, other, ok := r.Couple()
	fmt.Println(one.Name().Full(), other.Name().Full(), r.Person.MarriageDate().Text(), ok, err)
	// Output:
	// Naledi Peter 2024-01-20 true <nil>
}

func ExampleRecord_Raw() {
	var r person.Record
	err := json.Unmarshal([]byte(`{"repository_type":"birth","brn":"B91JUN007","dob":"1991-06-07","ward":7}`), &r)
	fmt.Println(r.Event, r.RegistrationNumber, err)
	fmt.Println(string(r.Raw()))
	canonical, err := json.Marshal(r)
	fmt.Println(string(canonical), err)
	// Output:
	// live_birth B91JUN007 <nil>
	// {"repository_type":"birth","brn":"B91JUN007","dob":"1991-06-07","ward":7}
	// {"reg_event_type":"live_birth","identifier":[{"identifier_type":"BRN","identifier_value":"B91JUN007"}],"birth_date":"1991-06-07","ward":7} <nil>
}

func ExampleDecoder() {
	body := []byte(`[{"reg_event_type":"birth","brn":"B1"},{"reg_event_type":"death","drn":"D1"}]`)
	in := jsontext.NewDecoder(bytes.NewReader(body))
	if _, err := in.ReadToken(); err != nil { // the bracket
		fmt.Println(err)
		return
	}
	records := person.NewDecoder(in, len(body))
	for in.PeekKind() != ']' {
		var r person.Record
		if err := records.Decode(&r); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r, r.RegistrationNumber)
	}
	fmt.Println("complete:", !records.Exhausted())
	// Output:
	// [live_birth record redacted] B1
	// [death record redacted] D1
	// complete: true
}
