package search_test

import (
	"encoding/json"
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

func ExampleNewHit() {
	q := search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").And(search.Sex.Is(codes.SexFemale), search.FamilyName.Is("Rao")).In(codes.VitalEventBirth)
	r := person.Record{Event: codes.VitalEventBirth, RegistrationNumber: "B90MAY123", Person: person.Person{Sex: codes.SexFemale}}
	hit, _ := search.NewHit(q, r, search.Holding{})
	fmt.Println(hit.Match)
	for _, e := range hit.Evidence {
		fmt.Println(e.Attribute, e.Finding, e.By)
	}
	// Output:
	// unconfirmed
	// reg_event_type confirmed registration
	// BRN confirmed registration
	// sex confirmed subject
	// surname silent
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

func ExampleCondition_Or() {
	named := search.FamilyName.Is("Kumar").Or(search.GivenName.Is("Kumar"))
	fmt.Println(named, search.Where(named).Validate())

	// An item of the standard joins two comparisons, not three.
	err := search.Where(named.Or(search.MiddleName.Is("Kumar"))).Validate()
	fmt.Println(err != nil)
	// Output:
	// [surname eq or given_name eq] <nil>
	// true
}

func ExampleParentIs() {
	q := search.Where(search.ParentIs(codes.IdentifierUIN, "537564821")).In(codes.VitalEventBirth)
	fmt.Println(q.Form())
	// Output: predicate parent1_identifier eq or parent2_identifier eq in live_birth
}

func ExampleCustom() {
	const ward = search.Custom("ward_number") // an attribute of this registry's own
	q := search.Where(ward.Between("1", "9"), search.MaritalStatus.In(codes.MaritalStatusWidowed, codes.MaritalStatusDivorced))
	for _, c := range q.Conditions() {
		for _, t := range c.Terms() {
			fmt.Println(t.Attribute, t.Operator, t.Values())
		}
	}
	// Output:
	// ward_number ge [1]
	// ward_number le [9]
	// marital_status in [W D]
}

func ExampleDateAttribute_In() {
	c := search.DeathDate.In(person.MustDate("2024-08-03"), person.MustDate("2024-08-04"))
	fmt.Println(c, c.Terms()[0].Value)
	// Output: [death_date in] 2024-08-03,2024-08-04
}

func ExamplePlaceAttribute_Is() {
	q := search.Where(search.BirthPlace.Is("KA-22")) // a district
	district := &person.Place{Name: "Mysuru", Identifiers: []person.Identifier{{Value: "KA-22"}}}
	r := person.Record{Person: person.Person{BirthPlace: &person.Place{Name: "Vani Vilas Clinic", ContainedIn: district}}}
	match, _ := search.Hold(q, r, search.Holding{})
	fmt.Println(match)
	// Output: confirmed
}

func ExampleQuery_AsExpression() {
	q := search.Where(search.Sex.Is(codes.SexFemale)).AsExpression()
	fmt.Println(q.Type(), q.Form())
	// Output: expression expression sex eq
}

func ExampleGraphQL() {
	q := search.GraphQL(`{ person(UIN: "537564821") { BRN name birthDate } }`).In(codes.VitalEventBirth)
	fmt.Println(q.Form(), len(q.Values()))
	// Output: graphql in live_birth 1
}

func ExampleAttributes() {
	for _, a := range search.Attributes()[:3] {
		fmt.Println(a.Name())
	}
	// Output:
	// birth_date
	// death_date
	// marriage_date
}

func ExampleQuery_MarshalJSON() {
	asked := search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").And(search.Sex.Is(codes.SexFemale)).In(codes.VitalEventBirth)
	kept, err := json.Marshal(asked) // personal data: keep it encrypted
	fmt.Println(string(kept), err)

	var q search.Query // in another process, when the answer comes
	err = json.Unmarshal(kept, &q)
	fmt.Println(q, err)
	// Output:
	// {"version":1,"identifier":{"type":"BRN","value":"B90MAY123"},"conditions":[{"terms":[{"kind":"sex","attribute":"sex","operator":"eq","value":"female"}]}],"event":"live_birth"} <nil>
	// [predicate BRN, sex eq in live_birth] <nil>
}
