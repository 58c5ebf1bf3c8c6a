package crvs

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// WithSigner signs every question with this key, by the scheme of the profile.
// Publish the key's public half where the registry looks for it; OpenCRVS looks
// at sender_id/.well-known/jwks.json ([envelope.KeySet] is an http.Handler for
// that). Default: none. The options are for keys and peers with habits.
func WithSigner(key envelope.PrivateKey, options ...envelope.SignerOption) Option {
	return func(c *config) { c.session.Trust.Key, c.session.Trust.SignerOptions = &key, slices.Clone(options) }
}

// WithVerifier verifies every answer with the registry's keys, by the scheme of
// the profile; what does not verify is an error of [KindSignature] and never an
// answer. Default: none. Excludes [WithPublishedKeys].
func WithVerifier(keys envelope.KeySource, options ...envelope.VerifierOption) Option {
	return func(c *config) { c.session.Trust.Keys, c.session.Trust.VerifierOptions = keys, slices.Clone(options) }
}

// WithPublishedKeys verifies every answer with the key set that the registry
// publishes below the base URL. It is fetched when first needed, kept, and fetched
// again when an answer names a key that is not in it: a registry may change its
// keys. It is as trustworthy as the https connection, and fetched without token and
// headers: behind a mediator that wants those, give [WithVerifier] a key source of
// your own. Default: none. Excludes [WithVerifier].
func WithPublishedKeys(options ...envelope.VerifierOption) Option {
	return func(c *config) {
		c.session.Trust.Published, c.session.Trust.VerifierOptions = true, slices.Clone(options)
	}
}

// WithEncryption encrypts every question to the registry's first key for
// encryption, and decrypts the answers with ours, which the registry must know
// (OpenCRVS takes the first of our published key set). A plaintext answer to an
// encrypted question is refused. With keys nil it is the key set that the
// registry publishes. Default: none.
func WithEncryption(keys envelope.KeySource, own ...envelope.PrivateKey) Option {
	return func(c *config) {
		t := &c.session.Trust
		t.Encrypts, t.ReceiverKeys, t.OwnKeys = true, keys, slices.Clone(own)
	}
}

// Verifies says whether the client verifies answers: whether it was given a
// verifier or the published keys. One that does not takes a forged answer for a
// true one.
func (c *Client) Verifies() bool {
	s := c.session()
	return s != nil && s.Verifies()
}

// WithInsecureUnsigned accepts that questions are sent unsigned if there is no
// signer, and that answers are not verified if there is no verifier: whoever can
// change the traffic can change the answers. If it is not given and the signer or the
// verifier is missing, [New] returns an error.
func WithInsecureUnsigned() Option { return func(c *config) { c.session.InsecureUnsigned = true } }
