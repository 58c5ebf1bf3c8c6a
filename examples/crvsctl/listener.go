package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/person"
)

// listener receives what a registry sends and prints its events. It has one worker,
// so that lines do not mix and events are printed in the order in which they came.
type listener struct {
	url string // where it is reached on this machine, with the path

	messages store.Store
	survives bool // what is not printed is, when it is started again
	server   *http.Server
	ended    chan error      // the server failed
	broken   context.Context // ends, with its cause, when an event could not be printed: no other can be
	finish   func() error
}

// heard is a line of the output. The order of its members is promised.
type heard struct {
	Key                string           `json:"key"`
	Event              codes.VitalEvent `json:"event"`
	MessageID          string           `json:"message_id"`
	RegistrationNumber string           `json:"registration_number"`
	Person             person.Person    `json:"person"` // spelled as in v1.0.0
	Change             profile.Change   `json:"change,omitempty"`
}

// Times of a listener that ends.
const (
	patienceToAnswer = 5 * time.Second  // for senders that are being answered
	patienceToPrint  = 10 * time.Second // for what was acknowledged and is not printed yet
)

// told acts on what a registry tells of subscriptions.
type told func(ctx context.Context, c callback.SubscriptionChange) error

// printing is the policy of a store whose messages are printed. What was printed is of
// no use any more; its key is remembered.
func printing() store.Policy { return store.Policy{Workers: 1, Payloads: time.Second} }

// listen starts to receive at an address. Events go to standard output; say is given
// the lines for people. It receives until stop is called, whatever becomes of ctx.
// Without a store it keeps messages in memory. Without fn it takes answers alone, and
// refuses events.
func listen(ctx context.Context, addr string, r callback.Registration, s streams, say func(string), messages store.Store, fn told) (*listener, error) {
	l := &listener{messages: messages, survives: messages != nil, ended: make(chan error, 1)}
	if !l.survives {
		memory, err := store.NewMemory(printing())
		if err != nil {
			return nil, err
		}
		l.messages = memory
	}
	broken, fail := context.WithCancelCause(context.WithoutCancel(ctx)) // what was acknowledged is printed, though ctx has ended
	l.broken = broken
	out := newPrinter(s.out, true)
	hear := func(_ context.Context, e callback.Event) error {
		err := out.heard(e)
		if err != nil {
			fail(err)
		}
		return err
	}
	acts := []callback.Option{callback.WithoutEvents()}
	if fn != nil {
		acts = []callback.Option{callback.OnSubscription(fn), callback.OnEvent(hear)}
	}
	handler, err := callback.New(l.messages, append(acts, callback.WithRegistration(r))...)
	if err != nil {
		return nil, err
	}
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("nothing can be received there (%w): is the address ours, and free? port 0 picks a free one", err)
	}
	l.url = "http://" + reachable(socket.Addr()) + r.Path
	l.server = &http.Server{
		Handler: saying(handler, r.Path, say), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}
	var running sync.WaitGroup
	fmt.Fprintf(s.err, "listening on %s\n", l.url)
	running.Go(func() {
		if err := l.server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
			l.ended <- err
		}
	})
	worked := make(chan error, 1)
	running.Go(func() {
		err := handler.Work(broken)
		if err != nil {
			fail(err)
		}
		worked <- err
	})
	l.finish = func() error {
		fail(nil)
		err := <-worked
		running.Wait()
		return err
	}
	return l, nil
}

// stop receives no more, and prints what was acknowledged. Its error says how much of
// that could not be printed.
func (l *listener) stop(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	patient, cancel := context.WithTimeout(ctx, patienceToAnswer)
	defer cancel()
	if l.server.Shutdown(patient) != nil {
		_ = l.server.Close() // what is cut off was not acknowledged
	}
	left := 0
	if !l.survives {
		left = l.drain(ctx)
	}
	err := l.finish()
	if left > 0 {
		return fmt.Errorf("the output could not be written: %d of the acknowledged messages could not be printed, and the registry does not send them again: ask it for what happened since", left)
	}
	return err
}

// cause says why events can no longer be printed.
func (l *listener) cause() error { return context.Cause(l.broken) }

// drain waits until everything was printed, and says of how much that cannot be.
func (l *listener) drain(ctx context.Context) int {
	ctx, cancel := context.WithTimeout(ctx, patienceToPrint)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		n, err := l.messages.Counts(context.WithoutCancel(ctx))
		left := n.Waiting + n.Working + n.Discarded
		if err != nil || left == 0 || l.broken.Err() != nil {
			return left
		}
		select {
		case <-ctx.Done():
			return left
		case <-l.broken.Done():
		case <-tick.C:
		}
	}
}

// heard prints one event, at once.
func (p *printer) heard(e callback.Event) error {
	err := p.object(heard{e.Key, e.Event.Canonical(), e.MessageID, e.Record.RegistrationNumber, e.Record.Person, e.Change})
	if err != nil {
		return err
	}
	return p.flush()
}

// sayer prints lines that many goroutines say.
func sayer(out io.Writer, command string) func(string) {
	var mu sync.Mutex
	return func(text string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(out, "%s %s: %s\n", program, command, printable(text))
	}
}

// saying says one line about each message that h refuses, in the words in which it
// answers the sender: they are ours, and hold nothing of the message.
func saying(h http.Handler, path string, say func(string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := acknowledgement{ResponseWriter: w}
		h.ServeHTTP(&a, r)
		var said struct {
			Message struct {
				AckStatus codes.AckStatus `json:"ack_status"`
				Error     struct{ Code, Message string }
			}
		}
		_ = json.Unmarshal(a.body, &said) // what is no acknowledgement is none of an error
		if a.status < http.StatusBadRequest && said.Message.AckStatus != codes.AckError {
			return
		}
		e := said.Message.Error
		text := fmt.Sprintf("refused: HTTP %d, %s: %s", a.status, e.Code, e.Message)
		if a.status == http.StatusNotFound {
			text += " (but at " + path + ", and below it at the paths of the standard)"
		}
		say(text)
	})
}

// acknowledgement keeps what is answered.
type acknowledgement struct {
	http.ResponseWriter

	status int
	body   []byte
}

// WriteHeader keeps the status.
func (a *acknowledgement) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Write keeps the body.
func (a *acknowledgement) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return a.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (a *acknowledgement) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// reachable is where addr is found on this machine.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
}
