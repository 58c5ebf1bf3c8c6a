package person_test

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// U is unknown to this registry, 1 is a woman, and X may be either of two.
func ExampleDecoder_Speak() {
	words := person.Words{
		Sexes:           map[string]codes.Sex{"u": codes.SexUnknown, "1": codes.SexFemale, "x": ""},
		MaritalStatuses: map[string]codes.MaritalStatus{"m": codes.MaritalStatusNeverMarried},
	}
	for _, text := range []string{`{"sex":"U","marital_status":"M"}`, `{"sex":1,"marital_status":"W"}`, `{"sex":"X"}`, `{"gender":"male"}`} {
		records := person.NewDecoder(jsontext.NewDecoder(bytes.NewBufferString(text)), len(text))
		records.Speak(words)
		var r person.Record
		err := records.Decode(&r)
		fmt.Printf("%q %q %q %v\n", r.Person.Sex, r.Person.MaritalStatus, r.Person.OtherSpellings("sex"), err)
	}
	fmt.Println(words.Sex(" u "), words.Sex("F"), words.MaritalStatus("m"), words.Event("death"))
	// Output:
	// "unknown" "S" [] <nil>
	// "female" "W" [] <nil>
	// "" "" ["X"] <nil>
	// "male" "" [] <nil>
	// unknown female S death
}
