package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
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

// headerName is the header in which a token goes.
func headerName(h profile.TokenHeader) string {
	if h.Name == "" {
		return authorization
	}
	return http.CanonicalHeaderKey(h.Name)
}

func headerValue(h profile.TokenHeader, t Token) string {
	switch {
	case h.Bare:
		return t.Value
	case h.Scheme != "":
		return h.Scheme + " " + t.Value
	default:
		return "Bearer " + t.Value
	}
}

func checkTokenHeader(h profile.TokenHeader) error {
	switch {
	case !isFieldName(headerName(h)) || isOwnHeader(headerName(h)):
		return invalid("new", "the token cannot go in a header of that name")
	case h.Scheme != "" && (h.Bare || !isFieldName(h.Scheme)):
		return invalid("new", "the word before the token must be one word, or none if the token goes bare")
	default:
		return nil
	}
}
