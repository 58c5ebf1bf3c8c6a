package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// gateway hands out one token at /auth/token, and answers what is asked.
func gateway(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == prefix+"/auth/token" {
		w.Header().Set("Content-Type", "application/octet-stream")
		fmt.Fprint(w, `{"access_token":"t0ken","token_type":"Bearer"}`)
		return
	}
	answer(1, born("B90MAY123", "Mala", "1990-05-12"))(w, r)
}

func TestATokenIsAskedForInTheStyleOfTheRegistry(t *testing.T) {
	t.Parallel()
	all := url.Values{"grant_type": {"client_credentials"}, "client_id": {"mis"}, "client_secret": {"p:w&"}, "scope": {"recordsearch"}}
	anonymous := url.Values{"grant_type": {"client_credentials"}, "scope": {"recordsearch"}}
	members, err := json.Marshal(map[string]string{"grant_type": "client_credentials", "client_id": "mis", "client_secret": "p:w&", "scope": "recordsearch"})
	require.NoError(t, err)
	for style, want := range map[string]struct{ query, body, basic string }{
		"form":  {body: all.Encode()},
		"query": {query: all.Encode()},
		"json":  {body: string(members)},
		"basic": {body: anonymous.Encode(), basic: "Basic bWlzOnAlM0F3JTI2"}, // mis:p%3Aw%26
	} {
		t.Run(style, func(t *testing.T) {
			t.Parallel()
			base, got := script(t, gateway)
			d := crvsctl(t, asked(base, append(question, "-client", "mis:p:w&", "-token-url", base+"/auth/token", "-token-style", style, "-scope", "recordsearch")...)...)
			require.Equal(t, exitFound, d.status, d.stderr)
			require.Len(t, got.seen(), 2)
			token, search := got.seen()[0], got.seen()[1]
			assert.Equal(t, want.query, token.query)
			assert.Equal(t, want.body, token.raw)
			assert.Equal(t, want.basic, token.header.Get("Authorization"))
			assert.Equal(t, "Bearer t0ken", search.header.Get("Authorization"))
		})
	}
}

func TestSecretsComeFromStandardInput(t *testing.T) {
	t.Parallel()
	base := registry(t, sandbox.WithClient("mis", "hush-hush"))
	d := crvsctlFed(t.Context(), t, "mis:hush-hush\n", asked(base, append(question, "-client", "@-")...)...)
	assert.Equal(t, exitFound, d.status)
	d = crvsctlFed(t.Context(), t, "hush-hush\n", asked(base, append(question, "-client-id", "mis", "-client-secret", "@-")...)...)
	assert.Equal(t, exitFound, d.status)
	d = crvsctlFed(t.Context(), t, "mis:hush-hush", asked(base, append(question, "-client", "@-", "-basic", "@-")...)...)
	assert.Equal(t, exitUsage, d.status)
	assert.Contains(t, d.stderr, "another flag has read")
}

func TestATokenGoesWhereTheRegistryWantsIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want http.Header
	}{
		{"bare", []string{"-token", "t0ken", "-token-header", "Authorization:"}, http.Header{"Authorization": {"t0ken"}}},
		{"after another word", []string{"-token", "t0ken", "-token-header", "authorization: Token"}, http.Header{"Authorization": {"Token t0ken"}}},
		{
			"behind a mediator",
			[]string{"-token", "t0ken", "-token-header", "X-Forwarded-Authorization: Bearer", "-basic", "u:p"},
			http.Header{"X-Forwarded-Authorization": {"Bearer t0ken"}, "Authorization": {"Basic dTpw"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			base, got := script(t, gateway)
			require.Equal(t, exitFound, crvsctl(t, asked(base, append(question, tt.args...)...)...).status)
			require.Len(t, got.seen(), 1)
			for name, values := range tt.want {
				assert.Equal(t, values, got.seen()[0].header[name])
			}
		})
	}
}

func TestASecretURLIsNotPrinted(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.HandlerFunc{
		"an echo": func(w http.ResponseWriter, r *http.Request) { http.Error(w, r.URL.String(), http.StatusUnauthorized) },
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/x?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
		},
		"a page":       func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>"+r.URL.String()) },
		"a broken end": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, _ := script(t, h)
			d := crvsctl(t, asked(base, append(question, "-timeout", "2s", "-client", "mis:S3CRETsecret", "-token-style", "query")...)...)
			assert.Equal(t, exitFailed, d.status)
			assert.Contains(t, d.stderr, "token")
			assert.NotContains(t, d.stderr, "mis")
		})
	}
}

func TestAnotherStyleIsAdvisedWhereOneIsNotUnderstood(t *testing.T) {
	t.Parallel()
	base := registry(t, sandbox.WithClient("mis", "hush-hush"))
	d := crvsctl(t, asked(base, append(question, "-client", "mis:hush-hush", "-token-style", "query")...)...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "asked in another way (-token-style)")
}
