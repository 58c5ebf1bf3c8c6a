package crvs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/internal/pending"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/search"
)

// Pending is a search that was asked and is not answered yet. Its questions are kept in
// the client's store until [Pending.Wait], [Pending.Poll] or [Client.OnResults] hands out
// the answer, or until an hour after its deadline ([WithAnswerDeadline]). It is safe for
// concurrent use, and prints without what was asked.
type Pending struct{ box redact.Box[*awaited] }

// awaited is what a Pending holds.
type awaited struct {
	client        *Client
	question      *pending.Question
	correlationID string // of the acknowledgement, "" if the registry gave none

	mu      sync.Mutex
	settled bool // results and err are what came of it
	results []search.Result
	err     error
}

func (a *awaited) pending() *Pending { return &Pending{redact.NewBox(a)} }

// open is what a Pending holds; of one that no client made nothing.
func (p Pending) open() *awaited {
	if a := p.box.Open(); a != nil {
		return a
	}
	return &awaited{question: new(pending.Question)}
}

// Token names the question for [Client.Resume]. It holds no personal data.
func (p *Pending) Token() string {
	a := p.open()
	return pending.Token(a.question.TransactionID, a.correlationID)
}

// TransactionID is the id by which the registry and the callback know the message.
func (p *Pending) TransactionID() string { return p.open().question.TransactionID }

// CorrelationID is the registry's id of it, "" if it gave none.
func (p *Pending) CorrelationID() string { return p.open().correlationID }

// Deadline is when it is no longer waited for.
func (p *Pending) Deadline() time.Time { return p.open().question.Deadline }

// String names the transaction.
func (p Pending) String() string {
	return "[pending search " + p.open().question.TransactionID + "]"
}

// Format prints what [Pending.String] returns, for every verb.
func (p Pending) Format(s fmt.State, _ rune) { redact.Write(s, p.String()) }

// LogValue logs what [Pending.String] returns.
func (p Pending) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Wait waits until every question is answered, and returns one result for each, in the
// order of the queries: a page or an error, as [Client.SearchBatch] does. The answer is
// judged by the rules of this client. Called again it returns the same results.
//
// It is woken by the store. Without [WithCallbackURL] it asks for the status instead:
// after a second, and then less and less often, down to every half minute.
//
// When the deadline is over it returns what came, and an [*Error] of [KindTimeout] that
// says what is missing; the results of questions that were not answered, or not
// completely, have an error too. Before, it asks for the status once more, if the
// registry has one. If ctx ends first, the error says so, there are no results, and the
// question stays pending.
func (p *Pending) Wait(ctx context.Context) ([]search.Result, error) {
	const op = "wait"
	a := p.open()
	if err := a.client.ready(ctx, op); err != nil {
		return nil, err
	}
	g := a.gathering(op)
	for wait := firstPoll; ; wait = min(2*wait, slowestPoll) {
		version, err := g.look(ctx)
		switch {
		case a.isSettled():
			return a.results, a.err
		case err != nil:
			return nil, err
		case !g.IsOpen():
			return a.settle(ctx, g)
		case a.isOver():
			return a.giveUp(ctx, g)
		}
		if !a.client.session().IsCalledBack() {
			await(ctx, min(wait, time.Until(a.question.Deadline)))
			if err := g.ask(ctx); err != nil && ctx.Err() == nil && !mayChange(err) {
				return nil, err
			}
			continue
		}
		watching, cancel := context.WithDeadline(ctx, a.question.Deadline)
		err = a.question.Watch(watching, a.client.store, version)
		cancel()
		if err != nil && watching.Err() == nil {
			return nil, storeError(ctx, op, err)
		}
	}
}

// The waits between two questions for the status: the first, and the longest.
const (
	firstPoll   = time.Second
	slowestPoll = 30 * time.Second
)

// mayChange says whether asking for the status again may say more.
func mayChange(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Retryable() || e.Code == codes.RejectReferenceIDInvalid)
}

func await(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Poll looks once what came, and asks for the status if that is not all: for where
// callbacks cannot reach this machine. If every question is answered, or the deadline is
// over, done is true, and the results and the error are those of [Pending.Wait].
// Otherwise there are no results, and an error means that the status could not be asked
// for, or that the registry does not know the transaction: it may know it later. Where
// the registry has no status, errors.Is(err, [ErrUnsupported]). One that answers such a
// question at the callback only is asked for that, and what it says is found by the next
// Poll.
func (p *Pending) Poll(ctx context.Context) (results []search.Result, done bool, err error) {
	const op = "poll"
	a := p.open()
	if err := a.client.ready(ctx, op); err != nil {
		return nil, false, err
	}
	g := a.gathering(op)
	_, err = g.look(ctx)
	switch {
	case a.isSettled():
		return a.results, true, a.err
	case err != nil:
		return nil, false, err
	case g.IsOpen():
		err = g.ask(ctx)
	}
	switch {
	case !g.IsOpen():
		results, err = a.settle(ctx, g)
		return results, true, err
	case a.isOver() && ctx.Err() == nil:
		results, err = a.expire(ctx, g)
		return results, true, err
	default:
		return nil, false, err
	}
}

func (a *awaited) isOver() bool { return !time.Now().Before(a.question.Deadline) }

func (a *awaited) isSettled() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settled
}

// gathering is what one who waits knows.
type gathering struct {
	*judge.Gathering

	awaited *awaited
	op      string
	seen    map[string]bool // keys of the answers that were judged
}

func (a *awaited) gathering(op string) *gathering {
	return &gathering{Gathering: judge.NewGathering(a.asked(op)), awaited: a, op: op, seen: map[string]bool{}}
}

// manyItems is how many items an answer may have, for a status may have one for each
// record.
const manyItems = 10_000

// asked is the message as the judge wants it.
func (a *awaited) asked(op string) judge.Asked {
	asked := judge.Asked{
		Op: op, MessageID: a.question.MessageID, TransactionID: a.question.TransactionID, Items: max(a.client.maxBatch, manyItems),
		Secrets: a.client.session().Secrets(nil),
	}
	for _, it := range a.question.Items {
		asked.Questions = append(asked.Questions, judge.Question{Query: it.Query, ReferenceID: it.ReferenceID, Page: it.Page, Size: it.Size})
	}
	return asked
}

// look judges the answers that came since the last look. version is for Watch.
func (g *gathering) look(ctx context.Context) (version int64, err error) {
	c := g.awaited.client
	if err := ctx.Err(); err != nil {
		return 0, g.unfinished(err)
	}
	answers, version, err := g.awaited.question.Answers(ctx, c.store)
	if err != nil {
		return 0, storeError(ctx, g.op, err)
	}
	for _, came := range answers {
		if !g.seen[came.Key] {
			g.seen[came.Key] = true
			g.Add(judge.Came{Reply: judge.Reply{Payload: came.Opened}, IsStatus: came.IsStatus, Distrusted: c.distrusts(came)}, c.rules())
		}
	}
	return version, nil
}

// distrusts is why this client does not take what the callback took.
func (c *Client) distrusts(a pending.Answer) *Error {
	switch {
	case c.Verifies() && !a.Verified:
		return &Error{Kind: fault.KindSignature, Message: "the answer came to a callback that verifies nothing, and this client verifies: give the registration of the callback the registry's keys"}
	case c.session().Encrypts() && !a.Decrypted:
		return &Error{Kind: fault.KindEncryption, Message: "the answer came in clear to a callback without a key to decrypt with, and the question was encrypted: give the registration of the callback our keys"}
	default:
		return nil
	}
}

// unfinished is the error of a caller whose context ended before the answer came.
func (g *gathering) unfinished(err error) *Error {
	e := ended(g.op, err)
	e.Message = "the caller's context ended before the answer came: the question stays pending, and its token resumes it; " + g.missing()
	e.TransactionID, e.CorrelationID = g.awaited.question.TransactionID, g.awaited.correlationID
	return e
}

// ask asks for the status and judges what it says.
func (g *gathering) ask(ctx context.Context) error {
	a := g.awaited
	p := a.client.session().Profile()
	verb := profile.VerbStatus
	if _, none := p.Path(verb); none != nil {
		if _, err := p.Path(profile.VerbStatusAsync); err != nil || !a.client.session().IsCalledBack() {
			return withOp(g.op, none)
		}
		verb = profile.VerbStatusAsync
	}
	body := profile.Status{ReferenceID: newID(), Of: codes.ActionSearch, By: profile.StatusByTransaction, Values: []string{a.question.TransactionID}}
	var said judge.Acknowledged
	var answer judge.Reply
	_, err := a.client.told(ctx, g.op, verb, body, func(asked judge.Asked, reply judge.Reply, rules judge.Rules) judge.Acknowledged {
		answer = reply
		return judge.Status(asked, reply, rules)
	}, &said, a.asked(g.op).Questions...)
	if err != nil || said.Status == nil {
		return err
	}
	g.Add(judge.Came{Reply: judge.Reply{Payload: answer.Payload}, IsStatus: true}, a.client.rules())
	if g.Unknown != nil && g.IsOpen() {
		return g.Unknown
	}
	return nil
}

// askLast asks for the status when the deadline is over: a callback may have been lost.
// What it cannot say is missing.
func (g *gathering) askLast(ctx context.Context) {
	if _, err := g.awaited.client.session().Profile().Path(profile.VerbStatus); err == nil {
		_ = g.ask(ctx)
	}
}

// giveUp ends the question when the deadline is over.
func (a *awaited) giveUp(ctx context.Context, g *gathering) ([]search.Result, error) {
	g.askLast(ctx)
	if !g.IsOpen() {
		return a.settle(ctx, g)
	}
	if ctx.Err() != nil {
		return nil, g.unfinished(ctx.Err())
	}
	return a.expire(ctx, g)
}

// expire ends the question with what is missing.
func (a *awaited) expire(ctx context.Context, g *gathering) ([]search.Result, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.settled {
		a.results = a.resultsOf(g)
		a.err = a.late(g.op, "the registry did not answer by the deadline: "+g.missing(), "")
		a.close(ctx, g)
	}
	return a.results, a.err
}

// settle ends the question with its answers.
func (a *awaited) settle(ctx context.Context, g *gathering) ([]search.Result, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.settled {
		a.results = a.resultsOf(g)
		a.close(ctx, g)
	}
	return a.results, a.err
}

// close keeps what came of the question for this Pending, and drops its notes.
func (a *awaited) close(ctx context.Context, g *gathering) {
	a.settled = true
	a.audit(ctx, g)
	a.drop(ctx)
}

// drop removes the notes. What cannot be removed now expires.
func (a *awaited) drop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = a.question.Drop(ctx, a.client.store)
}

// audit tells what came of the questions.
func (a *awaited) audit(ctx context.Context, g *gathering) {
	x := &exchange{client: a.client, verb: profile.VerbSearch, asked: a.asked("search async answer"), started: a.question.AskedAt}
	x.verdict.CorrelationID = g.CorrelationID
	for _, r := range a.results {
		o := judge.Outcome{Page: r.Page}
		if e, ok := errors.AsType[*Error](r.Err); ok {
			o.Err = e
		}
		x.verdict.Outcomes = append(x.verdict.Outcomes, o)
	}
	x.audit(ctx)
}

func (a *awaited) late(op, message, reference string) *Error {
	return &Error{
		Op: op, Kind: fault.KindTimeout, Message: message, MessageID: a.question.MessageID,
		TransactionID: a.question.TransactionID, CorrelationID: a.correlationID, ReferenceID: reference,
	}
}

// resultsOf are the results of all questions.
func (a *awaited) resultsOf(g *gathering) []search.Result {
	out := make([]search.Result, len(g.Questions))
	for i, q := range g.Questions {
		reference := a.question.Items[i].ReferenceID
		switch {
		case q.Err != nil:
			out[i].Err = q.Err
		case q.Open:
			out[i].Err = a.late(g.op, "the registry did not answer by the deadline: "+lacks(q), reference)
		default:
			page, twice := whole(q.Pages)
			if out[i].Page = page; twice {
				e := a.late(g.op, "a registration came on two pages: a record may have been missed, ask again", reference)
				e.Kind = fault.KindUnstable
				out[i] = search.Result{Err: e}
			}
		}
	}
	return out
}

// whole puts the pages of an answer together. It says whether a registration came on two
// of them.
func whole(pages []search.Page) (search.Page, bool) {
	if len(pages) == 1 {
		return pages[0], false
	}
	pages = slices.SortedFunc(slices.Values(pages), func(a, b search.Page) int { return a.Number - b.Number })
	out := pages[0]
	out.Hits, out.Relatives, out.Size = nil, 0, 0
	seen := newRegistrations()
	for _, p := range pages {
		if slices.ContainsFunc(p.Hits, seen.isKnown) {
			return search.Page{}, true
		}
		for _, h := range p.Hits {
			seen.remember(h)
		}
		out.Hits = append(out.Hits, p.Hits...)
		out.Relatives += p.Relatives
		out.Size += len(p.Hits) + p.Relatives
		out.Partial = out.Partial || p.Partial
		out.Total = max(out.Total, p.Total)
	}
	return out, false
}

// missing says what is missing, question by question.
func (g *gathering) missing() string {
	const most = 10
	var open []string
	for i, q := range g.Questions {
		if q.Open {
			open = append(open, fmt.Sprintf("question %d of %d: %s", i+1, len(g.Questions), lacks(q)))
		}
	}
	if more := len(open) - most; more > 0 {
		open = append(open[:most], fmt.Sprintf("and %d more questions", more))
	}
	return strings.Join(open, "; ")
}

// lacks says what is missing of one answer.
func lacks(q judge.Gathered) string {
	switch {
	case len(q.Pages) == 0:
		return "nothing came"
	case q.Total >= 0:
		numbers := make([]int, len(q.Pages))
		for i, p := range q.Pages {
			numbers[i] = p.Number
		}
		slices.Sort(numbers)
		const most = 20
		return fmt.Sprintf("%d of %d records came (of the pages, by number: %v)", q.Came, q.Total, numbers[:min(len(numbers), most)])
	default:
		return fmt.Sprintf("%d records came, and the registry says that they are not all", q.Came)
	}
}
