package sandbox

import (
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// behaviour is what one kind of fault does, at one of four moments, and what it
// takes. A new kind is a row of [behaviours] and a function of one of the four
// forms.
type behaviour struct {
	kind     FaultKind
	takes    []string // members of a fault beside those that every kind takes
	needs    string   // the one of them that it cannot do without
	searches bool     // whether it strikes searches alone

	// before acts when the request has come, and says whether it has answered.
	before func(c *call, f Fault, w http.ResponseWriter, req *http.Request) (answered bool)
	// retell makes another answer of the one to a search, and says whether there
	// was anything to change. It changes nothing of what it is given.
	retell func(t telling) (wire.SearchResponseEnvelope, bool)
	// seal changes how an answer is encrypted and signed, where bends says that it
	// can.
	seal  func(s *sealing)
	bends func(s *sealing) bool
	// spoil changes the bytes of an answer before they are sent.
	spoil func(f Fault, a *reply)
}

// telling is an answer to a search on its way out, and what it answers.
type telling struct {
	registry *Registry
	in       *asked
	out      wire.SearchResponseEnvelope
}

// behaviours is the table of faults.
func behaviours() []behaviour {
	return []behaviour{
		{kind: FaultDelay, takes: []string{"delay"}, needs: "delay", before: delay},
		{kind: FaultStatus, takes: []string{"status", "retry_after", "body", "content_type"}, needs: "status", before: answerStatus},
		{kind: FaultQuota, takes: []string{"status", "retry_after"}, before: answerQuota},
		{kind: FaultDrop, before: drop},
		{kind: FaultCut, spoil: cut},
		{kind: FaultTruncated, spoil: truncate},
		{kind: FaultGarbage, takes: []string{"body", "content_type"}, spoil: garble},
		{kind: FaultWrongReferenceIDs, searches: true, retell: inventReferenceIDs},
		{kind: FaultMissingItems, searches: true, retell: leaveOutItems},
		{kind: FaultOvermatch, searches: true, retell: overmatch},
		{kind: FaultRepeatedPage, searches: true, retell: repeatPage},
		{kind: FaultChangingTotals, searches: true, retell: changeTotals},
		{kind: FaultWrongTransaction, searches: true, retell: changeTransaction},
		{kind: FaultWrongKey, searches: true, bends: isSigned, seal: signWithAnotherKey},
		{kind: FaultTamperedBody, searches: true, bends: isSigned, seal: tamper},
		{kind: FaultAlgNone, searches: true, bends: isJWS, seal: unsign},
		{kind: FaultExpiredSignature, searches: true, bends: isSigned, seal: signYesterday},
		{kind: FaultDuplicateMembers, searches: true, bends: isSigned, seal: doubleHeader},
		{kind: FaultRotation, searches: true, bends: isSigned, seal: rotate},
		{kind: FaultWeakJWE, searches: true, bends: isForReader, seal: weaken},
		{kind: FaultPlaintextAnswer, searches: true, bends: isForReader, seal: leaveInClear},
	}
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
