// Event-listener is a small MIS that hears of deaths and suspends allowances. It runs
// with a sandbox registry in this process. What a MIS would write is mis.go, by which it
// is told, and office.go, which acts on what it is told.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/person"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	err := run(ctx, os.Stdout)
	cancel()
	if err != nil {
		fmt.Fprintln(os.Stderr, "event-listener:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	key, err := envelope.GenerateKey(envelope.EdDSA) // crvsctl keys new writes one to a file
	if err != nil {
		return err
	}
	w, err := newWorld(ctx, key)
	if err != nil {
		return err
	}
	defer w.close()
	mis := &office{out: out, acted: map[string]bool{}, allowances: []*allowance{
		{file: "17", number: "200000102", person: known("Nilesh", "Patel", "1985-04-17")},
		{file: "23", number: "200000207", person: known("Anil", "Desai", "1951-09-30")}, // a slip: this is somebody else's number
	}}
	handler, err := mis.connect(w.registry.URL, w.ourURL(), key)
	if err != nil {
		return err
	}
	defer mis.registry.CloseIdleConnections()
	w.serve(handler)
	working, stop := context.WithCancel(ctx)
	worked := make(chan error, 1)
	go func() { worked <- handler.Work(working) }()
	err = story(ctx, w, mis, handler, out)
	stop()
	return errors.Join(err, <-worked)
}

func known(given, surname, born string) person.Person {
	return person.Person{Names: []person.PersonName{{Given: []string{given}, Family: []string{surname}}}, Sex: codes.SexMale, BirthDates: []person.Date{person.MustDate(born)}}
}
