package sandbox

import (
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// behaviour is what one kind of fault does, at one of six moments, and what it
// takes. A new kind is a row of [behaviours] and a function of one of the six
// forms.
type behaviour struct {
	kind  FaultKind
	takes []string // members of a fault beside those that every kind takes
	needs string   // the one of them that it cannot do without

	// at says at whose search it can strike: not every dialect has what it changes.
	// It is nil for what strikes at every path.
	at func(d dialect) bool
	// isLater says that the path is that of the asynchronous search.
	isLater bool
	what    string // it changes there

	// before acts when the request has come, and says whether it has answered.
	before func(c *call, f Fault, w http.ResponseWriter, req *http.Request) (answered bool)
	// retell makes another answer of the one to a search, and says whether there
	// was anything to change. It changes nothing of what it is given.
	retell func(t telling) (wire.SearchResponseEnvelope, bool)
	// seal changes how an answer is encrypted and signed, where bends says that it
	// can, or is nil.
	seal  func(s *sealing)
	bends func(s *sealing) bool
	// spoil changes the bytes of an answer before they are sent.
	spoil func(f Fault, a *reply)
	// deliver changes an attempt to send something to a subscriber.
	deliver func(f Fault, t *trial)
	// later changes how an asynchronous search is answered.
	later func(how *lateness)
}

// telling is an answer to a search on its way out, and what it answers.
type telling struct {
	registry *Registry
	in       *asked
	out      wire.SearchResponseEnvelope
}

// behaviours is the table of faults.
func behaviours() []behaviour {
	return append([]behaviour{
		{kind: FaultDelay, takes: []string{"delay"}, needs: "delay", before: delay},
		{kind: FaultStatus, takes: []string{"status", "retry_after", "body", "content_type"}, needs: "status", before: answerStatus},
		{kind: FaultQuota, takes: []string{"status", "retry_after"}, before: answerQuota},
		{kind: FaultDrop, before: drop},
		{kind: FaultCut, spoil: cut},
		{kind: FaultTruncated, spoil: truncate},
		{kind: FaultGarbage, takes: []string{"body", "content_type"}, spoil: garble},
		{kind: FaultWrongReferenceIDs, at: hasReferenceIDs, what: "the reference ids of an answer", retell: inventReferenceIDs},
		{kind: FaultMissingItems, at: hasItems, what: "the items of an answer", retell: leaveOutItems},
		{kind: FaultOvermatch, at: everywhere, what: "the records of an answer", retell: overmatch},
		{kind: FaultRepeatedPage, at: hasItems, what: "the pages of an answer", retell: repeatPage},
		{kind: FaultChangingTotals, at: hasItems, what: "the pages of an answer", retell: changeTotals},
		{kind: FaultWrongTransaction, at: hasItems, what: "the transaction_id of an answer", retell: changeTransaction},
		{kind: FaultWrongKey, at: signs, what: "a signed answer", seal: signWithAnotherKey},
		{kind: FaultTamperedBody, at: signs, what: "a signed answer", seal: tamper},
		{kind: FaultAlgNone, at: signsJWS, what: "a signature that is a JWS", seal: unsign},
		{kind: FaultExpiredSignature, at: signs, what: "a signed answer", seal: signYesterday},
		{kind: FaultDuplicateMembers, at: signs, what: "a signed answer", seal: doubleHeader},
		{kind: FaultRotation, at: signs, what: "a signed answer", seal: rotate},
		{kind: FaultWeakJWE, at: encrypts, what: "an encrypted answer", bends: isForReader, seal: weaken},
		{kind: FaultPlaintextAnswer, at: encrypts, what: "an encrypted answer", bends: isForReader, seal: leaveInClear},
	}, append(laterFaults(), deliveryFaults()...)...)
}

func everywhere(dialect) bool { return true }

func hasItems(d dialect) bool { return !d.flat }

func hasReferenceIDs(d dialect) bool { return !d.flat && !d.canned }

func signs(d dialect) bool { return d.scheme != "" }

func signsJWS(d dialect) bool { return signs(d) && d.scheme != envelope.HTTPSignature }

func encrypts(d dialect) bool { return d.encryption != "" }

// paths are where this kind can strike, if it does not strike everywhere.
func (b behaviour) paths() []string {
	var out []string
	for _, d := range dialects() {
		switch {
		case !b.at(d):
		case b.isLater:
			out = append(out, d.base+d.later())
		case b.deliver != nil:
			out = append(out, d.base+d.subscribing())
		default:
			out = append(out, d.base+d.search)
		}
	}
	return out
}

// behaviourOf is what this kind does, however it is spelled.
func behaviourOf(kind FaultKind) (behaviour, bool) {
	letters := strings.NewReplacer(" ", "", "-", "", "_", "")
	name := letters.Replace(string(kind))
	for _, b := range behaviours() {
		if strings.EqualFold(name, letters.Replace(string(b.kind))) {
			return b, true
		}
	}
	return behaviour{}, false
}

func kindNames() string {
	var names []string
	for _, b := range behaviours() {
		names = append(names, string(b.kind))
	}
	return strings.Join(names, ", ")
}
