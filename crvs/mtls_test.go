package crvs_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
)

// guarded serves over TLS, for clients only that show this certificate, and says
// which paths were asked.
func guarded(t *testing.T, client tls.Certificate, version uint16) (server *httptest.Server, paths chan string) {
	t.Helper()
	leaf, err := x509.ParseCertificate(client.Certificate[0])
	require.NoError(t, err)
	clients := x509.NewCertPool()
	clients.AddCert(leaf)
	paths = make(chan string, 10)
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths <- r.URL.Path
		if strings.HasSuffix(r.URL.Path, "/token") {
			_, _ = io.WriteString(w, `{"access_token":"s3cr3t-1"}`)
			return
		}
		says(200, found(malaRecord))(w, readAsked(r))
	}))
	server.Config.ErrorLog = discard()
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients, MinVersion: version, MaxVersion: version}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, paths
}

// shows is an http.Client that trusts the server and shows these certificates.
func shows(t *testing.T, server *httptest.Server, certificates ...tls.Certificate) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: certificates, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestAClientCertificateIsShownToTheTokenEndpointAndTheRegistry(t *testing.T) {
	t.Parallel()
	for name, version := range map[string]uint16{"TLS 1.2": tls.VersionTLS12, "TLS 1.3": tls.VersionTLS13} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := selfSigned(t)
			server, paths := guarded(t, own, version)
			ask := func(hc *http.Client, option crvs.Option) error {
				c, err := crvs.New(server.URL+prefix, crvs.WithSender("s"), crvs.WithInsecureUnsigned(), crvs.WithHTTPClient(hc), option,
					crvs.WithRetry(crvs.Retry{MaxAttempts: 2, BaseDelay: 1}))
				require.NoError(t, err)
				return find(t.Context(), c, malaByBRN())
			}
			credentials := crvs.WithClientCredentials("me", "pw-s3cr3t")
			require.NoError(t, ask(shows(t, server, own), credentials))
			assert.Equal(t, tokenPath, <-paths)
			assert.Equal(t, searchPath, <-paths)

			for who, hc := range map[string]*http.Client{"nobody's": shows(t, server), "a stranger's": shows(t, server, selfSigned(t))} {
				e := asError(t, ask(hc, credentials))
				assert.Equal(t, "token", e.Op, who)
				assert.Equal(t, crvs.KindUnavailable, e.Kind, who)
				assert.Contains(t, e.Error(), "client certificate", who)
				e = asError(t, ask(hc, crvs.WithBearerToken("s3cr3t")))
				assert.Equal(t, "find", e.Op, who)
				assert.Contains(t, e.Error(), "client certificate", who)
			}
			assert.Empty(t, paths, "nobody else got through")
		})
	}
}
