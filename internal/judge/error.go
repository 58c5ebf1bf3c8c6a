package judge

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// fail is an error of our own judgement about this answer.
func (j *judgement) fail(kind fault.Kind, message string) *fault.Error {
	return &fault.Error{
		Op: j.asked.Op, Kind: kind, Message: message, HTTPStatus: j.reply.Status,
		MessageID: j.asked.MessageID, TransactionID: j.asked.TransactionID, CorrelationID: j.correlationID,
	}
}

// peer is an error that the registry names itself. Of a message that holds a value
// of any question, or what we are known by, nothing is kept.
func (j *judgement) peer(said profile.PeerError) *fault.Error {
	kind := fault.KindRejected
	if said.Code != "" {
		kind = fault.KindOfCode(said.Code)
	}
	e := j.fail(kind, j.held().Mask(said.Message))
	e.Code = j.code(said.Code)
	e.Peer = true
	e.RetryAfter = j.reply.RetryAfter
	return e
}

func (j *judgement) notYet(status codes.RequestStatus) *fault.Error {
	return j.fail(fault.KindUnavailable, "the registry has the question and has not answered it yet (status "+string(status)+"): ask again later")
}

// undelivered gives an error of another room the ids of this message.
func (j *judgement) undelivered(err error) *fault.Error { return j.asked.Failed(err, j.reply.Status) }

// Values are the personal values of the questions.
func (a Asked) Values() []string {
	var values []string
	for _, q := range a.Questions {
		values = append(values, q.Query.Values()...)
	}
	return values
}

// Failed gives an error that befell the whole message its ids. The text of an
// error that is not ours (that of a caller's key source) is not repeated: it may
// hold anything. The status is that of the HTTP answer, 0 if there was none.
func (a Asked) Failed(err error, status int) *fault.Error {
	failed, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return &fault.Error{
			Op: a.Op, Kind: fault.KindUnavailable, Message: "the keys could not be had: the key source failed with an error of its own, which is not quoted because it may hold secrets", HTTPStatus: status,
			MessageID: a.MessageID, TransactionID: a.TransactionID,
		}
	}
	own := *failed
	if own.Op == "" {
		own.Op = a.Op
	}
	own.MessageID, own.TransactionID = a.MessageID, a.TransactionID
	return &own
}

// httpError is the error of an HTTP status that is not a success. r is nil if the
// body was not JSON.
func (j *judgement) httpError(r *profile.Received) *fault.Error {
	status := j.reply.Status
	var said profile.PeerError
	if r != nil {
		said = firstError(r)
	}
	e := j.peer(said)
	if said == (profile.PeerError{}) {
		e = j.fail("", http.StatusText(status)+": "+j.excerpt())
	}
	// The registry's own code says more than the status, unless it is only the
	// status again, or unknown.
	if !said.Code.Known() {
		e.Kind = fault.KindOfStatus(status)
	}
	e.RetryAfter = j.reply.RetryAfter
	e.Hint = j.rules.Profile.Habit.Meanings[status]
	if status == http.StatusNotFound && e.Code != codes.ReasonRequestNotFound { // which says the same
		e.Message = "there is no such endpoint (an HTTP 404 speaks of a URL, never of a person): check the base URL and its path prefix; " + e.Message
		e.Peer = false
	}
	return e
}

// unreadable is the error of a success whose body is not the promised JSON.
func (j *judgement) unreadable(err error) *fault.Error {
	e := j.fail(fault.KindProtocol, "")
	syntax, ok := errors.AsType[*profile.SyntaxError](err)
	switch {
	case !ok || len(strings.TrimSpace(string(j.reply.Body))) == 0 || !looksLikeJSON(j.reply.Body):
		e.Message = "the answer is " + j.excerpt() + " where JSON was promised: check the base URL, and what stands before the registry"
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
func (j *judgement) excerpt() string {
	values := j.values()
	if j.reply.Status < 300 && len(j.asked.Questions) > 0 {
		values = append(slices.Clone(values), string(j.reply.Body))
	}
	return transport.Excerpt(j.reply.ContentType, j.reply.Body, values)
}

// values are what must not appear in anything that we quote: what was asked, and
// what we are known by.
func (j *judgement) values() []string {
	if j.secrets == nil {
		j.secrets = append(slices.Clone(j.asked.Secrets), j.asked.Values()...)
	}
	return j.secrets
}

// held are the same values as [judgement.values], made ready to be looked for.
func (j *judgement) held() *transport.Values {
	if j.ready == nil {
		j.ready = transport.NewValues(j.values())
	}
	return j.ready
}

// unknownCode stands for a code that cannot be shown.
const unknownCode codes.ReasonCode = "unknown"

// code keeps a registry's own word as it came, unless it repeats a value of the
// question or is a number too long for a code.
func (j *judgement) code(c codes.ReasonCode) codes.ReasonCode {
	isNumber := strings.Trim(string(c), "0123456789") == ""
	if c != "" && (isNumber && len(c) > 5 || j.id(string(c)) == "" || j.held().Is(string(c))) {
		return unknownCode
	}
	return c
}

// id keeps an id of a peer if it looks like one, unless it holds a value of the
// question, in whatever form: it stands in errors.
func (j *judgement) id(s string) string {
	if !isID(s) || j.held().HeldBy(s) {
		return ""
	}
	return s
}

// isID says whether a text looks like an id: at most 99 visible ASCII characters, as
// the standard has it, and no e-mail address.
func isID(s string) bool {
	return s != "" && len(s) <= 99 && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '@' })
}
