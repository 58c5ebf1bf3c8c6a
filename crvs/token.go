package crvs

import (
	"context"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// TokenStyle says how one kind of registry wants to be asked for a token: see
// [profile.TokenStyle] and [WithTokenStyle]. The zero value is the standard's way,
// a form sent to /oauth2/client/token.
type TokenStyle = profile.TokenStyle

// TokenFormat says how a token request carries its parameters: see
// [profile.TokenFormat].
type TokenFormat = profile.TokenFormat

// Formats of a token request. All are a POST.
const (
	TokenForm  = profile.TokenForm  // everything in a form (RFC 6749, sections 2.3.1 and 4.4.2)
	TokenQuery = profile.TokenQuery // everything in the query of the URL, and no body: OpenCRVS up to 1.9
	TokenJSON  = profile.TokenJSON  // everything in a JSON object
	TokenBasic = profile.TokenBasic // id and secret in basic authentication, all else in a form
)

// TokenHeader says in which HTTP header a token goes, and after which word: see
// [profile.TokenHeader] and [WithTokenHeader]. The zero value is "Authorization:
// Bearer TOKEN".
type TokenHeader = profile.TokenHeader

// TokenSource is a way of the caller's own to get access tokens.
//
// Token is called before each message, by as many goroutines as ask at once, so
// it keeps its token itself for as long as that is good. It returns the token
// alone, without "Bearer ". It should end with ctx; if it does not, the caller
// does not wait for it. When the registry answers 401 it is called once more, and
// the message is sent again with what it gives then.
//
// The text of its error is never repeated, since it may hold a secret; errors.As
// finds the error itself. Of an [*Error] the kind is kept if it is
// [KindUnauthorized], [KindForbidden], [KindRateLimited], [KindTimeout] or
// [KindInvalid]; any other error is of [KindUnavailable] (or [KindTimeout]).
//
// A source may also have the method
//
//	Forget(token string) bool
//
// which is called with the token that was answered with 401. It says whether
// another can be had; if not, the message is not sent again.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
}

// TokenFunc makes a [TokenSource] of a function. With a TokenSource of
// golang.org/x/oauth2, here src:
//
//	crvs.TokenFunc(func(context.Context) (string, error) {
//		t, err := src.Token()
//		if err != nil {
//			return "", err
//		}
//		return t.AccessToken, nil
//	})
type TokenFunc func(ctx context.Context) (string, error)

// Token calls f.
func (f TokenFunc) Token(ctx context.Context) (string, error) { return f(ctx) }

// WithBearerToken sends this token with every question. It is never refreshed.
// Default: none. Excludes WithClientCredentials and WithTokenSource.
func WithBearerToken(token string) Option {
	return func(c *config) { c.session.Tokens.Bearer = &token }
}

// WithClientCredentials gets tokens from the token endpoint (RFC 6749, section
// 4.4), in the way of [WithTokenStyle]. Default: none. Excludes WithBearerToken
// and WithTokenSource.
//
// A token is kept until its end. Another is fetched shortly before (when a tenth
// of its life is left, at least 5 s and at most 60 s) while the old one goes on to
// be used, and once when the registry answers 401. However many goroutines ask,
// one token is fetched. How long it lives is what the answer says (expires_in) or
// the token itself (exp of a JWT), whichever is less, else 5 minutes.
//
// A token endpoint that failed, after its retries, is left alone for a second,
// after further failures for up to 30 s, or for up to a minute if it asked for
// that; questions that come meanwhile fail with the same error.
func WithClientCredentials(id, secret string) Option {
	return func(c *config) { c.session.Tokens.ID, c.session.Tokens.Secret = &id, &secret }
}

// WithTokenSource gets tokens from ts. Default: none. Excludes WithBearerToken and
// WithClientCredentials.
func WithTokenSource(ts TokenSource) Option {
	return func(c *config) {
		source := transport.Source(ts)
		c.session.Tokens.Source = &source
	}
}

// WithTokenURL sets the token endpoint; it may be on another host. Default: the
// path of the token style, below the base URL. Needs WithClientCredentials. No
// redirect to another host is followed.
func WithTokenURL(url string) Option { return func(c *config) { c.session.Tokens.URL = url } }

// WithTokenStyle sets how a token is asked for. Default: the profile's; that of
// the standard is a form sent to /oauth2/client/token. With [TokenQuery] the URL is a secret, which
// servers and proxies on the way may log. Needs WithClientCredentials.
func WithTokenStyle(style TokenStyle) Option {
	return func(c *config) { c.session.Tokens.Style = &style }
}

// WithScope asks for tokens of this scope. Default: that of the token style. Needs
// WithClientCredentials.
func WithScope(scope string) Option { return func(c *config) { c.session.Tokens.Scope = scope } }

// WithTokenHeader sets where the token goes: bare ({Bare: true}), as G2P-Connect
// wants it, after another word than Bearer, or in another header, where
// Authorization belongs to a mediator ([WithBasicAuth]). Default: the profile's,
// mostly "Authorization: Bearer TOKEN". Without a token it does nothing.
func WithTokenHeader(h TokenHeader) Option {
	return func(c *config) { c.session.Transport.TokenHeader = h }
}

// WithBasicAuth sends this user and password with every question, as some
// mediators want, and with the request for a token if the token endpoint is on
// the same host and port. Default: none. It takes the header Authorization: a
// token needs another one ([WithTokenHeader]).
func WithBasicAuth(user, password string) Option {
	return func(c *config) { c.session.Transport.Username, c.session.Transport.Password = user, password }
}

// WithInsecurePlainHTTP accepts that credentials (a token, client id and secret,
// basic authentication, a header whose name speaks of a key, token, secret,
// password, cookie or authorization) go over plain http, where everybody on the
// way can read and use them. Without it, a base or token URL with http:// is
// refused for them, unless its host is this machine (localhost, 127.0.0.0/8, ::1).
func WithInsecurePlainHTTP() Option {
	return func(c *config) { c.session.Transport.InsecurePlainHTTP = true }
}
