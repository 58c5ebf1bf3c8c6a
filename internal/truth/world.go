package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"sync"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// world is a country and those who ask about it.
type world struct {
	settings settings
	country  *country
	workers  []*worker
}

// newWorld makes the country once, and for each worker a registry of its own with
// the same people: a fault strikes whoever asks next, and must strike the one for
// whom it was meant. tamper puts something between client and registry; it may be
// nil.
func newWorld(ctx context.Context, s settings, tamper func(http.Handler) http.Handler) (*world, error) {
	keys, err := newOwnKeys(s.profiles)
	if err != nil {
		return nil, err
	}
	w := &world{settings: s}
	for range runtime.GOMAXPROCS(0) {
		registry, err := sandbox.New(sandbox.WithPopulation(sandbox.Population{Seed: s.seed, Size: s.people}))
		if err != nil {
			return nil, err
		}
		if w.country == nil {
			w.country = newCountry(registry)
		}
		var h http.Handler = registry
		if tamper != nil {
			h = tamper(h)
		}
		one := &worker{country: w.country, seed: s.seed, kinds: kinds(), turns: faultTurns(), decides: s.decides, askers: map[string]*asker{}}
		for _, p := range s.profiles {
			if one.askers[p.Name], err = newAsker(ctx, p, registry, network{h}, keys); err != nil {
				return nil, err
			}
		}
		w.workers = append(w.workers, one)
	}
	return w, nil
}

// row is what came of one profile, without faults or with them.
type row struct {
	profile profile.Profile
	faults  bool
	tally   tally
}

// ask asks all questions and returns what came of them.
func (w *world) ask(ctx context.Context) ([]row, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	rows, blocks := w.plan()
	queue := make(chan int)
	go func() {
		defer close(queue)
		for i := range blocks {
			select {
			case queue <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var mu sync.Mutex
	var group sync.WaitGroup
	for _, one := range w.workers {
		group.Go(func() {
			for i := range queue {
				t, err := one.run(ctx, blocks[i])
				if err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				rows[blocks[i].row].tally.add(t)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return rows, context.Cause(ctx)
}

// plan shares the questions out. Blocks of the rows take turns, so that a run that
// is cut short has asked all of them something.
func (w *world) plan() (rows []row, blocks []block) {
	for _, p := range w.settings.profiles {
		for _, faults := range w.settings.faults {
			rows = append(rows, row{profile: p, faults: faults, tally: newTally()})
		}
	}
	left := make([]int, len(rows))
	for i := range rows {
		left[i] = w.settings.questions / len(rows)
		if i < w.settings.questions%len(rows) {
			left[i]++
		}
	}
	for number := 0; ; number++ {
		before := len(blocks)
		for i, r := range rows {
			if size := min(left[i], blockSize); size > 0 {
				blocks = append(blocks, block{row: i, profile: r.profile, faults: r.faults, number: number, size: size})
				left[i] -= size
			}
		}
		if len(blocks) == before {
			return rows, blocks
		}
	}
}

// report prints the table and returns the sum of its rows.
func report(out io.Writer, rows []row) tally {
	const form = "%-14s %-6s %10d %10d %10d %10d %10d %10d\n"
	fmt.Fprintf(out, "%-14s %-6s %10s %10s %10s %10s %10s %10s\n", "profile", "faults", "asked", "right", "by fault", "undecided", "refused", "wrong")
	total := newTally()
	line := func(name, faults string, t tally) {
		v := t.verdicts
		fmt.Fprintf(out, form, name, faults, asked(t), v[right]+v[excused], v[excused], v[undecided], v[refused], v[wrong])
	}
	for _, r := range rows {
		line(r.profile.Name, map[bool]string{false: "off", true: "on"}[r.faults], r.tally)
		total.add(r.tally)
	}
	line("all", "", total)
	return total
}

// asked is how many questions were sent.
func asked(t tally) int {
	n := 0
	for _, v := range []verdict{right, excused, undecided, wrong} {
		n += t.verdicts[v]
	}
	return n
}

// text says where a wrong answer came from, without a value.
func (f finding) text(seed uint64) string {
	fault := "no fault"
	if f.fault != "" {
		fault = "fault " + f.fault
	}
	return fmt.Sprintf("wrong: %s: %s (%s): seed %d, profile %s, block %d, %s", f.why, f.kind, f.form, seed, f.block.profile.Name, f.block.number, fault)
}
