package envelope_test

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// sealedBy encrypts with go-jose alone, which knows no rules of ours.
func sealedBy(t *testing.T, alg jose.KeyAlgorithm, enc jose.ContentEncryption, key any, kid string, opts *jose.EncrypterOptions, text []byte) (flat, compact string) {
	t.Helper()
	e, err := jose.NewEncrypter(enc, jose.Recipient{Algorithm: alg, Key: key, KeyID: kid}, opts)
	require.NoError(t, err)
	sealed, err := e.Encrypt(text)
	require.NoError(t, err)
	compact, err = sealed.CompactSerialize()
	require.NoError(t, err)
	return sealed.FullSerialize(), `"` + compact + `"`
}

// unprotected makes a JWE in OpenCRVS's form, with any header and any content.
func unprotected(t *testing.T, key *rsa.PublicKey, header string, text []byte) string {
	t.Helper()
	contentKey, iv := make([]byte, 32), make([]byte, 12)
	_, _ = rand.Read(contentKey)
	_, _ = rand.Read(iv)
	block, err := aes.NewCipher(contentKey)
	require.NoError(t, err)
	gcm, err := cipher.NewGCM(block)
	require.NoError(t, err)
	sealed := gcm.Seal(nil, iv, text, nil)
	wrapped, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, key, contentKey, nil)
	require.NoError(t, err)
	b64 := base64.RawURLEncoding.EncodeToString
	n := len(sealed) - 16
	return `{"header":` + header + `,"encrypted_key":"` + b64(wrapped) + `","iv":"` + b64(iv) + `","ciphertext":"` + b64(sealed[:n]) + `","tag":"` + b64(sealed[n:]) + `"}`
}

func TestAJWEThatIsNotAcceptedIsRefused(t *testing.T) {
	t.Parallel()
	key, ec := goldenKey(t, "rsa-oaep-256", envelope.RSAOAEP256), goldenKey(t, "ecdh-es-a256kw", envelope.ECDHESA256KW)
	public := key.Public().Key().(*rsa.PublicKey)
	head := `{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"` + key.KeyID() + `"`
	good := unprotected(t, public, head+"}", []byte(theMessage))
	change := func(from, to string) string {
		out := strings.Replace(good, from, to, 1)
		require.NotEqual(t, good, out)
		return out
	}
	flat := func(alg jose.KeyAlgorithm, enc jose.ContentEncryption, to any, opts *jose.EncrypterOptions) string {
		out, _ := sealedBy(t, alg, enc, to, key.KeyID(), opts, []byte(theMessage))
		return out
	}
	_, zipped := sealedBy(t, jose.RSA_OAEP_256, jose.A256GCM, public, key.KeyID(), &jose.EncrypterOptions{Compression: jose.DEFLATE}, bytes.Repeat([]byte(" "), 8<<20))
	var bomb bytes.Buffer
	w, err := flate.NewWriter(&bomb, flate.BestCompression)
	require.NoError(t, err)
	_, _ = w.Write(make([]byte, 64<<20))
	require.NoError(t, w.Close())

	for name, tt := range map[string]struct{ message, says string }{
		"A128CBC":                            {flat(jose.RSA_OAEP_256, jose.A128CBC_HS256, public, nil), "enc A128CBC-HS256"},
		"A256CBC":                            {flat(jose.RSA_OAEP_256, jose.A256CBC_HS512, public, nil), "enc A256CBC-HS512"},
		"A128GCM":                            {flat(jose.RSA_OAEP_256, jose.A128GCM, public, nil), "enc A128GCM"},
		"RSA1_5":                             {flat(jose.RSA1_5, jose.A256GCM, public, nil), "alg RSA1_5"},
		"RSA-OAEP with SHA-1":                {flat(jose.RSA_OAEP, jose.A256GCM, public, nil), "alg RSA-OAEP,"},
		"dir":                                {flat(jose.DIRECT, jose.A256GCM, make([]byte, 32), nil), "alg dir"},
		"A256KW with a secret":               {flat(jose.A256KW, jose.A256GCM, make([]byte, 32), nil), "alg A256KW"},
		"ECDH-ES without wrapping":           {flat(jose.ECDH_ES, jose.A256GCM, ec.Public().Key(), nil), "alg ECDH-ES,"},
		"a password":                         {flat(jose.PBES2_HS256_A128KW, jose.A256GCM, []byte("secret"), nil), "holds p2"},
		"RSA1_5 in the unprotected header":   {change("RSA-OAEP-256", "RSA1_5"), "alg RSA1_5"},
		"dir in the unprotected header":      {change("RSA-OAEP-256", "dir"), "alg dir"},
		"A128CBC in the unprotected header":  {change("A256GCM", "A128CBC-HS256"), "enc A128CBC-HS256"},
		"zip":                                {flat(jose.RSA_OAEP_256, jose.A256GCM, public, &jose.EncrypterOptions{Compression: jose.DEFLATE}), "compressed"},
		"zip in the unprotected header":      {unprotected(t, public, head+`,"zip":"DEF"}`, bomb.Bytes()), "compressed"},
		"a decompression bomb":               {zipped, "compressed"},
		"a crit":                             {unprotected(t, public, head+`,"crit":["x"]}`, []byte(theMessage)), "holds crit"},
		"a jwk":                              {unprotected(t, public, head+`,"jwk":{}}`, []byte(theMessage)), "holds jwk"},
		"a duplicate alg":                    {unprotected(t, public, head+`,"alg":"dir"}`, []byte(theMessage)), "stands twice"},
		"an alg that is a number":            {unprotected(t, public, `{"alg":1,"enc":"A256GCM"}`, []byte(theMessage)), "no string"},
		"no header":                          {change(`"header":`+head+`},`, ``), "no header"},
		"a header that is a string":          {change(`"header":`+head+`}`, `"header":"x"`), "wrong type"},
		"two headers":                        {change(`{"header"`, `{"protected":"`+base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"dir"}`))+`","header"`), "two headers"},
		"two epk":                            {strings.Replace(string(goldenFile(t, "ecdh-es-a256kw.unprotected.json")), `"header":{`, `"header":{"epk":{},`, 1), "two headers"},
		"many recipients":                    {change(`{"header"`, `{"recipients":[],"header"`), "not accepted"},
		"additional data":                    {change(`{"header"`, `{"aad":"AAAA","header"`), "not accepted"},
		"the key of another":                 {change(key.KeyID(), newKey(t, envelope.EdDSA).KeyID()), "not one of ours"},
		"a kid that could be anything":       {change(key.KeyID(), "Жанна"), "an id that is no thumbprint"},
		"a changed ciphertext":               {change(`"ciphertext":"`, `"ciphertext":"AAAA`), "does not decrypt"},
		"a changed key":                      {change(`"encrypted_key":"`, `"encrypted_key":"AAAA`), "does not decrypt"},
		"an empty key":                       {`{"header":` + head + `},"encrypted_key":"","iv":"AAAAAAAAAAAAAAAA","ciphertext":"","tag":"AAAAAAAAAAAAAAAAAAAAAA"}`, "does not decrypt"},
		"a short tag":                        {change(`"tag":"`, `"tag":"","x":"`), "not accepted"},
		"an iv of another length":            {change(`"iv":"`, `"iv":"AAAA`), "malformed"},
		"what is no base64":                  {change(`"ciphertext":"`, `"ciphertext":"=`), "malformed"},
		"content that is no JSON":            {unprotected(t, public, head+"}", []byte("Жанна")), "no sound JSON"},
		"content with a duplicate member":    {unprotected(t, public, head+"}", []byte(`{"a":1,"a":2}`)), "stands twice"},
		"content that is a list":             {unprotected(t, public, head+"}", []byte(`[]`)), "no object"},
		"content that is too long":           {unprotected(t, public, head+"}", append([]byte(theMessage), bytes.Repeat([]byte(" "), 70<<10)...)), "too long"},
		"plaintext where encryption is due":  {theMessage, "is not encrypted though it must be"},
		"the empty message of an async call": {`{}`, "OpenCRVS loses"},
		"null":                               {`null`, "empty"},
		"a string":                           {`"eyJ"`, ""},
		"no JSON":                            {`<html>`, "no sound JSON"},
		"a compact JWE that is none":         {`"eyJ.a.b.c.d"`, "protected header"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := envelope.NewDecrypter([]envelope.PrivateKey{key, ec}, envelope.WithMaxPlaintext(64<<10),
				envelope.WithForms(envelope.UnprotectedHeader, envelope.ProtectedHeader))
			require.NoError(t, err)
			_, err = d.Decrypt(t.Context(), []byte(tt.message))
			requireKind(t, err, fault.KindEncryption)
			assert.Contains(t, err.Error(), tt.says)
			requireSilent(t, err)
		})
	}
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
	require.NoError(t, err)
	text, err := d.Decrypt(t.Context(), []byte(good))
	require.NoError(t, err, "what the attacks start from decrypts")
	requireBytes(t, theMessage, text)
}

func TestACompactJWEIsReadWhereTheUsualFormIsAllowed(t *testing.T) {
	t.Parallel()
	key := goldenKey(t, "rsa-oaep-256", envelope.RSAOAEP256)
	_, compact := sealedBy(t, jose.RSA_OAEP_256, jose.A256GCM, key.Public().Key(), key.KeyID(), nil, []byte(theMessage))
	assert.True(t, envelope.IsEncrypted([]byte(compact)))
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{key}, envelope.WithForms(envelope.ProtectedHeader))
	require.NoError(t, err)
	text, err := d.Decrypt(t.Context(), []byte(compact))
	require.NoError(t, err)
	requireBytes(t, theMessage, text)
	d, err = envelope.NewDecrypter([]envelope.PrivateKey{key})
	require.NoError(t, err)
	_, err = d.Decrypt(t.Context(), []byte(compact))
	requireKind(t, err, fault.KindEncryption)
}

func TestAnAlgorithmThatIsNotAllowedDecryptsNothing(t *testing.T) {
	t.Parallel()
	rsaKey, ec := goldenKey(t, "rsa-oaep-256", envelope.RSAOAEP256), goldenKey(t, "ecdh-es-a256kw", envelope.ECDHESA256KW)
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{rsaKey, ec}, envelope.WithDecryptionAlgorithms(envelope.ECDHESA256KW))
	require.NoError(t, err)
	_, err = d.Decrypt(t.Context(), goldenFile(t, "rsa-oaep-256.unprotected.json"))
	requireKind(t, err, fault.KindEncryption)
	_, err = d.Decrypt(t.Context(), goldenFile(t, "ecdh-es-a256kw.unprotected.json"))
	require.NoError(t, err)
}

// TestSignAfterEncrypting: the signature is over the encrypted message, and what
// comes back in the end is the header that was signed and the message in clear.
func TestSignAfterEncrypting(t *testing.T) {
	t.Parallel()
	signing, encryption := newKey(t, envelope.ES256), newKey(t, envelope.ECDHESA256KW)
	for _, form := range []envelope.JWEForm{envelope.UnprotectedHeader, envelope.ProtectedHeader} {
		e, err := envelope.NewEncrypter(keySet(t, encryption), envelope.WithForm(form))
		require.NoError(t, err)
		d, err := envelope.NewDecrypter([]envelope.PrivateKey{encryption}, envelope.WithForms(form))
		require.NoError(t, err)
		encrypted, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
		require.NoError(t, err)
		sealed, err := newSigner(t, envelope.JWSAttached, signing).Sign(t.Context(), []byte(theHeader), encrypted)
		require.NoError(t, err)
		opened, err := newVerifier(t, envelope.JWSAttached, keySet(t, signing)).Verify(t.Context(), registry, sealed)
		require.NoError(t, err)
		require.True(t, envelope.IsEncrypted(opened.Message))
		text, err := d.Decrypt(t.Context(), opened.Message)
		require.NoError(t, err)
		requireBytes(t, thePayload, envelope.Join(opened.Header, text))
	}
}

func TestAReceiverWithoutAKeyIsNotEncryptedTo(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]envelope.KeySource{
		"an empty set":                  keySet(t),
		"keys for signatures only":      keySet(t, newKey(t, envelope.EdDSA), goldenKey(t, "rs256", envelope.RS256)),
		"keys of an algorithm not used": keySet(t, goldenKey(t, "rsa-oaep-256", envelope.RSAOAEP256)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := envelope.NewEncrypter(keys, envelope.WithEncryptionAlgorithms(envelope.ECDHESA256KW))
			require.NoError(t, err)
			_, err = e.Encrypt(t.Context(), registry, []byte(theMessage))
			requireKind(t, err, fault.KindEncryption)
			assert.Contains(t, err.Error(), "publishes no key to encrypt to")
		})
	}
	e, err := envelope.NewEncrypter(keySet(t, newKey(t, envelope.ECDHESA256KW)))
	require.NoError(t, err)
	for _, message := range []string{"", "[]", `{"a":1,"a":1}`, `"x"`} {
		_, err = e.Encrypt(t.Context(), registry, []byte(message))
		requireKind(t, err, fault.KindInvalid)
	}
}

func TestTheFirstKeyForEncryptionIsUsed(t *testing.T) {
	t.Parallel()
	first, second := newKey(t, envelope.ECDHESA256KW), newKey(t, envelope.RSAOAEP256)
	e, err := envelope.NewEncrypter(keySet(t, newKey(t, envelope.EdDSA), first, second))
	require.NoError(t, err)
	out, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
	require.NoError(t, err)
	var got struct{ Header struct{ KID string } }
	require.NoError(t, json.Unmarshal(out, &got))
	assert.Equal(t, first.KeyID(), got.Header.KID)
}

func TestIsEncrypted(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]bool{
		`{"ciphertext":"x"}`: true, `"eyJh.b.c.d.e"`: true, `{}`: false, `{"a":{"ciphertext":"x"}}`: false, `"a.b.c.d.e"`: false, `"eyJh.b.c"`: false, ``: false, `null`: false,
	} {
		assert.Equal(t, want, envelope.IsEncrypted([]byte(message)), message)
	}
}
