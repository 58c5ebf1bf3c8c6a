// Command truth asks questions whose answers are known, and counts how often the
// SDK tells the truth. A sandbox has a country of people; who of them was born,
// married and died, and under which numbers, is known beside the wire. The SDK's
// own client asks the same registry in every dialect, with faults and without,
// and each answer is held against what is known.
//
//	go run ./internal/truth -n 10000000 -seed 1
//
// It prints one row for each profile, without and with faults:
//
//	asked      questions that were sent, or given up because of a fault
//	right      confirmed and so, or not found and not there
//	by fault   of the right ones: an error, where a fault had struck
//	undecided  the record did not show what was asked, or there were several
//	refused    the profile cannot ask this; nothing was sent, and it is not counted as asked
//	wrong      confirmed and not so; not found and there; somebody else's record;
//	           an error although no fault had struck
//
// With -decide it asks for verdicts of package decide: everything about everybody, by
// facts as people give them, by laws that differ. A verdict is right that is Confirmed or
// Refuted and so, or NotFound; wrong are a false one, and NotFound for somebody whose
// number is right and registered. Two more tables say what each question came to in each
// profile, and which rules left it undecided.
//
// If anything is wrong it exits with 1 and says of the first ones which kind of
// question it was, in which form. The same flags ask the same questions again.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "truth:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	questions int
	people    int
	seed      uint64
	profiles  []profile.Profile
	faults    []bool
	decides   bool // verdicts are asked for, and not records
}

var errWrong = errors.New("there are wrong answers")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	began := time.Now()
	w, err := newWorld(ctx, s, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "a country of %d people, seed %d, was ready after %s\n", len(w.country.people), s.seed, time.Since(began).Round(time.Millisecond))
	began = time.Now()
	rows, err := w.ask(ctx)
	if err != nil {
		return err
	}
	took := time.Since(began)
	err = outcomeOf(stdout, rows, s.seed)
	fmt.Fprintf(stdout, "%s for %d questions: %.0f a second\n", took.Round(time.Millisecond), s.questions, float64(s.questions)/took.Seconds())
	return err
}

// outcomeOf prints the table and what is wrong, and returns an error if anything
// is.
func outcomeOf(out io.Writer, rows []row, seed uint64) error {
	total := report(out, rows)
	reportDecided(out, rows)
	for _, f := range total.first {
		fmt.Fprintln(out, f.text(seed))
	}
	if total.verdicts[wrong] > 0 {
		return errWrong
	}
	return nil
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("truth", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&s.questions, "n", 100_000, "how many `questions` to ask, over all profiles, faults off and on")
	flags.IntVar(&s.people, "people", 50_000, "how many `people` the country has; each takes about 5 KB")
	flags.Uint64Var(&s.seed, "seed", 1, "the `seed` of the country, the questions and the faults")
	flags.BoolVar(&s.decides, "decide", false, "ask for verdicts (package decide), and not for records")
	names := flags.String("profiles", "", "`names` of profiles with commas between them; all by default")
	faults := flags.String("faults", "both", "`on`, off or both")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, errors.New("there are no arguments, only flags")
	}
	switch *faults {
	case "on":
		s.faults = []bool{true}
	case "off":
		s.faults = []bool{false}
	case "both":
		s.faults = []bool{false, true}
	default:
		return s, errors.New("-faults is on, off or both")
	}
	for _, p := range profile.All() {
		if *names == "" || slices.Contains(strings.Split(*names, ","), p.Name) {
			s.profiles = append(s.profiles, p)
		}
	}
	if len(s.profiles) == 0 || *names != "" && len(s.profiles) != len(strings.Split(*names, ",")) {
		return s, errors.New("-profiles names a profile that there is not")
	}
	if s.questions < 1 || s.people < 1000 {
		return s, errors.New("-n is at least 1 and -people at least 1000")
	}
	return s, nil
}
