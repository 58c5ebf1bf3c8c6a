package person_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/person"
)

// The plain structs that somebody without this SDK would write for v1.0.0.
type (
	plainIdentifier struct {
		Type  string `json:"identifier_type"`
		Value string `json:"identifier_value"`
	}
	plainName struct {
		Surname    string `json:"surname"`
		GivenName  string `json:"given_name"`
		SecondName string `json:"second_name"`
		MaidenName string `json:"maiden_name"`
		Prefix     string `json:"prefix"`
		Suffix     string `json:"suffix"`
	}
	plainPlace struct {
		Name        string      `json:"name"`
		AddressLine string      `json:"address_line"`
		ContainedIn *plainPlace `json:"contained_in_place"`
	}
	plainAddress struct {
		Line1     string `json:"address_line1"`
		Line2     string `json:"address_line2"`
		Locality  string `json:"locality"`
		SubRegion string `json:"sub_region_code"`
		Region    string `json:"region_code"`
		Postal    string `json:"postal_code"`
		Country   string `json:"country_code"`
	}
	plainPerson struct {
		Identifier    []plainIdentifier `json:"identifier"`
		Name          plainName         `json:"name"`
		Sex           string            `json:"sex"`
		BirthDate     string            `json:"birth_date"`
		BirthPlace    *plainPlace       `json:"birth_place"`
		DeathDate     string            `json:"death_date"`
		DeathPlace    *plainPlace       `json:"death_place"`
		Address       []plainAddress    `json:"address"`
		PhoneNumber   []string          `json:"phone_number"`
		Email         []string          `json:"email"`
		MaritalStatus string            `json:"marital_status"`
		MarriageDate  []string          `json:"marriage_date"`
		DivorceDate   []string          `json:"divorce_date"`
		Parent1       *plainIdentifier  `json:"parent1_identifier"`
		Parent2       *plainIdentifier  `json:"parent2_identifier"`
		Related       []plainRelation   `json:"related_person"`
	}
	plainRelation struct {
		Type   string       `json:"relationship_type"`
		Member *plainPerson `json:"related_member"`
	}
)

// benchmarkRecords are n records as a registry of v1.0.0 sends them.
func benchmarkRecords(n int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"@id":"CRVS_Person","@type":"CRVS_Person","identifier":[{"identifier_type":"UIN","identifier_value":"%09d"},`+
			`{"identifier_type":"BRN","identifier_value":"B%08d"}],"name":{"surname":"Kumar","given_name":"Mala %d","second_name":"S","maiden_name":"","prefix":"","suffix":""},`+
			`"sex":"female","birth_date":"19%02d-05-12","birth_place":{"@type":"Place","name":"Ahmedabad Lakeside","address_line":"","contained_in_place":null},`+
			`"death_date":"","death_place":{},"address":[{"address_line1":"4 Lakeside Road","address_line2":"Near the old mill","locality":"Ahmedabad","sub_region_code":"IN-GJ-AHM",`+
			`"region_code":"IN-GJ","postal_code":"380001","country_code":"IN"}],"phone_number":["+919714838469"],"email":["mala@example.org"],"marital_status":"M",`+
			`"marriage_date":["2015-02-14"],"divorce_date":[],"parent1_identifier":{"identifier_type":"UIN","identifier_value":"1%08d"},`+
			`"related_person":[{"relationship_type":"MTH","related_member":{"identifier":[{"identifier_type":"UIN","identifier_value":"2%08d"}],`+
			`"name":{"surname":"Kumar","given_name":"Bala"},"sex":"female"}}]}`, i, i, i, i%100, i, i)
	}
	b.WriteByte(']')
	return b.Bytes()
}

const benchmarkCount = 10_000

func BenchmarkDecode(b *testing.B) {
	text := benchmarkRecords(benchmarkCount)
	b.Run("person", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if n := decodeAll(b, text); n != benchmarkCount {
				b.Fatal(n)
			}
		}
	})
	b.Run("encoding-json-v1-plain-structs", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var people []plainPerson
			if err := json.Unmarshal(text, &people); err != nil || len(people) != benchmarkCount {
				b.Fatal(err, len(people))
			}
		}
	})
	b.Run("encoding-json-v1-into-person", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var people []person.Person
			if err := json.Unmarshal(text, &people); err != nil || len(people) != benchmarkCount {
				b.Fatal(err, len(people))
			}
		}
	})
}

func decodeAll(tb testing.TB, text []byte) int {
	tb.Helper()
	var people []person.Person
	d := jsontext.NewDecoder(bytes.NewBuffer(text))
	if _, err := d.ReadToken(); err != nil {
		tb.Fatal(err)
	}
	for d.PeekKind() == '{' {
		var p person.Person
		if err := p.UnmarshalJSONFrom(d); err != nil {
			tb.Fatal(err)
		}
		people = append(people, p)
	}
	return len(people)
}

func BenchmarkEncode(b *testing.B) {
	var p person.Person
	if err := json.Unmarshal(bytes.Trim(benchmarkRecords(1), "[]"), &p); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}
