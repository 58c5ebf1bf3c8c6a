package transport

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// How long a token endpoint that failed is left alone: a second at first, twice
// as long after each further failure, never longer than half a minute unless it
// asked for that.
const (
	firstPause   = time.Second
	longestPause = 30 * time.Second
)

// keeper keeps one token, and after a failure the error until it is time to ask
// again. It is safe for concurrent use.
type keeper struct {
	mu       sync.Mutex
	token    Token
	stale    time.Time // when to fetch another, while this one goes on to be used
	renewing bool      // somebody fetches that other
	failures int       // in a row

	failed *fault.Error // of the last fetch that somebody waited for; nil after a success
	again  time.Time    // until when failed is the answer to everybody
}

// look returns the token as long as it is good. With neither token nor error one
// is to be fetched and waited for. An error is that of a failure just now.
func (k *keeper) look(now time.Time) (Token, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.token.Value != "" && now.Before(k.token.Expires):
		return k.token, nil
	case k.failed != nil && now.Before(k.again):
		return Token{}, k.repeated(now)
	default:
		return Token{}, nil
	}
}

// startRenewing tells the one caller who has to fetch another token so.
func (k *keeper) startRenewing(now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.renewing || now.Before(k.stale) {
		return false
	}
	k.renewing = true
	return true
}

// repeated is the error of one for whom the endpoint was not asked. Callers fill
// in ids: each gets their own.
func (k *keeper) repeated(now time.Time) *fault.Error {
	e := *k.failed
	e.Message += fmt.Sprintf("; this was its last answer, it is left alone for another %s", k.again.Sub(now).Round(time.Millisecond))
	return &e
}

// keep takes a new token, which was asked for at this time.
func (k *keeper) keep(t Token, asked time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.token, k.stale = t, t.Expires.Add(-margin(t.Expires.Sub(asked)))
	k.renewing, k.failed, k.failures = false, nil, 0
}

// fail takes the error of a fetch that somebody waited for.
func (k *keeper) fail(err error, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e, ok := errors.AsType[*fault.Error](err); ok {
		own := *e
		k.failed, k.again = &own, now.Add(k.pause(own.RetryAfter))
	}
}

// failRenewing ends what startRenewing began. The old token stays.
func (k *keeper) failRenewing(err error, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.renewing {
		return // meanwhile somebody else got one
	}
	var asked time.Duration
	if e, ok := errors.AsType[*fault.Error](err); ok {
		asked = e.RetryAfter
	}
	k.renewing, k.stale = false, now.Add(k.pause(asked))
}

// pause counts a failure and says how long to leave the endpoint alone.
func (k *keeper) pause(asked time.Duration) time.Duration {
	pause := min(firstPause<<min(k.failures, 5), longestPause)
	k.failures++
	return max(pause, min(asked, DefaultMaxRetryAfter))
}

// forget drops the token if it is still the one kept.
func (k *keeper) forget(t Token) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.token.Value == t.Value {
		k.token, k.stale = Token{}, time.Time{}
	}
}

// margin is how long before its end another token is fetched: a tenth of its
// life, within 5 s and 60 s, but never more than half of it.
func margin(life time.Duration) time.Duration {
	return min(max(life/10, 5*time.Second), time.Minute, life/2)
}
