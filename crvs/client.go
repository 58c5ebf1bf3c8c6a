package crvs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/internal/session"
	"github.com/openspmis/dci-crvs-go/internal/validate"
)

// Client asks one registry. It is immutable after [New] and safe for concurrent
// use; make one for each registry and keep it.
type Client struct {
	box      redact.Box[*session.Session] // it holds credentials
	observer Observer                     // may be nil

	pageSize, maxPages, maxBatch int

	sameIdentifier func(a, b codes.IdentifierType) bool
	report         func(context.Context, AuditRecord) // of WithAudit; may be nil

	store          store.Store // may be nil
	answerDeadline time.Duration
}

// New returns a client of the registry at baseURL: an http or https URL, with
// the path prefix of the deployment if it has one ("https://mediator.example.org/crvs").
// It asks nothing. Whatever is wrong with the options it returns now, as an
// [*Error] of [KindInvalid].
func New(baseURL string, options ...Option) (*Client, error) {
	c := config{session: session.Options{Profile: profile.DCI10()}, pageSize: 100, maxPages: 10_000, maxBatch: 1000, answerDeadline: 24 * time.Hour}
	for i, o := range options {
		if o == nil {
			return nil, invalid("new", fmt.Errorf("option %d is nil", i+1))
		}
		o(&c)
	}
	if err := c.check(); err != nil {
		return nil, invalid("new", err)
	}
	c.session.Fetching = c.observer.fetching(c.session.Profile.Name)
	s, err := session.New(baseURL, c.session)
	if err != nil {
		return nil, withOp("new", err)
	}
	return &Client{
		box: redact.NewBox(s), observer: c.observer,
		pageSize: c.pageSize, maxPages: c.maxPages, maxBatch: c.maxBatch,
		sameIdentifier: c.sameIdentifier, report: c.audit,
		store: c.store, answerDeadline: c.answerDeadline,
	}, nil
}

// The shadow of the options, under the names that an integration engineer
// knows.
type shadow struct {
	PageSize int `field:"page size (WithPageSize)"          validate:"min=1,max=1000000"`
	MaxPages int `field:"maximum of pages (WithMaxPages)"   validate:"min=1"`
	MaxBatch int `field:"maximum of a batch (WithMaxBatch)" validate:"min=1"`
	// In seconds.
	AnswerDeadline float64 `field:"seconds until an answer must be there (WithAnswerDeadline)" validate:"gt=0"`
}

func (c config) check() error {
	return validate.Struct("", shadow{c.pageSize, c.maxPages, c.maxBatch, c.answerDeadline.Seconds()})
}

// CloseIdleConnections closes the connections that wait for another question. A
// client that is no longer used needs nothing else. Those of a client given with
// [WithHTTPClient] are left to its owner.
func (c *Client) CloseIdleConnections() {
	if s := c.session(); s != nil {
		s.CloseIdleConnections()
	}
}

// Profile is how the registry speaks: a copy of what the client goes by. It is the zero
// Profile for a client that was not made with [New].
func (c *Client) Profile() profile.Profile {
	s := c.session()
	if s == nil {
		return profile.Profile{}
	}
	return s.Profile().Clone()
}

// ReceiverID is the registry's id, "" if the client was not given one.
func (c *Client) ReceiverID() string {
	s := c.session()
	if s == nil {
		return ""
	}
	return s.ReceiverID()
}

// session is the connection to the registry, nil for a client that was not made
// with New.
func (c *Client) session() *session.Session {
	if c == nil {
		return nil
	}
	return c.box.Open()
}

// ready says what of a call cannot be, before anything else is looked at.
func (c *Client) ready(ctx context.Context, op string) error {
	switch {
	case c.session() == nil:
		return invalid(op, errors.New("the client was not made with crvs.New"))
	case ctx == nil:
		return invalid(op, errors.New("the context is nil: give that of the request"))
	default:
		return nil
	}
}

// same says whether two identifier types mean the same number in this registry.
func (c *Client) same(a, b codes.IdentifierType) bool {
	return c.session().Profile().SameIdentifier(a, b) || c.sameIdentifier != nil && c.sameIdentifier(a, b)
}

// newID is an id for a message, a transaction or a question: 26 letters and
// digits, well under the 99 characters of the standard, not guessable.
func newID() string { return rand.Text() }

// newTransaction is an id for a transaction, in digits where the registry takes
// no other: 15 of them, which every JSON reader takes for a whole number.
func (c *Client) newTransaction() string {
	if !c.session().Profile().Form.NumericIDs {
		return newID()
	}
	n, err := rand.Int(rand.Reader, big.NewInt(9e14))
	if err != nil { // does not happen: Go ends a program without randomness
		return ""
	}
	return n.Add(n, big.NewInt(1e14)).String()
}
