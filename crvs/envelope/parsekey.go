package envelope

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// Types of PEM blocks.
const (
	pemPKCS8     = "PRIVATE KEY"
	pemPKCS1     = "RSA PRIVATE KEY"
	pemSEC1      = "EC PRIVATE KEY"
	pemEncrypted = "ENCRYPTED PRIVATE KEY"
	pemPKIX      = "PUBLIC KEY"
)

// maxKeyFile bounds the text of one key, in bytes.
const maxKeyFile = 64 << 10

// ParsePrivateKey reads a private key: PEM (PKCS#8, PKCS#1 or SEC 1; the first
// private key in it) or a JWK. With alg "" it is what a JWK says, else RS256 for
// RSA, ES256 for P-256 and EdDSA for Ed25519: a key for encryption must be named
// as one. The id is the thumbprint, or what a JWK says. Errors are of kind
// invalid and hold nothing of the text.
func ParsePrivateKey(text []byte, alg Algorithm) (PrivateKey, error) {
	if len(text) > maxKeyFile {
		return PrivateKey{}, invalid(opNew, "the key is longer than any key is")
	}
	if strictjson.IsObject(text) {
		return parsePrivateJWK(text, alg)
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		var key any
		var err error
		switch block.Type {
		case pemPKCS8:
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case pemPKCS1:
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case pemSEC1:
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case pemEncrypted:
			return PrivateKey{}, invalid(opNew, "the key is encrypted with a passphrase: decrypt it first, for example with openssl pkcs8")
		default:
			continue
		}
		if err != nil || block.Headers["DEK-Info"] != "" {
			return PrivateKey{}, invalid(opNew, "the private key in the PEM text is damaged, encrypted, or of an unknown type")
		}
		return NewPrivateKey(key, defaultAlgorithm(key, alg))
	}
	return PrivateKey{}, invalid(opNew, "there is no private key in the text: give PEM (PKCS#8) or a JWK")
}

func defaultAlgorithm(key any, alg Algorithm) Algorithm {
	if alg != "" {
		return alg
	}
	switch key.(type) {
	case *rsa.PrivateKey, *rsa.PublicKey:
		return RS256
	case *ecdsa.PrivateKey, *ecdsa.PublicKey:
		return ES256
	case ed25519.PrivateKey, ed25519.PublicKey:
		return EdDSA
	default:
		return ""
	}
}

func parsePrivateJWK(text []byte, alg Algorithm) (PrivateKey, error) {
	jwk, err := readJWK(text)
	if err != nil {
		return PrivateKey{}, err
	}
	if jwk.IsPublic() {
		return PrivateKey{}, invalid(opNew, "the JWK holds a public key only")
	}
	named := Algorithm(jwk.Algorithm)
	if alg == "" {
		alg = named
	}
	if named != "" && named != alg || jwk.Use != "" && Use(jwk.Use) != alg.Use() && alg != "" {
		return PrivateKey{}, invalid(opNew, "the JWK is for another algorithm or use than the one asked for")
	}
	if alg == "" && Use(jwk.Use) == UseEncryption {
		return PrivateKey{}, invalid(opNew, "the JWK is for encryption and names no algorithm: name one")
	}
	key, err := NewPrivateKey(jwk.Key, defaultAlgorithm(jwk.Key, alg))
	if err != nil || jwk.KeyID == "" {
		return key, err
	}
	return key.WithKeyID(jwk.KeyID), nil
}

// readJWK reads one JWK that its owner gave us.
func readJWK(text []byte) (*jose.JSONWebKey, error) {
	if err := strictjson.CheckObject(text, strictjson.Limits{Bytes: maxKeyFile}); err != nil {
		return nil, invalid(opNew, "the JWK is no sound JSON: "+err.Error())
	}
	jwk := new(jose.JSONWebKey)
	if err := jwk.UnmarshalJSON(text); err != nil || !jwk.Valid() || len(jwk.KeyID) > maxKeyID {
		return nil, invalid(opNew, "the JWK is damaged or of an unknown type")
	}
	if _, secret := jwk.Key.([]byte); secret {
		return nil, invalid(opNew, "the JWK is a shared secret: RSA, EC or Ed25519 is needed")
	}
	return jwk, nil
}

// ParsePublicKey reads a public key: PEM (PKIX, "PUBLIC KEY") or a JWK, by the
// rules of [ParsePrivateKey]. A private key is refused, so that none is published
// by mistake.
func ParsePublicKey(text []byte, alg Algorithm) (PublicKey, error) {
	if len(text) > maxKeyFile {
		return PublicKey{}, invalid(opNew, "the key is longer than any key is")
	}
	if strictjson.IsObject(text) {
		return parsePublicJWK(text, alg)
	}
	if bytes.Contains(text, []byte(pemPKCS8)) {
		return PublicKey{}, invalid(opNew, "the text holds a private key where a public one is wanted")
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemPKIX {
		return PublicKey{}, invalid(opNew, "there is no public key in the text: give PEM (PUBLIC KEY) or a JWK")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return PublicKey{}, invalid(opNew, "the public key in the PEM text is damaged or of an unknown type")
	}
	return NewPublicKey(key, defaultAlgorithm(key, alg))
}

func parsePublicJWK(text []byte, alg Algorithm) (PublicKey, error) {
	jwk, err := readJWK(text)
	if err != nil {
		return PublicKey{}, err
	}
	if !jwk.IsPublic() {
		return PublicKey{}, invalid(opNew, "the JWK holds a private key where a public one is wanted")
	}
	if alg == "" {
		alg = Algorithm(jwk.Algorithm)
	}
	key, err := NewPublicKey(crypto.PublicKey(jwk.Key), defaultAlgorithm(jwk.Key, alg))
	if err != nil || jwk.KeyID == "" {
		return key, err
	}
	return key.WithKeyID(jwk.KeyID), nil
}
