package transport

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Credentials are what a client asks for tokens with. They print redacted.
type Credentials struct {
	URL        string // of the token endpoint
	ID, Secret string
	Style      profile.TokenStyle
	// Fetching is called before each fetch, and what it returns after it. It may be
	// nil.
	Fetching func(context.Context) (context.Context, func(error))
}

// Parameters of a token request that are this package's to set.
const (
	paramGrant  = "grant_type"
	paramID     = "client_id"
	paramSecret = "client_secret"
	paramScope  = "scope"
)

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
		if _, twice := c.Style.Extra[name]; twice || profile.OwnTokenParameter(name) {
			return invalid("new", "the query of the token URL holds a parameter of the token request: "+
				"give id and secret as client credentials, and say that they go in the query (format query)")
		}
	}
	return nil
}

// request is the message that asks for a token. With profile.TokenBasic the caller adds
// the authentication. The credentials were checked.
func (c Credentials) request() (Request, error) {
	params := url.Values{paramGrant: {"client_credentials"}}
	if c.Style.As != profile.TokenBasic {
		params.Set(paramID, c.ID)
		params.Set(paramSecret, c.Secret)
	}
	if c.Style.Scope != "" {
		params.Set(paramScope, c.Style.Scope)
	}
	for name, value := range c.Style.Extra {
		params.Set(name, value)
	}
	r := Request{Op: opToken, Method: http.MethodPost, URL: c.URL, Idempotent: true}
	switch c.Style.As {
	case profile.TokenQuery:
		u, err := url.Parse(c.URL)
		if err != nil {
			return Request{}, invalid("new", "the URL cannot be read")
		}
		query := u.Query() // the token URL may have one of its own
		maps.Copy(query, params)
		u.RawQuery = query.Encode()
		r.URL, r.SecretURL = u.String(), true
	case profile.TokenJSON:
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

// basic are user and password of profile.TokenBasic: RFC 6749, section 2.3.1, has both
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
