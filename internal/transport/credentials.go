package transport

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// maxTokenBody bounds the answer of a token endpoint.
const maxTokenBody = 1 << 20

// ClientCredentials is a [TokenSource] that asks a token endpoint for tokens (RFC
// 6749, section 4.4). It is safe for concurrent use.
//
// When a tenth of a token's life is left, at least 5 s and at most 60 s, it
// fetches another while the old one goes on to be used: nobody waits, and should
// the endpoint be down nobody notices before the old one's end. However many
// goroutines want a token at once, the endpoint is asked once.
//
// After a failure the endpoint is left alone for a second, after further ones
// for up to 30 s (up to a minute if it says so in Retry-After). Whoever has no
// token and wants one meanwhile gets the error of that failure.
type ClientCredentials struct {
	client   *Client
	renewer  *Client // the same without retries
	request  Request
	fetching func(context.Context) (context.Context, func(error)) // may be nil
	timeout  time.Duration                                        // of one fetch with its retries; they end sooner by themselves
	flight   singleflight.Group
	kept     keeper
}

// NewClientCredentials returns a token source that reaches the token endpoint by
// the rules of o. Its Tokens and TokenHeader are not looked at; its basic
// authentication, which is a mediator's, is sent along, and excludes
// [profile.TokenBasic]. Nothing is asked before a token is wanted.
func NewClientCredentials(o Options, credentials Credentials) (*ClientCredentials, error) {
	if err := credentials.check(); err != nil {
		return nil, err
	}
	request, err := credentials.request()
	if err != nil {
		return nil, err
	}
	if credentials.Style.As == profile.TokenBasic {
		if o.Username != "" || o.Password != "" || len(o.Header.Values(authorization)) > 0 {
			return nil, invalid("new", "the token request cannot carry two kinds of basic authentication: "+
				"that of a mediator excludes client credentials in the format basic")
		}
		o.Username, o.Password = credentials.basic()
	}
	o.Tokens, o.TokenHeader = nil, profile.TokenHeader{}
	o.MaxBody = maxTokenBody
	client, err := New(o)
	if err != nil {
		return nil, err
	}
	client.carriesSecrets = true
	client.secrets = append(client.secrets, credentials.secrets()...)
	renewer := *client
	renewer.o.Retry.MaxAttempts = 1
	return &ClientCredentials{
		client: client, renewer: &renewer, request: request, fetching: credentials.Fetching,
		timeout: client.o.Timeout*time.Duration(client.o.Retry.MaxAttempts) + client.o.Retry.Budget,
	}, nil
}

// Token returns the token kept, or waits for a new one until ctx ends. The
// request for it goes on without the one who began it: others wait for it too.
func (c *ClientCredentials) Token(ctx context.Context) (Token, error) {
	now := time.Now()
	token, err := c.kept.look(now)
	switch {
	case err != nil:
		return Token{}, err
	case token.Value != "":
		if c.kept.startRenewing(now) {
			go c.renew(context.WithoutCancel(ctx)) // ends with its only attempt
		}
		return token, nil
	case ctx.Err() != nil:
		return Token{}, c.left(ctx)
	}
	result := c.flight.DoChan("", func() (any, error) {
		if t, err := c.kept.look(time.Now()); err != nil || t.Value != "" {
			return t, err // by the flight before this one
		}
		fetching, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.timeout)
		defer cancel()
		t, err := c.safely(fetching, c.client)
		if err != nil {
			c.kept.fail(err, time.Now())
		}
		return t, err
	})
	select {
	case r := <-result:
		if r.Err != nil {
			return Token{}, ownCopy(r.Err)
		}
		t, _ := r.Val.(Token)
		return t, nil
	case <-ctx.Done():
		return Token{}, c.left(ctx)
	}
}

// renew fetches another token for when the one that is used ends. It is tried
// once: the old one is good, and there is time to try again.
func (c *ClientCredentials) renew(ctx context.Context) {
	if _, err := c.safely(ctx, c.renewer); err != nil {
		c.kept.failRenewing(err, time.Now())
	}
}

// left is the error of one who did not wait for the token.
func (c *ClientCredentials) left(ctx context.Context) error {
	return (&call{op: opToken, client: c.client}).contextFailure(ctx)
}

// Forget drops the token if it is still the one kept. Another can be had.
func (c *ClientCredentials) Forget(t Token) bool {
	c.kept.forget(t)
	return true
}

// CloseIdleConnections closes those to the token endpoint, if they are ours.
func (c *ClientCredentials) CloseIdleConnections() { c.client.CloseIdleConnections() }

// safely is fetch, with a panic of the caller's own http.Client as an error: this
// goroutine is nobody's, and the panic would end the program.
func (c *ClientCredentials) safely(ctx context.Context, client *Client) (token Token, err error) {
	defer func() {
		if p := recover(); p != nil {
			token, err = Token{}, &fault.Error{
				Op: opToken, Kind: fault.KindUnavailable, Permanent: true,
				Message: fmt.Sprintf("the http.Client given with WithHTTPClient panicked with a %T while a token was fetched", p),
			}
		}
	}()
	return c.fetch(ctx, client)
}

func (c *ClientCredentials) fetch(ctx context.Context, client *Client) (token Token, err error) {
	if c.fetching != nil {
		var end func(error)
		ctx, end = c.fetching(ctx)
		defer func() { end(err) }()
	}
	asked := time.Now() // the life of a token begins before its answer arrives
	resp, err := client.Do(ctx, c.request)
	if err != nil {
		return Token{}, err
	}
	resp.Body = plainBody(resp.Body)
	answer, err := parseTokenAnswer(resp.Body, asked)
	switch {
	case resp.Status < 200 || resp.Status > 299, answer.refused:
		return Token{}, refusal(resp, answer.word)
	case err != nil:
		return Token{}, unusable(resp, err)
	}
	c.kept.keep(answer.token, asked)
	return answer.token, nil
}

// ownCopy gives each waiter its own error: callers fill in ids.
func ownCopy(err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		own := *e
		return &own
	}
	return err
}
