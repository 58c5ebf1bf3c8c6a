package crvs_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

func okelloByBRN() search.Query {
	return in(codes.IdentifierBRN, "2023BIYCGRT", codes.VitalEventBirth)[0]
}

// withSecret asks for tokens as the captured client did.
func withSecret(t *testing.T, reg *registry, secret string, options ...crvs.Option) *crvs.Client {
	t.Helper()
	return reg.client(t, append([]crvs.Option{
		crvs.WithProfile(profile.OpenCRVS2024()), crvs.WithSender("http://127.0.0.1:9090"), crvs.WithReceiver("crvs"),
		crvs.WithCallbackURL("http://127.0.0.1:9090/callback/on-search"), crvs.WithClientCredentials("client-1", secret),
	}, options...)...)
}

func (r *registry) tokenRequests() []asked {
	var out []asked
	for _, a := range r.all() {
		if a.path == tokenPath {
			out = append(out, a)
		}
	}
	return out
}

// assertTokenAsked checks a token request against the captured one.
func (r recorded) assertTokenAsked(t *testing.T, sent asked) {
	t.Helper()
	path, query := r.path(t)
	assert.Equal(t, prefix+path, sent.path)
	assert.Equal(t, r.Request.Method, sent.method)
	assert.Equal(t, r.Request.Headers["Content-Type"], sent.header.Get("Content-Type"))
	wanted, err := url.ParseQuery(query)
	require.NoError(t, err)
	got, err := url.ParseQuery(sent.query)
	require.NoError(t, err)
	assert.Equal(t, wanted, got)
	if r.Request.Body == nil {
		assert.Empty(t, sent.body)
		return
	}
	assert.JSONEq(t, string(r.Request.Body), string(sent.body))
}

func TestACapturedTokenIsAskedForAndUsed(t *testing.T) {
	t.Parallel()
	for file, options := range map[string][]crvs.Option{
		"004-token-query-params.json": nil, // the profile's own way
		"005-token-json-body.json":    {crvs.WithTokenStyle(crvs.TokenStyle{As: crvs.TokenJSON})},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			token, search := captured(t, file), captured(t, "008-sync-birth-by-BRN-unsigned.json")
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, search.answers()).on(tokenPath, token.answers())
				c := withSecret(t, reg, "secret-1", options...)
				for range 2 {
					_, err := c.Find(t.Context(), okelloByBRN())
					require.NoError(t, err)
				}
				asked := reg.tokenRequests()
				require.Len(t, asked, 1, "a token is kept")
				token.assertTokenAsked(t, asked[0])
				var answer struct {
					Token string `json:"access_token"`
				}
				require.NoError(t, json.Unmarshal(token.Response.Body, &answer))
				search.assertSent(t, reg.requests()[0])
				assert.Equal(t, "Bearer "+answer.Token, reg.requests()[0].header.Get("Authorization"))
			})
		})
	}
}

func TestACapturedRefusalOfASecretEndsTheQuestion(t *testing.T) {
	t.Parallel()
	token := captured(t, "007-token-bad-secret.json")
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(500, "")).on(tokenPath, token.answers())
		e := want{kind: crvs.KindUnauthorized, status: 401, says: "check client id and secret"}.of(t, find(t.Context(), withSecret(t, reg, "nope"), okelloByBRN()))
		assert.NotContains(t, e.Error(), "nope")
		assert.Empty(t, reg.requests(), "nothing is asked without a token")
		require.Len(t, reg.tokenRequests(), 1)
		token.assertTokenAsked(t, reg.tokenRequests()[0])
	})
}

func TestACapturedQuestionWithoutATokenIsUnauthorized(t *testing.T) {
	t.Parallel()
	missing := captured(t, "084-auth-missing.json")
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, missing.answers())
		c := reg.client(t, crvs.WithProfile(profile.OpenCRVS2024()), crvs.WithSender("http://127.0.0.1:9090"), crvs.WithReceiver("crvs"),
			crvs.WithCallbackURL("http://127.0.0.1:9090/callback/on-search"))
		want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true, says: "Authorization header is missing"}.
			assertError(t, find(t.Context(), c, okelloByBRN()))
		require.Len(t, reg.requests(), 1)
		missing.assertSent(t, reg.requests()[0])
	})
}

// A 401 refreshes the token once: whether another helps or not.
func TestACapturedExpiryRefreshesTheTokenOnce(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"084-auth-missing.json", "088-auth-sync-expired-token.json", "130-async-token-expired.json"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			token, expired, found := captured(t, "004-token-query-params.json"), captured(t, file), captured(t, "008-sync-birth-by-BRN-unsigned.json")
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, expired.answers(), found.answers()).on(tokenPath, token.answers())
				_, err := withSecret(t, reg, "secret-1").Find(t.Context(), okelloByBRN())
				require.NoError(t, err)
				assert.Len(t, reg.tokenRequests(), 2)
				require.Len(t, reg.requests(), 2)
				assert.NotEqual(t, reg.requests()[0].messageID, reg.requests()[1].messageID)
				assert.Equal(t, reg.requests()[0].transactionID, reg.requests()[1].transactionID)
			})
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, expired.answers()).on(tokenPath, token.answers())
				err := find(t.Context(), withSecret(t, reg, "secret-1"), okelloByBRN())
				require.ErrorIs(t, err, crvs.ErrUnauthorized)
				assert.Len(t, reg.tokenRequests(), 2)
				assert.Len(t, reg.requests(), 2)
			})
		})
	}
}
