// Command soak sends events to receivers in other processes, twice, late, with lost
// acknowledgements, while the receivers are killed at random and one of five calls of
// their handlers fails. Then it counts: each event must have had its effect once.
//
//	go run ./crvs/store/riverstore/internal/soak [-store file|postgres://...] [-events N]
//		[-for DURATION] [-kills N] [-seed N] [-restart COMMAND]
//
// A file has one receiver, PostgreSQL three. It sends until N events were acknowledged,
// and with -for for so long at most. The command of -restart kills PostgreSQL and starts
// it again; it is run twice.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore/internal/load"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var p place
	var s soak
	flag.StringVar(&p.schema, "schema", "", "for receivers")
	flag.StringVar(&p.log, "log", "", "for receivers")
	receives := flag.Bool("receive", false, "for receivers")
	flag.StringVar(&p.address, "store", "file", "`file`, or the address of a PostgreSQL")
	flag.IntVar(&s.events, "events", 50_000, "how many events")
	flag.DurationVar(&s.lasts, "for", time.Hour, "how long it sends at most")
	flag.IntVar(&s.kills, "kills", 20, "how often a receiver is killed")
	flag.Uint64Var(&s.seed, "seed", uint64(time.Now().UnixNano()), "of what is random")
	flag.StringVar(&s.restart, "restart", "", "a shell command that kills PostgreSQL and starts it again")
	flag.Parse()
	if *receives {
		return receive(ctx, p)
	}
	folder, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if s.place, err = newPlace(ctx, p.address, folder); err != nil {
		return err
	}
	if s.registry, err = load.New(); err != nil {
		return err
	}
	return errors.Join(s.run(ctx), s.remove(context.WithoutCancel(ctx)))
}

// soak is one run.
type soak struct {
	place
	events, kills int
	lasts         time.Duration
	seed          uint64
	restart       string

	registry  *load.Registry
	receivers []*receiver

	mu     sync.Mutex
	random *rand.Rand
	acked  map[int]bool
	sent   int
}

func (s *soak) run(ctx context.Context) error {
	s.random, s.acked = rand.New(rand.NewPCG(s.seed, 0)), map[int]bool{} //nolint:gosec // a seed that can be given again
	n := 1
	if s.schema != "" {
		n = 3
	}
	for range n {
		r := &receiver{soak: s}
		if err := r.start(ctx); err != nil {
			return err
		}
		defer r.kill()
		s.receivers = append(s.receivers, r)
	}
	fmt.Printf("seed %d, %d receiver(s)\n", s.seed, n)
	start := time.Now()
	sending, cancel := context.WithTimeout(ctx, s.lasts)
	defer cancel()
	killed := make(chan error, 1)
	sent := make(chan struct{})
	go func() { killed <- s.killAll(ctx, sent) }()
	s.send(sending)
	close(sent)
	if err := <-killed; err != nil {
		return err
	}
	fmt.Printf("%d events acknowledged, %d sent, %d kills, %s\n", len(s.acked), s.sent, s.kills, time.Since(start).Round(time.Second))
	return s.judge(ctx)
}

// killAll kills receivers, evenly over the time in which it sends, and at least as many
// as it should.
func (s *soak) killAll(ctx context.Context, sent <-chan struct{}) error {
	for i := range s.kills {
		wait := time.Duration(float64(min(s.lasts, time.Minute)) / float64(s.kills) * (0.5 + s.float()))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-sent:
		case <-time.After(wait):
		}
		if s.restart != "" && (i == s.kills/3 || i == 2*s.kills/3) {
			if out, err := exec.CommandContext(ctx, "bash", "-c", s.restart).CombinedOutput(); err != nil { //nolint:gosec // it is the caller's
				return fmt.Errorf("%w: %s", err, out)
			}
		}
		r := s.receivers[s.int(len(s.receivers))]
		r.kill()
		if err := r.start(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *soak) float() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.random.Float64()
}

func (s *soak) int(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.random.IntN(n)
}

// patience is how long nothing may happen.
const patience = 3 * time.Minute

// judge waits until everything is done, and counts.
func (s *soak) judge(ctx context.Context) error {
	st, err := s.open(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	for last, changed := -1, time.Now(); ; {
		c, n, err := left(ctx, st)
		switch {
		case err != nil:
			return err
		case n == 0 && c.Discarded == 0:
			fmt.Printf("%d done after another %s\n", c.Done, time.Since(start).Round(time.Second))
			return s.count(ctx)
		case n != last:
			last, changed = n, time.Now()
		case time.Since(changed) > patience:
			return fmt.Errorf("nothing happens any more: %+v", c)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *soak) count(ctx context.Context) error {
	times, repeated, err := s.effects(ctx)
	if err != nil {
		return err
	}
	lost, twice := 0, 0
	for i := range s.acked {
		if times[load.Number(i)] == 0 {
			lost++
		}
	}
	for _, n := range times {
		if n > 1 {
			twice++
		}
	}
	fmt.Printf("%d events had an effect, %d calls were repeated before they were done; lost: %d, twice: %d\n", len(times), repeated, lost, twice)
	if lost > 0 || twice > 0 {
		return fmt.Errorf("seed %d: %d events were lost, %d took effect twice", s.seed, lost, twice)
	}
	return nil
}
