package crvstest

import (
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// Inject makes the registry misbehave from the next call on, until tb ends, or
// until the function that it returns is called. A fault that is wrong fails tb
// at once. Give it the testing.TB of a subtest, and the registry behaves again
// in the next one.
func (r *Registry) Inject(tb testing.TB, f sandbox.Fault) (end func()) {
	tb.Helper()
	id, err := r.sandbox.Inject(f)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	end = func() { r.sandbox.ClearFault(id) }
	tb.Cleanup(end)
	return end
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
