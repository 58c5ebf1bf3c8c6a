package envelope

import (
	"fmt"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// Defaults of a [Verifier]: how old a message may be, and how far its clock may
// be ahead of ours.
const (
	DefaultMaxAge  = 5 * time.Minute
	DefaultMaxSkew = 5 * time.Minute
)

// DefaultLifetime is how long an http-signature is good for, as OpenSPP makes
// them.
const DefaultLifetime = 5 * time.Minute

// NormalForm says how a peer writes a message anew before it signs or verifies
// it. Only http-signature has such peers. The zero value is: as sent.
type NormalForm struct {
	// OmitNulls leaves out members that are null, as OpenSPP does before it signs
	// an answer.
	OmitNulls bool
	// OffsetTimestamp writes header.message_ts with +00:00 in place of Z, as
	// OpenSPP does before it signs a notification.
	OffsetTimestamp bool
}

type signerConfig struct {
	sender   string
	form     NormalForm
	fill     []string
	lifetime time.Duration
	now      func() time.Time
}

type verifierConfig struct {
	form            NormalForm
	algorithms      []Algorithm
	maxAge, maxSkew time.Duration
	ageless         bool
	maxBytes        int
	now             func() time.Time
}

// SignerOption configures a [Signer]. Of two that set the same thing the last one
// holds.
type SignerOption interface{ applySigner(*signerConfig) }

// VerifierOption configures a [Verifier]. Of two that set the same thing the last
// one holds.
type VerifierOption interface{ applyVerifier(*verifierConfig) }

// CommonOption configures both.
type CommonOption interface {
	SignerOption
	VerifierOption
}

type signerOption func(*signerConfig)

func (o signerOption) applySigner(c *signerConfig) { o(c) }

type verifierOption func(*verifierConfig)

func (o verifierOption) applyVerifier(c *verifierConfig) { o(c) }

type commonOption struct {
	signerOption
	verifierOption
}

// WithClock sets what the time is, for tests and for opening a message that was
// kept. Default: time.Now.
func WithClock(now func() time.Time) CommonOption {
	return commonOption{func(c *signerConfig) { c.now = now }, func(c *verifierConfig) { c.now = now }}
}

// WithNormalForm sets the form in which an http-signature is made or checked.
// Default: as sent. Other schemes refuse it. A peer that signs answers and
// notifications in two forms needs two verifiers.
func WithNormalForm(f NormalForm) CommonOption {
	return commonOption{func(c *signerConfig) { c.form = f }, func(c *verifierConfig) { c.form = f }}
}

// WithSender sets our own id, which an http-signature names. Required for that
// scheme, not used by others.
func WithSender(id string) SignerOption { return signerOption(func(c *signerConfig) { c.sender = id }) }

// WithFilledHeader sets which header members an http-signature sends as null where
// they are absent, because the peer signs what it would have sent itself.
// Default: version, sender_uri, receiver_id, is_msg_encrypted, meta. Give none to
// send the header as it is. Other schemes do not use it.
func WithFilledHeader(members ...string) SignerOption {
	return signerOption(func(c *signerConfig) { c.fill = slices.Clone(members) })
}

// WithLifetime sets how long an http-signature is good for. Default: 5 min, in
// whole seconds. Other schemes do not use it.
func WithLifetime(d time.Duration) SignerOption {
	return signerOption(func(c *signerConfig) { c.lifetime = d })
}

// WithAlgorithms sets which algorithms are accepted. Default: RS256, PS256, ES256
// and EdDSA. None, or one that is not for signatures, is refused.
func WithAlgorithms(algs ...Algorithm) VerifierOption {
	return verifierOption(func(c *verifierConfig) { c.algorithms = slices.Clone(algs) })
}

// WithMaxAge sets how old header.message_ts may be. Default: 5 min. Excludes
// WithoutAgeLimit.
func WithMaxAge(d time.Duration) VerifierOption {
	return verifierOption(func(c *verifierConfig) { c.maxAge = d })
}

// WithMaxSkew sets how far header.message_ts may be in the future, since clocks
// differ. Default: 5 min.
func WithMaxSkew(d time.Duration) VerifierOption {
	return verifierOption(func(c *verifierConfig) { c.maxSkew = d })
}

// WithoutAgeLimit accepts old messages, where a memory of what was seen protects
// against replays: a callback that is delivered after an outage must not be
// refused for its age. Messages from the future are refused all the same.
// Default: there is a limit, see WithMaxAge.
func WithoutAgeLimit() VerifierOption {
	return verifierOption(func(c *verifierConfig) { c.ageless = true })
}

// WithMaxBytes bounds a message, in bytes. Default: 16 MiB.
func WithMaxBytes(n int) VerifierOption {
	return verifierOption(func(c *verifierConfig) { c.maxBytes = n })
}

func (c *verifierConfig) check(scheme Scheme) error {
	switch {
	case c.now == nil:
		return invalid(opNew, "the clock is nil")
	case c.maxAge <= 0 || c.maxSkew < 0 || c.maxBytes <= 0:
		return invalid(opNew, "an age or a size is negative or zero: leave it out for the default, or use WithoutAgeLimit")
	case scheme != HTTPSignature && c.form != (NormalForm{}):
		return invalid(opNew, "a normal form is for http-signature only")
	case len(c.algorithms) == 0:
		return invalid(opNew, "no algorithm is accepted: name at least one")
	}
	for _, alg := range c.algorithms {
		if alg.Use() != UseSignature {
			return invalid(opNew, "an algorithm is accepted that is not for signatures, or not ours: RS256, PS256, ES256, EdDSA")
		}
	}
	return nil
}

// known returns the scheme, or the error for one that cannot be used here.
func (s Scheme) known() (Scheme, error) {
	switch s {
	case "":
		return JWSAttached, nil
	case JWSAttached, JWSDetached, JWSDetachedHeader, HTTPSignature:
		return s, nil
	case HMACWebhook:
		return s, invalid(opNew, "hmac-webhook has no keys: use NewWebhook with the shared secret")
	default:
		return s, &fault.Error{Op: opNew, Kind: fault.KindInvalid, Message: fmt.Sprintf("there is no signing scheme of %d letters by that name: see the constants", len(s))}
	}
}
