package transport

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Client sends messages. It is immutable after [New] and safe for concurrent
// use.
type Client struct {
	o    Options
	base http.RoundTripper
	own  *http.Transport // base, if it is ours to close

	carriesSecrets bool     // credentials go along, or stand in the question itself
	secrets        []string // what no error may repeat
}

// New checks the options and returns a client, or a *fault.Error of
// [fault.KindInvalid].
func New(o Options) (*Client, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	c := &Client{o: o, carriesSecrets: o.carrySecrets(), secrets: o.secrets()}
	switch {
	case o.HTTPClient == nil:
		c.own = newTransport()
		c.base = c.own
	case o.HTTPClient.Transport == nil:
		c.base = http.DefaultTransport // what that client would have used
	default:
		c.base = o.HTTPClient.Transport
	}
	return c, nil
}

func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           32,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
}

// CloseIdleConnections closes idle connections of our own transport and of the
// token source's. Those of a given http.Client are its owner's.
func (c *Client) CloseIdleConnections() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
	if closer, ok := c.o.Tokens.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// Request is one message.
type Request struct {
	Op          string          // the verb, for errors and logs: "search"
	Method      string          // default: POST
	URL         string          // absolute, http or https, without user and password
	Body        []byte          // not changed; must not be changed while Do runs
	ContentType string          // of Body; default: application/json
	Header      http.Header     // of this request alone, such as its signature
	Values      func() []string // of the question, beside our credentials: what no error may repeat; may be nil
	SecretURL   bool            // the URL's query holds credentials: no redirect is followed
	// Idempotent says that asking twice is as good as asking once (RFC 9110,
	// section 9.2.2): the request is repeated after an answer that promises
	// another one later, too. Any other request, a subscription or a notification,
	// is repeated only where nothing was answered: after an answer that broke off
	// or says 500 it may have been carried out.
	Idempotent bool
	Final      []int // statuses after which nothing is repeated
}

// Response is an HTTP answer of any status, its body read whole.
type Response struct {
	Status     int
	Header     http.Header
	Body       []byte
	Attempts   int           // how often was asked; 1 if the first answer was final
	RetryAfter time.Duration // what the server asked us to wait, uncapped; 0 if it did not say
	token      Token         // what it was asked with
}

// Do sends the request until there is an answer that is final, or until asking
// again is unsafe, useless or not worth the wait, and returns the last answer
// with whatever status it has. A 401 is final: see [Client.Forget].
//
// If there was no usable answer it returns a *fault.Error with the request's Op
// (or "token" if it was the token that could not be had): KindCanceled,
// KindTimeout, KindUnavailable (DNS, connection, TLS), KindProtocol (body over
// the limit, refused redirect, not HTTP), KindInvalid (the request itself).
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	target, err := c.target(r)
	if err != nil {
		return nil, err
	}
	token, err := c.token(ctx)
	if err != nil {
		return nil, err
	}
	req, err := c.request(ctx, r, token)
	if err != nil {
		return nil, err
	}
	e := &call{client: c, op: r.Op, host: target.Host, secretURL: r.SecretURL, idempotent: r.Idempotent, final: r.Final, values: r.Values}
	e.secrets = append(append(e.secrets, c.secrets...), token.Value)
	resp, err := e.run(ctx, req)
	if err != nil {
		return nil, err
	}
	resp.token = token
	return resp, nil
}

// Forget is for after a 401: it drops the token that r was asked with, and only
// that one, and says whether asking again can help because a fresh token can be
// had.
func (c *Client) Forget(r *Response) bool {
	if c.o.Tokens == nil || r == nil || r.token.Value == "" {
		return false
	}
	return c.o.Tokens.Forget(r.token)
}

func (c *Client) token(ctx context.Context) (Token, error) {
	if c.o.Tokens == nil {
		return Token{}, nil
	}
	token, err := c.o.Tokens.Token(ctx)
	if err != nil {
		return Token{}, err
	}
	if !isToken(token.Value) {
		return Token{}, invalid(opToken, "the token source gave a token that is empty or holds a space, a control character or one outside ASCII "+
			`(a word like "Bearer" is not part of it)`)
	}
	return token, nil
}

// Sent are the credentials that r was asked with and that this package fetched:
// what is quoted of r must not repeat them.
func (r *Response) Sent() []string {
	if r == nil || r.token.Value == "" {
		return nil
	}
	return []string{r.token.Value}
}

// target checks what the request is to be sent to. The URL is never quoted: its
// query or user info may be secret.
func (r Request) target() (*url.URL, error) {
	u, err := url.Parse(r.URL)
	switch {
	case err != nil:
		return nil, invalid(r.Op, "the URL cannot be read")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, invalid(r.Op, "the URL must begin with https:// (or http://)")
	case u.Hostname() == "":
		return nil, invalid(r.Op, "the URL names no host")
	case u.User != nil:
		return nil, invalid(r.Op, "the URL holds a user or password: give them as basic authentication")
	}
	return u, nil
}

func (c *Client) request(ctx context.Context, r Request, token Token) (*retryablehttp.Request, error) {
	method, contentType := r.Method, r.ContentType
	if method == "" {
		method = http.MethodPost
	}
	if contentType == "" {
		contentType = "application/json"
	}
	var body any // a typed nil would be an unknown body to net/http
	if len(r.Body) > 0 {
		body = r.Body
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, method, r.URL, body)
	if err != nil || !isFieldValue(contentType) {
		return nil, invalid(r.Op, fmt.Sprintf("no HTTP request can be made with the method %.20q and the content type %.40q", method, contentType))
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "dci-crvs-go")
	for name, values := range c.o.Header {
		req.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	if body != nil {
		req.Header.Set("Content-Type", contentType)
	}
	if r.Op == opToken {
		// Of all requests this one has a time in its headers (authorization API
		// 1.0.0, parameter timestamp, required).
		req.Header.Set("Timestamp", time.Now().UTC().Format(http.TimeFormat))
	}
	if c.o.Username != "" || c.o.Password != "" {
		req.SetBasicAuth(c.o.Username, c.o.Password)
	}
	if token.Value != "" {
		req.Header.Set(headerName(c.o.TokenHeader), headerValue(c.o.TokenHeader, token))
	}
	return req, nil
}
