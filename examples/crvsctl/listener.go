package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
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

	messages *store.Memory
	server   *http.Server
	broken   chan error // an event could not be printed: no other can be
	ended    chan error // the server failed
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

// listen starts to receive at an address. Events go to standard output; say is given
// the lines for people. It receives until stop is called, whatever becomes of ctx.
func listen(ctx context.Context, addr string, r callback.Registration, s streams, say func(string), fn told) (*listener, error) {
	// What was printed is of no use any more; its key is remembered.
	messages, err := store.NewMemory(store.Policy{Workers: 1, Payloads: time.Second})
	if err != nil {
		return nil, err
	}
	l := &listener{messages: messages, broken: make(chan error, 1), ended: make(chan error, 1)}
	out := newPrinter(s.out, true)
	handler, err := callback.New(messages,
		callback.WithRegistration(r),
		callback.OnEvent(func(_ context.Context, e callback.Event) error { return l.printed(out.heard(e)) }),
		callback.OnSubscription(fn),
		callback.WithLogger(slog.New(refusals{say})))
	if err != nil {
		return nil, err
	}
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("nothing can be received there (%w): is the address ours, and free? port 0 picks a free one", err)
	}
	l.url = "http://" + reachable(socket.Addr()) + r.Path
	l.server = &http.Server{
		Handler: elsewhere(handler, r.Path, say), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}
	working, rest := context.WithCancel(context.WithoutCancel(ctx)) // what was acknowledged is printed, though ctx has ended
	var running sync.WaitGroup
	fmt.Fprintf(s.err, "listening on %s\n", l.url)
	running.Go(func() {
		if err := l.server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
			l.ended <- err
		}
	})
	worked := make(chan error, 1)
	running.Go(func() { worked <- handler.Work(working) })
	l.finish = func() error {
		rest()
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
	left := l.drain(ctx)
	if err := l.finish(); err != nil {
		return err
	}
	if left > 0 {
		return fmt.Errorf("the output could not be written: %d of the acknowledged messages could not be printed, and the registry does not send them again: ask it for what happened since", left)
	}
	return nil
}

// drain waits until everything was printed, and says of how much that cannot be.
func (l *listener) drain(ctx context.Context) int {
	ctx, cancel := context.WithTimeout(ctx, patienceToPrint)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		n, err := l.messages.Counts(context.WithoutCancel(ctx))
		left := n.Waiting + n.Working + n.Discarded
		if err != nil || left == 0 || len(l.broken) > 0 {
			return left
		}
		select {
		case <-ctx.Done():
			return left
		case <-tick.C:
		}
	}
}

// printed keeps the first error of the output, and returns it.
func (l *listener) printed(err error) error {
	if err != nil {
		select {
		case l.broken <- err:
		default:
		}
	}
	return err
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

// elsewhere says when something comes at a path that is not the registration's: a
// registry that has another URL than was meant is the first thing that goes wrong.
func elsewhere(h http.Handler, path string, say func(string)) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(path, h)
	mux.Handle(path+"/", h)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		say("refused: a message came at another path than " + path) // not quoted: anybody may write anything there
		h.ServeHTTP(w, r)
	})
	return mux
}

// refusals is a log of what is refused and lost: one line for each message.
type refusals struct{ say func(string) }

// Enabled says whether a record is shown.
func (refusals) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle shows a record.
func (r refusals) Handle(_ context.Context, record slog.Record) error {
	text := record.Message
	record.Attrs(func(a slog.Attr) bool {
		if a.Key == "why" {
			text += ": " + a.Value.String()
		}
		return true
	})
	r.say(inFlags(text))
	return nil
}

// WithAttrs drops what says of which registration a record is: there is one.
func (r refusals) WithAttrs([]slog.Attr) slog.Handler { return r }

// WithGroup drops the group.
func (r refusals) WithGroup(string) slog.Handler { return r }

// reachable is where addr is found on this machine.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
}
