package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

var question = []string{"-event", "birth", "-id", "BRN:B90MAY123", "-one"}

func TestATokenComesFromTheCommandLineOrAFile(t *testing.T) {
	t.Parallel()
	url := registry(t, sandbox.WithToken("t0ken-of-ours"))
	secret := file(t, "token", []byte("t0ken-of-ours\r\n"))
	for name, args := range map[string][]string{"as it is": {"-token", "t0ken-of-ours"}, "from a file": {"-token", "@" + secret}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, exitFound, crvsctl(t, asked(url, append(args, question...)...)...).status)
		})
	}
	d := crvsctl(t, asked(url, append(question, "-token", "an0ther")...)...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "unauthorized")
	d = crvsctl(t, asked(url, question...)...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "unauthorized")
}

func TestClientCredentialsGetATokenFirst(t *testing.T) {
	t.Parallel()
	url := registry(t, sandbox.WithClient("spmis", "hush-hush"))
	secret := file(t, "secret", []byte("hush-hush\n"))
	for name, value := range map[string]string{"as it is": "hush-hush", "from a file": "@" + secret} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, asked(url, append(question, "-client-id", "spmis", "-client-secret", value)...)...)
			assert.Equal(t, exitFound, d.status)
		})
	}
	d := crvsctl(t, asked(url, append(question, "-client-id", "spmis", "-client-secret", "wr0ng")...)...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "check client id and secret")
}

func TestBasicAuthenticationAndHeadersAreSent(t *testing.T) {
	t.Parallel()
	basic := file(t, "basic", []byte("user:pass:word"))
	for _, value := range []string{"user:pass:word", "@" + basic} {
		url, got := script(t, answer(1, born("B90MAY123", "Mala", "1990-05-12")))
		d := crvsctl(t, asked(url, append(question, "-basic", value, "-header", "X-Country: IN", "-header", "x-country:KE", "-header", "X-Empty:")...)...)
		assert.Equal(t, exitFound, d.status)
		require.Len(t, got.seen(), 1)
		r := got.seen()[0]
		assert.Equal(t, prefix+"/registry/sync/search", r.path)
		user, password, ok := (&http.Request{Header: r.header}).BasicAuth()
		assert.True(t, ok)
		assert.Equal(t, "user", user)
		assert.Equal(t, "pass:word", password)
		assert.Equal(t, []string{"IN", "KE"}, r.header.Values("X-Country"))
		assert.Equal(t, []string{""}, r.header.Values("X-Empty"))
	}
}

// encrypted serves over TLS, and returns its base URL and its CA certificate.
func encrypted(t *testing.T, clients *x509.CertPool) (url string, ca []byte) {
	t.Helper()
	server := httptest.NewUnstartedServer(answer(1, born("B90MAY123", "Mala", "1990-05-12")))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that fail on purpose
	if clients != nil {
		server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL + prefix, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}

// identity makes a certificate that signs itself, and its key.
func identity(t *testing.T) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mis.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
}

func TestTLSTrustsExactlyTheAuthoritiesInTheFile(t *testing.T) {
	t.Parallel()
	url, ca := encrypted(t, nil)
	d := crvsctl(t, asked(url, append(question, "-ca", file(t, "ca.pem", ca))...)...)
	assert.Equal(t, exitFound, d.status)

	d = crvsctl(t, asked(url, question...)...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "give the CA that signed it with -ca")

	other, _ := identity(t)
	d = crvsctl(t, asked(url, append(question, "-ca", file(t, "other.pem", other))...)...)
	assert.Equal(t, exitFailed, d.status)

	d = crvsctl(t, asked(url, append(question, "-ca", file(t, "text.pem", []byte("no certificate")))...)...)
	assert.Equal(t, exitUsage, d.status)
	assert.Contains(t, d.stderr, "-ca names a file without a PEM certificate")
}

func TestTLSShowsACertificateWhereTheRegistryWantsOne(t *testing.T) {
	t.Parallel()
	cert, key := identity(t)
	clients := x509.NewCertPool()
	require.True(t, clients.AppendCertsFromPEM(cert))
	url, ca := encrypted(t, clients)
	caFile, certFile, keyFile := file(t, "ca.pem", ca), file(t, "cert.pem", cert), file(t, "key.pem", key)

	d := crvsctl(t, asked(url, append(question, "-ca", caFile, "-cert", certFile, "-key", keyFile)...)...)
	assert.Equal(t, exitFound, d.status)

	d = crvsctl(t, asked(url, append(question, "-ca", caFile)...)...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "-cert")

	_, otherKey := identity(t)
	for _, bad := range [][]byte{otherKey, []byte("no key")} {
		d = crvsctl(t, asked(url, append(question, "-cert", certFile, "-key", file(t, "bad.pem", bad))...)...)
		assert.Equal(t, exitUsage, d.status)
		assert.Contains(t, d.stderr, "-cert and -key do not name a PEM certificate and its PEM key")
	}
}
