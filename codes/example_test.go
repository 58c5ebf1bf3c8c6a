package codes_test

import (
	"encoding/json"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
)

func ExampleDirectory_Parse() {
	for _, text := range []string{"female", "F", "spdci:Female", "2", "intersex", ""} {
		sex, known := codes.Sexes().Parse(text)
		fmt.Printf("%q is %q, known: %t\n", text, sex, known)
	}
	// Output:
	// "female" is "female", known: true
	// "F" is "female", known: true
	// "spdci:Female" is "female", known: true
	// "2" is "female", known: true
	// "intersex" is "intersex", known: false
	// "" is "", known: false
}

func ExampleReasonCode_Reason() {
	reason, known := codes.ReasonCode("rjct.search.too_many_records_found").Reason()
	fmt.Println(known, reason.Fault, reason.Retry)
	fmt.Println(reason.Meaning)
	fmt.Println(reason.Action)
	// Output:
	// true asker never
	// the question matches more records than the registry hands out
	// narrow the question: another condition, a shorter range of dates
}

func ExampleDirectory_Lookup() {
	row, known := codes.RelationshipTypes().Lookup("HBRO")
	fmt.Println(known, row.Display, "-", row.Definition)
	// Output:
	// true Half-brother - a brother by one parent of birth only
}

func ExampleDirectory_All() {
	for row := range codes.MaritalStatuses().All() {
		fmt.Println(row.Code, row.Display, row.Editions)
	}
	// Output:
	// S Never Married [2022 workshop Common 1.0.0]
	// M Married [2022 workshop Common 1.0.0]
	// W Widowed [2022 workshop Common 1.0.0]
	// A Annulled [2022 workshop Common 1.0.0]
	// D Divorced [2022 workshop Common 1.0.0]
	// L Legally Separated [2022 workshop Common 1.0.0]
	// U Unmarried [2022 workshop Common 1.0.0]
	// T Domestic partner [2022 workshop]
	// UNK Unknown [2022 workshop]
}

func ExampleDirectory_Editions() {
	for _, n := range codes.Sexes().Editions() {
		fmt.Printf("%s: %s %s\n", n.Edition, n.Number, n.Name)
	}
	// Output:
	// 2022 workshop: CD04 Gender
	// Common 1.0.0: CD.COM.03 sex
}

// An unknown code goes through JSON as it came.
func ExampleDirectory_json() {
	var events []codes.VitalEvent
	if err := json.Unmarshal([]byte(`["live_birth","name_change"]`), &events); err != nil {
		fmt.Println(err)
	}
	text, err := json.Marshal(events)
	fmt.Println(string(text), err, events[1].Known())
	// Output:
	// ["live_birth","name_change"] <nil> false
}

func ExampleRelationshipType_IsParent() {
	for _, r := range []codes.RelationshipType{"spdci:Mother", codes.RelationshipAdoptiveFather, codes.RelationshipStepParent} {
		fmt.Println(r, r.Canonical(), r.IsParent())
	}
	// Output:
	// spdci:Mother MTH true
	// ADOPTF ADOPTF true
	// STPPRN STPPRN false
}

func ExampleParseCountryCode() {
	for _, text := range []string{"tha", "764", "Thailand"} {
		country, known := codes.ParseCountryCode(text)
		fmt.Println(country, known)
	}
	// Output:
	// TH true
	// TH true
	// Thailand false
}

func ExampleLanguageCode_Alpha3() {
	fmt.Println(codes.LanguageCode("en").Alpha3(), codes.LanguageCode("pt-BR").Alpha3())
	// Output:
	// eng por
}
