package transport_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// FuzzTokenEndpoint lets a token endpoint answer anything at all, the request
// itself included: what comes of it is a token or an error without a piece of a
// secret.
func FuzzTokenEndpoint(f *testing.F) {
	const id, secret = "Xq7-vozwub", "kJ_fyxqoz+w"
	f.Add(200, "text/html", "<html>ID SECRET</html>", "", 0)
	f.Add(401, "application/json", `{"error":"SECRET","error_description":"ID"}`, "", 1)
	f.Add(307, "", "", "http://SECRET.example/ID", 2)
	f.Add(302, "", "", "https://ID:SECRET@evil.example/", 3)
	f.Add(200, "application/octet-stream", `{"access_token":"SECRET\n","expires_in":"ID"}`, "", 1)
	f.Add(429, "text/plain", "quota of ID", "SECRET", 2)
	f.Add(200, "", "\x1f\x8bSECRET", "", 0)
	styles := []profile.TokenFormat{profile.TokenForm, profile.TokenQuery, profile.TokenJSON, profile.TokenBasic}
	f.Fuzz(func(t *testing.T, status int, contentType, body, header string, style int) {
		fill := strings.NewReplacer("ID", id, "SECRET", secret)
		echo := roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: 200 + int(uint(status)%400), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: -1,
				Header: http.Header{"Content-Type": {fill.Replace(contentType)}, "Location": {fill.Replace(header)}, "Retry-After": {fill.Replace(header)}},
				Body:   io.NopCloser(strings.NewReader(fill.Replace(body))),
			}, nil
		})
		cc, err := transport.NewClientCredentials(transport.Options{
			HTTPClient: &http.Client{Transport: echo}, Retry: transport.Retry{MaxAttempts: 1},
		}, transport.Credentials{URL: "https://r.test/t", ID: id, Secret: secret, Style: profile.TokenStyle{As: styles[uint(style)%4]}})
		if err != nil {
			t.Fatal(err)
		}
		token, err := cc.Token(t.Context())
		if (err == nil) != (token.Value != "") {
			t.Fatalf("neither a token nor an error, or both: %v", err)
		}
		assertNoPiece(t, printed(token)+printed(err)+printed(cc), id, secret)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
