package envelope_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// vectors are signatures made by other implementations.
type vectors struct {
	SeedHex   string          `json:"ed25519_seed_hex"`
	PublicB64 string          `json:"ed25519_public_b64"`
	RSAPEM    string          `json:"rsa_private_pem"`
	Input     json.RawMessage `json:"input"`
	OpenSPP   struct {
		Canonical      string `json:"canonical"`
		SignatureField string `json:"signature_field"`
	} `json:"openspp_cavage"`
	OpenG2P struct {
		Canonical string `json:"canonical"`
		EdDSA     string `json:"eddsa"`
		RS256     string `json:"rs256"`
	} `json:"openg2p_detached"`
	G2PConnect struct {
		SignatureB64 string `json:"signature_b64"`
	} `json:"g2pconnect_sha256withrsa"`
	G2PConnectAES struct {
		Wire string `json:"wire"`
	} `json:"g2pconnect_aes"`
	Webhook struct {
		Secret    string `json:"sha_secret"`
		RawBody   string `json:"raw_body"`
		Signature string `json:"x_hub_signature"`
	} `json:"opencrvs_webhook"`
	OpenCRVS struct {
		KID       string          `json:"kid"`
		JWK       json.RawMessage `json:"jwk"`
		Payload   string          `json:"payload_json"`
		Signature string          `json:"signature"`
	} `json:"opencrvs_compact_jws"`
}

// standard is a folder of the published standard.
func standard(t *testing.T, path ...string) string {
	t.Helper()
	dir := os.Getenv("DCI_STANDARD")
	if dir == "" {
		t.Skip("DCI_STANDARD is not set: the folder of the published standard, with vectors and captures in it")
	}
	return filepath.Join(append([]string{dir}, path...)...)
}

func readVectors(t *testing.T) (v vectors, ed, rs envelope.PrivateKey) {
	t.Helper()
	raw, err := os.ReadFile(standard(t, "vectors", "signing.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &v))
	seed, err := hex.DecodeString(v.SeedHex)
	require.NoError(t, err)
	ed, err = envelope.NewPrivateKey(ed25519.NewKeyFromSeed(seed), envelope.EdDSA)
	require.NoError(t, err)
	assert.Equal(t, v.PublicB64, base64.StdEncoding.EncodeToString(ed.Public().Key().(ed25519.PublicKey)))
	rs, err = envelope.ParsePrivateKey([]byte(v.RSAPEM), envelope.RS256)
	require.NoError(t, err)
	return v, ed, rs
}

// vectorTime is when the vectors were made.
var vectorTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// parts are the header and the message of an envelope as text.
func partsOf(t *testing.T, text string) (header, message []byte) {
	t.Helper()
	return strictjson.Get([]byte(text), "header"), strictjson.Get([]byte(text), "message")
}

// signAs signs, and verifies what was signed.
func signAs(t *testing.T, scheme envelope.Scheme, key envelope.PrivateKey, text string, now time.Time, opts ...envelope.SignerOption) envelope.Sealed {
	t.Helper()
	clock := envelope.WithSignerClock(func() time.Time { return now })
	s, err := envelope.NewSigner(scheme, key, append(opts, clock)...)
	require.NoError(t, err)
	header, message := partsOf(t, text)
	sealed, err := s.Sign(t.Context(), header, message)
	require.NoError(t, err)
	opened, err := verifyAs(t, scheme, key.Public(), sealed, now)
	require.NoError(t, err)
	assert.Equal(t, key.KeyID(), opened.KeyID)
	assert.True(t, strictjson.Equal(opened.Message, message))
	return sealed
}

func verifyAs(t *testing.T, scheme envelope.Scheme, key envelope.PublicKey, sealed envelope.Sealed, now time.Time) (envelope.Opened, error) {
	t.Helper()
	set, err := envelope.NewKeySet(key)
	require.NoError(t, err)
	v, err := envelope.NewVerifier(scheme, set, envelope.WithVerifierClock(func() time.Time { return now }))
	require.NoError(t, err)
	return v.Verify(t.Context(), "spmis.example", sealed)
}

func signatureIn(t *testing.T, sealed envelope.Sealed) string {
	t.Helper()
	p, err := envelope.Split(sealed.Body)
	require.NoError(t, err)
	text, ok := strictjson.Text(p.Signature)
	require.True(t, ok)
	return text
}

func TestVectorOfOpenCRVSJWS(t *testing.T) {
	t.Parallel()
	v, _, rs := readVectors(t)
	assert.Equal(t, v.OpenCRVS.KID, rs.KeyID(), "the kid is the thumbprint")
	sealed := signAs(t, envelope.JWSAttached, rs, v.OpenCRVS.Payload, vectorTime)
	assert.Equal(t, v.OpenCRVS.Signature, signatureIn(t, sealed))

	key, err := envelope.ParsePublicKey(v.OpenCRVS.JWK, envelope.RS256)
	require.NoError(t, err)
	opened, err := verifyAs(t, "", key, sealed, vectorTime)
	require.NoError(t, err)
	assert.Equal(t, v.OpenCRVS.Payload, string(opened.Payload))
}

func TestVectorOfOpenG2PDetachedJWS(t *testing.T) {
	t.Parallel()
	v, ed, rs := readVectors(t)
	for kid, tt := range map[string]struct {
		key  envelope.PrivateKey
		want string
	}{"k1": {ed, v.OpenG2P.EdDSA}, "k2": {rs, v.OpenG2P.RS256}} {
		sealed := signAs(t, envelope.JWSDetached, tt.key.WithKeyID(kid), v.OpenG2P.Canonical, vectorTime)
		assert.Equal(t, tt.want, signatureIn(t, sealed))
		sealed = signAs(t, envelope.JWSDetachedHeader, tt.key.WithKeyID(kid), v.OpenG2P.Canonical, vectorTime)
		assert.Equal(t, tt.want, sealed.Header.Get("Signature"))
		assert.Equal(t, v.OpenG2P.Canonical, string(sealed.Body))
	}
}

func TestVectorOfOpenSPPHTTPSignature(t *testing.T) {
	t.Parallel()
	v, ed, _ := readVectors(t)
	created := time.Unix(1767322800, 0)
	sealed := signAs(t, envelope.HTTPSignature, ed.WithKeyID("key1"), v.OpenSPP.Canonical, created, envelope.WithSender("spmis.example"))
	assert.Equal(t, v.OpenSPP.SignatureField, signatureIn(t, sealed))

	set, err := envelope.NewKeySet(ed.WithKeyID("key1").Public())
	require.NoError(t, err)
	verifier, err := envelope.NewVerifier(envelope.HTTPSignature, set, envelope.WithVerifierClock(func() time.Time { return created }))
	require.NoError(t, err)
	opened, err := verifier.Verify(t.Context(), "spmis.example", sealed)
	require.NoError(t, err)
	assert.Equal(t, v.OpenSPP.Canonical, string(opened.Payload))
}

func TestVectorOfOpenCRVSWebhook(t *testing.T) {
	t.Parallel()
	v, _, _ := readVectors(t)
	w, err := envelope.NewWebhook(v.Webhook.Secret)
	require.NoError(t, err)
	assert.Equal(t, v.Webhook.Signature, w.Sign([]byte(v.Webhook.RawBody)))
	require.NoError(t, w.Verify(http.Header{envelope.WebhookHeader: {v.Webhook.Signature}}, []byte(v.Webhook.RawBody)))
}

func TestVectorsOfUnsupportedSchemesAreRefused(t *testing.T) {
	t.Parallel()
	v, ed, rs := readVectors(t)
	header, message := partsOf(t, string(v.Input))
	body := []byte(`{"signature":"` + v.G2PConnect.SignatureB64 + `","header":` + string(header) + `,"message":` + string(message) + `}`)
	for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.JWSDetachedHeader, envelope.HTTPSignature} {
		for _, key := range []envelope.PrivateKey{ed, rs} {
			_, err := verifyAs(t, scheme, key.Public(), envelope.Sealed{Body: body}, vectorTime)
			require.ErrorIs(t, err, fault.ErrSignature, scheme)
		}
	}
	key, err := envelope.GenerateKey(envelope.ECDHESA256KW)
	require.NoError(t, err)
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{key}, envelope.WithForms(envelope.UnprotectedHeader, envelope.ProtectedHeader))
	require.NoError(t, err)
	_, err = d.Decrypt(t.Context(), []byte(`"`+v.G2PConnectAES.Wire+`"`))
	requireKind(t, err, fault.KindEncryption)
}

// capture is one exchange with OpenCRVS.
type capture struct {
	Name    string `json:"name"`
	Request struct {
		Body json.RawMessage `json:"body"`
	} `json:"request"`
	Response struct {
		Body json.RawMessage `json:"body"`
	} `json:"response"`
	Callbacks []struct {
		Body json.RawMessage `json:"body"`
	} `json:"callbacks_received"`
}

func readCapture(t *testing.T, file string) (c capture) {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &c))
	return c
}

// TestEverySignedCaptureOfOpenCRVSVerifies: the captured key set verifies every
// answer and callback that is signed, as reformatted JSON too.
func TestEverySignedCaptureOfOpenCRVSVerifies(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(standard(t, "captures", "opencrvs", "*.json"))
	require.NoError(t, err)
	set, err := envelope.ParseKeySet(readCapture(t, standard(t, "captures", "opencrvs", "002-jwks.json")).Response.Body)
	require.NoError(t, err)
	require.Len(t, set.Keys(), 2)
	for _, k := range set.Keys() {
		public, err := envelope.NewPublicKey(k.Key(), k.Algorithm())
		require.NoError(t, err)
		assert.Equal(t, k.KeyID(), public.KeyID(), "their kid is the thumbprint too")
	}
	now := time.Date(2026, 11, 23, 8, 22, 12, 0, time.UTC)
	verifier, err := envelope.NewVerifier(envelope.JWSAttached, set, envelope.WithVerifierClock(func() time.Time { return now }))
	require.NoError(t, err)
	signed, encrypted := 0, 0
	for _, file := range files {
		c := readCapture(t, file)
		bodies := []json.RawMessage{c.Response.Body}
		for _, callback := range c.Callbacks {
			bodies = append(bodies, callback.Body)
		}
		for _, body := range bodies {
			parts, err := envelope.Split(body)
			if err != nil || !parts.IsSigned() {
				continue
			}
			signed++
			opened, err := verifier.Verify(t.Context(), "opencrvs", envelope.Sealed{Body: body})
			require.NoError(t, err, c.Name)
			assert.JSONEq(t, string(parts.Message), string(opened.Message))
			if envelope.IsEncrypted(opened.Message) {
				encrypted++
			}
		}
	}
	assert.Greater(t, signed, 20)
	assert.Equal(t, 3, encrypted)
}
