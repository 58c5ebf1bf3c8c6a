package crvs

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/answer"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// fail is an error of our own judgement about this exchange.
func (x *exchange) fail(kind Kind, message string) *Error {
	e := &Error{
		Op: x.op, Kind: kind, Message: message,
		MessageID: x.messageID, TransactionID: x.transactionID, CorrelationID: x.correlationID,
	}
	if x.response != nil {
		e.HTTPStatus = x.response.Status
	}
	return e
}

// peer is an error that the registry names itself. Its message is kept with the
// values of the question masked.
func (x *exchange) peer(said answer.Error) *Error {
	kind := fault.KindRejected
	if said.Code != "" {
		kind = fault.KindOfCode(said.Code)
	}
	e := x.fail(kind, transport.Mask(said.Message, x.values()))
	e.Code = x.code(said.Code)
	e.Peer = true
	if x.response != nil {
		e.RetryAfter = x.response.RetryAfter
	}
	return e
}

// unreadable is the error of a success whose body is not the promised JSON.
func (x *exchange) unreadable(err error) *Error {
	e := x.fail(fault.KindProtocol, "")
	syntax, ok := errors.AsType[*answer.SyntaxError](err)
	switch {
	case !ok || len(strings.TrimSpace(string(x.response.Body))) == 0 || !looksLikeJSON(x.response.Body):
		e.Message = "the answer is " + x.excerpt() + " where JSON was promised: check the base URL, and what stands before the registry"
	case syntax.Truncated:
		e.Message = "the answer is cut off: " + syntax.Error()
		e.Err = syntax
	default:
		e.Message = "the answer is " + syntax.Error()
		e.Err = syntax
	}
	return e
}

func looksLikeJSON(body []byte) bool {
	text := strings.TrimLeft(string(body[:min(len(body), 64)]), " \t\r\n\ufeff")
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

// excerpt describes the body. A success in plain text may be a record, whose
// names nobody can tell from other words: it is masked whole.
func (x *exchange) excerpt() string {
	values := x.values()
	if x.response.Status < 300 && len(x.questions) > 0 {
		values = append(values, string(x.response.Body))
	}
	return transport.Excerpt(x.response.Header.Get("Content-Type"), x.response.Body, values)
}

// values are what must not appear in anything that we quote: what was asked, and
// what we are known by.
func (x *exchange) values() []string {
	if x.secrets == nil {
		x.secrets = append(x.client.config.credentials(), x.response.Sent()...)
		for _, q := range x.questions {
			x.secrets = append(x.secrets, q.query.Values()...)
		}
		slices.Sort(x.secrets)
		x.secrets = slices.Compact(x.secrets)
	}
	return slices.Clone(x.secrets)
}

// credentials are the secrets that the caller gave.
func (c config) credentials() []string {
	out := []string{c.transport.Password}
	for _, secret := range []*string{c.bearer, c.secret} {
		if secret != nil {
			out = append(out, *secret)
		}
	}
	for _, values := range c.transport.Header {
		for _, v := range values {
			out = append(out, v)
			out = append(out, strings.Fields(v)...) // "Bearer x": x alone, too
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return len(s) < 4 || s == "Bearer" || s == "Basic" })
}

// transportError gives the transport's error the ids of this exchange.
func (x *exchange) transportError(err error) *Error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = x.fail(fault.KindUnavailable, "no answer")
		return e
	}
	withIDs := *e
	withIDs.MessageID, withIDs.TransactionID = x.messageID, x.transactionID
	return &withIDs
}

// ended is the error of a call whose context was over before it began.
func ended(op string, err error) *Error {
	kind := fault.KindCanceled
	if errors.Is(err, context.DeadlineExceeded) {
		kind = fault.KindTimeout
	}
	return &Error{Op: op, Kind: kind, Message: "the caller's context ended", Err: err}
}

// code keeps a registry's own word as it came, unless it repeats a value of the
// question or is a number too long for a code.
func (x *exchange) code(c codes.ReasonCode) codes.ReasonCode {
	if len(c) > 5 && strings.Trim(string(c), "0123456789") == "" {
		return ""
	}
	return codes.ReasonCode(x.id(string(c)))
}

// id keeps an id of a peer, unless it repeats a value of the question; one of
// less than four characters may stand in any id.
func (x *exchange) id(s string) string {
	folded := strings.ToLower(s)
	for _, v := range x.values() {
		if len(v) > 3 && strings.Contains(folded, strings.ToLower(v)) {
			return ""
		}
	}
	return tidy(s)
}

// tidy keeps an id or a code of a peer if it looks like one: at most 99 visible
// ASCII characters, as the standard has it.
func tidy(s string) string {
	if len(s) > 99 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return s
}
