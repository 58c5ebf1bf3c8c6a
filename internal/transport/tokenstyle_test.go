package transport_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

func TestEachStyleOfTokenRequest(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for _, tt := range []struct {
		name                         string
		url                          string
		style                        profile.TokenStyle
		query, body, mediaType, auth string
	}{
		{
			name: "a form is the default", style: profile.TokenStyle{Scope: "crvs read"}, mediaType: form,
			body: "client_id=%E1%8A%A0&client_secret=s%3Acret%26+%2B&grant_type=client_credentials&scope=crvs+read",
		},
		{
			name: "a form with an audience", style: profile.TokenStyle{As: profile.TokenForm, Extra: map[string]string{"audience": "a b"}}, mediaType: form,
			body: "audience=a+b&client_id=%E1%8A%A0&client_secret=s%3Acret%26+%2B&grant_type=client_credentials",
		},
		{
			name: "everything in the query", style: profile.TokenStyle{As: profile.TokenQuery},
			query: "client_id=%E1%8A%A0&client_secret=s%3Acret%26+%2B&grant_type=client_credentials",
		},
		{
			name: "everything in a query that was there", url: tokenURL + "?tenant=a%20b", style: profile.TokenStyle{As: profile.TokenQuery, Scope: "x"},
			query: "client_id=%E1%8A%A0&client_secret=s%3Acret%26+%2B&grant_type=client_credentials&scope=x&tenant=a+b",
		},
		{
			name: "a form beside a query that was there", url: tokenURL + "?tenant=a%20b", mediaType: form, query: "tenant=a%20b",
			body: "client_id=%E1%8A%A0&client_secret=s%3Acret%26+%2B&grant_type=client_credentials",
		},
		{
			name: "JSON", style: profile.TokenStyle{As: profile.TokenJSON, Scope: "x", Extra: map[string]string{"audience": "crvs"}}, mediaType: "application/json",
			body: `{"audience":"crvs","client_id":"አ","client_secret":"s:cret\u0026 +","grant_type":"client_credentials","scope":"x"}`,
		},
		{
			name: "basic authentication", style: profile.TokenStyle{As: profile.TokenBasic, Scope: "x"}, mediaType: form,
			body: "grant_type=client_credentials&scope=x", auth: "Basic JUUxJThBJUEwOnMlM0FjcmV0JTI2KyUyQg==",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, tokens(""))
				c := transport.Credentials{URL: tokenURL, ID: "አ", Secret: "s:cret& +", Style: tt.style}
				if tt.url != "" {
					c.URL = tt.url
				}
				cc, err := transport.NewClientCredentials(transport.Options{HTTPClient: &http.Client{Transport: r.l.Transport()}, InsecurePlainHTTP: true}, c)
				require.NoError(t, err)
				_, err = cc.Token(t.Context())
				require.NoError(t, err)
				got := r.requests()[0]
				assert.Equal(t, http.MethodPost, got.method)
				assert.Equal(t, "/oauth2/client/token", got.path)
				assert.Equal(t, tt.query, got.query)
				assert.Equal(t, tt.body, got.body)
				assert.Equal(t, tt.mediaType, got.header.Get("Content-Type"))
				assert.Equal(t, tt.auth, got.header.Get("Authorization"))
				assert.Equal(t, time.Now().UTC().Format(http.TimeFormat), got.header.Get("Timestamp"))
			})
		})
	}
}

func TestRefusedCredentials(t *testing.T) {
	t.Parallel()
	good := transport.Credentials{URL: "https://token.example/", ID: "s3cret-id", Secret: "s3cret"}
	for name, change := range map[string]func(c *transport.Credentials, o *transport.Options){
		"no id":                      func(c *transport.Credentials, _ *transport.Options) { c.ID = "" },
		"no secret":                  func(c *transport.Credentials, _ *transport.Options) { c.Secret = "" },
		"no URL":                     func(c *transport.Credentials, _ *transport.Options) { c.URL = "" },
		"not a URL":                  func(c *transport.Credentials, _ *transport.Options) { c.URL = "s3cret" },
		"with a user":                func(c *transport.Credentials, _ *transport.Options) { c.URL = "https://u:s3cret@r.example/" },
		"with the secret in the URL": func(c *transport.Credentials, _ *transport.Options) { c.URL += "?client_secret=s3cret" },
		"with a query that is none":  func(c *transport.Credentials, _ *transport.Options) { c.URL += "?s3cret=%zz" },
		"a parameter twice": func(c *transport.Credentials, _ *transport.Options) {
			c.URL += "?aud=s3cret"
			c.Style.Extra = map[string]string{"aud": "s3cret"}
		},
		"a parameter that is ours": func(c *transport.Credentials, _ *transport.Options) {
			c.Style.Extra = map[string]string{"grant_type": "s3cret"}
		},
		"a parameter without a name": func(c *transport.Credentials, _ *transport.Options) { c.Style.Extra = map[string]string{"": "s3cret"} },
		"another style":              func(c *transport.Credentials, _ *transport.Options) { c.Style.As = "s3cret" },
		"a path that is none":        func(c *transport.Credentials, _ *transport.Options) { c.Style.Path = "s3cret" },
		"a path with a query":        func(c *transport.Credentials, _ *transport.Options) { c.Style.Path = "/x?s3cret" },
		"a secret that is no text":   func(c *transport.Credentials, _ *transport.Options) { c.Secret = "s3cret\xff" },
		"wrong options":              func(_ *transport.Credentials, o *transport.Options) { o.Timeout = -1 },
		"two basic authentications": func(c *transport.Credentials, o *transport.Options) {
			c.Style.As, o.Password = profile.TokenBasic, "s3cret"
		},
		"basic and a header of its own": func(c *transport.Credentials, o *transport.Options) {
			c.Style.As, o.Header = profile.TokenBasic, http.Header{"Authorization": {"s3cret"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, o := good, transport.Options{}
			_, err := transport.NewClientCredentials(o, c)
			require.NoError(t, err)
			change(&c, &o)
			_, err = transport.NewClientCredentials(o, c)
			faultOf(t, err, fault.KindInvalid)
			assertNoSecret(t, err, "s3cret")
		})
	}
}

func TestWhereTheTokenGoes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		header profile.TokenHeader
		basic  bool
		want   map[string]string
	}{
		{"as a bearer's", profile.TokenHeader{}, false, map[string]string{"Authorization": "Bearer tok"}},
		{"bare", profile.TokenHeader{Bare: true}, false, map[string]string{"Authorization": "tok"}},
		{"after another word", profile.TokenHeader{Scheme: "Token"}, false, map[string]string{"Authorization": "Token tok"}},
		{"in another header", profile.TokenHeader{Name: "x-token", Bare: true}, false, map[string]string{"X-Token": "tok", "Authorization": ""}},
		{"beside basic authentication", profile.TokenHeader{Name: "X-Token"}, true, map[string]string{"X-Token": "Bearer tok", "Authorization": "Basic dTpw"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, redirect(307, "/b"), answer(200, "{}"))
				o := transport.Options{Tokens: transport.StaticToken("tok"), TokenHeader: tt.header}
				if tt.basic {
					o.Username, o.Password = "u", "p"
				}
				_, err := r.client(t, o).Do(t.Context(), question())
				require.NoError(t, err)
				require.Len(t, r.requests(), 2)
				for _, s := range r.requests() {
					for name, value := range tt.want {
						assert.Equal(t, value, s.header.Get(name))
					}
					assert.Empty(t, s.header.Get("Timestamp"), "that is for token requests")
				}
			})
		})
	}
}

func TestCredentialsOverPlainHTTP(t *testing.T) {
	t.Parallel()
	token := transport.Options{Tokens: transport.StaticToken("s3cret")}
	for _, tt := range []struct {
		name, url string
		options   transport.Options
		refused   bool
	}{
		{"a token", base, token, true},
		{"a token of the caller's source", base, transport.Options{Tokens: transport.NewSource(given{token: "s3cret"})}, true},
		{"basic authentication", base, transport.Options{Username: "u", Password: "s3cret"}, true},
		{"an API key", base, transport.Options{Header: http.Header{"x-api-key": {"s3cret"}}}, true},
		{"an Authorization of the caller's own", base, transport.Options{Header: http.Header{"authorization": {"s3cret"}}}, true},
		{"a name that only begins like this machine's", "http://localhost.example/", token, true},
		{"an address that only looks like this machine's", "http://127.0.0.1.example/", token, true},
		{"all of this machine's addresses are not this machine", "http://0.0.0.0/", token, true},
		{"no credentials", base, transport.Options{Header: http.Header{"X-Country": {"KE"}}}, false},
		{"over https", "https://registry.example/", token, false},
		{"to this machine by name", "http://LOCALHOST.:8080/", token, false},
		{"to this machine by a name under it", "http://registry.localhost/", token, false},
		{"to this machine by address", "http://127.8.8.8/", token, false},
		{"to this machine by IPv6", "http://[::1]:80/", token, false},
		{"accepted", base, transport.Options{Tokens: transport.StaticToken("s3cret"), InsecurePlainHTTP: true}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, answer(200, "{}"))
				tr := r.l.Transport()
				tr.DialTLSContext = tr.DialContext // the memory network has no TLS
				tt.options.HTTPClient = &http.Client{Transport: tr}
				c, err := transport.New(tt.options)
				require.NoError(t, err)
				_, err = c.Do(t.Context(), transport.Request{Op: "search", URL: tt.url, Body: []byte("{}")})
				if !tt.refused {
					require.NoError(t, err)
					require.NoError(t, c.Check("new", tt.url))
					return
				}
				e := faultOf(t, err, fault.KindInvalid)
				assert.Contains(t, e.Message, "use https in the base URL, or accept it (WithInsecurePlainHTTP)")
				assertNoSecret(t, err, "s3cret")
				assert.Empty(t, r.requests())
				faultOf(t, c.Check("new", tt.url), fault.KindInvalid)
			})
		})
	}
}

func TestClientCredentialsOverPlainHTTP(t *testing.T) {
	t.Parallel()
	cc, err := transport.NewClientCredentials(transport.Options{}, mine)
	require.NoError(t, err)
	c, err := transport.New(transport.Options{Tokens: cc})
	require.NoError(t, err)
	e := faultOf(t, c.Check("new", "https://registry.example/"), fault.KindInvalid)
	assert.Equal(t, "new", e.Op)
	assert.Contains(t, e.Message, "use https in the token URL")
	_, err = cc.Token(t.Context())
	faultOf(t, err, fault.KindInvalid)
}

func TestSameServer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://r.example/a", "https://R.example:443/b?c", true},
		{"http://r.example", "https://r.example", true},
		{"https://r.example", "https://r.example:8443", false},
		{"https://r.example", "https://auth.r.example", false},
		{"https://r.example", "https://[", false},
		{"https://[", "https://[", false},
	} {
		assert.Equal(t, tt.want, transport.SameServer(tt.a, tt.b), "%s %s", tt.a, tt.b)
	}
}

// The URL that holds a secret stays where it is: no redirect takes it along, and
// none names it as where it came from.
func TestASecretURLIsNotRedirected(t *testing.T) {
	t.Parallel()
	style := profile.TokenStyle{As: profile.TokenQuery}
	for name, to := range map[string]string{
		"to the same host": "/elsewhere", "with the secret": "/elsewhere?client_secret=s3cret%26",
		"to another host": "http://evil.example/", "to a host with the secret in its name": "http://s3cret&client-id.evil.example/",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, redirect(307, to), tokens(""))
				c := mine
				c.Style = style
				cc, err := transport.NewClientCredentials(transport.Options{HTTPClient: &http.Client{Transport: r.l.Transport()}, InsecurePlainHTTP: true}, c)
				require.NoError(t, err)
				_, err = cc.Token(t.Context())
				e := faultOf(t, err, fault.KindProtocol)
				assert.Contains(t, e.Message, "token URL")
				assert.Equal(t, 307, e.HTTPStatus)
				assertNoSecret(t, err, "client-id", "s3cret&", url.QueryEscape("s3cret&"))
				assert.Len(t, r.requests(), 1)
			})
		})
	}
}

func TestARedirectDoesNotTellWhereItCameFrom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, redirect(307, "/b"), tokens(""))
		_, err := r.credentials(t, transport.Options{}).Token(t.Context())
		require.NoError(t, err)
		_, err = r.client(t, transport.Options{}).Do(t.Context(), question())
		require.NoError(t, err)
		for _, s := range r.requests() {
			assert.Empty(t, s.header.Values("Referer"))
		}
		own := listen(t, redirect(307, "/b"), answer(200, "{}"))
		_, err = own.client(t, transport.Options{Header: http.Header{"Referer": {"https://mis.example/"}}}).Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, "https://mis.example/", own.requests()[1].header.Get("Referer"))
	})
}
