package envelope

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

// Sizes of RSA keys that we take. A longer one would let a hostile key set slow
// down every verification.
const (
	minRSABits = 2048
	maxRSABits = 8192
)

// maxKeyID bounds the id of a key.
const maxKeyID = 256

// PublicKey is a public key with its id, its algorithm and its use. It is
// immutable.
type PublicKey struct {
	key crypto.PublicKey
	kid string
	alg Algorithm // "" in a peer's key that names none: each that suits the key
	use Use       // "" in a peer's key that names none

	notBefore, notAfter time.Time // zero where its owner does not say
}

// NewPublicKey returns a key for this algorithm, with its RFC 7638 thumbprint as
// its id. The key is an *rsa.PublicKey (2048 to 8192 bits), an *ecdsa.PublicKey
// or an ed25519.PublicKey; else, or if it does not suit the algorithm, the error
// is of kind invalid.
func NewPublicKey(key crypto.PublicKey, alg Algorithm) (PublicKey, error) {
	if alg.Use() == "" {
		return PublicKey{}, invalid(opNew, "a key needs one of our algorithms: RS256, PS256, ES256, EdDSA, RSA-OAEP-256, ECDH-ES+A256KW")
	}
	if err := checkPublic(key); err != nil {
		return PublicKey{}, invalid(opNew, err.Error())
	}
	k := PublicKey{key: key, alg: alg, use: alg.Use()}
	if !k.suits(alg) {
		return PublicKey{}, invalid(opNew, "a key of this type or curve cannot be used with "+string(alg))
	}
	kid, err := k.thumbprint()
	if err != nil {
		return PublicKey{}, invalid(opNew, "the key has no thumbprint")
	}
	k.kid = kid
	return k, nil
}

// KeyID is the id by which messages name the key.
func (k PublicKey) KeyID() string { return k.kid }

// Algorithm is what the key is used with; "" if its owner does not say.
func (k PublicKey) Algorithm() Algorithm { return k.alg }

// Use is what the key is for; "" if its owner does not say.
func (k PublicKey) Use() Use { return k.use }

// Key is the key itself: *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey.
// Do not change what it points to.
func (k PublicKey) Key() crypto.PublicKey { return k.key }

// WithKeyID returns the key under another id, as some peers want it ("key1").
func (k PublicKey) WithKeyID(kid string) PublicKey {
	k.kid = kid
	return k
}

// MarshalJSON writes the key as a JWK (RFC 7517) with kid, use and alg.
func (k PublicKey) MarshalJSON() ([]byte, error) {
	jwk, err := k.jwk().MarshalJSON()
	if err != nil {
		return nil, invalid(opKeys, "the key is empty")
	}
	return jwk, nil
}

func (k PublicKey) jwk() *jose.JSONWebKey {
	return &jose.JSONWebKey{Key: k.key, KeyID: k.kid, Algorithm: string(k.alg), Use: string(k.use)}
}

func (k PublicKey) thumbprint() (string, error) {
	sum, err := k.jwk().Thumbprint(crypto.SHA256)
	return base64.RawURLEncoding.EncodeToString(sum), err
}

// suits says whether the key can be used with an algorithm at all.
func (k PublicKey) suits(alg Algorithm) bool {
	switch key := k.key.(type) {
	case *rsa.PublicKey:
		return alg == RS256 || alg == PS256 || alg == RSAOAEP256
	case *ecdsa.PublicKey:
		return alg == ECDHESA256KW || alg == ES256 && key.Curve == elliptic.P256()
	case ed25519.PublicKey:
		return alg == EdDSA
	default:
		return false
	}
}

// checkPublic refuses what cannot be used safely. Its errors hold nothing of the
// key.
func checkPublic(key crypto.PublicKey) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key == nil || key.N == nil {
			return errors.New("the RSA key is empty")
		}
		if bits := key.N.BitLen(); bits < minRSABits || bits > maxRSABits {
			return fmt.Errorf("an RSA key must have %d to %d bits", minRSABits, maxRSABits)
		}
		if key.E < 3 || key.E%2 == 0 || key.N.Bit(0) == 0 {
			return errors.New("the RSA key has an exponent or a modulus that no sound key has")
		}
		return nil
	case *ecdsa.PublicKey:
		if key == nil || key.Curve == nil {
			return errors.New("the EC key is empty")
		}
		if _, err := key.ECDH(); err != nil {
			return errors.New("the EC key is no point on P-256, P-384 or P-521")
		}
		return nil
	case ed25519.PublicKey:
		if len(key) != ed25519.PublicKeySize {
			return errors.New("the Ed25519 key has the wrong length")
		}
		return nil
	default:
		return errors.New("a key must be RSA, EC or Ed25519")
	}
}
