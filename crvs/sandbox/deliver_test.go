package sandbox_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

func TestADeliveryThatFailsIsRepeatedWithTheSameBytes(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"the receiver is overloaded": 503, "it refuses": 401, "it leads elsewhere": 307, "it does not answer": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				code(t, s.subscribed(t, subscribing))
				s.answer(func(n int) int { return map[bool]int{true: status, false: 204}[n < 5] })
				s.dies(t, mala)
				require.Len(t, s.messages("notify"), 1)
				<-time.After(2 * time.Second)
				require.Len(t, s.messages("notify"), 2, "the first retry comes within two seconds")
				s.dies(t, "200000210")
				assert.Len(t, s.messages("notify"), 3, "the next message does not wait")
				<-time.After(time.Minute)
				got := s.messages("notify")
				var first []message
				for _, m := range got {
					assert.Equal(t, callbackURL, m.url, "no redirect is followed")
					if m.body == got[0].body {
						first = append(first, m)
					}
				}
				assert.Greater(t, len(first), 2, "the same bytes")
				assert.Equal(t, sandbox.Deliveries{Delivered: 3}, s.registry.Deliveries())
			})
		})
	}
}

func TestADeliveryIsGivenUpAtLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		code(t, s.subscribed(t, subscribing))
		s.answer(func(int) int { return 500 })
		s.dies(t, mala)
		<-time.After(time.Hour)
		assert.Len(t, s.messages("notify"), 12)
		assert.Equal(t, sandbox.Deliveries{Delivered: 1, GivenUp: 1}, s.registry.Deliveries())
	})
}

func TestNothingIsSentToAHostThatIsNotAllowed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		uri     string
		allowed []string
		sent    bool
	}{
		"this machine":                    {"http://127.0.0.1:99/dci", nil, true},
		"this machine by IPv6":            {"http://[::1]/dci", nil, true},
		"another machine":                 {"https://mis.example/dci", nil, false},
		"another machine that is allowed": {"https://MIS.example:8443/dci", []string{"mis.EXAMPLE"}, true},
		"one that is like it":             {"https://mis.example.evil.example/dci", []string{"mis.example"}, false},
		"one that is named before it":     {"https://mis.example@evil.example/dci", []string{"mis.example"}, false},
		"this machine when others are":    {"http://localhost/dci", []string{"mis.example"}, false},
		"no web address":                  {"file://localhost/etc/passwd", nil, false},
		"no address":                      {"::", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var opts []sandbox.Option
				if tt.allowed != nil {
					opts = append(opts, sandbox.WithCallbackHosts(tt.allowed...))
				}
				s := telling(t, opts...)
				s.acknowledged(t, "/openg2p/registry/subscribe", changed(t, subscribing, callbackURL, tt.uri))
				s.dies(t, mala)
				<-later(t)
				if tt.sent {
					require.Len(t, s.messages(""), 2)
					assert.Equal(t, tt.uri, s.messages("")[0].url, "verbatim")
				} else {
					assert.Empty(t, s.messages(""))
					assert.Equal(t, sandbox.Deliveries{NotAllowed: 2}, s.registry.Deliveries())
				}
			})
		})
	}
}

func TestASlowReceiverLosesNothingAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t, sandbox.WithPopulation(sandbox.Population{Seed: 1, Size: 2000}))
		code(t, s.subscribed(t, changed(t, subscribing, `"death"`, `"any"`)))
		code(t, s.subscribed(t, changed(t, subscribing, `"death"`, `"REGISTER"`, "mis.test", "other.test", callbackURL, "http://localhost/other")))
		var up atomic.Bool
		s.answer(func(int) int {
			if !up.Load() && s.got[len(s.got)-1].url == callbackURL {
				return 503
			}
			return 200
		})
		n, err := s.registry.Happen(300, 1)
		require.NoError(t, err)
		require.Equal(t, 300, n)
		<-time.After(time.Second)
		others := 0
		for _, m := range s.messages("notify") {
			if m.url != callbackURL {
				others++
			}
		}
		assert.Equal(t, 300, others, "the other one is told")
		assert.Equal(t, 64, s.registry.Deliveries().Waiting, "what waits is bounded")
		up.Store(true)
		<-time.After(time.Hour)
		assert.Equal(t, sandbox.Deliveries{Delivered: 602}, s.registry.Deliveries())
	})
}

func TestDeliverRunsOnceAtATimeAndCanRunAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		require.ErrorContains(t, s.registry.Deliver(t.Context()), "Deliver: it runs already")

		b := setup(t)
		b.acknowledged(t, "/registry/subscribe", subscribing)
		assert.Equal(t, sandbox.Deliveries{Waiting: 1}, b.registry.Deliveries(), "nobody is told without it")
		for range 2 {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			require.NoError(t, b.registry.Deliver(ctx))
		}
	})
}

func TestWhatIsSentIsLoggedWithTheExchanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := telling(t, sandbox.WithExchangeLog(10))
		code(t, s.subscribed(t, subscribing))
		all := s.registry.Exchanges()
		require.Len(t, all, 2)
		e := all[1]
		assert.Equal(t, []any{"POST", "http://localhost:7/dci/3f9c", 200}, []any{e.Method, e.Path, e.Status})
		assert.Contains(t, string(e.Request.Body), "on-subscribe")
		assert.Equal(t, "[exchange 2: another path, HTTP 200]", e.String())
	})
}

func TestAFaultOfADeliveryDoesWhatItsCommentSays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		want  func(t *testing.T, got []message)
	}{
		{"twice", sandbox.Fault{Kind: sandbox.FaultDeliveryTwice}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 4)
			assert.NotEqual(t, got[0].header.MessageID, got[1].header.MessageID, "as a new message")
			assert.Equal(t, got[0].content, got[1].content)
		}},
		{"reordered", sandbox.Fault{Kind: sandbox.FaultDeliveryReordered, Calls: 1}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
			assert.Contains(t, got[1].body, "D2025-0000001")
		}},
		{"delayed", sandbox.Fault{Kind: sandbox.FaultDeliveryDelayed, Delay: time.Minute, Calls: 1}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
			assert.Contains(t, got[0].body, "D2025-0000001", "the order stays")
		}},
		{"lost", sandbox.Fault{Kind: sandbox.FaultDeliveryLost, Calls: 1}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
		}},
		{"replayed", sandbox.Fault{Kind: sandbox.FaultDeliveryReplayed}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
		}},
		{"wrong key", sandbox.Fault{Kind: sandbox.FaultDeliveryWrongKey}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
		}},
		{"down", sandbox.Fault{Kind: sandbox.FaultReceiverDown, Calls: 3}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
		}},
		{"at a rate", sandbox.Fault{Kind: "Receiver Down", Rate: 0.5, Seed: 7}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
		}},
		{"of another dialect", sandbox.Fault{Kind: sandbox.FaultDeliveryTwice, Path: "/openspp/registry/subscribe"}, func(t *testing.T, got []message) {
			t.Helper()
			require.Len(t, got, 2)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t)
				code(t, s.subscribed(t, subscribing))
				id, err := s.registry.Inject(tt.fault)
				require.NoError(t, err)
				require.NotEmpty(t, id)
				s.dies(t, mala)
				s.dies(t, "200000210")
				<-time.After(time.Hour)
				tt.want(t, s.messages("notify"))
				assert.Equal(t, sandbox.Deliveries{Delivered: 3}, s.registry.Deliveries())
				if tt.fault.Kind == sandbox.FaultDeliveryReplayed {
					assert.Len(t, s.messages("on-subscribe"), 3, "the oldest message, before each")
				}
			})
		})
	}
}

func TestAFaultOfADeliveryIsBoundToWhereTheSubscriberAsked(t *testing.T) {
	t.Parallel()
	want := []string{"/registry/subscribe", "/opencrvs/webhooks", "/opencrvs-1.9/webhooks", "/openspp/registry/subscribe", "/openg2p/registry/subscribe"}
	assert.Equal(t, want, sandbox.Fault{Kind: sandbox.FaultDeliveryLost}.Paths())
	b := setup(t)
	_, err := b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultDeliveryLost, Path: searchPath})
	require.ErrorContains(t, err, "path must be one of /registry/subscribe, /opencrvs/webhooks, /opencrvs-1.9/webhooks, /openspp/registry/subscribe, /openg2p/registry/subscribe, or left out")
	_, err = b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultDeliveryDelayed})
	require.ErrorContains(t, err, "delay is required")
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultDeliveryTwice})
	b.acknowledged(t, "/registry/subscribe", subscribing)
	assert.Zero(t, b.registry.Faults()[0].Hits, "it strikes no request")
}

func TestEventsHappenAtARateAndByTheSeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		people := sandbox.WithPopulation(sandbox.Population{Seed: 1, Size: 2000})
		s := telling(t, people, sandbox.WithEventRate(2, 5))
		<-time.After(time.Minute + time.Millisecond)
		got := registered(t, s.bundle)
		assert.Len(t, got, 120)
		other := setup(t, people)
		n, err := other.registry.Happen(120, 5)
		require.NoError(t, err)
		assert.Equal(t, 120, n)
		assert.Equal(t, got, registered(t, other))
		kinds := map[sandbox.Change]int{}
		for _, r := range got {
			kinds[r.Change]++
		}
		assert.Len(t, kinds, 3, "births, deaths and marriages")
	})
	b := setup(t)
	for _, n := range []int{0, -1, 10_001} {
		_, err := b.registry.Happen(n, 1)
		require.ErrorContains(t, err, "the number of events must be from 1 to 10000")
	}
}

// registered is what was registered so far.
func registered(t *testing.T, b bundle) []sandbox.Registration {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out []sandbox.Registration
	go func() { synctest.Wait(); cancel() }()
	for r := range b.registry.Registrations(ctx, 0) {
		out = append(out, r)
	}
	return out
}

func TestEventsAreRegisteredByAListOverHTTP(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin())
	w := b.local(t, http.MethodPost, "/_sandbox/events", `[{"change":"death","person":"NATIONAL_ID:`+mala+`"},{"change":"any","count":2,"seed":3}]`)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	assert.Contains(t, w.Body.String(), `{"registered":2}`)
	for name, tt := range map[string]struct {
		body, text string
		status     int
	}{
		"the second cannot be":    {`[{"change":"death","person":"NATIONAL_ID:200000210"},{"change":"death","person":"NATIONAL_ID:` + mala + `"}]`, "event 2 of the list, of which those before are registered: the death of this person is registered already", 400},
		"somebody is not known":   {`[{"change":"death","person":"UIN:0"}]`, "event 1 of the list", 404},
		"an empty list":           {`[]`, "one JSON object of texts, or a list", 400},
		"two without a list":      {`{"change":"any","count":1},{"change":"any","count":1}`, "one JSON object of texts, or a list", 400},
		"no number of events":     {`{"change":"any"}`, "from 1 to 10000", 400},
		"a number of another one": {`{"change":"death","count":1}`, "count and seed belong to change any", 400},
	} {
		w := b.local(t, http.MethodPost, "/_sandbox/events", tt.body)
		assert.Equal(t, tt.status, w.Code, name)
		assert.Contains(t, w.Body.String(), tt.text, name)
	}
}
