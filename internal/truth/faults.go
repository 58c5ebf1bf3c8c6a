package main

import (
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// turn is a fault whose turn it is, and what a client must be to meet it.
type turn struct {
	fault     sandbox.Fault
	isLate    bool // the client does not wait for the answer
	encrypted bool // only an encrypted question meets it
	rotates   bool // the registry has other keys afterwards
	pages     bool // only what is read page by page meets it
}

// faultTurns are all faults of the sandbox, each in the shapes that its comment
// names. Where one makes of an answer a sound "none", nobody can tell it from one,
// and it is not injected:
//
//   - FaultStatus with 200 and FaultGarbage, with a Body that is a sound answer
//     without records;
//   - FaultMissingItems in workshop-2022, whose answer is one list of records and
//     no item: what is left is its own word for none (see saysNone);
//   - FaultOvermatch in OpenCRVS, which itself answers a number of a person with the
//     records of relatives: somebody else's record there is one of those, and is
//     left out. Its own tests ask by the numbers of registrations.
func faultTurns() []turn {
	turns := []turn{
		{fault: sandbox.Fault{Kind: sandbox.FaultDelay, Delay: time.Millisecond}},
		{fault: sandbox.Fault{Kind: sandbox.FaultDelay, Delay: time.Minute}, isLate: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultQuota}},
		{fault: sandbox.Fault{Kind: sandbox.FaultQuota, Status: 402}},
		{fault: sandbox.Fault{Kind: sandbox.FaultStatus, Status: 200, Body: sandbox.GatewayPage}},
		{fault: sandbox.Fault{Kind: sandbox.FaultStatus, Status: 502, Body: sandbox.GatewayPage}},
		{fault: sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503, RetryAfter: time.Minute}},
		{fault: sandbox.Fault{Kind: sandbox.FaultStatus, Status: 429, Body: `{"detail":{"retry_after":60}}`}},
		{fault: sandbox.Fault{Kind: sandbox.FaultGarbage, Body: "no such record"}},
		{fault: sandbox.Fault{Kind: sandbox.FaultGarbage, Body: "{}"}},
		{fault: sandbox.Fault{Kind: sandbox.FaultGarbage, Body: "[]"}},
		{fault: sandbox.Fault{Kind: sandbox.FaultGarbage, Body: "null"}},
		{fault: sandbox.Fault{Kind: sandbox.FaultWeakJWE}, encrypted: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultPlaintextAnswer}, encrypted: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultRotation}, rotates: true},
	}
	for _, status := range []int{204, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504} {
		turns = append(turns, turn{fault: sandbox.Fault{Kind: sandbox.FaultStatus, Status: status}})
	}
	for _, k := range []sandbox.FaultKind{
		sandbox.FaultDrop, sandbox.FaultCut, sandbox.FaultTruncated, sandbox.FaultGarbage,
		sandbox.FaultWrongReferenceIDs, sandbox.FaultMissingItems, sandbox.FaultOvermatch, sandbox.FaultRepeatedPage,
		sandbox.FaultChangingTotals, sandbox.FaultWrongTransaction, sandbox.FaultWrongKey, sandbox.FaultTamperedBody,
		sandbox.FaultAlgNone, sandbox.FaultExpiredSignature, sandbox.FaultDuplicateMembers,
	} {
		isOfPages := k == sandbox.FaultRepeatedPage || k == sandbox.FaultChangingTotals
		turns = append(turns, turn{fault: sandbox.Fault{Kind: k}, pages: isOfPages})
	}
	return turns
}

// saysNone says whether the fault makes a registry of this profile say "none".
func (t turn) saysNone(profile string) bool {
	switch t.fault.Kind {
	case sandbox.FaultMissingItems:
		return profile == "workshop-2022"
	case sandbox.FaultOvermatch:
		return strings.HasPrefix(profile, "opencrvs")
	default:
		return false
	}
}

// strike injects the fault for the next message: for its first attempt only, or
// for all of them.
func strike(registry *sandbox.Registry, f sandbox.Fault, once bool) (id string, err error) {
	if once {
		f.Calls = 1
	}
	return registry.Inject(f)
}

// struck ends the fault and says whether it struck.
func struck(registry *sandbox.Registry, id string) bool {
	hits := 1 // one that struck as often as it was to is no longer listed
	for _, f := range registry.Faults() {
		if f.ID == id {
			hits = f.Hits
		}
	}
	registry.ClearFaults()
	return hits > 0
}
