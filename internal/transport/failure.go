package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// errAttemptTimeout is the cause of the context of an attempt whose time is up.
var errAttemptTimeout = errors.New("the time for one attempt is over")

// bodyLimitError is an answer larger than MaxBody.
type bodyLimitError struct {
	limit  int64
	status int
}

func (e *bodyLimitError) Error() string {
	return fmt.Sprintf("the answer is larger than the limit of %d bytes", e.limit)
}

// brokenBodyError is an answer that ended before its end.
type brokenBodyError struct {
	after  int64
	status int
	err    error
}

func (e *brokenBodyError) Error() string {
	return fmt.Sprintf("the answer broke off after %d bytes", e.after)
}

func (e *brokenBodyError) Unwrap() error { return e.err }

// failure turns what ended a call without an answer into the error that says so.
func (e *call) failure(ctx context.Context, err error) *fault.Error {
	if ctx.Err() != nil {
		return e.contextFailure(ctx)
	}
	f := classify(err)
	message := f.message
	if errors.Is(err, errAttemptTimeout) {
		message = fmt.Sprintf("no whole answer within %s, the timeout of one attempt", e.client.o.Timeout)
	}
	if e.attempt > 1 {
		message += fmt.Sprintf(" (after %d attempts)", e.attempt)
	}
	if e.op == opToken {
		message = ofTokenEndpoint(message)
	}
	return &fault.Error{
		Op: e.op, Kind: f.kind, Message: message, HTTPStatus: f.status, Err: newCause(err, f.is),
		Permanent: f.kind == fault.KindUnavailable && !f.retry, // it does not pass by itself
	}
}

// ofTokenEndpoint words the advice for a request to the token endpoint.
func ofTokenEndpoint(message string) string {
	return strings.NewReplacer(
		"the base URL", "the token URL",
		"; ask for smaller pages, or raise it (WithMaxBody)", "; check the token URL",
	).Replace(message)
}

// contextFailure is for a call that its caller ended.
func (e *call) contextFailure(ctx context.Context) *fault.Error {
	kind := contextKind(ctx)
	message := "the caller canceled the call"
	if kind == fault.KindTimeout {
		message = "the caller's deadline passed before there was an answer"
	}
	if e.status != 0 { // ended in the wait after an answer
		message += fmt.Sprintf(" (while waiting to ask again after HTTP %d)", e.status)
	}
	return &fault.Error{Op: e.op, Kind: kind, Message: message, HTTPStatus: e.status, Err: newCause(context.Cause(ctx), ctx.Err())}
}

func contextKind(ctx context.Context) fault.Kind {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fault.KindTimeout
	}
	return fault.KindCanceled
}

// finding is what an error of net/http means.
type finding struct {
	kind    fault.Kind
	message string
	retry   bool  // may pass by itself
	status  int   // of an answer that was there but not usable
	is      error // what errors.Is must find, whatever the cause is
}

// classify reads an error that is not the caller's context. What it does not
// know it takes for something that may pass: attempts are few, the message is
// the same, and the transports' own errors are many and without types.
func classify(err error) finding {
	err = stripURL(err)
	if f, ok := classifyOurs(err); ok {
		return f
	}
	if f, ok := classifyTLS(err); ok {
		return f
	}
	if f, ok := classifyNet(err); ok {
		return f
	}
	return classifyText(err)
}

func classifyOurs(err error) (finding, bool) {
	if errors.Is(err, errAttemptTimeout) {
		return finding{kind: fault.KindTimeout, message: err.Error(), retry: true, is: context.DeadlineExceeded}, true
	}
	if e, ok := errors.AsType[*redirectError](err); ok {
		return finding{kind: fault.KindProtocol, message: "the server redirects to " + e.to + ", which is not followed: " + e.reason, status: e.status}, true
	}
	if e, ok := errors.AsType[*bodyLimitError](err); ok {
		return finding{kind: fault.KindProtocol, message: e.Error() + "; ask for smaller pages, or raise it (WithMaxBody)", status: e.status}, true
	}
	if e, ok := errors.AsType[*brokenBodyError](err); ok {
		return finding{kind: fault.KindUnavailable, message: e.Error(), retry: true, status: e.status}, true
	}
	return finding{}, false
}

func classifyNet(err error) (finding, bool) {
	unavailable := func(retry bool, message string) (finding, bool) {
		return finding{kind: fault.KindUnavailable, message: message, retry: retry}, true
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		switch {
		case e.IsNotFound:
			return unavailable(false, fmt.Sprintf("no such host %s: check the base URL", printable(e.Name)))
		default:
			return unavailable(true, fmt.Sprintf("the name %s could not be looked up: check this machine's DNS", printable(e.Name)))
		}
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return unavailable(false, "the address cannot be dialed: check host and port of the base URL")
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return unavailable(true, "connection refused: nothing listens there; check host and port of the base URL, or the server is down")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return unavailable(true, "no way to the server: check network, VPN and firewall")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNABORTED),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrClosedPipe), errors.Is(err, net.ErrClosed):
		return unavailable(true, "the connection broke before there was an answer")
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return finding{kind: fault.KindTimeout, message: "the server did not answer the connection in time", retry: true, is: context.DeadlineExceeded}, true
	}
	return finding{}, false
}

// classifyText knows errors of net/http that have no type. Their text is only
// looked at, never quoted: it repeats bytes of the answer.
func classifyText(err error) finding {
	text := err.Error()
	switch {
	case strings.Contains(text, `malformed HTTP response "\x15\x03`):
		return finding{kind: fault.KindUnavailable, message: "the server speaks TLS on this port: use https in the base URL"}
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "malformed MIME header"),
		strings.Contains(text, "failed to parse Location header"), strings.Contains(text, "unsupported transfer encoding"):
		return finding{kind: fault.KindProtocol, message: "what answered does not speak proper HTTP: check host and port of the base URL"}
	case strings.Contains(text, "response headers exceeded"):
		return finding{kind: fault.KindProtocol, message: "the headers of the answer are too large"}
	case strings.Contains(text, "server closed idle connection"), strings.Contains(text, "connection broken"), strings.Contains(text, "connection lost"):
		return finding{kind: fault.KindUnavailable, message: "the connection broke before there was an answer", retry: true}
	default:
		return finding{
			kind: fault.KindUnavailable, retry: true,
			message: fmt.Sprintf("no answer (an error of type %T, not quoted: it may hold secrets)", err),
		}
	}
}

// stripURL takes the *url.Error off: its text is the URL, whose query may hold
// secrets.
func stripURL(err error) error {
	for {
		u, ok := errors.AsType[*url.Error](err)
		if !ok || u.Err == nil {
			return err
		}
		err = u.Err
	}
}

// printable is a host name as it may stand in a message.
func printable(name string) string {
	name = strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f {
			return '?'
		}
		return r
	}, name)
	return name[:min(len(name), 253)]
}

// cause is the error behind a fault.Error. errors.Is and errors.As look through
// it; its text is ours, because that of the error it holds may quote an answer
// or a URL. For the same reason it does not unwrap.
type cause struct {
	err  error
	is   error
	text string
}

func newCause(err, is error) error {
	err = stripURL(err)
	c := &cause{err: err, is: is, text: fmt.Sprintf("%T", err)}
	errno, isErrno := errors.AsType[syscall.Errno](err)
	switch {
	case is != nil:
		c.text = is.Error()
	case isErrno:
		c.text = errno.Error()
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		c.text = "unexpected EOF"
	case errors.Is(err, http.ErrSchemeMismatch):
		c.text = http.ErrSchemeMismatch.Error()
	}
	if e, ok := errors.AsType[*bodyLimitError](err); ok {
		c.text = e.Error()
	}
	return c
}

func (c *cause) Error() string    { return c.text }
func (c *cause) GoString() string { return fmt.Sprintf("%q", c.text) }

// Is finds the error that c holds, but none of our sentinels: what a transport or
// a token source of the caller's own returns must not pass for the registry's
// "no such record".
func (c *cause) Is(target error) bool {
	if isSentinel(target) {
		return false
	}
	return c.is != nil && errors.Is(c.is, target) || errors.Is(c.err, target)
}

func isSentinel(err error) bool {
	return slices.Contains([]error{
		fault.ErrNotFound, fault.ErrAmbiguous, fault.ErrOvermatch, fault.ErrUnsupported, fault.ErrSignature,
		fault.ErrReplay, fault.ErrRateLimited, fault.ErrUnauthorized, fault.ErrUnstable,
	}, err)
}

// As finds the error that c holds.
func (c *cause) As(target any) bool { return errors.As(c.err, target) }
