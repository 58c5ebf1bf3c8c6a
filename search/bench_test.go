package search_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// BenchmarkNewHit is what a page costs for each of its records.
func BenchmarkNewHit(b *testing.B) {
	born := person.MustDate("1990-05-12")
	birth := birthOf(id("BRN", "B90MAY123"), id("UIN", "537564821"))
	birth.Person.Sex, birth.Person.BirthDates = codes.SexFemale, []person.Date{born}
	for _, bench := range []struct {
		name   string
		query  search.Query
		record person.Record
	}{
		{"identifier", search.ByIdentifier("BRN", "B90MAY123").In(codes.VitalEventBirth), birth},
		{"conditions", search.Where(search.BirthDate.Is(person.MustDate("1990")), search.Sex.Is(codes.SexFemale)).In(codes.VitalEventBirth), birth},
		{"couple", search.ByIdentifier("NATIONAL_ID", "987654321").In(codes.VitalEventMarriage), marriage(codes.RelationshipHusband)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				hit, against := search.NewHit(bench.query, bench.record, search.Holding{Now: today})
				if against != "" || hit.Match != search.MatchConfirmed {
					require.Fail(b, "the record does not confirm the question", against)
				}
			}
		})
	}
}
