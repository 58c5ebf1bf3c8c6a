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

// SignerOption is an option of [NewSigner]: see Options in the package comment.
type SignerOption func(*signerConfig)

// VerifierOption is an option of [NewVerifier]: see Options in the package comment.
type VerifierOption func(*verifierConfig)

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

// configured returns the defaults as the options change them, in their order.
// The options fill a config that is no part of any value: the constructor gets a
// copy of it, so that an option that is called again later changes nothing.
func configured[C any, O ~func(*C)](constructor string, defaults C, opts []O) (C, error) {
	for i, o := range opts {
		if o == nil {
			return defaults, invalid(opNew, fmt.Sprintf("%s: option %d is nil", constructor, i+1))
		}
		o(&defaults)
	}
	return defaults, nil
}

// WithSender sets our own id, which an http-signature names. No default: that
// scheme needs it. Other schemes do not use it.
func WithSender(id string) SignerOption { return func(c *signerConfig) { c.sender = id } }

// WithSignerClock sets what the time is when an http-signature is made. Default:
// time.Now. Other schemes do not use it.
func WithSignerClock(now func() time.Time) SignerOption {
	return func(c *signerConfig) { c.now = now }
}

// WithSignerNormalForm sets the form in which an http-signature is made. Default:
// as sent. Excludes every other scheme. The receiver checks with
// [WithVerifierNormalForm].
func WithSignerNormalForm(f NormalForm) SignerOption {
	return func(c *signerConfig) { c.form = f }
}

// WithFilledHeader sets which header members an http-signature sends as null where
// they are absent, because the peer signs what it would have sent itself.
// Default: version, sender_uri, receiver_id, is_msg_encrypted, meta. Give none to
// send the header as it is. Other schemes do not use it.
func WithFilledHeader(members ...string) SignerOption {
	members = slices.Clone(members)
	return func(c *signerConfig) { c.fill = members }
}

// WithLifetime sets how long an http-signature is good for, in whole seconds and
// at least one. Default: 5 min. Other schemes do not use it.
func WithLifetime(d time.Duration) SignerOption {
	return func(c *signerConfig) { c.lifetime = d }
}

// WithVerifierClock sets what the time is when the age of a message is judged, for
// tests and for opening a message that was kept. Default: time.Now.
func WithVerifierClock(now func() time.Time) VerifierOption {
	return func(c *verifierConfig) { c.now = now }
}

// WithVerifierNormalForm sets the form in which an http-signature is checked.
// Default: as sent. Excludes every other scheme. A peer that signs answers and
// notifications in two forms needs two verifiers.
func WithVerifierNormalForm(f NormalForm) VerifierOption {
	return func(c *verifierConfig) { c.form = f }
}

// WithAlgorithms sets which algorithms are accepted. Default: RS256, PS256, ES256
// and EdDSA. None, or one that is not for signatures, is refused.
func WithAlgorithms(algs ...Algorithm) VerifierOption {
	algs = slices.Clone(algs)
	return func(c *verifierConfig) { c.algorithms = algs }
}

// WithMaxAge sets how old header.message_ts may be, which must be more than zero.
// Default: 5 min. It sets the same thing as [WithoutAgeLimit]: the last one holds.
func WithMaxAge(d time.Duration) VerifierOption {
	return func(c *verifierConfig) { c.maxAge, c.ageless = d, false }
}

// WithMaxSkew sets how far header.message_ts may be in the future, since clocks
// differ. Default: 5 min. It excludes nothing.
func WithMaxSkew(d time.Duration) VerifierOption {
	return func(c *verifierConfig) { c.maxSkew = d }
}

// WithoutAgeLimit accepts old messages, where a memory of what was seen protects
// against replays: a callback that is delivered after an outage must not be
// refused for its age. Messages from the future are refused all the same.
// Default: there is a limit. It sets the same thing as [WithMaxAge]: the last one
// holds.
func WithoutAgeLimit() VerifierOption {
	return func(c *verifierConfig) { c.ageless = true }
}

// WithMaxBytes bounds a message, in bytes. Default: 16 MiB. It excludes nothing.
func WithMaxBytes(n int) VerifierOption {
	return func(c *verifierConfig) { c.maxBytes = n }
}

func (c *signerConfig) check(scheme Scheme) error {
	switch {
	case c.now == nil || c.lifetime < time.Second:
		return invalid(opNew, "the clock is nil, or the lifetime is under a second")
	case scheme != HTTPSignature && c.form != (NormalForm{}):
		return invalid(opNew, "a normal form is for http-signature only")
	default:
		return nil
	}
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
