package crvs

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/search"
)

// question is one query as it is asked.
type question struct {
	query      search.Query
	plan       profile.Plan // of the query, in the registry's words
	page       int
	size       int  // of the page
	sizeIsOurs bool // and not asked for: a registry's own will do
}

// question checks a query, puts it into the registry's words, and fills in what
// it leaves to the client. Nothing is sent that fails here.
func (c *Client) question(ctx context.Context, op string, q search.Query) (question, error) {
	if err := c.ready(ctx, op); err != nil {
		return question{}, err
	}
	if err := q.Validate(); err != nil {
		return question{}, invalid(op, err)
	}
	p := c.session().Profile()
	plan, err := p.Plan(q)
	if err != nil {
		return question{}, withOp(op, err)
	}
	out := question{query: q, plan: plan, page: q.Page(), size: q.PageSize()}
	if out.size == 0 {
		out.size = c.pageSize
		// A number has few records: how a registry pages them is its own matter.
		if q.Type() == codes.QueryTypeIdentifier && p.Form.PageSize > 0 {
			out.size, out.sizeIsOurs = p.Form.PageSize, true
		}
	}
	return out, nil
}

// outcome is what came of one question.
type outcome struct {
	judge.Outcome

	messageID string
	status    int // of HTTP
}

// ask sends the questions in one message and judges the answer. It returns one
// outcome for each question, or the error that befell all of them.
func (c *Client) ask(ctx context.Context, op, transactionID string, questions []question) ([]outcome, error) {
	p := c.session().Profile()
	if _, err := p.Path(profile.VerbSearch); err != nil {
		return nil, withOp(op, err)
	}
	if p.Asks.NoPages && slices.ContainsFunc(questions, func(q question) bool { return q.page > 1 }) {
		return nil, withOp(op, p.Refuse("it knows no pages: everything is on page 1"))
	}
	x, err := c.exchange(ctx, func() *exchange { return c.newExchange(op, transactionID, questions) })
	if err != nil {
		return nil, err
	}
	return x.outcomes(), nil
}

// exchange sends a message and judges the answer. It returns the error that befell
// the whole message.
//
// After no answer the transport has already sent the same bytes again. After an
// answer that a new message can mend (401, duplicate id, stale time) one new
// message is sent: new message_id and time, same transaction_id.
func (c *Client) exchange(ctx context.Context, message func() *exchange) (*exchange, error) {
	var authorized, renewed bool
	for {
		x := message()
		x.send(ctx)
		again := false
		switch {
		case !authorized && x.unauthorized():
			authorized, again = true, c.session().Forget(x.response)
		case !renewed && (x.wantsNewMessage() || c.session().RenewKeys(ctx, x.response, x.verdict.Failed)):
			renewed, again = true, true
		}
		x.audit(ctx)
		if again && ctx.Err() == nil {
			continue
		}
		if x.verdict.Failed != nil {
			return nil, x.verdict.Failed
		}
		return x, nil
	}
}

func (c *Client) askOne(ctx context.Context, op, transactionID string, q question) (outcome, error) {
	outcomes, err := c.ask(ctx, op, transactionID, []question{q})
	if err != nil {
		return outcome{}, err
	}
	if outcomes[0].Err != nil {
		return outcome{}, outcomes[0].Err
	}
	return outcomes[0], nil
}

// unauthorized says whether a fresh token may help.
func (x *exchange) unauthorized() bool {
	failed := x.verdict.Failed
	return failed != nil && x.response != nil &&
		(failed.Kind == fault.KindUnauthorized || x.response.Status == http.StatusUnauthorized)
}

// wantsNewMessage says whether everything that was asked failed for a reason
// that only a new message can mend.
func (x *exchange) wantsNewMessage() bool {
	if x.verdict.Failed != nil {
		return renewable(x.verdict.Failed)
	}
	for _, o := range x.verdict.Outcomes {
		if o.Err == nil || !renewable(o.Err) {
			return false
		}
	}
	return len(x.verdict.Outcomes) > 0
}

func renewable(e *Error) bool {
	r, ok := e.Code.Reason()
	return ok && r.Retry == codes.RetryNewMessage && e.Kind != fault.KindUnauthorized
}

// Preview returns the message that [Client.SearchPage] would send for q, as
// JSON before it is encrypted and signed, and sends nothing ([Client.Find] sends the same, with a page of 2 where
// the query does not say). It holds the values of the question and so personal
// data: show it, do not log it. It returns an [*Error] of [KindInvalid] for a
// query that would be refused.
func (c *Client) Preview(ctx context.Context, q search.Query) ([]byte, error) {
	const op = "preview"
	asked, err := c.question(ctx, op, q)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, ended(op, err)
	}
	encoded, err := c.newExchange(op, c.newTransaction(), []question{asked}).encode()
	if err != nil {
		return nil, err
	}
	return encoded.Body(), nil
}

// withOp gives an error of another room its operation.
func withOp(op string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return invalid(op, err)
	}
	own := *e
	own.Op = op
	return &own
}

// ended is the error of a call whose context was over before it began.
func ended(op string, err error) *Error {
	kind := fault.KindCanceled
	if errors.Is(err, context.DeadlineExceeded) {
		kind = fault.KindTimeout
	}
	return &Error{Op: op, Kind: kind, Message: "the caller's context ended", Err: err}
}

func invalid(op string, err error) *Error {
	return &Error{Op: op, Kind: fault.KindInvalid, Err: err}
}
