package transport

import (
	"context"
	"time"
)

// opToken is the Op of errors about getting a token.
const opToken = "token"

// Token is a bearer token. It prints redacted.
type Token struct {
	Value   string
	Expires time.Time // zero: not known
}

// TokenSource gives bearer tokens. It must be safe for concurrent use.
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
