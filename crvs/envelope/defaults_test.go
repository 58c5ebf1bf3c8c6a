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

// What the comments of the options and of the constants say.
func TestTheDefaultsAreThoseThatTheCommentsName(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	t.Run("WithMaxBytes: 16 MiB", func(t *testing.T) {
		t.Parallel()
		v := newVerifier(t, envelope.JWSAttached, keySet(t, key))
		body := func(n int) envelope.Sealed {
			const message = `{"header":{},"message":{}}`
			return envelope.Sealed{Body: []byte(message + strings.Repeat(" ", n-len(message)))}
		}
		_, err := v.Verify(t.Context(), registry, body(16<<20))
		requireForged(t, err, "carries no signature")
		_, err = v.Verify(t.Context(), registry, body(16<<20+1))
		requireForged(t, err, "no sound JSON")
		_, err = envelope.Split(body(16 << 20).Body)
		require.NoError(t, err)
		_, err = envelope.Split(body(16<<20 + 1).Body)
		requireKind(t, err, fault.KindProtocol)
	})
	t.Run("WithMaxPlaintext: 16 MiB", func(t *testing.T) {
		t.Parallel()
		own := newKey(t, envelope.ECDHESA256KW)
		d, err := envelope.NewDecrypter([]envelope.PrivateKey{own})
		require.NoError(t, err)
		e, err := envelope.NewEncrypter(keySet(t, own))
		require.NoError(t, err)
		for n, fits := range map[int]bool{16 << 20: true, 16<<20 + 1: false} {
			sealed, err := e.Encrypt(t.Context(), registry, []byte(`{"a":"`+strings.Repeat("x", n-len(`{"a":""}`))+`"}`))
			if !fits && err != nil {
				continue
			}
			require.NoError(t, err)
			_, err = d.Decrypt(t.Context(), sealed)
			assert.Equal(t, fits, err == nil, "%d bytes: %v", n, err)
		}
	})
	t.Run("WithLifetime: 5 min", func(t *testing.T) {
		t.Parallel()
		sealed := seal(t, newSigner(t, envelope.HTTPSignature, key))
		assert.Contains(t, string(sealed.Body), `created=\"`)
		for at, holds := range map[time.Duration]bool{9*time.Minute + 59*time.Second: true, 10*time.Minute + time.Second: false} { // and 5 min of skew
			v := newVerifier(t, envelope.HTTPSignature, keySet(t, key), envelope.WithMaxAge(time.Hour),
				envelope.WithVerifierClock(func() time.Time { return sent.Add(at) }))
			_, err := v.Verify(t.Context(), registry, sealed)
			assert.Equal(t, holds, err == nil, "%s: %v", at, err)
		}
	})
	t.Run("WithFetchTimeout: 5 s", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := publish(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
			began := time.Now()
			requireKind(t, p.keys(t).Refresh(t.Context()), fault.KindTimeout)
			assert.Equal(t, 5*time.Second, time.Since(began))
		})
	})
	t.Run("WithOutage: 24 h after the set's own life of 10 min", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := publish(t, withCacheControl("", keySet(t, key)))
			r := p.keys(t)
			require.NoError(t, find(t, r, key))
			p.serve(body(http.StatusBadGateway, "down"))
			after(t, 24*time.Hour+10*time.Minute)
			require.NoError(t, find(t, r, key))
			after(t, time.Second)
			requireKind(t, find(t, r, key), fault.KindUnavailable)
		})
	})
	t.Run("WithAlgorithms: RS256, PS256, ES256 and EdDSA", func(t *testing.T) {
		t.Parallel()
		for _, alg := range []envelope.Algorithm{envelope.RS256, envelope.PS256, envelope.ES256, envelope.EdDSA} {
			key := newKey(t, alg)
			_, err := newVerifier(t, envelope.JWSAttached, keySet(t, key)).Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, key)))
			require.NoError(t, err, alg)
		}
	})
}
