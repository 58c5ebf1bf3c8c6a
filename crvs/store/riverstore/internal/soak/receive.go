package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore/internal/load"
)

// policy is one that is soon over with failures.
func policy() store.Policy {
	return store.Policy{Attempts: 10_000, Timeout: 5 * time.Second, Backoff: func(int) time.Duration { return 20 * time.Millisecond }}
}

// receive is a receiver, which ends when it is killed. Its key comes on standard input,
// and its address goes to standard output.
func receive(ctx context.Context, p place) error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	key, err := envelope.ParsePrivateKey(text, envelope.EdDSA)
	if err != nil {
		return err
	}
	trust, err := load.Registration(key)
	if err != nil {
		return err
	}
	st, err := p.open(ctx)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(p.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	handler, err := callback.New(st, callback.WithRegistration(trust), callback.OnEvent(func(ctx context.Context, e callback.Event) error {
		return act(ctx, p, log, e)
	}))
	if err != nil {
		return err
	}
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(socket.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(socket) }()
	return handler.Work(ctx)
}

// act has its effect: that of every second event is a row that commits with "done",
// that of the others a line of a file, under the event's key. One of five calls fails
// after that.
func act(ctx context.Context, p place, log *os.File, e callback.Event) error {
	number := e.Record.RegistrationNumber
	var err error
	switch {
	case number[len(number)-1]%2 == 1:
		_, err = log.WriteString(e.Key + " " + number + "\n")
	case p.schema == "":
		var tx *sql.Tx
		if tx, err = riverstore.Tx[*sql.Tx](ctx); err == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO effect VALUES (?)", number)
		}
	default:
		var tx pgx.Tx
		if tx, err = riverstore.Tx[pgx.Tx](ctx); err == nil {
			_, err = tx.Exec(ctx, "INSERT INTO "+p.schema+".effect VALUES ($1)", number)
		}
	}
	if err == nil && rand.IntN(5) == 0 { //nolint:gosec // chance is enough
		err = errors.New("one of five fails")
	}
	return err
}
