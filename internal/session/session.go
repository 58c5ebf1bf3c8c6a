// Package session is the connection to one registry: where it is, the token, the
// trust and the transport, built once from one set of options. It seals, sends
// and opens; what is in a message, and what an answer means, it does not know.
package session

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// Session is immutable after [New] and safe for concurrent use. It prints as
// nothing but what it is, for it holds credentials.
type Session struct {
	base      string // without a slash at the end
	options   Options
	transport *transport.Client

	signer    *envelope.Signer    // nil: unsigned
	encrypter *envelope.Encrypter // nil: in clear
	opener    *envelope.Opener
	published *envelope.RemoteKeys // the registry's own key set, if it is used
}

// New returns a session with the registry at baseURL. It asks nothing. What is
// wrong with the options is an error of kind invalid.
func New(baseURL string, o Options) (*Session, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return nil, invalid(err)
	}
	if err := o.check(); err != nil {
		return nil, invalid(err)
	}
	s := &Session{base: base, options: o}
	if s.transport, err = o.newTransport(base); err != nil {
		return nil, err
	}
	if err := s.transport.Check("new", base); err != nil {
		return nil, err
	}
	if err := s.trust(); err != nil {
		return nil, err
	}
	return s, nil
}

func invalid(err error) error {
	return &fault.Error{Op: "new", Kind: fault.KindInvalid, Err: err}
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

// Profile is how the registry speaks.
func (s *Session) Profile() *profile.Profile { return &s.options.Profile }

// SenderID is our own id.
func (s *Session) SenderID() string { return s.options.Sender }

// ReceiverID is the registry's id, "" if it was not given.
func (s *Session) ReceiverID() string { return s.options.Receiver }

// Name is the same for every session with this registry as this sender, and another
// for every other. It can be the key of a note.
func (s *Session) Name() string {
	sum := sha256.Sum256([]byte(s.base + "\n" + s.options.Sender))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// CallbackURL is where the registry is told to call back, "" for nowhere.
func (s *Session) CallbackURL() string { return s.options.CallbackURL }

// Encrypts says whether questions are encrypted, and so must be the answers.
func (s *Session) Encrypts() bool { return s.encrypter != nil }

// IsCalledBack says whether the registry is told where to reach us.
func (s *Session) IsCalledBack() bool { return s.options.CallbackURL != "" }

// Verifies says whether answers are verified.
func (s *Session) Verifies() bool { return s.opener.Verifies() }

// Address fills in what every message of this session says of its ends.
func (s *Session) Address(m profile.Message) profile.Message {
	m.SenderID, m.ReceiverID, m.SenderURI = s.options.Sender, s.options.Receiver, s.options.CallbackURL
	m.Encrypted = s.encrypter != nil
	return m
}

// Send seals a message, sends it, and returns the HTTP answer, whatever its status. A
// message that got no answer is sent again; an idempotent one also after an answer that
// promises a better one later (503, Retry-After). The error is a *fault.Error, of
// [profile.Profile.Path], envelope or transport, or what a caller's key source returned.
// The SDK's own errors hold no value of the question.
func (s *Session) Send(ctx context.Context, op string, v profile.Verb, e profile.Encoded, values func() []string) (*transport.Response, error) {
	path, err := s.options.Profile.Path(v)
	if err != nil {
		return nil, err
	}
	body, header, err := s.seal(ctx, e)
	if err != nil {
		return nil, err
	}
	return s.transport.Do(ctx, transport.Request{Op: op, URL: s.base + path, Body: body, Header: header, Values: values, Idempotent: isIdempotent(v), Final: s.options.Profile.Habit.FinalStatuses})
}

// isIdempotent is the one place that says what may be sent twice.
func isIdempotent(v profile.Verb) bool {
	switch v {
	case profile.VerbSearch, profile.VerbStatus, profile.VerbLocations, profile.VerbKeys:
		return true
	default: // what is answered later, or changes something, would come twice
		return false
	}
}

// Get fetches a document that the registry publishes.
func (s *Session) Get(ctx context.Context, op string, v profile.Verb) (*transport.Response, error) {
	path, err := s.options.Profile.Path(v)
	if err != nil {
		return nil, err
	}
	return s.transport.Do(ctx, transport.Request{Op: op, Method: http.MethodGet, URL: s.base + path, Idempotent: true})
}

// seal encrypts and signs a message: sign after encrypting.
func (s *Session) seal(ctx context.Context, e profile.Encoded) (body []byte, header http.Header, err error) {
	if s.encrypter != nil {
		if e.Message, err = s.encrypter.Encrypt(ctx, s.options.Receiver, e.Message); err != nil {
			return nil, nil, err
		}
	}
	if s.signer == nil {
		return e.Body(), nil, nil
	}
	sealed, err := s.signer.Sign(ctx, e.Header, e.Message)
	return sealed.Body, sealed.Header, err
}

// Open verifies and decrypts an answer: see [envelope.Opener.Open].
func (s *Session) Open(ctx context.Context, r *transport.Response) ([]byte, error) {
	return s.opener.Open(ctx, s.options.Receiver, envelope.Sealed{Body: r.Body, Header: r.Header})
}

// Forget is for after a 401: it drops the token that was sent, and says whether
// asking again can help.
func (s *Session) Forget(r *transport.Response) bool { return s.transport.Forget(r) }

// RenewKeys fetches the registry's key set anew after an answer that may mean that
// it could not decrypt, and says whether asking again can help: a registry that
// was started again cannot decrypt what was encrypted to its old key, and some say
// no more than 500.
func (s *Session) RenewKeys(ctx context.Context, r *transport.Response, failed *fault.Error) bool {
	if s.encrypter == nil || s.published == nil || failed == nil || r == nil {
		return false
	}
	if r.Status < http.StatusInternalServerError && failed.Kind != fault.KindEncryption {
		return false
	}
	return s.published.Refresh(ctx) == nil
}

// Secrets are the credentials that must not be quoted: those that were given, and
// what was sent with r, which may be nil.
func (s *Session) Secrets(r *transport.Response) []string {
	out := []string{s.options.Transport.Password, s.options.Transport.Basic()}
	for _, secret := range []*string{s.options.Tokens.Bearer, s.options.Tokens.Secret} {
		if secret != nil {
			out = append(out, *secret)
		}
	}
	for _, values := range s.options.Transport.Header {
		for _, v := range values {
			out = append(out, v)
			out = append(out, strings.Fields(v)...) // "Bearer x": x alone, too
		}
	}
	out = slices.DeleteFunc(out, func(s string) bool { return len(s) < 4 || s == "Bearer" || s == "Basic" })
	return append(out, r.Sent()...)
}

// CloseIdleConnections closes the connections that wait for another message.
func (s *Session) CloseIdleConnections() { s.transport.CloseIdleConnections() }
