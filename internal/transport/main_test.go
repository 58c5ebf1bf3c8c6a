package transport_test

import (
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	base  = "http://registry.example/prefix/sync/search"
	asked = "a question, to be sent as it is"
)

// seen is one request as the server got it.
type seen struct {
	at     time.Time
	method string
	path   string
	query  string
	header http.Header
	body   string
}

// registry is a server on a memory network that answers by a script: the nth
// request gets the nth handler, and all further ones the last.
type registry struct {
	l      *memnet.Listener
	script []http.HandlerFunc

	mu   sync.Mutex
	seen []seen
}

// listen starts a registry that ends with the test. Call it in the bubble.
func listen(t *testing.T, script ...http.HandlerFunc) *registry {
	t.Helper()
	r := &registry{l: memnet.Listen(), script: script}
	srv := &http.Server{Handler: r, ReadHeaderTimeout: time.Hour}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = srv.Serve(r.l) }()
	t.Cleanup(func() {
		assert.NoError(t, srv.Close())
		<-ended
	})
	return r
}

func (r *registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	n := len(r.seen)
	r.seen = append(r.seen, seen{at: time.Now(), method: req.Method, path: req.URL.Path, query: req.URL.RawQuery, header: req.Header.Clone(), body: string(body)})
	r.mu.Unlock()
	r.script[min(n, len(r.script)-1)](w, req)
}

func (r *registry) requests() []seen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]seen(nil), r.seen...)
}

func (r *registry) client(t *testing.T, o transport.Options) *transport.Client {
	t.Helper()
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{Transport: r.l.Transport()}
	}
	o.InsecurePlainHTTP = true // the memory network has no TLS
	c, err := transport.New(o)
	require.NoError(t, err)
	return c
}

// answer is a handler with status, body, and headers as name, value, name, value.
func answer(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hangUp breaks the connection before an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// never answers, until the client has left.
func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func question() transport.Request {
	return transport.Request{Op: "search", URL: base, Body: []byte(asked), Idempotent: true}
}

// faultOf requires that err is ours and of this kind.
func faultOf(t *testing.T, err error, kind fault.Kind) *fault.Error {
	t.Helper()
	var e *fault.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, kind, e.Kind, "%v", err)
	require.False(t, e.Peer)
	return e
}
