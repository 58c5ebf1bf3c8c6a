package transport

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// TokenFormat says how a token request carries its parameters.
type TokenFormat string

// Formats of a token request. All are a POST.
const (
	TokenForm  TokenFormat = "form"  // id, secret and all else in a form (RFC 6749, sections 2.3.1 and 4.4.2)
	TokenQuery TokenFormat = "query" // everything in the query of the URL, and no body
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
	Path  string            // of the token endpoint below the base URL; default: /oauth2/client/token
	Scope string            // default: none is sent
	Extra map[string]string // further parameters, an audience for example; default: none
}

// Credentials are what a client asks for tokens with. They print redacted.
type Credentials struct {
	URL        string // of the token endpoint
	ID, Secret string
	Style      TokenStyle
}

// Parameters of a token request that are this package's to set.
const (
	paramGrant  = "grant_type"
	paramID     = "client_id"
	paramSecret = "client_secret"
	paramScope  = "scope"
)

func isOwnParam(name string) bool {
	return name == paramGrant || name == paramID || name == paramSecret || name == paramScope
}

// Check refuses what cannot be sent.
func (s TokenStyle) Check() error {
	switch s.As {
	case "", TokenForm, TokenQuery, TokenJSON, TokenBasic:
	default:
		return invalid("new", "the format of the token request is not one of form, query, json, basic")
	}
	if s.Path != "" && (!strings.HasPrefix(s.Path, "/") || strings.ContainsAny(s.Path, "?#")) {
		return invalid("new", "the path of the token endpoint must begin with / and have no query")
	}
	for name := range s.Extra {
		if name == "" || isOwnParam(name) {
			return invalid("new", "a further parameter of the token request has no name, or one that is ours to set (grant_type, client_id, client_secret, scope)")
		}
	}
	return nil
}

func (c Credentials) check() error {
	if c.ID == "" || c.Secret == "" {
		return invalid("new", "the client id or the client secret is empty")
	}
	if err := c.Style.Check(); err != nil {
		return err
	}
	for _, s := range append(c.secrets(), c.Style.Scope) {
		if !utf8.ValidString(s) {
			return invalid("new", "the client id, the client secret, the scope or a further parameter of the token request is not UTF-8")
		}
	}
	u, err := (Request{Op: "new", URL: c.URL}).target()
	if err != nil {
		return err
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return invalid("new", "the query of the token URL cannot be read")
	}
	for name := range query {
		if _, twice := c.Style.Extra[name]; twice || isOwnParam(name) {
			return invalid("new", "the query of the token URL holds a parameter of the token request: "+
				"give id and secret as client credentials, and say that they go in the query (format query)")
		}
	}
	return nil
}

// request is the message that asks for a token. With TokenBasic the caller adds
// the authentication. The credentials were checked.
func (c Credentials) request() (Request, error) {
	params := url.Values{paramGrant: {"client_credentials"}}
	if c.Style.As != TokenBasic {
		params.Set(paramID, c.ID)
		params.Set(paramSecret, c.Secret)
	}
	if c.Style.Scope != "" {
		params.Set(paramScope, c.Style.Scope)
	}
	for name, value := range c.Style.Extra {
		params.Set(name, value)
	}
	r := Request{Op: opToken, Method: http.MethodPost, URL: c.URL}
	switch c.Style.As {
	case TokenQuery:
		u, err := url.Parse(c.URL)
		if err != nil {
			return Request{}, invalid("new", "the URL cannot be read")
		}
		query := u.Query() // the token URL may have one of its own
		maps.Copy(query, params)
		u.RawQuery = query.Encode()
		r.URL, r.SecretURL = u.String(), true
	case TokenJSON:
		members := make(map[string]string, len(params))
		for name := range params {
			members[name] = params.Get(name)
		}
		body, err := json.Marshal(members)
		if err != nil {
			return Request{}, invalid("new", "the token request cannot be written as JSON")
		}
		r.Body, r.ContentType = body, "application/json"
	default:
		r.Body, r.ContentType = []byte(params.Encode()), "application/x-www-form-urlencoded"
	}
	return r, nil
}

// basic are user and password of TokenBasic: RFC 6749, section 2.3.1, has both
// encoded as in a form first, so that an id may hold a colon.
func (c Credentials) basic() (user, password string) {
	return url.QueryEscape(c.ID), url.QueryEscape(c.Secret)
}

// secrets are what must not be quoted, as they were given and as they are sent.
func (c Credentials) secrets() []string {
	out := []string{c.ID, c.Secret}
	for _, value := range c.Style.Extra {
		out = append(out, value)
	}
	for _, s := range slices.Clone(out) {
		if escaped := url.QueryEscape(s); escaped != s {
			out = append(out, escaped)
		}
	}
	return append(out, basicValue(c.basic()))
}

// basicValue is what stands behind the word Basic (RFC 7617, section 2).
func basicValue(user, password string) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s:%s", user, password))
}
