package crvs

import (
	"context"
	"errors"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// exchange is one message and what came back. Package profile writes the message,
// the session seals and sends it and opens the answer, and package judge says what
// the answer means.
type exchange struct {
	client    *Client
	verb      profile.Verb
	newBody   func(*exchange) profile.Body                              // makes the body of the message
	decide    func(judge.Asked, judge.Reply, judge.Rules) judge.Verdict // says what the answer means
	questions []question                                                // with their plans
	asked     judge.Asked                                               // the same questions, as the judge wants them, in the same order
	started   time.Time
	response  *transport.Response // nil if there was no answer
	verdict   judge.Verdict
}

// newExchange prepares the exchange of a search. Other verbs replace verb, newBody and decide
// (subscribe.go).
func (c *Client) newExchange(op, transactionID string, questions []question) *exchange {
	x := &exchange{
		client: c, verb: profile.VerbSearch, newBody: (*exchange).search, decide: judge.Answer,
		questions: questions, started: time.Now(),
		asked: judge.Asked{
			Op: op, MessageID: newID(), TransactionID: transactionID, Questions: make([]judge.Question, len(questions)),
		},
	}
	for i, q := range questions {
		x.asked.Questions[i] = judge.Question{Query: q.query, ReferenceID: newID(), Page: q.page, Size: q.size}
	}
	return x
}

// search is the body of a search.
func (x *exchange) search() profile.Body {
	form := x.client.session().Profile().Form
	plans := make(profile.Search, len(x.questions))
	for i, q := range x.questions {
		plans[i] = q.plan
		plans[i].ReferenceID = x.asked.Questions[i].ReferenceID
		if !q.sizeIsOurs || q.page > 1 || form.PageSize < q.size {
			plans[i].Page, plans[i].Size = q.page, q.size
		}
	}
	return plans
}

// encode writes the message in the registry's own form. The text of an error that
// is not ours is not repeated: a codec may quote the question in it.
func (x *exchange) encode() (profile.Encoded, error) {
	s := x.client.session()
	encoded, err := s.Profile().Encode(s.Address(profile.Message{
		MessageID: x.asked.MessageID, TransactionID: x.asked.TransactionID, At: x.started, Body: x.newBody(x),
	}))
	if err == nil {
		return encoded, nil
	}
	if _, ours := errors.AsType[*Error](err); !ours {
		err = &Error{Kind: fault.KindInvalid, Message: "the question cannot be written in the form of this registry"}
	}
	return profile.Encoded{}, withOp(x.asked.Op, err)
}

// send sends the message and judges what comes back.
func (x *exchange) send(ctx context.Context) {
	ctx, end := x.begin(ctx)
	defer end()
	s := x.client.session()
	encoded, err := x.encode()
	if err != nil {
		x.fail(err)
		return
	}
	if x.response, err = s.Send(ctx, x.asked.Op, x.verb, encoded, x.asked.Values); err != nil {
		x.fail(err)
		return
	}
	reply := x.reply()
	if reply.Status >= 200 && reply.Status <= 299 {
		reply.Payload, err = s.Open(ctx, x.response)
		switch {
		case errors.Is(err, envelope.ErrNotSealed):
			reply.NotSealed = err
		case err != nil:
			x.fail(err)
			return
		}
	}
	x.asked.Secrets = s.Secrets(x.response)
	x.verdict = x.decide(x.asked, reply, x.client.rules())
}

// fail ends the exchange with an error of the whole message: there is no answer to judge.
func (x *exchange) fail(err error) {
	status := 0
	if x.response != nil {
		status = x.response.Status
	}
	x.verdict = judge.Verdict{Failed: x.asked.Failed(err, status)}
}

// reply is the answer as it came, before it is opened.
func (x *exchange) reply() judge.Reply {
	r := x.response
	return judge.Reply{Status: r.Status, ContentType: r.Header.Get("Content-Type"), RetryAfter: r.RetryAfter, Body: r.Body}
}

func (c *Client) rules() judge.Rules {
	return judge.Rules{Profile: c.session().Profile(), Same: c.same, Verified: c.session().Verifies(), Now: time.Now()}
}

func (x *exchange) outcomes() []outcome {
	out := make([]outcome, len(x.verdict.Outcomes))
	for i, o := range x.verdict.Outcomes {
		out[i] = outcome{Outcome: o, messageID: x.asked.MessageID, status: x.response.Status}
	}
	return out
}

// begin tells the observer of the exchange. The function that it returns tells
// how it ended.
func (x *exchange) begin(ctx context.Context) (context.Context, func()) {
	if x.client.observer == nil {
		return ctx, func() {}
	}
	step := Step{
		Kind: StepExchange, Op: x.asked.Op, Profile: x.client.session().Profile().Name, Questions: len(x.questions),
		MessageID: x.asked.MessageID, TransactionID: x.asked.TransactionID,
	}
	if len(x.questions) == 1 {
		step.Form = x.questions[0].query.Form()
	}
	ctx, end := x.client.observer.begin(ctx, step)
	return ctx, func() {
		e := StepEnd{Outcome: outcomeAnswered, CorrelationID: x.verdict.CorrelationID}
		if x.response != nil {
			e.HTTPStatus, e.Attempts = x.response.Status, x.response.Attempts
		}
		if x.verdict.Failed != nil {
			e.Outcome = string(x.verdict.Failed.Kind)
		}
		for _, o := range x.verdict.Outcomes {
			e.Records += len(o.Page.Hits)
			if o.Err != nil {
				e.Failed++
			}
		}
		end(e)
	}
}

// about is an error of our own judgement about what came of a question.
func about(op string, kind fault.Kind, message string, o outcome) *Error {
	return &Error{
		Op: op, Kind: kind, Message: message, HTTPStatus: o.status, MessageID: o.messageID,
		ReferenceID: o.Page.ReferenceID, TransactionID: o.Page.TransactionID, CorrelationID: o.Page.CorrelationID,
	}
}
