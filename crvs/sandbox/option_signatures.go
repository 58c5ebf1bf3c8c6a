package sandbox

import (
	"net/http"
	"slices"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// Signatures is what the registry asks of the signature of a question. Its own
// answers it always signs, where the dialect signs at all.
type Signatures string

// What is asked of a signature.
const (
	// SignaturesOptional takes an unsigned question; a signature that is there
	// must hold. The default.
	SignaturesOptional Signatures = "optional"
	// SignaturesRequired refuses an unsigned question.
	SignaturesRequired Signatures = "required"
	// SignaturesOff does not look at signatures.
	SignaturesOff Signatures = "off"
)

// WithSignatures sets what is asked of the signature of a question. Default:
// [SignaturesOptional]. It excludes nothing; dialects that have no signatures do
// not look at it.
func WithSignatures(mode Signatures) Option {
	switch mode {
	case SignaturesOptional, SignaturesRequired, SignaturesOff:
		return func(c *config) { c.signatures = mode }
	default:
		return refused("WithSignatures: it is required, optional or off")
	}
}

// WithTrust makes the registry verify what this sender signs with these keys, and
// encrypt answers to them. Default: only a sender whose id is an https URL, or an
// http URL of this machine, is known, by the keys at
// {sender}/.well-known/jwks.json; those are fetched in any case. Whoever can ask
// the registry can so make it fetch from a host of their choice. Given several
// times, each adds a sender. It excludes nothing.
func WithTrust(sender string, keys KeySource) Option {
	if sender == "" || keys == nil {
		return refused("WithTrust: the sender or its keys are missing")
	}
	return func(c *config) {
		if c.trusted == nil {
			c.trusted = make(map[string]KeySource)
		}
		c.trusted[sender] = keys
	}
}

// WithSenderHTTPClient fetches the keys of senders through this client, which is
// not changed. Default: one of its own, without a proxy. A redirect to another
// host is refused in any case. It excludes nothing.
func WithSenderHTTPClient(hc *http.Client) Option {
	if hc == nil {
		return refused("WithSenderHTTPClient: the client is missing")
	}
	return func(c *config) { c.senders = hc }
}

// WithStandIns lets these texts pass in place of a signature, as public test
// suites send them ("unsigned-stub", "unsigned"). Default: none. Given several
// times, each adds to them. It excludes nothing.
func WithStandIns(texts ...string) Option {
	if slices.Contains(texts, "") {
		return refused("WithStandIns: a text is empty")
	}
	texts = slices.Clone(texts)
	return func(c *config) { c.standIns = append(c.standIns, texts...) }
}

// WithKeys sets the registry's own keys, so that a test can know them: at most
// one for each algorithm. dci-1.0 signs with EdDSA and decrypts with
// ECDH-ES+A256KW, the two of OpenCRVS with RS256 and RSA-OAEP-256, OpenSPP and
// OpenG2P sign with EdDSA. Default: each is made when it is first needed, and new
// at every start. Given several times, each adds to them. It excludes nothing.
func WithKeys(keys ...envelope.PrivateKey) Option {
	for _, key := range keys {
		switch key.Algorithm() {
		case envelope.EdDSA, envelope.RS256, envelope.RSAOAEP256, envelope.ECDHESA256KW:
		default:
			return refused("WithKeys: a key is of none of the algorithms EdDSA, RS256, RSA-OAEP-256 and ECDH-ES+A256KW")
		}
	}
	keys = slices.Clone(keys)
	return func(c *config) { c.keys = append(c.keys, keys...) }
}
