package crvs

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/internal/pending"
	"github.com/openspmis/dci-crvs-go/search"
)

// WithStore sets where the questions of [Client.SearchAsync] are kept until they are
// answered, and where the answers are found that a callback.Handler with the same store
// received. They hold personal data: a store on disk should encrypt. Default: none.
func WithStore(st store.Store) Option { return func(c *config) { c.store = st } }

// WithAnswerDeadline sets how long an answer to [Client.SearchAsync] is waited for, from
// the question on. Default: 24 hours.
func WithAnswerDeadline(d time.Duration) Option { return func(c *config) { c.answerDeadline = d } }

// SearchAsync asks one or more questions in one message, and returns when the registry
// has acknowledged it. The answer comes later: see [Pending]. It needs [WithStore]. With
// [WithCallbackURL] the registry calls back there, where a callback.Handler with the same
// store must receive it; without it the answer is learnt from the status of the message,
// if the registry has one.
//
// The questions are kept in the store before they are sent, so that an answer that comes
// before the acknowledgement finds them. A query that names a page ([search.Query.WithPage]
// above 1, or [search.Query.WithPageSize]) is answered by that page. Any other is answered
// by everything: pages are put together until they hold as many records as the registry
// counts. A registry that sends one page only, whatever it counts (OpenCRVS), answers with
// that: look at Page.Total.
//
// An error means that nothing is pending: the queries would be refused, the registry
// has no asynchronous search or takes fewer questions in one message (errors.Is(err,
// [ErrUnsupported])), it refused, it was not reached, or the store failed.
func (c *Client) SearchAsync(ctx context.Context, queries ...search.Query) (*Pending, error) {
	const op = "search async"
	if err := c.ready(ctx, op); err != nil {
		return nil, err
	}
	questions, err := c.asyncQuestions(ctx, op, queries)
	if err != nil {
		return nil, err
	}
	a, err := c.newAwaited(questions)
	if err != nil {
		return nil, invalid(op, err)
	}
	if err := pending.Keep(ctx, c.store, a.question); err != nil {
		return nil, storeError(ctx, op, err)
	}
	var said judge.Acknowledged
	var answer []byte
	_, err = c.exchange(ctx, func() *exchange {
		x := c.newExchange(op, a.question.TransactionID, questions)
		for i := range x.asked.Questions { // those that were kept
			x.asked.Questions[i].ReferenceID = a.question.Items[i].ReferenceID
		}
		x.verb = profile.VerbSearchAsync
		x.decide = func(asked judge.Asked, reply judge.Reply, rules judge.Rules) judge.Verdict {
			said, answer = judge.SearchAsync(asked, reply, rules), reply.Payload
			return verdict(asked, said)
		}
		return x
	})
	if err == nil && said.Answered { // at once, though it was not asked to
		_, err = a.question.Add(ctx, c.store, pending.Answer{
			ReceivedAt: time.Now(), Verified: c.Verifies(), Decrypted: c.session().Encrypts(), Opened: answer,
		})
		if err != nil {
			err = storeError(ctx, op, err)
		}
	}
	if err != nil {
		a.drop(ctx)
		return nil, err
	}
	a.correlationID = said.CorrelationID
	return a.pending(), nil
}

// asyncQuestions checks and plans the queries: what is wrong with any refuses all.
func (c *Client) asyncQuestions(ctx context.Context, op string, queries []search.Query) ([]question, error) {
	p := c.session().Profile()
	if _, err := p.Path(profile.VerbSearchAsync); err != nil {
		return nil, withOp(op, err)
	}
	_, noStatus := p.Path(profile.VerbStatus)
	switch most := p.Asks.MaxBatch; {
	case c.store == nil:
		return nil, invalid(op, errNoStore)
	case !c.session().IsCalledBack() && noStatus != nil:
		return nil, invalid(op, errors.New("an asynchronous search needs WithCallbackURL: the registry must know where to answer"))
	case p.Habit.LosesEncryptedCallbacks && c.session().Encrypts():
		return nil, withOp(op, p.Refuse("the answer to an encrypted asynchronous search comes back empty: ask synchronously, or without WithEncryption"))
	case len(queries) == 0:
		return nil, invalid(op, errors.New("nothing is asked: give at least one query"))
	case len(queries) > c.maxBatch:
		return nil, invalid(op, fmt.Errorf("%d questions are more than the %d of one message: ask in several, or raise WithMaxBatch", len(queries), c.maxBatch))
	case most > 0 && len(queries) > most:
		return nil, withOp(op, p.Refuse(fmt.Sprintf("questions in one message: at most %d; ask each in a message of its own", most)))
	}
	questions, err := c.questions(ctx, op, queries)
	for i, q := range queries {
		if err == nil && q.Page() == 1 && q.PageSize() == 0 {
			questions[i].size, questions[i].sizeIsOurs = 0, true // nothing is said of pages
		}
	}
	return questions, err
}

var errNoStore = errors.New("there is no store to keep the question in: give WithStore, the same store as the callback's")

// newAwaited is a question that was not sent yet.
func (c *Client) newAwaited(questions []question) (*awaited, error) {
	now := time.Now()
	q := &pending.Question{
		Owner: c.session().Name(), TransactionID: c.newTransaction(), MessageID: newID(), AskedAt: now, Deadline: now.Add(c.answerDeadline),
		Items: make([]pending.Item, len(questions)),
	}
	if at := c.session().CallbackURL(); at != "" {
		u, err := url.Parse(at)
		if err != nil {
			return nil, errors.New("the callback URL is malformed")
		}
		q.CallbackPlace = pending.Place(u.Path, c.session().Profile().Paths[profile.VerbOnSearch])
	}
	for i, asked := range questions {
		q.Items[i] = pending.Item{Query: asked.query, ReferenceID: newID(), Page: asked.page, Size: asked.size}
	}
	return &awaited{client: c, question: q}, nil
}

// Resume gives the question with this token, which [Pending.Token] gave: in another
// process, or on another machine that shares the store. The client must be one of the
// same registry and sender.
//
// The error is an [*Error] of [KindInvalid] for a token that is none, for one of another
// registry or sender, and for a question that is no longer pending: its answer was
// handed out, or its deadline is more than an hour ago.
func (c *Client) Resume(ctx context.Context, token string) (*Pending, error) {
	const op = "resume"
	if err := c.ready(ctx, op); err != nil {
		return nil, err
	}
	transaction, correlation, ok := pending.ParseToken(token)
	if !ok {
		return nil, invalid(op, errors.New("the token is none that Pending.Token gave"))
	}
	a, err := c.resumed(ctx, op, transaction)
	if err != nil {
		return nil, err
	}
	a.correlationID = correlation
	return a.pending(), nil
}

func (c *Client) resumed(ctx context.Context, op, transaction string) (*awaited, error) {
	if c.store == nil {
		return nil, invalid(op, errNoStore)
	}
	q, err := pending.Find(ctx, c.store, transaction)
	switch {
	case err != nil:
		return nil, storeError(ctx, op, err)
	case q.Owner != c.session().Name():
		return nil, invalid(op, errors.New("the question was put to another registry, or by another sender"))
	default:
		return &awaited{client: c, question: q}, nil
	}
}

// storeError is the error of a store, or of what is in it.
func storeError(ctx context.Context, op string, err error) error {
	switch {
	case errors.Is(err, pending.ErrNone), errors.Is(err, pending.ErrVersion), errors.Is(err, pending.ErrTooMany):
		return invalid(op, err)
	case ctx.Err() != nil:
		return ended(op, ctx.Err())
	default:
		return &Error{Op: op, Kind: fault.KindUnavailable, Message: "the store of pending questions cannot be used now", Err: err}
	}
}
