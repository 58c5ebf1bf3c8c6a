package transport

import (
	"context"
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// Source is a token source as callers write them. See crvs.TokenSource.
type Source interface {
	Token(ctx context.Context) (string, error)
}

// NewSource makes a [TokenSource] of one of the caller's own. Nobody waits for it
// longer than their context, and of its errors nothing is repeated but their type:
// [errors.As] finds them.
func NewSource(s Source) TokenSource { return &callersSource{s} }

type callersSource struct{ source Source }

// Token asks the source in a goroutine of its own: many sources do not look at
// the context.
func (s *callersSource) Token(ctx context.Context) (Token, error) {
	if err := ctx.Err(); err != nil {
		return Token{}, s.failure(ctx, err)
	}
	type result struct {
		token string
		err   error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			// A panic would not end the caller's call here but the whole program.
			if p := recover(); p != nil {
				r = result{err: &panicError{fmt.Sprintf("%T", p)}}
			}
			done <- r
		}()
		r.token, r.err = s.source.Token(ctx)
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return Token{}, s.failure(ctx, r.err)
		}
		return Token{Value: r.token}, nil
	case <-ctx.Done():
		return Token{}, s.failure(ctx, ctx.Err())
	}
}

// Forget tells the source, if it wants to know. Without its word another token
// may be had: it is asked anew for each message.
func (s *callersSource) Forget(t Token) bool {
	if f, ok := s.source.(interface{ Forget(token string) bool }); ok {
		return f.Forget(t.Value)
	}
	return true
}

// panicError is a source that panicked.
type panicError struct{ kind string }

func (e *panicError) Error() string { return "a panic with a value of type " + e.kind }

// failure repeats neither the text nor the code of the source's error. Only kinds
// that say something of credentials are kept: no "not found" may come from here.
func (s *callersSource) failure(ctx context.Context, err error) *fault.Error {
	if ctx.Err() != nil {
		return (&call{op: opToken}).contextFailure(ctx)
	}
	found := classify(err)
	e := &fault.Error{
		Op: opToken, Kind: found.kind, Err: newCause(err, found.is),
		Message: fmt.Sprintf("the token source failed with an error of type %T, not quoted because it may hold secrets: errors.As finds it", stripURL(err)),
	}
	if p, ok := errors.AsType[*panicError](err); ok {
		e.Kind, e.Message = fault.KindInvalid, "the token source ended in "+p.Error()
	}
	said, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return e
	}
	e.HTTPStatus, e.RetryAfter = said.HTTPStatus, said.RetryAfter
	e.Kind = fault.KindUnavailable
	switch said.Kind {
	case fault.KindUnauthorized, fault.KindForbidden, fault.KindRateLimited, fault.KindTimeout, fault.KindInvalid:
		e.Kind = said.Kind
	default: // it is the source's, and means nothing to who asked the registry
	}
	return e
}
