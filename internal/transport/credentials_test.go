package transport_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

const tokenURL = "http://registry.example/oauth2/client/token"

func (r *registry) credentials(t *testing.T, o transport.Options) *transport.ClientCredentials {
	t.Helper()
	o.HTTPClient = &http.Client{Transport: r.l.Transport()}
	o.InsecurePlainHTTP = true
	cc, err := transport.NewClientCredentials(o, mine)
	require.NoError(t, err)
	return cc
}

// mine are the credentials of the tests.
var mine = transport.Credentials{
	URL: tokenURL, ID: "client-id", Secret: "s3cret&",
	Style: profile.TokenStyle{Scope: "crvs read"},
}

// tokens answers tok1, tok2, ... each with the further members given.
func tokens(members string) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n++
		body := fmt.Sprintf(`{"access_token":"tok%d"%s}`, n, members)
		mu.Unlock()
		answer(200, body, "Content-Type", "text/plain")(w, r)
	}
}

func TestTheTokenRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, tokens(""))
		cc := r.credentials(t, transport.Options{Header: http.Header{"X-Mediator": {"m"}}})
		assert.Empty(t, r.requests(), "nothing is asked before a token is wanted")
		token, err := cc.Token(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "tok1", token.Value)
		got := r.requests()[0]
		form, err := url.ParseQuery(got.body)
		require.NoError(t, err)
		assert.Equal(t, url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"client-id"}, "client_secret": {"s3cret&"}, "scope": {"crvs read"},
		}, form)
		assert.Equal(t, http.MethodPost, got.method)
		assert.Equal(t, "application/x-www-form-urlencoded", got.header.Get("Content-Type"))
		assert.Equal(t, "m", got.header.Get("X-Mediator"))
		assert.Empty(t, got.header.Get("Authorization"))
	})
}

func jwt(claims string) string {
	return "h." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".s"
}

func TestHowLongATokenIsKept(t *testing.T) {
	t.Parallel()
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Unix() // when bubbles begin
	tests := []struct {
		name, body string
		kept       time.Duration
	}{
		{"a tenth is left of ten minutes", `{"access_token":"t","expires_in":300}`, 270 * time.Second},
		{"at most a minute is left", `{"access_token":"t","expires_in":3600}`, 59 * time.Minute},
		{"at least five seconds are left", `{"access_token":"t","expires_in":20}`, 15 * time.Second},
		{"never more than half is left", `{"access_token":"t","expires_in":4}`, 2 * time.Second},
		{"a string will do", `{"access_token":"t","expires_in":"3600"}`, 59 * time.Minute},
		{"a fraction will do", `{"access_token":"t","expires_in":300.0}`, 270 * time.Second},
		{"none means five minutes", `{"access_token":"t"}`, 270 * time.Second},
		{"null means five minutes", `{"access_token":"t","expires_in":null}`, 270 * time.Second},
		{"zero means five minutes", `{"access_token":"t","expires_in":0}`, 270 * time.Second},
		{"nonsense means five minutes", `{"access_token":"t","expires_in":{"a":1}}`, 270 * time.Second},
		{"too long is a month", `{"access_token":"t","expires_in":1e300}`, 30*24*time.Hour - time.Minute},
		{"a JWT that ends before expires_in", fmt.Sprintf(`{"access_token":%q,"expires_in":36000}`, jwt(fmt.Sprintf(`{"exp":%d}`, now+3600))), 59 * time.Minute},
		{"a JWT of OpenCRVS", fmt.Sprintf(`{"access_token":%q,"token_type":"Bearer"}`, jwt(fmt.Sprintf(`{"scope":["recordsearch"],"iat":%d,"exp":%d,"iss":"opencrvs:auth-service"}`, now, now+600))), 540 * time.Second},
		{"a JWT's exp", fmt.Sprintf(`{"access_token":%q}`, jwt(fmt.Sprintf(`{"exp":%d}`, now+3600))), 59 * time.Minute},
		{"expires_in that ends before a JWT", fmt.Sprintf(`{"access_token":%q,"expires_in":300}`, jwt(fmt.Sprintf(`{"exp":%d}`, now+3600))), 270 * time.Second},
		{"a JWT of an issuer whose clock is late", fmt.Sprintf(`{"access_token":%q}`, jwt(fmt.Sprintf(`{"iat":%d,"exp":%d}`, now-9000, now-5400))), 59 * time.Minute},
		{"a JWT of an issuer whose clock is early", fmt.Sprintf(`{"access_token":%q}`, jwt(fmt.Sprintf(`{"iat":%d,"exp":%d}`, now+9000, now+12600))), 59 * time.Minute},
		{"a JWT without exp", fmt.Sprintf(`{"access_token":%q}`, jwt(`{}`)), 270 * time.Second},
		{"three parts that are no JWT", `{"access_token":"a.b.c"}`, 270 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, answer(200, tt.body))
				cc := r.credentials(t, transport.Options{})
				for _, at := range []time.Duration{0, 0, tt.kept - 1, 1} {
					<-time.After(at)
					_, err := cc.Token(t.Context())
					require.NoError(t, err)
				}
				synctest.Wait() // nobody waits for the other token
				require.Len(t, r.requests(), 2)
				assert.Equal(t, tt.kept, r.requests()[1].at.Sub(r.requests()[0].at))
			})
		})
	}
}

func TestRefusedTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
		kind   fault.Kind
		says   string
	}{
		{"400 invalid_client", answer(400, `{"error":"invalid_client","error_description":"client-id s3cret&"}`), fault.KindUnauthorized, "the token endpoint refused (invalid_client): check client id and secret"},
		{"401 without a body", answer(401, ""), fault.KindUnauthorized, "the token endpoint refused: check client id and secret; it sent an empty body"},
		{"401 with a page", answer(401, "<html>client-id"), fault.KindUnauthorized, "an HTML page of 15 bytes"},
		{"403 unauthorized_client", answer(403, `{"error":"unauthorized_client"}`), fault.KindUnauthorized, "grant client_credentials"},
		{"400 invalid_request", answer(400, `{"error":"invalid_request"}`), fault.KindUnauthorized, "asked in another way (WithTokenStyle)"},
		{"415", answer(415, ""), fault.KindProtocol, "how it wants to be asked (WithTokenStyle)"},
		{"400 invalid_scope", answer(400, `{"error":"invalid_scope"}`), fault.KindUnauthorized, "check the scope"},
		{"a word that is not the standard's", answer(400, `{"error":"bad s3cret&"}`), fault.KindUnauthorized, "the token endpoint refused: check client id and secret"},
		{"a refusal with 200", answer(200, `{"error":"invalid_client"}`), fault.KindUnauthorized, "the token endpoint refused (invalid_client): check client id and secret"},
		{"OpenCRVS's refusal", answer(401, `{"statusCode":401,"error":"Unauthorized","message":"Unauthorized"}`, "Content-Type", "application/octet-stream"), fault.KindUnauthorized, "check client id and secret; it sent JSON of 66 bytes"},
		{"a refusal with 200 in other words", answer(200, `{"error":{"code":"client-id","message":"s3cret&"}}`), fault.KindUnauthorized, "the token endpoint refused: check client id and secret"},
		{"an echo of the form", func(w http.ResponseWriter, r *http.Request) {
			answer(200, "client_id=client-id&client_secret=s3cret%26")(w, r)
		}, fault.KindProtocol, "no usable token (not a JSON object): text of 43 bytes; check the token URL"},
		{"a redirect to another host", redirect(307, "https://evil.example/?client_secret=s3cret%26"), fault.KindProtocol, "redirects to https://evil.example, which is not followed: it is another server, and neither question nor credentials go there; if it is the right one, use it as the token URL"},
		{"404", answer(404, "no client-id here"), fault.KindProtocol, "check the token URL"},
		{"a redirect that goes nowhere", answer(302, ""), fault.KindProtocol, "check the token URL"},
		{"429", answer(429, "", "Retry-After", "600"), fault.KindRateLimited, "too often"},
		{"a 503 that stays", answer(503, ""), fault.KindUnavailable, "does not work"},
		{"a page with 200", answer(200, "<html>client-id"), fault.KindProtocol, "an HTML page"},
		{"plain text with 200", answer(200, "tok1"), fault.KindProtocol, "text of 4 bytes"},
		{"JSON without a token", answer(200, `{"token":"tok1"}`), fault.KindProtocol, "no access_token"},
		{"a token of the wrong sort", answer(200, `{"access_token":{"a":"tok1"}}`), fault.KindProtocol, "no access_token"},
		{"a token with a line break", answer(200, `{"access_token":"tok1\r\nX: y"}`), fault.KindProtocol, "control character"},
		{"a token that is not a bearer's", answer(200, `{"access_token":"tok1","token_type":"DPoP"}`), fault.KindProtocol, "not bearer"},
		{"a body over the limit", answer(200, string(make([]byte, 1<<20+1))), fault.KindProtocol, "limit of 1048576 bytes; check the token URL"},
		{"a bomb in gzip", answer(200, gzipped(t, []byte(`{"access_token":"tok1"}`+strings.Repeat(" ", 8<<20))), "Content-Type", "application/octet-stream"), fault.KindProtocol, "binary data"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, tt.answer)
				c := r.client(t, transport.Options{Tokens: r.credentials(t, transport.Options{})})
				_, err := c.Do(t.Context(), question())
				e := faultOf(t, err, tt.kind)
				assert.Equal(t, "token", e.Op)
				assert.NotZero(t, e.HTTPStatus)
				assert.Contains(t, e.Message, tt.says)
				for _, s := range r.requests() {
					assert.Equal(t, "/oauth2/client/token", s.path, "without a token nothing is asked")
				}
				for _, secret := range []string{"client-id", "s3cret", "tok1"} {
					assert.NotContains(t, printed(err), secret)
				}
				if tt.kind == fault.KindRateLimited {
					assert.Equal(t, 10*time.Minute, e.RetryAfter)
				}
			})
		})
	}
}

func TestAnAnswerMayComeInAnyWrapping(t *testing.T) {
	t.Parallel()
	const body = `{"access_token":"tok1"}`
	for name, h := range map[string]http.HandlerFunc{
		"as binary data":            answer(200, body, "Content-Type", "application/octet-stream"),
		"as HTML":                   answer(200, body, "Content-Type", "text/html"),
		"without a type":            answer(200, body, "Content-Type", ""),
		"with a byte order mark":    answer(200, "\ufeff"+body),
		"in gzip":                   answer(200, gzipped(t, []byte(body)), "Content-Encoding", "gzip"),
		"in gzip, and says nothing": answer(200, gzipped(t, []byte("\ufeff"+body)), "Content-Type", "application/octet-stream"),
		"with 201":                  answer(201, body),
		"with an odd type of token": answer(200, `{"access_token":"tok1","token_type":["N_A"]}`),
		"with an empty error":       answer(200, `{"access_token":"tok1","error":""}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				token, err := listen(t, h).credentials(t, transport.Options{}).Token(t.Context())
				require.NoError(t, err)
				assert.Equal(t, "tok1", token.Value)
			})
		})
	}
}

func TestATokenEndpointThatIsDownIsAskedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, ""), hangUp, tokens(`,"token_type":"BearerToken"`))
		token, err := r.credentials(t, transport.Options{}).Token(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "tok1", token.Value)
		assert.Len(t, r.requests(), 3)
	})
}

func TestAThousandGoroutinesFetchOneToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tok := tokens("")
		r := listen(t, func(w http.ResponseWriter, r *http.Request) {
			<-time.After(time.Second)
			tok(w, r)
		})
		cc := r.credentials(t, transport.Options{})
		var wg sync.WaitGroup
		for i := range 1000 {
			wg.Go(func() {
				<-time.After(time.Duration(i) * 2 * time.Millisecond) // before, during and after the fetch
				token, err := cc.Token(t.Context())
				assert.Equal(t, "tok1", token.Value, "%v", err)
			})
		}
		wg.Wait()
		assert.Len(t, r.requests(), 1)
	})
}

func TestAThousandGoroutinesEachGetTheirOwnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(401, ""))
		cc := r.credentials(t, transport.Options{})
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() {
				_, err := cc.Token(t.Context())
				if e, ok := errors.AsType[*fault.Error](err); assert.True(t, ok, "an error of ours") {
					e.MessageID = "mine" // the race detector watches
				}
			})
		}
		wg.Wait()
	})
}

func TestOneWhoLeavesDoesNotTakeTheTokenAlong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tok := tokens("")
		r := listen(t, func(w http.ResponseWriter, r *http.Request) {
			<-time.After(10 * time.Second)
			tok(w, r)
		})
		cc := r.credentials(t, transport.Options{})
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		left := make(chan error)
		go func() { _, err := cc.Token(impatient); left <- err }()
		synctest.Wait()
		stayed := make(chan string)
		go func() { token, _ := cc.Token(t.Context()); stayed <- token.Value }()

		start := time.Now()
		err := <-left
		assert.Equal(t, time.Second, time.Since(start))
		assert.Equal(t, "token", faultOf(t, err, fault.KindTimeout).Op)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, "tok1", <-stayed)
		assert.Len(t, r.requests(), 1)
	})
}

func TestForget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tok := tokens("")
		r := listen(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/oauth2/client/token" {
				tok(w, r)
				return
			}
			answer(401, "")(w, r)
		})
		c := r.client(t, transport.Options{Tokens: r.credentials(t, transport.Options{})})
		used := func() string {
			all := r.requests()
			return all[len(all)-1].header.Get("Authorization")
		}
		first, err := c.Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, 401, first.Status)
		assert.Equal(t, "Bearer tok1", used())

		assert.True(t, c.Forget(first))
		_, err = c.Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, "Bearer tok2", used())

		assert.True(t, c.Forget(first), "an answer that came late")
		_, err = c.Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, "Bearer tok2", used(), "the newer one stays")

		assert.False(t, c.Forget(nil))
	})
}

func TestForgetWithoutAnotherToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(401, ""))
		for _, o := range []transport.Options{{}, {Tokens: transport.StaticToken("t")}, {Username: "u"}} {
			c := r.client(t, o)
			resp, err := c.Do(t.Context(), question())
			require.NoError(t, err)
			assert.False(t, c.Forget(resp))
		}
	})
}

func TestATokenDoesNotGoIntoJSON(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(transport.Token{Value: "secret"})
	require.NoError(t, err)
	assert.JSONEq(t, `"token [masked]"`, string(b))
}

func TestATokenIsNotFetchedForOneWhoHasLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, tokens(""))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := r.credentials(t, transport.Options{}).Token(ctx)
		faultOf(t, err, fault.KindCanceled)
		assert.Empty(t, r.requests())
	})
}

func TestOurOwnIdleConnectionsCanBeClosed(t *testing.T) {
	t.Parallel()
	s := quiet(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(200, `{"access_token":"t"}`)(w, r)
	}))
	s.Start()
	cc, err := transport.NewClientCredentials(transport.Options{}, transport.Credentials{URL: s.URL, ID: "id", Secret: "s"})
	require.NoError(t, err)
	c, err := transport.New(transport.Options{Tokens: cc})
	require.NoError(t, err)
	_, err = c.Do(t.Context(), transport.Request{Op: "search", URL: s.URL})
	require.NoError(t, err)
	c.CloseIdleConnections() // goleak would find those of either transport
	s.Close()
}
