package crvs_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
)

func TestTheTokenEndpointIsWhereTheStyleHasIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options []crvs.Option
		path    string
		scope   string // in the body
	}{
		{"the standard's path", nil, tokenPath, ""},
		{"the path of a style", []crvs.Option{crvs.WithTokenStyle(crvs.TokenStyle{Path: "/auth/token", Scope: "a"})}, prefix + "/auth/token", "scope=a"},
		{
			"a URL before the path of a style",
			[]crvs.Option{crvs.WithTokenStyle(crvs.TokenStyle{Path: "/auth/token"}), crvs.WithTokenURL("http://auth.registry.example/token")},
			"/token", "",
		},
		{"a scope before that of a style", []crvs.Option{crvs.WithScope("b"), crvs.WithTokenStyle(crvs.TokenStyle{Scope: "a"})}, tokenPath, "scope=b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(200, found(malaRecord))).on(tt.path, tokens())
				_, err := reg.client(t, append(tt.options, crvs.WithClientCredentials("me", "pw-s3cr3t"))...).Find(t.Context(), malaByBRN())
				require.NoError(t, err)
				assert.Contains(t, string(reg.all()[0].body), tt.scope)
			})
		})
	}
}

func TestAThousandQuestionsNeedOneToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord))).on(tokenPath, func(w writer, a asked) {
			wait(a, time.Second)
			tokens()(w, a)
		})
		c := reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t"))
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() { assert.NoError(t, find(t.Context(), c, malaByBRN())) })
		}
		wg.Wait()
		assert.Len(t, reg.all(), 1001)
		assert.Len(t, reg.requests(), 1000)
	})
}

func TestATokenSourceIsAskedForEachMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		source := crvs.TokenFunc(func(context.Context) (string, error) {
			n++
			return fmt.Sprintf("s3cr3t-%d", n), nil
		})
		reg := start(t, says(200, found(malaRecord)), says(401, ""), says(200, found(malaRecord)), says(401, ""))
		c := reg.client(t, crvs.WithTokenSource(source))
		require.NoError(t, find(t.Context(), c, malaByBRN()))
		require.NoError(t, find(t.Context(), c, malaByBRN()), "a 401 has it asked once more")
		assertRenewed(t, reg.requests()[1:])
		require.ErrorIs(t, find(t.Context(), c, malaByBRN()), crvs.ErrUnauthorized)
		var used []string
		for _, r := range reg.requests() {
			used = append(used, r.header.Get("Authorization"))
		}
		assert.Equal(t, []string{"Bearer s3cr3t-1", "Bearer s3cr3t-2", "Bearer s3cr3t-3", "Bearer s3cr3t-4", "Bearer s3cr3t-5"}, used)
	})
}

// sealed is a source that knows that it has no other token.
type sealed struct{ asked atomic.Int32 }

func (s *sealed) Token(context.Context) (string, error) { s.asked.Add(1); return "s3cr3t-1", nil }
func (*sealed) Forget(string) bool                      { return false }

func TestATokenSourceWithoutAnotherTokenIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(401, ""))
		source := new(sealed)
		require.ErrorIs(t, find(t.Context(), reg.client(t, crvs.WithTokenSource(source)), malaByBRN()), crvs.ErrUnauthorized)
		assert.EqualValues(t, 1, source.asked.Load())
		assert.Len(t, reg.requests(), 1)
	})
}

func TestATokenSourceThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		for cause, kind := range map[error]crvs.Kind{
			errors.New("s3cr3t of the vault"):                                        crvs.KindUnavailable,
			&crvs.Error{Kind: crvs.KindUnauthorized, Message: "s3cr3t of the vault"}: crvs.KindUnauthorized,
			fmt.Errorf("s3cr3t: %w", crvs.ErrNotFound):                               crvs.KindUnavailable,
		} {
			source := crvs.TokenFunc(func(context.Context) (string, error) { return "", cause })
			e := asError(t, find(t.Context(), reg.client(t, crvs.WithTokenSource(source)), malaByBRN()))
			assert.Equal(t, kind, e.Kind)
			assert.Equal(t, "token", e.Op)
			assert.Contains(t, e.Error(), "token source failed")
		}
		assert.Empty(t, reg.all())
	})
}

// A mediator wants basic authentication on every message, also on that for a
// token; the registry behind it wants the token in another header.
func TestAMediatorBeforeARegistryThatWantsAToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord))).on(tokenPath, tokens())
		_, err := reg.client(t, crvs.WithBasicAuth("med", "iator"), crvs.WithHeader("X-Client", "mis"),
			crvs.WithClientCredentials("me", "pw-s3cr3t"), crvs.WithTokenHeader(crvs.TokenHeader{Name: "X-Registry-Authorization"}),
		).Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		all := reg.all()
		require.Len(t, all, 2)
		for _, a := range all {
			user, password, ok := (&http.Request{Header: a.header}).BasicAuth()
			assert.Equal(t, "med iator true", fmt.Sprint(user, " ", password, " ", ok))
			assert.Equal(t, "mis", a.header.Get("X-Client"))
		}
		assert.Empty(t, all[0].header.Get("X-Registry-Authorization"))
		assert.Equal(t, "Bearer s3cr3t-1", all[1].header.Get("X-Registry-Authorization"))
	})
}

// What the mediator may see is not for a token endpoint elsewhere.
func TestAMediatorsPasswordStaysWithTheMediator(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]crvs.Option{
		"basic authentication": crvs.WithBasicAuth("med", "iator"),
		"a header":             crvs.WithHeader("authorization", "Basic bWVkOmlhdG9y"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(200, found(malaRecord))).on("/token", tokens())
				c := reg.client(t, option, crvs.WithHeader("X-Client", "mis"), crvs.WithClientCredentials("me", "pw-s3cr3t"),
					crvs.WithTokenURL("http://auth.registry.example/token"), crvs.WithTokenHeader(crvs.TokenHeader{Name: "X-Token", Bare: true}))
				for range 2 {
					_, err := c.Find(t.Context(), malaByBRN())
					require.NoError(t, err)
				}
				all := reg.all()
				require.Len(t, all, 3)
				assert.Empty(t, all[0].header.Get("Authorization"))
				assert.Equal(t, "mis", all[0].header.Get("X-Client"))
				for _, a := range all[1:] {
					assert.Equal(t, "Basic bWVkOmlhdG9y", a.header.Get("Authorization"))
					assert.Equal(t, "s3cr3t-1", a.header.Get("X-Token"))
				}
			})
		})
	}
}

func TestABareToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		_, err := reg.client(t, crvs.WithBearerToken("s3cr3t-jwt"), crvs.WithTokenHeader(crvs.TokenHeader{Bare: true})).Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Equal(t, "s3cr3t-jwt", reg.requests()[0].header.Get("Authorization"))
	})
}

func TestATokenOfARealOpenCRVS(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file  string
		style crvs.TokenStyle
		query string
		body  string
		kind  crvs.Kind
	}{
		{file: "004-token-query-params.json", style: crvs.TokenStyle{As: crvs.TokenQuery}, query: "client_id=client-1&client_secret=secret-1&grant_type=client_credentials"},
		{file: "005-token-json-body.json", style: crvs.TokenStyle{As: crvs.TokenJSON}, body: `{"client_id":"client-1","client_secret":"secret-1","grant_type":"client_credentials"}`},
		{file: "007-token-bad-secret.json", style: crvs.TokenStyle{As: crvs.TokenQuery}, query: "client_id=client-1&client_secret=secret-1&grant_type=client_credentials", kind: crvs.KindUnauthorized},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			answer := play(t, tt.file)
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(200, found(malaRecord))).on(tokenPath, func(w writer, a asked) {
					w.Header().Set("Content-Type", "application/octet-stream")
					answer(w, a)
				})
				err := find(t.Context(), reg.client(t, crvs.WithClientCredentials("client-1", "secret-1"), crvs.WithTokenStyle(tt.style)), malaByBRN())
				asked := reg.all()[0]
				assert.Equal(t, tt.query, asked.query)
				assert.Equal(t, tt.body, string(asked.body))
				if tt.kind == "" {
					require.NoError(t, err)
					return
				}
				assert.Equal(t, tt.kind, asError(t, err).Kind)
				assert.Contains(t, err.Error(), "check client id and secret")
			})
		})
	}
}

// A token that was fetched does not come back in an error, whatever it looks like.
func TestAFetchedTokenIsMaskedInWhatAPeerSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(400, `{"errors":[{"code":"x","message":"bad Plainword"}]}`), says(400, "bad Plainword", "Content-Type: text/plain"),
			says(307, "", "Location: http://plainword.evil.example/")).
			on(tokenPath, says(200, `{"access_token":"Plainword"}`))
		c := reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t"))
		for range 3 {
			assert.NotContains(t, asError(t, find(t.Context(), c, malaByBRN())).Error(), "lainword")
		}
	})
}
