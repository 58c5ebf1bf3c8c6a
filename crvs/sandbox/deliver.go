package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"maps"
	"math"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

const (
	maxLane       = 64 // letters to one receiver that are under way; what is more waits in the feed
	maxSending    = 64 // requests at the same time
	maxAttempts   = 12 // of a letter: about twenty minutes
	maxHistory    = 16 // messages of a lane that can be replayed
	maxRetryWait  = 5 * time.Minute
	sendPatience  = 10 * time.Second       // for an answer
	callbackDelay = 100 * time.Millisecond // so that the acknowledgement is there first
)

// lane is one receiver. Its letters are tried in their order; what fails is tried
// again later and holds nobody up.
type lane struct {
	dialect     *dialect
	sender, uri string
	allowed     bool

	waiting int      // guarded by the desk
	full    bool     // guarded by the desk
	history []parcel // guarded by the desk
	last    chan struct{}
}

// lane is the receiver with this address, nil if none is given. The desk is locked.
func (k *desk) lane(d *dialect, sender, uri string) *lane {
	if uri == "" {
		return nil
	}
	key := strings.Join([]string{d.name, sender, uri}, "\x00")
	if k.lanes[key] == nil {
		if len(k.lanes) >= maxLanes { // whoever uses one holds it: the next letter begins another
			maps.DeleteFunc(k.lanes, func(_ string, l *lane) bool { return l.waiting == 0 })
		}
		k.lanes[key] = &lane{dialect: d, sender: sender, uri: uri, allowed: k.isAllowed(uri)}
	}
	return k.lanes[key]
}

// isAllowed says whether the registry may post there: it is not to be made an arm of
// whoever may ask it.
func (k *desk) isAllowed(uri string) bool {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	return slices.Contains(k.hosts, host) || len(k.hosts) == 0 && isLocalHost(u.Host)
}

// letter is a message to a receiver.
type letter struct {
	to      *lane
	hook    *webhook // nil for a message of the standard
	reader  string   // to whom it is encrypted, "" for nobody
	header  any      // a wire.MsgCallbackHeader in most dialects
	message any
	wait    time.Duration // before it is sent
	lost    bool          // every attempt fails
	tried   chan struct{} // closed when the next one may be sent
}

// parcel is a letter as it is posted.
type parcel struct {
	body      []byte // nil if it cannot be made
	signature string // of a webhook
}

// callBack leaves an answer for the post. The desk is locked.
func (k *desk) callBack(d *dialect, in *wish, header wire.MsgCallbackHeader, message any) {
	if to := k.lane(d, in.Header.SenderID, in.Header.SenderURI); to != nil {
		k.leave(&letter{to: to, reader: in.reader, header: header, message: message, wait: callbackDelay})
	}
}

// leave leaves a letter for the post. The desk is locked.
func (k *desk) leave(l *letter) {
	k.callbacks = append(k.callbacks, l)
	k.wake()
}

// outcome is how a letter ended.
type outcome string

const (
	outcomeDelivered  outcome = "delivered"
	outcomeGivenUp    outcome = "given up"
	outcomeNotAllowed outcome = "not allowed"
)

// Deliveries counts what the registry sent of its own accord.
type Deliveries struct {
	Waiting    int   // messages that are sent, or wait for their next attempt
	Delivered  int64 // messages that were answered with a 2xx
	GivenUp    int64 // messages that no attempt delivered
	NotAllowed int64 // messages to a host that is not allowed: see [WithCallbackHosts]
}

// Deliveries says what became so far of the messages that [Registry.Deliver] sends.
func (r *Registry) Deliveries() Deliveries {
	k := r.desk
	k.mu.Lock()
	defer k.mu.Unlock()
	return Deliveries{
		Waiting: k.waiting + len(k.callbacks), Delivered: k.counts[outcomeDelivered],
		GivenUp: k.counts[outcomeGivenUp], NotAllowed: k.counts[outcomeNotAllowed],
	}
}

// Deliver calls back, and tells subscribers of events, until ctx ends. It returns
// when the last delivery has ended, nil; and an error at once if it runs already.
// Without it messages about subscriptions are acknowledged, and nobody is told.
//
// What is sent goes to the sender_uri of the request, if its host is allowed
// ([WithCallbackHosts]). It is signed as the dialect signs, and encrypted if the
// request was. An attempt that is not answered with a 2xx within ten seconds is
// repeated, the first time after about a second, then after twice as long each time
// up to five minutes, twelve times in all; a webhook of OpenCRVS only three times, and
// only where nobody answered. To one receiver at most 64 messages are
// under way; what is more waits, and nobody who registers waits for it. When ctx ends,
// what is under way is lost.
func (r *Registry) Deliver(ctx context.Context) error {
	if !r.delivering.CompareAndSwap(false, true) {
		return misuse("Deliver: it runs already")
	}
	defer r.delivering.Store(false)
	p := &post{registry: r, sending: make(chan struct{}, maxSending)}
	if r.rate > 0 {
		p.under.Go(func() { r.happen(ctx) })
	}
	p.tell(ctx)
	p.under.Wait()
	return nil
}

// post carries letters.
type post struct {
	registry *Registry
	sending  chan struct{}
	under    sync.WaitGroup
}

// send takes a letter; false if there is no room on its lane. Only the teller calls
// it.
func (p *post) send(ctx context.Context, l *letter) bool {
	k, to := p.registry.desk, l.to
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case !to.allowed:
		k.counts[outcomeNotAllowed]++
		return true
	case to.waiting >= maxLane:
		to.full = true
		return false
	}
	to.waiting++
	k.waiting++
	before := to.last
	l.tried = make(chan struct{})
	to.last = l.tried
	p.under.Go(func() { p.finish(to, p.deliver(ctx, l, before)) })
	return true
}

func (p *post) finish(to *lane, o outcome) {
	k := p.registry.desk
	k.mu.Lock()
	defer k.mu.Unlock()
	k.counts[o]++
	to.waiting--
	k.waiting--
	if to.full && to.waiting <= maxLane/2 {
		to.full = false
		k.wake()
	}
}

// deliver tries until it is delivered, or for the last time.
func (p *post) deliver(ctx context.Context, l *letter, before <-chan struct{}) outcome {
	next := sync.OnceFunc(func() { close(l.tried) })
	defer next()
	if before != nil {
		select {
		case <-before:
		case <-ctx.Done():
		}
	}
	if !await(ctx, l.wait) || l.lost {
		return outcomeGivenUp
	}
	var sealed parcel
	for attempt := 1; ; attempt++ {
		if sealed.body == nil { // after no answer the same bytes are sent again
			sealed = p.seal(ctx, l, false)
		}
		status := p.attempt(ctx, l, sealed, next)
		if isTaken(status) {
			return outcomeDelivered
		}
		next()
		if attempt >= l.attempts(status) || !await(ctx, retryWait(attempt)) {
			return outcomeGivenUp
		}
	}
}

// attempts is how often the letter is sent at most, after an attempt with this status: 0
// where nobody answered.
func (l *letter) attempts(status int) int {
	switch {
	case l.hook != nil && status != 0: // OpenCRVS tries a webhook again only where nobody answered
		return 1
	case l.hook != nil:
		return hookAttempts
	case l.to.dialect.careless:
		return 1
	default:
		return maxAttempts
	}
}

// retryWait is the wait after a failed attempt, counted from 1.
func retryWait(attempt int) time.Duration {
	wait := min(maxRetryWait, time.Second*time.Duration(math.Pow(2, float64(attempt-1))))
	return time.Duration(float64(wait) * (0.8 + 0.4*mathrand.Float64())) //nolint:gosec // jitter is no secret
}

// await waits; false if ctx ended.
func await(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// isTaken says whether an HTTP status is a 2xx.
func isTaken(status int) bool { return status >= 200 && status <= 299 }

// attempt sends a letter with what faults make of it. It returns the HTTP status of
// the answer, 0 for none.
func (p *post) attempt(ctx context.Context, l *letter, sealed parcel, next func()) int {
	t := p.registry.faults.trial(l.to.dialect)
	if t.overtaken {
		next()
	}
	if !await(ctx, t.delay) || sealed.body == nil {
		return 0
	}
	for _, old := range p.history(l.to, t.replays) {
		p.put(ctx, l.to, old)
	}
	if t.anotherKey {
		if sealed = p.seal(ctx, l, true); sealed.body == nil {
			return 0
		}
	}
	switch {
	case t.down:
		return 0
	case t.lost:
		await(ctx, sendPatience)
		return 0
	}
	p.remember(l.to, sealed, t.anotherKey)
	status := p.put(ctx, l.to, sealed)
	for range t.copies {
		again := *l // a copy is the same news in a new message, signed anew
		if h, ok := l.header.(wire.MsgCallbackHeader); ok {
			h.MessageID = rand.Text()
			again.header = h
		}
		if other := p.seal(ctx, &again, t.anotherKey); other.body != nil {
			if second := p.put(ctx, l.to, other); !isTaken(status) {
				status = second
			}
		}
	}
	return status
}

// history is so many old messages of the lane.
func (p *post) history(to *lane, n int) []parcel {
	k := p.registry.desk
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(to.history[:min(n, len(to.history))])
}

func (p *post) remember(to *lane, sent parcel, forged bool) {
	k := p.registry.desk
	k.mu.Lock()
	defer k.mu.Unlock()
	if forged || slices.ContainsFunc(to.history, func(old parcel) bool { return bytes.Equal(old.body, sent.body) }) {
		return
	}
	if len(to.history) == maxHistory {
		to.history = slices.Delete(to.history, 0, 1)
	}
	to.history = append(to.history, sent)
}

// seal is the message as it is sent; its body is nil if it cannot be encrypted or
// signed now.
func (p *post) seal(ctx context.Context, l *letter, another bool) parcel {
	if l.hook != nil {
		return l.hook.seal(l.message, another)
	}
	s := &sealing{registry: p.registry, dialect: l.to.dialect, reader: l.reader, another: another, clock: time.Now, notifies: true}
	var err error
	if s.header, err = compact(l.header); err == nil {
		s.message, err = compact(l.message)
	}
	if err != nil {
		return parcel{}
	}
	body, err := s.seal(ctx)
	if err != nil {
		return parcel{}
	}
	return parcel{body: body}
}

// put posts one message. It returns the HTTP status of the answer, 0 for none.
func (p *post) put(ctx context.Context, to *lane, sealed parcel) int {
	select {
	case p.sending <- struct{}{}:
		defer func() { <-p.sending }()
	case <-ctx.Done():
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, sendPatience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.uri, bytes.NewReader(sealed.body))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	switch {
	case sealed.signature != "":
		req.Header.Set(envelope.WebhookHeader, sealed.signature)
	case to.dialect.careless:
		req.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	}
	req.Close = true // an idle connection of ours would keep a receiver from ending
	started := time.Now()
	resp, err := p.registry.courier.Do(req)
	if err != nil {
		p.registry.note(req, sealed.body, nil, nil, started)
		return 0
	}
	defer func() { _ = resp.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, maxLoggedBody))
	p.registry.note(req, sealed.body, resp, said, started)
	return resp.StatusCode
}

// note logs what was sent, if the exchanges are logged.
func (r *Registry) note(req *http.Request, body []byte, resp *http.Response, said []byte, started time.Time) {
	log := r.exchanges
	if log == nil {
		return
	}
	to := *req.URL
	to.RawQuery, to.User = "", nil
	e := Exchange{
		At: started, Took: time.Since(started), Method: req.Method, Path: short(to.String()),
		Request: HTTPMessage{Header: headerToLog(req.Header), Body: body[:min(len(body), maxLoggedBody)], Size: len(body), Cut: len(body) > maxLoggedBody},
	}
	if resp != nil {
		e.Status = resp.StatusCode
		e.Response = HTTPMessage{Header: headerToLog(resp.Header), Body: said, Size: len(said)}
	}
	log.add(e)
}
