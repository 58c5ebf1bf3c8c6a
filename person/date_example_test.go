package person_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/person"
)

func ExampleNewDate() {
	day, err := person.NewDate(2024, time.February, 29)
	fmt.Println(day.Text(), err)
	_, err = person.NewDate(2023, time.February, 29)
	fmt.Println(err)
	// Output:
	// 2024-02-29 <nil>
	// not a date (want 2006, 2006-01, 2006-01-02 or an RFC 3339 time)
}

func ExampleDateOf() {
	fmt.Println(person.DateOf(time.Date(2024, 3, 1, 23, 30, 0, 0, time.UTC)).Text())
	// Output:
	// 2024-03-01
}

func ExampleDate_In() {
	// A registry in India stored a local midnight, and its program wrote it in UTC.
	born := person.MustDate("1990-05-11T18:30:00Z")
	day := person.MustDate("1990-05-12")
	fmt.Println(born.Equal(day))
	local := born.In(time.FixedZone("IST", 5*3600+1800))
	fmt.Println(local.Text(), local.Equal(day))
	// Output:
	// unsure
	// 1990-05-12 true
}

func ExampleDate_Time() {
	at, ok := person.MustDate("1990-05-12T10:00:00+05:30").Time()
	fmt.Println(at.UTC().Format(time.RFC3339), ok)
	_, ok = person.MustDate("1990-05-12T10:00:00").Time() // no zone: no instant
	fmt.Println(ok)
	// Output:
	// 1990-05-12T04:30:00Z true
	// false
}

func ExampleDate_Zone() {
	zone, ok := person.MustDate("1990-05-12T10:00:00Z").Zone()
	fmt.Println(zone, ok)
	// Output:
	// UTC true
}

func ExampleDate_Era() {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	thai, gregorian := person.MustDate("2533-05-12"), person.MustDate("1990-05-12")
	fmt.Println(thai.Era(now) == person.EraFar, gregorian.Era(now) == person.EraGregorian)
	fmt.Println(thai.Equal(gregorian)) // they are the same day, and nothing here says so
	// Output:
	// true true
	// unsure
}

func ExampleDate_Before() {
	born, died := person.MustDate("1990"), person.MustDate("1990-05-12")
	fmt.Println(died.Before(born), died.Before(person.MustDate("1991")), died.After(person.MustDate("1989")))
	// Output:
	// unsure true true
}

func ExampleDate_NotBefore() {
	from := person.MustDate("2026-01-01")
	fmt.Println(person.MustDate("2026").NotBefore(from), person.MustDate("2025-12").NotBefore(from), person.MustDate("2026").NotAfter(from))
	// Output:
	// true false unsure
}

func ExampleDate_Compare() {
	dates := []person.Date{person.MustDate("1991"), person.MustDate("1990-05-12"), person.MustDate("1990")}
	slices.SortFunc(dates, person.Date.Compare)
	for _, d := range dates {
		fmt.Println(d.Text())
	}
	// Output:
	// 1990
	// 1990-05-12
	// 1991
}

func ExampleDate_Age() {
	age, ok := person.MustDate("1966").Age(person.MustDate("2026-05-12"), person.LeapDayUnknown)
	fmt.Println(age.Min, age.Max, ok)
	_, ok = person.MustDate("2509-05-12").Age(person.MustDate("2026-05-12"), person.LeapDayUnknown)
	fmt.Println(ok) // a year of the Buddhist calendar
	// Output:
	// 59 60 true
	// false
}

func ExampleDate_AtLeast() {
	born, on := person.MustDate("2004-02-29"), person.MustDate("2022-02-28")
	fmt.Println(born.AtLeast(18, on, person.LeapDayUnknown))
	fmt.Println(born.AtLeast(18, on, person.LeapDayFebruary28))
	fmt.Println(born.AtLeast(18, on, person.LeapDayMarch1))
	// Output:
	// unsure
	// true
	// false
}

func ExamplePerson_Age() {
	// The registry keeps a corrected date beside the first.
	p := person.Person{BirthDates: []person.Date{person.MustDate("1966-05-12"), person.MustDate("1968-05-12")}}
	on := person.MustDate("2026-06-01")
	age, ok := p.Age(on, person.LeapDayUnknown)
	fmt.Println(age.Min, age.Max, ok)
	fmt.Println(p.AtLeast(58, on, person.LeapDayUnknown), p.AtLeast(60, on, person.LeapDayUnknown))
	// Output:
	// 58 60 true
	// true unsure
}
