package session

import (
	"context"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// newTransport returns the transport with its source of tokens.
func (o Options) newTransport(base string) (*transport.Client, error) {
	t := o.Transport
	if t.TokenHeader == (profile.TokenHeader{}) {
		t.TokenHeader = o.Profile.TokenHeader
	}
	switch {
	case o.Tokens.Bearer != nil:
		t.Tokens = transport.StaticToken(*o.Tokens.Bearer)
	case o.Tokens.Source != nil:
		t.Tokens = transport.NewSource(*o.Tokens.Source)
	case o.Tokens.ID != nil:
		source, err := o.clientCredentials(base, t)
		if err != nil {
			return nil, err
		}
		t.Tokens = source
	}
	return transport.New(t)
}

func (o Options) clientCredentials(base string, t transport.Options) (*transport.ClientCredentials, error) {
	credentials := transport.Credentials{ID: *o.Tokens.ID, Secret: *o.Tokens.Secret, URL: o.Tokens.URL, Style: o.Profile.Token}
	if o.Tokens.Style != nil {
		credentials.Style = *o.Tokens.Style
	}
	if o.Tokens.Scope != "" {
		credentials.Style.Scope = o.Tokens.Scope
	}
	if credentials.URL == "" {
		path := credentials.Style.Path
		if path == "" {
			path = profile.DefaultTokenPath
		}
		credentials.URL = base + path
	}
	if !transport.SameServer(base, credentials.URL) { // what a mediator may see is not everybody's
		t.Username, t.Password = "", ""
		t.Header = t.Header.Clone()
		t.Header.Del("Authorization")
	}
	credentials.Fetching = o.fetching("token")
	return transport.NewClientCredentials(t, credentials)
}

// fetching is Fetching of one thing, nil if nobody is to be told.
func (o Options) fetching(what string) func(context.Context) (context.Context, func(error)) {
	if o.Fetching == nil {
		return nil
	}
	return func(ctx context.Context) (context.Context, func(error)) { return o.Fetching(ctx, what) }
}

// trust makes what messages are signed, verified, encrypted and decrypted with.
func (s *Session) trust() (err error) {
	o, t := s.options, s.options.Trust
	if t.Published || t.Encrypts && t.ReceiverKeys == nil {
		if s.published, err = s.publishedKeys(); err != nil {
			return err
		}
	}
	if t.Key != nil {
		options := append([]envelope.SignerOption{envelope.WithSender(o.Sender)}, t.SignerOptions...)
		if s.signer, err = envelope.NewSigner(o.Profile.Signing, *t.Key, options...); err != nil {
			return err
		}
	}
	keys := t.Keys
	if t.Published {
		keys = s.published
	}
	verifier, err := NewVerifier(o.Profile, o.Profile.AnswerForm, keys, t.VerifierOptions...)
	if err != nil {
		return err
	}
	decrypter, err := s.encryption()
	s.opener = envelope.NewOpener(verifier, decrypter)
	return err
}

// NewVerifier returns the verifier of what a registry of this profile signs in this
// form with one of the keys; nil without keys.
func NewVerifier(p profile.Profile, form envelope.NormalForm, keys envelope.KeySource, options ...envelope.VerifierOption) (*envelope.Verifier, error) {
	if keys == nil {
		return nil, nil //nolint:nilnil // nothing is verified
	}
	var own []envelope.VerifierOption
	if form != (envelope.NormalForm{}) {
		own = append(own, envelope.WithVerifierNormalForm(form))
	}
	return envelope.NewVerifier(p.Signing, keys, append(own, options...)...)
}

// encryption makes the encrypter, and the decrypter for what answers it.
func (s *Session) encryption() (*envelope.Decrypter, error) {
	t := s.options.Trust
	if !t.Encrypts {
		return nil, nil //nolint:nilnil // nothing is decrypted
	}
	receiver := t.ReceiverKeys
	if receiver == nil {
		receiver = s.published
	}
	var err error
	if s.encrypter, err = envelope.NewEncrypter(receiver); err != nil {
		return nil, err
	}
	return envelope.NewDecrypter(t.OwnKeys)
}

func (s *Session) publishedKeys() (*envelope.RemoteKeys, error) {
	path, err := s.options.Profile.Path(profile.VerbKeys)
	if err != nil {
		return nil, err
	}
	options := []envelope.RemoteOption{envelope.WithFetching(s.options.fetching("keys"))}
	if s.options.Transport.HTTPClient != nil {
		options = append(options, envelope.WithHTTPClient(s.options.Transport.HTTPClient))
	}
	if s.options.Transport.InsecurePlainHTTP {
		options = append(options, envelope.WithInsecureHTTP())
	}
	return envelope.NewRemoteKeys(s.base+path, options...)
}
