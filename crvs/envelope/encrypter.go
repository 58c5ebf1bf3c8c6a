package envelope

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"

	jose "github.com/go-jose/go-jose/v4"
	josecipher "github.com/go-jose/go-jose/v4/cipher"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// JWEForm says where a JWE has its parameters.
type JWEForm string

// Forms of a JWE.
const (
	// UnprotectedHeader has them in the member header, where nothing authenticates
	// them: OpenCRVS takes this form and no other. The default.
	UnprotectedHeader JWEForm = ""
	// ProtectedHeader has them in the member protected, as other JOSE libraries
	// write them.
	ProtectedHeader JWEForm = "protected"
)

// EncrypterOption is an option of [NewEncrypter]: see Options in the package comment.
type EncrypterOption func(*encrypterConfig)

type encrypterConfig struct {
	form       JWEForm
	algorithms []Algorithm
}

// WithForm sets the form that is written. Default: UnprotectedHeader. It excludes
// nothing.
func WithForm(f JWEForm) EncrypterOption { return func(c *encrypterConfig) { c.form = f } }

// WithEncryptionAlgorithms sets which algorithms are used. Default: RSA-OAEP-256
// and ECDH-ES+A256KW, whichever the receiver's first key is for. None, or one that
// is not for encryption, is refused.
func WithEncryptionAlgorithms(algs ...Algorithm) EncrypterOption {
	algs = slices.Clone(algs)
	return func(c *encrypterConfig) { c.algorithms = algs }
}

// Encrypter encrypts messages to whom they are sent. It is immutable and safe for
// concurrent use.
type Encrypter struct {
	keys KeySource
	encrypterConfig
}

// NewEncrypter returns an encrypter to the owner of these keys.
func NewEncrypter(keys KeySource, opts ...EncrypterOption) (*Encrypter, error) {
	if keys == nil {
		return nil, invalid(opNew, "encrypting needs the receiver's keys")
	}
	config, err := configured("NewEncrypter", encrypterConfig{algorithms: encryptionAlgorithms[:]}, opts)
	if err != nil {
		return nil, err
	}
	if config.form != UnprotectedHeader && config.form != ProtectedHeader {
		return nil, invalid(opNew, "there is no such form of a JWE")
	}
	if err := checkEncryption(config.algorithms); err != nil {
		return nil, err
	}
	return &Encrypter{keys: keys, encrypterConfig: config}, nil
}

func checkEncryption(algs []Algorithm) error {
	if len(algs) == 0 || slices.ContainsFunc(algs, func(a Algorithm) bool { return a.Use() != UseEncryption }) {
		return invalid(opNew, "only RSA-OAEP-256 and ECDH-ES+A256KW encrypt, and one is needed")
	}
	return nil
}

// Encrypt returns the message as a flattened JWE to the receiver's first key for
// encryption, content in A256GCM. Set header.is_msg_encrypted, and sign the
// result: sign after encrypting. A receiver without such a key is an error of
// kind encryption; keys that could not be had are an error of the kind that says
// why.
func (e *Encrypter) Encrypt(ctx context.Context, receiver string, message []byte) ([]byte, error) {
	if err := ended(ctx, opEncrypt); err != nil {
		return nil, err
	}
	if err := strictjson.CheckObject(message, strictjson.Limits{Bytes: DefaultMaxBytes}); err != nil {
		return nil, invalid(opEncrypt, "the message is no sound JSON object: "+err.Error())
	}
	q := KeyQuery{Sender: receiver, Use: UseEncryption}
	if len(e.algorithms) == 1 {
		q.Algorithm = e.algorithms[0]
	}
	keys, err := e.keys.FindKeys(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if alg := k.algorithm(UseEncryption); slices.Contains(e.algorithms, alg) {
			k.alg = alg
			return e.encryptTo(k, message)
		}
	}
	return nil, q.unknown("")
}

func (e *Encrypter) encryptTo(k PublicKey, message []byte) ([]byte, error) {
	var out []byte
	var err error
	if e.form == ProtectedHeader {
		out, err = sealProtected(k, message)
	} else {
		out, err = sealUnprotected(k, message)
	}
	if err != nil {
		return nil, &fault.Error{Op: opEncrypt, Kind: fault.KindEncryption, Message: "the receiver's key cannot be encrypted to"}
	}
	return out, nil
}

func sealProtected(k PublicKey, message []byte) ([]byte, error) {
	recipient := jose.Recipient{Algorithm: jose.KeyAlgorithm(k.alg), Key: k.key, KeyID: k.kid}
	encrypter, err := jose.NewEncrypter(contentEncryption, recipient, nil)
	if err != nil {
		return nil, err
	}
	sealed, err := encrypter.Encrypt(message)
	if err != nil {
		return nil, err
	}
	return []byte(sealed.FullSerialize()), nil
}

// sealUnprotected writes the form that go-jose does not: with no protected header
// the additional authenticated data is empty (RFC 7516, section 5.1, step 14).
func sealUnprotected(k PublicKey, message []byte) ([]byte, error) {
	contentKey := make([]byte, 32)
	iv := make([]byte, 12)
	_, _ = rand.Read(contentKey) // never fails
	_, _ = rand.Read(iv)
	encryptedKey, epk, err := wrap(k, contentKey)
	if err != nil {
		return nil, err
	}
	aead, err := contentCipher(contentKey)
	if err != nil {
		return nil, err
	}
	sealed := aead.Seal(nil, iv, message, nil)
	content, tag := sealed[:len(message)], sealed[len(message):]
	header, err := json.Marshal(struct {
		Alg Algorithm        `json:"alg"`
		Enc string           `json:"enc"`
		KID string           `json:"kid"`
		EPK *jose.JSONWebKey `json:"epk,omitempty"`
	}{k.alg, contentEncryption, k.kid, epk})
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(header)+len(encryptedKey)*4/3+len(message)*4/3+128)
	out = append(out, `{"ciphertext":"`...)
	out = base64.RawURLEncoding.AppendEncode(out, content)
	out = append(out, `","iv":"`...)
	out = base64.RawURLEncoding.AppendEncode(out, iv)
	out = append(out, `","tag":"`...)
	out = base64.RawURLEncoding.AppendEncode(out, tag)
	out = append(out, `","encrypted_key":"`...)
	out = base64.RawURLEncoding.AppendEncode(out, encryptedKey)
	out = append(append(out, `","header":`...), header...)
	return append(out, '}'), nil
}

func contentCipher(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// wrap encrypts the content key: RFC 7518, sections 4.3 and 4.6.
func wrap(k PublicKey, contentKey []byte) (encrypted []byte, epk *jose.JSONWebKey, err error) {
	switch key := k.key.(type) {
	case *rsa.PublicKey:
		encrypted, err = rsa.EncryptOAEP(sha256.New(), rand.Reader, key, contentKey, nil)
		return encrypted, nil, err
	case *ecdsa.PublicKey:
		ephemeral, err := ecdsa.GenerateKey(key.Curve, rand.Reader)
		if err != nil {
			return nil, nil, err
		}
		// Both keys are on the same curve, which the function insists on.
		shared := josecipher.DeriveECDHES(string(ECDHESA256KW), nil, nil, ephemeral, key, 32)
		block, err := aes.NewCipher(shared)
		if err != nil {
			return nil, nil, err
		}
		encrypted, err = josecipher.KeyWrap(block, contentKey)
		return encrypted, &jose.JSONWebKey{Key: &ephemeral.PublicKey}, err
	default:
		return nil, nil, errors.New("a key that cannot be encrypted to")
	}
}
