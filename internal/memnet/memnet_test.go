package memnet_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/internal/memnet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve runs h on a new listener until the test (or its bubble) ends.
func serve(t *testing.T, h http.Handler) *memnet.Listener {
	t.Helper()
	l := memnet.Listen()
	srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		assert.ErrorIs(t, srv.Serve(l), http.ErrServerClosed)
	}()
	t.Cleanup(func() {
		assert.NoError(t, srv.Close())
		<-ended
	})
	return l
}

func post(t *testing.T, hc *http.Client, url, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	resp, err := hc.Do(req)
	require.NoError(t, err)
	defer func() { assert.NoError(t, resp.Body.Close()) }()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(answer)
}

func TestHTTPOverMemoryRunsInVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-time.After(time.Hour)
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			_, err = io.WriteString(w, r.Host+" "+r.URL.Path+" "+string(body))
			assert.NoError(t, err)
		}))
		hc := &http.Client{Transport: l.Transport()}
		start := time.Now()
		for range 3 {
			assert.Equal(t, "registry.example /api hello", post(t, hc, "http://registry.example/api", "hello"))
		}
		assert.Equal(t, 3*time.Hour, time.Since(start))
	})
}

func TestLargeBodiesPassInBothDirections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			_, err = w.Write(body)
			assert.NoError(t, err)
		}))
		body := strings.Repeat("0123456789abcdef", 1<<14)
		assert.Equal(t, body, post(t, &http.Client{Transport: l.Transport()}, "http://r.example/", body))
	})
}

func TestDialEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memnet.Listen()
		defer func() { assert.NoError(t, l.Close()) }()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := l.DialContext(ctx, "tcp", "nobody.accepts:80")
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestAfterClose(t *testing.T) {
	t.Parallel()
	l := memnet.Listen()
	require.NoError(t, l.Close())
	require.NoError(t, l.Close(), "closing twice does nothing")

	_, err := l.DialContext(t.Context(), "tcp", "x:80")
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	_, err = l.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestCloseUnblocksEverybody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memnet.Listen()
		go func() {
			_, err := l.DialContext(context.WithoutCancel(t.Context()), "tcp", "x:80")
			assert.NoError(t, err)
		}()
		c, err := l.Accept()
		require.NoError(t, err)

		reading := make(chan error, 1)
		go func() { _, err := c.Read(make([]byte, 1)); reading <- err }()
		dialing := make(chan error, 1)
		go func() {
			_, err := l.DialContext(context.WithoutCancel(t.Context()), "tcp", "x:80")
			dialing <- err
		}()
		synctest.Wait()

		require.NoError(t, l.Close())
		require.Error(t, <-reading)
		require.ErrorIs(t, <-dialing, syscall.ECONNREFUSED)
	})
}

func TestAddrNamesTheNetwork(t *testing.T) {
	t.Parallel()
	l := memnet.Listen()
	defer func() { assert.NoError(t, l.Close()) }()
	assert.Equal(t, "memory", l.Addr().Network())
	assert.Equal(t, "memory", l.Addr().String())
}
