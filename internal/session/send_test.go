package session_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/session"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

var message = profile.Encoded{
	Header: []byte(`{"message_id":"m-1","message_ts":"2026-11-01T00:00:00Z","action":"search","sender_id":"spmis.example","total_count":1}`), Message: []byte(`{"transaction_id":"t-1"}`),
}

func sending(t *testing.T, p *peer, with func(*session.Options)) *session.Session {
	t.Helper()
	o := open()
	o.Transport.HTTPClient = &http.Client{Transport: p}
	if with != nil {
		with(&o)
	}
	return newSession(t, o)
}

func TestAVerbThatTheRegistryDoesNotHaveSendsNothing(t *testing.T) {
	t.Parallel()
	p := &peer{status: 200, body: `{}`}
	s := sending(t, p, func(o *session.Options) { o.Profile.Paths = profile.Paths{profile.VerbSearch: "/search"} })
	for v := range profile.DCI10().Paths {
		if v == profile.VerbSearch {
			continue
		}
		_, err := s.Send(t.Context(), "op", v, message, nil)
		require.ErrorIs(t, err, fault.ErrUnsupported, v)
		_, err = s.Get(t.Context(), "op", v)
		require.ErrorIs(t, err, fault.ErrUnsupported, v)
	}
	assert.Empty(t, p.seen)
	r, err := s.Send(t.Context(), "op", profile.VerbSearch, message, nil)
	require.NoError(t, err)
	assert.Equal(t, 200, r.Status)
	assert.Equal(t, []string{"POST /mediator/dci/search"}, p.seen)
}

func TestAQuestionIsRepeatedAfterAnAnswerAndASubscriptionIsNot(t *testing.T) {
	t.Parallel()
	for verb, sent := range map[profile.Verb]int{
		profile.VerbSearch: 4, profile.VerbStatus: 4, profile.VerbSearchAsync: 1, profile.VerbSubscribe: 1, profile.VerbUnsubscribe: 1, profile.VerbNotify: 1,
	} {
		synctest.Test(t, func(t *testing.T) {
			p := &peer{status: http.StatusServiceUnavailable}
			r, err := sending(t, p, nil).Send(t.Context(), "op", verb, message, nil)
			require.NoError(t, err)
			assert.Equal(t, http.StatusServiceUnavailable, r.Status)
			assert.Len(t, p.seen, sent, verb)
		})
	}
}

func TestWhatCannotBeSealedIsNotSent(t *testing.T) {
	t.Parallel()
	p := &peer{status: 200}
	encrypting := newKey(t, envelope.ECDHESA256KW)
	s := sending(t, p, func(o *session.Options) {
		o.Trust = session.Trust{Encrypts: true, ReceiverKeys: keySet(t, newKey(t, envelope.EdDSA)), OwnKeys: []envelope.PrivateKey{encrypting}}
	})
	_, err := s.Send(t.Context(), "op", profile.VerbSearch, message, nil)
	requireKind(t, err, fault.KindEncryption)
	assert.Empty(t, p.seen)
}

// TestAnAnswerIsOpenedByWhatTheSessionTrusts goes through a session that verifies
// or not, and decrypts or not, and answers that are signed or not, and encrypted or
// not. What is bare where it must be sealed is ErrNotSealed and never an answer.
func TestAnAnswerIsOpenedByWhatTheSessionTrusts(t *testing.T) {
	t.Parallel()
	signing, encrypting := newKey(t, envelope.ES256), newKey(t, envelope.ECDHESA256KW)
	signer, err := envelope.NewSigner(envelope.JWSAttached, signing)
	require.NoError(t, err)
	encrypter, err := envelope.NewEncrypter(keySet(t, encrypting))
	require.NoError(t, err)
	ctx := t.Context()
	answer := func(signed, encrypted bool) []byte {
		header := []byte(`{"message_id":"m-9","message_ts":"` + time.Now().UTC().Format(time.RFC3339) + `","action":"on-search"}`)
		body := message.Message
		if encrypted {
			body, err = encrypter.Encrypt(ctx, "spmis.example", body)
			require.NoError(t, err)
		}
		if !signed {
			return envelope.Join(header, body)
		}
		sealed, err := signer.Sign(ctx, header, body)
		require.NoError(t, err)
		return sealed.Body
	}
	for _, verifies := range []bool{false, true} {
		for _, decrypts := range []bool{false, true} {
			o := open()
			if verifies {
				o.Trust.Keys = keySet(t, signing)
			}
			if decrypts {
				o.Trust.Encrypts, o.Trust.ReceiverKeys, o.Trust.OwnKeys = true, keySet(t, encrypting), []envelope.PrivateKey{encrypting}
			}
			s := newSession(t, o)
			assert.Equal(t, verifies, s.Verifies())
			assert.Equal(t, decrypts, s.Address(profile.Message{}).Encrypted)
			for _, signed := range []bool{false, true} {
				for _, encrypted := range []bool{false, true} {
					body := answer(signed, encrypted)
					opened, err := s.Open(ctx, &transport.Response{Status: 200, Body: body})
					switch {
					case verifies && !signed:
						requireKind(t, err, fault.KindSignature)
						require.ErrorIs(t, err, envelope.ErrNotSealed)
						assert.Nil(t, opened)
					case decrypts && !encrypted:
						requireKind(t, err, fault.KindEncryption)
						require.ErrorIs(t, err, envelope.ErrNotSealed)
						assert.Nil(t, opened)
					case !verifies && !decrypts:
						require.NoError(t, err)
						assert.Equal(t, body, opened, "as it is")
					default:
						require.NoError(t, err)
						parts, err := envelope.Split(opened)
						require.NoError(t, err)
						assert.Equal(t, encrypted && !decrypts, envelope.IsEncrypted(parts.Message))
						assert.False(t, verifies && parts.IsSigned(), "what was verified has no signature beside it")
					}
				}
			}
		}
	}
}
