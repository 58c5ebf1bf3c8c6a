// Sandbox serves the registry in a box of package crvs/sandbox on a port, for
// trying a client in any language, in the dialect of any registry.
//
//	go run ./examples/sandbox -addr 127.0.0.1:8080 -token secret
//	go run ./examples/sandbox -people 10000 -seed 1 -admin
//	go run ./examples/sandbox -signatures required -trust mis.example.org=mis.pem
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

const usage = `Sandbox serves a small invented civil registry that speaks DCI CRVS 1.0, and under
paths of their own the dialects of OpenCRVS, OpenSPP, OpenG2P, the bare mock and
the 2022 workshop. It signs its answers with keys that are new at every start.

usage: sandbox [-addr HOST:PORT] [-token TOKEN] [-client ID:SECRET]
               [-people N] [-seed S] [-admin]
               [-signatures required|optional|off] [-trust SENDER=FILE-or-URL]...
               [-stand-in TEXT,...] [-callback-host HOST,...] [-rate N]

  -addr HOST:PORT     where to listen; port 0 picks a free one (default 127.0.0.1:8080)
  -token TOKEN        ask for a bearer token and accept this one
  -client ID:SECRET   ask for a bearer token and hand tokens out to this client at
                      /oauth2/client/token
  -people N           add N synthetic people to those who are always there, at most
                      5000000 (default 0)
  -seed S             of the synthetic people: the same seed makes the same ones
                      (default 1)
  -admin              lists people, shows the last messages, injects faults, and takes
                      births, deaths and other events at /_sandbox/ for this machine;
                      wants a loopback -addr
  -signatures MODE    required refuses unsigned questions, optional takes them and
                      verifies the signature of others, off looks at none
                      (default optional)
  -trust SENDER=WHERE the keys of a sender_id: a file with a JWK set, a JWK or a PEM
                      public key, or the URL of a key set; may be repeated. A sender
                      whose id is an https URL, or an http one of this machine, is
                      known by {sender}/.well-known/jwks.json besides
  -stand-in TEXT,...  signatures to let pass as they are, as public test suites send
                      them: unsigned-stub,unsigned
  -callback-host HOST,...
                      hosts, without port, to which it may call back and notify
                      subscribers, in place of this machine alone
  -rate N             let N births, deaths and marriages happen in a second, at most
                      1000 (default 0)
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
	delivering, stop := context.WithCancel(ctx)
	var deliveries sync.WaitGroup
	deliveries.Go(func() { _ = registry.Deliver(delivering) }) // it fails only where it runs already
	err = serve(ctx, o, registry, stdout, stderr)
	stop()
	deliveries.Wait()
	if err != nil {
		fmt.Fprintf(stderr, "sandbox: %v\n", err)
		return 1
	}
	return 0
}

// keptExchanges is how many messages in and out an admin can look at.
const keptExchanges = 1000

func (o options) registry() (*sandbox.Registry, error) {
	opts, err := o.trusting()
	if err != nil {
		return nil, err
	}
	opts = append(opts, population(o)...)
	if o.token != "" {
		opts = append(opts, sandbox.WithToken(o.token))
	}
	if o.id != "" {
		opts = append(opts, sandbox.WithClient(o.id, o.secret))
	}
	if len(o.callbackHosts) > 0 {
		opts = append(opts, sandbox.WithCallbackHosts(o.callbackHosts...))
	}
	if o.rate > 0 {
		opts = append(opts, sandbox.WithEventRate(o.rate, o.seed))
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
