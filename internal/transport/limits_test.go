package transport_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// zeros never ends, and counts what was taken of it.
type zeros struct{ taken int64 }

func (z *zeros) Read(p []byte) (int, error) {
	clear(p)
	z.taken += int64(len(p))
	return len(p), nil
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func respond(body io.Reader, length int64) *http.Response {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body), ContentLength: length}
}

func TestTenGigabytesAreStoppedAtTheLimit(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]int64{"of unknown length": -1, "announced": 10 << 30, "announced as small": 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, tries := &zeros{}, 0
			c, err := transport.New(transport.Options{MaxBody: 1 << 20, HTTPClient: &http.Client{Transport: tripper(func(*http.Request) (*http.Response, error) {
				tries++
				return respond(body, length), nil
			})}})
			require.NoError(t, err)
			_, err = c.Do(t.Context(), question())
			e := faultOf(t, err, fault.KindProtocol)
			assert.Contains(t, e.Message, "1048576 bytes")
			assert.Contains(t, e.Message, "WithMaxBody")
			assert.Equal(t, 200, e.HTTPStatus)
			assert.Equal(t, 1, tries, "not asked again")
			assert.LessOrEqual(t, body.taken, int64(2<<20))
		})
	}
}

func TestABodyOfExactlyTheLimitPasses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(200, strings.Repeat("x", 1000)))
		resp, err := r.client(t, transport.Options{MaxBody: 1000}).Do(t.Context(), question())
		require.NoError(t, err)
		assert.Len(t, resp.Body, 1000)
		_, err = r.client(t, transport.Options{MaxBody: 999}).Do(t.Context(), question())
		faultOf(t, err, fault.KindProtocol)
	})
}

func gzipped(t *testing.T, body []byte) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(body)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestCompressionIsUndoneAndCounted(t *testing.T) {
	t.Parallel()
	bomb := gzipped(t, make([]byte, 32<<20))
	small := gzipped(t, []byte("{}"))
	require.Less(t, len(bomb), 1<<20)
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(200, small, "Content-Encoding", "gzip"), answer(200, bomb, "Content-Encoding", "gzip"))
		c := r.client(t, transport.Options{})
		resp, err := c.Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, "{}", string(resp.Body))
		assert.Equal(t, "gzip", r.requests()[0].header.Get("Accept-Encoding"), "net/http's own")

		_, err = c.Do(t.Context(), question())
		assert.Contains(t, faultOf(t, err, fault.KindProtocol).Message, "16777216 bytes")
	})
}

// truncated promises more than it sends.
func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"name":"Mala`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func TestATruncatedBodyIsNoAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, truncated, answer(200, "{}"))
		resp, err := r.client(t, transport.Options{}).Do(t.Context(), question())
		require.NoError(t, err, "asked again")
		assert.Equal(t, 2, resp.Attempts)

		r = listen(t, truncated)
		_, err = r.client(t, transport.Options{}).Do(t.Context(), question())
		e := faultOf(t, err, fault.KindUnavailable)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Equal(t, "the answer broke off after 13 bytes (after 4 attempts)", e.Message)
		assert.NotContains(t, err.Error(), "Mala")
		assert.Len(t, r.requests(), 4)
	})
}

// drip sends a byte each second and never ends.
func drip(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		_, _ = io.WriteString(w, " ")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
		}
	}
}

func TestADripFedBodyEndsWithTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, drip)
		c := r.client(t, transport.Options{Timeout: 10 * time.Second, Retry: transport.Retry{MaxAttempts: 2}})
		start := time.Now()
		_, err := c.Do(t.Context(), question())
		faultOf(t, err, fault.KindTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.GreaterOrEqual(t, time.Since(start), 20*time.Second)
		assert.LessOrEqual(t, time.Since(start), 20*time.Second+250*time.Millisecond)
		assert.Len(t, r.requests(), 2)
	})
}

// slow is a body of a transport that does not look at the context.
type slow struct{}

func (slow) Read(p []byte) (int, error) { <-time.After(time.Second); p[0] = ' '; return 1, nil }

func TestADripFedBodyEndsEvenIfItsTransportIgnoresTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hc := &http.Client{Transport: tripper(func(*http.Request) (*http.Response, error) { return respond(slow{}, -1), nil })}
		c, err := transport.New(transport.Options{HTTPClient: hc, Retry: transport.Retry{MaxAttempts: 1}})
		require.NoError(t, err)
		start := time.Now()
		_, err = c.Do(t.Context(), question())
		faultOf(t, err, fault.KindTimeout)
		assert.LessOrEqual(t, time.Since(start), 31*time.Second)
	})
}

func TestSwitchedProtocolsAreNotRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			assert.NoError(t, err)
			_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
			t.Cleanup(func() { _ = conn.Close() })
		})
		start := time.Now()
		resp, err := r.client(t, transport.Options{}).Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, 101, resp.Status)
		assert.Zero(t, time.Since(start))
	})
}
