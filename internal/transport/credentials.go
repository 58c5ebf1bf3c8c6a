package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/openspmis/dci-crvs-go/internal/fault"
)

// maxTokenBody bounds the answer of a token endpoint.
const maxTokenBody = 1 << 20

// ClientCredentials is a [TokenSource] that asks a token endpoint for tokens (RFC
// 6749, section 4.4; the secret goes in the form) and keeps each until a tenth
// of its life is left, at least 5 s and at most 60 s. However many goroutines
// want a token at once, the endpoint is asked once. It is safe for concurrent
// use.
type ClientCredentials struct {
	client  *Client
	url     string
	form    url.Values
	timeout time.Duration // of one fetch with its retries; they end sooner by themselves

	flight singleflight.Group

	mu    sync.Mutex
	token Token
	stale time.Time // when to get another
}

// NewClientCredentials returns a token source that reaches the token endpoint by
// the rules of o; its Tokens are not looked at, and its basic authentication is
// refused. The scope may be "". Nothing is asked before a token is wanted.
func NewClientCredentials(o Options, tokenURL, id, secret, scope string) (*ClientCredentials, error) {
	if id == "" || secret == "" {
		return nil, invalid("new", "the client id or the client secret is empty")
	}
	if o.Username != "" || o.Password != "" {
		return nil, invalid("new", "client credentials and basic authentication exclude each other: give one")
	}
	if _, err := (Request{Op: "new", URL: tokenURL}).target(); err != nil {
		return nil, err
	}
	o.Tokens = nil
	o.MaxBody = maxTokenBody
	client, err := New(o)
	if err != nil {
		return nil, err
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	if scope != "" {
		form.Set("scope", scope)
	}
	return &ClientCredentials{
		client: client, url: tokenURL, form: form,
		timeout: client.o.Timeout*time.Duration(client.o.Retry.MaxAttempts) + client.o.Retry.Budget,
	}, nil
}

// Token returns the token kept, or waits for a new one until ctx ends. The
// request for it goes on without the one who began it: others wait for it too.
func (c *ClientCredentials) Token(ctx context.Context) (Token, error) {
	if t, ok := c.kept(); ok {
		return t, nil
	}
	if ctx.Err() != nil {
		return Token{}, c.left(ctx)
	}
	result := c.flight.DoChan("", func() (any, error) {
		if t, ok := c.kept(); ok { // by the flight before this one
			return t, nil
		}
		fetching, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.timeout)
		defer cancel()
		return c.fetch(fetching)
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

// left is the error of one who did not wait for the token.
func (c *ClientCredentials) left(ctx context.Context) error {
	return (&exchange{op: opToken, client: c.client}).contextFailure(ctx)
}

// Forget drops the token if it is still the one kept. Another can be had.
func (c *ClientCredentials) Forget(t Token) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token.Value == t.Value {
		c.token, c.stale = Token{}, time.Time{}
	}
	return true
}

// CloseIdleConnections closes those to the token endpoint, if they are ours.
func (c *ClientCredentials) CloseIdleConnections() { c.client.CloseIdleConnections() }

func (c *ClientCredentials) kept() (Token, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.token, c.token.Value != "" && time.Now().Before(c.stale)
}

func (c *ClientCredentials) fetch(ctx context.Context) (Token, error) {
	asked := time.Now() // the life of a token begins before its answer arrives
	resp, err := c.client.Do(ctx, Request{
		Op: opToken, Method: http.MethodPost, URL: c.url,
		Body: []byte(c.form.Encode()), ContentType: "application/x-www-form-urlencoded",
	})
	if err != nil {
		return Token{}, err
	}
	answer, err := parseTokenAnswer(resp.Body, asked)
	switch {
	case resp.Status < 200 || resp.Status > 299, answer.refusal != "":
		return Token{}, refused(resp, answer.refusal)
	case err != nil:
		return Token{}, &fault.Error{
			Op: opToken, Kind: fault.KindProtocol, HTTPStatus: resp.Status,
			Message: "the token endpoint gave no usable token (" + err.Error() + "): " +
				describe(resp.Header.Get("Content-Type"), resp.Body) + "; check the token URL",
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = answer.token
	c.stale = answer.token.Expires.Add(-margin(answer.token.Expires.Sub(asked)))
	return c.token, nil
}

// margin is how long before its end a token is no longer used: a tenth of its
// life, within 5 s and 60 s, but never more than half of it.
func margin(life time.Duration) time.Duration {
	return min(max(life/10, 5*time.Second), time.Minute, life/2)
}

// refused is the error for a token endpoint that said no. Of its answer it
// repeats only the words of RFC 6749: the rest may repeat id or secret.
func refused(resp *Response, word string) *fault.Error {
	e := &fault.Error{
		Op: opToken, Kind: fault.KindOfStatus(resp.Status), HTTPStatus: resp.Status, RetryAfter: resp.RetryAfter,
	}
	switch {
	case resp.Status < 300, resp.Status == http.StatusBadRequest, resp.Status == http.StatusUnauthorized, resp.Status == http.StatusForbidden:
		e.Kind = fault.KindUnauthorized
		e.Message = "the token endpoint refused"
		if word != "" {
			e.Message += fmt.Sprintf(" (%s)", word)
		}
		e.Message += ": " + remedy(word)
	case e.Kind == fault.KindRateLimited:
		e.Message = "the token endpoint is asked too often"
	case e.Kind == fault.KindUnavailable:
		e.Message = "the token endpoint does not work at the moment"
	default:
		e.Message = "the token endpoint answered with an unexpected status: check the token URL"
	}
	if word == "" && resp.Status >= 300 {
		e.Message += "; it sent " + describe(resp.Header.Get("Content-Type"), resp.Body)
	}
	return e
}

func remedy(word string) string {
	switch word {
	case "invalid_scope":
		return "check the scope"
	case "unsupported_grant_type", "unauthorized_client":
		return "the client must be allowed the grant client_credentials"
	default:
		return "check client id and secret"
	}
}

// ownCopy gives each waiter its own error: callers fill in ids.
func ownCopy(err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		own := *e
		return &own
	}
	return err
}
