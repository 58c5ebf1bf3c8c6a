package crvstest

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/crvs/store"
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
	sandbox          *sandbox.Registry
	http             *http.Client
	token            string
	clientID, secret string

	store     *store.Memory // of clients and callback
	mu        sync.Mutex
	callbacks map[string]string // of each profile: where it is called back, "" for nowhere
	receivers *http.ServeMux    // of those who are called back
	// unverified are the base URLs that a client asks without verifying answers
	// that are signed.
	unverified []string
}

// Start starts a registry with the people of package sandbox. It ends with tb.
// An option that is wrong fails tb at once. Call it inside the bubble if tb runs
// in one.
func Start(tb testing.TB, opts ...Option) *Registry {
	tb.Helper()
	c, err := configured(opts)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	listener := memnet.Listen()
	all := []sandbox.Option{
		sandbox.WithToken(c.token), sandbox.WithExchangeLog(exchanges),
		sandbox.WithCallbackHosts(sender), sandbox.WithCallbackHTTPClient(&http.Client{Transport: listener.Transport()}),
	}
	if c.clientID != "" || c.secret != "" {
		all = append(all, sandbox.WithClient(c.clientID, c.secret))
	}
	box, err := sandbox.New(append(all, c.sandbox...)...)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	handler := http.StripPrefix(prefix, box)
	for _, m := range slices.Backward(c.middleware) {
		handler = m(handler)
	}
	st, err := store.NewMemory(store.Policy{})
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	r := &Registry{sandbox: box, store: st, token: c.token, clientID: c.clientID, secret: c.secret, callbacks: map[string]string{}, receivers: http.NewServeMux()}
	r.http = serve(tb, listener, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Host == sender {
			r.receivers.ServeHTTP(w, req)
			return
		}
		handler.ServeHTTP(w, req)
	}))
	run(tb, "deliveries", box.Deliver)
	return r
}

// run runs something that ends with its context, until tb ends.
func run(tb testing.TB, what string, f func(context.Context) error) {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	ended := make(chan error, 1)
	go func() { ended <- f(ctx) }()
	tb.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			tb.Errorf("crvstest: the %s failed: %v", what, err)
		}
	})
}

// serve runs h in memory until tb ends, and returns a client that reaches it.
func serve(tb testing.TB, listener *memnet.Listener, h http.Handler) *http.Client {
	tb.Helper()
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

// Client is a client of this registry: unsigned, with sender_id "mis.test", the
// registry's token, and a store in memory that all clients and [Registry.Callback]
// share. Options come after those; one that is wrong fails tb at
// once.
func (r *Registry) Client(tb testing.TB, opts ...crvs.Option) *crvs.Client {
	tb.Helper()
	return r.client(tb, r.URL(), opts)
}

// ClientOf is as [Registry.Client], in the profile of this name ("opencrvs-2024")
// and at the path where the registry speaks so. A crvs.WithProfile among the
// options takes its place. A name that is no profile's fails tb at once.
func (r *Registry) ClientOf(tb testing.TB, name string, opts ...crvs.Option) *crvs.Client {
	tb.Helper()
	url := r.URLOf(tb, name)
	p, ok := profile.ByName(name)
	if !ok {
		tb.Fatalf("crvstest: there is no such profile: take one of %s", strings.Join(sandbox.Profiles(), ", "))
	}
	return r.client(tb, url, append([]crvs.Option{crvs.WithProfile(p)}, opts...))
}

func (r *Registry) client(tb testing.TB, url string, opts []crvs.Option) *crvs.Client {
	tb.Helper()
	all := []crvs.Option{crvs.WithSender(sender), crvs.WithInsecureUnsigned(), crvs.WithInsecurePlainHTTP(), crvs.WithHTTPClient(r.http), crvs.WithStore(r.store)}
	if callback := r.callbackOf(url); callback != "" {
		all = append(all, crvs.WithCallbackURL(callback))
	}
	if r.clientID != "" {
		all = append(all, crvs.WithClientCredentials(r.clientID, r.secret))
	} else {
		all = append(all, crvs.WithBearerToken(r.token))
	}
	c, err := crvs.New(url, append(all, opts...)...)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	if !c.Verifies() {
		r.noteUnverified(tb, url)
	}
	return c
}

// URL is the base URL of the registry. Only [Registry.HTTPClient] reaches it.
func (r *Registry) URL() string { return host + prefix }

// URLOf is the base URL at which it speaks as the profile of this name says. A
// name that is no profile's fails tb at once.
func (r *Registry) URLOf(tb testing.TB, profile string) string {
	tb.Helper()
	base, ok := sandbox.BasePath(profile)
	if !ok {
		tb.Fatalf("crvstest: there is no such profile: take one of %s", strings.Join(sandbox.Profiles(), ", "))
	}
	return r.URL() + base
}

// KeysURLOf is where the keys of that profile are published.
func (r *Registry) KeysURLOf(tb testing.TB, profile string) string {
	tb.Helper()
	return r.URLOf(tb, profile) + "/.well-known/jwks.json"
}

// Trust makes the registry verify what this sender signs with these keys, and
// encrypt answers to them: an envelope.KeySet, say. The sender of
// [Registry.Client] is "mis.test".
func (r *Registry) Trust(tb testing.TB, sender string, keys sandbox.KeySource) {
	tb.Helper()
	if err := r.sandbox.Trust(sender, keys); err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
}

// Token is a bearer token that the registry accepts.
func (r *Registry) Token() string { return r.token }

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
