package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

func TestEveryOperationOfTheStandardIsOfferedAndNothingElse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	doc, err := document()
	require.NoError(t, err)
	for path := range doc.Paths.Map() {
		resp := b.send(t, http.MethodPost, path, strings.NewReader(`{"header":{},"message":{}}`))
		assert.NotEqual(t, http.StatusNotFound, resp.status, path)
	}
	for _, path := range []string{"/registry", searchPath + "/", "/registry//sync/search", "/x/../registry/sync/search", "/favicon.ico"} {
		assert.Equal(t, http.StatusNotFound, b.send(t, http.MethodPost, path, nil).status, path)
	}
}

func TestAWrongMethodIsToldTheRightOne(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for path, allow := range map[string]string{
		searchPath: "POST", "/oauth2/client/token": "POST", "/.well-known/jwks.json": "GET, HEAD", "/.well-known/locations.json": "GET, HEAD", "/": "GET, HEAD",
	} {
		resp := b.send(t, http.MethodDelete, path, nil)
		assert.Equal(t, http.StatusMethodNotAllowed, resp.status, path)
		assert.Equal(t, allow, resp.header.Get("Allow"), path)
	}
}

func TestTheLocationsAreATree(t *testing.T) {
	t.Parallel()
	resp := setup(t, sandbox.WithToken("secret")).send(t, http.MethodGet, "/.well-known/locations.json", nil)
	require.Equal(t, http.StatusOK, resp.status, "no token is needed")
	var tree wire.Locations
	require.NoError(t, json.Unmarshal([]byte(resp.text), &tree))
	known := make(map[string]bool)
	roots := 0
	for _, l := range tree.Locations {
		id := l.Identifier[0].Identifier
		assert.False(t, known[id], "%s is there twice", id)
		known[id] = true
		if l.ContainedInPlace == nil {
			roots++
		} else {
			assert.True(t, known[*l.ContainedInPlace], "%s lies nowhere", id)
		}
	}
	assert.Equal(t, 1, roots)
	assert.True(t, known["IN-GJ-AHM-01"])
}

func TestTheKeySetHasAKeyForEachUse(t *testing.T) {
	t.Parallel()
	resp := setup(t).send(t, http.MethodGet, "/.well-known/jwks.json", nil)
	var set struct {
		Keys []struct{ Kid, Use, Alg string }
	}
	require.NoError(t, json.Unmarshal([]byte(resp.text), &set))
	require.Len(t, set.Keys, 2)
	for i, want := range []struct{ use, alg string }{{"sig", "EdDSA"}, {"enc", "ECDH-ES+A256KW"}} {
		assert.Equal(t, want.use, set.Keys[i].Use)
		assert.Equal(t, want.alg, set.Keys[i].Alg)
		assert.Len(t, set.Keys[i].Kid, 43, "an RFC 7638 thumbprint")
	}
}

func TestTheRegistrySaysThatItIsThere(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithToken("secret"), sandbox.WithRegistryID("civil.example"))
	for _, path := range []string{"/", "/healthz"} {
		resp := b.send(t, http.MethodGet, path, nil)
		assert.Equal(t, http.StatusOK, resp.status)
		assert.JSONEq(t, `{"status":"ok","registry":"civil.example","standard":"DCI CRVS 1.0.0"}`, resp.text)
	}
}

func TestTheRegistryWorksUnderAPrefix(t *testing.T) {
	t.Parallel()
	reg, err := sandbox.New()
	require.NoError(t, err)
	mounted := http.NewServeMux()
	mounted.Handle("/a/b/", http.StripPrefix("/a/b", checked{t, reg}))
	for path, want := range map[string]int{"/a/b/": 200, "/a/b/healthz": 200, "/a/b/.well-known/jwks.json": 200, "/a/b" + searchPath: 405, "/a/b/registry/search": 405, "/a/b/registry/other": 404} {
		w := httptest.NewRecorder()
		mounted.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		assert.Equal(t, want, w.Code, path)
	}
}

func TestOptionsThatAreWrongAreToldAtOnce(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]sandbox.Option{
		"an empty token":        sandbox.WithToken(""),
		"a token with a space":  sandbox.WithToken("a b"),
		"a client without id":   sandbox.WithClient("", "secret"),
		"a client's no secret":  sandbox.WithClient("id", ""),
		"a registry without id": sandbox.WithRegistryID(""),
		"no option":             nil,
		"no exchanges":          sandbox.WithExchangeLog(0),
		"unknown signatures":    sandbox.WithSignatures("perhaps"),
		"a sender without keys": sandbox.WithTrust("mis.example", nil),
		"no client for keys":    sandbox.WithSenderHTTPClient(nil),
		"an empty stand-in":     sandbox.WithStandIns("unsigned", ""),
		"a key of none":         sandbox.WithKeys(envelope.PrivateKey{}),
		"nobody":                sandbox.WithPopulation(sandbox.Population{}),
	} {
		reg, err := sandbox.New(opt)
		require.ErrorContains(t, err, "crvs: sandbox: invalid: ", name)
		assert.Nil(t, reg, name)
	}
}
