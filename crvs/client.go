package crvs

import (
	"crypto/rand"
	"errors"
	"math/big"
	"net/url"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
	"github.com/openspmis/dci-crvs-go/internal/validate"
)

// Client asks one registry. It is immutable after [New] and safe for concurrent
// use; make one for each registry and keep it.
type Client struct {
	base      string // without a slash at the end
	config    config
	transport *transport.Client
	trust     trust
}

// New returns a client of the registry at baseURL: an http or https URL, with
// the path prefix of the deployment if it has one ("https://mediator.example.org/crvs").
// It asks nothing. Whatever is wrong with the options it returns now, as an
// [*Error] of [KindInvalid].
func New(baseURL string, options ...Option) (*Client, error) {
	c := config{profile: profile.DCI10(), pageSize: 100, maxPages: 10_000, maxBatch: 1000}
	for _, o := range options {
		if o == nil {
			return nil, invalid("new", errors.New("an option is nil"))
		}
		o(&c)
	}
	base, err := parseBase(baseURL)
	if err != nil {
		return nil, invalid("new", err)
	}
	if err := c.check(); err != nil {
		return nil, invalid("new", err)
	}
	if c.transport.TokenHeader == (TokenHeader{}) {
		c.transport.TokenHeader = c.profile.TokenHeader
	}
	if c.transport.Tokens, err = c.tokens(base); err != nil {
		return nil, err
	}
	t, err := transport.New(c.transport)
	if err != nil {
		return nil, err
	}
	if err := t.Check("new", base); err != nil {
		return nil, err
	}
	sealing, err := c.newTrust(base)
	if err != nil {
		return nil, refused("new", err)
	}
	return &Client{base: base, config: c, transport: t, trust: sealing}, nil
}

// parseBase says what is wrong with a base URL without quoting it: it may hold a
// password.
func parseBase(baseURL string) (string, error) {
	u, err := url.Parse(baseURL)
	switch {
	case err != nil:
		return "", errors.New("the base URL is malformed (want https://host/prefix)")
	case u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return "", errors.New("the base URL must begin with https:// or http:// and name a host")
	case u.User != nil:
		return "", errors.New("the base URL holds a user or a password: give them with WithBasicAuth")
	case u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return "", errors.New("the base URL must not have a query or a fragment")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// The shadow of the options, under the names that an integration engineer
// knows.
type shadow struct {
	Sender   string `field:"sender_id"     validate:"required,max=999,line"`
	Receiver string `field:"receiver_id"   validate:"max=999,line"`
	PageSize int    `field:"page size"     validate:"min=1,max=1000000"`
	MaxPages int    `field:"maximum of pages" validate:"min=1"`
	MaxBatch int    `field:"maximum of a batch" validate:"min=1"`
	TokenURL string `field:"token URL"     validate:"omitempty,http_url"`
	Callback string `field:"sender_uri"    validate:"omitempty,http_url"`
}

func (c config) check() error {
	err := validate.Struct("", shadow{c.sender, c.receiver, c.pageSize, c.maxPages, c.maxBatch, c.tokenURL, c.callbackURL})
	if err != nil {
		return err
	}
	if err := c.checkTrust(); err != nil {
		return err
	}
	return c.checkTokens()
}

// CloseIdleConnections closes the connections that wait for another question. A
// client that is no longer used needs nothing else. Those of a client given with
// [WithHTTPClient] are left to its owner.
func (c *Client) CloseIdleConnections() { c.transport.CloseIdleConnections() }

// newID is an id for a message, a transaction or a question: 26 letters and
// digits, well under the 99 characters of the standard, not guessable.
func newID() string { return rand.Text() }

// newTransaction is an id for a transaction, in digits where the registry takes
// no other: 15 of them, which every JSON reader takes for a whole number.
func (c *Client) newTransaction() string {
	if !c.config.profile.Form.NumericIDs {
		return newID()
	}
	n, err := rand.Int(rand.Reader, big.NewInt(9e14))
	if err != nil { // does not happen: Go ends a program without randomness
		return ""
	}
	return n.Add(n, big.NewInt(1e14)).String()
}

func invalid(op string, err error) *Error {
	return &Error{Op: op, Kind: fault.KindInvalid, Err: err}
}
