package sandbox_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// encrypts are the dialects that take encrypted questions.
func encrypts() []speech { return speeches()[:3] }

// askEncrypted asks signed and encrypted, and returns the answer as it came.
func (b signedBundle) askEncrypted(t *testing.T, s speech, of asker) (status int, body []byte) {
	t.Helper()
	encrypter, err := envelope.NewEncrypter(b.published(t, s))
	require.NoError(t, err)
	header, message := s.question(time.Now())
	header = bytes.Replace(header, []byte(`"total_count"`), []byte(`"is_msg_encrypted":true,"total_count"`), 1)
	jwe, err := encrypter.Encrypt(t.Context(), "", message)
	require.NoError(t, err)
	w := b.put(t, s.path(), of.sign(t, s.scheme, header, jwe))
	return w.Code, w.Body.Bytes()
}

func (b signedBundle) decrypt(t *testing.T, message []byte) ([]byte, error) {
	t.Helper()
	decrypter, err := envelope.NewDecrypter([]envelope.PrivateKey{b.asker.opening})
	require.NoError(t, err)
	return decrypter.Decrypt(t.Context(), message)
}

func TestAnEncryptedQuestionIsAnsweredEncrypted(t *testing.T) {
	t.Parallel()
	b := setupSigned(t)
	for _, s := range encrypts() {
		t.Run(s.profile, func(t *testing.T) {
			t.Parallel()
			status, body := b.askEncrypted(t, s, b.asker)
			require.Equal(t, http.StatusOK, status, string(body))
			assert.NotContains(t, string(body), "Kumar")
			opened, err := b.verify(t, s, body)
			require.NoError(t, err)
			plain, err := b.decrypt(t, opened.Message)
			require.NoError(t, err)
			assert.Contains(t, string(plain), s.found)
		})
	}
}

func TestWhoPublishesNoKeyForEncryptionGetsNoAnswer(t *testing.T) {
	t.Parallel()
	b := setupSigned(t)
	set, err := envelope.NewKeySet(b.asker.signing.Public())
	require.NoError(t, err)
	require.NoError(t, b.registry.Trust(askerID, set))
	for _, s := range encrypts() {
		status, body := b.askEncrypted(t, s, b.asker)
		assert.NotContains(t, string(body), s.found)
		if s.profile == "dci-1.0" {
			assert.Equal(t, http.StatusBadRequest, status)
			assert.Contains(t, string(body), "err.encryption.invalid")
		} else {
			assert.Equal(t, http.StatusInternalServerError, status)
		}
	}
}

func TestDialectsWithoutEncryptionRefuseIt(t *testing.T) {
	t.Parallel()
	b := setupSigned(t)
	jwe := []byte(`{"header":{"alg":"RSA-OAEP-256","enc":"A256GCM"},"encrypted_key":"a","iv":"a","ciphertext":"a","tag":"a"}`)
	for _, s := range speeches()[3:] {
		header, _ := s.question(time.Now())
		w := b.put(t, s.path(), b.asker.sign(t, s.scheme, header, jwe))
		assert.Contains(t, w.Body.String(), "err.encryption.invalid")
	}
}

func TestEachFaultOfASignatureIsFoundByVerifying(t *testing.T) {
	t.Parallel()
	for _, kind := range []sandbox.FaultKind{
		sandbox.FaultWrongKey, sandbox.FaultTamperedBody, sandbox.FaultAlgNone, sandbox.FaultExpiredSignature, sandbox.FaultDuplicateMembers,
	} {
		b := setupSigned(t)
		_, err := b.registry.Inject(sandbox.Fault{Kind: kind})
		require.NoError(t, err)
		for _, s := range speeches() {
			header, message := s.question(time.Now())
			w := b.put(t, s.path(), b.asker.sign(t, s.scheme, header, message))
			require.Equal(t, http.StatusOK, w.Code)
			_, err := b.verify(t, s, w.Body.Bytes())
			if kind == sandbox.FaultAlgNone && s.scheme == envelope.HTTPSignature {
				require.NoError(t, err, "it has no JWS")
				continue
			}
			assert.Error(t, err, "%s at %s", kind, s.profile)
		}
	}
}

func TestAfterARotationTheNewKeyIsPublishedAndTheOldOneIsNot(t *testing.T) {
	t.Parallel()
	b := setupSigned(t)
	s := speeches()[0]
	before := b.published(t, s)
	_, err := b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultRotation, Calls: 1})
	require.NoError(t, err)
	header, message := s.question(time.Now())
	w := b.put(t, s.path(), b.asker.sign(t, s.scheme, header, message))
	_, err = b.verify(t, s, w.Body.Bytes())
	require.NoError(t, err, "with the keys of now")
	verifier, err := envelope.NewVerifier(s.scheme, before)
	require.NoError(t, err)
	_, err = verifier.Verify(t.Context(), "", envelope.Sealed{Body: w.Body.Bytes()})
	assert.Error(t, err, "with those of before")
}

func TestFaultsOfAnEncryptedAnswer(t *testing.T) {
	t.Parallel()
	for _, kind := range []sandbox.FaultKind{sandbox.FaultWeakJWE, sandbox.FaultPlaintextAnswer} {
		b := setupSigned(t)
		_, err := b.registry.Inject(sandbox.Fault{Kind: kind})
		require.NoError(t, err)
		for _, s := range encrypts() {
			_, body := b.askEncrypted(t, s, b.asker)
			opened, err := b.verify(t, s, body)
			require.NoError(t, err, "it is signed as it is sent")
			_, err = b.decrypt(t, opened.Message)
			require.Error(t, err)
		}
		// In clear there is nothing to spoil.
		hits := b.registry.Faults()[0].Hits
		b.put(t, searchPath, envelope.Join(speeches()[0].question(time.Now())))
		assert.Equal(t, hits, b.registry.Faults()[0].Hits)
	}
}
