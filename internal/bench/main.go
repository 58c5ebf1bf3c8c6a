// Command bench holds the SDK against a client written by hand for the same
// questions: net/http, encoding/json and plain structs, no retry, no validation,
// no check of the answer. Both ask the same server over the same kind of
// keep-alive connection, in one process, round about, and the table gives
// medians. What matters is the ratio; the times depend on the machine.
//
//	go run ./internal/bench [-run REGEX] [-json]
//
// Allocations are those of the whole process: where there is a server its own
// are in both columns.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	pattern := flags.String("run", "", "run only the rows whose name matches this `regex`")
	asJSON := flags.Bool("json", false, "print one JSON object a row")
	if err := flags.Parse(args); err != nil {
		return err
	}
	wanted, err := regexp.Compile(*pattern)
	if err != nil {
		return err
	}
	if !*asJSON {
		fmt.Fprintf(stdout, "%-10s %12s %12s %7s %11s %11s\n", "name", "sdk_ns", "raw_ns", "ratio", "sdk_allocs", "raw_allocs")
	}
	for _, r := range rows() {
		if !wanted.MatchString(r.name) {
			continue
		}
		got, err := r.measure(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if err := got.print(stdout, *asJSON); err != nil {
			return err
		}
	}
	return nil
}

// result is one row of the table.
type result struct {
	Name      string  `json:"name"`
	SDKNs     int64   `json:"sdk_ns"`
	RawNs     int64   `json:"raw_ns"`
	Ratio     float64 `json:"ratio"`
	SDKAllocs int64   `json:"sdk_allocs"`
	RawAllocs int64   `json:"raw_allocs"`
}

func (r result) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	_, err := fmt.Fprintf(w, "%-10s %12d %12d %7.2f %11d %11d\n", r.Name, r.SDKNs, r.RawNs, r.Ratio, r.SDKAllocs, r.RawAllocs)
	return err
}
