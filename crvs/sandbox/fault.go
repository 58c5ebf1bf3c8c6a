package sandbox

import (
	"log/slog"
	"slices"
	"time"
)

// FaultKind names one way in which a registry, or what stands before it, goes
// wrong. Spaces, hyphens, underscores and case do not matter: "over-match" is
// [FaultOvermatch].
type FaultKind string

// Kinds of fault, with what a client of this SDK makes of each.
const (
	// FaultDelay answers after Fault.Delay: a timeout, if the client waits for
	// less.
	FaultDelay FaultKind = "delay"
	// FaultStatus answers with Fault.Status and does not ask the registry. A client
	// asks again after 500, 502, 503 and 504, and after 429 with a RetryAfter; then,
	// and at once after any other, it returns an error by the status.
	FaultStatus FaultKind = "status"
	// FaultQuota answers as when the quota of the day is used up, with HTTP 429 or
	// 402: crvs.ErrRateLimited, at once. At the paths of the standard it speaks in
	// the standard's form, at those of OpenSPP as that throttles, by the minute, so
	// that its client asks again; elsewhere as OpenCRVS does.
	FaultQuota FaultKind = "quota"
	// FaultDrop closes the connection before anything is answered: retried, then
	// crvs.KindUnavailable.
	FaultDrop FaultKind = "drop"
	// FaultCut closes the connection in the middle of the answer: as FaultDrop.
	FaultCut FaultKind = "cut"
	// FaultTruncated sends half of the answer as if it were all of it:
	// crvs.KindProtocol.
	FaultTruncated FaultKind = "truncated"
	// FaultGarbage sends Fault.Body, or bytes that are no JSON, in place of the
	// answer: crvs.KindProtocol.
	FaultGarbage FaultKind = "garbage"
	// FaultWrongReferenceIDs answers under reference ids that nobody asked with:
	// crvs.KindProtocol. OpenSPP is known to invent them, so that its client takes
	// the answer as it is. It does not strike bare-crvs and workshop-2022, which have
	// no ids of a question.
	FaultWrongReferenceIDs FaultKind = "wrong_reference_ids"
	// FaultMissingItems leaves every second question without an answer,
	// beginning with the first: crvs.KindProtocol for those, never not found. It
	// does not strike workshop-2022, where an empty list says "not found".
	FaultMissingItems FaultKind = "missing_items"
	// FaultOvermatch puts the record of somebody else, who contradicts the
	// question, in place of the first record: crvs.ErrOvermatch. It does not
	// strike where nothing can contradict, as where only names are asked for.
	FaultOvermatch FaultKind = "over_match"
	// FaultRepeatedPage answers every page after the first with the one before
	// it: crvs.KindProtocol. It does not strike workshop-2022, which has no pages.
	FaultRepeatedPage FaultKind = "repeated_page"
	// FaultChangingTotals counts one record more with every page after the
	// first: crvs.ErrUnstable. It does not strike workshop-2022.
	FaultChangingTotals FaultKind = "changing_totals"
	// FaultWrongTransaction answers under a transaction_id that nobody asked
	// with: crvs.KindProtocol. It does not strike workshop-2022, which has none.
	FaultWrongTransaction FaultKind = "wrong_transaction"
)

// Kinds of fault of a signature or an encryption. They strike where the dialect
// signs, and the last two where the answer is encrypted. A client that does not
// verify notices none of the first five: it takes the answer for a true one.
const (
	// FaultWrongKey signs with another key, under the id of the one that is
	// published: crvs.KindSignature.
	FaultWrongKey FaultKind = "wrong_key"
	// FaultTamperedBody changes a value of the answer after it was signed:
	// crvs.KindSignature.
	FaultTamperedBody FaultKind = "tampered_body"
	// FaultAlgNone takes the signature away and says that none is needed:
	// crvs.KindSignature. It strikes where the signature is a JWS.
	FaultAlgNone FaultKind = "alg_none"
	// FaultExpiredSignature signs an answer of yesterday: crvs.KindSignature.
	FaultExpiredSignature FaultKind = "expired_signature"
	// FaultRotation makes new keys before the answer is signed, and publishes the
	// old ones no more: a client that verifies follows it.
	FaultRotation FaultKind = "rotation"
	// FaultDuplicateMembers adds a second header in front of the one that was
	// signed, of which another reader may take either: crvs.KindProtocol, whether
	// the client verifies or not.
	FaultDuplicateMembers FaultKind = "duplicate_members"
	// FaultWeakJWE says that the message was encrypted with A128CBC-HS256:
	// crvs.KindEncryption.
	FaultWeakJWE FaultKind = "weak_jwe"
	// FaultPlaintextAnswer answers an encrypted question in clear:
	// crvs.KindEncryption.
	FaultPlaintextAnswer FaultKind = "plaintext_answer"
)

// Fault is a misbehaviour that is wanted of a registry: see [Registry.Inject].
// Fields that do not belong to its kind are refused. As JSON it has the members
// kind, calls, rate, seed, path, delay, status, retry_after, body and
// content_type; the two times are a number of seconds or a text such as "1.5s".
type Fault struct {
	Kind FaultKind

	// Calls is how many calls it strikes before it ends. 0: until it is cleared.
	// A call at which it had nothing to do (no second page to repeat) is not
	// counted.
	Calls int
	// Rate is the share of calls that it strikes, above 0 and at most 1. 0: every
	// call. Which calls is decided by Seed: the same seed strikes the same ones.
	Rate float64
	Seed uint64
	// Path is the one path that it strikes, as package sandbox lists them.
	// "": all but / and /healthz.
	Path string

	// Delay is for [FaultDelay], which must have it: above 0, at most 24 hours.
	// It ends early when the request does.
	Delay time.Duration
	// Status is for [FaultStatus], which must have it, 200 to 599; and for
	// [FaultQuota], 429 (the default) or 402.
	Status int
	// RetryAfter is for [FaultStatus] and [FaultQuota]: the header Retry-After, in
	// whole seconds, at most 365 days. 0: none.
	RetryAfter time.Duration
	// Body is for [FaultStatus] and [FaultGarbage], at most 64 KiB: a gateway's
	// page ([GatewayPage]), or `{"detail":{"retry_after":2}}` as OpenSPP throttles.
	// "": for a status of 400 and above the standard's HTTP error.
	Body string
	// ContentType is that of Body. "": text/html, application/json or text/plain
	// by its looks.
	ContentType string
}

// GatewayPage is what a gateway answers when the registry behind it does not.
const GatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

// InjectedFault is a fault that is at work in a registry.
type InjectedFault struct {
	ID    string // by which it is cleared
	Fault Fault
	Hits  int // calls that it has struck
}

// Paths are those that the fault can strike: Path alone if it is given, and else
// every path but / and /healthz at which the registry has what the kind changes.
// It is nil for a fault that cannot be injected.
func (f Fault) Paths() []string {
	b, err := f.check()
	switch {
	case err != nil:
		return nil
	case f.Path != "":
		return []string{f.Path}
	case b.at != nil:
		return b.paths()
	default:
		return slices.DeleteFunc(paths(), isHealth)
	}
}

// String is the kind of the fault.
func (f Fault) String() string {
	b, ok := behaviourOf(f.Kind)
	if !ok {
		return "[fault of no known kind]"
	}
	return "[fault " + string(b.kind) + "]"
}

// LogValue logs what [Fault.String] returns: a body may hold anything.
func (f Fault) LogValue() slog.Value { return slog.StringValue(f.String()) }
