package envelope

import (
	"slices"

	jose "github.com/go-jose/go-jose/v4"
)

// Scheme names one way of signing. It is always chosen by name, in a profile:
// nothing falls back from one to another.
type Scheme string

// Schemes. The zero value means JWSAttached.
const (
	// JWSAttached puts a compact JWS into the member signature. Its payload is
	// the envelope without signature, as sent. OpenCRVS, and our default.
	JWSAttached Scheme = "jws-attached"
	// JWSDetached puts a JWS without its payload (h..s) into the member signature.
	// The payload is {"header":...,"message":...}, compact, sorted, UTF-8
	// unescaped. OpenG2P.
	JWSDetached Scheme = "jws-detached"
	// JWSDetachedHeader is JWSDetached with the signature in the HTTP header
	// Signature, over the whole body.
	JWSDetachedHeader Scheme = "jws-detached-header"
	// HTTPSignature puts the parameters of an HTTP signature into the member
	// signature. Ed25519 only. OpenSPP.
	HTTPSignature Scheme = "http-signature"
	// HMACWebhook signs a body with a shared secret, in the HTTP header
	// X-Hub-Signature: see [Webhook]. OpenCRVS webhooks.
	HMACWebhook Scheme = "hmac-webhook"
)

// Algorithm is what a key is used with. There are no others: none, HS256 and
// their like are not refused somewhere but have no way in.
type Algorithm string

// Algorithms for signatures (RFC 7518, section 3; RFC 8037) and for the
// encryption of a content key (RFC 7518, section 4). Content is always encrypted
// with A256GCM.
const (
	RS256        Algorithm = "RS256"
	PS256        Algorithm = "PS256"
	ES256        Algorithm = "ES256"
	EdDSA        Algorithm = "EdDSA"
	RSAOAEP256   Algorithm = "RSA-OAEP-256"
	ECDHESA256KW Algorithm = "ECDH-ES+A256KW"
)

// Use is what a key is for.
type Use string

// Uses of a key (RFC 7517, section 4.2).
const (
	UseSignature  Use = "sig"
	UseEncryption Use = "enc"
)

var (
	signatureAlgorithms  = [...]Algorithm{RS256, PS256, ES256, EdDSA}
	encryptionAlgorithms = [...]Algorithm{RSAOAEP256, ECDHESA256KW}
)

// Use says what the algorithm is for; "" if we do not know it.
func (a Algorithm) Use() Use {
	switch {
	case slices.Contains(signatureAlgorithms[:], a):
		return UseSignature
	case slices.Contains(encryptionAlgorithms[:], a):
		return UseEncryption
	default:
		return ""
	}
}

func (a Algorithm) signing() jose.SignatureAlgorithm { return jose.SignatureAlgorithm(a) }

// shown is the algorithm as an error may name it: what a peer wrote there could
// be anything.
func (a Algorithm) shown() string {
	switch a {
	case RS256, PS256, ES256, EdDSA, RSAOAEP256, ECDHESA256KW,
		"none", "HS256", "HS384", "HS512", "RS384", "RS512", "PS384", "PS512", "ES384", "ES512", "Ed25519",
		"RSA1_5", "RSA-OAEP", "dir", "A128KW", "A256KW", "ECDH-ES", "ECDH-ES+A128KW",
		"A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512":
		return string(a)
	case "":
		return "no algorithm"
	default:
		return "an unknown algorithm"
	}
}
