package crvs_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
)

func TestARedirectToAnotherHostGetsNeitherTokenNorQuestion(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, target := range map[string]string{
			"another host": "http://elsewhere.example/registry/sync/search", "another port": "http://registry.example:8080" + searchPath,
			"a subdomain": "http://x.registry.example" + searchPath, "the name in user info": "http://registry.example@elsewhere.example/",
		} {
			t.Run(http.StatusText(status)+" to "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var hosts []string
					reg := start(t, says(status, "", "Location: "+target))
					inner := reg.listener.Transport()
					hc := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
						hosts = append(hosts, r.URL.Host)
						return inner.RoundTrip(r)
					})}
					c := newClient(t, crvs.WithHTTPClient(hc), crvs.WithBearerToken("s3cr3t"))
					e := asError(t, find(t.Context(), c, malaByBRN()))
					assert.Equal(t, crvs.KindProtocol, e.Kind)
					assert.Contains(t, e.Error(), "not followed")
					assert.False(t, e.Retryable())
					assert.Equal(t, []string{"registry.example"}, hosts)
				})
			})
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestARegistryThatCannotBeReachedIsUnavailable(t *testing.T) {
	t.Parallel()
	dial := func(err error) *http.Client {
		return &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, err }}}
	}
	ask := func(t *testing.T, baseURL string, hc *http.Client) *crvs.Error {
		t.Helper()
		c, err := crvs.New(baseURL, crvs.WithSender("s"), crvs.WithInsecureUnsigned(), crvs.WithHTTPClient(hc))
		require.NoError(t, err)
		e := asError(t, find(t.Context(), c, malaByBRN()))
		assert.Equal(t, crvs.KindUnavailable, e.Kind)
		assert.Zero(t, e.HTTPStatus)
		assert.NotEmpty(t, e.MessageID)
		assert.NotEmpty(t, e.TransactionID)
		assert.False(t, e.Peer)
		return e
	}
	t.Run("no such host", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			e := ask(t, base, dial(&net.DNSError{Err: "no such host", Name: "registry.example", IsNotFound: true}))
			assert.Contains(t, e.Error(), "no such host registry.example")
			_, isDNS := asType[*net.DNSError](e)
			assert.True(t, isDNS)
			assert.False(t, e.Retryable(), "a name that does not exist comes not by waiting")
		})
	})
	t.Run("nothing listens", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := memnet.Listen()
			require.NoError(t, l.Close())
			e := ask(t, base, &http.Client{Transport: l.Transport()})
			assert.Contains(t, e.Error(), "connection refused")
			assert.Contains(t, e.Error(), "after 4 attempts")
			assert.True(t, e.Retryable())
		})
	})
	t.Run("a server without TLS", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			reg := start(t, says(200, found(malaRecord)))
			e := ask(t, "https://registry.example"+prefix, reg.httpClient())
			assert.Contains(t, e.Error(), "does not speak TLS")
			assert.False(t, e.Retryable())
			assert.Empty(t, reg.all())
		})
	})
	t.Run("a certificate that nobody signed", func(t *testing.T) {
		t.Parallel()
		l := memnet.Listen()
		cert := selfSigned(t)
		srv := &http.Server{Handler: http.NotFoundHandler(), ErrorLog: discard(), ReadHeaderTimeout: time.Minute}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = srv.Serve(tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}))
		}()
		t.Cleanup(func() { assert.NoError(t, srv.Close()); <-ended })
		e := ask(t, "https://registry.example"+prefix, &http.Client{Transport: l.Transport()})
		assert.False(t, e.Retryable())
		assert.Contains(t, e.Error(), "not signed by an authority")
	})
}
