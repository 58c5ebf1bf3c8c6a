package transport_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// failing is a client whose every connection fails so; tries counts them.
func failing(t *testing.T, cause error, tries *int) *transport.Client {
	t.Helper()
	hc := &http.Client{Transport: tripper(func(*http.Request) (*http.Response, error) { *tries++; return nil, cause })}
	c, err := transport.New(transport.Options{HTTPClient: hc})
	require.NoError(t, err)
	return c
}

// timeout is a net.Error as dialers and TLS make them.
type timeout struct{ error }

func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

func TestFailuresByCause(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := []struct {
		name    string
		err     error
		kind    fault.Kind
		tries   int
		message string
	}{
		{"no such host", dial(&net.DNSError{Err: "no such host", Name: "registry.invalid", IsNotFound: true}), fault.KindUnavailable, 1, "no such host registry.invalid: check the base URL"},
		{"name server silent", dial(&net.DNSError{Err: "timeout", Name: "registry.example", IsTimeout: true}), fault.KindUnavailable, 4, "could not be looked up"},
		{"connection refused", dial(syscall.ECONNREFUSED), fault.KindUnavailable, 4, "connection refused"},
		{"no route", dial(syscall.EHOSTUNREACH), fault.KindUnavailable, 4, "firewall"},
		{"an impossible port", dial(&net.AddrError{Err: "invalid port", Addr: "99999"}), fault.KindUnavailable, 1, "host and port"},
		{"connection reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, fault.KindUnavailable, 4, "the connection broke"},
		{"EOF", io.EOF, fault.KindUnavailable, 4, "the connection broke"},
		{"an idle connection closed", errors.New("http: server closed idle connection"), fault.KindUnavailable, 4, "the connection broke"},
		{"dial timeout", dial(timeout{errors.New("i/o timeout")}), fault.KindTimeout, 4, "in time"},
		{"an unknown authority", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, fault.KindUnavailable, 1, "RootCAs"},
		{"a wrong host", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "registry.example"}, fault.KindUnavailable, 1, "not for the host registry.example"},
		{"an expired certificate", x509.CertificateInvalidError{Reason: x509.Expired}, fault.KindUnavailable, 1, "expired"},
		{"another certificate trouble", x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}, fault.KindUnavailable, 1, "not usable"},
		{"a certificate that breaks a constraint", &tls.CertificateVerificationError{Err: x509.ConstraintViolationError{}}, fault.KindUnavailable, 1, "cannot be verified"},
		{"no roots", x509.SystemRootsError{}, fault.KindUnavailable, 1, "no list of trusted authorities"},
		{"a client certificate is wanted", &net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, fault.KindUnavailable, 1, "wants a client certificate"},
		{"no TLS version in common", &net.OpError{Op: "remote error", Err: errors.New("tls: protocol version not supported")}, fault.KindUnavailable, 1, "no TLS version or cipher in common"},
		{"no TLS there", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, fault.KindUnavailable, 1, "does not speak TLS"},
		{"something unheard of", errors.New("secret: Mala S Kumar"), fault.KindUnavailable, 4, "not quoted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				_, err := failing(t, tt.err, &tries).Do(t.Context(), question())
				e := faultOf(t, err, tt.kind)
				assert.Equal(t, tt.tries, tries)
				assert.Contains(t, e.Message, tt.message)
				assert.Equal(t, "search", e.Op)
				assert.NotContains(t, err.Error()+e.Err.Error(), "Mala")
				assert.NotContains(t, err.Error()+e.Err.Error(), "prefix")
				require.ErrorIs(t, err, tt.err, "the cause can be asked for")
				assert.NotContains(t, fmt.Sprintf("%v %+v %#v", e.Err, e.Err, e.Err), "Mala")
				assert.Equal(t, tt.kind == fault.KindTimeout, errors.Is(err, context.DeadlineExceeded))
			})
		})
	}
}

func TestNotHTTP(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, bytes string
		kind        fault.Kind
		message     string
	}{
		{"some other protocol", "220 mail.example Mala Kumar\r\n\r\n", fault.KindProtocol, "proper HTTP"},
		{"TLS where none was asked for", "\x15\x03\x01\x00\x02\x02\x0a\r\n\r\n", fault.KindUnavailable, "use https"},
		{"a bad header", "HTTP/1.1 200 OK\r\nMala Kumar\r\n\r\n", fault.KindProtocol, "proper HTTP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				defer func() { assert.NoError(t, far.Close()) }()
				go func() {
					_, _ = http.ReadRequest(bufio.NewReader(far))
					_, _ = io.WriteString(far, tt.bytes)
				}()
				tr := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
				c, err := transport.New(transport.Options{HTTPClient: &http.Client{Transport: tr}})
				require.NoError(t, err)
				_, err = c.Do(t.Context(), question())
				e := faultOf(t, err, tt.kind)
				assert.Contains(t, e.Message, tt.message)
				assert.NotContains(t, err.Error(), "Mala")
			})
		})
	}
}

// The rest of this file needs real sockets: TLS and a port without a listener.

func ask(t *testing.T, url string, hc *http.Client) error {
	t.Helper()
	c, err := transport.New(transport.Options{HTTPClient: hc, Retry: transport.Retry{BaseDelay: time.Millisecond}})
	require.NoError(t, err)
	defer c.CloseIdleConnections()
	_, err = c.Do(t.Context(), transport.Request{Op: "search", URL: url, Body: []byte(asked)})
	return err
}

func quiet(h http.Handler) *httptest.Server {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = discardLog()
	return s
}

func TestRealTLS(t *testing.T) {
	t.Parallel()
	s := quiet(answer(200, "{}"))
	s.StartTLS()
	t.Cleanup(s.Close)

	err := ask(t, s.URL, nil)
	assert.Contains(t, faultOf(t, err, fault.KindUnavailable).Message, "RootCAs")
	_, ok := errors.AsType[x509.UnknownAuthorityError](err)
	assert.True(t, ok)

	require.NoError(t, ask(t, s.URL, s.Client()))

	other := s.Client().Transport.(*http.Transport).Clone()
	other.TLSClientConfig.ServerName = "other.test"
	err = ask(t, s.URL, &http.Client{Transport: other})
	assert.Contains(t, faultOf(t, err, fault.KindUnavailable).Message, "not for the host other.test")
}

func TestRealTLSThatWantsAClientCertificate(t *testing.T) {
	t.Parallel()
	s := quiet(answer(200, "{}"))
	s.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS13}
	s.StartTLS()
	t.Cleanup(s.Close)
	hc := s.Client()
	t.Cleanup(hc.CloseIdleConnections)
	assert.Contains(t, faultOf(t, ask(t, s.URL, hc), fault.KindUnavailable).Message, "client certificate")
}

func TestRealPlainHTTPWhereTLSIsExpected(t *testing.T) {
	t.Parallel()
	s := quiet(answer(200, "{}"))
	s.Start()
	t.Cleanup(s.Close)
	err := ask(t, "https"+s.URL[len("http"):], nil)
	assert.Contains(t, faultOf(t, err, fault.KindUnavailable).Message, "does not speak TLS")
	require.ErrorIs(t, err, http.ErrSchemeMismatch)
}

func TestRealRefusedConnection(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(nil)
	url := s.URL
	s.Close()
	err := ask(t, url, nil)
	assert.Contains(t, faultOf(t, err, fault.KindUnavailable).Message, "connection refused")
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
}
