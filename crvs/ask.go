package crvs

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
	"github.com/openspmis/dci-crvs-go/search"
)

// question is one query as it is asked.
type question struct {
	query       search.Query
	plan        profile.Plan // of the query, in the registry's words
	referenceID string
	page        int
	size        int  // of the page
	sizeIsOurs  bool // and not asked for: a registry's own will do
}

// outcome is what came of one question: a page, or an error.
type outcome struct {
	page search.Page
	raw  []byte // the records as they came, to tell a repeated page
	size int    // of the page, if the registry said it; else below 1
	err  *Error

	messageID string
	status    int // of HTTP
}

// exchange is one message and what came back.
type exchange struct {
	client        *Client
	op            string
	messageID     string
	transactionID string
	correlationID string
	started       time.Time
	questions     []question
	response      *transport.Response // nil if there was no answer
	outcomes      []outcome           // one for each question, unless failed
	secrets       []string            // what must not be quoted: see values
	failed        *Error              // the message as a whole was not answered
}

// ask sends the questions in one message and judges the answer. It returns one
// outcome for each question, or the error that befell all of them.
//
// After no answer the transport has already sent the same bytes again. After an
// answer that a new message can mend (401, duplicate id, stale time) one new
// message is sent: new message_id and time, same transaction_id.
func (c *Client) ask(ctx context.Context, op, transactionID string, questions []question) ([]outcome, error) {
	if p := c.config.profile; p.Asks.NoPages && slices.ContainsFunc(questions, func(q question) bool { return q.page > 1 }) {
		return nil, refused(op, p.Refuse("it knows no pages: everything is on page 1"))
	}
	var authorized, renewed bool
	for {
		x := c.exchange(ctx, op, transactionID, questions)
		again := false
		switch {
		case !authorized && x.unauthorized():
			authorized, again = true, c.transport.Forget(x.response)
		case !renewed && (x.wantsNewMessage() || c.renewKeys(ctx, x)):
			renewed, again = true, true
		}
		x.audit(ctx)
		if again && ctx.Err() == nil {
			continue
		}
		if x.failed != nil {
			return nil, x.failed
		}
		return x.outcomes, nil
	}
}

// exchange sends one message and judges what comes back.
func (c *Client) exchange(ctx context.Context, op, transactionID string, questions []question) *exchange {
	x := &exchange{
		client: c, op: op, messageID: newID(), transactionID: transactionID,
		started: time.Now(), questions: make([]question, len(questions)),
	}
	for i, q := range questions {
		q.referenceID = newID()
		x.questions[i] = q
	}
	encoded, err := x.encode()
	if err != nil {
		x.failed = x.fail(fault.KindInvalid, "the question cannot be written as JSON")
		return x
	}
	body, header, err := c.trust.seal(ctx, c.config.receiver, encoded)
	if err != nil {
		x.failed = x.transportError(err)
		return x
	}
	x.response, err = c.transport.Do(ctx, transport.Request{Op: op, URL: c.base + c.config.profile.Paths.SyncSearch, Body: body, Header: header})
	if err != nil {
		x.failed = x.transportError(err)
		return x
	}
	x.judge(ctx)
	return x
}

// encode writes the message in the registry's own form.
func (x *exchange) encode() (profile.Encoded, error) {
	p := x.client.config.profile
	m := profile.Message{
		MessageID: x.messageID, TransactionID: x.transactionID,
		SenderID: x.client.config.sender, ReceiverID: x.client.config.receiver, SenderURI: x.client.config.callbackURL,
		Encrypted: x.client.trust.encrypter != nil,
		At:        x.started, Plans: make([]profile.Plan, len(x.questions)),
	}
	for i, q := range x.questions {
		plan := q.plan
		plan.ReferenceID = q.referenceID
		if !q.sizeIsOurs || q.page > 1 || p.Form.PageSize < q.size {
			plan.Page, plan.Size = q.page, q.size
		}
		m.Plans[i] = plan
	}
	return p.Encode(m)
}

func (x *exchange) unauthorized() bool {
	return x.failed != nil && x.response != nil &&
		(x.failed.Kind == fault.KindUnauthorized || x.response.Status == http.StatusUnauthorized)
}

// wantsNewMessage says whether everything that was asked failed for a reason
// that only a new message can mend.
func (x *exchange) wantsNewMessage() bool {
	if x.failed != nil {
		return renewable(x.failed)
	}
	for _, o := range x.outcomes {
		if o.err == nil || !renewable(o.err) {
			return false
		}
	}
	return len(x.outcomes) > 0
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
	if err := ctx.Err(); err != nil {
		return nil, ended("preview", err)
	}
	question, err := c.question("preview", q)
	if err != nil {
		return nil, err
	}
	question.referenceID = newID()
	x := &exchange{client: c, messageID: newID(), transactionID: c.newTransaction(), started: time.Now()}
	x.questions = append(x.questions, question)
	encoded, err := x.encode()
	if err != nil {
		return nil, invalid("preview", err)
	}
	return encoded.Body(), nil
}

// refused gives the error of a profile its operation.
func refused(op string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return invalid(op, err)
	}
	own := *e
	own.Op = op
	return &own
}

// question checks a query, puts it into the registry's words, and fills in what
// it leaves to the client. Nothing is sent that fails here.
func (c *Client) question(op string, q search.Query) (question, error) {
	if err := q.Validate(); err != nil {
		return question{}, invalid(op, err)
	}
	p := &c.config.profile
	plan, err := p.Plan(q)
	if err != nil {
		return question{}, refused(op, err)
	}
	out := question{query: q, plan: plan, page: q.Page(), size: q.PageSize()}
	if out.size == 0 {
		out.size = c.config.pageSize
		// A number has few records: how a registry pages them is its own matter.
		if q.Type() == codes.QueryTypeIdentifier && p.Form.PageSize > 0 {
			out.size, out.sizeIsOurs = p.Form.PageSize, true
		}
	}
	return out, nil
}
