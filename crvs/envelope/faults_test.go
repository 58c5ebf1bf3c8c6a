package envelope_test

import (
	"net/http"
	"testing"

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
