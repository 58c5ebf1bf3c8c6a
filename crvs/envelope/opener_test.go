package envelope_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

func TestAnOpenerGivesTheVerifiedBytesAndNothingBesideThem(t *testing.T) {
	t.Parallel()
	for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.JWSDetachedHeader} {
		key := newKey(t, envelope.ES256)
		sealed := seal(t, newSigner(t, scheme, key))
		verifier := newVerifier(t, scheme, keySet(t, key))
		want, err := verifier.Verify(t.Context(), registry, sealed)
		require.NoError(t, err, scheme)
		got, err := envelope.NewOpener(verifier, nil).Open(t.Context(), registry, sealed)
		require.NoError(t, err, scheme)
		requireBytes(t, string(want.Payload), got)
	}
	body := []byte(` {"anything": 1}`)
	got, err := envelope.NewOpener(nil, nil).Open(t.Context(), registry, envelope.Sealed{Body: body})
	require.NoError(t, err)
	requireBytes(t, string(body), got)
}

func TestAnOpenerSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.ECDHESA256KW)
	v := newVerifier(t, envelope.JWSAttached, keySet(t, newKey(t, envelope.EdDSA)))
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
	require.NoError(t, err)
	for _, c := range []struct {
		opener             *envelope.Opener
		verifies, decrypts bool
	}{
		{envelope.NewOpener(nil, nil), false, false},
		{envelope.NewOpener(v, nil), true, false},
		{envelope.NewOpener(nil, d), false, true},
		{envelope.NewOpener(v, d), true, true},
	} {
		assert.Equal(t, []bool{c.verifies, c.decrypts}, []bool{c.opener.Verifies(), c.opener.Decrypts()})
	}
}

// unknownKeys has no keys, and does not say so in an error of ours.
type unknownKeys struct{}

func (unknownKeys) FindKeys(context.Context, envelope.KeyQuery) ([]envelope.PublicKey, error) {
	return nil, errors.New("no keys today")
}

// TestNotSealedIsWhatCarriesNoSeal: a seal that is broken, or cannot be looked at,
// is something else.
func TestNotSealedIsWhatCarriesNoSeal(t *testing.T) {
	t.Parallel()
	key, encrypting := newKey(t, envelope.ES256), newKey(t, envelope.ECDHESA256KW)
	signer := newSigner(t, envelope.JWSAttached, key)
	verifier := newVerifier(t, envelope.JWSAttached, keySet(t, key))
	decrypter, err := envelope.NewDecrypter([]envelope.PrivateKey{encrypting})
	require.NoError(t, err)
	encrypter, err := envelope.NewEncrypter(keySet(t, encrypting))
	require.NoError(t, err)
	encrypted, err := encrypter.Encrypt(t.Context(), registry, []byte(theMessage))
	require.NoError(t, err)
	signedAndEncrypted, err := signer.Sign(t.Context(), []byte(theHeader), encrypted)
	require.NoError(t, err)
	signed, bare := seal(t, signer).Body, envelope.Join([]byte(theHeader), []byte(theMessage))
	both := envelope.NewOpener(verifier, decrypter)
	opensSigned, opensEncrypted := envelope.NewOpener(verifier, nil), envelope.NewOpener(nil, decrypter)
	tooLong := newVerifier(t, envelope.JWSAttached, keySet(t, key), envelope.WithMaxBytes(len(bare)))
	broken := bytes.Replace(encrypted, []byte(`"tag":"`), []byte(`"tag":"AAAA`), 1)
	for _, c := range []struct {
		name      string
		opener    *envelope.Opener
		body      []byte
		header    http.Header
		kind      fault.Kind // "" if it opens, or if the error is not ours
		notSealed bool
	}{
		{name: "signed", opener: opensSigned, body: signed},
		{name: "signed and encrypted", opener: both, body: signedAndEncrypted.Body},
		{name: "encrypted", opener: opensEncrypted, body: envelope.Join([]byte(theHeader), encrypted)},

		{name: "unsigned", opener: opensSigned, body: bare, kind: fault.KindSignature, notSealed: true},
		{name: "a signature that is null", opener: opensSigned, body: append([]byte(`{"signature":null,`), bare[1:]...), kind: fault.KindSignature, notSealed: true},
		{name: "a signature that is empty", opener: opensSigned, body: append([]byte(`{"signature":"",`), bare[1:]...), kind: fault.KindSignature, notSealed: true},
		{name: "unsigned where it must also be encrypted", opener: both, body: bare, kind: fault.KindSignature, notSealed: true},
		{name: "signed in clear where it must be encrypted", opener: both, body: signed, kind: fault.KindEncryption, notSealed: true},
		{name: "in clear where it must be encrypted", opener: opensEncrypted, body: bare, kind: fault.KindEncryption, notSealed: true},
		{name: "not JSON", opener: both, body: []byte("<html>"), kind: fault.KindProtocol, notSealed: true},
		{name: "a member twice", opener: opensSigned, body: []byte(`{"signature":"x","header":{},"header":{}}`), kind: fault.KindProtocol, notSealed: true},
		{name: "not JSON, where nothing is verified", opener: opensEncrypted, body: []byte("<html>"), kind: fault.KindProtocol, notSealed: true},

		{name: "signed and changed", opener: opensSigned, body: bytes.Replace(signed, []byte(`"t-1"`), []byte(`"t-2"`), 1), kind: fault.KindSignature},
		{name: "signed by somebody else", opener: envelope.NewOpener(newVerifier(t, envelope.JWSAttached, keySet(t, newKey(t, envelope.ES256))), nil), body: signed, kind: fault.KindSignature},
		{name: "a signature that is a number", opener: opensSigned, body: append([]byte(`{"signature":1,`), bare[1:]...), kind: fault.KindSignature},
		{name: "a signature in the HTTP header", opener: opensSigned, body: bare, header: http.Header{"Signature": {"x"}}, kind: fault.KindSignature},
		{name: "signed, and longer than is verified", opener: envelope.NewOpener(tooLong, nil), body: signed, kind: fault.KindSignature},
		{name: "signed, with keys that cannot be had", opener: envelope.NewOpener(newVerifier(t, envelope.JWSAttached, unknownKeys{}), nil), body: signed},
		{name: "encrypted and changed", opener: opensEncrypted, body: envelope.Join([]byte(theHeader), broken), kind: fault.KindEncryption},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			opened, err := c.opener.Open(t.Context(), registry, envelope.Sealed{Body: c.body, Header: c.header})
			assert.Equal(t, c.notSealed, errors.Is(err, envelope.ErrNotSealed), "%v", err)
			switch {
			case c.kind != "":
				e := requireKind(t, err, c.kind)
				assert.NotContains(t, e.Error(), envelope.ErrNotSealed.Error(), "the message says more than the cause")
				assert.Nil(t, opened)
			case strings.Contains(c.name, "cannot be had"):
				require.EqualError(t, err, "no keys today")
				assert.Nil(t, opened)
			default:
				require.NoError(t, err)
				parts, err := envelope.Split(opened)
				require.NoError(t, err)
				requireBytes(t, theMessage, parts.Message)
			}
		})
	}
}

func TestAnOpenerThatIsTooLateSaysThat(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	key := newKey(t, envelope.ES256)
	o := envelope.NewOpener(newVerifier(t, envelope.JWSAttached, keySet(t, key)), nil)
	for _, body := range [][]byte{seal(t, newSigner(t, envelope.JWSAttached, key)).Body, envelope.Join([]byte(theHeader), []byte(theMessage))} {
		_, err := o.Open(ctx, registry, envelope.Sealed{Body: body})
		requireKind(t, err, fault.KindCanceled)
		assert.NotErrorIs(t, err, envelope.ErrNotSealed)
	}
}
