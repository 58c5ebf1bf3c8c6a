package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

const formType = "application/x-www-form-urlencoded"

func (b bundle) issue(t *testing.T, form url.Values, header ...string) (reply, wire.TokenResponse, wire.TokenError) {
	t.Helper()
	resp := b.send(t, http.MethodPost, "/oauth2/client/token", strings.NewReader(form.Encode()), append([]string{"Content-Type", formType}, header...)...)
	text := resp.text
	var ok wire.TokenResponse
	var no wire.TokenError
	require.NoError(t, json.Unmarshal([]byte(text), &ok))
	require.NoError(t, json.Unmarshal([]byte(text), &no))
	return resp, ok, no
}

func credentials(id, secret string) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
}

// pass lets virtual time pass.
func pass(d time.Duration) { <-time.After(d) }

// admitted says with which status a question is answered.
func (b bundle) admitted(t *testing.T, header ...string) int {
	t.Helper()
	body := encode(t, asking(wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "")}))
	return b.send(t, http.MethodPost, searchPath, strings.NewReader(body), header...).status
}

func TestATokenIsIssuedAndExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t, sandbox.WithClient("mis", "s3cret+/ =&"))
		resp, token, _ := b.issue(t, credentials("mis", "s3cret+/ =&"))
		require.Equal(t, http.StatusOK, resp.status)
		assert.Equal(t, "Bearer", token.TokenType)
		assert.Equal(t, 600, token.ExpiresIn)
		_, other, _ := b.issue(t, credentials("mis", "s3cret+/ =&"))
		assert.NotEqual(t, token.AccessToken, other.AccessToken)

		b.token = token.AccessToken
		assert.Equal(t, http.StatusOK, b.admitted(t))
		pass(599 * time.Second)
		assert.Equal(t, http.StatusOK, b.admitted(t))
		pass(time.Second)
		assert.Equal(t, http.StatusUnauthorized, b.admitted(t))
		_, b.token = b.reissue(t)
		assert.Equal(t, http.StatusOK, b.admitted(t))
	})
}

func (b bundle) reissue(t *testing.T) (int, string) {
	t.Helper()
	resp, token, _ := b.issue(t, credentials("mis", "s3cret+/ =&"))
	return resp.status, token.AccessToken
}

func TestTheCredentialsMayStandInTheHeader(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithClient("mis", "a:b"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://x", nil)
	require.NoError(t, err)
	req.SetBasicAuth("mis", url.QueryEscape("a:b"))
	resp, token, _ := b.issue(t, url.Values{"grant_type": {"client_credentials"}}, "Authorization", req.Header.Get("Authorization"))
	assert.Equal(t, http.StatusOK, resp.status)
	assert.NotEmpty(t, token.AccessToken)
}

func TestATokenIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithClient("mis", "secret"))
	nobody := setup(t, sandbox.WithToken("static"))
	large := credentials("mis", strings.Repeat("x", 1<<16))
	cases := []struct {
		name   string
		b      bundle
		form   url.Values
		header []string
		status int
		want   string
	}{
		{"another secret", b, credentials("mis", "wrong"), nil, 401, "invalid_client"},
		{"another client", b, credentials("sim", "secret"), nil, 401, "invalid_client"},
		{"no credentials", b, url.Values{"grant_type": {"client_credentials"}}, nil, 401, "invalid_client"},
		{"a registry without clients", nobody, credentials("mis", "secret"), nil, 401, "invalid_client"},
		{"another grant", b, url.Values{"grant_type": {"password"}, "client_id": {"mis"}, "client_secret": {"secret"}}, nil, 400, "unsupported_grant_type"},
		{"JSON", b, credentials("mis", "secret"), []string{"Content-Type", "application/json"}, 400, "invalid_request"},
		{"a body without end", b, large, nil, 400, "invalid_request"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			resp, _, no := tc.b.issue(t, tc.form, tc.header...)
			assert.Equal(t, tc.status, resp.status)
			assert.Equal(t, tc.want, no.Error)
		})
	}
}

func TestCredentialsInTheURLAreNotRead(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithClient("mis", "secret"))
	resp := b.send(t, http.MethodPost, "/oauth2/client/token?"+credentials("mis", "secret").Encode(), nil, "Content-Type", formType)
	assert.Equal(t, http.StatusBadRequest, resp.status)
}

func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	anyone, static, client := setup(t), setup(t, sandbox.WithToken("secret")), setup(t, sandbox.WithClient("mis", "secret"))
	both := setup(t, sandbox.WithToken("secret"), sandbox.WithClient("mis", "s3cret+/ =&"))
	_, issued := both.reissue(t)
	cases := []struct {
		name   string
		b      bundle
		header string
		want   int
	}{
		{"anyone where no token is asked for", anyone, "", 200},
		{"anyone with any token where none is asked for", anyone, "Bearer x", 200},
		{"nobody without a token", static, "", 401},
		{"who has the token", static, "Bearer secret", 200},
		{"nobody with another token", static, "Bearer Secret", 401},
		{"nobody with an empty token", static, "Bearer ", 401},
		{"who writes the scheme in small letters", static, "bearer secret", 200},
		{"who writes the scheme in capitals", static, "BEARER secret", 200},
		{"nobody with two spaces", static, "Bearer  secret", 401},
		{"nobody with another scheme", static, "Basic secret", 401},
		{"nobody without a scheme", static, "secret", 401},
		{"nobody without a token of the endpoint", client, "Bearer secret", 401},
		{"who has the fixed one of two tokens", both, "Bearer secret", 200},
		{"who has the issued one of two tokens", both, "Bearer " + issued, 200},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var header []string
			if tc.header != "" {
				header = []string{"Authorization", tc.header}
			}
			assert.Equal(t, tc.want, tc.b.admitted(t, header...))
		})
	}
}

func TestARefusedAskerIsToldWhy(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"))
	for header, want := range map[string]string{
		"":             `[{"code":"err.auth.missing_header","message":"the Authorization header is missing"}]`,
		"Basic abc":    `[{"code":"err.request.unauthorized","message":"the Authorization header must be \"Bearer \" and a token"}]`,
		"Bearer wrong": `[{"code":"err.request.unauthorized","message":"the token is not known, or has expired"}]`,
	} {
		var given []string
		if header != "" {
			given = []string{"Authorization", header}
		}
		resp := b.send(t, http.MethodPost, searchPath, strings.NewReader("not even JSON"), given...)
		assert.Equal(t, http.StatusUnauthorized, resp.status)
		assert.Equal(t, "Bearer", resp.header.Get("WWW-Authenticate"))
		var body map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(resp.text), &body))
		assert.JSONEq(t, want, string(body["errors"]))
	}
}
