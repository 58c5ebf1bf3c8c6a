package envelope_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// An http-signature names its sender, which must not choose the keys.
func TestAMessageDoesNotSayWhoseKeysVerifyIt(t *testing.T) {
	t.Parallel()
	mine, others := newKey(t, envelope.EdDSA), newKey(t, envelope.EdDSA)
	sealed := seal(t, envelopeSigner(t, others, "b"))
	senders, err := envelope.NewSenders(map[string]envelope.KeySource{"a": keySet(t, mine), "b": keySet(t, others)})
	require.NoError(t, err)
	v := newVerifier(t, envelope.HTTPSignature, senders)
	_, err = v.Verify(t.Context(), "b", sealed)
	require.NoError(t, err, "it is asked of b")
	for _, asked := range []string{"", "a", "c", "B", " b"} {
		_, err = v.Verify(t.Context(), asked, sealed)
		requireKind(t, err, fault.KindSignature)
	}
	_, err = newVerifier(t, envelope.HTTPSignature, keySet(t, others)).Verify(t.Context(), "", sealed)
	require.NoError(t, err, "one key set is somebody")
	for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.JWSDetachedHeader} {
		sealed := seal(t, newSigner(t, scheme, others))
		_, err = newVerifier(t, scheme, senders).Verify(t.Context(), "", sealed)
		requireKind(t, err, fault.KindSignature)
	}
}

func envelopeSigner(t *testing.T, key envelope.PrivateKey, sender string) *envelope.Signer {
	t.Helper()
	s, err := envelope.NewSigner(envelope.HTTPSignature, key, envelope.WithSender(sender), envelope.WithSignerClock(atSent))
	require.NoError(t, err)
	return s
}

type panics struct{}

func (panics) RoundTrip(*http.Request) (*http.Response, error) { panic("Secret-1") }

func TestAPanicOfTheCallersTransportEndsNoProgramButTheFetch(t *testing.T) {
	t.Parallel()
	keys, err := envelope.NewRemoteKeys("https://crvs.example.org/jwks.json", envelope.WithHTTPClient(&http.Client{Transport: panics{}}))
	require.NoError(t, err)
	e := requireKind(t, keys.Refresh(t.Context()), fault.KindUnavailable)
	require.ErrorContains(t, e, "panicked with a string")
	require.NotContains(t, e.Error(), "Secret")
	require.False(t, e.Retryable())
}

// with is the JWK of a key with other members.
func with(t *testing.T, key envelope.PrivateKey, old, members string) []byte {
	t.Helper()
	jwk, err := key.Public().MarshalJSON()
	require.NoError(t, err)
	require.Contains(t, string(jwk), old)
	return []byte(strings.Replace(string(jwk), old, members, 1))
}

// What its owner has taken back, or not given yet, signs nothing.
func TestAKeyThatIsNotValidNowIsNotFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		members    string
		skipped    int
		now, later bool // whether it is found, and an hour later
	}{
		{`"exp":946684799,`, 0, false, false}, // a second before the time of a bubble
		{`"exp":946684800,`, 0, false, false},
		{`"exp":946684801,`, 0, true, false},
		{`"exp":9.46684799e8,`, 0, false, false},
		{`"exp":4102444800000,`, 0, true, true}, // in milliseconds
		{`"nbf":946684801,`, 0, false, true},
		{`"nbf":946684800,"exp":946692000,`, 0, true, true},
		{`"nbf":null,"exp":null,"revoked":null,`, 0, true, true},
		{`"revoked":{"revoked_at":1,"reason":"compromised"},`, 1, false, false},
		{`"revoked":true,`, 1, false, false},
		{`"exp":"2099-01-01",`, 1, false, false}, // nobody knows when that is
		{`"nbf":-1,`, 1, false, false},
		{`"exp":1e999,`, 1, false, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			good := newKey(t, envelope.EdDSA)
			set, err := envelope.ParseKeySet(with(t, good, `"use"`, tt.members+`"use"`))
			require.NoError(t, err)
			assert.Equal(t, tt.skipped, set.Skipped(), tt.members)
			assert.Equal(t, tt.now, find(t, set, good) == nil, tt.members)
			after(t, time.Hour)
			assert.Equal(t, tt.later, find(t, set, good) == nil, tt.members)
		})
	}
}

// A key that says by its operations alone what it is for is used for that.
func TestTheOperationsOfAKeySayWhatItIsFor(t *testing.T) {
	t.Parallel()
	for ops, want := range map[string]struct{ signs, encrypts bool }{
		`"key_ops":["verify"],`:               {true, false},
		`"key_ops":["encrypt"],`:              {false, true},
		`"key_ops":["wrapKey","encrypt"],`:    {false, true},
		`"key_ops":["verify","encrypt"],`:     {true, true},
		`"key_ops":["sign"],`:                 {false, false},
		`"key_ops":[],`:                       {false, false},
		`"key_ops":null,"use":null,`:          {true, true},
		`"alg":null,"d":null,"x5c":["AAAA"],`: {true, true}, // how some programs write what is not there
		``:                                    {true, true},
	} {
		key := newKey(t, envelope.RS256)
		jwk := with(t, key, `"use":"sig",`, ops)
		set, err := envelope.ParseKeySet([]byte(strings.Replace(string(jwk), `"alg":"RS256",`, "", 1)))
		require.NoError(t, err)
		_, err = set.FindKeys(t.Context(), envelope.KeyQuery{KeyID: key.KeyID(), Algorithm: envelope.RS256, Use: envelope.UseSignature})
		assert.Equal(t, want.signs, err == nil, ops)
		_, err = set.FindKeys(t.Context(), envelope.KeyQuery{Algorithm: envelope.RSAOAEP256, Use: envelope.UseEncryption})
		assert.Equal(t, want.encrypts, err == nil, ops)
	}
}
