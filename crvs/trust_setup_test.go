package crvs_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	env "github.com/openspmis/dci-crvs-go/crvs/envelope"
)

const keysPath = prefix + "/.well-known/jwks.json"

// testKeys are made once: RSA takes its time.
var testKeys = sync.OnceValue(func() map[string]env.PrivateKey {
	out := make(map[string]env.PrivateKey)
	for name, alg := range map[string]env.Algorithm{
		"ours": env.EdDSA, "theirs": env.ES256, "stranger": env.ES256, "their next": env.ES256,
		"our encryption": env.RSAOAEP256, "their encryption": env.RSAOAEP256, "their next encryption": env.ECDHESA256KW,
	} {
		key, err := env.GenerateKey(alg)
		if err != nil {
			panic(err)
		}
		out[name] = key
	}
	return out
})

func keySet(t *testing.T, names ...string) *env.KeySet {
	t.Helper()
	var public []env.PublicKey
	for _, name := range names {
		public = append(public, testKeys()[name].Public())
	}
	set, err := env.NewKeySet(public...)
	require.NoError(t, err)
	return set
}

// peer is a registry that signs, and encrypts if a question was encrypted.
type peer struct {
	t *testing.T

	verifies *env.Verifier
	signs    *env.Signer
	decrypts *env.Decrypter
	encrypts *env.Encrypter
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	keys := testKeys()
	p := &peer{t: t}
	var err error
	p.verifies, err = env.NewVerifier(env.JWSAttached, keySet(t, "ours"))
	require.NoError(t, err)
	p.signs, err = env.NewSigner(env.JWSAttached, keys["theirs"])
	require.NoError(t, err)
	p.decrypts, err = env.NewDecrypter([]env.PrivateKey{keys["their encryption"]})
	require.NoError(t, err)
	p.encrypts, err = env.NewEncrypter(keySet(t, "our encryption"))
	require.NoError(t, err)
	return p
}

// opens reads the question: it must be signed by us.
func (p *peer) opens(a asked) (asked, bool) {
	opened, err := p.verifies.Verify(context.Background(), "spmis.example", env.Sealed{Body: a.body, Header: a.header})
	if err != nil {
		p.t.Errorf("the question is not signed: %v", err)
		return a, false
	}
	message, encrypted := opened.Message, env.IsEncrypted(opened.Message)
	if encrypted {
		if message, err = p.decrypts.Decrypt(context.Background(), message); !assert.NoError(p.t, err) {
			return a, true
		}
	}
	var m struct {
		TransactionID string `json:"transaction_id"`
		SearchRequest []struct {
			ReferenceID string `json:"reference_id"`
		} `json:"search_request"`
	}
	assert.NoError(p.t, json.Unmarshal(message, &m))
	a.transactionID = m.TransactionID
	a.references = nil
	for _, q := range m.SearchRequest {
		a.references = append(a.references, q.ReferenceID)
	}
	return a, encrypted
}

// signed is an answer of this peer, made of a body with ids to fill in.
func (p *peer) signed(a asked, body string, encrypt bool) []byte {
	parts, err := env.Split([]byte(a.fill(body)))
	if err != nil {
		p.t.Errorf("the answer: %v", err)
		return nil
	}
	if encrypt {
		parts.Message, err = p.encrypts.Encrypt(context.Background(), "spmis.example", parts.Message)
		assert.NoError(p.t, err) //nolint:testifylint // not on the test's goroutine
	}
	sealed, err := p.signs.Sign(context.Background(), parts.Header, parts.Message)
	assert.NoError(p.t, err)
	return sealed.Body
}

// answers signs the body; change may then spoil it.
func (p *peer) answers(body string, change func(sealed []byte) []byte) script {
	return func(w writer, a asked) {
		a, encrypted := p.opens(a)
		sealed := p.signed(a, body, encrypted)
		if change != nil {
			sealed = change(sealed)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(sealed)
	}
}

// dated is an answer with a time in its header.
func dated(at time.Time, items string) string {
	return envelope(`"message_ts":"`+at.UTC().Format(time.RFC3339)+`","status":"succ","total_count":1`, items)
}

func foundAt(at time.Time) string {
	return dated(at, item(0, `"status":"succ",`+data("live_birth", malaRecord)))
}

func noneAt(at time.Time) string {
	return envelope(`"message_ts":"`+at.UTC().Format(time.RFC3339)+`","status":"succ","total_count":0`, "")
}

// trusting is a client that signs and verifies.
func trusting(t *testing.T, r *registry, options ...crvs.Option) *crvs.Client {
	t.Helper()
	all := append([]crvs.Option{
		crvs.WithSender("spmis.example"), crvs.WithReceiver("crvs.example"), crvs.WithHTTPClient(r.httpClient()),
		crvs.WithSigner(testKeys()["ours"]), crvs.WithVerifier(keySet(t, "theirs")),
	}, options...)
	c, err := crvs.New(base, all...)
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// publishes serves a key set.
func publishes(set *env.KeySet) script {
	return func(w writer, _ asked) {
		req, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, keysPath, nil)
		set.ServeHTTP(w, req)
	}
}
