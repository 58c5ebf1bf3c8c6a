package sandbox

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// These are run by hand:
//
//	go test ./crvs/sandbox -run '^$' -bench . -benchtime 1x -count 3
//
// What they are to show: five times the people take less than six times as long
// to make (ns/person of the two sizes), in less than 2 GiB (MB), and a number is
// found in at most twice the time of a small country (median-ns).

func benchRegistry(b *testing.B, size int) *Registry {
	b.Helper()
	r, err := New(WithPopulation(Population{Seed: 1, Size: size}))
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func BenchmarkBuild(b *testing.B) {
	for _, size := range []int{10_000, 50_000, 200_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var r *Registry
			for b.Loop() {
				r = benchRegistry(b, size)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/person")
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))/(1<<20), "heap-MB")
			b.ReportMetric(float64(after.Sys)/(1<<20), "process-MB")
			runtime.KeepAlive(r)
		})
	}
}

func BenchmarkSearchByIdentifier(b *testing.B) {
	for _, size := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := benchRegistry(b, size)
			var took []time.Duration
			for b.Loop() {
				for i := range 2000 {
					number := r.people.world().number(int32(i*7919%size), codes.IdentifierNationalID)
					if number == "" {
						continue
					}
					c := criteria{Event: "birth", QueryType: "idtype-value", Query: []byte(`{"type":"NATIONAL_ID","value":"` + number + `"}`)}
					var item wire.SearchResponseItem
					r.people.recent = recent{} // each is a new question
					at := time.Now()
					no := r.answerOne(r.people.world(), question{ReferenceID: "r", Criteria: c}, map[string]bool{}, &item, maxAnswer)
					took = append(took, time.Since(at))
					if no != nil {
						b.Fatal(no.text)
					}
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "median-ns")
		})
	}
}

func BenchmarkPagesOfAMillion(b *testing.B) {
	r := benchRegistry(b, 1_000_000)
	for b.Loop() {
		records, first := 0, time.Duration(0)
		at := time.Now()
		r.people.recent = recent{}
		for page := 1.0; ; page++ {
			c := criteria{
				QueryType: "predicate", Pagination: &pageRequest{Number: page, Size: maxRecords},
				Query: []byte(`[{"expression1":{"attribute_name":"birth_date","operator":"ge","attribute_value":"1930-01-01"}}]`),
				Sort:  []sortItem{{"birth_date", "desc"}},
			}
			var item wire.SearchResponseItem
			if no := r.answerOne(r.people.world(), question{ReferenceID: "r", Criteria: c}, map[string]bool{}, &item, maxAnswer); no != nil {
				b.Fatal(no.text)
			}
			if page == 1 {
				first = time.Since(at)
			}
			if len(item.Data.RegRecords) == 0 {
				break
			}
			records += len(item.Data.RegRecords)
		}
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		b.ReportMetric(float64(records), "records")
		b.ReportMetric(float64(first.Milliseconds()), "first-page-ms")
		b.ReportMetric(float64(mem.Sys)/(1<<20), "process-MB")
	}
}
