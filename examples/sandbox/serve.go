package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// patience is for those who are being answered when it ends.
const patience = 5 * time.Second

// serve listens and answers until ctx ends, then lets those finish who are being
// answered. Who takes longer is cut off and counted: that is no failure of ours,
// for a client that sends half a request never ends.
func serve(ctx context.Context, o options, registry http.Handler, stdout, stderr io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return fmt.Errorf("%w: choose another -addr, port 0 picks a free one", err)
	}
	open := connections{states: make(map[net.Conn]http.ConnState)}
	server := &http.Server{
		Handler:           registry,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		ConnState:         open.note,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()

	url := "http://" + reachable(listener.Addr())
	fmt.Fprintf(stdout, "listening on %s\n", url)
	describe(stdout, url, o)
	if err := invite(ctx, stdout, url, o); err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.patience)
	defer cancel()
	err = server.Shutdown(patient)
	if errors.Is(err, context.DeadlineExceeded) {
		fmt.Fprintf(stderr, "sandbox: %s cut after %s\n", counted(open.busy(), "connection was", "connections were"), o.patience)
		err = server.Close()
	}
	return err
}

// connections knows those that are open.
type connections struct {
	mu     sync.Mutex
	states map[net.Conn]http.ConnState
}

func (c *connections) note(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == http.StateClosed || state == http.StateHijacked {
		delete(c.states, conn)
	} else {
		c.states[conn] = state
	}
}

// busy is how many are in the middle of a request.
func (c *connections) busy() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, state := range c.states {
		if state != http.StateIdle {
			n++
		}
	}
	return n
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "one " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// describe says what is served.
func describe(out io.Writer, url string, o options) {
	fmt.Fprintf(out, "DCI CRVS 1.0 (profile dci-1.0): %s\n", o.peopleText())
	fmt.Fprintf(out, "signatures of questions: %s; each profile has its own base URL:\n", o.signatures)
	for _, profile := range sandbox.Profiles() {
		base, _ := sandbox.BasePath(profile)
		fmt.Fprintf(out, "  %-14s %s\n", profile, url+base)
	}
	if o.admin {
		fmt.Fprintln(out, "admin endpoints, for this machine only; the exchanges hold what was asked and found:")
		fmt.Fprintf(out, "  %s\n", "curl -sS "+quote(url+"/_sandbox/people?limit=10"))
		fmt.Fprintf(out, "  %s\n", "curl -sS "+quote(url+"/_sandbox/exchanges?limit=10"))
		fmt.Fprintf(out, "  %s\n", "curl -sS "+quote(url+"/_sandbox/faults")+` -d '{"kind":"status","status":503,"retry_after":2,"calls":1}'`)
		fmt.Fprintf(out, "  %s\n", "curl -sS -X DELETE "+quote(url+"/_sandbox/faults"))
		fmt.Fprintf(out, "  %s\n", "curl -sS "+quote(url+"/_sandbox/events")+` -d '{"change":"death","person":"NATIONAL_ID:200000102","on":"2025-12-01"}'`)
		fmt.Fprintf(out, "  %s\n", "curl -sS "+quote(url+"/_sandbox/clock")+` -d '{"today":"2026-07-01"}'`)
	}
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
