package match_test

import (
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

func ExamplePeople() {
	ours := person.Person{
		Names:       []person.PersonName{{Given: []string{"Mala"}, Middle: []string{"Devi"}, Family: []string{"Kumar"}}},
		Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: "123456789"}},
		Sex:         codes.SexFemale,
		BirthDates:  []person.Date{person.MustDate("1990-05-12")},
	}
	theirs := person.Person{
		Names:       []person.PersonName{{Text: "KUMAR, M. Devi"}},
		Identifiers: []person.Identifier{{Type: "NID", Value: "123456789"}},
		Sex:         "F",
		BirthDates:  []person.Date{person.MustDate("1990-12-05")},
		DeathDates:  []person.Date{person.MustDate("0001-01-01")}, // how its program writes none
	}
	c := match.People(ours, theirs)
	for attribute, outcome := range c.All() {
		if outcome != match.Missing {
			fmt.Printf("%-12s %s\n", attribute, outcome)
		}
	}
	fmt.Printf("names alike: %.2f\n", c.NameSimilarity())
	fmt.Println("contradictions:", len(c.Contradictions()))
	// Output:
	// identifier   agree
	// name         similar
	// sex          agree
	// birth_date   similar
	// names alike: 0.93
	// contradictions: 0
}

func ExampleAt() {
	nepali := person.Person{BirthDates: []person.Date{person.MustDate("2047-01-29")}}
	gregorian := person.Person{BirthDates: []person.Date{person.MustDate("1990-05-12")}}
	fmt.Println(match.People(nepali, gregorian))
	fmt.Println(match.People(nepali, gregorian, match.At(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))))
	// Output:
	// birth_date differ
	// birth_date cannot tell
}

func ExampleInZone() {
	shifted := person.Person{BirthDates: []person.Date{person.MustDate("1990-05-11T18:30:00Z")}}
	local := person.Person{BirthDates: []person.Date{person.MustDate("1990-05-12")}}
	fmt.Println(match.People(shifted, local))
	fmt.Println(match.People(shifted, local, match.InZone(time.FixedZone("IST", 5*3600+1800))))
	// Output:
	// birth_date cannot tell
	// birth_date agree
}

func ExampleTypes() {
	a := person.Person{Identifiers: []person.Identifier{{Type: "UIN", Value: "123"}}}
	b := person.Person{Identifiers: []person.Identifier{{Type: "NATIONAL_ID", Value: "123"}}}
	fmt.Println(match.People(a, b))
	// In this country the number for life is the one on the card.
	fmt.Println(match.People(a, b, match.Types(func(a, b codes.IdentifierType) bool {
		return a == codes.IdentifierUIN && b == codes.IdentifierNationalID
	})))
	// Output:
	// identifier cannot tell
	// identifier agree
}

func ExampleComparison_Contradictions() {
	a := person.Person{Sex: codes.SexFemale, MaritalStatus: codes.MaritalStatusMarried, BirthDates: []person.Date{person.MustDate("1990")}}
	b := person.Person{Sex: codes.SexFemale, MaritalStatus: codes.MaritalStatusWidowed, BirthDates: []person.Date{person.MustDate("1961-07-30")}}
	c := match.People(a, b)
	fmt.Println("differ:", c.With(match.Differ)) // a status changes, a birthday does not
	fmt.Println("contradict:", c.Contradictions())
	fmt.Println("sex agrees:", c.Agrees(match.Sex))
	// Output:
	// differ: [birth_date marital_status]
	// contradict: [birth_date]
	// sex agrees: true
}

func ExampleComparison_Identifier() {
	a := person.Person{Identifiers: []person.Identifier{{Type: "BRN", Value: "B1"}, {Type: "NID", Value: "7"}}}
	b := person.Person{Identifiers: []person.Identifier{{Type: "BRN", Value: "B1"}, {Type: "NID", Value: "8"}}}
	c := match.People(a, b)
	fmt.Println(c.Outcome(match.Identifier), c.Identifier(codes.IdentifierBRN), c.Identifier(codes.IdentifierNationalID))
	// Output:
	// differ agree differ
}

func ExampleYearDays() {
	a := person.Person{BirthDates: []person.Date{person.MustDate("1960-07-01")}}
	b := person.Person{BirthDates: []person.Date{person.MustDate("1960-05-12")}}
	fmt.Println(match.People(a, b))
	fmt.Println(match.People(a, b, match.YearDays(match.MonthDay{Month: time.January, Day: 1}, match.MonthDay{Month: time.July, Day: 1})))
	// Output:
	// birth_date differ
	// birth_date similar
}

func ExampleForLife() {
	a := person.Person{Identifiers: []person.Identifier{{Type: "AADHAAR", Value: "123456781234"}}}
	b := person.Person{Identifiers: []person.Identifier{{Type: "AADHAAR", Value: "876543214321"}}}
	fmt.Println(match.People(a, b))
	fmt.Println(match.People(a, b, match.ForLife(codes.IdentifierBRN, "AADHAAR")))
	// Output:
	// identifier cannot tell
	// identifier differ
}

func ExampleEquivalents() {
	a := person.Person{Names: []person.PersonName{{Text: "Md. Bob Moyo"}}}
	b := person.Person{Names: []person.PersonName{{Text: "Mohammad Robert Moyo"}}}
	fmt.Println(match.People(a, b))
	fmt.Println(match.People(a, b, match.Equivalents(append(match.CommonEquivalents(), []string{"bob", "robert"})...)))
	// Output:
	// name differ
	// name similar
}

func ExamplePlaceholders() {
	a := person.Person{Identifiers: []person.Identifier{{Type: "UIN", Value: "SIN-NUMERO"}}}
	b := person.Person{Identifiers: []person.Identifier{{Type: "UIN", Value: "789456"}}}
	fmt.Println(match.People(a, b))
	fmt.Println(match.People(a, b, match.Placeholders(person.Placeholders{}.WithTexts("SIN-NUMERO"))))
	// Output:
	// identifier differ
	// nothing to compare
}
