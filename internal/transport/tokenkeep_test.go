package transport_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// pass lets virtual time pass, and lets everybody do what they do then.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestARenewalThatFailsLeavesTheOldTokenInUse(t *testing.T) {
	t.Parallel()
	for name, trouble := range map[string]http.HandlerFunc{
		"down": answer(503, ""), "refusing": answer(401, ""), "broken": hangUp, "silent": never, "a page": answer(200, "<html>"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, tokens(`,"expires_in":600`), trouble)
				cc := r.credentials(t, transport.Options{Retry: transport.Retry{MaxAttempts: 1}})
				start := time.Now()
				for time.Since(start) < 600*time.Second {
					before := time.Now()
					token, err := cc.Token(t.Context())
					require.NoError(t, err)
					require.Equal(t, "tok1", token.Value)
					require.Zero(t, time.Since(before), "nobody waits for it")
					pass(500 * time.Millisecond)
				}
				tries := len(r.requests()) - 1
				assert.GreaterOrEqual(t, tries, 2, "it is tried again")
				assert.LessOrEqual(t, tries, 6, "but not often: after 1, 2, 4, 8, 16, 30 seconds")

				_, err := cc.Token(t.Context())
				require.Error(t, err, "at its end")
			})
		})
	}
}

func TestARenewedTokenTakesOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first, second := tokens(`,"expires_in":600`), answer(200, `{"access_token":"tokB","expires_in":600}`)
		r := listen(t, first, answer(503, ""), func(w http.ResponseWriter, req *http.Request) {
			<-time.After(3 * time.Second)
			second(w, req)
		})
		cc := r.credentials(t, transport.Options{})
		used := func() string {
			token, err := cc.Token(t.Context())
			assert.NoError(t, err)
			return token.Value
		}
		assert.Equal(t, "tok1", used())
		pass(541 * time.Second)
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() { assert.Equal(t, "tok1", used()) })
		}
		wg.Wait()
		synctest.Wait()
		assert.Len(t, r.requests(), 2, "one of a thousand tries it")
		pass(999 * time.Millisecond)
		assert.Equal(t, "tok1", used())
		assert.Len(t, r.requests(), 2, "a second's peace")
		pass(time.Millisecond)
		assert.Equal(t, "tok1", used())
		synctest.Wait()
		assert.Len(t, r.requests(), 3)
		pass(3 * time.Second)
		assert.Equal(t, "tokB", used())
		pass(500 * time.Second)
		assert.Equal(t, "tokB", used())
		assert.Len(t, r.requests(), 3)
	})
}

func TestATokenThatEndsDuringItsRenewalIsWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, tokens(`,"expires_in":60`), never, answer(200, `{"access_token":"tokB"}`))
		cc := r.credentials(t, transport.Options{Timeout: 20 * time.Second, Retry: transport.Retry{MaxAttempts: 1}})
		for _, step := range []struct {
			wait time.Duration
			want string
		}{{0, "tok1"}, {55 * time.Second, "tok1"}, {5 * time.Second, "tokB"}, {40 * time.Second, "tokB"}} {
			pass(step.wait)
			token, err := cc.Token(t.Context())
			require.NoError(t, err)
			assert.Equal(t, step.want, token.Value)
		}
		synctest.Wait() // the renewal has failed meanwhile, which is nothing to the new token
		assert.Len(t, r.requests(), 3)
	})
}

func TestATokenEndpointThatFailedIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		kind   fault.Kind
		pauses []time.Duration
	}{
		{"down", answer(503, ""), fault.KindUnavailable, []time.Duration{1e9, 2e9, 4e9, 8e9, 16e9, 30e9, 30e9}},
		{"refusing", answer(401, `{"error":"invalid_client"}`), fault.KindUnauthorized, []time.Duration{1e9, 2e9, 4e9}},
		{"asking for a while", answer(503, "", "Retry-After", "20"), fault.KindUnavailable, []time.Duration{20e9, 20e9}},
		{"asking for a day", answer(429, "", "Retry-After", "86400"), fault.KindRateLimited, []time.Duration{60e9, 60e9}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, tt.answer)
				cc := r.credentials(t, transport.Options{Retry: transport.Retry{MaxAttempts: 1}})
				for i, pause := range tt.pauses {
					_, err := cc.Token(t.Context())
					first := faultOf(t, err, tt.kind)
					assert.NotContains(t, first.Message, "left alone")
					for _, wait := range []time.Duration{0, pause - time.Millisecond} {
						pass(wait)
						_, err = cc.Token(t.Context())
						again := faultOf(t, err, tt.kind)
						assert.Equal(t, first.HTTPStatus, again.HTTPStatus)
						assert.Contains(t, again.Message, "left alone for another "+(pause-wait).String())
						require.Len(t, r.requests(), i+1)
					}
					pass(time.Millisecond)
				}
			})
		})
	}
}

func TestAfterASuccessFailuresAreCountedAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, ""), answer(503, ""), tokens(`,"expires_in":10`), answer(503, ""))
		cc := r.credentials(t, transport.Options{Retry: transport.Retry{MaxAttempts: 1}})
		for _, step := range []struct {
			wait time.Duration
			ok   bool
		}{{0, false}, {time.Second, false}, {2 * time.Second, true}, {10 * time.Second, false}, {time.Second, false}} {
			pass(step.wait)
			_, err := cc.Token(t.Context())
			assert.Equal(t, step.ok, err == nil)
		}
		assert.Len(t, r.requests(), 5)
	})
}

func TestAThousandCallersOfAnEndpointThatIsDownAskOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, ""))
		cc := r.credentials(t, transport.Options{Retry: transport.Retry{MaxAttempts: 2, BaseDelay: 1}})
		var wg sync.WaitGroup
		for i := range 1000 {
			wg.Go(func() {
				<-time.After(time.Duration(i) * 900 * time.Microsecond) // within the second
				_, err := cc.Token(t.Context())
				assert.Error(t, err)
			})
		}
		wg.Wait()
		assert.Len(t, r.requests(), 2, "one fetch and its retry")
	})
}
