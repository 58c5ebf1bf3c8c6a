package fault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// What callers can tell of each kind: its sentinel, if it has one, and whether
// asking again can help.
var kinds = map[fault.Kind]struct {
	sentinel  error
	retryable bool
}{
	fault.KindInvalid:      {},
	fault.KindUnsupported:  {sentinel: fault.ErrUnsupported},
	fault.KindUnauthorized: {sentinel: fault.ErrUnauthorized},
	fault.KindForbidden:    {},
	fault.KindNotFound:     {sentinel: fault.ErrNotFound},
	fault.KindAmbiguous:    {sentinel: fault.ErrAmbiguous},
	fault.KindRateLimited:  {sentinel: fault.ErrRateLimited, retryable: true},
	fault.KindUnavailable:  {retryable: true},
	fault.KindTimeout:      {retryable: true},
	fault.KindCanceled:     {},
	fault.KindRejected:     {},
	fault.KindSignature:    {sentinel: fault.ErrSignature},
	fault.KindEncryption:   {},
	fault.KindReplay:       {sentinel: fault.ErrReplay},
	fault.KindProtocol:     {},
	fault.KindOvermatch:    {sentinel: fault.ErrOvermatch},
	fault.KindUnstable:     {sentinel: fault.ErrUnstable, retryable: true},
}

func TestErrorAnswersToTheSentinelOfItsKind(t *testing.T) {
	t.Parallel()
	sentinels := []error{
		fault.ErrNotFound, fault.ErrAmbiguous, fault.ErrOvermatch, fault.ErrUnsupported, fault.ErrSignature,
		fault.ErrReplay, fault.ErrRateLimited, fault.ErrUnauthorized, fault.ErrUnstable,
	}
	for kind, want := range kinds {
		err := fmt.Errorf("wrapped: %w", &fault.Error{Op: "search", Kind: kind})
		for _, s := range sentinels {
			assert.Equal(t, want.sentinel == s, errors.Is(err, s), "%s is %v", kind, s) //nolint:errorlint // the sentinel itself
		}
		e, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok)
		assert.Equal(t, want.retryable, e.Retryable(), kind)
		assert.Equal(t, "crvs: search: "+strings.ReplaceAll(string(kind), "_", " "), e.Error())
	}
}

func TestErrorUnwrapsItsCause(t *testing.T) {
	t.Parallel()
	err := &fault.Error{Op: "search", Kind: fault.KindTimeout, Err: fmt.Errorf("reading the answer: %w", context.DeadlineExceeded)}
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, "crvs: search: timeout: reading the answer: context deadline exceeded", err.Error())
	invalid := &fault.Error{Kind: fault.KindInvalid, Err: &fault.ValidationError{Violations: []fault.Violation{{Field: "locale", Hint: "is wrong"}, {Field: "query", Hint: "is required"}}}}
	var v *fault.ValidationError
	require.ErrorAs(t, invalid, &v)
	require.EqualError(t, invalid, "crvs: invalid: locale is wrong; query is required")
	assert.NoError(t, (&fault.Error{}).Unwrap())
}

func TestErrorSaysWhoSaidWhatAndWhatToDo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  fault.Error
		want string
	}{
		{"ours", fault.Error{Op: "search", Kind: fault.KindProtocol, Message: "the answer is not JSON", HTTPStatus: 502}, "crvs: search: protocol: the answer is not JSON (HTTP 502)"},
		{"the registry's", fault.Error{Op: "search", Kind: fault.KindRejected, Message: "no\nsuch", Peer: true}, `crvs: search: rejected: the registry says "no\nsuch"`},
		{
			"with a code of the table",
			fault.Error{Op: "search", Kind: fault.KindRejected, Code: codes.RejectSortInvalid, Peer: true},
			"crvs: search: rejected: rjct.sort.invalid: the registry cannot sort by this attribute; leave the sort out, or sort by another attribute",
		},
		{"with a code in capitals", fault.Error{Kind: fault.KindRejected, Code: " RJCT.SORT.INVALID "}, "crvs: rejected: RJCT.SORT.INVALID: the registry cannot sort by this attribute; leave the sort out, or sort by another attribute"},
		{"with a code of its own", fault.Error{Kind: fault.KindRejected, Code: "G2P-REG-1"}, "crvs: rejected: G2P-REG-1"},
		{"the message hides the cause", fault.Error{Kind: fault.KindUnavailable, Message: "no answer", Err: errors.New("dial")}, "crvs: unavailable: no answer"},
		{
			"with ids and a wait",
			fault.Error{Kind: fault.KindRateLimited, HTTPStatus: 429, RetryAfter: time.Minute, MessageID: "M", ReferenceID: "R", CorrelationID: "C", TransactionID: "T"},
			"crvs: rate limited (HTTP 429, retry after 1m0s, message_id M, reference_id R, correlation_id C)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.EqualError(t, &tt.err, tt.want)
		})
	}
}

func TestErrorPrintsNoMoreOfAHostileCodeThanALineBears(t *testing.T) {
	t.Parallel()
	hostile := "err\x1b[31m.\r\nlevel=ERROR\x00\u202e" + strings.Repeat("A", 1<<20)
	err := &fault.Error{
		Op: "search", Kind: fault.KindRejected, Code: codes.ReasonCode(hostile), Peer: true,
		MessageID: hostile, ReferenceID: hostile, CorrelationID: hostile, TransactionID: hostile,
	}
	var text, json bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", slog.Any("err", err.LogValue()))
	slog.New(slog.NewJSONHandler(&json, nil)).Info("m", slog.Any("err", err))
	for how, out := range map[string]string{"Error": err.Error(), "slog as text": text.String(), "slog as JSON": json.String()} {
		assert.Less(t, len(out), 900, how)
		out = strings.TrimSuffix(out, "\n")
		assert.NotContains(t, out, strings.Repeat("A", 99), how)
		assert.Equal(t, -1, strings.IndexFunc(out, func(r rune) bool { return r < ' ' || r > '~' }), how)
	}
	assert.Contains(t, err.Error(), ": err[31m.level=ERROR"+strings.Repeat("A", 64-len("err[31m.level=ERROR"))+" (")
	assert.Equal(t, codes.ReasonCode(hostile), err.Code, "the code itself is kept as it came")
	require.EqualError(t, &fault.Error{Kind: fault.KindRejected, Code: "\x00\n", MessageID: "\t"}, "crvs: rejected")
	id := strings.Repeat("t", 99) // internal/wire/RULES.md, rule 6
	assert.Contains(t, (&fault.Error{CorrelationID: id}).Error(), id)
}

func TestErrorLogsItsFields(t *testing.T) {
	t.Parallel()
	err := &fault.Error{
		Op: "search", Kind: fault.KindRateLimited, Code: "429", Message: "slow down", HTTPStatus: 429, RetryAfter: time.Minute, Peer: true,
		ReferenceID: "R", TransactionID: "T", MessageID: "M", CorrelationID: "C", Err: errors.New("cause"),
	}
	want := map[string]string{
		"op": "search", "kind": "rate_limited", "peer": "true", "code": "429", "message": "slow down", "http_status": "429",
		"retry_after": "1m0s", "reference_id": "R", "transaction_id": "T", "message_id": "M", "correlation_id": "C",
	}
	got := map[string]string{}
	for _, a := range err.LogValue().Group() {
		got[a.Key] = a.Value.String()
	}
	assert.Equal(t, want, got)
	assert.Len(t, (&fault.Error{}).LogValue().Group(), 3, "what is not given is not logged")
}

func TestRetryableFollowsTheTableOfCodes(t *testing.T) {
	t.Parallel()
	for r := range codes.Reasons() {
		err := &fault.Error{Kind: fault.KindOfCode(r.Code), Code: r.Code}
		assert.Equal(t, r.Retry == codes.RetryLater, err.Retryable(), r.Code)
	}
	assert.True(t, (&fault.Error{Kind: fault.KindUnavailable, Code: "own"}).Retryable(), "a code of its own leaves it to the kind")
	assert.False(t, (&fault.Error{Kind: fault.KindRejected, Code: "own"}).Retryable())
}
