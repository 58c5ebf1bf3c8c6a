package callback

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// Handler receives what registries send. It is immutable after [New] and safe for
// concurrent use, and starts no goroutine of its own.
type Handler struct {
	config config

	store         store.Store
	registrations []*registration
	byName        map[string]*registration
	places        chan struct{}

	mu       sync.Mutex
	counts   map[Outcome]int64
	strays   int64     // messages at the paths of nobody that the log was not told of
	straysAt time.Time // when it was told last
}

// New returns a handler that keeps what comes in a store. Whatever is wrong with the
// options it returns now, as a *fault.Error of [fault.KindInvalid].
func New(st store.Store, options ...Option) (*Handler, error) {
	invalid := func(err error) error { return &fault.Error{Op: "callback", Kind: fault.KindInvalid, Err: err} }
	if st == nil {
		return nil, invalid(errors.New("a store is required: that in memory forgets everything when the program ends"))
	}
	c, err := configured(options)
	if err != nil {
		return nil, invalid(err)
	}
	h := &Handler{config: c, store: st, byName: map[string]*registration{}, places: make(chan struct{}, c.concurrent), counts: map[Outcome]int64{}}
	for _, r := range c.registrations {
		ready, err := r.ready()
		if err != nil {
			return nil, invalid(err)
		}
		for _, other := range h.registrations {
			if other.Name == ready.Name || other.Path == ready.Path {
				return nil, invalid(errors.New("two registrations have the name or the path of " + ready.Name))
			}
		}
		h.registrations = append(h.registrations, ready)
		h.byName[ready.Name] = ready
	}
	// Of two paths of which one lies below the other, the longer one is meant.
	slices.SortFunc(h.registrations, func(a, b *registration) int { return len(b.Path) - len(a.Path) })
	return h, nil
}

// Counts says what became of the messages so far.
func (h *Handler) Counts() Counts {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.counts
	return Counts{
		Kept: n[OutcomeKept], Known: n[OutcomeKnown], Unasked: n[OutcomeUnasked], Refused: n[OutcomeRefused], Lost: n[OutcomeLost],
		Done: n[OutcomeDone], Failed: n[OutcomeFailed],
	}
}

func (h *Handler) count(o Outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts[o]++
}

// ServeHTTP receives one message. It answers 200 with ACK when everything in the message
// is kept, was known already, or is something that nobody waits for (OutcomeUnasked).
// Otherwise it answers ERR with a code of the standard: 404 if no registration has the
// path; 401 if the signature does not verify or the message may be a replay; 503 if the
// message could not be kept or verified now, or too many came at once, so that it is sent
// again; 400 for everything else, a body that is too large included. A registry that
// fails on HTTP errors (DiesOnErrors of [profile.Habit]) gets ERR with 200. The GET with
// the challenge of a webhook is answered with the challenge: see [Registration.Webhook].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reg, below := h.find(r.URL.Path)
	if reg == nil {
		h.count(OutcomeRefused)
		h.stray(r.Context())
		respond(w, nil, "", refusal(fault.KindProtocol, codes.ReasonRequestNotFound, "nothing is received at this path"))
		return
	}
	ctx, end := h.config.observe.begin(r.Context(), Step{Kind: StepReceive, Registration: reg.Name, Profile: reg.Profile.Name})
	e := StepEnd{}
	if answer := reg.challenge(r, below); answer != nil {
		e.Outcome, e.HTTPStatus = OutcomeAgreed, http.StatusOK
		write(w, http.StatusOK, answer)
		h.count(e.Outcome)
		h.log(ctx, reg, e, nil)
		end(e)
		return
	}
	correlation, failed := h.receive(ctx, w, r.WithContext(ctx), reg, below, &e)
	e.HTTPStatus = respond(w, reg, correlation, failed)
	switch {
	case failed == nil:
	case failed.Kind == fault.KindUnavailable && e.HTTPStatus == http.StatusOK:
		e.Outcome, e.Kind = OutcomeLost, failed.Kind
	default:
		e.Outcome, e.Kind = OutcomeRefused, failed.Kind
	}
	h.count(e.Outcome)
	h.log(ctx, reg, e, failed)
	end(e)
}

func (h *Handler) find(path string) (*registration, string) {
	for _, r := range h.registrations {
		if below, ok := r.cut(path); ok {
			return r, below
		}
	}
	return nil, ""
}

func (h *Handler) log(ctx context.Context, reg *registration, e StepEnd, failed *fault.Error) {
	l := h.config.logger.With(slog.String("registration", reg.Name), slog.Int("events", e.Events))
	switch {
	case failed == nil:
		l.DebugContext(ctx, "callback: message received", slog.String("outcome", string(e.Outcome)))
	case e.Outcome == OutcomeLost: // and its sender does not send it again
		l.WarnContext(ctx, "callback: message lost", slog.String("why", failed.Error()))
	default:
		l.WarnContext(ctx, "callback: message refused", slog.String("why", failed.Error()))
	}
}

// strayPause is how long the log is told nothing more of strays: anybody can make them.
const strayPause = time.Minute

// stray logs how many messages came to the paths of nobody. It does not say which
// paths: one may be secret but for a letter, or hold anything.
func (h *Handler) stray(ctx context.Context) {
	h.mu.Lock()
	h.strays++
	n, due := h.strays, time.Since(h.straysAt) >= strayPause
	if due {
		h.strays, h.straysAt = 0, time.Now()
	}
	h.mu.Unlock()
	if due {
		h.config.logger.WarnContext(ctx, "callback: messages came to paths of no registration", slog.Int64("messages", n))
	}
}

// enter waits for a place among those who are received.
func (h *Handler) enter(ctx context.Context) (leave func(), failed *fault.Error) {
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case h.places <- struct{}{}:
		return func() { <-h.places }, nil
	case <-ctx.Done():
	case <-timer.C:
	}
	return nil, refusal(fault.KindUnavailable, codes.ReasonServiceUnavailable, "too many messages at once: send it again later")
}

// patience bounds how long a body may take to come.
const patience = 30 * time.Second

func (h *Handler) read(w http.ResponseWriter, r *http.Request) ([]byte, *fault.Error) {
	if r.Method != http.MethodPost {
		return nil, refusal(fault.KindProtocol, codes.ReasonRequestBad, "messages are posted")
	}
	// Not every ResponseWriter has deadlines: that of a test has none.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(patience))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.config.maxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message is too large: at most "+strconv.FormatInt(h.config.maxBody, 10)+" bytes are received")
	}
	if err != nil {
		return nil, refusal(fault.KindProtocol, codes.ReasonRequestBad, "the message broke off")
	}
	return body, nil
}

// refusal is why a message is not taken.
func refusal(kind fault.Kind, code codes.ReasonCode, message string) *fault.Error {
	return &fault.Error{Op: "callback", Kind: kind, Code: code, Message: message}
}

// status is the HTTP status of a refusal.
func status(e *fault.Error) int {
	switch {
	case e.Kind == fault.KindUnavailable:
		return http.StatusServiceUnavailable
	case e.Kind == fault.KindSignature, e.Kind == fault.KindReplay:
		return http.StatusUnauthorized
	case e.Code == codes.ReasonRequestNotFound:
		return http.StatusNotFound
	case e.HTTPStatus != 0:
		return e.HTTPStatus
	default:
		return http.StatusBadRequest
	}
}

// respond acknowledges, or says what is wrong, and returns the HTTP status.
func respond(w http.ResponseWriter, reg *registration, correlation string, failed *fault.Error) int {
	if correlation == "" {
		correlation = rand.Text()
	}
	a := profile.Acknowledgement{Status: codes.AckAccepted, At: time.Now(), CorrelationID: correlation}
	code := http.StatusOK
	if failed != nil {
		a.Status, a.Error = codes.AckError, profile.PeerError{Code: failed.Code, Message: failed.Message}
		if code = status(failed); code == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "5")
		}
		if reg != nil && reg.Profile.Habit.DiesOnErrors {
			code = http.StatusOK
		}
	}
	body, err := profile.DCI10().EncodeAck(a)
	if err != nil { // a code that is none of the standard's
		http.Error(w, "", http.StatusInternalServerError)
		return http.StatusInternalServerError
	}
	write(w, code, body)
	return code
}

func write(w http.ResponseWriter, code int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff") // a challenge is what a stranger wrote
	w.WriteHeader(code)
	_, _ = w.Write(body) //nolint:gosec // it is JSON, and no browser takes it for a page
}
