package transport

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// call is one call of Do: the policy that go-retryablehttp asks, and what
// it has to remember between attempts. Only the goroutine of Do uses it.
type call struct {
	client     *Client
	op, host   string
	secretURL  bool
	idempotent bool
	final      []int           // statuses after which nothing is repeated
	secrets    []string        // what no error may repeat,
	values     func() []string // and the values of the question; may be nil

	attempt  int       // the running or last one, from 1
	started  time.Time // of that attempt
	deadline time.Time // of that attempt
	answered bool      // an answer began to come, whatever became of it
	status   int       // of its answer; 0 while there is none
	body     []byte    // of its answer
	asked    asked     // the Retry-After of its answer
	wait     time.Duration
	waited   time.Duration // sum of all waits so far
}

// run drives go-retryablehttp. Its client is made anew for each call because
// the policy belongs to the call; its defaults (it waits out a Retry-After of
// 24 h, drops the last answer, and logs) are all replaced. For each attempt it
// calls roundTrip, and then checkRetry.
func (e *call) run(ctx context.Context, req *retryablehttp.Request) (*Response, error) {
	retry := e.client.o.Retry
	hc := &http.Client{
		// The wrapper also keeps CloseIdleConnections, which go-retryablehttp
		// calls when it gives up, from a transport that others use as well.
		Transport:     roundTripper(e.roundTrip),
		CheckRedirect: e.checkRedirect,
	}
	if e.client.o.HTTPClient != nil {
		hc.Jar = e.client.o.HTTPClient.Jar
	}
	loop := &retryablehttp.Client{
		HTTPClient:     hc,
		RetryMax:       retry.MaxAttempts, // never reached: checkRetry counts
		RequestLogHook: func(retryablehttp.Logger, *http.Request, int) { e.begin() },
		CheckRetry:     e.checkRetry,
		Backoff:        func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return e.wait },
		ErrorHandler:   retryablehttp.PassthroughErrorHandler,
	}
	resp, err := loop.Do(req)
	if err != nil {
		return nil, e.failure(ctx, err)
	}
	_ = resp.Body.Close() // in memory
	return &Response{
		Status: resp.StatusCode, Header: resp.Header, Body: e.body,
		Attempts: e.attempt, RetryAfter: e.asked.wait,
	}, nil
}

func (e *call) begin() {
	e.attempt++
	e.started = time.Now()
	e.deadline = e.started.Add(e.client.o.Timeout)
	e.answered, e.status, e.body, e.asked, e.wait = false, 0, nil, asked{}, 0
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// roundTrip reads the whole body inside the attempt: a connection that breaks in
// the middle of a body is then an attempt without answer, like any other, and a
// body that comes in drips ends with the attempt's time. The time runs over all
// hops of a redirect.
func (e *call) roundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithDeadlineCause(req.Context(), e.deadline, errAttemptTimeout)
	defer cancel()
	resp, err := e.client.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, attemptError(ctx, err)
	}
	e.answered = true
	defer func() { _ = resp.Body.Close() }() // what matters of it has been read
	body, err := e.read(ctx, resp)
	if err != nil {
		return nil, attemptError(ctx, err)
	}
	e.status, e.body = resp.StatusCode, body
	answer := *resp
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return &answer, nil
}

// attemptError tells an attempt whose time is over from everything else: the
// transport's own word for it may be any.
func attemptError(ctx context.Context, err error) error {
	if context.Cause(ctx) == errAttemptTimeout { //nolint:errorlint // identity: our own deadline, not one that wraps it
		return errAttemptTimeout
	}
	return err
}

func (e *call) read(ctx context.Context, resp *http.Response) ([]byte, error) {
	limit := e.client.o.MaxBody
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return nil, nil // what follows is a stream of some other protocol
	}
	if resp.ContentLength > limit {
		return nil, &bodyLimitError{limit: limit, status: resp.StatusCode}
	}
	// A Content-Length is only a promise: the room for a first part is made on
	// its word, the room for the rest when that part has come.
	body := io.LimitReader(&contextReader{ctx, resp.Body}, limit+1)
	part := min(max(resp.ContentLength, 0), 512<<10)
	var buf bytes.Buffer
	buf.Grow(int(part) + bytes.MinRead)
	n, err := buf.ReadFrom(io.LimitReader(body, part))
	if err == nil && n == part {
		buf.Grow(int(max(resp.ContentLength-part, 0)) + bytes.MinRead)
		var rest int64
		rest, err = buf.ReadFrom(body)
		n += rest
	}
	switch {
	case n > limit:
		return nil, &bodyLimitError{limit: limit, status: resp.StatusCode}
	case err != nil:
		return nil, &brokenBodyError{after: n, status: resp.StatusCode, err: err}
	}
	return buf.Bytes(), nil
}

// contextReader ends a body between two reads, should its transport not do so.
type contextReader struct {
	ctx context.Context //nolint:containedctx // lives for one read of one body
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// checkRetry decides after each attempt and fixes the wait. It never returns an
// error of its own: the answer or the error of the attempt is what Do reports.
func (e *call) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	took := time.Since(e.started)
	if err != nil {
		e.status = 0 // net/http also returns the answer that held a refused redirect
	} else {
		e.asked = retryAfter(resp.Header, e.status, e.body, time.Now())
	}
	again := e.worthRetrying(ctx, err) && e.fits(ctx)
	e.log(ctx, took, err, again)
	if again {
		e.waited += e.wait
	}
	return again, nil
}

func (e *call) worthRetrying(ctx context.Context, err error) bool {
	switch {
	case ctx.Err() != nil, e.attempt >= e.client.o.Retry.MaxAttempts:
		return false
	case e.answered && !e.idempotent: // it may have been carried out
		return false
	case err == nil && slices.Contains(e.final, e.status):
		return false
	}
	if err != nil {
		return classify(err).retry
	}
	switch e.status {
	case http.StatusTooManyRequests:
		// Without a word on when to come back it may be a quota of the day.
		return e.asked.given && !mentionsQuota(e.body)
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return !mentionsQuota(e.body)
	default:
		return false
	}
}

// fits fixes the wait before the next attempt and says whether it can be waited
// for: within the cap on Retry-After, the budget, and the caller's deadline.
func (e *call) fits(ctx context.Context) bool {
	retry := e.client.o.Retry
	if e.asked.wait > retry.MaxRetryAfter {
		return false
	}
	if e.asked.wait > 0 {
		// Never sooner than asked, and not all of us in the same instant.
		e.wait = e.asked.wait + jitter(retry.BaseDelay)
	} else {
		e.wait = jitter(retry.delay(e.attempt))
	}
	if e.waited+e.wait > retry.Budget {
		return false
	}
	deadline, limited := ctx.Deadline()
	return !limited || time.Now().Add(e.wait).Before(deadline)
}

// delay is the upper bound of the wait after the nth attempt.
func (r Retry) delay(attempt int) time.Duration {
	d := r.BaseDelay
	for i := 1; i < attempt && d < r.MaxDelay; i++ {
		d *= 2
	}
	return min(d, r.MaxDelay)
}

func jitter(limit time.Duration) time.Duration {
	return rand.N(limit + 1) //nolint:gosec // spreads load, hides nothing
}

func (e *call) log(ctx context.Context, took time.Duration, err error, again bool) {
	logger := e.client.o.Logger
	if !logger.Enabled(ctx, slog.LevelWarn) && !logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{slog.String("op", e.op), slog.String("host", e.host), slog.Int("attempt", e.attempt)}
	if err != nil {
		attrs = append(attrs, slog.String("failure", string(e.kind(ctx, err))))
	} else {
		attrs = append(attrs, slog.Int("status", e.status))
	}
	logger.LogAttrs(ctx, slog.LevelDebug, "crvs: attempt", append(attrs, slog.Duration("duration", took))...)
	if again {
		logger.LogAttrs(ctx, slog.LevelWarn, "crvs: asking again", append(attrs, slog.Duration("wait", e.wait))...)
	}
}

func (e *call) kind(ctx context.Context, err error) fault.Kind {
	if ctx.Err() != nil {
		return contextKind(ctx)
	}
	return classify(err).kind
}
