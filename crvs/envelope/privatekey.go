package envelope

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// generatedRSABits is the size of the RSA keys that [GenerateKey] makes.
const generatedRSABits = 2048

// PrivateKey is a key of our own: in memory, or in an HSM or a KMS. It is
// immutable and safe for concurrent use. However it is printed, logged or
// marshalled, it shows its algorithm and its id only; [PrivateKey.MarshalPEM] is
// the one way out.
type PrivateKey struct {
	public PublicKey
	// key is boxed: Go would print it in an unexported field of somebody's struct.
	key redact.Box[crypto.PrivateKey]
}

// ContextSigner is a [crypto.Signer] that can be told when to stop waiting for
// its HSM or KMS. Its SignContext is used in place of Sign.
type ContextSigner interface {
	crypto.Signer
	SignContext(ctx context.Context, digest []byte, opts crypto.SignerOpts) ([]byte, error)
}

// NewPrivateKey returns a key for this algorithm, with its thumbprint as its id.
// The key is an *rsa.PrivateKey, an *ecdsa.PrivateKey, an ed25519.PrivateKey, for
// signatures any [crypto.Signer] (an HSM, a KMS; better a [ContextSigner]), and
// for RSA-OAEP-256 any [crypto.Decrypter]. With EdDSA a Signer gets the whole
// message, not a digest. ECDH-ES+A256KW needs the key in memory.
func NewPrivateKey(key crypto.PrivateKey, alg Algorithm) (PrivateKey, error) {
	if edKey, ok := key.(*ed25519.PrivateKey); ok && edKey != nil {
		key = *edKey
	}
	if edKey, ok := key.(ed25519.PrivateKey); ok && len(edKey) != ed25519.PrivateKeySize {
		return PrivateKey{}, invalid(opNew, "the Ed25519 key has the wrong length")
	}
	holder, ok := key.(interface{ Public() crypto.PublicKey })
	if !ok || isNil(key) {
		return PrivateKey{}, invalid(opNew, "a private key must be RSA, EC, Ed25519, or a crypto.Signer or crypto.Decrypter")
	}
	public, err := NewPublicKey(holder.Public(), alg)
	if err != nil {
		return PrivateKey{}, err
	}
	_, signs := key.(crypto.Signer)
	_, decrypts := key.(crypto.Decrypter)
	_, agrees := key.(*ecdsa.PrivateKey)
	switch {
	case alg.Use() == UseSignature && !signs,
		alg == RSAOAEP256 && !decrypts,
		alg == ECDHESA256KW && !agrees:
		return PrivateKey{}, invalid(opNew, "the key cannot do what "+string(alg)+" needs")
	}
	return PrivateKey{public: public, key: redact.NewBox(key)}, nil
}

func isNil(key crypto.PrivateKey) bool {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key == nil
	case *ecdsa.PrivateKey:
		return key == nil || key.Curve == nil
	default:
		return false
	}
}

// GenerateKey makes a new key for this algorithm: RSA with 2048 bits, P-256 or
// Ed25519.
func GenerateKey(alg Algorithm) (PrivateKey, error) {
	var key crypto.PrivateKey
	var err error
	switch alg {
	case RS256, PS256, RSAOAEP256:
		key, err = rsa.GenerateKey(rand.Reader, generatedRSABits)
	case ES256, ECDHESA256KW:
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case EdDSA:
		_, key, err = ed25519.GenerateKey(rand.Reader)
	default:
		return PrivateKey{}, invalid(opNew, "a key needs one of our algorithms: RS256, PS256, ES256, EdDSA, RSA-OAEP-256, ECDH-ES+A256KW")
	}
	if err != nil {
		return PrivateKey{}, invalid(opNew, "no key could be generated")
	}
	return NewPrivateKey(key, alg)
}

// IsZero says whether there is no key.
func (k PrivateKey) IsZero() bool { return k.key.IsEmpty() }

// Public is what others may know of the key; the zero value if there is none.
func (k PrivateKey) Public() PublicKey { return k.public }

// KeyID is the id under which messages name the key.
func (k PrivateKey) KeyID() string { return k.Public().kid }

// Algorithm is what the key is used with.
func (k PrivateKey) Algorithm() Algorithm { return k.Public().alg }

// WithKeyID returns the key under another id, as some peers want it ("key1").
func (k PrivateKey) WithKeyID(kid string) PrivateKey {
	if !k.IsZero() {
		k.public = k.public.WithKeyID(kid)
	}
	return k
}

// MarshalPEM returns the key as PEM with PKCS#8, unencrypted: write it to a file
// that only its owner can read. A key in an HSM or KMS has no such form: an error
// of kind invalid.
func (k PrivateKey) MarshalPEM() ([]byte, error) {
	if k.IsZero() {
		return nil, invalid(opKeys, "there is no key")
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.key.Open())
	if err != nil {
		return nil, invalid(opKeys, "the key is not in memory and cannot be written")
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemPKCS8, Bytes: der}), nil
}

func (k PrivateKey) redacted() string {
	if k.IsZero() {
		return "[no private key]"
	}
	return fmt.Sprintf("[private key %s %s]", k.public.alg, shownKeyID(k.public.kid))
}

// Format prints the algorithm and the id, for every verb.
func (k PrivateKey) Format(s fmt.State, _ rune) { redact.Write(s, k.redacted()) }

// LogValue logs the algorithm and the id.
func (k PrivateKey) LogValue() slog.Value { return slog.StringValue(k.redacted()) }

// MarshalText writes the algorithm and the id, so that JSON shows no more either.
func (k PrivateKey) MarshalText() ([]byte, error) { return []byte(k.redacted()), nil }
