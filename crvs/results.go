package crvs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/openspmis/dci-crvs-go/internal/pending"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/search"
)

// Answered is what came of one [Client.SearchAsync]. It holds personal data and prints
// without it.
type Answered struct {
	Token         string // that of the question: see [Pending.Token]
	TransactionID string
	Queries       []search.Query
	Results       []search.Result // one for each query, in their order
	// Err is that of [Pending.Wait]: the deadline is over, and it says what is missing.
	Err error
}

// String names the transaction.
func (a Answered) String() string { return "[answered search " + a.TransactionID + "]" }

// Format prints what [Answered.String] returns, for every verb.
func (a Answered) Format(s fmt.State, _ rune) { redact.Write(s, a.String()) }

// LogValue logs what [Answered.String] returns.
func (a Answered) LogValue() slog.Value { return slog.StringValue(a.String()) }

// How long fn of OnResults may take, and how long it is until it is called again after
// an error.
const patienceForResults = time.Minute

// OnResults calls fn with what came of each [Client.SearchAsync] of this registry and
// sender, as soon as it is answered or its deadline is over, for those who do not wait.
// Answers come by [WithCallbackURL]; for the status it asks only when a deadline is over.
// It runs until ctx ends, and then returns nil; the error of the store ends it before.
// It calls fn one by one; run it several times, on several machines too, to act on
// several results at once: no two get the same one at the same time.
//
// When fn returns nil the question is dropped. If it returns an error, or does not return
// within a minute, which is when its context ends, it is called again a minute after it
// was called first, and so on until an hour after the deadline. It may be called again
// after nil, if the process dies before the question is dropped.
func (c *Client) OnResults(ctx context.Context, fn func(context.Context, Answered) error) error {
	const op = "results"
	if err := c.ready(ctx, op); err != nil {
		return err
	}
	switch {
	case c.store == nil:
		return invalid(op, errNoStore)
	case fn == nil:
		return invalid(op, errors.New("the function that acts on results is nil"))
	}
	name := c.session().Name()
	waiting := map[string]int64{} // the bells of what is not complete
	for {
		rung, next, door, err := pending.Rung(ctx, c.store, name, time.Now())
		if err == nil {
			waiting, err = c.answered(ctx, rung, waiting, fn)
		}
		if err == nil {
			watching, cancel := context.WithTimeout(ctx, next)
			err = pending.WatchDoor(watching, c.store, name, door)
			if watching.Err() != nil {
				err = nil
			}
			cancel()
		}
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // it ended as it was told to
		case err != nil:
			return storeError(ctx, op, err)
		}
	}
}

// answered acts on the questions that are complete or over. It returns the bells of the
// others: as long as a bell is the same there is nothing new.
func (c *Client) answered(ctx context.Context, rung []pending.Bell, before map[string]int64, fn func(context.Context, Answered) error) (map[string]int64, error) {
	waiting := make(map[string]int64, len(before))
	for _, bell := range rung {
		if !bell.IsOver && before[bell.TransactionID] == bell.Version {
			waiting[bell.TransactionID] = bell.Version
			continue
		}
		complete, err := c.actOn(ctx, bell, fn)
		switch {
		case err != nil:
			return nil, err
		case !complete:
			waiting[bell.TransactionID] = bell.Version
		}
	}
	return waiting, nil
}

// actOn hands on what came of one question, if it is complete or over.
func (c *Client) actOn(ctx context.Context, bell pending.Bell, fn func(context.Context, Answered) error) (complete bool, err error) {
	const op = "results"
	question, err := pending.Find(ctx, c.store, bell.TransactionID)
	switch {
	case errors.Is(err, pending.ErrNone), errors.Is(err, pending.ErrVersion): // somebody else's, meanwhile
		return false, nil
	case err != nil:
		return false, err
	}
	a := &awaited{client: c, question: question}
	g := a.gathering(op)
	if _, err := g.look(ctx); err != nil {
		return false, unlessGone(err)
	}
	if g.IsOpen() && !bell.IsOver {
		return false, nil
	}
	mine, err := question.Take(ctx, c.store, time.Now().Add(patienceForResults))
	if err != nil || !mine {
		return true, err
	}
	if g.IsOpen() {
		g.askLast(ctx)
	}
	out := Answered{Token: pending.Token(question.TransactionID, ""), TransactionID: question.TransactionID, Results: a.resultsOf(g)}
	for _, it := range question.Items {
		out.Queries = append(out.Queries, it.Query)
	}
	if g.IsOpen() {
		out.Err = a.late(op, "the registry did not answer by the deadline: "+g.missing(), "")
	}
	acting, cancel := context.WithTimeout(ctx, patienceForResults)
	defer cancel()
	if fn(acting, out) == nil {
		a.results = out.Results
		a.close(ctx, g)
	}
	return true, nil
}

// unlessGone is the error of the store, nil if the question was only dropped.
func unlessGone(err error) error {
	if errors.Is(err, pending.ErrNone) || errors.Is(err, pending.ErrVersion) {
		return nil
	}
	return err
}
