package codes

import (
	"iter"
	"strings"
	"sync"
)

// ReasonCode is a registry's own word for what went wrong: an error code
// ("err.…", CD.COM.API.01) or a status reason code ("rjct.…", CD.COM.API.02 and
// 03). It is kept as it came; a code outside the table is legal and has no
// [Reason].
type ReasonCode string

// Error codes of Common 1.0.0 (component Error of the CRVS document).
const (
	ReasonRequestBad             ReasonCode = "err.request.bad"
	ReasonRequestUnauthorized    ReasonCode = "err.request.unauthorized"
	ReasonRequestForbidden       ReasonCode = "err.request.forbidden"
	ReasonRequestNotFound        ReasonCode = "err.request.not_found"
	ReasonRequestTimeout         ReasonCode = "err.request.timeout"
	ReasonRequestTooMany         ReasonCode = "err.request.too_many_requests"
	ReasonVersionNotSupported    ReasonCode = "err.version.not_supported"
	ReasonSenderIDInvalid        ReasonCode = "err.sender_id.invalid"
	ReasonSenderURIInvalid       ReasonCode = "err.sender_uri.invalid"
	ReasonReceiverIDInvalid      ReasonCode = "err.receiver_id.invalid"
	ReasonSignatureMissing       ReasonCode = "err.signature.missing"
	ReasonSignatureInvalid       ReasonCode = "err.signature.invalid"
	ReasonEncryptionInvalid      ReasonCode = "err.encryption.invalid"
	ReasonServiceUnavailable     ReasonCode = "err.service.unavailable"
	ReasonSenderUnknown          ReasonCode = "err.sender.unknown"                    // seen in the wild
	ReasonAuthMissingHeader      ReasonCode = "err.auth.missing_header"               // seen in the wild
	ReasonVerifierNotConfigured  ReasonCode = "err.signature.verifier_not_configured" // seen in the wild
	ReasonInternal               ReasonCode = "rjct.internal"                         // seen in the wild
	ReasonWorkshopInvalidRequest ReasonCode = "567"                                   // the 2022 workshop's one error
)

// Reasons for rejecting a message by its header.
const (
	RejectVersionInvalid      ReasonCode = "rjct.version.invalid"
	RejectMessageIDDuplicate  ReasonCode = "rjct.message_id.duplicate"
	RejectMessageTSInvalid    ReasonCode = "rjct.message_ts.invalid"
	RejectActionInvalid       ReasonCode = "rjct.action.invalid"
	RejectActionNotSupported  ReasonCode = "rjct.action.not_supported"
	RejectTotalCountInvalid   ReasonCode = "rjct.total_count.invalid"
	RejectTotalCountExceeded  ReasonCode = "rjct.total_count.limit_exceeded"
	RejectTooManyErrors       ReasonCode = "rjct.errors.too_many"
	RejectReferenceIDInvalid  ReasonCode = "rjct.reference_id.invalid"
	RejectReferenceIDDouble   ReasonCode = "rjct.reference_id.duplicate"
	RejectTimestampInvalid    ReasonCode = "rjct.timestamp.invalid"
	RejectCriteriaInvalid     ReasonCode = "rjct.search_criteria.invalid"
	RejectFilterInvalid       ReasonCode = "rjct.filter.invalid"
	RejectSortInvalid         ReasonCode = "rjct.sort.invalid"
	RejectPaginationInvalid   ReasonCode = "rjct.pagination.invalid"
	RejectTooManyRecords      ReasonCode = "rjct.search.too_many_records_found"
	RejectNotifyTypes         ReasonCode = "rjct.notify_types.invalid"
	RejectNotifyDetails       ReasonCode = "rjct.notify_details.invalid"
	RejectPersonIDInvalid     ReasonCode = "rjct.person_id.invalid"
	RejectAlreadySubscribed   ReasonCode = "rjct.event.already_subscribed"
	RejectSubscriptionCode    ReasonCode = "rjct.subscription_code.invalid"
	RejectRequesterInvalid    ReasonCode = "rjct.requester.invalid"
	RejectAlreadyUnsubscribed ReasonCode = "rjct.event.already_unsubscribed"
)

// Party is who has to act on an error.
type Party string

// Parties.
const (
	PartyAsker    Party = "asker"    // the SP-MIS, its configuration or its question
	PartyRegistry Party = "registry" // the registry or what stands before it
	PartyEither   Party = "either"   // the two disagree; both must look
)

// Retry says whether asking again can help.
type Retry string

// Advice on asking again.
const (
	RetryNever      Retry = "never"       // the same question gets the same answer
	RetryLater      Retry = "later"       // the same question may be answered later
	RetryNewMessage Retry = "new-message" // at once, with a new message_id and time, in the same transaction
)

// Reason is one row of the table of error and reason codes.
type Reason struct {
	Code    ReasonCode
	Meaning string // what the registry says, in a clause
	Fault   Party
	Retry   Retry
	Action  string // what to do next, as an order
}

var reasons = sync.OnceValue(func() map[ReasonCode]Reason {
	m := make(map[ReasonCode]Reason, len(reasonTable()))
	for _, r := range reasonTable() {
		m[r.Code] = r
	}
	return m
})

// Reasons yields the whole table, error codes first.
func Reasons() iter.Seq[Reason] {
	return func(yield func(Reason) bool) {
		for _, r := range reasonTable() {
			if !yield(r) {
				return
			}
		}
	}
}

// Reason looks the code up in the table. It returns false for a code that is
// not in it: a deployer's own, or a bare HTTP status such as OpenCRVS writes.
func (c ReasonCode) Reason() (Reason, bool) {
	r, ok := reasons()[ReasonCode(strings.ToLower(strings.TrimSpace(string(c))))]
	return r, ok
}

// Known says whether the code is in the table.
func (c ReasonCode) Known() bool { _, ok := c.Reason(); return ok }
