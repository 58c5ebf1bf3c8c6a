package session_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/session"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

const secret = "s3cr3t-pa55"

func TestNewRefusesAMalformedBaseURL(t *testing.T) {
	t.Parallel()
	for url, says := range map[string]string{
		"":                                      "must begin with https://",
		"registry.example":                      "must begin with https://",
		"ftp://registry.example":                "must begin with https://",
		"https://":                              "must begin with https://",
		"https://:8443/dci":                     "must begin with https://",
		"https://registry.example/%zz":          "malformed",
		"https://u:" + secret + "@r.ex/":        "user or a password",
		"https://registry.example/?k=" + secret: "query or a fragment",
		"https://registry.example/?":            "query or a fragment",
		"https://registry.example/#x":           "query or a fragment",
	} {
		_, err := session.New(url, open())
		e := requireKind(t, err, fault.KindInvalid)
		assert.Equal(t, "new", e.Op)
		assert.Contains(t, err.Error(), says, url)
		assert.NotContains(t, err.Error(), secret)
	}
	_, err := session.New(base+"//", open())
	require.NoError(t, err)
}

func TestNewSaysWhatIsWrongWithTheOptions(t *testing.T) {
	t.Parallel()
	signing, encrypting := newKey(t, envelope.EdDSA), newKey(t, envelope.ECDHESA256KW)
	set := keySet(t, signing, encrypting)
	own := secret
	for _, c := range []struct {
		name, says string
		kind       fault.Kind // invalid if not given
		with       func(*session.Options)
	}{
		{name: "no sender", says: "sender_id (WithSender) is required", with: func(o *session.Options) { o.Sender = "" }},
		{name: "a sender of two lines", says: "sender_id", with: func(o *session.Options) { o.Sender = "a\nb" }},
		{name: "a receiver of two lines", says: "receiver_id", with: func(o *session.Options) { o.Receiver = "a\nb" }},
		{name: "a callback URL that is malformed", says: "sender_uri", with: func(o *session.Options) { o.CallbackURL = secret }},
		{name: "a callback URL with a password", says: "sender_uri (WithCallbackURL) holds a user or a password", with: func(o *session.Options) { o.CallbackURL = "https://mis:" + secret + "@mis.example/dci" }},
		{name: "a callback URL with a user", says: "holds a user or a password", with: func(o *session.Options) { o.CallbackURL = "https://" + secret + "@mis.example/dci" }},
		{name: "a token URL that is malformed", says: "token URL", with: func(o *session.Options) { o.Tokens.ID, o.Tokens.Secret, o.Tokens.URL = &own, &own, secret }},

		{name: "two sources of keys", says: "exclude each other", with: func(o *session.Options) { o.Trust.Keys, o.Trust.Published = set, true }},
		{name: "a signer where nothing is signed", says: "has no signatures", with: func(o *session.Options) { o.Profile.Signing, o.Trust.Key = "", &signing }},
		{name: "a verifier where nothing is signed", says: "has no signatures", with: func(o *session.Options) { o.Profile.Signing, o.Trust.Keys = "", set }},
		{name: "encryption where none is taken", says: "no encrypted questions", with: func(o *session.Options) {
			o.Profile.Encrypts, o.Trust.Encrypts = false, true
		}},
		{name: "encryption without a key of ours", says: "needs a key of ours", with: func(o *session.Options) { o.Trust.Encrypts = true }},
		{name: "encryption with a key for signing", says: "decrypting needs private keys", with: func(o *session.Options) {
			o.Trust.Encrypts, o.Trust.ReceiverKeys, o.Trust.OwnKeys = true, set, []envelope.PrivateKey{signing}
		}},
		{name: "neither signer nor verifier", says: "no signer and no verifier", with: func(o *session.Options) { o.InsecureUnsigned = false }},
		{name: "no signer", says: "no signer", with: func(o *session.Options) { o.InsecureUnsigned, o.Trust.Keys = false, set }},
		{name: "no verifier", says: "no verifier", with: func(o *session.Options) { o.InsecureUnsigned, o.Trust.Key = false, &signing }},
		{name: "a signer with a key for encryption", says: "signing needs a private key", with: func(o *session.Options) { o.Trust.Key = &encrypting }},
		{name: "published keys that the registry does not have", says: "it does not offer keys", kind: fault.KindUnsupported, with: func(o *session.Options) {
			o.Trust.Published = true
			delete(o.Profile.Paths, profile.VerbKeys)
		}},

		{name: "a token and client credentials", says: "exclude each other", with: func(o *session.Options) { o.Tokens.Bearer, o.Tokens.ID, o.Tokens.Secret = &own, &own, &own }},
		{name: "a scope without credentials", says: "need WithClientCredentials", with: func(o *session.Options) { o.Tokens.Scope = "s" }},
		{name: "a token URL without credentials", says: "need WithClientCredentials", with: func(o *session.Options) { o.Tokens.URL = base }},
		{name: "a token style without credentials", says: "need WithClientCredentials", with: func(o *session.Options) { o.Tokens.Style = &profile.TokenStyle{} }},
		{name: "credentials without a secret", says: "client secret is empty", with: func(o *session.Options) { none := ""; o.Tokens.ID, o.Tokens.Secret = &own, &none }},
		{name: "a header with a line break", says: "control character", with: func(o *session.Options) {
			o.Transport.Header = http.Header{"X-Key": {secret + "\r\nHost: x"}}
		}},
		{name: "a negative timeout", says: "negative", with: func(o *session.Options) { o.Transport.Timeout = -1 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open()
			c.with(&o)
			s, err := session.New(base, o)
			kind := c.kind
			if kind == "" {
				kind = fault.KindInvalid
			}
			requireKind(t, err, kind)
			assert.Nil(t, s)
			assert.Contains(t, err.Error(), c.says)
			assert.NotContains(t, err.Error(), secret)
		})
	}
}

func TestNewRefusesCredentialsOverPlainHTTP(t *testing.T) {
	t.Parallel()
	token := secret
	o := open()
	o.Tokens.Bearer = &token
	_, err := session.New("http://registry.example", o)
	requireKind(t, err, fault.KindInvalid)
	assert.NotContains(t, err.Error(), secret)
	o.Transport.InsecurePlainHTTP = true
	_, err = session.New("http://registry.example", o)
	require.NoError(t, err)
}

// everySecret are options in which every secret that a session can hold stands.
func everySecret(t *testing.T) (o session.Options, secrets []string) {
	t.Helper()
	signing, encrypting := newKey(t, envelope.EdDSA), newKey(t, envelope.ECDHESA256KW)
	o = open()
	id, pw := "id-"+secret, "pw-"+secret
	o.Tokens = session.Tokens{ID: &id, Secret: &pw, URL: base + "/token-" + secret, Style: &profile.TokenStyle{Extra: map[string]string{"x": "extra-" + secret}}}
	o.Trust = session.Trust{Key: &signing, Keys: keySet(t, signing), Encrypts: true, ReceiverKeys: keySet(t, encrypting), OwnKeys: []envelope.PrivateKey{encrypting}}
	o.Transport = transport.Options{
		Username: "u-" + secret, Password: "basic-" + secret,
		Header: http.Header{"X-Api-Key": {"key-" + secret}}, TokenHeader: profile.TokenHeader{Name: "X-Token"},
	}
	return o, []string{secret, id, pw}
}

func TestASessionAndItsOptionsPrintNoSecret(t *testing.T) {
	t.Parallel()
	o, secrets := everySecret(t)
	s := newSession(t, o)
	for name, value := range map[string]any{"session": s, "a copy of it": *s, "options": o, "a pointer to them": &o, "its tokens": o.Tokens, "its trust": o.Trust} {
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", slog.Any("value", value))
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", slog.Any("value", value))
		texts := []string{fmt.Sprint(value), log.String()}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			texts = append(texts, fmt.Sprintf(verb, value))
		}
		for _, text := range texts {
			for _, word := range append(secrets, fmt.Sprintf("%x", secret)) {
				assert.NotContains(t, text, word, name)
			}
		}
	}
	assert.Equal(t, "[session] [session options]", fmt.Sprintf("%v %+v", s, o))
}

func TestWhatMustNotBeQuotedIsEveryCredentialThatWasGiven(t *testing.T) {
	t.Parallel()
	o, _ := everySecret(t)
	o.Transport.Header.Add("X-Proxy", "Basic dXNlcjpwdw==")
	got := newSession(t, o).Secrets(nil)
	assert.ElementsMatch(t, []string{
		"basic-" + secret, o.Transport.Basic(), "pw-" + secret, "key-" + secret, "key-" + secret, "Basic dXNlcjpwdw==", "dXNlcjpwdw==",
	}, got)

	bearer := "bearer-" + secret
	o = open()
	o.Tokens.Bearer = &bearer
	assert.Equal(t, []string{bearer}, newSession(t, o).Secrets(nil))
	assert.Empty(t, newSession(t, open()).Secrets(nil))
}
