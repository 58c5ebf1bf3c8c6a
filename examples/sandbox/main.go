// Sandbox serves the registry in a box of package crvs/sandbox on a port, for
// trying a client in any language.
//
//	go run ./examples/sandbox -addr 127.0.0.1:8080 -token secret
//	go run ./examples/sandbox -people 10000 -seed 1 -admin
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

const usage = `Sandbox serves a small invented civil registry that speaks DCI CRVS 1.0.

usage: sandbox [-addr HOST:PORT] [-token TOKEN] [-client ID:SECRET]
               [-people N] [-seed S] [-admin]

  -addr HOST:PORT     where to listen; port 0 picks a free one (default 127.0.0.1:8080)
  -token TOKEN        ask for a bearer token and accept this one
  -client ID:SECRET   ask for a bearer token and hand tokens out to this client at
                      /oauth2/client/token
  -people N           add N synthetic people to those who are always there, at most
                      5000000 (default 0)
  -seed S             of the synthetic people: the same seed makes the same ones
                      (default 1)
  -admin              lists people, shows the last messages and injects faults at
                      /_sandbox/ for this machine; wants a loopback -addr
Without -token and -client everybody is answered. SIGINT or SIGTERM ends it, with
status 0, after at most 5 seconds.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run serves until ctx ends and returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "sandbox: %v: see sandbox -h\n", err)
		return 2
	}
	registry, err := o.registry()
	if err != nil {
		fmt.Fprintf(stderr, "sandbox: %v: see sandbox -h\n", err)
		return 2
	}
	if err := serve(ctx, o, registry, stdout, stderr); err != nil {
		fmt.Fprintf(stderr, "sandbox: %v\n", err)
		return 1
	}
	return 0
}

// keptExchanges is how many messages in and out an admin can look at.
const keptExchanges = 1000

func (o options) registry() (http.Handler, error) {
	opts := population(o)
	if o.token != "" {
		opts = append(opts, sandbox.WithToken(o.token))
	}
	if o.id != "" {
		opts = append(opts, sandbox.WithClient(o.id, o.secret))
	}
	if o.admin {
		opts = append(opts, sandbox.WithAdmin(), sandbox.WithExchangeLog(keptExchanges))
	}
	return sandbox.New(opts...)
}

// population are the synthetic people.
func population(o options) []sandbox.Option {
	if o.people == 0 {
		return nil
	}
	return []sandbox.Option{sandbox.WithPopulation(sandbox.Population{Seed: o.seed, Size: o.people})}
}
