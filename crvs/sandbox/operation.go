package sandbox

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// operation is one of the operations that the standard has below /registry: each
// says no in its own form.
type operation struct {
	path string
	// answers is the action of the answer. It is "" for an asynchronous operation
	// and for one that is called back: they only acknowledge.
	answers wire.Action
	// asks is the action of what is asked, of one about subscriptions.
	asks wire.Action
	// does serves it; nil for the searches of each dialect.
	does func(*call, *dialect, http.ResponseWriter, *http.Request, operation)
}

// The operations about subscriptions.
const (
	pathSubscribe   = "/registry/subscribe"
	pathUnsubscribe = "/registry/unsubscribe"
	pathStatus      = "/registry/txn/status"
	pathSyncStatus  = "/registry/sync/txn/status"
)

// operations are those of CRVS 1.0.0 that are asked by POST.
func operations() []operation {
	return []operation{
		{path: pathSyncSearch, answers: wire.ActionOnSearch},
		{pathSyncStatus, wire.ActionTxnOnStatus, wire.ActionTxnStatus, (*call).syncStatus},
		{path: "/registry/search"},
		{pathSubscribe, "", wire.ActionSubscribe, (*call).subscribe},
		{pathUnsubscribe, "", wire.ActionUnsubscribe, (*call).unsubscribe},
		{pathStatus, "", wire.ActionTxnStatus, (*call).status},
		{path: "/registry/on-search", does: (*call).drop},
		{path: "/registry/on-subscribe", does: (*call).drop},
		{path: "/registry/on-unsubscribe", does: (*call).drop},
		{path: "/registry/txn/on-status", does: (*call).drop},
		{path: "/registry/notify", does: (*call).drop},
	}
}

// operation is the standard's operation at a path below the base of the dialect;
// false if there is none, or if the paths of the dialect are not the standard's.
func (d *dialect) operation(path string) (operation, bool) {
	if d.search != pathSyncSearch || d.other != nil {
		return operation{}, false
	}
	for _, o := range operations() {
		if o.path == path {
			return o, true
		}
	}
	return operation{}, false
}

// speakingAt is the dialect as it speaks at one path: the standard's own says no
// to each operation in the form of its answers.
func (d *dialect) speakingAt(path string, registryID string) *dialect {
	o, ok := d.operation(path)
	if !ok || !d.standard {
		return d
	}
	at := *d
	at.refuse = o.voice(registryID)
	return &at
}

// refusal is an error in a form that keeps the published document and that a
// gateway's client reads too. CRVS 1.0.0 has HttpErrorResponse for 401, 403 and
// 500 only; by its default response every other status has the operation's own
// answer, where Errors alone would break the schema.
type refusal struct {
	Errors  []wire.HTTPError        `json:"errors"`
	Error   *wire.HTTPError         `json:"error,omitempty"`   // of a synchronous operation
	Header  *wire.MsgCallbackHeader `json:"header,omitempty"`  // of a synchronous operation
	Message *ack                    `json:"message,omitempty"` // of one that acknowledges
}

// voice is how the registry says no at this operation.
func (o operation) voice(registryID string) voice {
	return func(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
		out := refusal{Errors: httpErrors(code, messages)}
		if o.answers == "" {
			acknowledgement := acknowledged(wire.AckStatusERR, codeOfAck(code), messages)
			out.Message = &acknowledgement
			answer(w, status, out)
			return
		}
		none := 0
		out.Error = &wire.HTTPError{Code: string(code), Message: out.Errors[0].Message}
		out.Header = &wire.MsgCallbackHeader{
			Version: version, MessageID: rand.Text(), MessageTS: now(), Action: o.answers,
			// The reasons of a header are eight, and none of them is about a request
			// that was not read: status_reason_code is left out.
			Status: wire.RequestStatusRejected, StatusReasonMessage: short999(strings.Join(messages, "; ")),
			TotalCount: &none, CompletedCount: &none, SenderID: registryID,
		}
		answer(w, status, out)
	}
}

func httpErrors(code codes.ReasonCode, messages []string) []wire.HTTPError {
	var out []wire.HTTPError
	for _, m := range messages {
		out = append(out, wire.HTTPError{Code: string(code), Message: m})
	}
	return out
}

// ack is an acknowledgement with an error in it.
type ack struct {
	Status        wire.AckStatus `json:"ack_status"`
	Timestamp     string         `json:"timestamp"`
	CorrelationID string         `json:"correlation_id"`
	Error         wire.HTTPError `json:"error"`
}

func acknowledged(status wire.AckStatus, code codes.ReasonCode, messages []string) ack {
	e := wire.HTTPError{Code: string(code)}
	if len(messages) > 0 {
		e.Message = short999(messages[0])
	}
	return ack{Status: status, Timestamp: now().Format(time.RFC3339), CorrelationID: rand.Text(), Error: e}
}

// codeOfAck is the nearest code that an acknowledgement may have: its enum in
// CRVS 1.0.0, Error, is a short one.
func codeOfAck(code codes.ReasonCode) codes.ReasonCode {
	switch code {
	case codes.ReasonAuthMissingHeader:
		return codes.ReasonRequestUnauthorized
	case codes.ReasonInternal:
		return codes.ReasonServiceUnavailable
	default:
		return code
	}
}

// short999 cuts a text to the length that the standard allows for one, between
// two characters.
func short999(s string) string {
	const most = 999
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

// notFound speaks of an endpoint, never of a person (internal/wire/RULES.md,
// rule 21).
func notFound(d *dialect, w http.ResponseWriter) {
	d.refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound, "this registry does not offer this operation")
}

// subscribing is the path below its base where the system is asked to tell of events,
// "" if it does not.
func (d *dialect) subscribing() string {
	if d.hooks {
		return pathWebhooks
	}
	if _, ok := d.operation(pathSubscribe); ok {
		return pathSubscribe
	}
	return ""
}
