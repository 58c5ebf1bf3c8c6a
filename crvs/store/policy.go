package store

import (
	"errors"
	"math/rand/v2"
	"time"
)

// Policy says how a store works. A member that is zero has its default. It is read
// once, when the store is made.
type Policy struct {
	Workers  int                             // messages that are handed on at the same time; default 8
	Timeout  time.Duration                   // of one attempt; default 30 s
	Grace    time.Duration                   // how long a worker that stops waits for its functions; default 10 s
	Attempts int                             // after so many a message is discarded; default 20
	Backoff  func(attempt int) time.Duration // the wait after the failed attempt, counted from 1; default [Backoff]
	Payloads time.Duration                   // the payload of a message that is done is kept so long; default 7 days
	Keys     time.Duration                   // its key is known so long; default 30 days, and never less than Payloads
	Bytes    int64                           // what a [Memory] holds, payloads and notes, about; default 256 MiB
	Now      func() time.Time                // the clock; default [time.Now]
}

// Complete returns the policy with its defaults, or an error if a member is
// negative. It is for those who write a store.
func (p Policy) Complete() (Policy, error) {
	if p.Workers < 0 || p.Timeout < 0 || p.Grace < 0 || p.Attempts < 0 || p.Payloads < 0 || p.Keys < 0 || p.Bytes < 0 {
		return p, errors.New("store: a member of the policy is negative")
	}
	def(&p.Workers, 8)
	def(&p.Timeout, 30*time.Second)
	def(&p.Grace, 10*time.Second)
	def(&p.Attempts, 20)
	def(&p.Payloads, 7*24*time.Hour)
	def(&p.Keys, 30*24*time.Hour)
	def(&p.Bytes, 256<<20)
	p.Keys = max(p.Keys, p.Payloads)
	if p.Backoff == nil {
		p.Backoff = Backoff
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	return p, nil
}

func def[T int | int64 | time.Duration](v *T, otherwise T) {
	if *v == 0 {
		*v = otherwise
	}
}

// Backoff is the wait after a failed attempt, counted from 1: a second, doubled
// each time up to an hour, and a fifth more or less, so that what failed together
// is not tried again together.
func Backoff(attempt int) time.Duration {
	wait := time.Hour
	if attempt < 13 {
		wait = min(wait, time.Second<<max(attempt-1, 0))
	}
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64())) //nolint:gosec // jitter is no secret
}
