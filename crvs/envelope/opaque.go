package envelope

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"math/big"

	jose "github.com/go-jose/go-jose/v4"
)

// isOpaque says whether only an HSM or a KMS knows the key.
func (k PrivateKey) isOpaque() bool {
	switch k.key.Open().(type) {
	case *rsa.PrivateKey, *ecdsa.PrivateKey, ed25519.PrivateKey:
		return false
	default:
		return true
	}
}

// opaqueKey lets go-jose sign with a crypto.Signer for the time of one call, which
// is why it may hold a context. go-jose's own adapter is not used: it makes PS256
// signatures with the longest salt, where RFC 7518, section 3.5, wants one of the
// length of the hash, and strict verifiers refuse others.
type opaqueKey struct {
	ctx context.Context
	key PrivateKey
}

func (o opaqueKey) Public() *jose.JSONWebKey {
	return &jose.JSONWebKey{Key: o.key.Public().key, KeyID: o.key.KeyID()}
}

func (o opaqueKey) Algs() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{o.key.Algorithm().signing()}
}

func (o opaqueKey) SignPayload(payload []byte, _ jose.SignatureAlgorithm) ([]byte, error) {
	return o.key.signBytes(o.ctx, payload)
}

// errMalformedSignature is what an HSM gets to hear that signs in no known form.
var errMalformedSignature = errors.New("the HSM or KMS returned a malformed signature")

// signBytes returns the signature of text as JWS wants it.
func (k PrivateKey) signBytes(ctx context.Context, text []byte) ([]byte, error) {
	digest := text
	var opts crypto.SignerOpts = crypto.SHA256
	if k.Algorithm() == EdDSA {
		opts = crypto.Hash(0)
	} else {
		sum := sha256.Sum256(text)
		digest = sum[:]
	}
	if k.Algorithm() == PS256 {
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	}
	var out []byte
	var err error
	switch signer := k.key.Open().(type) {
	case ContextSigner:
		out, err = signer.SignContext(ctx, digest, opts)
	case crypto.Signer:
		out, err = signer.Sign(rand.Reader, digest, opts)
	default:
		return nil, errMalformedSignature
	}
	if err != nil || k.Algorithm() != ES256 {
		return out, err
	}
	return fixedSize(out)
}

// fixedSize turns an ASN.1 signature into R and S, 32 bytes each (RFC 7518,
// section 3.4).
func fixedSize(der []byte) ([]byte, error) {
	var sig struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &sig); err != nil || len(rest) > 0 ||
		sig.R.Sign() <= 0 || sig.S.Sign() <= 0 || sig.R.BitLen() > 256 || sig.S.BitLen() > 256 {
		return nil, errMalformedSignature
	}
	out := make([]byte, 64)
	sig.R.FillBytes(out[:32])
	sig.S.FillBytes(out[32:])
	return out, nil
}
