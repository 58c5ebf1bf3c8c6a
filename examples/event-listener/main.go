// Event-listener is a small MIS that hears of deaths and suspends allowances. It runs
// with a sandbox registry in this process. Office.go is what a MIS would write.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/person"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "event-listener:", err)
		os.Exit(1)
	}
}

// path is where this registry tells us, and nobody else knows it.
const path = "/dci/3f9c"

func run(ctx context.Context, out io.Writer) error {
	ours, err := envelope.GenerateKey(envelope.EdDSA) // crvsctl keys new writes one to a file
	if err != nil {
		return err
	}
	theirs, err := envelope.GenerateKey(envelope.EdDSA)
	if err != nil {
		return err
	}
	w, err := newWorld(ours, theirs)
	if err != nil {
		return err
	}
	defer w.close()
	client, err := crvs.New(w.registry.URL, crvs.WithSender("mis.example.org"), crvs.WithSigner(ours), crvs.WithPublishedKeys())
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	mis := &office{registry: client, out: out, acted: map[string]bool{}, allowances: []*allowance{
		{file: "17", number: "200000102", person: known("Nilesh", "Patel", "1985-04-17")},
		{file: "23", number: "200000207", person: known("Anil", "Desai", "1951-09-30")}, // a slip: this is somebody else's number
	}}
	messages, err := store.NewMemory(store.Policy{}) // forgets all when it ends: a real MIS keeps them
	if err != nil {
		return err
	}
	keys, err := envelope.NewKeySet(theirs.Public())
	if err != nil {
		return err
	}
	handler, err := callback.New(messages, callback.OnDeath(mis.onDeath), callback.WithRegistration(
		callback.Registration{Name: "civil-registry", Path: path, Profile: profile.DCI10(), Keys: keys}))
	if err != nil {
		return err
	}
	w.listen(handler)
	working, stop := context.WithCancel(ctx)
	worked := make(chan error, 1)
	go func() { worked <- handler.Work(working) }()
	err = story(ctx, w, messages, out)
	stop()
	return errors.Join(err, <-worked)
}

func known(given, surname, born string) person.Person {
	return person.Person{Names: []person.PersonName{{Given: []string{given}, Family: []string{surname}}}, Sex: codes.SexMale, BirthDates: []person.Date{person.MustDate(born)}}
}

// story is what happens in the registry, and each time what the MIS makes of it.
func story(ctx context.Context, w *world, messages store.Store, out io.Writer) error {
	var died sandbox.Registration
	for _, chapter := range []struct {
		title  string
		change profile.Change
		happen func() (sandbox.Registration, error)
	}{
		{"1. Somebody dies, and the registry tells it.", profile.ChangeRegistered, func() (sandbox.Registration, error) { return w.dies("200000102") }},
		{"2. It tells the same again.", profile.ChangeRegistered, func() (sandbox.Registration, error) { return died, nil }},
		{"3. It was a mistake: the registry cancels the death.", profile.ChangeCancelled, func() (sandbox.Registration, error) { return w.box.Cancel(died.RegistrationNumber) }},
		{"4. Somebody dies whose number stands in the wrong file.", profile.ChangeRegistered, func() (sandbox.Registration, error) { return w.dies("200000207") }},
	} {
		fmt.Fprintln(out, chapter.title)
		r, err := chapter.happen()
		if err != nil {
			return err
		}
		died = r
		if err := w.tell(ctx, r, chapter.change); err != nil {
			return err
		}
		if err := settled(ctx, messages); err != nil {
			return err
		}
	}
	return nil
}

// settled waits until the MIS has acted on all that it was told.
func settled(ctx context.Context, messages store.Store) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		n, err := messages.Counts(ctx)
		if err != nil || n.Waiting+n.Working == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
