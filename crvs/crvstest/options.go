package crvstest

import (
	"net/http"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// Option sets up what [Start] starts.
type Option func(*settings)

type settings struct {
	token            string
	clientID, secret string
	sandbox          []sandbox.Option
	middleware       []func(http.Handler) http.Handler
}

// WithToken sets the bearer token that the registry asks for and that
// [Registry.Client] sends. Default: one that [Registry.Token] tells.
func WithToken(bearer string) Option {
	return func(s *settings) { s.token = bearer }
}

// WithClientCredentials makes the client of [Registry.Client] get its tokens
// from the registry's token endpoint, as this client; they expire after 600
// seconds. Default: it sends the token of [WithToken], which the registry still
// accepts.
func WithClientCredentials(id, secret string) Option {
	return func(s *settings) { s.clientID, s.secret = id, secret }
}

// WithSandbox sets options of the sandbox, after those that this package sets
// itself. Default: none. For tokens use [WithToken] and
// [WithClientCredentials], which tell the client too.
func WithSandbox(opts ...sandbox.Option) Option {
	return func(s *settings) { s.sandbox = append(s.sandbox, opts...) }
}

// WithPopulation adds a country of synthetic people to the registry; the truth
// about them is [Registry.People]. Default: only the people who are always there.
func WithPopulation(p sandbox.Population) Option { return WithSandbox(sandbox.WithPopulation(p)) }

// WithMiddleware puts something before the registry: a fault, a delay, a check
// of what is asked. It sees the path with the prefix of [Registry.URL]. What it
// starts must end with the request's context. Default: none. Given several
// times, the first is the outermost.
func WithMiddleware(m func(http.Handler) http.Handler) Option {
	return func(s *settings) { s.middleware = append(s.middleware, m) }
}
