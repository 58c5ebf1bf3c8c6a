package session

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
	"github.com/openspmis/dci-crvs-go/internal/validate"
)

// Options are what a session is made of. Its messages name the options by which
// package crvs sets them.
type Options struct {
	Profile          profile.Profile
	Sender, Receiver string
	CallbackURL      string // where answers are called back; not sent if ""

	Transport        transport.Options // without Tokens, which the session sets
	Tokens           Tokens
	Trust            Trust
	InsecureUnsigned bool

	// Fetching is told of each fetch of a token ("token") or of the registry's key
	// set ("keys") before it begins; the function that it returns is told how the
	// fetch ended. The context that it returns is that of the fetch. It is called by
	// many goroutines at once. nil: nobody is told.
	Fetching func(ctx context.Context, what string) (context.Context, func(error))
}

// Tokens say where access tokens come from. At most one of Bearer, ID with
// Secret, and Source is given.
type Tokens struct {
	Bearer     *string
	ID, Secret *string
	Source     *transport.Source

	URL, Scope string              // with ID and Secret
	Style      *profile.TokenStyle // with ID and Secret; nil is the profile's
}

// Trust says what messages are signed, verified, encrypted and decrypted with.
// What is nil is not done.
type Trust struct {
	Key           *envelope.PrivateKey
	SignerOptions []envelope.SignerOption

	Keys            envelope.KeySource
	Published       bool // verify with the key set below the base URL; excludes Keys
	VerifierOptions []envelope.VerifierOption

	Encrypts     bool
	ReceiverKeys envelope.KeySource // nil is the key set below the base URL
	OwnKeys      []envelope.PrivateKey
}

// The shadow of the options, under the names that an integration engineer
// knows.
type shadow struct {
	Sender   string `field:"sender_id (WithSender)"       validate:"required,max=999,line"`
	Receiver string `field:"receiver_id (WithReceiver)"   validate:"max=999,line"`
	TokenURL string `field:"token URL (WithTokenURL)"     validate:"omitempty,http_url"`
	Callback string `field:"sender_uri (WithCallbackURL)" validate:"omitempty,http_url"`
}

func (o Options) check() error {
	if err := validate.Struct("", shadow{o.Sender, o.Receiver, o.Tokens.URL, o.CallbackURL}); err != nil {
		return err
	}
	if u, err := url.Parse(o.CallbackURL); err == nil && u.User != nil {
		return errors.New("sender_uri (WithCallbackURL) holds a user or a password, and it is sent in every message: leave them out, and choose a path that nobody can guess")
	}
	if err := o.checkPaths(); err != nil {
		return err
	}
	if err := o.checkTrust(); err != nil {
		return err
	}
	return o.Tokens.check()
}

// checkPaths refuses a profile whose paths could lead to another host, or nowhere.
func (o Options) checkPaths() error {
	if o.Profile.System == "" && len(o.Profile.Paths) == 0 {
		return errors.New("WithProfile is given an empty profile: take one of package profile and change it")
	}
	for v, path := range o.Profile.Paths {
		u, err := url.Parse(path)
		switch {
		case path == "": // not offered
		case err != nil, !strings.HasPrefix(path, "/"), strings.HasPrefix(path, "//"), u.Host != "", strings.ContainsAny(path, "?#\\"), path != strings.TrimSpace(path):
			return fmt.Errorf("WithProfile: the path of %q must begin with one / and have no host, query or fragment", string(v))
		}
	}
	return nil
}

// isNil says whether an interface holds a nil pointer, as one does that was made by
// a call whose error nobody looked at.
func isNil(source any) bool {
	v := reflect.ValueOf(source)
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		return v.IsNil()
	default:
		return false
	}
}

func hasSenders(keys envelope.KeySource) bool {
	_, several := keys.(*envelope.Senders)
	return several
}

func (t Trust) verifies() bool { return t.Keys != nil || t.Published }

func (o Options) checkTrust() error {
	t := o.Trust
	switch {
	case isNil(t.Keys), isNil(t.ReceiverKeys):
		return errors.New("WithVerifier or WithEncryption is given a key source that is nil")
	case t.Keys != nil && t.Published:
		return errors.New("WithVerifier and WithPublishedKeys exclude each other: give one")
	case o.Receiver == "" && hasSenders(t.Keys), o.Receiver == "" && hasSenders(t.ReceiverKeys):
		return errors.New("WithVerifier or WithEncryption is given the keys of several senders (envelope.Senders), and nothing says which of them the registry is: give WithReceiver")
	case o.Profile.Signing == "" && (t.Key != nil || t.verifies()):
		return errors.New(o.Profile.System + " has no signatures: leave out signer and verifier, and accept that with WithInsecureUnsigned")
	case t.Encrypts && !o.Profile.Encrypts:
		return errors.New(o.Profile.System + " takes no encrypted questions: leave out WithEncryption")
	case t.Encrypts && len(t.OwnKeys) == 0:
		return errors.New("WithEncryption needs a key of ours to decrypt the answers with")
	case o.InsecureUnsigned:
		return nil
	case t.Key == nil && !t.verifies():
		return errors.New("no signer and no verifier: give WithSigner, and WithVerifier or WithPublishedKeys; " +
			"WithInsecureUnsigned is the option that accepts unsigned questions and unverified answers")
	case t.Key == nil:
		return errors.New("no signer: give WithSigner; WithInsecureUnsigned is the option that accepts unsigned questions")
	case !t.verifies():
		return errors.New("no verifier: give WithVerifier or WithPublishedKeys; WithInsecureUnsigned is the option that accepts unverified answers")
	default:
		return nil
	}
}

func (t Tokens) check() error {
	ways := 0
	for _, given := range []bool{t.Bearer != nil, t.ID != nil, t.Source != nil} {
		if given {
			ways++
		}
	}
	switch {
	case t.Source != nil && (*t.Source == nil || isNil(*t.Source)):
		return errors.New("the token source is nil")
	case ways > 1:
		return errors.New("WithBearerToken, WithClientCredentials and WithTokenSource exclude each other: give one")
	case t.ID == nil && (t.URL != "" || t.Scope != "" || t.Style != nil):
		return errors.New("WithTokenURL, WithTokenStyle and WithScope need WithClientCredentials")
	default:
		return nil
	}
}
