package crvs_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

// within is the key of the step that a context belongs to: "exchange/token".
type within struct{}

func stepOf(ctx context.Context) string {
	step, _ := ctx.Value(within{}).(string)
	return step
}

// observed is what an observer was told of one step.
type observed struct {
	crvs.Step
	crvs.StepEnd
	where string // the steps that it began in, and its own kind
	took  time.Duration
	ended bool
}

// stepLog is an observer that remembers everything, and the requests that were made
// within its steps.
type stepLog struct {
	mu       sync.Mutex
	steps    []*observed
	requests []string // the step of its context, and its path
}

func (l *stepLog) observe(ctx context.Context, s crvs.Step) (context.Context, func(crvs.StepEnd)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	began := time.Now()
	o := &observed{Step: s, where: strings.TrimPrefix(stepOf(ctx)+"/"+string(s.Kind), "/")}
	l.steps = append(l.steps, o)
	return context.WithValue(ctx, within{}, o.where), func(e crvs.StepEnd) {
		l.mu.Lock()
		defer l.mu.Unlock()
		o.StepEnd, o.took, o.ended = e, time.Since(began), true
	}
}

// through sends requests to the registry and remembers the step that each was made
// in.
func (l *stepLog) through(r *registry) crvs.Option {
	inner := r.listener.Transport()
	return crvs.WithHTTPClient(&http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
		l.mu.Lock()
		l.requests = append(l.requests, stepOf(req.Context())+" "+req.URL.Path)
		l.mu.Unlock()
		return inner.RoundTrip(req)
	})})
}

// outcomes are the steps and how each ended, in the order in which they began.
func (l *stepLog) outcomes() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]string, len(l.steps))
	for i, s := range l.steps {
		out[i] = s.where + " " + s.Outcome
	}
	return out
}

// assertWhole checks that every step ended, and that none of its fields holds
// anything of a person or a secret.
func (l *stepLog) assertWhole(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.steps {
		assert.True(t, s.ended, s.where)
		assert.Equal(t, "dci-1.0", s.Profile)
		assertClean(t, s.Step)
		assertClean(t, s.StepEnd)
	}
}

func TestTheObserverIsToldOfAnExchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &stepLog{}
		reg := start(t, func(w writer, a asked) { wait(a, 3*time.Second); says(200, found(malaRecord))(w, a) })
		require.NoError(t, find(t.Context(), reg.client(t, crvs.WithObserver(log.observe)), malaByBRN()))
		request := reg.requests()[0]
		assert.Equal(t, []*observed{{
			Step: crvs.Step{
				Kind: crvs.StepExchange, Op: "find", Profile: "dci-1.0", Form: "idtype-value BRN in live_birth", Questions: 1,
				MessageID: request.messageID, TransactionID: request.transactionID,
			},
			StepEnd: crvs.StepEnd{Outcome: "answered", HTTPStatus: 200, Attempts: 1, Records: 1, CorrelationID: "corr-1"},
			where:   "exchange", took: 3 * time.Second, ended: true,
		}}, log.steps)
		log.assertWhole(t)
	})
}

func TestTheObserverIsToldHowManyQuestionsOfABatchFailed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &stepLog{}
		reg := start(t, says(200, envelope(`"status":"succ","total_count":3`,
			answered(0, record("B0")+","+record("B0"))+","+answered(1, "")+","+answered(2, record("B99")))))
		_, err := reg.client(t, crvs.WithObserver(log.observe)).SearchBatch(t.Context(), brns("B0", "B1", "B2"))
		require.NoError(t, err)
		require.Len(t, log.steps, 1)
		s := log.steps[0]
		assert.Equal(t, []any{"search batch", "", 3}, []any{s.Op, s.Form, s.Questions})
		assert.Equal(t, crvs.StepEnd{Outcome: "answered", HTTPStatus: 200, Attempts: 1, Records: 2, Failed: 1, CorrelationID: "corr-1"}, s.StepEnd)
		log.assertWhole(t)
	})
}

func TestTheObserverIsToldOfLocations(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &stepLog{}
		reg := start(t).on(locationsPath, says(200, `{"locations":[]}`), says(404, `{"correlation_id":"corr-2"}`))
		c := reg.client(t, crvs.WithObserver(log.observe))
		_, err := c.Locations(t.Context())
		require.NoError(t, err)
		_, err = c.Locations(t.Context())
		require.Error(t, err)
		step := crvs.Step{Kind: crvs.StepExchange, Op: "locations", Profile: "dci-1.0"}
		assert.Equal(t, []*observed{
			{Step: step, StepEnd: crvs.StepEnd{Outcome: "answered", HTTPStatus: 200, Attempts: 1}, where: "exchange", ended: true},
			{Step: step, StepEnd: crvs.StepEnd{Outcome: "protocol", HTTPStatus: 404, Attempts: 1, CorrelationID: "corr-2"}, where: "exchange", ended: true},
		}, log.steps)
	})
}

func TestTheObserverIsToldOfWhatFails(t *testing.T) {
	t.Parallel()
	canceled := func(ctx context.Context) context.Context {
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(time.Second, cancel)
		return ctx
	}
	late := func(ctx context.Context) context.Context {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		return ctx
	}
	never := func(_ writer, a asked) { wait(a, time.Hour) }
	for _, tt := range []struct {
		name    string
		scripts []script
		ctx     func(context.Context) context.Context // may be nil
		options []crvs.Option
		steps   []string
		last    crvs.StepEnd
	}{
		{
			name: "no answer after all attempts", scripts: []script{says(503, "")},
			steps: []string{"exchange unavailable"}, last: crvs.StepEnd{Outcome: "unavailable", HTTPStatus: 503, Attempts: 4},
		},
		{
			name: "a record of somebody else", scripts: []script{says(200, found(record("B1")))},
			steps: []string{"exchange answered"}, last: crvs.StepEnd{Outcome: "answered", HTTPStatus: 200, Attempts: 1, Failed: 1, CorrelationID: "corr-1"},
		},
		{
			name: "an id that repeats the question", scripts: []script{says(200, replace(found(malaRecord), "corr-1", "corr-B90MAY123"))},
			steps: []string{"exchange answered"}, last: crvs.StepEnd{Outcome: "answered", HTTPStatus: 200, Attempts: 1, Records: 1},
		},
		{name: "canceled while it waits", scripts: []script{never}, ctx: canceled, steps: []string{"exchange canceled"}, last: crvs.StepEnd{Outcome: "canceled"}},
		{name: "canceled before it begins", scripts: []script{never}, ctx: late, steps: []string{"exchange canceled"}, last: crvs.StepEnd{Outcome: "canceled"}},
		{
			name: "failed before it was sent, for there are no keys", scripts: []script{never},
			options: []crvs.Option{crvs.WithEncryption(nil, testKeys()["our encryption"])},
			steps:   []string{"exchange unavailable", "exchange/keys unavailable"}, last: crvs.StepEnd{Outcome: "unavailable", HTTPStatus: 503},
		},
		{
			name: "failed before it was sent, for there is no token", scripts: []script{never},
			options: []crvs.Option{crvs.WithClientCredentials("me", "pw-s3cr3t")},
			steps:   []string{"exchange unauthorized", "exchange/token unauthorized"}, last: crvs.StepEnd{Outcome: "unauthorized", HTTPStatus: 401},
		},
		{
			name: "a new message after a duplicate id", scripts: []script{
				says(200, envelope(`"status":"rjct","status_reason_code":"rjct.message_id.duplicate"`, "")), says(200, found(malaRecord)),
			},
			steps: []string{"exchange rejected", "exchange answered"}, last: crvs.StepEnd{Outcome: "answered", HTTPStatus: 200, Attempts: 1, Records: 1, CorrelationID: "corr-1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				log, ctx := &stepLog{}, t.Context()
				if tt.ctx != nil {
					ctx = tt.ctx(ctx)
				}
				reg := start(t, tt.scripts...).on(keysPath, says(503, "")).on(tokenPath, says(401, `{"error":"invalid_client"}`))
				_ = find(ctx, reg.client(t, append(tt.options, crvs.WithObserver(log.observe))...), malaByBRN())
				synctest.Wait()
				assert.Equal(t, tt.steps, log.outcomes())
				log.assertWhole(t)
				assert.Equal(t, tt.last, log.steps[len(log.steps)-1].StepEnd)
				if first := log.steps[0]; len(log.steps) > 1 && first.Outcome != "rejected" {
					assert.Equal(t, []int{0, 0}, []int{first.HTTPStatus, first.Attempts}, "the message itself was not sent")
				}
			})
		})
	}
}

func TestTokenAndKeysAreFetchedWithinTheExchangeThatNeedsThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &stepLog{}
		p := newPeer(t)
		reg := start(t, func(w writer, a asked) { p.answers(foundAt(time.Now()), nil)(w, a) }).
			on(tokenPath, tokens()).on(keysPath, publishes(keySet(t, "theirs", "their encryption")))
		c, err := crvs.New(base, crvs.WithSender("spmis.example"), crvs.WithReceiver("crvs.example"), crvs.WithInsecurePlainHTTP(),
			crvs.WithSigner(testKeys()["ours"]), crvs.WithPublishedKeys(), crvs.WithEncryption(nil, testKeys()["our encryption"]),
			crvs.WithClientCredentials("me", "pw-s3cr3t"), log.through(reg), crvs.WithObserver(log.observe))
		require.NoError(t, err)
		t.Cleanup(c.CloseIdleConnections)
		for range 2 { // the second needs neither
			require.NoError(t, find(t.Context(), c, malaByBRN()))
		}
		assert.Equal(t, []string{"exchange answered", "exchange/keys answered", "exchange/token answered", "exchange answered"}, log.outcomes())
		assert.Equal(t, []string{"exchange/keys " + keysPath, "exchange/token " + tokenPath, "exchange " + searchPath, "exchange " + searchPath}, log.requests)
		for _, s := range log.steps[1:3] {
			assert.Equal(t, crvs.Step{Kind: s.Kind, Op: string(s.Kind), Profile: "dci-1.0"}, s.Step)
			assert.Equal(t, crvs.StepEnd{Outcome: "answered"}, s.StepEnd)
		}
		log.assertWhole(t)
	})
}

func TestAnObserverMayReturnNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ends, seen := 0, ""
		reg := start(t, says(200, found(malaRecord))).on(tokenPath, tokens())
		for _, observer := range []crvs.Observer{
			nil,
			func(context.Context, crvs.Step) (context.Context, func(crvs.StepEnd)) { return nil, nil },
			func(context.Context, crvs.Step) (context.Context, func(crvs.StepEnd)) {
				return nil, func(crvs.StepEnd) { ends++ }
			},
			func(ctx context.Context, s crvs.Step) (context.Context, func(crvs.StepEnd)) {
				seen += stepOf(ctx)
				return context.WithValue(ctx, within{}, string(s.Kind)), nil
			},
		} {
			c := reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t"), crvs.WithObserver(observer))
			require.NoError(t, find(t.Context(), c, malaByBRN()))
		}
		assert.Equal(t, 2, ends, "a token and an exchange")
		assert.Equal(t, "exchange", seen, "the token is fetched in the context of the exchange")
	})
}

func TestTheLastObserverHolds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &stepLog{}
		reg := start(t, says(200, found(malaRecord)))
		require.NoError(t, find(t.Context(), reg.client(t, crvs.WithObserver(log.observe), crvs.WithObserver(nil)), malaByBRN()))
		assert.Empty(t, log.steps)
	})
}

func TestAPanicOfAnObserverReachesTheCallerAndHarmsNobodyElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		bad := true
		c := reg.client(t, crvs.WithObserver(func(ctx context.Context, _ crvs.Step) (context.Context, func(crvs.StepEnd)) {
			return ctx, func(crvs.StepEnd) {
				if bad {
					panic("the tracer is broken")
				}
			}
		}))
		assert.PanicsWithValue(t, "the tracer is broken", func() { _ = find(t.Context(), c, malaByBRN()) })
		bad = false
		require.NoError(t, find(t.Context(), c, malaByBRN()))
	})
}

func TestAThousandQuestionsAreObservedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &stepLog{}
		reg := start(t, says(200, found(malaRecord))).on(tokenPath, tokens())
		c := reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t"), crvs.WithObserver(log.observe))
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() { assert.NoError(t, searchPage(t.Context(), c, malaByBRN())) })
		}
		wg.Wait()
		got := log.outcomes()
		slices.Sort(got)
		assert.Equal(t, append(slices.Repeat([]string{"exchange answered"}, 1000), "exchange/token answered"), got)
		ids := map[string]bool{}
		for _, s := range log.steps {
			assert.True(t, s.ended)
			ids[s.MessageID] = true
		}
		assert.Len(t, ids, 1001, "each message has its own id, and the token none")
	})
}

func TestTheAuditIsTheSameBesideAnObserver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		audit, beside, log := &auditLog{}, &auditLog{}, &stepLog{}
		reg := start(t, says(200, envelope(`"status":"succ","total_count":2`, answered(0, malaRecord)+","+answered(1, "")))).
			on(locationsPath, says(500, `{"correlation_id":"corr-2","error":"asleep"}`))
		for _, c := range []*crvs.Client{
			reg.client(t, crvs.WithAudit(audit.add)),
			reg.client(t, crvs.WithAudit(beside.add), crvs.WithObserver(log.observe)),
		} {
			_, err := c.SearchBatch(t.Context(), []search.Query{malaByBRN(), bornInMay()})
			require.NoError(t, err)
			_, err = c.Locations(t.Context())
			require.Error(t, err)
		}
		require.Len(t, audit.records, 2)
		require.Len(t, beside.records, 2)
		assert.Equal(t, "corr-2", audit.records[1].CorrelationID)
		for i := range audit.records {
			a, b := audit.records[i], beside.records[i]
			s := log.steps[i]
			assert.Equal(t,
				[]any{b.Op, b.MessageID, b.Outcome, b.HTTPStatus, b.Attempts, b.CorrelationID},
				[]any{s.Op, s.MessageID, s.Outcome, s.HTTPStatus, s.Attempts, s.CorrelationID})
			for _, r := range []*crvs.AuditRecord{&a, &b} { // what differs from message to message
				r.Time, r.Duration, r.MessageID, r.TransactionID = time.Time{}, 0, "", ""
				for q := range r.Questions {
					r.Questions[q].ReferenceID = ""
				}
			}
			assert.Equal(t, a, b)
		}
	})
}
