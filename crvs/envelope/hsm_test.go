package envelope_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// hsm is a key that nobody sees.
type hsm struct{ crypto.Signer }

// contextHSM is one that can be told to stop waiting.
type contextHSM struct{ crypto.Signer }

func (h contextHSM) SignContext(ctx context.Context, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if ctx.Value(hangs{}) != nil {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return h.Sign(rand.Reader, digest, opts)
}

type hangs struct{}

// broken is an HSM that is not there, or answers nonsense.
type broken struct {
	crypto.Signer
	out []byte
	err error
}

func (b broken) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return b.out, b.err }

// decryptingHSM is one for encryption.
type decryptingHSM struct{ key *rsa.PrivateKey }

func (d decryptingHSM) Public() crypto.PublicKey { return d.key.Public() }

func (d decryptingHSM) Decrypt(r io.Reader, msg []byte, opts crypto.DecrypterOpts) ([]byte, error) {
	return d.key.Decrypt(r, msg, opts)
}

func TestAKeyInAnHSMSignsLikeAnyOther(t *testing.T) {
	t.Parallel()
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	rsaKey := newRSA(t)
	for alg, raw := range map[envelope.Algorithm]crypto.Signer{envelope.RS256: rsaKey, envelope.PS256: rsaKey, envelope.ES256: ec, envelope.EdDSA: ed} {
		for _, private := range []crypto.PrivateKey{hsm{raw}, contextHSM{raw}} {
			key, err := envelope.NewPrivateKey(private, alg)
			require.NoError(t, err)
			for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached} {
				for range 20 { // ES256 pads R and S
					sealed := seal(t, newSigner(t, scheme, key))
					_, err = newVerifier(t, scheme, keySet(t, key)).Verify(t.Context(), registry, sealed)
					require.NoError(t, err, alg)
				}
			}
			_, err = key.MarshalPEM()
			requireKind(t, err, fault.KindInvalid)
		}
	}
	key, err := envelope.NewPrivateKey(hsm{ed}, envelope.EdDSA)
	require.NoError(t, err)
	sealed := seal(t, newSigner(t, envelope.HTTPSignature, key))
	_, err = newVerifier(t, envelope.HTTPSignature, keySet(t, key)).Verify(t.Context(), registry, sealed)
	require.NoError(t, err)
}

// TestPS256HasASaltOfTheLengthOfTheHash: RFC 7518, section 3.5; WebCrypto refuses
// any other.
func TestPS256HasASaltOfTheLengthOfTheHash(t *testing.T) {
	t.Parallel()
	raw := newRSA(t)
	for _, private := range []crypto.PrivateKey{raw, hsm{raw}} {
		key, err := envelope.NewPrivateKey(private, envelope.PS256)
		require.NoError(t, err)
		text := signatureIn(t, seal(t, newSigner(t, envelope.JWSAttached, key)))
		at := strings.LastIndexByte(text, '.')
		hash := crypto.SHA256.New()
		_, _ = io.WriteString(hash, text[:at])
		opts := &rsa.PSSOptions{SaltLength: 32}
		require.NoError(t, rsa.VerifyPSS(&raw.PublicKey, crypto.SHA256, hash.Sum(nil), decode64(t, text[at+1:]), opts))
	}
}

func TestAnHSMThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	cause := errors.New("token not present")
	for _, h := range []broken{{ec, nil, cause}, {ec, []byte("x"), nil}, {ec, nil, nil}} {
		key, err := envelope.NewPrivateKey(h, envelope.ES256)
		require.NoError(t, err)
		_, err = newSigner(t, envelope.JWSAttached, key).Sign(t.Context(), []byte(theHeader), []byte(theMessage))
		e := requireKind(t, err, fault.KindSignature)
		assert.Contains(t, e.Message, "HSM")
		if h.err != nil {
			require.ErrorIs(t, err, cause)
		}
	}
	key, err := envelope.NewPrivateKey(contextHSM{ec}, envelope.ES256)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), hangs{}, true))
	context.AfterFunc(ctx, func() {})
	go cancel()
	_, err = newSigner(t, envelope.JWSAttached, key).Sign(ctx, []byte(theHeader), []byte(theMessage))
	requireKind(t, err, fault.KindCanceled)
}

func TestAKeyInAnHSMDecrypts(t *testing.T) {
	t.Parallel()
	key, err := envelope.NewPrivateKey(decryptingHSM{newRSA(t)}, envelope.RSAOAEP256)
	require.NoError(t, err)
	e, err := envelope.NewEncrypter(keySet(t, key))
	require.NoError(t, err)
	encrypted, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
	require.NoError(t, err)
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
	require.NoError(t, err)
	text, err := d.Decrypt(t.Context(), encrypted)
	require.NoError(t, err)
	requireBytes(t, theMessage, text)
}
