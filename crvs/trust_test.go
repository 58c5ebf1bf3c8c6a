package crvs_test

import (
	"bytes"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	env "github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func TestASignedQuestionGetsASignedAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t)
		reg := start(t, p.answers(foundAt(time.Now()), nil))
		hit, err := trusting(t, reg).Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
	})
}

func TestAnEncryptedQuestionGetsAnEncryptedAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t)
		reg := start(t, p.answers(foundAt(time.Now()), func(sealed []byte) []byte {
			assert.NotContains(t, string(sealed), "Mala")
			return sealed
		}))
		c := trusting(t, reg, crvs.WithEncryption(keySet(t, "their encryption"), testKeys()["our encryption"]))
		hit, err := c.Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Equal(t, "Mala", hit.Person.Name().GivenName())
		sent := reg.requests()[0]
		assert.NotContains(t, string(sent.body), "B90MAY123")
		assert.Contains(t, string(sent.body), `"is_msg_encrypted":true`)
	})
}

// What is wrong with an answer, and the error that it gives. None of them is ever
// "not found".
func TestAnAnswerWhoseSignatureDoesNotHoldIsRefused(t *testing.T) {
	t.Parallel()
	const plain = `"status":"succ"`
	for name, tc := range map[string]struct {
		body   func(now time.Time) string
		change func(p *peer) func([]byte) []byte
		kind   crvs.Kind
		peer   bool
	}{
		"a value beside the signature was changed": {foundAt, func(*peer) func([]byte) []byte {
			return func(b []byte) []byte {
				return bytes.Replace(b, []byte(`"surname":"Kumar"`), []byte(`"surname":"Kumor"`), 1)
			}
		}, crvs.KindSignature, false},
		"a member stands twice beside the signature": {foundAt, func(*peer) func([]byte) []byte {
			return func(b []byte) []byte {
				return bytes.Replace(b, []byte(`"sex":"female"`), []byte(`"sex":"female","sex":"male"`), 1)
			}
		}, crvs.KindProtocol, false},
		"the signature was taken away": {foundAt, unsigned, crvs.KindSignature, false},
		"an empty list is not signed":  {noneAt, unsigned, crvs.KindSignature, false},
		"a stranger signed": {foundAt, func(p *peer) func([]byte) []byte {
			p.signs, _ = env.NewSigner(env.JWSAttached, testKeys()["stranger"])
			return nil
		}, crvs.KindSignature, false},
		"it is an hour old":               {func(now time.Time) string { return foundAt(now.Add(-time.Hour)) }, nil, crvs.KindSignature, false},
		"it is from the future":           {func(now time.Time) string { return foundAt(now.Add(time.Hour)) }, nil, crvs.KindSignature, false},
		"it has no time":                  {func(time.Time) string { return found(malaRecord) }, nil, crvs.KindSignature, false},
		"it answers another time":         {func(now time.Time) string { return replaceTX(foundAt(now), "another") }, nil, crvs.KindProtocol, false},
		"it does not say what it answers": {func(now time.Time) string { return replaceTX(noneAt(now), "") }, nil, crvs.KindProtocol, false},
		"a signed refusal is one": {func(now time.Time) string {
			return dated(now, item(0, `"status":"rjct","status_reason_code":"rjct.search_criteria.invalid"`))
		}, nil, crvs.KindRejected, true},
		"an unsigned refusal is one, for it gives no answer": {func(now time.Time) string {
			return envelope(`"status":"rjct","status_reason_code":"err.request.bad"`, "")
		}, unsigned, crvs.KindRejected, true},
		"an unsigned item that is refused proves nothing": {func(now time.Time) string {
			return envelope(plain, item(0, `"status":"succ"`))
		}, unsigned, crvs.KindSignature, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPeer(t)
				var change func([]byte) []byte
				if tc.change != nil {
					change = tc.change(p)
				}
				reg := start(t, p.answers(tc.body(time.Now()), change))
				e := asError(t, find(t.Context(), trusting(t, reg), malaByBRN()))
				assert.Equal(t, tc.kind, e.Kind, "%v", e)
				assert.Equal(t, tc.peer, e.Peer, "%v", e)
			})
		})
	}
}

// unsigned takes the signature away.
func unsigned(p *peer) func([]byte) []byte {
	return func(b []byte) []byte {
		parts, err := env.Split(b)
		assert.NoError(p.t, err) //nolint:testifylint // not on the test's goroutine
		return env.Join(parts.Header, parts.Message)
	}
}

func replaceTX(body, id string) string {
	return string(bytes.ReplaceAll([]byte(body), []byte("$TX"), []byte(id)))
}

func TestAPlainAnswerToAnEncryptedQuestionIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t)
		plain := func(body string) script {
			return func(w writer, a asked) {
				a, _ = p.opens(a)
				_, _ = w.Write(p.signed(a, body, false))
			}
		}
		reg := start(t, plain(foundAt(time.Now())), plain(noneAt(time.Now())),
			plain(envelope(`"message_ts":"`+time.Now().UTC().Format(time.RFC3339)+`","status":"rjct","status_reason_code":"err.encryption.invalid"`, "")))
		c := trusting(t, reg, crvs.WithEncryption(keySet(t, "their encryption"), testKeys()["our encryption"]))
		for range 2 {
			e := asError(t, find(t.Context(), c, malaByBRN()))
			assert.Equal(t, crvs.KindEncryption, e.Kind, "%v", e)
			assert.False(t, e.Peer)
		}
		e := asError(t, find(t.Context(), c, malaByBRN()))
		assert.Equal(t, crvs.KindEncryption, e.Kind)
		assert.True(t, e.Peer, "the registry's own refusal is handed on")
	})
}

func TestAClientDoesNotConstructWithoutTrustUnlessToldSo(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	set := keySet(t, "theirs", "their encryption")
	for name, tc := range map[string]struct {
		options []crvs.Option
		says    string
	}{
		"nothing":                          {nil, "no signer and no verifier"},
		"a signer alone":                   {[]crvs.Option{crvs.WithSigner(keys["ours"])}, "no verifier"},
		"a verifier alone":                 {[]crvs.Option{crvs.WithVerifier(set)}, "no signer"},
		"two verifiers":                    {[]crvs.Option{crvs.WithSigner(keys["ours"]), crvs.WithVerifier(set), crvs.WithPublishedKeys()}, "exclude each other"},
		"a key that is not for signatures": {[]crvs.Option{crvs.WithSigner(keys["our encryption"]), crvs.WithVerifier(set)}, "sign"},
		"encryption without a key of ours": {[]crvs.Option{crvs.WithSigner(keys["ours"]), crvs.WithVerifier(set), crvs.WithEncryption(set)}, "needs a key of ours"},
		"a system without signatures":      {[]crvs.Option{crvs.WithProfile(profile.BareCRVS()), crvs.WithSigner(keys["ours"]), crvs.WithVerifier(set)}, "has no signatures"},
		"a system without encryption":      {[]crvs.Option{crvs.WithProfile(profile.OpenG2P()), crvs.WithSigner(keys["ours"]), crvs.WithVerifier(set), crvs.WithEncryption(set, keys["our encryption"])}, "takes no encrypted questions"},
		"an http-signature by another key": {[]crvs.Option{crvs.WithProfile(profile.OpenSPP()), crvs.WithSigner(keys["theirs"]), crvs.WithVerifier(set)}, "EdDSA"},
		"published keys over plain http":   {[]crvs.Option{crvs.WithSigner(keys["ours"]), crvs.WithPublishedKeys()}, "https"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := crvs.New(base, append([]crvs.Option{crvs.WithSender("spmis.example"), crvs.WithReceiver("crvs.example")}, tc.options...)...)
			e := asError(t, err)
			assert.Equal(t, crvs.KindInvalid, e.Kind)
			assert.Contains(t, e.Error(), tc.says)
		})
	}
}

// A rotation in the middle of much work costs one fetch.
func TestAfterARotationTheKeySetIsFetchedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		before, after := newPeer(t), newPeer(t)
		var err error
		after.signs, err = env.NewSigner(env.JWSAttached, testKeys()["their next"])
		require.NoError(t, err)
		first := before.answers(foundAt(time.Now()), nil)
		reg := start(t, first, after.answers(foundAt(time.Now()), nil)).
			on(keysPath, publishes(keySet(t, "theirs")), publishes(keySet(t, "theirs", "their next")))
		c, err := crvs.New(base, crvs.WithSender("spmis.example"), crvs.WithReceiver("crvs.example"), crvs.WithHTTPClient(reg.httpClient()),
			crvs.WithSigner(testKeys()["ours"]), crvs.WithPublishedKeys(), crvs.WithInsecurePlainHTTP())
		require.NoError(t, err)
		t.Cleanup(c.CloseIdleConnections)
		require.NoError(t, find(t.Context(), c, malaByBRN()))

		var all sync.WaitGroup
		for range 1000 {
			all.Go(func() { assert.NoError(t, find(t.Context(), c, malaByBRN())) })
		}
		all.Wait()
		fetches := 0
		for _, a := range reg.all() {
			if a.path == keysPath {
				fetches++
			}
		}
		assert.Equal(t, 2, fetches)
	})
}

// OpenCRVS makes new keys at every start, and answers 500 to what it cannot
// decrypt.
func TestARegistryThatWasStartedAgainIsAskedWithItsNewKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t)
		var err error
		p.decrypts, err = env.NewDecrypter([]env.PrivateKey{testKeys()["their next encryption"]})
		require.NoError(t, err)
		answered := func(w writer, a asked) {
			opened, err := p.verifies.Verify(t.Context(), "spmis.example", env.Sealed{Body: a.body})
			assert.NoError(t, err) //nolint:testifylint // not on the test's goroutine
			if _, err := p.decrypts.Decrypt(t.Context(), opened.Message); err != nil {
				http.Error(w, `{"error":{"code":500,"message":"Internal Server Error"}}`, http.StatusInternalServerError)
				return
			}
			p.answers(foundAt(time.Now()), nil)(w, a)
		}
		reg := start(t, answered).on(keysPath,
			publishes(keySet(t, "theirs", "their encryption")), publishes(keySet(t, "theirs", "their next encryption")))
		c, err := crvs.New(base, crvs.WithSender("spmis.example"), crvs.WithHTTPClient(reg.httpClient()), crvs.WithInsecurePlainHTTP(),
			crvs.WithSigner(testKeys()["ours"]), crvs.WithPublishedKeys(), crvs.WithEncryption(nil, testKeys()["our encryption"]),
			crvs.WithRetry(crvs.Retry{MaxAttempts: 1}))
		require.NoError(t, err)
		t.Cleanup(c.CloseIdleConnections)
		require.NoError(t, find(t.Context(), c, malaByBRN()))
		sent := reg.requests()
		require.Len(t, sent, 2)
		assert.NotEqual(t, sent[0].messageID, sent[1].messageID, "after an answer it is a new message")
	})
}

func TestMissingKeysAreNotReportedAsAForgery(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t)
		reg := start(t, p.answers(foundAt(time.Now()), nil)).on(keysPath, says(503, "down"))
		c, err := crvs.New(base, crvs.WithSender("spmis.example"), crvs.WithHTTPClient(reg.httpClient()), crvs.WithInsecurePlainHTTP(),
			crvs.WithSigner(testKeys()["ours"]), crvs.WithPublishedKeys())
		require.NoError(t, err)
		t.Cleanup(c.CloseIdleConnections)
		err = find(t.Context(), c, malaByBRN())
		e := asError(t, err)
		assert.Equal(t, crvs.KindUnavailable, e.Kind)
		assert.True(t, e.Retryable())
		require.NotErrorIs(t, err, crvs.ErrSignature)
	})
}
