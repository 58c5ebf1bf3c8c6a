package codes

import "sync"

// RequestStatus is the state of a request or of one item of it: member status.
type RequestStatus string

// Request statuses of CRVS 1.0.0, and "part", which OpenSPP adds.
const (
	StatusReceived RequestStatus = "rcvd"
	StatusPending  RequestStatus = "pdng"
	StatusSuccess  RequestStatus = "succ"
	StatusRejected RequestStatus = "rjct"
	StatusPartial  RequestStatus = "part"
)

var requestStatuses = sync.OnceValue(func() Directory[RequestStatus] {
	h := header{
		name:     "request_status",
		source:   "RequestStatus of CRVS 1.0.0, and part of OpenSPP.",
		editions: []Numbering{{EditionCRVS1, "", "status"}},
	}
	return newDirectory(h,
		entry(StatusReceived, "Received", "the registry has the request and has not begun"),
		entry(StatusPending, "Pending", "the registry is at work on the request"),
		entry(StatusSuccess, "Success", "the request was carried out; a search may have found nothing"),
		entry(StatusRejected, "Rejected", "the registry refuses the request: the status reason code says why"),
		entry(StatusPartial, "Partial", "some items of the request were carried out and some were not").in(),
	)
})

// RequestStatuses is the directory of request statuses.
func RequestStatuses() Directory[RequestStatus] { return requestStatuses() }

// Canonical is the standard's code where s is an alias of it, else s as it is.
func (s RequestStatus) Canonical() RequestStatus { return requestStatuses().Canonical(s) }

// Known says whether s is in the directory, by code or label.
func (s RequestStatus) Known() bool { _, ok := requestStatuses().Parse(string(s)); return ok }

// AckStatus is the verdict of an acknowledgement: member ack_status.
type AckStatus string

// Acknowledgements of CRVS 1.0.0: ACK, a callback will follow; NACK, nothing
// more will follow; ERR, the request was not taken.
const (
	AckAccepted AckStatus = "ACK"
	AckFinal    AckStatus = "NACK"
	AckError    AckStatus = "ERR"
)

var ackStatuses = sync.OnceValue(func() Directory[AckStatus] {
	h := header{
		name:     "ack_status",
		source:   "ResponseTypeEnum of CRVS 1.0.0.",
		editions: []Numbering{{EditionCRVS1, "", "ack_status"}},
	}
	return newDirectory(h,
		entry(AckAccepted, "Acknowledged, a callback follows", "the request passed the first checks; its answer will be sent to the asker's callback"),
		entry(AckFinal, "Acknowledged, nothing follows", "the request passed the first checks, and the registry will send no more about it; this is no error"),
		entry(AckError, "Not taken", "the request is wrong or cannot be processed: the error in it says why"),
	)
})

// AckStatuses is the directory ack_status.
func AckStatuses() Directory[AckStatus] { return ackStatuses() }

// Canonical is the standard's code where s is another spelling of it, else s as
// it is.
func (s AckStatus) Canonical() AckStatus { return ackStatuses().Canonical(s) }

// Known says whether s is in the directory.
func (s AckStatus) Known() bool { _, ok := ackStatuses().Parse(string(s)); return ok }
