package search_test

import (
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func ExampleByIdentifier() {
	q := search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
	fmt.Println(q) // without the number
	// Output: [idtype-value BRN in live_birth]
}

func ExampleWhere() {
	from, to := person.MustDate("1990-01"), person.MustDate("1990-06")
	q := search.Where(
		search.BirthDate.Between(from, to),
		search.Sex.Is(codes.SexFemale),
	).In(codes.VitalEventBirth).WithPageSize(100)

	for _, c := range q.Conditions() {
		for _, t := range c.Terms() {
			fmt.Println(c.Attribute(), t.Operator, t.Value)
		}
	}
	// Output:
	// birth_date ge 1990-01-01
	// birth_date le 1990-06-30
	// sex eq female
}

func ExampleParseCondition() {
	for _, text := range []string{"dob>=1990", "gender=F", "birth_date=12 May 1990"} {
		c, err := search.ParseCondition(text)
		if errors.Is(err, person.ErrNotADate) {
			fmt.Println("not a date") // the error does not repeat it
			continue
		}
		fmt.Println(c)
	}
	// Output:
	// [birth_date ge]
	// [sex eq]
	// not a date
}

func ExampleHold() {
	q := search.ByIdentifier(codes.IdentifierNationalID, "123456789")
	record := func(number string) person.Record {
		return person.Record{Person: person.Person{
			Identifiers: []person.Identifier{{Type: "NID", Value: number}},
		}}
	}
	for _, number := range []string{"123456789", "123-456-789", "987654321"} {
		match, contradiction := search.Hold(q, record(number), search.Holding{})
		fmt.Printf("%q %q\n", match, contradiction)
	}
	// Output:
	// "confirmed" ""
	// "unconfirmed" ""
	// "" "NATIONAL_ID"
}

func ExampleQuery_Validate() {
	err := search.ByIdentifier(codes.IdentifierBRN, "").WithPage(0).WithLocale("en").Validate()
	if invalid, ok := errors.AsType[*search.ValidationError](err); ok {
		for _, v := range invalid.Violations {
			fmt.Println(v.Field, v.Hint)
		}
	}
	// Output:
	// search_criteria.query.value is required
	// search_criteria.pagination.page_number is too short or too small (at least 1)
	// locale must be three lower-case letters (ISO 639-3), for example eng
}

func ExampleQuery_Form() {
	q := search.ByIdentifier(codes.IdentifierUIN, "TEST-001").And(search.FamilyName.Is("Kumar")).In(codes.VitalEventBirth)
	fmt.Println(q.Form())
	// Output: predicate UIN, surname eq in live_birth
}
