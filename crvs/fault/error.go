// Package fault holds the SDK's one error type, its kinds and its sentinels.
// crvs hands them on under its own name; everything below crvs returns them.
package fault

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Sentinels for the decisions that callers take. Compare with [errors.Is]:
// every [*Error] of the matching kind answers to its sentinel.
var (
	// ErrNotFound: a registry was asked, understood, and has no such record among
	// those that it shows to this client.
	ErrNotFound     = errors.New("no such record")
	ErrAmbiguous    = errors.New("more than one record")
	ErrOvermatch    = errors.New("a record contradicts the question")
	ErrUnsupported  = errors.New("this registry cannot be asked this")
	ErrSignature    = errors.New("signature missing or wrong")
	ErrReplay       = errors.New("message seen before")
	ErrRateLimited  = errors.New("too many requests")
	ErrUnauthorized = errors.New("credentials not accepted")
	ErrUnstable     = errors.New("the result changed while it was read")
)

// Error is what every verb of the SDK returns. It never holds a name, an
// identifier, a date of birth, a token or a body; what a registry says is kept
// only if it shows no value of the question. The ids in it are those of messages,
// to be quoted to the registry's operators.
type Error struct {
	Op         string           // the verb: "search", "locations", "token", ...
	Kind       Kind             // what sort of error
	Code       codes.ReasonCode // the registry's own word, as it came; "" if it gave none
	Message    string           // ours, or the registry's; "[masked]" stands for what it must not show
	HTTPStatus int              // 0 if there was no HTTP answer

	ReferenceID, TransactionID, MessageID, CorrelationID string

	Hint       string        // what is known of this kind of registry; "" if nothing
	RetryAfter time.Duration // what the registry asked us to wait; 0 if it did not say
	Peer       bool          // the registry said so, rather than we
	Permanent  bool          // something must be changed first: a certificate, a name, a port
	Err        error         // the cause, if any; free of personal data too
}

// Error says what happened, who said so, and what to do next.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("crvs: ")
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	b.WriteString(strings.ReplaceAll(string(e.Kind), "_", " "))
	if code := printable(string(e.Code), 64); code != "" {
		b.WriteString(": " + code)
	}
	switch {
	case e.Message != "" && e.Peer:
		fmt.Fprintf(&b, ": the registry says %q", e.Message)
	case e.Peer && e.Code == "":
		b.WriteString(": the registry gives no reason")
	case e.Message != "":
		b.WriteString(": " + e.Message)
	case e.Err != nil:
		b.WriteString(": " + e.Err.Error())
	}
	if r, ok := e.Code.Reason(); ok {
		fmt.Fprintf(&b, ": %s; %s", r.Meaning, r.Action)
	}
	if e.Hint != "" {
		b.WriteString(": " + e.Hint)
	}
	if ids := e.ids(); ids != "" {
		b.WriteString(" (" + ids + ")")
	}
	return b.String()
}

func (e *Error) ids() string {
	var parts []string
	if e.HTTPStatus != 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.HTTPStatus))
	}
	if e.RetryAfter > 0 {
		parts = append(parts, "retry after "+e.RetryAfter.String())
	}
	for _, id := range []struct{ name, value string }{
		{"message_id", e.MessageID}, {"reference_id", e.ReferenceID}, {"correlation_id", e.CorrelationID},
	} {
		if value := printable(id.value, 99); value != "" {
			parts = append(parts, id.name+" "+value)
		}
	}
	return strings.Join(parts, ", ")
}

// printable is what a peer named, which may be anything at all, fit for a line of
// a log: at most limit characters of printable ASCII.
func printable(s string, limit int) string {
	var b strings.Builder
	for i := 0; i < len(s) && b.Len() < limit; i++ {
		if c := s[i]; c >= ' ' && c <= '~' {
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, ErrNotFound) and its like true by kind.
func (e *Error) Is(target error) bool {
	switch e.Kind {
	case KindNotFound:
		return target == ErrNotFound
	case KindAmbiguous:
		return target == ErrAmbiguous
	case KindOvermatch:
		return target == ErrOvermatch
	case KindUnsupported:
		return target == ErrUnsupported
	case KindSignature:
		return target == ErrSignature
	case KindReplay:
		return target == ErrReplay
	case KindRateLimited:
		return target == ErrRateLimited
	case KindUnauthorized:
		return target == ErrUnauthorized
	case KindUnstable:
		return target == ErrUnstable
	default:
		return false
	}
}

// Retryable says whether asking the same again later can give another result.
// The client has already retried what is safe to retry at once, and sent a new
// message where only that could help: what is left of those is not retryable.
func (e *Error) Retryable() bool {
	if e.Permanent {
		return false
	}
	if r, ok := e.Code.Reason(); ok {
		return r.Retry == codes.RetryLater
	}
	switch e.Kind {
	case KindUnavailable, KindTimeout, KindRateLimited, KindUnstable:
		return true
	default:
		return false
	}
}

// LogValue logs the error as a group of fields, free of personal data.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("op", e.Op), slog.String("kind", string(e.Kind)), slog.Bool("peer", e.Peer)}
	add := func(name, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(name, value))
		}
	}
	add("code", printable(string(e.Code), 64))
	add("message", e.Message)
	add("hint", e.Hint)
	if e.HTTPStatus != 0 {
		attrs = append(attrs, slog.Int("http_status", e.HTTPStatus))
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	add("message_id", printable(e.MessageID, 99))
	add("transaction_id", printable(e.TransactionID, 99))
	add("reference_id", printable(e.ReferenceID, 99))
	add("correlation_id", printable(e.CorrelationID, 99))
	return slog.GroupValue(attrs...)
}
