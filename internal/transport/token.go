package transport

import (
	"context"
	"net/http"
	"time"
)

// opToken is the Op of errors about getting a token.
const opToken = "token"

// Token is an access token. It prints redacted.
type Token struct {
	Value   string
	Expires time.Time // zero: not known
}

// TokenSource gives access tokens. It must be safe for concurrent use.
type TokenSource interface {
	// Token returns a token that is good now; it may wait for one. Errors
	// are *fault.Error and free of secrets.
	Token(ctx context.Context) (Token, error)
	// Forget drops this token, and no newer one, because the server did not
	// accept it. It says whether another can be had.
	Forget(t Token) bool
}

// StaticToken is a token that never changes. [New] refuses one that is empty or
// holds spaces or control characters.
func StaticToken(s string) TokenSource { return staticToken{value: s} }

type staticToken struct{ value string }

func (s staticToken) Token(context.Context) (Token, error) { return Token{Value: s.value}, nil }
func (s staticToken) Forget(Token) bool                    { return false }

const authorization = "Authorization"

// TokenHeader says in which header a token goes, and after which word. The zero
// value is "Authorization: Bearer TOKEN" (RFC 6750, section 2.1).
type TokenHeader struct {
	Name   string // default: Authorization
	Scheme string // the word before the token; default: Bearer
	Bare   bool   // no word, the token alone; excludes Scheme
}

func (h TokenHeader) name() string {
	if h.Name == "" {
		return authorization
	}
	return http.CanonicalHeaderKey(h.Name)
}

func (h TokenHeader) value(t Token) string {
	switch {
	case h.Bare:
		return t.Value
	case h.Scheme != "":
		return h.Scheme + " " + t.Value
	default:
		return "Bearer " + t.Value
	}
}

func (h TokenHeader) check() error {
	switch {
	case !isFieldName(h.name()) || isOwnHeader(h.name()):
		return invalid("new", "the token cannot go in a header of that name")
	case h.Scheme != "" && (h.Bare || !isFieldName(h.Scheme)):
		return invalid("new", "the word before the token must be one word, or none if the token goes bare")
	default:
		return nil
	}
}
