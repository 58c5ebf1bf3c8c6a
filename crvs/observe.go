package crvs

import (
	"context"
	"errors"
)

// Observer is told of each step before it begins; the function that it returns is
// told how the step ended. The context that it returns, which is made of ctx, is
// that of the step, so that a trace can hang its span there: steps that a step
// needs (the token for a message) begin within it. Either may be nil: then the step
// keeps its own context, or nobody is told of its end.
//
// What it is told holds no personal data. It is called by many goroutines at once.
// The step waits for it, so it must be quick. A panic in it is not caught: in an
// exchange it reaches the caller of the verb; in a fetch, which has a goroutine of
// its own, it ends the program.
//
// Several exchanges share one fetch, which begins within the first of them and goes
// on when that has ended. A token that is renewed before its end is fetched beside
// the exchange that found it old.
type Observer func(ctx context.Context, s Step) (context.Context, func(StepEnd))

// StepKind says what is done in a [Step].
type StepKind string

// Kinds of steps.
const (
	StepExchange StepKind = "exchange" // a message and its answer, with its retries
	StepToken    StepKind = "token"    // a token is fetched from the token endpoint
	StepKeys     StepKind = "keys"     // the registry's key set is fetched
)

// Step is one thing that a client does on the way to an answer.
type Step struct {
	Kind      StepKind
	Op        string // the verb, of an exchange: "find", "search", "search batch", "locations"; of a fetch its kind
	Profile   string // the name of the profile
	Form      string // search.Query.Form: the kind of question without its values; of an exchange of one question
	Questions int    // of an exchange

	MessageID, TransactionID string // of an exchange
}

// StepEnd is how a [Step] ended.
type StepEnd struct {
	Outcome       string // "answered", or the Kind of the error that befell the whole step
	HTTPStatus    int    // 0 if there was no answer; of a fetch only if it failed
	Attempts      int    // how often was asked, of an exchange; 0 if there was no answer
	Records       int    // handed on, of an exchange
	Failed        int    // questions that failed each by itself, of an exchange
	CorrelationID string
}

// WithObserver tells fn of each exchange, and of each fetch of a token
// ([WithClientCredentials]) and of the key set that the registry publishes. It is
// the seam for tracing and metrics; for the file of who asked what see
// [WithAudit]. Default: none.
func WithObserver(fn Observer) Option { return func(c *config) { c.observer = fn } }

// begin tells of a step, if there is somebody to tell. It never returns nil.
func (o Observer) begin(ctx context.Context, s Step) (context.Context, func(StepEnd)) {
	end := func(StepEnd) {}
	if o == nil {
		return ctx, end
	}
	observed, tell := o(ctx, s)
	if observed != nil {
		ctx = observed
	}
	if tell != nil {
		end = tell
	}
	return ctx, end
}

// fetching tells of a fetch by a client of this profile.
func (o Observer) fetching(profile string) func(context.Context, string) (context.Context, func(error)) {
	if o == nil {
		return nil
	}
	return func(ctx context.Context, what string) (context.Context, func(error)) {
		ctx, end := o.begin(ctx, Step{Kind: StepKind(what), Op: what, Profile: profile})
		return ctx, func(err error) {
			e := StepEnd{Outcome: outcomeAnswered}
			if failed, ok := errors.AsType[*Error](err); ok {
				e.Outcome, e.HTTPStatus = string(failed.Kind), failed.HTTPStatus
			} else if err != nil {
				e.Outcome = string(KindUnavailable)
			}
			end(e)
		}
	}
}
