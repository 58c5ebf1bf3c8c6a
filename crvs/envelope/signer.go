package envelope

import (
	"context"
	"net/http"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// signatureHeader is the HTTP header of [JWSDetachedHeader].
const signatureHeader = "Signature"

// Signer signs what is sent. It is immutable and safe for concurrent use.
type Signer struct {
	scheme Scheme
	key    PrivateKey
	jws    redact.Box[jose.Signer] // empty where the key is an HSM's, or the scheme is another
	signerConfig
}

// NewSigner returns a signer by this scheme. What does not go together is an
// error of kind invalid: http-signature takes an EdDSA key and needs
// [WithSender], since with RSA keys it cannot work at its one known peer.
func NewSigner(scheme Scheme, key PrivateKey, opts ...SignerOption) (*Signer, error) {
	scheme, err := scheme.known()
	if err != nil {
		return nil, err
	}
	config, err := configured("NewSigner", signerConfig{
		fill: []string{"version", "sender_uri", "receiver_id", "is_msg_encrypted", "meta"}, lifetime: DefaultLifetime, now: time.Now,
	}, opts)
	if err != nil {
		return nil, err
	}
	switch {
	case key.IsZero() || key.Public().use != UseSignature:
		return nil, invalid(opNew, "signing needs a private key for RS256, PS256, ES256 or EdDSA")
	case key.KeyID() == "" || len(key.KeyID()) > maxKeyID:
		return nil, invalid(opNew, "the id of the key is empty or too long")
	}
	if err := config.check(scheme); err != nil {
		return nil, err
	}
	s := &Signer{scheme: scheme, key: key, signerConfig: config}
	if scheme == HTTPSignature {
		err = s.checkHTTPSignature()
	} else {
		err = s.prepareJWS()
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Scheme is how the signer signs.
func (s *Signer) Scheme() Scheme { return s.scheme }

// Key is the public key that others verify with.
func (s *Signer) Key() PublicKey { return s.key.Public() }

// Sign returns the signed message of this header and this message, both strict
// JSON: the header an object, the message an object or, encrypted, as
// [Encrypter.Encrypt] made it. The bytes sent may differ from those given where
// the scheme has a form of its own. An error is of kind invalid where the input
// is not fit to be signed, of kind signature where the key could not sign, and of
// kind timeout or canceled where ctx ended. What an HSM says is its cause.
func (s *Signer) Sign(ctx context.Context, header, message []byte) (Sealed, error) {
	if err := ended(ctx, opSign); err != nil {
		return Sealed{}, err
	}
	limits := strictjson.Limits{Bytes: DefaultMaxBytes}
	if err := strictjson.CheckObject(header, limits); err != nil {
		return Sealed{}, invalid(opSign, "the header is no sound JSON object: "+err.Error())
	}
	if err := strictjson.Check(message, limits); err != nil {
		return Sealed{}, invalid(opSign, "the message is no sound JSON: "+err.Error())
	}
	switch s.scheme {
	case HTTPSignature:
		return s.signHTTPSignature(ctx, header, message)
	case JWSDetached, JWSDetachedHeader:
		// What is sent is what is signed, so that a peer need not sort it to verify.
		header = strictjson.Append(nil, header, strictjson.Form{})
		message = strictjson.Append(nil, message, strictjson.Form{})
	default: // as it was given
	}
	payload := Join(header, message)
	signed, err := s.signJWS(ctx, payload)
	if err != nil {
		return Sealed{}, err
	}
	if s.scheme == JWSAttached {
		compact, err := signed.CompactSerialize()
		if err != nil {
			return Sealed{}, failed(ctx, err)
		}
		return Sealed{Body: joinSigned(compact, header, message)}, nil
	}
	compact, err := signed.DetachedCompactSerialize()
	switch {
	case err != nil:
		return Sealed{}, failed(ctx, err)
	case s.scheme == JWSDetachedHeader:
		return Sealed{Body: payload, Header: http.Header{signatureHeader: {compact}}}, nil
	default:
		return Sealed{Body: joinSigned(compact, header, message)}, nil
	}
}

// prepareJWS makes the JWS signer once, where the key needs no context.
func (s *Signer) prepareJWS() error {
	if s.key.isOpaque() {
		return nil
	}
	jwk := jose.JSONWebKey{Key: s.key.key.Open(), KeyID: s.key.KeyID()}
	jws, err := jose.NewSigner(jose.SigningKey{Algorithm: s.key.Algorithm().signing(), Key: jwk}, nil)
	if err != nil {
		return invalid(opNew, "the key cannot be used with its algorithm")
	}
	s.jws = redact.NewBox(jws)
	return nil
}

// signJWS makes the JWS with the protected header {alg, kid}, and no more.
func (s *Signer) signJWS(ctx context.Context, payload []byte) (*jose.JSONWebSignature, error) {
	jws := s.jws.Open()
	if jws == nil {
		var err error
		key := jose.SigningKey{Algorithm: s.key.Algorithm().signing(), Key: opaqueKey{ctx: ctx, key: s.key}}
		if jws, err = jose.NewSigner(key, nil); err != nil {
			return nil, failed(ctx, err)
		}
	}
	signed, err := jws.Sign(payload)
	if err != nil {
		return nil, failed(ctx, err)
	}
	return signed, nil
}

// failed is the error of a key that did not sign.
func failed(ctx context.Context, err error) error {
	if over := ended(ctx, opSign); over != nil {
		return over
	}
	return &fault.Error{Op: opSign, Kind: fault.KindSignature, Message: "the key could not sign: see the cause, and check that the HSM or KMS that holds it can be reached", Err: err}
}
