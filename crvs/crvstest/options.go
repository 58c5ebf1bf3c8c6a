package crvstest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// Option is an option of [Start]. Options are applied in order: of two that set the
// same thing the last one holds, unless the comment says that each adds. One that
// is nil, or wrong, fails the test at once. Slices given to an option are copied.
// An option sets up a registry that is being started and cannot change one that
// runs; it may be given to several.
type Option func(*config)

type config struct {
	token            string
	clientID, secret string
	sandbox          []sandbox.Option
	middleware       []func(http.Handler) http.Handler

	err error // what the first wrong option did wrong
}

// configured returns what the options say, which [Start] gets a copy of.
func configured(opts []Option) (config, error) {
	c := config{token: defaultToken}
	for i, opt := range opts {
		if opt == nil {
			return c, fmt.Errorf("Start: option %d is nil", i+1)
		}
		if opt(&c); c.err != nil {
			return c, c.err
		}
	}
	return c, nil
}

// WithToken sets the bearer token that the registry asks for and that
// [Registry.Client] sends. Default: one that [Registry.Token] tells. It excludes
// nothing.
func WithToken(bearer string) Option {
	return func(c *config) { c.token = bearer }
}

// WithClientCredentials makes the client of [Registry.Client] get its tokens
// from the registry's token endpoint, as this client; they expire after 600
// seconds. Default: it sends the token of [WithToken], which the registry still
// accepts. It excludes nothing.
func WithClientCredentials(id, secret string) Option {
	return func(c *config) { c.clientID, c.secret = id, secret }
}

// WithSandbox sets options of the sandbox, after those that this package sets
// itself. Default: none. Given several times, each adds to them. For tokens use
// [WithToken] and [WithClientCredentials], which tell the client too.
func WithSandbox(opts ...sandbox.Option) Option {
	opts = slices.Clone(opts)
	return func(c *config) {
		// The sandbox would count the options that this package sets too.
		if i := slices.IndexFunc(opts, func(opt sandbox.Option) bool { return opt == nil }); i >= 0 {
			c.err = fmt.Errorf("WithSandbox: option %d is nil", i+1)
		}
		c.sandbox = append(c.sandbox, opts...)
	}
}

// WithPopulation adds a country of synthetic people to the registry; the truth
// about them is [Registry.People]. Default: only the people who are always there.
// It excludes nothing.
func WithPopulation(p sandbox.Population) Option { return WithSandbox(sandbox.WithPopulation(p)) }

// WithMiddleware puts something before the registry: a fault, a delay, a check
// of what is asked. It sees the path with the prefix of [Registry.URL]. What it
// starts must end with the request's context. Default: none. Given several
// times, each adds one, and the first is the outermost. It excludes nothing.
func WithMiddleware(m func(http.Handler) http.Handler) Option {
	return func(c *config) {
		if m == nil {
			c.err = errors.New("WithMiddleware: the middleware is nil")
		}
		c.middleware = append(c.middleware, m)
	}
}
