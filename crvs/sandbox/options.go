package sandbox

import (
	"crypto/sha256"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/internal/fault"
)

const defaultRegistryID = "crvs.sandbox"

// Option sets up a registry; see [New].
type Option func(*settings) error

type settings struct {
	registryID string
	token      *digest
	client     *client
	population *Population // nil for the fixed people alone
}

// digest is what is kept of a secret: comparing digests takes the same time
// whatever they are of.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

type client struct{ id, secret digest }

// WithToken makes the registry ask for a bearer token and accept this one, which
// does not expire. Default: none. Given twice, the last counts. It excludes
// nothing: with [WithClient] both kinds of token are accepted. Without either
// the registry answers everybody.
func WithToken(bearer string) Option {
	return func(s *settings) error {
		if bearer == "" || strings.ContainsFunc(bearer, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return misuse("WithToken: the token is empty, or has a space in it")
		}
		d := digestOf(bearer)
		s.token = &d
		return nil
	}
}

// WithClient makes the registry ask for a bearer token, and hand out tokens to
// this client at /oauth2/client/token; a token expires after 600 seconds.
// Default: none, and then that endpoint knows no client. Given twice, the last
// counts. It excludes nothing: see [WithToken].
func WithClient(id, secret string) Option {
	return func(s *settings) error {
		if id == "" || secret == "" {
			return misuse("WithClient: the id or the secret is empty")
		}
		s.client = &client{id: digestOf(id), secret: digestOf(secret)}
		return nil
	}
}

// WithRegistryID sets the sender_id of the answers. Default: "crvs.sandbox". It
// excludes nothing; the receiver_id of a question is not compared with it.
func WithRegistryID(id string) Option {
	return func(s *settings) error {
		if id == "" {
			return misuse("WithRegistryID: the id is empty")
		}
		s.registryID = id
		return nil
	}
}

func misuse(message string) error {
	return &fault.Error{Op: "sandbox", Kind: fault.KindInvalid, Message: message}
}
