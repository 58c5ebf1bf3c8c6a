package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

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
