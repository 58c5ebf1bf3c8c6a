package crvstest_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

var malaByID = person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"}

func TestASubscriberIsToldInEveryProfileThatHasSubscriptions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dci-1.0", "openspp", "openg2p"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := crvstest.Start(t)
				events, changes := make(chan callback.Event, 9), make(chan callback.SubscriptionChange, 9)
				h := reg.Callback(t,
					callback.OnEvent(func(_ context.Context, e callback.Event) error { events <- e; return nil }),
					callback.OnSubscription(func(_ context.Context, s callback.SubscriptionChange) error { changes <- s; return nil }))
				client := reg.ClientOf(t, name)
				sub, err := client.Subscribe(t.Context(), codes.VitalEventDeath, search.Where(search.Sex.Is(codes.SexFemale)))
				require.NoError(t, err)
				<-time.After(time.Second)
				require.Len(t, changes, 1, "%+v", h.Counts())
				promised := <-changes
				assert.Equal(t, sub.CorrelationID, promised.CorrelationID)
				require.Len(t, promised.Subscriptions, 1)
				code := promised.Subscriptions[0].Code
				require.NotEmpty(t, code)

				died, err := reg.Handler().RecordDeath(malaByID, person.MustDate("2025-12-01"))
				require.NoError(t, err)
				<-time.After(time.Second)
				_, err = reg.Handler().Cancel(died.RegistrationNumber)
				require.NoError(t, err)
				<-time.After(time.Second)
				require.Len(t, events, 2, "%+v", h.Counts())
				first, second := <-events, <-events
				assert.Equal(t, []any{codes.VitalEventDeath, name, died.RegistrationNumber, "2025-12-01"},
					[]any{first.Event, first.Registration, first.Record.RegistrationNumber, first.Record.Person.DeathDate().Text()})
				assert.Equal(t, []profile.Change{"", profile.ChangeCancelled}, []profile.Change{first.Change, second.Change})

				results, err := client.Subscriptions(t.Context(), crvs.ByTransaction(sub.TransactionID))
				require.NoError(t, err)
				require.Len(t, results, 1)
				assert.Equal(t, code, results[0].Subscription.Code)
				assert.False(t, results[0].Subscription.Ended)
				_, err = client.Unsubscribe(t.Context(), code)
				require.NoError(t, err)
				<-time.After(time.Second)
				require.Len(t, changes, 1)
				assert.True(t, (<-changes).Subscriptions[0].Ended)
				assert.Zero(t, h.Counts().Refused)
			})
		})
	}
}

func TestAnEventIsActedOnOnceThoughEachMessageComesThreeTimes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		var times atomic.Int64
		h := reg.Callback(t, callback.OnDeath(func(context.Context, callback.Event) error { times.Add(1); return nil }))
		_, err := reg.Client(t).Subscribe(t.Context(), codes.VitalEventDeath, search.All())
		require.NoError(t, err)
		<-time.After(time.Second)
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultDeliveryTwice})
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultDeliveryTwice})
		_, err = reg.Handler().RecordDeath(malaByID, person.MustDate("2025-12-01"))
		require.NoError(t, err)
		<-time.After(time.Second)
		assert.Equal(t, int64(1), times.Load())
		assert.Equal(t, callback.Counts{Kept: 2, Known: 2, Done: 2}, h.Counts(), "the first is of the subscription")
	})
}

func TestASubscriberThatEncryptsIsToldEncrypted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		signing, err := envelope.GenerateKey(envelope.EdDSA)
		require.NoError(t, err)
		opening, err := envelope.GenerateKey(envelope.ECDHESA256KW)
		require.NoError(t, err)
		ours, err := envelope.NewKeySet(signing.Public(), opening.Public())
		require.NoError(t, err)
		reg := crvstest.Start(t)
		reg.Trust(t, "mis.test", ours)
		keys, ok := reg.Handler().KeysOf("dci-1.0")
		require.True(t, ok)
		var times atomic.Int64
		reg.Callback(t, callback.OnDeath(func(context.Context, callback.Event) error { times.Add(1); return nil }),
			callback.WithRegistration(callback.Registration{Name: "sealed", Path: "/sealed", Profile: profile.DCI10(), Keys: keys, OwnKeys: []envelope.PrivateKey{opening}}))
		client := reg.Client(t, crvs.WithSigner(signing), crvs.WithVerifier(keys), crvs.WithEncryption(keys, opening), crvs.WithCallbackURL("http://mis.test/sealed"))
		_, err = client.Subscribe(t.Context(), codes.VitalEventDeath, search.All())
		require.NoError(t, err)
		<-time.After(time.Second)
		_, err = reg.Handler().RecordDeath(malaByID, person.MustDate("2025-12-01"))
		require.NoError(t, err)
		<-time.After(time.Second)
		assert.Equal(t, int64(1), times.Load())
		for _, e := range reg.Exchanges()[1:] {
			assert.Contains(t, string(e.Request.Body), `"ciphertext"`)
			assert.NotContains(t, string(e.Request.Body), "123456789")
		}
	})
}
