package callback

import (
	"context"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Observer is told of each step before it begins; the function that it returns is
// told how the step ended. The context that it returns, which is made of ctx, is that
// of the step. Either may be nil. What it is told holds no personal data. It is called
// by many goroutines at once and must be quick.
type Observer func(ctx context.Context, s Step) (context.Context, func(StepEnd))

// StepKind says what is done in a [Step].
type StepKind string

// Kinds of steps.
const (
	StepReceive StepKind = "receive" // a message came, and is kept and acknowledged, or refused
	StepDeliver StepKind = "deliver" // an event is handed on to its function
)

// Step is one thing that a handler does.
type Step struct {
	Kind         StepKind
	Registration string
	Profile      string // its name
	Event        codes.VitalEvent
	Key          string // of what is delivered
	Attempt      int    // of a delivery
}

// Outcome is how a [Step] ended.
type Outcome string

// Outcomes.
const (
	OutcomeKept    Outcome = "kept"    // the message holds something new, which is kept
	OutcomeKnown   Outcome = "known"   // everything in it was known
	OutcomeUnasked Outcome = "unasked" // an answer that nobody waits for at this path, or news of what is not registered: acknowledged and dropped
	OutcomeAgreed  Outcome = "agreed"  // the challenge of a webhook was answered
	OutcomeRefused Outcome = "refused" // the sender was told what is wrong
	OutcomeLost    Outcome = "lost"    // it could not be kept, and the sender will not send it again
	OutcomeDone    Outcome = "done"    // the function returned nil, or there is none
	OutcomeFailed  Outcome = "failed"  // the function failed
)

// StepEnd is how a step ended.
type StepEnd struct {
	Outcome    Outcome
	Verb       profile.Verb // of a message that was understood
	Kind       fault.Kind   // why it was refused or lost
	HTTPStatus int          // of our answer
	Events     int          // in the message
	Known      int          // of these

	MessageID, TransactionID string // as the message says
}

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

// Counts says what became of the messages since the handler was made.
type Counts struct {
	Kept, Known, Unasked, Refused, Lost int64 // messages
	Done, Failed                        int64 // attempts to act
}
