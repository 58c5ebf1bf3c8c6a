// Package memnet is a network inside the process: a listener whose connections
// are pairs of [net.Pipe]. A server and a client joined by it need no port and
// no kernel, and everything in them blocks on channels, so that a test in a
// [testing/synctest] bubble has virtual time all the way through HTTP.
//
// It is not a network for production: a write returns only when the other end
// has read it, and every address leads to the same listener.
//
//	l := memnet.Listen()
//	srv := &http.Server{Handler: h}
//	go srv.Serve(l)
//	defer srv.Close() // closes l, and with it every connection
//	hc := &http.Client{Transport: l.Transport()}
//	resp, err := hc.Get("http://registry.example/api/")
package memnet

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"syscall"
)

// Listener accepts connections dialed through its own [Listener.DialContext].
// It is safe for concurrent use.
type Listener struct {
	accept chan net.Conn
	done   chan struct{}

	mu         sync.Mutex
	closed     bool
	conns      map[*conn]struct{}
	transports []*http.Transport
}

// Listen returns an open listener. Close it.
func Listen() *Listener {
	return &Listener{
		accept: make(chan net.Conn),
		done:   make(chan struct{}),
		conns:  make(map[*conn]struct{}),
	}
}

// Accept waits for the next connection. After Close it returns [net.ErrClosed].
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.accept:
		return c, nil
	case <-l.done:
		return nil, opError("accept", net.ErrClosed)
	}
}

// DialContext makes a connection and hands its other end to Accept; network and
// address are not looked at. It waits until Accept takes it or the context
// ends. After Close it returns [syscall.ECONNREFUSED], as a port without a
// listener does.
func (l *Listener) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := l.pair()
	if near == nil {
		return nil, opError("dial", syscall.ECONNREFUSED)
	}
	var err error
	select {
	case l.accept <- far:
		return near, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-l.done:
		err = syscall.ECONNREFUSED
	}
	return nil, opError("dial", errors.Join(err, near.Close(), far.Close()))
}

// Transport returns an HTTP transport that dials the listener, whatever the
// host in the URL. Each call returns a new one; Close shuts its idle
// connections.
func (l *Listener) Transport() *http.Transport {
	t := &http.Transport{DialContext: l.DialContext}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.transports = append(l.transports, t)
	return t
}

// Close ends Accept and refuses further dialing. Unlike a TCP listener it also
// closes every connection that was made, so that no goroutine stays behind
// blocked on one; a graceful [http.Server.Shutdown] is therefore not graceful
// here. Closing twice does nothing.
func (l *Listener) Close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	conns, transports := l.conns, l.transports
	l.conns, l.transports = nil, nil
	l.mu.Unlock()

	close(l.done)
	var errs []error
	for c := range conns {
		errs = append(errs, c.Conn.Close())
	}
	for _, t := range transports {
		t.CloseIdleConnections()
	}
	return errors.Join(errs...)
}

// Addr is always the same: nothing is to be dialed by it.
func (l *Listener) Addr() net.Addr { return addr{} }

// pair makes both ends of a connection, or none if the listener is closed.
func (l *Listener) pair() (near, far *conn) {
	a, b := net.Pipe()
	near, far = &conn{Conn: a, of: l}, &conn{Conn: b, of: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil
	}
	l.conns[near], l.conns[far] = struct{}{}, struct{}{}
	return near, far
}

// conn is one end of a pipe that its listener knows until it is closed.
type conn struct {
	net.Conn

	of *Listener
}

func (c *conn) Close() error {
	c.of.mu.Lock()
	delete(c.of.conns, c)
	c.of.mu.Unlock()
	return c.Conn.Close()
}

type addr struct{}

func (addr) Network() string { return "memory" }
func (addr) String() string  { return "memory" }

func opError(op string, err error) error {
	return &net.OpError{Op: op, Net: addr{}.Network(), Addr: addr{}, Err: err}
}
