package codes_test

import (
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
