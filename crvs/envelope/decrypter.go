package envelope

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"slices"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// DecrypterOption is an option of [NewDecrypter]: see Options in the package comment.
type DecrypterOption func(*decrypterConfig)

type decrypterConfig struct {
	forms      []JWEForm
	algorithms []Algorithm
	maxBytes   int
}

// WithForms sets which forms of a JWE are read. Default: UnprotectedHeader only,
// as OpenCRVS does. ProtectedHeader includes the compact serialization. None is
// refused.
func WithForms(forms ...JWEForm) DecrypterOption {
	forms = slices.Clone(forms)
	return func(c *decrypterConfig) { c.forms = forms }
}

// WithDecryptionAlgorithms sets which algorithms are accepted. Default:
// RSA-OAEP-256 and ECDH-ES+A256KW. None, or one that is not for encryption, is
// refused.
func WithDecryptionAlgorithms(algs ...Algorithm) DecrypterOption {
	algs = slices.Clone(algs)
	return func(c *decrypterConfig) { c.algorithms = algs }
}

// WithMaxPlaintext bounds what is decrypted, in bytes. Default: 16 MiB. It
// excludes nothing.
func WithMaxPlaintext(n int) DecrypterOption {
	return func(c *decrypterConfig) { c.maxBytes = n }
}

// Decrypter decrypts what was encrypted to our keys. It is immutable and safe for
// concurrent use.
type Decrypter struct {
	keys []PrivateKey
	decrypterConfig
}

// NewDecrypter returns a decrypter with these keys: the one that our key set
// publishes, and those before it that messages may still be under way to.
func NewDecrypter(keys []PrivateKey, opts ...DecrypterOption) (*Decrypter, error) {
	config, err := configured("NewDecrypter", decrypterConfig{
		forms: []JWEForm{UnprotectedHeader}, algorithms: encryptionAlgorithms[:], maxBytes: DefaultMaxBytes,
	}, opts)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 || slices.ContainsFunc(keys, func(k PrivateKey) bool { return k.Public().use != UseEncryption }) {
		return nil, invalid(opNew, "decrypting needs private keys for RSA-OAEP-256 or ECDH-ES+A256KW, and no others")
	}
	if len(config.forms) == 0 || config.maxBytes <= 0 {
		return nil, invalid(opNew, "no form of a JWE is read, or none of any size")
	}
	if err := checkEncryption(config.algorithms); err != nil {
		return nil, err
	}
	return &Decrypter{keys: slices.Clone(keys), decrypterConfig: config}, nil
}

// Decrypt returns the message in clear, strict JSON. Verify first: the bytes that
// were signed are the encrypted ones. A message that is not encrypted is refused:
// call Decrypt on every answer to an encrypted question. Errors are of kind
// encryption and hold nothing of the message; where the content key or the
// content does not decrypt, all say the same.
func (d *Decrypter) Decrypt(ctx context.Context, message []byte) ([]byte, error) {
	if err := ended(ctx, opDecrypt); err != nil {
		return nil, err
	}
	// Base64 takes a third more than what it holds.
	if err := strictjson.Check(message, strictjson.Limits{Bytes: d.maxBytes/3*4 + 2*maxJOSEHeader}); err != nil {
		return nil, undecryptable("the message is no sound JSON: " + err.Error())
	}
	if !IsEncrypted(message) {
		return nil, plaintext(message)
	}
	j, err := parseJWE(message)
	if err != nil {
		return nil, err
	}
	switch {
	case !slices.Contains(d.forms, j.form):
		return nil, undecryptable("the JWE has its parameters in a place that is not accepted: see WithForms")
	case !slices.Contains(d.algorithms, j.alg):
		return nil, undecryptable("the message is encrypted with alg " + j.alg.shown() + ", which is not accepted: RSA-OAEP-256 and ECDH-ES+A256KW are safe")
	case !j.isSound(d.maxBytes):
		return nil, undecryptable("the JWE is malformed or too long")
	}
	text, err := d.open(j)
	if err != nil {
		return nil, err
	}
	if err := strictjson.CheckObject(text, strictjson.Limits{Bytes: d.maxBytes}); err != nil {
		return nil, undecryptable("what was encrypted is no sound JSON object: " + err.Error())
	}
	return text, nil
}

// plaintext is the error for a message that is not encrypted.
func plaintext(message []byte) error {
	for range strictjson.Members(message) {
		return undecryptable("the message is not encrypted though it must be: refused, since whoever could read or change it on the way would go unnoticed")
	}
	return undecryptable("the message is empty where an encrypted one is expected: OpenCRVS loses the encrypted answer to an asynchronous search; ask synchronously, or unencrypted")
}

// open decrypts with the key that is named, or with each that fits.
func (d *Decrypter) open(j jwe) ([]byte, error) {
	sealed, err := jose.ParseEncryptedJSON(j.forJOSE(), []jose.KeyAlgorithm{jose.KeyAlgorithm(j.alg)}, []jose.ContentEncryption{contentEncryption})
	if err != nil {
		return nil, undecryptable("the JWE is malformed")
	}
	tried := 0
	for _, k := range d.keys {
		if k.Algorithm() != j.alg || j.kid != "" && k.KeyID() != j.kid || tried == maxCandidates {
			continue
		}
		tried++
		if text, err := sealed.Decrypt(k.decryptionKey()); err == nil {
			return text, nil
		}
	}
	if tried == 0 {
		return nil, undecryptable("the message is encrypted to key " + shownKeyID(j.kid) + ", which is not one of ours for " + j.alg.shown() + ": check that the sender has fetched our present key set")
	}
	return nil, undecryptable("the message does not decrypt: it was changed on the way, or encrypted to another key")
}

// decryptionKey is the key as go-jose takes it.
func (k PrivateKey) decryptionKey() any {
	switch key := k.key.Open().(type) {
	case *rsa.PrivateKey, *ecdsa.PrivateKey:
		return key
	default:
		return opaqueDecrypter{key: k}
	}
}

// opaqueDecrypter lets go-jose decrypt with a crypto.Decrypter.
type opaqueDecrypter struct{ key PrivateKey }

func (o opaqueDecrypter) DecryptKey(encryptedKey []byte, _ jose.Header) ([]byte, error) {
	decrypter, ok := o.key.key.Open().(crypto.Decrypter)
	if !ok {
		return nil, errors.New("the key cannot decrypt")
	}
	return decrypter.Decrypt(rand.Reader, encryptedKey, &rsa.OAEPOptions{Hash: crypto.SHA256})
}

func decodeBase64(text string, limit int) ([]byte, error) {
	if len(text) > limit || !isBase64URL(text) {
		return nil, errors.New("no base64")
	}
	return base64.RawURLEncoding.Strict().DecodeString(text)
}
