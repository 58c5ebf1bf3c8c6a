package crvstest

import (
	"errors"
	"iter"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/person"
)

const (
	// The URL has a path, so that a program that forgets its base URL fails.
	host, prefix = "http://registry.test", "/dci"

	defaultToken = "crvstest-token" //nolint:gosec // opens nothing but a registry in this process
	sender       = "mis.test"
	exchanges    = 200 // that are kept
)

// Registry is a registry that runs until the end of a test. It is safe for
// concurrent use.
type Registry struct {
	sandbox  *sandbox.Registry
	http     *http.Client
	settings settings
}

// Start starts a registry with the people of package sandbox. It ends with tb.
// An option that is wrong fails tb at once. Call it inside the bubble if tb runs
// in one.
func Start(tb testing.TB, opts ...Option) *Registry {
	tb.Helper()
	s := settings{token: defaultToken}
	for _, opt := range opts {
		opt(&s)
	}
	all := []sandbox.Option{sandbox.WithToken(s.token), sandbox.WithExchangeLog(exchanges)}
	if s.clientID != "" || s.secret != "" {
		all = append(all, sandbox.WithClient(s.clientID, s.secret))
	}
	box, err := sandbox.New(append(all, s.sandbox...)...)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	handler := http.StripPrefix(prefix, box)
	for _, m := range slices.Backward(s.middleware) {
		handler = m(handler)
	}
	return &Registry{sandbox: box, http: serve(tb, handler), settings: s}
}

// serve runs h in memory until tb ends, and returns a client that reaches it.
func serve(tb testing.TB, h http.Handler) *http.Client {
	tb.Helper()
	listener := memnet.Listen()
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	tb.Cleanup(func() {
		if err := server.Close(); err != nil {
			tb.Errorf("crvstest: the registry did not close: %v", err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			tb.Errorf("crvstest: the registry failed: %v", err)
		}
	})
	return &http.Client{Transport: listener.Transport()}
}

// Client is a client of this registry: unsigned, with sender_id "mis.test" and
// the registry's token. Options come after those; one that is wrong fails tb at
// once.
func (r *Registry) Client(tb testing.TB, opts ...crvs.Option) *crvs.Client {
	tb.Helper()
	all := []crvs.Option{crvs.WithSender(sender), crvs.WithInsecureUnsigned(), crvs.WithInsecurePlainHTTP(), crvs.WithHTTPClient(r.http)}
	if r.settings.clientID != "" {
		all = append(all, crvs.WithClientCredentials(r.settings.clientID, r.settings.secret))
	} else {
		all = append(all, crvs.WithBearerToken(r.settings.token))
	}
	c, err := crvs.New(r.URL(), append(all, opts...)...)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	return c
}

// URL is the base URL of the registry. Only [Registry.HTTPClient] reaches it.
func (r *Registry) URL() string { return host + prefix }

// Token is a bearer token that the registry accepts.
func (r *Registry) Token() string { return r.settings.token }

// HTTPClient reaches the registry whatever the host of a URL. It sends no token
// by itself.
func (r *Registry) HTTPClient() *http.Client { return r.http }

// Handler is the registry itself, without what was put before it.
func (r *Registry) Handler() *sandbox.Registry { return r.sandbox }

// People yields the truth about every person of the registry's country, the first
// few a fair mix: see [sandbox.Registry.People].
func (r *Registry) People() iter.Seq[sandbox.Citizen] { return r.sandbox.People() }

// Family is the family of somebody whom People yielded.
func (r *Registry) Family(c sandbox.Citizen) sandbox.Family { return r.sandbox.Family(c) }

// Records yields every record that the registry holds, in the order of their
// registration numbers.
func (r *Registry) Records() iter.Seq[person.Record] { return r.sandbox.Records() }
