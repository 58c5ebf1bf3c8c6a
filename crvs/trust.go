package crvs

import (
	"context"
	"errors"
	"net/http"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// trust is what a client signs, verifies, encrypts and decrypts with; what is nil
// is not done.
type trust struct {
	signer    *envelope.Signer
	verifier  *envelope.Verifier
	encrypter *envelope.Encrypter
	decrypter *envelope.Decrypter
	published *envelope.RemoteKeys // the registry's own key set, if it is used
}

// trustConfig is what the options say of it.
type trustConfig struct {
	key           *envelope.PrivateKey
	signerOptions []envelope.SignerOption

	keys            envelope.KeySource
	published       bool
	verifierOptions []envelope.VerifierOption

	encrypts     bool
	receiverKeys envelope.KeySource
	ownKeys      []envelope.PrivateKey
}

// WithSigner signs every question with this key, by the scheme of the profile.
// Publish the key's public half where the registry looks for it; OpenCRVS looks
// at sender_id/.well-known/jwks.json ([envelope.KeySet] is an http.Handler for
// that). Default: none. The options are for keys and peers with habits.
func WithSigner(key envelope.PrivateKey, options ...envelope.SignerOption) Option {
	return func(c *config) { c.trust.key, c.trust.signerOptions = &key, options }
}

// WithVerifier verifies every answer with the registry's keys, by the scheme of
// the profile; what does not verify is an error of [KindSignature] and never an
// answer. Default: none. Excludes [WithPublishedKeys].
func WithVerifier(keys envelope.KeySource, options ...envelope.VerifierOption) Option {
	return func(c *config) { c.trust.keys, c.trust.verifierOptions = keys, options }
}

// WithPublishedKeys verifies every answer with the key set that the registry
// publishes below the base URL. It is fetched when first needed, kept, and fetched
// again when an answer names a key that is not in it: a registry may change its
// keys. It is as trustworthy as the https connection, and fetched without token and
// headers: behind a mediator that wants those, give [WithVerifier] a key source of
// your own. Default: none. Excludes [WithVerifier].
func WithPublishedKeys(options ...envelope.VerifierOption) Option {
	return func(c *config) { c.trust.published, c.trust.verifierOptions = true, options }
}

// WithEncryption encrypts every question to the registry's first key for
// encryption, and decrypts the answers with ours, which the registry must know
// (OpenCRVS takes the first of our published key set). A plaintext answer to an
// encrypted question is refused. With keys nil it is the key set that the
// registry publishes. Default: none.
func WithEncryption(keys envelope.KeySource, own ...envelope.PrivateKey) Option {
	return func(c *config) { c.trust.encrypts, c.trust.receiverKeys, c.trust.ownKeys = true, keys, own }
}

// WithInsecureUnsigned accepts that questions are sent unsigned if there is no
// signer, and that answers are not verified if there is no verifier: whoever can
// change the traffic can change the answers. Without it a client that lacks
// either does not construct.
func WithInsecureUnsigned() Option { return func(c *config) { c.insecureUnsigned = true } }

func (t trustConfig) verifies() bool { return t.keys != nil || t.published }

// checkTrust says what is wrong with the options.
func (c config) checkTrust() error {
	t := c.trust
	switch {
	case t.keys != nil && t.published:
		return errors.New("WithVerifier and WithPublishedKeys exclude each other: give one")
	case c.profile.Signing == "" && (t.key != nil || t.verifies()):
		return errors.New(c.profile.System + " has no signatures: leave out signer and verifier, and accept that with WithInsecureUnsigned")
	case t.encrypts && !c.profile.Encrypts:
		return errors.New(c.profile.System + " takes no encrypted questions: leave out WithEncryption")
	case t.encrypts && len(t.ownKeys) == 0:
		return errors.New("WithEncryption needs a key of ours to decrypt the answers with")
	case c.insecureUnsigned:
		return nil
	case t.key == nil && !t.verifies():
		return errors.New("no signer and no verifier: give WithSigner, and WithVerifier or WithPublishedKeys; " +
			"WithInsecureUnsigned is the option that accepts unsigned questions and unverified answers")
	case t.key == nil:
		return errors.New("no signer: give WithSigner; WithInsecureUnsigned is the option that accepts unsigned questions")
	case !t.verifies():
		return errors.New("no verifier: give WithVerifier or WithPublishedKeys; WithInsecureUnsigned is the option that accepts unverified answers")
	default:
		return nil
	}
}

// newTrust makes what the options ask for.
func (c config) newTrust(base string) (out trust, err error) {
	t := c.trust
	if t.published || t.encrypts && t.receiverKeys == nil {
		if out.published, err = c.publishedKeys(base); err != nil {
			return trust{}, err
		}
	}
	if t.key != nil {
		options := append([]envelope.SignerOption{envelope.WithSender(c.sender)}, t.signerOptions...)
		if out.signer, err = envelope.NewSigner(c.profile.Signing, *t.key, options...); err != nil {
			return trust{}, err
		}
	}
	keys := t.keys
	if t.published {
		keys = out.published
	}
	if keys != nil {
		var options []envelope.VerifierOption
		if c.profile.AnswerForm != (envelope.NormalForm{}) {
			options = append(options, envelope.WithVerifierNormalForm(c.profile.AnswerForm))
		}
		if out.verifier, err = envelope.NewVerifier(c.profile.Signing, keys, append(options, t.verifierOptions...)...); err != nil {
			return trust{}, err
		}
	}
	if !t.encrypts {
		return out, nil
	}
	receiver := t.receiverKeys
	if receiver == nil {
		receiver = out.published
	}
	if out.encrypter, err = envelope.NewEncrypter(receiver); err != nil {
		return trust{}, err
	}
	out.decrypter, err = envelope.NewDecrypter(t.ownKeys)
	return out, err
}

func (c config) publishedKeys(base string) (*envelope.RemoteKeys, error) {
	var options []envelope.RemoteOption
	if c.transport.HTTPClient != nil {
		options = append(options, envelope.WithHTTPClient(c.transport.HTTPClient))
	}
	if c.transport.InsecurePlainHTTP {
		options = append(options, envelope.WithInsecureHTTP())
	}
	return envelope.NewRemoteKeys(base+c.profile.Paths.Keys, options...)
}

// seal encrypts and signs a message: sign after encrypting.
func (t trust) seal(ctx context.Context, receiver string, e profile.Encoded) (body []byte, header http.Header, err error) {
	if t.encrypter != nil {
		if e.Message, err = t.encrypter.Encrypt(ctx, receiver, e.Message); err != nil {
			return nil, nil, err
		}
	}
	if t.signer == nil {
		return e.Body(), nil, nil
	}
	sealed, err := t.signer.Sign(ctx, e.Header, e.Message)
	return sealed.Body, sealed.Header, err
}

// open verifies and decrypts an answer, and returns the bytes to decode: law 4.
// An answer that cannot be opened because it is not signed, or not encrypted, is
// bare: it may still be a refusal, which proves nothing.
func (t trust) open(ctx context.Context, sender string, body []byte, header http.Header) (payload []byte, bare bool, err error) {
	if t.verifier == nil && t.decrypter == nil {
		return body, false, nil
	}
	parts, err := envelope.Split(body)
	if err != nil {
		return nil, true, err // perhaps no JSON at all: the reader of answers says so better
	}
	message, payload := parts.Message, body
	if t.verifier != nil {
		opened, err := t.verifier.Verify(ctx, sender, envelope.Sealed{Body: body, Header: header})
		if err != nil {
			return nil, !parts.IsSigned() && header.Get("Signature") == "", err
		}
		message, payload = opened.Message, opened.Payload
		parts.Header = opened.Header
	}
	if t.decrypter == nil {
		return payload, false, nil
	}
	plain, err := t.decrypter.Decrypt(ctx, message)
	if err != nil {
		return nil, !envelope.IsEncrypted(message), err
	}
	return envelope.Join(parts.Header, plain), false, nil
}

// renewKeys fetches the registry's key set anew, once in a call: a registry that
// was started again cannot decrypt what was encrypted to its old key, and some say
// no more than 500.
func (c *Client) renewKeys(ctx context.Context, x *exchange) bool {
	if c.trust.encrypter == nil || c.trust.published == nil || x.failed == nil || x.response == nil {
		return false
	}
	if x.response.Status < http.StatusInternalServerError && x.failed.Kind != fault.KindEncryption {
		return false
	}
	return c.trust.published.Refresh(ctx) == nil
}
