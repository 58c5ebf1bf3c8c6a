package envelope_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// keeping returns the option, which also hands out the config that it is applied
// to. No caller can name the type of that config, but type inference lets one keep
// a pointer to it, and so apply another option when the value is long in use.
func keeping[C any, O ~func(*C)](option O) (O, func(later O)) {
	var kept *C
	keeps := func(c *C) {
		kept = c
		option(c)
	}
	return keeps, func(later O) { later(kept) }
}

func TestAnOptionAppliedLaterDoesNotChangeASigner(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	option, apply := keeping(envelope.WithSender(registry))
	s := newSigner(t, envelope.HTTPSignature, key, option)
	before := seal(t, s)
	apply(envelope.WithSender("another"))
	apply(envelope.WithLifetime(time.Hour))
	apply(envelope.WithFilledHeader("locale"))
	apply(envelope.WithSignerNormalForm(envelope.NormalForm{OmitNulls: true}))
	apply(envelope.WithSignerClock(nil))
	requireBytes(t, string(before.Body), seal(t, s).Body)
}

func TestAnOptionAppliedLaterDoesNotChangeAVerifier(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	sealed := seal(t, newSigner(t, envelope.JWSAttached, key))
	option, apply := keeping(envelope.WithMaxAge(time.Minute))
	strict, err := envelope.NewVerifier(envelope.JWSAttached, keySet(t, key), option,
		envelope.WithVerifierClock(func() time.Time { return sent.Add(time.Hour) }))
	require.NoError(t, err)
	apply(envelope.WithoutAgeLimit())
	_, err = strict.Verify(t.Context(), registry, sealed)
	requireForged(t, err, "older than 1m0s")

	option, apply = keeping(envelope.WithMaxAge(time.Minute))
	open := newVerifier(t, envelope.JWSAttached, keySet(t, key), option)
	apply(envelope.WithAlgorithms(envelope.RS256))
	apply(envelope.WithMaxBytes(1))
	apply(envelope.WithVerifierClock(nil))
	_, err = open.Verify(t.Context(), registry, sealed)
	require.NoError(t, err)
}

func TestAnOptionAppliedLaterDoesNotChangeADecrypter(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.ECDHESA256KW)
	option, apply := keeping(envelope.WithForms(envelope.ProtectedHeader))
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{key}, option)
	require.NoError(t, err)
	apply(envelope.WithForms(envelope.UnprotectedHeader))
	apply(envelope.WithDecryptionAlgorithms())
	apply(envelope.WithMaxPlaintext(1))
	usual, ours := encrypted(t, key, envelope.ProtectedHeader), encrypted(t, key, envelope.UnprotectedHeader)
	_, err = d.Decrypt(t.Context(), usual)
	require.NoError(t, err)
	_, err = d.Decrypt(t.Context(), ours)
	requireKind(t, err, fault.KindEncryption)
}

// encrypted is the test message, encrypted to the key in this form.
func encrypted(t *testing.T, key envelope.PrivateKey, form envelope.JWEForm) []byte {
	t.Helper()
	e, err := envelope.NewEncrypter(keySet(t, key), envelope.WithForm(form))
	require.NoError(t, err)
	out, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
	require.NoError(t, err)
	return out
}

func TestAnOptionAppliedLaterDoesNotChangeAnEncrypter(t *testing.T) {
	t.Parallel()
	option, apply := keeping(envelope.WithForm(envelope.ProtectedHeader))
	e, err := envelope.NewEncrypter(keySet(t, newKey(t, envelope.ECDHESA256KW)), option)
	require.NoError(t, err)
	apply(envelope.WithForm(envelope.UnprotectedHeader))
	apply(envelope.WithEncryptionAlgorithms(envelope.RSAOAEP256))
	out, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
	require.NoError(t, err)
	var got struct{ Protected string }
	require.NoError(t, json.Unmarshal(out, &got))
	assert.NotEmpty(t, got.Protected)
}

func TestAnOptionAppliedLaterDoesNotChangeWhereKeysAreFetched(t *testing.T) {
	t.Parallel()
	const url, sender = "http://crvs.example.org/jwks.json", "http://crvs.example.org"
	p := publish(t, keySet(t, newKey(t, envelope.EdDSA)))
	ours := envelope.WithHTTPClient(&http.Client{Transport: p.l.Transport()})
	stray := envelope.WithHTTPClient(&http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		t.Error("keys were fetched through a client that was given too late")
		return nil, http.ErrUseLastResponse
	})})

	option, apply := keeping(ours)
	r, err := envelope.NewRemoteKeys(url, option, envelope.WithInsecureHTTP())
	require.NoError(t, err)
	apply(stray)
	apply(envelope.WithFetchTimeout(-1))
	require.NoError(t, r.Refresh(t.Context()))

	// Senders make the source of a sender's keys only when one asks.
	option, apply = keeping(ours)
	fetched, applyToSenders := keeping(envelope.WithFetchedSenders(option, envelope.WithInsecureHTTP()))
	s, err := envelope.NewSenders(nil, fetched)
	require.NoError(t, err)
	apply(stray)
	applyToSenders(envelope.WithFetchedSenders(stray))
	_, err = s.FindKeys(t.Context(), envelope.KeyQuery{Sender: sender, Use: envelope.UseSignature})
	require.NoError(t, err)
}

// What an option was made of may be changed before and after the constructor.
func TestAnOptionCopiesTheSliceThatItIsGiven(t *testing.T) {
	t.Parallel()
	ed, ec := newKey(t, envelope.EdDSA), newKey(t, envelope.ECDHESA256KW)

	members := []string{"meta"}
	fill := envelope.WithFilledHeader(members...)
	members[0] = "locale"
	assert.Contains(t, string(seal(t, newSigner(t, envelope.HTTPSignature, ed, fill)).Body), `"meta":null`)

	algs := []envelope.Algorithm{envelope.EdDSA}
	accepted := envelope.WithAlgorithms(algs...)
	algs[0] = envelope.RS256
	_, err := newVerifier(t, envelope.JWSAttached, keySet(t, ed), accepted).Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, ed)))
	require.NoError(t, err)

	forms, algs := []envelope.JWEForm{envelope.UnprotectedHeader}, []envelope.Algorithm{envelope.ECDHESA256KW}
	read, decrypts, encrypts := envelope.WithForms(forms...), envelope.WithDecryptionAlgorithms(algs...), envelope.WithEncryptionAlgorithms(algs...)
	forms[0], algs[0] = envelope.ProtectedHeader, envelope.RSAOAEP256
	e, err := envelope.NewEncrypter(keySet(t, ec), encrypts)
	require.NoError(t, err)
	message, err := e.Encrypt(t.Context(), registry, []byte(theMessage))
	require.NoError(t, err)
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{ec}, read, decrypts)
	require.NoError(t, err)
	_, err = d.Decrypt(t.Context(), message)
	require.NoError(t, err)

	remotes := []envelope.RemoteOption{envelope.WithFetchTimeout(time.Second)}
	fetched := envelope.WithFetchedSenders(remotes...)
	remotes[0] = nil
	_, err = envelope.NewSenders(nil, fetched)
	require.NoError(t, err)
}

func TestAnOptionThatIsNilIsNamedByItsPlace(t *testing.T) {
	t.Parallel()
	ed, ec := newKey(t, envelope.EdDSA), newKey(t, envelope.ECDHESA256KW)
	for says, construct := range map[string]func() (any, error){
		"NewSigner: option 3 is nil": func() (any, error) {
			return envelope.NewSigner("", ed, envelope.WithSender(registry), envelope.WithLifetime(time.Hour), nil)
		},
		"NewVerifier: option 2 is nil":   func() (any, error) { return envelope.NewVerifier("", keySet(t, ed), envelope.WithoutAgeLimit(), nil) },
		"NewDecrypter: option 1 is nil":  func() (any, error) { return envelope.NewDecrypter([]envelope.PrivateKey{ec}, nil) },
		"NewEncrypter: option 1 is nil":  func() (any, error) { return envelope.NewEncrypter(keySet(t, ec), nil) },
		"NewRemoteKeys: option 2 is nil": func() (any, error) { return envelope.NewRemoteKeys(keysURL, envelope.WithOutage(0), nil) },
		"NewSenders: option 1 is nil":    func() (any, error) { return envelope.NewSenders(nil, nil) },
		"WithFetchedSenders: option 2 is nil": func() (any, error) {
			return envelope.NewSenders(nil, envelope.WithFetchedSenders(envelope.WithInsecureHTTP(), nil))
		},
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			got, err := construct()
			requireKind(t, err, fault.KindInvalid)
			require.ErrorContains(t, err, says)
			assert.Nil(t, got, "what is not made is nil")
		})
	}
}

func TestOfTwoOptionsThatSetTheSameThingTheLastHolds(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	sealed := seal(t, newSigner(t, envelope.JWSAttached, key))
	late := envelope.WithVerifierClock(func() time.Time { return sent.Add(time.Hour) })
	for name, tt := range map[string]struct {
		opts []envelope.VerifierOption
		says string // "" where the message is taken
	}{
		"a shorter age after a longer one": {[]envelope.VerifierOption{envelope.WithMaxAge(2 * time.Hour), envelope.WithMaxAge(time.Minute)}, "older than 1m0s"},
		"a longer age after a shorter one": {[]envelope.VerifierOption{envelope.WithMaxAge(time.Minute), envelope.WithMaxAge(2 * time.Hour)}, ""},
		"an age after none":                {[]envelope.VerifierOption{envelope.WithoutAgeLimit(), envelope.WithMaxAge(time.Minute)}, "older than 1m0s"},
		"none after an age":                {[]envelope.VerifierOption{envelope.WithMaxAge(time.Minute), envelope.WithoutAgeLimit()}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := envelope.NewVerifier(envelope.JWSAttached, keySet(t, key), append(tt.opts, late)...)
			require.NoError(t, err)
			_, err = v.Verify(t.Context(), registry, sealed)
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			requireForged(t, err, tt.says)
		})
	}
}
