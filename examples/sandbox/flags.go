package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"
)

// maxPeople is what package sandbox makes at most.
const maxPeople = 5_000_000

// maxRate is how many events package sandbox lets happen in a second at most.
const maxRate = 1000

type options struct {
	addr, token, id, secret string
	people                  int
	seed                    uint64
	admin                   bool
	signatures              string
	trust                   []string // SENDER=FILE-or-URL
	standIns                []string
	callbackHosts           []string
	rate                    float64
	patience                time.Duration
}

// parse reads the flags. Its errors name flags and repeat no values: package
// flag would print a secret.
func parse(args []string) (options, error) {
	o := options{patience: patience}
	var client string
	fs := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.addr, "addr", "127.0.0.1:8080", "")
	fs.StringVar(&o.token, "token", "", "")
	fs.StringVar(&client, "client", "", "")
	fs.IntVar(&o.people, "people", 0, "")
	fs.Uint64Var(&o.seed, "seed", 1, "")
	fs.BoolVar(&o.admin, "admin", false, "")
	fs.StringVar(&o.signatures, "signatures", "optional", "")
	fs.Func("trust", "", func(value string) error {
		o.trust = append(o.trust, value)
		return nil
	})
	fs.Func("stand-in", "", func(value string) error {
		o.standIns = append(o.standIns, strings.Split(value, ",")...)
		return nil
	})
	fs.Func("callback-host", "", func(value string) error {
		o.callbackHosts = append(o.callbackHosts, strings.Split(value, ",")...)
		return nil
	})
	fs.Float64Var(&o.rate, "rate", 0, "")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return o, err
	case err != nil:
		return o, fmt.Errorf("argument %d is no flag of sandbox, or its value is missing or of another kind", len(args)-fs.NArg())
	case fs.NArg() > 0:
		return o, fmt.Errorf("argument %d belongs to no flag", len(args)-fs.NArg()+1)
	}
	if err := o.check(); err != nil {
		return o, err
	}
	if client != "" {
		id, secret, ok := strings.Cut(client, ":")
		if !ok || id == "" || secret == "" {
			return o, errors.New("-client wants ID:SECRET")
		}
		o.id, o.secret = id, secret
	}
	return o, nil
}

func (o options) check() error {
	host, _, err := net.SplitHostPort(o.addr)
	switch {
	case err != nil:
		return errors.New("-addr wants HOST:PORT")
	case o.people < 0 || o.people > maxPeople:
		return fmt.Errorf("-people wants a number from 0 to %d", maxPeople)
	case !(o.rate >= 0 && o.rate <= maxRate): // NaN is neither
		return fmt.Errorf("-rate wants a number from 0 to %d", maxRate)
	case o.signatures != "required" && o.signatures != "optional" && o.signatures != "off":
		return errors.New("-signatures wants required, optional or off")
	// Who can reach the port could read what was asked, and break the registry.
	case o.admin && !isLoopback(host):
		return errors.New("-admin wants an -addr on the loopback, such as 127.0.0.1:8080")
	default:
		return nil
	}
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// peopleText says in words who is served.
func (o options) peopleText() string {
	if o.people == 0 {
		return "the people who are always there"
	}
	return fmt.Sprintf("the people who are always there and %d synthetic ones (seed %d)", o.people, o.seed)
}
