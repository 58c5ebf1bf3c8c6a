package profile

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// TokenFormat says how a token request carries its parameters.
type TokenFormat string

// Formats of a token request. All are a POST.
const (
	TokenForm  TokenFormat = "form"  // id, secret and all else in a form (RFC 6749, sections 2.3.1 and 4.4.2)
	TokenQuery TokenFormat = "query" // everything in the query of the URL, and no body: OpenCRVS up to 1.9
	TokenJSON  TokenFormat = "json"  // everything as the members of a JSON object
	TokenBasic TokenFormat = "basic" // id and secret in basic authentication, all else in a form
)

// DefaultTokenPath is where CRVS 1.0.0 has the token endpoint, below the base URL.
const DefaultTokenPath = "/oauth2/client/token" //nolint:gosec // a path, no credential

// TokenStyle says how one kind of registry wants to be asked for a token. The
// zero value is the standard's way. It is not changed once it is in use, and
// prints without its values.
//
// With [TokenQuery] the URL is a secret. It stands in no error, log line or
// Referer of this module, and no redirect is followed; but servers and proxies on
// the way may log it, as may an http.Client's Transport of the caller's own.
type TokenStyle struct {
	As    TokenFormat       // default: TokenForm
	Path  string            // of the token endpoint below the base URL; default: DefaultTokenPath
	Scope string            // default: none is sent
	Extra map[string]string // further parameters, an audience for example; default: none
}

// TokenHeader says in which HTTP header a token goes, and after which word. The
// zero value is "Authorization: Bearer TOKEN" (RFC 6750, section 2.1).
type TokenHeader struct {
	Name   string // default: Authorization
	Scheme string // the word before the token; default: Bearer
	Bare   bool   // no word, the token alone; excludes Scheme
}

// OwnTokenParameter says whether a parameter of a token request is the SDK's to
// set: it cannot be among [TokenStyle].Extra.
func OwnTokenParameter(name string) bool {
	switch name {
	case "grant_type", "client_id", "client_secret", "scope":
		return true
	default:
		return false
	}
}

// Check says what of the style cannot be sent, as an error of kind invalid.
func (s TokenStyle) Check() error {
	bad := func(message string) error { return &fault.Error{Op: "new", Kind: fault.KindInvalid, Message: message} }
	switch s.As {
	case "", TokenForm, TokenQuery, TokenJSON, TokenBasic:
	default:
		return bad("the format of the token request is not one of form, query, json, basic")
	}
	if s.Path != "" && (!strings.HasPrefix(s.Path, "/") || strings.ContainsAny(s.Path, "?#")) {
		return bad("the path of the token endpoint must begin with / and have no query")
	}
	for name := range s.Extra {
		if name == "" || OwnTokenParameter(name) {
			return bad("a further parameter of the token request has no name, or one that is ours to set (grant_type, client_id, client_secret, scope)")
		}
	}
	return nil
}

func (s TokenStyle) redacted() string {
	return fmt.Sprintf("token style %.8q with %d further parameters", string(s.As), len(s.Extra))
}

// Format prints the style without its values.
func (s TokenStyle) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.redacted()) }

// LogValue logs the style without its values.
func (s TokenStyle) LogValue() slog.Value { return slog.StringValue(s.redacted()) }
