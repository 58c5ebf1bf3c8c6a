package riverstore

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/riverqueue/river"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// Option changes how a store works.
type Option func(*options) error

type options struct {
	policy      store.Policy
	clocked     bool // the policy has a clock of its own
	schema      string
	cipher      cipher.AEAD
	logger      *slog.Logger
	rescueAfter time.Duration
	synchronous string // of SQLite; only tests change it
}

func newOptions(opts []Option) (*options, error) {
	o := &options{schema: "dci", logger: slog.New(slog.DiscardHandler), synchronous: "FULL"}
	var err error
	for _, opt := range opts {
		err = errors.Join(err, opt(o))
	}
	if err != nil {
		return nil, err
	}
	o.clocked = o.policy.Now != nil
	if o.policy, err = o.policy.Complete(); err != nil {
		return nil, err
	}
	if o.rescueAfter == 0 {
		o.rescueAfter = o.policy.Timeout + 30*time.Second
	}
	if o.rescueAfter < o.policy.Timeout {
		return nil, fmt.Errorf("riverstore: messages would be taken up after %s while their functions may still run for %s; make WithRescueAfter longer or Policy.Timeout shorter", o.rescueAfter, o.policy.Timeout)
	}
	return o, nil
}

// WithPolicy says how the store works. Policy.Bytes has no effect: the disk bounds
// the store. Default: that of [store.Policy].
func WithPolicy(p store.Policy) Option {
	return func(o *options) error { o.policy = p; return nil }
}

// WithSchema is the schema of PostgreSQL that holds the tables: letters, digits and
// underscores, at most 40, and no digit first. It has no effect on a file. Default: dci.
func WithSchema(name string) Option {
	return func(o *options) error {
		if ok, _ := regexp.MatchString(`^[a-zA-Z_][a-zA-Z0-9_]{0,39}$`, name); !ok {
			return errors.New("riverstore: a schema's name has 1 to 40 letters, digits and underscores, and no digit first")
		}
		o.schema = name
		return nil
	}
}

// WithCipher encrypts payloads and the values of notes at rest; keys, kinds and what
// failed functions said stay readable. It is bound to the key of its message or note.
// What was kept before without a cipher stays readable. Nonces are random: with
// AES-GCM change the key before 2^32 messages, or give an AEAD with 24-byte nonces.
// Default: none.
func WithCipher(c cipher.AEAD) Option {
	return func(o *options) error {
		if c == nil {
			return errors.New("riverstore: the cipher is nil")
		}
		o.cipher = c
		return nil
	}
}

// WithLogger gets what River logs, with the errors of functions that act on messages.
// Default: nothing is logged.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error {
		if l == nil {
			return errors.New("riverstore: the logger is nil")
		}
		o.logger = l
		return nil
	}
}

// WithRescueAfter is the time after which a message that is still worked on, in
// PostgreSQL, is taken for abandoned and handed on again. A file needs no such time.
// Default: Policy.Timeout and 30 seconds, so 1 minute; not less than Policy.Timeout.
func WithRescueAfter(d time.Duration) Option {
	return func(o *options) error {
		if d <= 0 {
			return errors.New("riverstore: the time after which a message is taken for abandoned is not positive")
		}
		o.rescueAfter = d
		return nil
	}
}

// queue is River's queue.
const queue = "dci"

// config is what all clients of River have in common.
func (o *options) config() *river.Config {
	c := &river.Config{
		Logger:                      o.logger,
		Schema:                      o.schema,
		MaxAttempts:                 o.policy.Attempts,
		JobTimeout:                  o.policy.Timeout,
		RescueStuckJobsAfter:        o.rescueAfter,
		CompletedJobRetentionPeriod: o.policy.Payloads,
		CancelledJobRetentionPeriod: -1,
		DiscardedJobRetentionPeriod: -1,
		SkipUnknownJobCheck:         true,
	}
	if o.clocked {
		c.Test.Time = frozen(o.policy.Now)
	}
	return c
}
