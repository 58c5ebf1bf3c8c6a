package crvs

import (
	"context"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/search"
)

// AuditRecord says of one message who asked what kind of question, on what
// ground, and what came of it. It holds no personal data: neither the values
// asked for nor the records, and of a purpose only its code and where the code
// is documented, for its text is free.
type AuditRecord struct {
	Op         string        // the verb: "find", "search", "search batch", "search async" and later "search async answer", "subscribe", "locations"
	Time       time.Time     // when the message was made
	Duration   time.Duration // until its answer was judged, retries and waits included
	Attempts   int           // how often it was sent; 0 if there was no answer at all
	HTTPStatus int           // of the answer, 0 if there was none

	SenderID, ReceiverID                    string
	MessageID, TransactionID, CorrelationID string

	Outcome   string // "answered", or the Kind of the error that befell the whole message
	Code      codes.ReasonCode
	Questions []AuditQuestion
}

// AuditQuestion is one question of an [AuditRecord].
type AuditQuestion struct {
	ReferenceID string
	Form        string // search.Query.Form: the kind of question without its values
	Consent     *AuditGrant
	Authorize   *AuditGrant

	Outcome string // "found", "not_found", "accepted" (a subscription), or the Kind of the error
	Code    codes.ReasonCode
	Records int // handed on
}

// AuditGrant is a consent or a legal ground that was stated.
type AuditGrant struct {
	At          time.Time
	PurposeCode string
	PurposeURI  string
}

const (
	outcomeAnswered = "answered"
	outcomeAccepted = "accepted"
)

func (x *exchange) audit(ctx context.Context) {
	report := x.client.report
	if report == nil {
		return
	}
	r := AuditRecord{
		Op: x.asked.Op, Time: x.started, Duration: time.Since(x.started),
		SenderID: x.client.session().SenderID(), ReceiverID: x.client.session().ReceiverID(),
		MessageID: x.asked.MessageID, TransactionID: x.asked.TransactionID, CorrelationID: x.verdict.CorrelationID,
		Outcome: outcomeAnswered,
	}
	if x.response != nil {
		r.Attempts, r.HTTPStatus = x.response.Attempts, x.response.Status
	}
	if failed := x.verdict.Failed; failed != nil {
		r.Outcome, r.Code = string(failed.Kind), failed.Code
	}
	for i, q := range x.asked.Questions {
		r.Questions = append(r.Questions, x.auditQuestion(i, q))
	}
	report(ctx, r)
}

func (x *exchange) auditQuestion(i int, q judge.Question) AuditQuestion {
	a := AuditQuestion{ReferenceID: q.ReferenceID, Form: q.Query.Form(), Outcome: "found"}
	if c := q.Query.Consent(); c != nil {
		a.Consent = grant(c.Given, c.Purpose)
	}
	if g := q.Query.Authorize(); g != nil {
		a.Authorize = grant(g.Since, g.Purpose)
	}
	failed := x.verdict.Failed
	if failed == nil {
		failed = x.verdict.Outcomes[i].Err
		a.Records = len(x.verdict.Outcomes[i].Page.Hits)
	}
	switch {
	case failed != nil:
		a.Outcome, a.Code = string(failed.Kind), failed.Code
	case x.verb != profile.VerbSearch:
		a.Outcome = outcomeAccepted
	case a.Records == 0:
		a.Outcome = "not_found"
	}
	return a
}

func grant(at time.Time, p search.Purpose) *AuditGrant {
	return &AuditGrant{At: at, PurposeCode: p.Code, PurposeURI: p.RefURI}
}
