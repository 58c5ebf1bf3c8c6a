package sandbox_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

func TestASignedQuestionIsAnsweredSigned(t *testing.T) {
	t.Parallel()
	b := setupSigned(t, sandbox.WithSignatures(sandbox.SignaturesRequired))
	for _, s := range speeches() {
		t.Run(s.profile, func(t *testing.T) {
			t.Parallel()
			header, message := s.question(time.Now())
			w := b.put(t, s.path(), b.asker.sign(t, s.scheme, header, message))
			require.Equal(t, http.StatusOK, w.Code, w.Body.String())
			opened, err := b.verify(t, s, w.Body.Bytes())
			require.NoError(t, err)
			assert.Contains(t, string(opened.Message), s.found)
		})
	}
}

// refused says whether an answer is the dialect's own refusal of a signature.
func refused(t *testing.T, s speech, code string, w *httptest.ResponseRecorder) {
	t.Helper()
	text := w.Body.String()
	assert.NotContains(t, text, "1990-05-12", "nothing is found for it")
	switch s.profile {
	case "opencrvs-2024", "opencrvs-1.9":
		assert.Equal(t, http.StatusInternalServerError, w.Code)
		assert.JSONEq(t, `{"error":{"code":500,"message":"Internal Server Error"}}`, text)
	case "openspp":
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Contains(t, text, `"ack_status":"ERR"`)
		assert.Contains(t, text, `"code":"`+code+`"`)
	case "openg2p":
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Contains(t, text, `"status":"rjct"`)
		assert.Contains(t, text, `"status_reason_code":"`+code+`"`)
	default:
		assert.Equal(t, http.StatusUnauthorized, w.Code)
		assert.Contains(t, text, `"code":"`+code+`"`)
	}
}

func TestAForgedQuestionIsRefused(t *testing.T) {
	t.Parallel()
	b := setupSigned(t) // a signature that is there must hold
	attacks := map[string]func(t *testing.T, s speech, header, message []byte) []byte{
		"a value that was changed": func(t *testing.T, s speech, header, message []byte) []byte {
			t.Helper()
			return bytes.Replace(b.asker.sign(t, s.scheme, header, message), []byte(`"value":"B90MAY123"`), []byte(`"value":"B90MAY132"`), 1)
		},
		"somebody else's signature": func(t *testing.T, s speech, header, message []byte) []byte {
			t.Helper()
			return b.stranger.sign(t, s.scheme, header, message)
		},
		"somebody else's signature under our key's id": func(t *testing.T, s speech, header, message []byte) []byte {
			t.Helper()
			forger := b.stranger
			forger.id, forger.signing = askerID, forger.signing.WithKeyID(b.asker.signing.KeyID())
			return forger.sign(t, s.scheme, header, message)
		},
		"a signature that is no signature": func(t *testing.T, _ speech, header, message []byte) []byte {
			t.Helper()
			return append([]byte(`{"signature":"unsigned-stub",`), envelope.Join(header, message)[1:]...)
		},
		"alg none": func(t *testing.T, _ speech, header, message []byte) []byte {
			t.Helper()
			body := envelope.Join(header, message)
			none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(body) + "."
			return append([]byte(`{"signature":"`+none+`",`), body[1:]...)
		},
	}
	for _, s := range speeches() {
		for name, attack := range attacks {
			t.Run(s.profile+": "+name, func(t *testing.T) {
				t.Parallel()
				header, message := s.question(time.Now())
				refused(t, s, "err.signature.invalid", b.put(t, s.path(), attack(t, s, header, message)))
			})
		}
	}
}

func TestAQuestionOfYesterdayIsRefusedWhereAgeIsJudged(t *testing.T) {
	t.Parallel()
	b := setupSigned(t)
	yesterday := time.Now().Add(-24 * time.Hour)
	for _, s := range speeches() {
		t.Run(s.profile, func(t *testing.T) {
			t.Parallel()
			header, message := s.question(yesterday)
			body := b.asker.sign(t, s.scheme, header, message, envelope.WithSignerClock(func() time.Time { return yesterday }))
			w := b.put(t, s.path(), body)
			if strings.HasPrefix(s.profile, "opencrvs") { // it looks at no clock
				assert.Contains(t, w.Body.String(), s.found)
				return
			}
			refused(t, s, "err.signature.invalid", w)
		})
	}
}

func TestAnUnsignedQuestion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		opts     []sandbox.Option
		stub     string
		answered bool
	}{
		{"is answered", nil, "", true},
		{"is answered where signatures are off", []sandbox.Option{sandbox.WithSignatures(sandbox.SignaturesOff)}, "", true},
		{"is refused where one is required", []sandbox.Option{sandbox.WithSignatures(sandbox.SignaturesRequired)}, "", false},
		{"is answered if its stand-in is let pass", []sandbox.Option{sandbox.WithSignatures(sandbox.SignaturesRequired), sandbox.WithStandIns("unsigned-stub", "unsigned")}, "unsigned", true},
		{"is answered with any text where signatures are off", []sandbox.Option{sandbox.WithSignatures(sandbox.SignaturesOff)}, "whatever", true},
	} {
		b := setupSigned(t, tt.opts...)
		for _, s := range speeches() {
			t.Run(s.profile+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				body := envelope.Join(s.question(time.Now()))
				if tt.stub != "" {
					body = append([]byte(`{"signature":"`+tt.stub+`",`), body[1:]...)
				}
				w := b.put(t, s.path(), body)
				if !tt.answered {
					refused(t, s, "err.signature.missing", w)
					return
				}
				assert.Contains(t, w.Body.String(), s.found)
			})
		}
	}
}

func TestOpenSPPVerifiesAHeaderThatItWritesAnew(t *testing.T) {
	t.Parallel()
	b := setupSigned(t)
	s := speeches()[3]
	header, message := s.question(time.Now())
	// Signed without the members that are absent, it verifies for everybody but it.
	body := b.asker.sign(t, s.scheme, header, message, envelope.WithFilledHeader())
	refused(t, s, "err.signature.invalid", b.put(t, s.path(), body))
}

func TestTheKeysOfAnAskerAreFetchedFromHerOwnURL(t *testing.T) {
	t.Parallel()
	her := newAsker(t, "")
	srv := httptest.NewServer(her.keys(t))
	defer srv.Close()
	her.id = srv.URL
	b := setup(t, sandbox.WithSenderHTTPClient(srv.Client()))
	s := speeches()[0]
	for sender, status := range map[string]int{srv.URL: http.StatusOK, "http://registry.example.org": http.StatusUnauthorized, "spmis.example.org": http.StatusUnauthorized} {
		header, message := s.question(time.Now())
		header = bytes.Replace(header, []byte(`"`+askerID+`"`), []byte(`"`+sender+`"`), 1)
		w := b.put(t, s.path(), her.sign(t, s.scheme, header, message))
		assert.Equal(t, status, w.Code, "%s: %s", sender, w.Body.String())
	}
}

func TestKeysThatAreGivenAreTheRegistrysOwn(t *testing.T) {
	t.Parallel()
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	b := setup(t, sandbox.WithKeys(key))
	assert.Equal(t, key.KeyID(), b.published(t, speeches()[0]).Keys()[0].KeyID())
	other, err := envelope.GenerateKey(envelope.ES256)
	require.NoError(t, err)
	_, err = sandbox.New(sandbox.WithKeys(other))
	assert.ErrorContains(t, err, "EdDSA, RS256")
}
