package crvstest

import (
	"slices"
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// Inject makes the registry misbehave from the next call on, until tb ends, or
// until the function that it returns is called. A fault that is wrong fails tb
// at once. Give it the testing.TB of a subtest, and the registry behaves again
// in the next one.
//
// A fault of a signature goes unnoticed by a client that verifies none, as those of
// [Registry.Client] and [Registry.ClientOf] without crvs.WithVerifier or
// crvs.WithPublishedKeys: the log of tb says so.
func (r *Registry) Inject(tb testing.TB, f sandbox.Fault) (end func()) {
	tb.Helper()
	id, err := r.sandbox.Inject(f)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	r.warnOfUnverified(tb, id)
	end = func() { r.sandbox.ClearFault(id) }
	tb.Cleanup(end)
	return end
}

// isForged says whether only who verifies a signature can notice a fault of this
// kind.
func isForged(kind sandbox.FaultKind) bool {
	switch kind {
	case sandbox.FaultWrongKey, sandbox.FaultTamperedBody, sandbox.FaultAlgNone, sandbox.FaultExpiredSignature, sandbox.FaultRotation:
		return true
	default: // two headers are noticed by who reads them
		return false
	}
}

const unverifiedWarning = "crvstest: the fault %s is of a signature, and a client of %s verifies none: it will not notice " +
	"(give it crvs.WithPublishedKeys or crvs.WithVerifier)"

// warnOfUnverified logs which clients cannot notice the fault with this id.
func (r *Registry) warnOfUnverified(tb testing.TB, id string) {
	tb.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.sandbox.Faults() {
		if f.ID != id || !isForged(f.Fault.Kind) {
			continue
		}
		for _, url := range r.unverified {
			if r.strikes(f.Fault, url) {
				tb.Logf(unverifiedWarning, f.Fault.Kind, url)
			}
		}
	}
}

// noteUnverified keeps that a client asks there without verifying, and logs which
// faults that are at work it cannot notice.
func (r *Registry) noteUnverified(tb testing.TB, url string) {
	tb.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.unverified, url) {
		r.unverified = append(r.unverified, url)
	}
	for _, f := range r.sandbox.Faults() {
		if isForged(f.Fault.Kind) && r.strikes(f.Fault, url) {
			tb.Logf(unverifiedWarning, f.Fault.Kind, url)
		}
	}
}

// strikes says whether the fault can strike a search at this base URL.
func (r *Registry) strikes(f sandbox.Fault, url string) bool {
	return slices.ContainsFunc(f.Paths(), func(path string) bool {
		for _, name := range sandbox.Profiles() {
			p, _ := profile.ByName(name)
			if base, _ := sandbox.BasePath(name); url == r.URL()+base && path == base+p.Paths[profile.VerbSearch] {
				return true
			}
		}
		return false
	})
}

// Faults lists the faults at work, with how many calls each has struck. One that
// has struck as often as it was to is no longer among them.
func (r *Registry) Faults() []sandbox.InjectedFault { return r.sandbox.Faults() }

// ClearFaults ends all faults, whoever injected them.
func (r *Registry) ClearFaults() { r.sandbox.ClearFaults() }

// Exchanges lists the last 200 requests and answers, the newest last, as the
// registry got and sent them: faults included, middleware not. Whoever has read
// an answer to its end finds it here. They hold what was asked and found, and
// print without it.
func (r *Registry) Exchanges() []sandbox.Exchange { return r.sandbox.Exchanges() }
