package envelope_test

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

var allAlgorithms = []envelope.Algorithm{
	envelope.RS256, envelope.PS256, envelope.ES256, envelope.EdDSA, envelope.RSAOAEP256, envelope.ECDHESA256KW,
}

func TestAKeySurvivesPEMAndJWK(t *testing.T) {
	t.Parallel()
	for _, alg := range allAlgorithms {
		t.Run(string(alg), func(t *testing.T) {
			t.Parallel()
			key := newKey(t, alg)
			text, err := key.MarshalPEM()
			require.NoError(t, err)
			again, err := envelope.ParsePrivateKey(append([]byte("a comment\n"), text...), alg)
			require.NoError(t, err)
			assert.Equal(t, key.Public(), again.Public())
			assert.Equal(t, alg, again.Algorithm())
			assert.Equal(t, alg.Use(), again.Public().Use())
			assert.Len(t, again.KeyID(), 43)

			block, _ := pem.Decode(text)
			raw, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			require.NoError(t, err)
			jwk, err := jose.JSONWebKey{Key: raw, KeyID: "own", Algorithm: string(alg), Use: string(alg.Use())}.MarshalJSON()
			require.NoError(t, err)
			fromJWK, err := envelope.ParsePrivateKey(jwk, "")
			require.NoError(t, err)
			assert.Equal(t, "own", fromJWK.KeyID())
			assert.Equal(t, alg, fromJWK.Algorithm())

			public, err := key.Public().MarshalJSON()
			require.NoError(t, err)
			parsed, err := envelope.ParsePublicKey(public, "")
			require.NoError(t, err)
			assert.Equal(t, key.Public(), parsed)
			der, err := x509.MarshalPKIXPublicKey(key.Public().Key())
			require.NoError(t, err)
			parsed, err = envelope.ParsePublicKey(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), alg)
			require.NoError(t, err)
			assert.Equal(t, key.Public(), parsed)
			for _, secret := range [][]byte{text, jwk} {
				_, err = envelope.ParsePublicKey(secret, alg)
				requireKind(t, err, fault.KindInvalid)
			}
			_, err = envelope.ParsePrivateKey(public, alg)
			requireKind(t, err, fault.KindInvalid)
		})
	}
}

func TestOlderPEMFormsAreRead(t *testing.T) {
	t.Parallel()
	rsaKey := newRSA(t)
	key, err := envelope.ParsePrivateKey(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey)}), "")
	require.NoError(t, err)
	assert.Equal(t, envelope.RS256, key.Algorithm())
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalECPrivateKey(ecKey)
	require.NoError(t, err)
	params := pem.EncodeToMemory(&pem.Block{Type: "EC PARAMETERS", Bytes: []byte{6, 8}})
	key, err = envelope.ParsePrivateKey(append(params, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})...), "")
	require.NoError(t, err)
	assert.Equal(t, envelope.ES256, key.Algorithm())
}

func TestAKeyThatCannotBeUsedIsRefused(t *testing.T) {
	t.Parallel()
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	require.NoError(t, err)
	x25519, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		key crypto.PrivateKey
		alg envelope.Algorithm
	}{
		"nothing":                      {nil, envelope.EdDSA},
		"a text":                       {"secret", envelope.EdDSA},
		"a secret":                     {[]byte("secret"), "HS256"},
		"a nil RSA key":                {(*rsa.PrivateKey)(nil), envelope.RS256},
		"a nil EC key":                 {(*ecdsa.PrivateKey)(nil), envelope.ES256},
		"an empty RSA key":             {&rsa.PrivateKey{}, envelope.RS256},
		"an empty EC key":              {&ecdsa.PrivateKey{}, envelope.ES256},
		"a short Ed25519 key":          {ed[:31], envelope.EdDSA},
		"P-384 for ES256":              {p384, envelope.ES256},
		"P-224":                        {p224, envelope.ECDHESA256KW},
		"X25519":                       {x25519, envelope.ECDHESA256KW},
		"Ed25519 for RS256":            {ed, envelope.RS256},
		"Ed25519 for encryption":       {ed, envelope.ECDHESA256KW},
		"no algorithm":                 {ed, ""},
		"an algorithm that is unsafe":  {ed, "none"},
		"a signer that should decrypt": {struct{ crypto.Signer }{hsm{newRSA(t)}}, envelope.RSAOAEP256},
		"EC in an HSM for agreement":   {hsm{p384}, envelope.ECDHESA256KW},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := envelope.NewPrivateKey(tt.key, tt.alg)
			requireKind(t, err, fault.KindInvalid)
		})
	}
	_, err = envelope.NewPrivateKey(&ed, envelope.EdDSA)
	require.NoError(t, err)
	_, err = envelope.NewPrivateKey(p384, envelope.ECDHESA256KW)
	require.NoError(t, err)
	_, err = envelope.GenerateKey("HS256")
	requireKind(t, err, fault.KindInvalid)
}

func TestEveryAlgorithmHasANewKey(t *testing.T) {
	t.Parallel()
	for _, alg := range allAlgorithms {
		key, err := envelope.GenerateKey(alg)
		require.NoError(t, err)
		again, err := envelope.GenerateKey(alg)
		require.NoError(t, err)
		assert.Equal(t, alg, key.Algorithm())
		assert.NotEqual(t, key.KeyID(), again.KeyID())
	}
}

func TestATextThatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":                 "",
		"a text":                  "Жанна",
		"too long":                strings.Repeat("x", 65<<10),
		"an encrypted key":        string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("Жанна")})),
		"an old encrypted key":    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
		"a damaged key":           string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("Жанна")})),
		"a certificate":           string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")})),
		"a shared secret":         `{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`,
		"a JWK of another kind":   `{"kty":"OKP","crv":"X25519","x":"AAAA","d":"AAAA"}`,
		"a JWK with duplicates":   `{"kty":"oct","kty":"RSA"}`,
		"an empty JWK":            `{}`,
		"an RSA key of 1024 bits": rsaJWK(t, 1024),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := envelope.ParsePrivateKey([]byte(text), envelope.RS256)
			requireKind(t, err, fault.KindInvalid)
			requireSilent(t, err)
			_, err = envelope.ParsePublicKey([]byte(text), envelope.RS256)
			requireKind(t, err, fault.KindInvalid)
			requireSilent(t, err)
		})
	}
	jwk := rsaJWK(t, 2048)
	for text, alg := range map[string]envelope.Algorithm{
		strings.Replace(jwk, `{`, `{"alg":"PS256",`, 1):  envelope.RS256,
		strings.Replace(jwk, `{`, `{"use":"enc",`, 1):    envelope.RS256,
		strings.Replace(jwk, `{`, `{"use":"enc" ,`, 1):   "",
		strings.Replace(jwk, `{`, `{"alg":"RS512",`, 1):  "",
		strings.Replace(jwk, `{`, `{"alg":"HS256" ,`, 1): "",
	} {
		_, err := envelope.ParsePrivateKey([]byte(text), alg)
		requireKind(t, err, fault.KindInvalid)
	}
}

func newRSA(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	return rawRSA(t, goldenFile(t, "rs256.pem"))
}

func rsaJWK(t *testing.T, bits int) string {
	t.Helper()
	key := newRSA(t)
	if bits != key.N.BitLen() {
		var err error
		key, err = rsa.GenerateKey(rand.Reader, bits)
		require.NoError(t, err)
	}
	jwk, err := jose.JSONWebKey{Key: key}.MarshalJSON()
	require.NoError(t, err)
	return string(jwk)
}

func TestAPrivateKeyNeverShows(t *testing.T) {
	t.Parallel()
	for _, alg := range allAlgorithms {
		key := newKey(t, alg)
		text, err := key.MarshalPEM()
		require.NoError(t, err)
		block, _ := pem.Decode(text)
		secret := fmt.Sprintf("%d", block.Bytes[len(block.Bytes)-8:])
		asJSON, err := json.Marshal(map[string]any{"key": key, "pointer": &key})
		require.NoError(t, err)
		var logged strings.Builder
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", slog.Any("key", key), slog.Any("pointer", &key))
		type holder struct{ Key, key envelope.PrivateKey }
		for _, shown := range []string{
			fmt.Sprintf("%v %+v %#v %s %q %x %d %v", key, key, key, key, key, key, key, &key),
			fmt.Sprintf("%v %+v %#v", holder{key, key}, holder{key, key}, &holder{key, key}), string(asJSON), logged.String(),
		} {
			assert.NotContains(t, shown, strings.Trim(secret, "[]"))
			assert.NotContains(t, shown, `"d"`)
			assert.NotContains(t, strings.ToLower(shown), "primes")
		}
		assert.Contains(t, fmt.Sprint(key), string(alg))
	}
	assert.Equal(t, "[no private key]", fmt.Sprint(envelope.PrivateKey{}))
	_, err := envelope.PrivateKey{}.MarshalPEM()
	requireKind(t, err, fault.KindInvalid)
	assert.Equal(t, "[private key EdDSA (an id that is no thumbprint)]", fmt.Sprint(newKey(t, envelope.EdDSA).WithKeyID("Жанна")))
}

func TestMessagesPrintTheirSizeOnly(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	sealed := seal(t, newSigner(t, envelope.JWSAttached, key))
	opened, err := newVerifier(t, envelope.JWSAttached, keySet(t, key)).Verify(t.Context(), registry, sealed)
	require.NoError(t, err)
	parts, err := envelope.Split(sealed.Body)
	require.NoError(t, err)
	w, err := envelope.NewWebhook("a-secret")
	require.NoError(t, err)
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", slog.Any("a", sealed), slog.Any("b", opened), slog.Any("c", parts))
	shown := fmt.Sprintf("%v %+v %#v %s %x %v %+v %#v %v %+v %#v %v %+v %#v", sealed, sealed, sealed, sealed, sealed, opened, opened, opened, parts, parts, parts, w, w, w) + logged.String()
	for _, secret := range []string{"Жанна", "female", "123 34", fmt.Sprintf("%x", "female"), "a-secret", "transaction"} {
		assert.NotContains(t, shown, secret)
	}
}

func TestAKeySetIsPublishedWithoutAnythingPrivate(t *testing.T) {
	t.Parallel()
	var keys []envelope.PrivateKey
	for _, alg := range []envelope.Algorithm{envelope.RS256, envelope.ES256, envelope.EdDSA, envelope.RSAOAEP256, envelope.ECDHESA256KW} {
		keys = append(keys, newKey(t, alg))
	}
	set := keySet(t, keys...)
	serve := func(method string, h http.Header) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), method, "/.well-known/jwks.json", nil)
		r.Header = h
		set.ServeHTTP(w, r)
		return w
	}
	w := serve(http.MethodGet, nil)
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
	assert.Equal(t, "public, max-age=300", w.Header().Get("Cache-Control"))
	var got struct{ Keys []map[string]any }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
	require.Len(t, got.Keys, 5)
	for i, k := range got.Keys {
		assert.Equal(t, keys[i].KeyID(), k["kid"])
		assert.Equal(t, string(keys[i].Algorithm()), k["alg"])
		assert.Equal(t, string(keys[i].Public().Use()), k["use"])
		for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
			assert.NotContains(t, k, private)
		}
	}
	again, err := envelope.ParseKeySet(w.Body.Bytes())
	require.NoError(t, err)
	assert.Equal(t, set.Keys(), again.Keys())
	assert.Zero(t, again.Skipped())

	head := serve(http.MethodHead, nil)
	assert.Equal(t, http.StatusOK, head.Code)
	assert.Empty(t, head.Body.String())
	assert.Equal(t, w.Header().Get("Content-Length"), head.Header().Get("Content-Length"))
	for _, tag := range []string{w.Header().Get("ETag"), `"x", W/` + w.Header().Get("ETag")} {
		same := serve(http.MethodGet, http.Header{"If-None-Match": {tag}})
		assert.Equal(t, http.StatusNotModified, same.Code)
		assert.Empty(t, same.Body.String())
	}
	assert.Equal(t, http.StatusOK, serve(http.MethodGet, http.Header{"If-None-Match": {`"x"`}}).Code)
	post := serve(http.MethodPost, nil)
	assert.Equal(t, http.StatusMethodNotAllowed, post.Code)
	assert.Equal(t, "GET, HEAD", post.Header().Get("Allow"))
	empty := keySet(t)
	text, err := json.Marshal(empty)
	require.NoError(t, err)
	assert.JSONEq(t, `{"keys":[]}`, string(text))
}

func TestASetThatIsNotSoundIsNotMade(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA).Public()
	for name, keys := range map[string][]envelope.PublicKey{
		"an empty key":  {{}},
		"no id":         {key.WithKeyID("")},
		"a long id":     {key.WithKeyID(strings.Repeat("x", 257))},
		"one id twice":  {key, newKey(t, envelope.EdDSA).Public().WithKeyID(key.KeyID())},
		"too many keys": make([]envelope.PublicKey, 257),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := envelope.NewKeySet(keys...)
			requireKind(t, err, fault.KindInvalid)
		})
	}
	_, err := envelope.PublicKey{}.MarshalJSON()
	require.Error(t, err)
}

func TestKeysOfASetThatCannotBeUsedAreSkipped(t *testing.T) {
	t.Parallel()
	good := newKey(t, envelope.EdDSA)
	jwk, err := good.Public().MarshalJSON()
	require.NoError(t, err)
	change := func(from, to string) string {
		out := strings.Replace(string(jwk), from, to, 1)
		require.NotEqual(t, string(jwk), out)
		return out
	}
	weak := strings.NewReplacer(`"d"`, `"x1"`, `"p"`, `"x2"`, `"q"`, `"x3"`, `"dp"`, `"x4"`, `"dq"`, `"x5"`, `"qi"`, `"x6"`, `{`, `{"kid":"weak",`).Replace(rsaJWK(t, 1024))
	for name, skipped := range map[string]string{
		"another type":             `{"kty":"AKP","kid":"x","alg":"ML-DSA-44","pub":"AAAA"}`,
		"another curve":            `{"kty":"OKP","crv":"X25519","kid":"x","x":"AAAA"}`,
		"a shared secret":          `{"kty":"oct","kid":"x","k":"AAAA"}`,
		"a private key":            change(`"x":`, `"d":"AAAA","x":`),
		"no id":                    change(`"kid"`, `"kit"`),
		"an id that is a number":   change(`"kid":"`+good.KeyID()+`"`, `"kid":1`),
		"another use":              change(`"use":"sig"`, `"use":"tls"`),
		"a use that contradicts":   change(`"use":"sig"`, `"use":"enc"`),
		"another algorithm":        change(`"alg":"EdDSA"`, `"alg":"RS256"`),
		"none":                     change(`"alg":"EdDSA"`, `"alg":"none"`),
		"operations that do not":   change(`"use"`, `"key_ops":["sign"],"use"`),
		"a damaged key":            change(`"x":"`, `"x":"*`),
		"a point not on the curve": `{"kty":"EC","crv":"P-256","kid":"x","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}`,
		"RSA of 1024 bits":         weak,
		"RSA of 64,000 bits":       `{"kty":"RSA","kid":"x","e":"AQAB","n":"` + strings.Repeat("__8", 3000) + `"}`,
		"RSA with exponent one":    `{"kty":"RSA","kid":"x","e":"AQ","n":"` + strings.Repeat("____", 86) + `"}`,
		"no object":                `"x"`,
		"null":                     `null`,
		"an empty object":          `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := envelope.ParseKeySet([]byte(`{"keys":[` + skipped + `,` + string(jwk) + `]}`))
			require.NoError(t, err)
			require.Len(t, set.Keys(), 1)
			assert.Equal(t, 1, set.Skipped())
			require.NoError(t, find(t, set, good))
		})
	}
	for name, text := range map[string]string{
		"certificates beside it": change(`"use"`, `"x5c":["AAAA"],"x5u":"https://evil.example","use"`),
		"no algorithm":           change(`"alg":"EdDSA",`, ``),
		"no use":                 change(`"use":"sig",`, ``),
		"operations that allow":  change(`"use"`, `"key_ops":["verify"],"use"`),
	} {
		set, err := envelope.ParseKeySet([]byte(text)) // one key without a set
		require.NoError(t, err, name)
		require.Len(t, set.Keys(), 1, name)
		require.NoError(t, find(t, set, good), name)
	}
	for _, text := range []string{``, `[]`, `{"keys":{}}`, `{"keys":null}`, `{"a":1}`, strings.Repeat(" ", envelope.MaxKeySetBytes+1)} {
		_, err := envelope.ParseKeySet([]byte(text))
		requireKind(t, err, fault.KindInvalid)
	}
}

func TestAKeyIsFoundByIdAlgorithmAndUse(t *testing.T) {
	t.Parallel()
	raw := newRSA(t)
	var keys []envelope.PublicKey
	for _, alg := range []envelope.Algorithm{envelope.RS256, envelope.RSAOAEP256} {
		k, err := envelope.NewPublicKey(&raw.PublicKey, alg)
		require.NoError(t, err)
		keys = append(keys, k)
	}
	require.Equal(t, keys[0].KeyID(), keys[1].KeyID(), "one key has one thumbprint")
	_, err := envelope.NewKeySet(keys...)
	requireKind(t, err, fault.KindInvalid)
	a, _ := keys[0].MarshalJSON()
	b, _ := keys[1].MarshalJSON()
	set, err := envelope.ParseKeySet([]byte(`{"keys":[` + string(a) + `,` + string(b) + `]}`))
	require.NoError(t, err, "a peer may publish it for two uses")
	onlyUse, err := envelope.ParseKeySet([]byte(strings.Replace(string(b), `"alg":"RSA-OAEP-256",`, ``, 1)))
	require.NoError(t, err)
	require.Len(t, onlyUse.Keys(), 1)
	_, err = onlyUse.FindKeys(t.Context(), envelope.KeyQuery{KeyID: keys[1].KeyID(), Algorithm: envelope.RS256, Use: envelope.UseSignature})
	require.ErrorIs(t, err, fault.ErrSignature, "a key for encryption that names no algorithm signs nothing")
	for _, tt := range []struct {
		q     envelope.KeyQuery
		found int
	}{
		{envelope.KeyQuery{KeyID: keys[0].KeyID(), Algorithm: envelope.RS256, Use: envelope.UseSignature}, 1},
		{envelope.KeyQuery{KeyID: keys[0].KeyID(), Algorithm: envelope.PS256, Use: envelope.UseSignature}, 0},
		{envelope.KeyQuery{KeyID: keys[0].KeyID(), Algorithm: envelope.RSAOAEP256, Use: envelope.UseEncryption}, 1},
		{envelope.KeyQuery{KeyID: keys[0].KeyID(), Algorithm: envelope.RSAOAEP256, Use: envelope.UseSignature}, 0},
		{envelope.KeyQuery{KeyID: "x", Algorithm: envelope.RS256, Use: envelope.UseSignature}, 0},
		{envelope.KeyQuery{Use: envelope.UseEncryption}, 1},
	} {
		found, err := set.FindKeys(t.Context(), tt.q)
		assert.Len(t, found, tt.found)
		assert.Equal(t, tt.found == 0, err != nil)
	}
}

// rawRSA reads an RSA key without us.
func rawRSA(tb testing.TB, text []byte) *rsa.PrivateKey {
	tb.Helper()
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(tb, err)
	return key.(*rsa.PrivateKey)
}
