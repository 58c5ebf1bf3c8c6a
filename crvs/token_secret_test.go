package crvs_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
)

// Credentials of which no five characters stand in any sentence of ours.
const (
	secretID    = "Xq7/vozwub"
	secretWord  = "kJ&fyxqoz+w"
	secretToken = "Zz9qxk.Vvjwqz.Qyfhgz"
)

// echoed is everything that a token endpoint was sent.
func echoed(r *http.Request) string {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	unescaped, _ := url.QueryUnescape(r.URL.RawQuery + string(body))
	return strings.Join([]string{r.URL.String(), r.Header.Get("Authorization"), string(body), unescaped, secretID, secretWord, secretToken}, " ")
}

// failure is one way in which a token cannot be had.
type failure func(r *http.Request) (*http.Response, error)

func answers(status int, contentType string, body func(r *http.Request) string, headers ...string) failure {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {contentType}}
		for _, line := range headers {
			name, value, _ := strings.Cut(line, ": ")
			h.Set(name, value)
		}
		return &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, Header: h, ContentLength: -1,
			Body: io.NopCloser(strings.NewReader(body(r))),
		}, nil
	}
}

func breaks(with func(r *http.Request) error) failure {
	return func(r *http.Request) (*http.Response, error) { return nil, with(r) }
}

func failures() map[string]failure {
	all := map[string]failure{
		"a page":                      answers(200, "text/html", func(r *http.Request) string { return "<html>" + echoed(r) }),
		"plain text":                  answers(200, "text/plain", echoed),
		"malformed JSON":              answers(200, "application/json", func(r *http.Request) string { return `{"access_token":"` + secretToken + `",` + echoed(r) }),
		"a token that cannot be sent": answers(200, "application/json", func(*http.Request) string { return `{"access_token":"` + secretToken + `\n"}` }),
		"a token of another kind":     answers(200, "application/json", func(*http.Request) string { return `{"access_token":"` + secretToken + `","token_type":"dpop"}` }),
		"an error at 200":             answers(200, "application/json", func(r *http.Request) string { return fmt.Sprintf(`{"error":%q,"message":%q}`, secretWord, echoed(r)) }),
		"a type that is an echo":      answers(401, secretWord+"/"+secretID, echoed, "Retry-After: "+secretWord, "WWW-Authenticate: "+secretToken),
		"a body that breaks off": func(r *http.Request) (*http.Response, error) {
			resp, _ := answers(200, "", echoed)(r)
			resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(echoed(r)), broken{errors.New(echoed(r))}))
			return resp, nil
		},
		"a body over the limit": answers(200, "", func(r *http.Request) string { return strings.Repeat(echoed(r), 8_000) }),
		"no such host": breaks(func(*http.Request) error {
			return &net.DNSError{Err: "no such host", Name: "registry.example", IsNotFound: true}
		}),
		"a certificate":    breaks(func(*http.Request) error { return &tls.CertificateVerificationError{Err: errors.New(secretWord)} }),
		"a handshake":      breaks(func(*http.Request) error { return tls.RecordHeaderError{Msg: secretWord} }),
		"an unknown error": breaks(func(r *http.Request) error { return errors.New(echoed(r)) }),
		"an error with the URL": breaks(func(r *http.Request) error {
			return &url.Error{Op: "Post", URL: r.URL.String(), Err: fmt.Errorf("x: %w", &url.Error{Op: "Post", URL: r.URL.String(), Err: io.EOF})}
		}),
		"an address": breaks(func(r *http.Request) error {
			return &net.OpError{Op: "dial", Err: &net.AddrError{Err: echoed(r), Addr: r.URL.String()}}
		}),
		"not HTTP": breaks(func(r *http.Request) error { return errors.New("malformed HTTP response " + echoed(r)) }),
		"silence": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, fmt.Errorf("%s: %w", echoed(r), r.Context().Err())
		},
	}
	for _, status := range []int{201, 204, 400, 401, 402, 403, 404, 413, 429, 500, 503, 599} {
		all[fmt.Sprint("HTTP ", status)] = answers(status, "application/json", func(r *http.Request) string {
			return fmt.Sprintf(`{"error":%q,"error_description":%q}`, echoed(r), echoed(r))
		})
	}
	for _, to := range []string{
		"http://elsewhere.example/?" + url.QueryEscape(secretWord), "http://" + url.QueryEscape(secretWord) + ".example/",
		"http://x/" + url.PathEscape(secretID), "https://[" + secretToken, "/again?client_secret=" + url.QueryEscape(secretWord),
	} {
		for _, status := range []int{302, 307, 308} {
			all[fmt.Sprint("a redirect ", status, " to ", to)] = answers(status, "", echoed, "Location: "+to)
		}
	}
	return all
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func TestNoFailureOfATokenEndpointShowsASecret(t *testing.T) {
	t.Parallel()
	for _, style := range []crvs.TokenFormat{crvs.TokenForm, crvs.TokenQuery, crvs.TokenJSON, crvs.TokenBasic} {
		for name, fail := range failures() {
			t.Run(string(style)+"/"+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var log bytes.Buffer
					logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
					audits := &auditLog{}
					c := newClient(t, crvs.WithHTTPClient(&http.Client{Transport: roundTripper(fail)}), crvs.WithLogger(logger), crvs.WithAudit(audits.add),
						crvs.WithClientCredentials(secretID, secretWord), crvs.WithTokenStyle(crvs.TokenStyle{As: style, Extra: map[string]string{"key": secretToken}}),
						crvs.WithTimeout(10*time.Second))
					for range 2 { // the second finds the endpoint left alone
						err := find(t.Context(), c, malaByBRN())
						asError(t, err)
						assert.Equal(t, "token", asError(t, err).Op)
						logger.Error("failed", slog.Any("err", err))
						for e := err; e != nil; e = errors.Unwrap(e) {
							fmt.Fprintf(&log, "%v %+v %#v %q\n", e, e, e, e)
						}
					}
					require.Len(t, audits.records, 2)
					fmt.Fprintf(&log, "%+v %#v %v", audits.records, audits.records, c)
					assertNoPiece(t, log.String())
				})
			})
		}
	}
}

// assertNoPiece finds pieces of five characters of a secret, as it is or encoded.
func assertNoPiece(t *testing.T, text string) {
	t.Helper()
	text = strings.ToLower(text)
	for _, s := range []string{secretID, secretWord, secretToken, url.QueryEscape(secretID), url.QueryEscape(secretWord)} {
		s = strings.ToLower(s)
		for i := range len(s) - 4 {
			if strings.Contains(text, s[i:i+5]) {
				assert.Fail(t, "a piece of a secret is printed", "%q in %s", s[i:i+5], text)
				return
			}
		}
	}
}

// A deadline that ends in the wait for a token says no more than that.
func TestADeadlineWhileATokenIsFetched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, crvs.WithHTTPClient(&http.Client{Transport: roundTripper(failures()["silence"])}),
			crvs.WithClientCredentials(secretID, secretWord), crvs.WithTokenStyle(crvs.TokenStyle{As: crvs.TokenQuery}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begun := time.Now()
		err := find(ctx, c, malaByBRN())
		assert.Equal(t, crvs.KindTimeout, asError(t, err).Kind)
		assert.Equal(t, time.Second, time.Since(begun))
		assertNoPiece(t, fmt.Sprintf("%v %+v %#v", err, err, err))
		<-time.After(10 * time.Minute) // the fetch goes on for others, and ends
	})
}
