package sandbox

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// These are run by hand:
//
//	go test ./crvs/sandbox -run '^$' -bench . -benchtime 1x -count 3
//
// The times of making are of the processor (cpu-ns/person), which other programs on
// the machine disturb less than the clock. What they are to show: five times the people take less than six times as long
// to make (of the two sizes), in less than 2 GiB (MB), a number is found
// in at most twice the time of a small country (median-ns), and 1,000 events a second
// can be added meanwhile (events/s while searches/s are answered).

func benchRegistry(b *testing.B, size int) *Registry {
	b.Helper()
	r, err := New(WithPopulation(Population{Seed: 1, Size: size}))
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// processorTime is what this process has used.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func BenchmarkBuild(b *testing.B) {
	for _, size := range []int{10_000, 50_000, 200_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var r *Registry
			at := processorTime(b)
			for b.Loop() {
				r = benchRegistry(b, size)
			}
			b.ReportMetric(float64(processorTime(b)-at)/float64(b.N*size), "cpu-ns/person")
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

func BenchmarkEventsWhileOthersSearch(b *testing.B) {
	for _, size := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := benchRegistry(b, size)
			l := newLives(r, 1)
			var searches atomic.Int64
			ended := make(chan struct{})
			var group sync.WaitGroup
			for i := range 4 {
				group.Go(func() {
					for n := i; ; n++ {
						select {
						case <-ended:
							return
						default:
						}
						w := r.people.world()
						c := criteria{Event: "birth", QueryType: "idtype-value", Query: []byte(`{"type":"NATIONAL_ID","value":"` + w.number(int32(n*7919%size), codes.IdentifierNationalID) + `"}`)}
						if n%16 == 0 {
							c = criteria{QueryType: "predicate", Query: []byte(`[{"expression1":{"attribute_name":"birth_date","operator":"eq","attribute_value":"` + l.reg.Today().Text() + `"}}]`)}
						}
						var item wire.SearchResponseItem
						_ = r.answerOne(w, question{ReferenceID: "r", Criteria: c}, map[string]bool{}, &item, maxAnswer)
						searches.Add(1)
					}
				})
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			at, events := time.Now(), 0
			for b.Loop() {
				for range 20_000 {
					if _, err := l.next(); err == nil {
						events++
					}
				}
			}
			took := time.Since(at).Seconds()
			close(ended)
			group.Wait()
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(events)/took, "events/s")
			b.ReportMetric(float64(searches.Load())/took, "searches/s")
			b.ReportMetric(float64(after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))/float64(events), "B/event")
			runtime.KeepAlive(r)
		})
	}
}
