package match_test

import (
	"encoding/json"
	"testing"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

func BenchmarkPeople(b *testing.B) {
	var p, q person.Person
	for text, to := range map[string]*person.Person{
		`{"identifier":[{"identifier_type":"UIN","identifier_value":"550000017"},{"identifier_type":"BRN","identifier_value":"B00000017"}],
			"name":{"given_name":"Mala","second_name":"S","surname":"Kumar"},"sex":"female","birth_date":"1987-05-12","birth_place":{"name":"Kochi"},
			"related_person":[{"relationship_type":"MTH","related_member":{"name":{"given_name":"Bala","surname":"Kumar"}}}]}`: &p,
		`{"identifier":"UIN:550000017","givenName":"Mala","familyName":"Kumar","dob":"1987-05-12","sex":"F"}`: &q,
	} {
		if err := json.Unmarshal([]byte(text), to); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if match.People(p, q).Differs() {
			b.Fatal("they are one")
		}
	}
}
