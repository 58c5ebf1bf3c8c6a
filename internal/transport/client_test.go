package transport_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }

func TestRefusedOptions(t *testing.T) {
	t.Parallel()
	tok := transport.StaticToken("t")
	tests := []struct {
		name    string
		options transport.Options
	}{
		{"negative attempts", transport.Options{Retry: transport.Retry{MaxAttempts: -1}}},
		{"too many attempts", transport.Options{Retry: transport.Retry{MaxAttempts: 101}}},
		{"a negative delay", transport.Options{Retry: transport.Retry{MaxDelay: -1}}},
		{"a negative timeout", transport.Options{Timeout: -1}},
		{"a negative limit", transport.Options{MaxBody: -1}},
		{"an empty token", transport.Options{Tokens: transport.StaticToken("")}},
		{"a token with a line break", transport.Options{Tokens: transport.StaticToken("secret\r\nX: y")}},
		{"a token with a space", transport.Options{Tokens: transport.StaticToken("secret b")}},
		{"token and basic authentication", transport.Options{Tokens: tok, Username: "u"}},
		{"token and an Authorization header", transport.Options{Tokens: tok, Header: http.Header{"authorization": {"x"}, "Authorization": {"secret"}}}},
		{"basic authentication and an Authorization header", transport.Options{Password: "p", Header: http.Header{"Authorization": {"secret"}}}},
		{"a user with a colon", transport.Options{Username: "secret:b"}},
		{"a password with a line break", transport.Options{Username: "u", Password: "secret\n"}},
		{"a header value with a line break", transport.Options{Header: http.Header{"X-A": {"secret\r\nX: y"}}}},
		{"a header name with a colon", transport.Options{Header: http.Header{"X:secret": {"a"}}}},
		{"an empty header name", transport.Options{Header: http.Header{"": {"a"}}}},
		{"a header that is ours", transport.Options{Header: http.Header{"accept-encoding": {"br"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := transport.New(tt.options)
			faultOf(t, err, fault.KindInvalid)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	c, err := transport.New(transport.Options{})
	require.NoError(t, err)
	for name, r := range map[string]transport.Request{
		"no URL":              {},
		"a relative URL":      {URL: "/secret"},
		"another scheme":      {URL: "ftp://secret.example/"},
		"no host":             {URL: "https:///secret"},
		"nonsense":            {URL: "http://secret\x7f"},
		"user and password":   {URL: "https://user:secret@r.example/"},
		"an impossible verb":  {URL: base, Method: "PO ST"},
		"a broken media type": {URL: base, ContentType: "a\r\nb", Body: []byte("x")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.Do(t.Context(), r)
			faultOf(t, err, fault.KindInvalid)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestHeadersThatAreSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(200, "{}"))
		given := http.Header{"x-mediator": {"a", "b"}}
		c := r.client(t, transport.Options{Header: given, Tokens: transport.StaticToken("tok.en")})
		given.Set("X-Mediator", "changed later")
		_, err := c.Do(t.Context(), question())
		require.NoError(t, err)
		h := r.requests()[0].header
		assert.Equal(t, []string{"Bearer tok.en"}, h.Values("Authorization"))
		assert.Equal(t, "application/json", h.Get("Content-Type"))
		assert.Equal(t, "application/json", h.Get("Accept"))
		assert.Equal(t, []string{"a", "b"}, h.Values("X-Mediator"))
		assert.Equal(t, strconv.Itoa(len(asked)), h.Get("Content-Length"))

		_, err = r.client(t, transport.Options{Username: "u", Password: "p", Header: http.Header{"Accept": {"application/jose"}}}).
			Do(t.Context(), transport.Request{Op: "keys", Method: http.MethodGet, URL: base})
		require.NoError(t, err)
		h = r.requests()[1].header
		assert.Equal(t, "Basic dTpw", h.Get("Authorization"))
		assert.Equal(t, "application/jose", h.Get("Accept"))
		assert.Empty(t, h.Get("Content-Type"), "without a body")
	})
}

func TestTheCallersClientIsNotChanged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(500, "", "Set-Cookie", "a=b"), answer(200, "{}"))
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		closed := 0
		hc := &http.Client{Transport: &closing{r.l.Transport(), &closed}, Jar: jar, Timeout: time.Minute}
		before := *hc
		c := r.client(t, transport.Options{HTTPClient: hc})
		resp, err := c.Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
		assert.Equal(t, "a=b", r.requests()[1].header.Get("Cookie"), "the jar is used")

		r.script = script(answer(500, ""))
		_, err = c.Do(t.Context(), question())
		require.NoError(t, err)
		c.CloseIdleConnections()
		assert.Zero(t, closed, "idle connections are others' too")
		assert.Equal(t, before, *hc)
	})
}

// closing counts CloseIdleConnections.
type closing struct {
	http.RoundTripper

	n *int
}

func (c *closing) CloseIdleConnections() { *c.n++ }

func TestTheShorterTimeoutHolds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ client, option, want time.Duration }{
		"the client's alone":  {time.Minute, 0, time.Minute},
		"the client's":        {time.Second, time.Minute, time.Second},
		"the option":          {time.Minute, time.Second, time.Second},
		"the default of 30 s": {0, 0, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, never)
				hc := &http.Client{Transport: r.l.Transport(), Timeout: tt.client}
				start := time.Now()
				_, err := r.client(t, transport.Options{HTTPClient: hc, Timeout: tt.option, Retry: transport.Retry{MaxAttempts: 1}}).Do(t.Context(), question())
				faultOf(t, err, fault.KindTimeout)
				assert.Equal(t, tt.want, time.Since(start))
			})
		})
	}
}

func TestWhatIsLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, "Mala Kumar"), hangUp, answer(200, `{"name":"Mala Kumar"}`, "X-A", "Mala"))
		var b bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}))
		c := r.client(t, transport.Options{Logger: logger, Tokens: transport.StaticToken("secret"), Retry: transport.Retry{BaseDelay: 1}})
		q := question()
		q.URL += "?q=secret"
		_, err := c.Do(t.Context(), q)
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		require.Len(t, lines, 5, b.String())
		for i, want := range []string{
			`level=DEBUG msg="crvs: attempt" op=search host=registry.example attempt=1 status=503 duration=0s`,
			`level=WARN msg="crvs: asking again" op=search host=registry.example attempt=1 status=503 wait=`,
			`level=DEBUG msg="crvs: attempt" op=search host=registry.example attempt=2 failure=unavailable duration=0s`,
			`level=WARN msg="crvs: asking again" op=search host=registry.example attempt=2 failure=unavailable wait=`,
			`level=DEBUG msg="crvs: attempt" op=search host=registry.example attempt=3 status=200 duration=0s`,
		} {
			assert.Contains(t, lines[i], want)
		}
		for _, no := range []string{"Mala", "secret", "prefix"} {
			assert.NotContains(t, b.String(), no)
		}
	})
}

func TestNothingPrintsASecret(t *testing.T) {
	t.Parallel()
	style := profile.TokenStyle{As: profile.TokenQuery, Path: "/secret", Scope: "secret", Extra: map[string]string{"secret": "secret"}}
	secrets := transport.Credentials{URL: "https://secret.example", ID: "secret", Secret: "secret", Style: style}
	o := transport.Options{Username: "secret", Password: "secret", Header: http.Header{"X": {"secret"}}}
	c, err := transport.New(o)
	require.NoError(t, err)
	cc, err := transport.NewClientCredentials(transport.Options{}, secrets)
	require.NoError(t, err)
	for _, v := range []any{
		o, &o, c, cc, style, &style, secrets, &secrets,
		transport.NewSource(given{token: "secret"}),
		transport.StaticToken("secret"),
		transport.Token{Value: "secret"},
		&transport.Token{Value: "secret"},
		transport.Request{URL: "secret", Body: []byte("secret")},
		transport.Response{Body: []byte("secret"), Header: http.Header{"X": {"secret"}}},
	} {
		var b bytes.Buffer
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", slog.Any("v", v))
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", slog.Any("v", v))
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			_, _ = fmt.Fprintf(&b, verb, v)
		}
		assert.NotContains(t, b.String(), "secret", "%T", v)
		assert.NotContains(t, b.String(), fmt.Sprintf("%x", "secret"), "%T", v)
		assert.NotContains(t, b.String(), "115 101 99", "%T", v)
	}
}

func TestConnectionsAreKeptAlive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(500, strings.Repeat("x", 100_000)))
		dials := 0
		tr := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			dials++
			return r.l.DialContext(ctx, network, addr)
		}}
		defer tr.CloseIdleConnections()
		resp, err := r.client(t, transport.Options{HTTPClient: &http.Client{Transport: tr}}).Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, 4, resp.Attempts)
		assert.Equal(t, 1, dials)
	})
}
