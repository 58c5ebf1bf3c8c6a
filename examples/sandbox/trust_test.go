package main

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// publicFiles are a key as people have one: as PEM, as a JWK, as a JWK set.
func publicFiles(t *testing.T, key envelope.PublicKey) map[string]string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Key())
	require.NoError(t, err)
	jwk, err := json.Marshal(key)
	require.NoError(t, err)
	out := make(map[string]string)
	for name, text := range map[string][]byte{
		"pem": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}),
		"jwk": jwk,
		"set": []byte(`{"keys":[` + string(jwk) + `]}`),
	} {
		out[name] = filepath.Join(t.TempDir(), "keys")
		require.NoError(t, os.WriteFile(out[name], text, 0o600))
	}
	return out
}

// signed is the question of the command, signed.
func (r *running) signed(t *testing.T, key envelope.PrivateKey) []byte {
	t.Helper()
	parts, err := envelope.Split([]byte(r.message(t)))
	require.NoError(t, err)
	signer, err := envelope.NewSigner(envelope.JWSAttached, key)
	require.NoError(t, err)
	sealed, err := signer.Sign(t.Context(), parts.Header, parts.Message)
	require.NoError(t, err)
	return sealed.Body
}

func (r *running) ask(t *testing.T, body []byte) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/registry/sync/search", bytes.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := new(http.Client).Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func TestWhoIsTrustedIsAnsweredAndNobodyElse(t *testing.T) {
	t.Parallel()
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	other, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	files := publicFiles(t, key.Public())
	set, err := envelope.NewKeySet(key.Public())
	require.NoError(t, err)
	published := httptest.NewServer(set)
	defer published.Close()
	files["url"] = published.URL
	for name, where := range files {
		r := start(t, "-addr", "127.0.0.1:0", "-signatures", "required", "-trust", "curl.example.org="+where)
		assert.Contains(t, r.said, "err.signature.missing")
		status, text := r.ask(t, []byte(r.message(t)))
		assert.Equal(t, http.StatusUnauthorized, status, name)
		assert.Contains(t, text, "err.signature.missing")
		status, text = r.ask(t, r.signed(t, key))
		assert.Equal(t, http.StatusOK, status, "%s: %s", name, text)
		assert.Contains(t, text, "Kumar")
		status, text = r.ask(t, r.signed(t, other))
		assert.Equal(t, http.StatusUnauthorized, status, name)
		assert.Contains(t, text, "err.signature.invalid")
		r.stop()
	}
}

func TestAStandInPasses(t *testing.T) {
	t.Parallel()
	r := start(t, "-addr", "127.0.0.1:0", "-signatures", "required", "-stand-in", "unsigned-stub,unsigned")
	for _, stub := range []string{"unsigned-stub", "unsigned"} {
		status, _ := r.ask(t, []byte(`{"signature":"`+stub+`",`+strings.TrimPrefix(r.message(t), "{")))
		assert.Equal(t, http.StatusOK, status, stub)
	}
}

func TestItTellsTheBaseURLOfEachProfile(t *testing.T) {
	t.Parallel()
	r := start(t, "-addr", "127.0.0.1:0")
	for _, line := range []string{
		"  dci-1.0        " + r.url + "\n", "  opencrvs-2024  " + r.url + "/opencrvs\n", "  opencrvs-1.9   " + r.url + "/opencrvs-1.9\n",
		"  openspp        " + r.url + "/openspp\n", "  openg2p        " + r.url + "/openg2p\n", "  bare-crvs      " + r.url + "/bare\n",
		"  workshop-2022  " + r.url + "/workshop\n",
	} {
		assert.Contains(t, r.said, line)
	}
}
