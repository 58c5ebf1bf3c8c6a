package session_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/session"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The base URL has a path prefix, so that an absolute path fails.
const base = "https://registry.example/mediator/dci"

// peer answers each request with the same status and body, and remembers what it
// was sent.
type peer struct {
	status int
	body   string

	mu   sync.Mutex
	seen []string // method and path
}

func (p *peer) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, r.Method+" "+r.URL.Path)
	return &http.Response{
		StatusCode: p.status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
		ContentLength: int64(len(p.body)), Body: io.NopCloser(strings.NewReader(p.body)),
	}, nil
}

// open are options that accept everything unsigned.
func open() session.Options {
	return session.Options{Profile: profile.DCI10(), Sender: "spmis.example", Receiver: "crvs.example", InsecureUnsigned: true}
}

func newSession(t *testing.T, o session.Options) *session.Session {
	t.Helper()
	s, err := session.New(base, o)
	require.NoError(t, err)
	t.Cleanup(s.CloseIdleConnections)
	return s
}

// requireKind requires an error of ours of this kind.
func requireKind(t *testing.T, err error, kind fault.Kind) *fault.Error {
	t.Helper()
	var e *fault.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, kind, e.Kind, "%v", e)
	return e
}

func newKey(t *testing.T, alg envelope.Algorithm) envelope.PrivateKey {
	t.Helper()
	key, err := envelope.GenerateKey(alg)
	require.NoError(t, err)
	return key
}

func keySet(t *testing.T, keys ...envelope.PrivateKey) *envelope.KeySet {
	t.Helper()
	var public []envelope.PublicKey
	for _, k := range keys {
		public = append(public, k.Public())
	}
	set, err := envelope.NewKeySet(public...)
	require.NoError(t, err)
	assert.NotNil(t, set)
	return set
}
