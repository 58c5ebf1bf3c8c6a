package envelope_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// requireKind requires that err is ours, of this kind, said by us and printable.
func requireKind(t *testing.T, err error, kind fault.Kind) *fault.Error {
	t.Helper()
	var e *fault.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, kind, e.Kind, "%v", err)
	assert.False(t, e.Peer)
	assert.NotEmpty(t, e.Op)
	assert.NotEmpty(t, e.Message)
	return e
}

// requireBytes requires the very bytes, not only the same JSON.
func requireBytes(t *testing.T, want string, got []byte) {
	t.Helper()
	require.Zero(t, strings.Compare(want, string(got)), "want %s, got %s", want, got)
}

// newKey returns a new key; for RSA, which takes its time, the golden one.
func newKey(tb testing.TB, alg envelope.Algorithm) envelope.PrivateKey {
	tb.Helper()
	switch alg {
	case envelope.RS256, envelope.PS256, envelope.RSAOAEP256:
		return goldenKey(tb, strings.ToLower(string(alg)), alg)
	default:
	}
	key, err := envelope.GenerateKey(alg)
	require.NoError(tb, err)
	return key
}

func keySet(tb testing.TB, keys ...envelope.PrivateKey) *envelope.KeySet {
	tb.Helper()
	var public []envelope.PublicKey
	for _, k := range keys {
		public = append(public, k.Public())
	}
	set, err := envelope.NewKeySet(public...)
	require.NoError(tb, err)
	return set
}

// sent is when every test message is sent.
var sent = time.Date(2027, 3, 4, 5, 6, 7, 0, time.UTC)

const (
	theHeader  = `{"version":"1.0.0","message_id":"m-1","message_ts":"2027-03-04T05:06:07Z","action":"search","status":"succ","sender_id":"crvs.example.org","receiver_id":"spmis.example.org","total_count":1}`
	theMessage = `{"transaction_id":"t-1","search_response":[{"reference_id":"r-1","status":"succ","data":{"reg_records":[{"name":"Жанна ጸሐይ สมชาย مريم 😀","sex":"female","weight":1.50}]}}]}`
)

// registry is the sender of all test messages.
const registry = "crvs.example.org"

func atSent() time.Time { return sent }

func newSigner(tb testing.TB, scheme envelope.Scheme, key envelope.PrivateKey, opts ...envelope.SignerOption) *envelope.Signer {
	tb.Helper()
	s, err := envelope.NewSigner(scheme, key, append([]envelope.SignerOption{envelope.WithSender(registry), envelope.WithSignerClock(atSent)}, opts...)...)
	require.NoError(tb, err)
	return s
}

func newVerifier(tb testing.TB, scheme envelope.Scheme, keys envelope.KeySource, opts ...envelope.VerifierOption) *envelope.Verifier {
	tb.Helper()
	v, err := envelope.NewVerifier(scheme, keys, append([]envelope.VerifierOption{envelope.WithVerifierClock(atSent)}, opts...)...)
	require.NoError(tb, err)
	return v
}

// seal signs the test message.
func seal(tb testing.TB, s *envelope.Signer) envelope.Sealed {
	tb.Helper()
	sealed, err := s.Sign(tb.Context(), []byte(theHeader), []byte(theMessage))
	require.NoError(tb, err)
	return sealed
}
