package sandbox_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// askerID is somebody who signs; strangerID signs too, and is trusted for herself.
const (
	askerID    = "spmis.test"
	strangerID = "stranger.test"
)

// speech is how one dialect that signs is asked and answers.
type speech struct {
	profile  string
	scheme   envelope.Scheme
	criteria string
	found    string // in the answer
}

// speeches are those of every dialect that signs.
func speeches() []speech {
	standard := `{"reg_type":"ns:org:RegistryType:Civil","reg_record_type":"spdci-extensions-dci:Person","reg_event_type":"live_birth","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}}`
	return []speech{
		{"dci-1.0", envelope.JWSAttached, standard, `"birth_date":"1990-05-12"`},
		{"opencrvs-2024", envelope.JWSAttached, `{"reg_type":"ocrvs:registry_type:birth","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}}`, `"birthDate":"1990-05-12"`},
		{"opencrvs-1.9", envelope.JWSAttached, `{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"birth","query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}}`, `"birthDate":"1990-05-12"`},
		{"openspp", envelope.HTTPSignature, standard, `"birth_date":"1990-05-12"`},
		{"openg2p", envelope.JWSDetached, standard, `"birth_date":"1990-05-12"`},
	}
}

func (s speech) path() string {
	base, _ := sandbox.BasePath(s.profile)
	return base + searchPath
}

// question is a header and a message of this moment.
func (s speech) question(at time.Time) (header, message []byte) {
	stamp := at.UTC().Format(time.RFC3339)
	header = fmt.Appendf(nil, `{"version":"1.0.0","message_id":%q,"message_ts":%q,"action":"search","sender_id":%q,"total_count":1}`, rand.Text(), stamp, askerID)
	message = fmt.Appendf(nil, `{"transaction_id":%q,"search_request":[{"reference_id":"r-1","timestamp":%q,"search_criteria":%s}]}`, rand.Text(), stamp, s.criteria)
	return header, message
}

// asker is somebody with keys.
type asker struct {
	id      string
	signing envelope.PrivateKey
	opening envelope.PrivateKey
}

func newAsker(t *testing.T, id string) asker {
	t.Helper()
	signing, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	opening, err := envelope.GenerateKey(envelope.ECDHESA256KW)
	require.NoError(t, err)
	return asker{id: id, signing: signing, opening: opening}
}

func (a asker) keys(t *testing.T) *envelope.KeySet {
	t.Helper()
	set, err := envelope.NewKeySet(a.signing.Public(), a.opening.Public())
	require.NoError(t, err)
	return set
}

func (a asker) sign(t *testing.T, scheme envelope.Scheme, header, message []byte, opts ...envelope.SignerOption) []byte {
	t.Helper()
	signer, err := envelope.NewSigner(scheme, a.signing, append([]envelope.SignerOption{envelope.WithSender(a.id)}, opts...)...)
	require.NoError(t, err)
	sealed, err := signer.Sign(t.Context(), header, message)
	require.NoError(t, err)
	return sealed.Body
}

// signedBundle is a registry that knows the two.
type signedBundle struct {
	bundle

	asker, stranger asker
}

func setupSigned(t *testing.T, opts ...sandbox.Option) signedBundle {
	t.Helper()
	b := signedBundle{asker: newAsker(t, askerID), stranger: newAsker(t, strangerID)}
	b.bundle = setup(t, append(opts,
		sandbox.WithTrust(askerID, b.asker.keys(t)), sandbox.WithTrust(strangerID, b.stranger.keys(t)))...)
	return b
}

// put sends a body and does not judge the answer.
func (b bundle) put(t *testing.T, path string, body []byte) *httptest.ResponseRecorder {
	t.Helper()
	return b.call(t, b.request(t, path, string(body)))
}

// request is one of a body of JSON.
func (b bundle) request(t *testing.T, path, body string) *http.Request {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	return req
}

// published is the key set of a dialect, as the registry publishes it now.
func (b bundle) published(t *testing.T, s speech) *envelope.KeySet {
	t.Helper()
	base, _ := sandbox.BasePath(s.profile)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+"/.well-known/jwks.json", nil)
	w := b.call(t, req)
	set, err := envelope.ParseKeySet(w.Body.Bytes())
	require.NoError(t, err, w.Body.String())
	return set
}

// verify verifies an answer with the keys that the registry publishes.
func (b bundle) verify(t *testing.T, s speech, body []byte) (envelope.Opened, error) {
	t.Helper()
	var opts []envelope.VerifierOption
	if s.scheme == envelope.HTTPSignature {
		opts = append(opts, envelope.WithVerifierNormalForm(envelope.NormalForm{OmitNulls: true}))
	}
	verifier, err := envelope.NewVerifier(s.scheme, b.published(t, s), opts...)
	require.NoError(t, err)
	return verifier.Verify(t.Context(), "", envelope.Sealed{Body: body})
}
