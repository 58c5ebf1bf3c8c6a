package search_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func FuzzParseCondition(f *testing.F) {
	// All that an error may say: our words, our attributes, and the operator.
	ours := regexp.MustCompile("^" + regexp.QuoteMeta(search.ErrCondition.Error()) +
		`(: unknown operator [=<>]{1,4}|: no value after ([=<>]{1,2}|in)|: two operators|: sex is none of male, female, other, unknown|` +
		`: marital_status is none of S, M, W, A, D, L, U, T, UNK or their names|: unknown attribute; known are [a-z_0-9, ]+, custom:NAME|` +
		`: [a-z_0-9]+ takes only = and in|: the list has an empty value|: a parent's number is TYPE:VALUE|: or joins two comparisons, not more|` +
		`: the value holds another comparison: give each condition by itself, and join two of which one must hold by " or "|` +
		`: or joins two comparisons of one value each; a range, a month and a year are two|` +
		`: the value of [a-z_]+ is ` + regexp.QuoteMeta(person.ErrNotADate.Error()) + `)?$`)
	for _, seed := range []string{
		"birth_date>=1990-01-01", "dob=1990", "dob<1990-02", "sex=F", "surname=Kumar", "region = KA", "first_name==ገብረ",
		"birth_date=2533-05-12", "dob>=1990-05-11T18:30:00Z", "surname=<Kumar", "=x", "sex>male", "dob=12 May 1990", "surname=a=b", "dob===1990-05", "surname= =", "sex= >x",
		"sex in F,unknown", "dob=1990..1991", "parent=UIN:1", "parent in UIN:1,NID:2 or sex=F", "custom:ward in 1,2", "surname=a or surname=b", "surname=a or b", "marital_status=U", "dob in 1990-05,2533-05",
	} {
		f.Add(seed)
	}
	known := map[string]bool{}
	for _, a := range search.Attributes() {
		known[a.Name()] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := search.ParseCondition(text)
		if err != nil {
			if !ours.MatchString(err.Error()) {
				t.Fatalf("the error repeats what was typed: %v", err)
			}
			return
		}
		if len(c.Terms()) == 0 {
			t.Fatal("a condition without a term")
		}
		for _, term := range c.Terms() {
			name := term.Attribute
			if !known[name] || strings.Contains(text, "custom:") {
				name = "custom:" + name // a custom attribute may have the name of one of ours
			}
			again, err := search.ParseCondition(name + sign(term.Operator) + term.Value)
			if err != nil && strings.Contains(text, "custom:") {
				return // one of ours beside a custom one
			}
			if err != nil {
				t.Fatalf("%s: %v", c, err)
			}
			if got, want := spelled(again), term.Attribute+" "+string(term.Operator)+" "+term.Value; got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
		q := search.Where(c)
		if match, against := search.Hold(q, person.Record{}, search.Holding{}); match != search.MatchUnconfirmed || against != "" {
			t.Fatalf("an empty record is %q and contradicts on %q", match, against)
		}
		_ = q.Validate()
	})
}

func sign(o codes.Operator) string {
	return map[codes.Operator]string{"eq": "=", "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "in": " in "}[o]
}

func FuzzHold(f *testing.F) {
	f.Add("BRN", "B90MAY123", "BIRTH_REG_NO", "B90MAY123", "1990-05-12", "1990-05-11T18:30:00Z", "live_birth", "KA", 2026)
	f.Add("NID", "00123", "NATIONAL_ID", "123", "1990", "2047-01-29", "marriage", "", 2000)
	f.Add("own", "१२३", "OWN", "123", "2533-05", "2533-05-12", "", "TN", 0)
	f.Add("", "-", "", "\xff", "1410-10-17", "unknown", "REGISTER", "-", 1970)
	f.Fuzz(func(t *testing.T, askedType, askedValue, saidType, saidValue, askedDate, saidDate, event, region string, year int) {
		said := person.Person{
			Identifiers: []person.Identifier{{Type: codes.IdentifierType(saidType), Value: saidValue}},
			BirthDates:  readDate(saidDate), MarriageDates: readDate(askedDate), DeathDates: readDate(saidDate),
			Sex:       codes.Sex(region),
			Names:     []person.PersonName{{Given: []string{saidValue}, Family: []string{region}}},
			Addresses: []person.Address{{Region: region}},
		}
		r := person.Record{Event: codes.VitalEvent(event), RegistrationNumber: saidValue, Person: said}
		r.Person.Relations = []person.Relation{{Person: said}, {Type: codes.RelationshipType(region), Person: said}}
		queries := []search.Query{
			search.ByIdentifier(codes.IdentifierType(askedType), askedValue),
			search.ByIdentifier(codes.IdentifierType(askedType), askedValue).In(codes.VitalEvent(region)),
			search.Where(search.Region.Is(askedValue), search.Sex.Is(codes.Sex(askedType)), search.GivenName.Is(askedValue)),
		}
		for _, d := range readDate(askedDate) {
			queries = append(queries,
				search.Where(search.BirthDate.Is(d)), search.Where(search.BirthDate.After(d), search.MarriageDate.Before(d)),
				queries[0].And(search.DeathDate.OnOrAfter(d), search.DeathDate.OnOrBefore(d)))
		}
		var h search.Holding
		if year > 0 && year < 10_000 {
			h.Now = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		for _, q := range queries {
			match, against := search.Hold(q, r, h)
			if (match == "") == (against == "") {
				t.Fatalf("%s: match %q and contradiction %q", q, match, against)
			}
			id := q.Identifier()
			carried := strings.TrimSpace(id.Value) == strings.TrimSpace(saidValue)
			if id.Value != "" && !carried && match == search.MatchConfirmed {
				t.Fatalf("%s: confirmed by another number", q)
			}
			_, _ = q.Form(), q.Validate()
		}
	})
}

func readDate(text string) []person.Date {
	d, err := person.ParseDate(text)
	if err != nil {
		return nil
	}
	return []person.Date{d}
}
