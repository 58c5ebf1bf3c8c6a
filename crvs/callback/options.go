package callback

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Option configures a [Handler]. Options are applied in order; of two that set the
// same thing the last one holds, unless the comment says that each adds.
type Option func(*config)

type config struct {
	registrations []Registration
	events        map[codes.VitalEvent]EventFunc
	otherwise     EventFunc
	subscriptions func(context.Context, SubscriptionChange) error
	withoutEvents bool

	maxBody    int64
	concurrent int
	memory     time.Duration
	logger     *slog.Logger
	observe    Observer
}

// EventFunc acts on an event. Its context ends when the time of one attempt is over
// and when [Handler.Work] ends. If it returns an error or panics the event is handed on again
// later, at the pace of the store. The text of the error is kept in the store: it should hold
// no personal data. It is called by several goroutines at once.
type EventFunc func(ctx context.Context, e Event) error

// WithRegistration adds a registry that may call. At least one is required; each
// adds.
func WithRegistration(r Registration) Option {
	return func(c *config) { c.registrations = append(c.registrations, r) }
}

// OnBirth sets the function for births: as [OnDeath].
func OnBirth(fn EventFunc) Option { return on(codes.VitalEventBirth, fn) }

// OnDeath sets the function for deaths. It is also called for one
// that is corrected or cancelled: look at [Event.Change], which is "" where the registry
// does not say. Without it, or with nil, they go to the function of [OnEvent].
func OnDeath(fn EventFunc) Option { return on(codes.VitalEventDeath, fn) }

// OnMarriage sets the function for marriages: as [OnDeath].
func OnMarriage(fn EventFunc) Option { return on(codes.VitalEventMarriage, fn) }

// OnDivorce sets the function for divorces: as [OnDeath].
func OnDivorce(fn EventFunc) Option { return on(codes.VitalEventDivorce, fn) }

func on(event codes.VitalEvent, fn EventFunc) Option {
	return func(c *config) { c.events[event] = fn }
}

// OnEvent acts on every event that no other function is given for, also on those
// that the registry does not name. Default: such an event is acknowledged, kept, and
// done without anything.
func OnEvent(fn EventFunc) Option { return func(c *config) { c.otherwise = fn } }

// OnSubscription acts on what registries tell of subscriptions, such as their codes.
// Default: it is acknowledged, kept, and done without anything.
func OnSubscription(fn func(ctx context.Context, s SubscriptionChange) error) Option {
	return func(c *config) { c.subscriptions = fn }
}

// WithoutEvents is for a handler that only takes the answers to what
// crvs.Client.SearchAsync asked: a message that tells of events is refused. Default: a
// function that acts on events or on subscriptions is required.
func WithoutEvents() Option { return func(c *config) { c.withoutEvents = true } }

// WithMaxBody bounds a message, in bytes. Default: 4 MiB. A larger one is refused.
func WithMaxBody(bytes int64) Option { return func(c *config) { c.maxBody = bytes } }

// WithMaxConcurrent bounds how many messages are received at the same time. Default:
// 64. One more waits for a second and is then refused with 503, so that the sender
// sends it again.
func WithMaxConcurrent(messages int) Option { return func(c *config) { c.concurrent = messages } }

// WithMemory says how long the store knows keys: [store.Policy.Keys]. Default: 30
// days. A signed message that is older could be a replay of one whose key is
// forgotten, and is refused.
func WithMemory(d time.Duration) Option { return func(c *config) { c.memory = d } }

// WithLogger logs what is refused and what is lost at Warn, and each message at
// Debug, without personal data. What comes to a path of no registration is logged at
// most once a minute, with how much it was since the last time. Default: silent.
func WithLogger(l *slog.Logger) Option { return func(c *config) { c.logger = l } }

// WithObserver tells fn of each message that comes and of each event that is handed
// on: the seam for tracing and metrics. Default: none.
func WithObserver(fn Observer) Option { return func(c *config) { c.observe = fn } }

func configured(options []Option) (config, error) {
	c := config{
		events: map[codes.VitalEvent]EventFunc{}, maxBody: 4 << 20, concurrent: 64, memory: 30 * 24 * time.Hour,
		logger: slog.New(slog.DiscardHandler),
	}
	for i, o := range options {
		if o == nil {
			return c, fmt.Errorf("option %d is nil", i+1)
		}
		o(&c)
	}
	acts := c.otherwise != nil
	for _, fn := range c.events {
		acts = acts || fn != nil
	}
	switch {
	case len(c.registrations) == 0:
		return c, errors.New("nobody may call: give at least one registration")
	case !acts && c.subscriptions == nil && !c.withoutEvents:
		return c, errors.New("nothing acts on what comes: give a function for deaths, or for every event; or say that only answers come (WithoutEvents)")
	case acts && c.withoutEvents:
		return c, errors.New("a function for events and WithoutEvents exclude each other")
	case c.maxBody <= 0 || c.concurrent <= 0 || c.memory <= 0:
		return c, errors.New("the bounds of a body, of what is received at once, and of the memory must be more than zero")
	case c.logger == nil:
		return c, errors.New("the logger is nil")
	default:
		return c, nil
	}
}
