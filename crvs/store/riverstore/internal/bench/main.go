// Command bench holds callbacks that keep what they receive, in each store, against a
// bare handler that only verifies the signature: 64 senders in the same process, over
// keep-alive connections, the workers idle. It prints the rows of internal/bench of the
// core, in the same form; sdk is the callback, raw the bare handler, one message. What
// matters is the ratio.
//
//	go run ./crvs/store/riverstore/internal/bench [-run REGEX] [-json] [-postgres URL]
//	go run ./crvs/store/riverstore/internal/bench -growth 1000000
//
// With -growth it keeps and ends so many messages in a file, lets their payloads have
// their time, and prints what is left on the disk.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	pattern := flag.String("run", "", "run only the rows whose name matches this `regex`")
	asJSON := flag.Bool("json", false, "print one JSON object a row")
	address := flag.String("postgres", os.Getenv("DCI_POSTGRES"), "the `URL` of a PostgreSQL that may be written; default that of DCI_POSTGRES; without it callback-postgres is left out")
	messages := flag.Int("growth", 0, "keep so many messages in a file, and print what is left of them")
	flag.Parse()
	if *messages > 0 {
		return growth(ctx, *messages)
	}
	wanted, err := regexp.Compile(*pattern)
	if err != nil {
		return err
	}
	if !*asJSON {
		fmt.Printf("%-18s %12s %12s %7s %11s %11s\n", "name", "sdk_ns", "raw_ns", "ratio", "sdk_allocs", "raw_allocs")
	}
	for _, r := range rows(*address) {
		if !wanted.MatchString(r.name) {
			continue
		}
		got, err := measure(ctx, r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if *asJSON {
			err = json.NewEncoder(os.Stdout).Encode(got)
		} else {
			_, err = fmt.Printf("%-18s %12d %12d %7.2f %11d %11d\n", got.Name, got.SDKNs, got.RawNs, got.Ratio, got.SDKAllocs, got.RawAllocs)
		}
		if err != nil {
			return err
		}
	}
	if *address == "" && wanted.MatchString("callback-postgres") {
		return errors.New("callback-postgres is left out: set DCI_POSTGRES, or give -postgres")
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
