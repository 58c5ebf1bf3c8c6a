package crvs

import (
	"context"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/convert"
	"github.com/openspmis/dci-crvs-go/internal/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
	"github.com/openspmis/dci-crvs-go/search"
)

// question is one query as it is asked.
type question = convert.Question

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
	body          []byte
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
	var authorized, renewed bool
	for {
		x := c.exchange(ctx, op, transactionID, questions)
		again := false
		switch {
		case !authorized && x.unauthorized():
			authorized, again = true, c.transport.Forget(x.response)
		case !renewed && x.wantsNewMessage():
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
		q.ReferenceID = newID()
		x.questions[i] = q
	}
	var err error
	if x.body, err = x.message().Bytes(); err != nil {
		x.failed = x.fail(fault.KindInvalid, "the question cannot be written as JSON")
		return x
	}
	x.response, err = c.transport.Do(ctx, transport.Request{Op: op, URL: c.base + pathSyncSearch, Body: x.body})
	if err != nil {
		x.failed = x.transportError(err)
		return x
	}
	x.judge()
	return x
}

func (x *exchange) message() convert.Search {
	return convert.Search{
		MessageID: x.messageID, TransactionID: x.transactionID,
		SenderID: x.client.config.sender, ReceiverID: x.client.config.receiver,
		At: x.started, Questions: x.questions,
	}
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
// JSON, and sends nothing ([Client.Find] sends the same, with a page of 2 where
// the query does not say). It holds the values of the question and so personal
// data: show it, do not log it. It returns an [*Error] of [KindInvalid] for a
// query that would be refused.
func (c *Client) Preview(ctx context.Context, q search.Query) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, ended("preview", err)
	}
	if err := refuse("preview", q); err != nil {
		return nil, err
	}
	x := &exchange{client: c, messageID: newID(), transactionID: newID(), started: time.Now()}
	x.questions = []question{c.question(q)}
	x.questions[0].ReferenceID = newID()
	return x.message().Bytes()
}

// question fills in what the query leaves to the client.
func (c *Client) question(q search.Query) question {
	size := q.PageSize()
	if size == 0 {
		size = c.config.pageSize
	}
	return question{Query: q, Page: q.Page(), PageSize: size}
}
