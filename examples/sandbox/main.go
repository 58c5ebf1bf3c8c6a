// Sandbox serves the registry in a box of package crvs/sandbox on a port, for
// trying a client in any language.
//
//	go run ./examples/sandbox -addr 127.0.0.1:8080 -token secret
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

const usage = `Sandbox serves a small invented civil registry that speaks DCI CRVS 1.0.

usage: sandbox [-addr HOST:PORT] [-token TOKEN] [-client ID:SECRET]

  -addr HOST:PORT     where to listen; port 0 picks a free one (default 127.0.0.1:8080)
  -token TOKEN        ask for a bearer token and accept this one
  -client ID:SECRET   ask for a bearer token and hand tokens out to this client at
                      /oauth2/client/token
Without -token and -client everybody is answered. SIGINT or SIGTERM ends it.
`

const patience = 5 * time.Second // for those who are being answered when it ends

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
	if err := serve(ctx, o, registry, stdout); err != nil {
		fmt.Fprintf(stderr, "sandbox: %v\n", err)
		return 1
	}
	return 0
}

type options struct {
	addr, token, id, secret string
}

// parse reads the flags. Its errors name flags and repeat no values: package
// flag would print a secret.
func parse(args []string) (options, error) {
	var o options
	var client string
	fs := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.addr, "addr", "127.0.0.1:8080", "")
	fs.StringVar(&o.token, "token", "", "")
	fs.StringVar(&client, "client", "", "")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return o, err
	case err != nil:
		return o, fmt.Errorf("argument %d is no flag of sandbox, or lacks its value", len(args)-fs.NArg())
	case fs.NArg() > 0:
		return o, fmt.Errorf("argument %d belongs to no flag", len(args)-fs.NArg()+1)
	}
	if _, _, err := net.SplitHostPort(o.addr); err != nil {
		return o, errors.New("-addr wants HOST:PORT")
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

// serve listens and answers until ctx ends, then lets those finish who are being
// answered.
func serve(ctx context.Context, o options, registry http.Handler, stdout io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return fmt.Errorf("%w: choose another -addr, port 0 picks a free one", err)
	}
	server := &http.Server{
		Handler:           registry,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()

	url := "http://" + reachable(listener.Addr())
	fmt.Fprintf(stdout, "listening on %s\n", url)
	if err := invite(ctx, stdout, url, o); err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(patient); err != nil {
		return errors.Join(errors.New("some answers were cut off"), server.Close())
	}
	return nil
}

func (o options) registry() (http.Handler, error) {
	var opts []sandbox.Option
	if o.token != "" {
		opts = append(opts, sandbox.WithToken(o.token))
	}
	if o.id != "" {
		opts = append(opts, sandbox.WithClient(o.id, o.secret))
	}
	return sandbox.New(opts...)
}

// reachable is where a client on this machine finds addr: one that listens
// everywhere is found on the loopback.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
}
