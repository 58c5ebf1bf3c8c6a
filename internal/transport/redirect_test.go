package transport_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

func redirect(status int, to string) http.HandlerFunc { return answer(status, "", "Location", to) }

func TestRefusedRedirects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		to     string
		says   []string
	}{
		{"to another host", 307, "http://evil.example/x?stolen=1", []string{"http://evil.example,", "another server"}},
		{"to another host, 308", 308, "//evil.example/x?stolen=1", []string{"http://evil.example,"}},
		{"to a subdomain", 307, "http://a.registry.example/x?stolen=1", []string{"http://a.registry.example,"}},
		{"to another port", 307, "http://registry.example:8080/x?stolen=1", []string{"http://registry.example:8080,"}},
		{"to https on another port", 308, "https://registry.example:8443/x?stolen=1", []string{"https://registry.example:8443,"}},
		{"301 of a POST", 301, "/y?stolen=1", []string{"POST into a GET"}},
		{"302 of a POST", 302, "/y?stolen=1", []string{"POST into a GET"}},
		{"303 of a POST", 303, "/y?stolen=1", []string{"POST into a GET"}},
		{"for ever", 307, "/y?stolen=1", []string{"too many redirects"}},
		{"with user and password", 307, "http://stolen:pw@evil.example/", []string{"http://evil.example,"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				evil := listen(t, answer(200, "{}"))
				r := listen(t, redirect(tt.status, tt.to))
				hc := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
					if addr == "registry.example:80" {
						return r.l.DialContext(ctx, network, addr)
					}
					return evil.l.DialContext(ctx, network, addr)
				}}}
				defer hc.CloseIdleConnections()
				c := r.client(t, transport.Options{HTTPClient: hc, Tokens: transport.StaticToken("secret-token")})
				_, err := c.Do(t.Context(), question())
				e := faultOf(t, err, fault.KindProtocol)
				assert.Equal(t, tt.status, e.HTTPStatus)
				for _, s := range tt.says {
					assert.Contains(t, e.Message, s)
				}
				assert.NotContains(t, err.Error(), "stolen")
				assert.NotContains(t, err.Error(), "secret")
				assert.Empty(t, evil.requests(), "neither question nor token went there")
			})
		})
	}
}

func TestFollowedRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{307, 308} {
		t.Run("the same question goes on to the same host "+http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				to := redirect(status, "http://REGISTRY.example:80/b/")
				r := listen(t, to, to, to, answer(200, "{}"))
				resp, err := r.client(t, transport.Options{Tokens: transport.StaticToken("tok")}).Do(t.Context(), question())
				require.NoError(t, err)
				assert.Equal(t, 1, resp.Attempts)
				require.Len(t, r.requests(), 4)
				for _, s := range r.requests() {
					assert.Equal(t, http.MethodPost, s.method)
					assert.Equal(t, asked, s.body)
					assert.Equal(t, "Bearer tok", s.header.Get("Authorization"))
				}
			})
		})
	}
	t.Run("a GET may be moved", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			r := listen(t, redirect(302, "/b"), answer(200, "{}"))
			resp, err := r.client(t, transport.Options{}).Do(t.Context(), transport.Request{Op: "keys", Method: http.MethodGet, URL: base})
			require.NoError(t, err)
			assert.Equal(t, 200, resp.Status)
		})
	})
	t.Run("one without a place to go is an answer", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			r := listen(t, answer(302, ""))
			resp, err := r.client(t, transport.Options{}).Do(t.Context(), question())
			require.NoError(t, err)
			assert.Equal(t, 302, resp.Status)
		})
	})
	t.Run("one to nonsense is an error that does not repeat it", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			r := listen(t, redirect(307, "http://[stolen"))
			_, err := r.client(t, transport.Options{}).Do(t.Context(), question())
			faultOf(t, err, fault.KindProtocol)
			assert.NotContains(t, err.Error(), "stolen")
		})
	})
}
