package envelope_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// The golden files hold keys made for these tests, and messages that Node's jose
// signed and encrypted with them.

func goldenFile(tb testing.TB, name string) []byte {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "golden", name))
	require.NoError(tb, err)
	return raw
}

func goldenKey(tb testing.TB, name string, alg envelope.Algorithm) envelope.PrivateKey {
	tb.Helper()
	key, err := envelope.ParsePrivateKey(goldenFile(tb, name+".pem"), alg)
	require.NoError(tb, err)
	return key
}

func TestWhatNodeJoseSignedVerifies(t *testing.T) {
	t.Parallel()
	for name, alg := range map[string]envelope.Algorithm{
		"rs256": envelope.RS256, "ps256": envelope.PS256, "es256": envelope.ES256, "eddsa": envelope.EdDSA,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key := goldenKey(t, name, alg)
			v := newVerifier(t, envelope.JWSAttached, keySet(t, key))
			opened, err := v.Verify(t.Context(), registry, envelope.Sealed{Body: goldenFile(t, name+".attached.json")})
			require.NoError(t, err)
			assert.Equal(t, alg, opened.Algorithm)
			assert.Equal(t, key.KeyID(), opened.KeyID)
			assert.True(t, strictjson.Equal([]byte(theMessage), opened.Message))
			assert.True(t, strictjson.Equal([]byte(theHeader), opened.Header))
		})
	}
}

func TestWhatNodeJoseEncryptedDecrypts(t *testing.T) {
	t.Parallel()
	for name, alg := range map[string]envelope.Algorithm{
		"rsa-oaep-256": envelope.RSAOAEP256, "ecdh-es-a256kw": envelope.ECDHESA256KW,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keys := []envelope.PrivateKey{newKey(t, envelope.ECDHESA256KW), goldenKey(t, name, alg)}
			d, err := envelope.NewDecrypter(keys)
			require.NoError(t, err)
			text, err := d.Decrypt(t.Context(), goldenFile(t, name+".unprotected.json"))
			require.NoError(t, err)
			assert.True(t, strictjson.Equal([]byte(theMessage), text))

			_, err = d.Decrypt(t.Context(), goldenFile(t, name+".protected.json"))
			requireKind(t, err, fault.KindEncryption)
			d, err = envelope.NewDecrypter(keys, envelope.WithForms(envelope.ProtectedHeader))
			require.NoError(t, err)
			text, err = d.Decrypt(t.Context(), goldenFile(t, name+".protected.json"))
			require.NoError(t, err)
			assert.True(t, strictjson.Equal([]byte(theMessage), text))
			_, err = d.Decrypt(t.Context(), goldenFile(t, name+".unprotected.json"))
			requireKind(t, err, fault.KindEncryption)
		})
	}
}

// TestWhatIsSignedStaysTheSame: RS256 and EdDSA have one signature for one message,
// so what goes on the wire is known to the byte. Node's jose made the first two.
func TestWhatIsSignedStaysTheSame(t *testing.T) {
	t.Parallel()
	for name, alg := range map[string]envelope.Algorithm{"rs256": envelope.RS256, "eddsa": envelope.EdDSA} {
		golden := goldenFile(t, name+".attached.json")
		var want struct{ Signature string }
		require.NoError(t, json.Unmarshal(golden, &want))
		// Node writes 1.5 where the message says 1.50.
		header, message := strictjson.Get(golden, "header"), strictjson.Get(golden, "message")
		sealed, err := newSigner(t, envelope.JWSAttached, goldenKey(t, name, alg)).Sign(t.Context(), header, message)
		require.NoError(t, err)
		assert.Equal(t, `{"signature":"`+want.Signature+`","header":`+string(header)+`,"message":`+string(message)+`}`, string(sealed.Body))
	}
	key := goldenKey(t, "eddsa", envelope.EdDSA)
	for name, sealed := range map[string]envelope.Sealed{
		"detached":       seal(t, newSigner(t, envelope.JWSDetached, key.WithKeyID("k1"))),
		"http-signature": seal(t, newSigner(t, envelope.HTTPSignature, key.WithKeyID("key1"))),
	} {
		file := filepath.Join("testdata", "golden", name+".json")
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(file, append(sealed.Body, '\n'), 0o600))
		}
		assert.Equal(t, string(goldenFile(t, name+".json")), string(sealed.Body)+"\n")
	}
}

// TestOurJWEHasTheShapeThatOpenCRVSReads: no protected member, all parameters in
// the header.
func TestOurJWEHasTheShapeThatOpenCRVSReads(t *testing.T) {
	t.Parallel()
	for alg, members := range map[envelope.Algorithm][]string{
		envelope.RSAOAEP256: {"alg", "enc", "kid"}, envelope.ECDHESA256KW: {"alg", "enc", "epk", "kid"},
	} {
		key := newKey(t, alg)
		e, err := envelope.NewEncrypter(keySet(t, newKey(t, envelope.EdDSA), key))
		require.NoError(t, err)
		out, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
		require.NoError(t, err)
		assert.True(t, envelope.IsEncrypted(out))
		var got map[string]any
		require.NoError(t, json.Unmarshal(out, &got))
		assert.ElementsMatch(t, []string{"header", "encrypted_key", "iv", "ciphertext", "tag"}, keysOf(got))
		header := got["header"].(map[string]any)
		assert.ElementsMatch(t, members, keysOf(header))
		assert.Equal(t, key.KeyID(), header["kid"])
		again, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
		require.NoError(t, err)
		assert.NotEqual(t, out, again, "no two encryptions are the same")

		d, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
		require.NoError(t, err)
		text, err := d.Decrypt(t.Context(), out)
		require.NoError(t, err)
		requireBytes(t, theMessage, text)
	}
}

func keysOf(m map[string]any) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	return names
}
