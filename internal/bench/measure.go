package main

import (
	"context"
	"math"
	"runtime"
	"slices"
	"time"
)

const (
	rounds    = 31                    // of which the medians are taken
	roundTime = 60 * time.Millisecond // that one side of a round should take
)

// row is one comparison. setup returns the two sides, which do the same work,
// and what ends them.
type row struct {
	name  string
	setup func(ctx context.Context) (sdk, raw func() error, stop func(), err error)
}

func (r row) measure(ctx context.Context) (result, error) {
	sdk, raw, stop, err := r.setup(ctx)
	if err != nil {
		return result{}, err
	}
	defer stop()
	n, err := calibrate(raw)
	if err != nil {
		return result{}, err
	}
	if _, err := timed(sdk, n); err != nil { // warm up the other side too
		return result{}, err
	}
	var s, w, ratios []float64
	var sAllocs, wAllocs []float64
	for i := range rounds {
		if err := ctx.Err(); err != nil {
			return result{}, err
		}
		a, b := sdk, raw
		if i%2 == 1 { // whoever goes second may profit from the first
			a, b = b, a
		}
		first, err := timed(a, n)
		if err != nil {
			return result{}, err
		}
		second, err := timed(b, n)
		if err != nil {
			return result{}, err
		}
		if i%2 == 1 {
			first, second = second, first
		}
		s, w = append(s, first.ns), append(w, second.ns)
		sAllocs, wAllocs = append(sAllocs, first.allocs), append(wAllocs, second.allocs)
		ratios = append(ratios, first.ns/second.ns)
	}
	return result{
		Name: r.name, SDKNs: int64(median(s)), RawNs: int64(median(w)),
		Ratio:     math.Round(median(ratios)*1000) / 1000,
		SDKAllocs: int64(median(sAllocs)), RawAllocs: int64(median(wAllocs)),
	}, nil
}

type cost struct{ ns, allocs float64 }

// timed runs fn n times and returns the cost of one.
func timed(fn func() error, n int) (cost, error) {
	runtime.GC() // the garbage of the other side is not ours
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range n {
		if err := fn(); err != nil {
			return cost{}, err
		}
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return cost{float64(took) / float64(n), float64(after.Mallocs-before.Mallocs) / float64(n)}, nil
}

// calibrate finds how often fn fits into a round.
func calibrate(fn func() error) (int, error) {
	for n := 1; ; n *= 2 {
		c, err := timed(fn, n)
		if err != nil {
			return 0, err
		}
		if total := time.Duration(c.ns * float64(n)); total > roundTime/4 || n >= 1<<16 {
			return max(1, int(float64(roundTime)/c.ns)), nil
		}
	}
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	if len(v)%2 == 1 {
		return v[len(v)/2]
	}
	return (v[len(v)/2-1] + v[len(v)/2]) / 2
}
