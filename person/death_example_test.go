package person_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/person"
)

// Before a pension is stopped: is a death recorded?
func ExampleRecord_DeathRecorded() {
	today := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, answer := range []string{
		`{"reg_event_type":"birth","brn":"B50MAR004","birth_date":"1950-03-04","death_date":"2020-05-12"}`,
		`{"reg_event_type":"death","drn":"2024DTEST1"}`, // OpenCRVS gives no date
		`{"reg_event_type":"birth","brn":"B50MAR004","birth_date":"1950-03-04"}`,
		`{"reg_event_type":"birth","brn":"B50MAR004","birth_date":"1950-03-04","death_date":"9999-12-31"}`,
		`{"reg_event_type":"death","drn":"D-000","death_date":"1970-01-01"}`,
	} {
		var r person.Record
		if err := json.Unmarshal([]byte(answer), &r); err != nil {
			fmt.Println(err)
			return
		}
		switch r.DeathRecorded(today) {
		case person.True:
			fmt.Println("a death is recorded")
		case person.False:
			fmt.Println("nothing of a death; that is not alive")
		default:
			fmt.Println("a human must look")
		}
	}
	// Output:
	// a death is recorded
	// a death is recorded
	// nothing of a death; that is not alive
	// a human must look
	// a human must look
}

func ExamplePerson_DeathRecorded() {
	p := decoded(`{"birth_date":"1950-03-04","death_date":"2020-05-12"}`)
	fmt.Println(p.DeathRecorded(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)))
	fmt.Println(p.DeathRecorded(time.Date(2019, 6, 1, 0, 0, 0, 0, time.UTC)), "of a day before it")
	// Output:
	// true
	// unsure of a day before it
}

func ExampleDate_IsPlaceholder() {
	unix := person.MustDate("1970-01-01")
	fmt.Println(unix.IsPlaceholder(person.DateOfBirth), unix.IsPlaceholder(person.DateOfDeath))
	fmt.Println(person.MustDate("9999-12-31").IsPlaceholder(person.DateOfBirth))
	// Output:
	// false true
	// true
}

func ExampleIdentifier_IsPlaceholder() {
	for _, value := range []string{"N/A 0", "000000", "99999", "99"} {
		fmt.Println(value, person.Identifier{Value: value}.IsPlaceholder())
	}
	// Output:
	// N/A 0 true
	// 000000 true
	// 99999 true
	// 99 false
}

func ExampleIdentifier_IsMasked() {
	fmt.Println(person.Identifier{Value: "XXXXXXXX1234"}.IsMasked(), person.Identifier{Value: "123456781234"}.IsMasked())
	// Output:
	// true false
}

func ExamplePlaceholders() {
	standard := person.Placeholders{}
	ours := standard.WithTexts("SIN-NUMERO").WithDates(person.DateOfBirth, person.MustDate("1911-11-11"))
	fmt.Println(standard.IsNumber("sin-numero"), ours.IsNumber("sin-numero"))
	fmt.Println(ours.IsDate(person.MustDate("1911-11-11"), person.DateOfBirth), ours.IsText("N/A"))
	// Output:
	// false true
	// true true
}

func ExamplePlaceholders_Happened() {
	born := []person.Date{person.MustDate("1990-05-12")}
	today := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, text := range []string{"2015-02-14", "1989-02-14", "9999-12-31"} {
		fmt.Println(person.Placeholders{}.Happened(person.DateOfMarriage, person.MustDate(text), born, today))
	}
	// Output:
	// true
	// unsure
	// unsure
}

func ExampleCompareNumbers() {
	for _, b := range []string{"2019/0012", "2019/12", "BRN:2019/0012", "2019/13", "N/A"} {
		fmt.Println(b, person.CompareNumbers("2019/0012", b))
	}
	// Output:
	// 2019/0012 true
	// 2019/12 unsure
	// BRN:2019/0012 unsure
	// 2019/13 false
	// N/A unsure
}

func ExamplePlainDigits() {
	fmt.Println(person.PlainDigits("২০১৯/১২"))
	// Output: 2019/12
}

func ExamplePerson_Disputed() {
	p := decoded(`{"birth_date":"1950-03-04","birthDate":"1990-05-12"}`)
	fmt.Println(p.BirthDate().Year(), "was written first, and beside it", p.Disputed(person.DateOfBirth)[0].Year())
	// Output: 1950 was written first, and beside it 1990
}

func ExamplePerson_OtherSpellings() {
	p := decoded(`{"sex":"female","gender":"male"}`)
	fmt.Println(p.Sex, p.OtherSpellings("sex"))
	// Output: female [male]
}
