package transport_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

func script(h ...http.HandlerFunc) []http.HandlerFunc { return h }

func TestWhatIsAskedAgain(t *testing.T) {
	t.Parallel()
	ok := answer(200, "{}")
	// Full jitter: a wait without Retry-After is anything up to its bound; one
	// with it at least that and at most the base delay more.
	const base = 250 * time.Millisecond
	late := time.Date(2000, 1, 1, 0, 0, 30, 0, time.UTC).Format(http.TimeFormat) // bubbles begin at midnight
	tests := []struct {
		name     string
		script   []http.HandlerFunc
		status   int
		attempts int
		atLeast  time.Duration
		atMost   time.Duration
	}{
		{"a 200 is final", script(ok), 200, 1, 0, 0},
		{"a 500 passes", script(answer(500, ""), ok), 200, 2, 0, base},
		{"a 502 passes", script(answer(502, "<html>"), ok), 200, 2, 0, base},
		{"a 503 passes", script(answer(503, ""), ok), 200, 2, 0, base},
		{"a 504 passes", script(answer(504, ""), ok), 200, 2, 0, base},
		{"a 503 that stays is returned with its status", script(answer(503, "down")), 503, 4, 0, 7 * base},
		{"a broken connection passes", script(hangUp, hangUp, ok), 200, 3, 0, 3 * base},
		{"a 501 is final", script(answer(501, "")), 501, 1, 0, 0},
		{"a 505 is final", script(answer(505, "")), 505, 1, 0, 0},
		{"a 400 is final", script(answer(400, "")), 400, 1, 0, 0},
		{"a 401 is final", script(answer(401, "")), 401, 1, 0, 0},
		{"a 402 is final even with Retry-After", script(answer(402, "", "Retry-After", "1")), 402, 1, 0, 0},
		{"a 404 is final", script(answer(404, "")), 404, 1, 0, 0},
		{"a 408 is final", script(answer(408, "")), 408, 1, 0, 0},
		{"a 429 without Retry-After is final", script(answer(429, "")), 429, 1, 0, 0},
		{"a 429 waits for its Retry-After", script(answer(429, "", "Retry-After", "7"), ok), 200, 2, 7 * time.Second, 7*time.Second + base},
		{"a 503 waits for its Retry-After", script(answer(503, "", "Retry-After", "7"), ok), 200, 2, 7 * time.Second, 7*time.Second + base},
		{"a Retry-After may be a date", script(answer(503, "", "Retry-After", late, "Date", ""), ok), 200, 2, 30 * time.Second, 30*time.Second + base},
		{
			"a Retry-After date is by the server's clock",
			script(answer(503, "", "Retry-After", "Sun, 06 Nov 1994 08:49:40 GMT", "Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ok),
			200, 2, 3 * time.Second, 3*time.Second + base,
		},
		{"a Retry-After in the past means soon", script(answer(429, "", "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"), ok), 200, 2, 0, base},
		{"a negative Retry-After means soon", script(answer(429, "", "Retry-After", "-5"), ok), 200, 2, 0, base},
		{"a Retry-After that is no time is none", script(answer(429, "", "Retry-After", "later")), 429, 1, 0, 0},
		{"a Retry-After may be in the body", script(answer(429, `{"retry_after": 3}`), ok), 200, 2, 3 * time.Second, 3*time.Second + base},
		{"a Retry-After may be in the body's detail", script(answer(429, `{"detail":{"retry_after":"3"}}`), ok), 200, 2, 3 * time.Second, 3*time.Second + base},
		{"a Retry-After may be in the body's error", script(answer(503, `{"error":{"retry_after":3}}`), ok), 200, 2, 3 * time.Second, 3*time.Second + base},
		{"the header wins over the body", script(answer(429, `{"retry_after": 9}`, "Retry-After", "2"), ok), 200, 2, 2 * time.Second, 2*time.Second + base},
		{"a quota is not hammered, 429", script(answer(429, "Quota exceeded", "Retry-After", "1")), 429, 1, 0, 0},
		{"a quota is not hammered, 503", script(answer(503, `{"e":"monthly QUOTA"}`)), 503, 1, 0, 0},
		{"a Retry-After of 24 h is returned at once", script(answer(503, "closed", "Retry-After", "86400")), 503, 1, 0, 0},
		{"a Retry-After of 24 h in the body is returned at once", script(answer(429, `{"retry_after":86400}`)), 429, 1, 0, 0},
		{"waits over the budget are not begun", script(answer(503, "", "Retry-After", "59")), 503, 3, 118 * time.Second, 118*time.Second + 2*base},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, tt.script...)
				start := time.Now()
				resp, err := r.client(t, transport.Options{}).Do(t.Context(), question())
				require.NoError(t, err)
				took := time.Since(start)
				assert.Equal(t, tt.status, resp.Status)
				assert.Equal(t, tt.attempts, resp.Attempts)
				assert.GreaterOrEqual(t, took, tt.atLeast)
				assert.LessOrEqual(t, took, tt.atMost)
				require.Len(t, r.requests(), tt.attempts)
				for _, s := range r.requests() {
					assert.Equal(t, asked, s.body, "the same bytes on every attempt")
					assert.Equal(t, "/prefix/sync/search", s.path)
					assert.Equal(t, http.MethodPost, s.method)
				}
			})
		})
	}
}

func TestTheLastAnswerIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, "one", "X-N", "1"), answer(503, "two", "X-N", "2", "Retry-After", "86400"))
		resp, err := r.client(t, transport.Options{}).Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, "two", string(resp.Body))
		assert.Equal(t, "2", resp.Header.Get("X-N"))
		assert.Equal(t, 24*time.Hour, resp.RetryAfter, "uncapped")
	})
}

func TestRetrySettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		retry    transport.Retry
		attempts int
		atMost   time.Duration
	}{
		{"one attempt switches retrying off", transport.Retry{MaxAttempts: 1}, 1, 0},
		{"two attempts", transport.Retry{MaxAttempts: 2}, 2, 250 * time.Millisecond},
		{"the delay has a bound", transport.Retry{MaxAttempts: 9, BaseDelay: time.Second, MaxDelay: time.Second}, 9, 8 * time.Second},
		{"a delay near the largest duration does not overflow", transport.Retry{MaxAttempts: 9, BaseDelay: 1<<63 - 1, MaxDelay: 1<<63 - 1, Budget: time.Second}, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, answer(500, "e"))
				start := time.Now()
				resp, err := r.client(t, transport.Options{Retry: tt.retry}).Do(t.Context(), question())
				require.NoError(t, err)
				assert.Equal(t, tt.attempts, resp.Attempts)
				assert.LessOrEqual(t, time.Since(start), tt.atMost)
			})
		})
	}
}

func TestAWaitBeyondTheCallersDeadlineIsNotBegun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, "busy", "Retry-After", "20"))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		resp, err := r.client(t, transport.Options{}).Do(ctx, question())
		require.NoError(t, err)
		assert.Equal(t, 503, resp.Status)
		assert.Equal(t, 20*time.Second, resp.RetryAfter)
		assert.Zero(t, time.Since(start))
	})
}

func TestCancelDuringAWaitReturnsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(503, "", "Retry-After", "50"))
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user left")
		time.AfterFunc(5*time.Second, func() { cancel(why) })
		start := time.Now()
		_, err := r.client(t, transport.Options{}).Do(ctx, question())
		assert.Equal(t, 5*time.Second, time.Since(start))
		e := faultOf(t, err, fault.KindCanceled)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.Equal(t, "search", e.Op)
		assert.Contains(t, e.Message, "after HTTP 503")
	})
}

func TestWhoseTimeWasOver(t *testing.T) {
	t.Parallel()
	once := transport.Retry{MaxAttempts: 1}
	tests := []struct {
		name     string
		options  transport.Options
		deadline time.Duration
		took     time.Duration
		message  string
	}{
		{"the attempt's, by default 30 s", transport.Options{Retry: once}, time.Hour, 30 * time.Second, "within 30s, the timeout of one attempt"},
		{"the attempt's", transport.Options{Retry: once, Timeout: time.Second}, time.Hour, time.Second, "within 1s"},
		{"the caller's", transport.Options{}, 10 * time.Second, 10 * time.Second, "the caller's deadline"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, never)
				ctx, cancel := context.WithTimeout(t.Context(), tt.deadline)
				defer cancel()
				start := time.Now()
				_, err := r.client(t, tt.options).Do(ctx, question())
				assert.Equal(t, tt.took, time.Since(start))
				require.ErrorIs(t, err, context.DeadlineExceeded)
				assert.Contains(t, faultOf(t, err, fault.KindTimeout).Message, tt.message)
			})
		})
	}
}

func TestAnAttemptThatTakesTooLongIsMadeAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, never, answer(200, "{}"))
		resp, err := r.client(t, transport.Options{Timeout: time.Second}).Do(t.Context(), question())
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
	})
}

func TestAContextThatHasEndedSendsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(200, "{}"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := r.client(t, transport.Options{}).Do(ctx, question())
		faultOf(t, err, fault.KindCanceled)
		assert.Empty(t, r.requests())
	})
}

// A subscription that was answered with 500 may have been made.
func TestWhatIsNotIdempotentIsRepeatedOnlyWhereNothingWasAnswered(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		first    http.HandlerFunc
		attempts int
	}{
		"the connection broke before an answer":      {hangUp, 2},
		"nothing came within the time of an attempt": {never, 2},
		"the answer broke off":                       {truncated, 1},
		"the answer came in drips without an end":    {drip, 1},
		"HTTP 500":                       {answer(500, "{}"), 1},
		"HTTP 502":                       {answer(502, "{}"), 1},
		"HTTP 503 that says when":        {answer(503, "{}", "Retry-After", "1"), 1},
		"HTTP 504":                       {answer(504, "{}"), 1},
		"HTTP 429 that says when":        {answer(429, "{}", "Retry-After", "1"), 1},
		"a redirect that is not allowed": {answer(307, "", "Location", "http://elsewhere.example.org/"), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := listen(t, tt.first, answer(202, "{}"))
				subscribe := question()
				subscribe.Idempotent = false
				resp, err := r.client(t, transport.Options{}).Do(t.Context(), subscribe)
				assert.Len(t, r.requests(), tt.attempts)
				if tt.attempts == 2 {
					require.NoError(t, err)
					assert.Equal(t, 202, resp.Status)
				}
			})
		})
	}
}
