package callback

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/session"
)

// Registration is one registry that may call.
type Registration struct {
	// Name says which registry it is, in [Event.Registration], in keys and logs. It
	// must never change, and be different for each registry. At most 50 characters.
	Name string
	// Path is where it posts, as the handler sees it (after an http.StripPrefix, if
	// there is one): "/dci/3f9c". Everything below it is taken too.
	Path string
	// Profile is how the registry speaks.
	Profile profile.Profile

	// Keys are those that may sign there. Sender is the id under which they are
	// looked up, if Keys are those of several senders.
	Keys            envelope.KeySource
	Sender          string
	VerifierOptions []envelope.VerifierOption
	// OwnKeys decrypt what comes. If there are any, what is not encrypted is refused.
	OwnKeys []envelope.PrivateKey
	// Webhook is the shared secret of a registry that signs so (OpenCRVS webhooks).
	// It stands in place of Keys. With it the challenge of a subscription is answered.
	Webhook *envelope.Webhook
	// InsecureUnsigned accepts what is not signed: whoever can reach the path can
	// tell of a death. Without it Keys or Webhook are needed.
	InsecureUnsigned bool
}

// registration is a Registration that is ready.
type registration struct {
	Registration

	opener *envelope.Opener
}

func (r Registration) ready() (*registration, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	r.Profile, r.Path = r.Profile.Clone(), strings.TrimRight(r.Path, "/")
	r.OwnKeys, r.VerifierOptions = slices.Clone(r.OwnKeys), slices.Clone(r.VerifierOptions)
	// The store's memory protects against replays, not the age: an outage must not
	// make a redelivery stale. See [Handler.tooOld].
	verifier, err := session.NewVerifier(r.Profile, r.Profile.CallbackForm, r.Keys, append(r.VerifierOptions, envelope.WithoutAgeLimit())...)
	if err != nil {
		return nil, err
	}
	var decrypter *envelope.Decrypter
	if len(r.OwnKeys) > 0 {
		if decrypter, err = envelope.NewDecrypter(r.OwnKeys); err != nil {
			return nil, err
		}
	}
	return &registration{Registration: r, opener: envelope.NewOpener(verifier, decrypter)}, nil
}

func (r Registration) check() error {
	switch {
	case r.Name == "" || len(r.Name) > 50 || strings.ContainsFunc(r.Name, func(c rune) bool { return c <= ' ' || c > '~' }):
		return errors.New("a registration needs a name of at most 50 visible ASCII characters")
	case !strings.HasPrefix(r.Path, "/") || strings.Trim(r.Path, "/") == "" || strings.ContainsAny(r.Path, "?#{}"):
		return fmt.Errorf("registration %s: its path must begin with / and be more than that, without query and braces", r.Name)
	case r.Profile.System == "":
		return fmt.Errorf("registration %s: its profile is empty: take one of package profile", r.Name)
	case r.Keys != nil && r.Webhook != nil:
		return fmt.Errorf("registration %s: keys and the secret of a webhook exclude each other", r.Name)
	case r.Keys == nil && r.Webhook == nil && !r.InsecureUnsigned:
		return fmt.Errorf("registration %s: nothing says who may sign: give keys or the secret of a webhook, or accept by name what is not signed", r.Name)
	case r.Keys != nil && r.Profile.Signing == "":
		return fmt.Errorf("registration %s: %s has no signatures", r.Name, r.Profile.System)
	default:
		return nil
	}
}

// verifies says whether what comes is verified.
func (r *registration) verifies() bool { return r.opener.Verifies() || r.Webhook != nil }

// cut removes the registration's path from the front of a request's path. It returns
// what is below it ("" for the path itself), and false if the request is for another path.
func (r *registration) cut(path string) (below string, ok bool) {
	below, ok = strings.CutPrefix(path, r.Path)
	return strings.TrimRight(below, "/"), ok && (below == "" || below[0] == '/')
}

// called is a verb with which a registry calls, and the words that header.action may say
// in such a message, beside none: some registries say the one of the question.
type called struct {
	verb    profile.Verb
	actions []codes.Action
}

func callbacks() []called {
	return []called{
		{profile.VerbOnSearch, []codes.Action{codes.ActionOnSearch, codes.ActionSearch}},
		{profile.VerbOnSubscribe, []codes.Action{codes.ActionOnSubscribe, codes.ActionSubscribe}},
		{profile.VerbOnUnsubscribe, []codes.Action{codes.ActionOnUnsubscribe, codes.ActionUnsubscribe}},
		{profile.VerbOnStatus, []codes.Action{codes.ActionTxnOnStatus, codes.ActionTxnStatus}},
		{profile.VerbNotify, []codes.Action{codes.ActionNotify}},
	}
}

// verb says what a message does: by the path below the registration's, else by the
// action of the header, else by what is in it. The error says that they disagree, or
// that nothing tells.
func (r *registration) verb(below string, m *profile.Received) (profile.Verb, *fault.Error) {
	byPath, known := r.verbOfPath(below)
	if !known {
		return "", refusal(fault.KindProtocol, codes.ReasonRequestNotFound, "nothing is received at this path")
	}
	action := m.Header.Action
	var byAction profile.Verb
	for _, c := range callbacks() {
		if slices.Contains(c.actions, action) {
			byAction = c.verb
		}
	}
	switch {
	case byPath != "" && action.Known() && byAction != byPath:
		return "", refusal(fault.KindProtocol, codes.ReasonRequestBad, "header.action is not what is received at this path")
	case byPath == "" && byAction == "" && action.Known():
		return "", refusal(fault.KindProtocol, codes.ReasonRequestBad, "header.action is not one that is received here")
	}
	if v := cmp.Or(byPath, byAction, content(m)); v != "" {
		return v, nil
	}
	return "", refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message is none that the standard calls back with")
}

func (r *registration) verbOfPath(below string) (v profile.Verb, known bool) {
	if below == "" {
		return "", true
	}
	for _, c := range callbacks() {
		if path, err := r.Profile.Path(c.verb); err == nil && path == below {
			return c.verb, true
		}
	}
	return "", false
}

// content is what a message holds.
func content(m *profile.Received) profile.Verb {
	switch {
	case m.Events != nil, m.Unregistered > 0:
		return profile.VerbNotify
	case m.Subscribed != nil:
		return profile.VerbOnSubscribe
	case m.Unsubscribed != nil:
		return profile.VerbOnUnsubscribe
	case m.Status != nil:
		return profile.VerbOnStatus
	case m.HasItems:
		return profile.VerbOnSearch
	default:
		return ""
	}
}
