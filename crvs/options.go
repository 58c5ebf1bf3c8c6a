package crvs

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/internal/session"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// Retry says how often and how patiently a question is asked again: see
// [WithRetry]. Zero fields take the defaults; negative ones are refused.
type Retry struct {
	MaxAttempts   int           // attempts in all; default 4, at most 100; 1 switches retrying off
	BaseDelay     time.Duration // upper bound of the first wait, doubled each time, full jitter; default 250 ms
	MaxDelay      time.Duration // upper bound of any wait that the server did not ask for; default 10 s
	MaxRetryAfter time.Duration // a longer Retry-After is not waited for but returned at once; default 1 min
	Budget        time.Duration // the sum of all waits of one call; default 2 min
}

// Option configures a [Client]. Options are applied in order; of two that set
// the same thing the last one holds.
type Option func(*config)

type config struct {
	session  session.Options
	observer Observer // may be nil

	pageSize, maxPages, maxBatch int

	sameIdentifier func(a, b codes.IdentifierType) bool
	audit          func(context.Context, AuditRecord)

	store          store.Store // may be nil
	answerDeadline time.Duration
}

// WithProfile says how the registry speaks. The client keeps a copy of its own.
// Default: [profile.DCI10], the standard as published.
func WithProfile(p profile.Profile) Option {
	return func(c *config) { c.session.Profile = p.Clone() }
}

// WithCallbackURL sets where the registry reaches us: header.sender_uri, a URL
// of https or http. It is sent in every message, and so may hold no user and no
// password. Default: not sent; synchronous questions do not need it.
func WithCallbackURL(url string) Option { return func(c *config) { c.session.CallbackURL = url } }

// WithSender sets our own id, registered with the registry: header.sender_id.
// Required.
func WithSender(id string) Option { return func(c *config) { c.session.Sender = id } }

// WithReceiver sets the registry's id: header.receiver_id. Default: not sent.
func WithReceiver(id string) Option { return func(c *config) { c.session.Receiver = id } }

// WithHeader adds an HTTP header to every request, the token's included (but
// Authorization only if that goes to the same host and port). May be given several
// times. Default: none.
func WithHeader(name, value string) Option {
	return func(c *config) {
		if c.session.Transport.Header == nil {
			c.session.Transport.Header = http.Header{}
		}
		c.session.Transport.Header.Add(name, value)
	}
}

// WithHTTPClient sends through this client: its Transport (TLS, client
// certificates, proxy), Jar and Timeout are used, and it is not changed.
// Default: a client of our own without proxy.
func WithHTTPClient(hc *http.Client) Option {
	return func(c *config) { c.session.Transport.HTTPClient = hc }
}

// WithTimeout bounds one attempt, its body included. Default: 30 s. The caller's
// context bounds the whole call.
func WithTimeout(d time.Duration) Option { return func(c *config) { c.session.Transport.Timeout = d } }

// WithRetry sets how often and how patiently a question is asked again when
// there was no answer (network, 500, 502, 503, 504), with jitter; Retry-After is
// honoured up to a cap. Default: 4 attempts, waits doubling from 250 ms to 10 s,
// Retry-After up to 1 min, 2 min of waiting in all. MaxAttempts 1 switches it
// off. 402 and a 429 without Retry-After are never retried.
func WithRetry(r Retry) Option {
	return func(c *config) { c.session.Transport.Retry = transport.Retry(r) }
}

// WithMaxBody bounds an answer, in bytes after decompression. Default: 16 MiB.
// A larger one is an error of [KindProtocol].
func WithMaxBody(bytes int64) Option { return func(c *config) { c.session.Transport.MaxBody = bytes } }

// WithPageSize sets how many records [Client.SearchPage] and [Client.Search] ask
// for at once where the query does not say. Default: 100.
func WithPageSize(records int) Option { return func(c *config) { c.pageSize = records } }

// WithMaxPages bounds how many pages one [Client.Search] reads. Default: 10000.
func WithMaxPages(pages int) Option { return func(c *config) { c.maxPages = pages } }

// WithMaxBatch bounds how many questions one [Client.SearchBatch] takes.
// Default: 1000.
func WithMaxBatch(questions int) Option { return func(c *config) { c.maxBatch = questions } }

// WithSameIdentifier says which identifier types mean the same number in this
// registry, beside those that [codes.IdentifierTypes] equates. It is asked when
// a record is held against a question, by many goroutines, beside what the
// profile equates. Default: none.
func WithSameIdentifier(same func(a, b codes.IdentifierType) bool) Option {
	return func(c *config) { c.sameIdentifier = same }
}

// WithLogger logs each attempt at Debug and each retry at Warn: host, status and
// durations, no personal data. Default: silent.
func WithLogger(l *slog.Logger) Option { return func(c *config) { c.session.Transport.Logger = l } }

// WithAudit hands one [AuditRecord] to fn for each message that was sent, after
// its answer was judged and before the verb returns. fn is called by the
// goroutine that asks, so by many at once. Default: none.
func WithAudit(fn func(context.Context, AuditRecord)) Option {
	return func(c *config) { c.audit = fn }
}
