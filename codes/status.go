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
	return newDirectory("request_status",
		Entry[RequestStatus]{Code: StatusReceived, Display: "Received"},
		Entry[RequestStatus]{Code: StatusPending, Display: "Pending"},
		Entry[RequestStatus]{Code: StatusSuccess, Display: "Success"},
		Entry[RequestStatus]{Code: StatusRejected, Display: "Rejected"},
		Entry[RequestStatus]{Code: StatusPartial, Display: "Partial"},
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
	return newDirectory("ack_status",
		Entry[AckStatus]{Code: AckAccepted, Display: "Acknowledged, a callback follows"},
		Entry[AckStatus]{Code: AckFinal, Display: "Acknowledged, nothing follows"},
		Entry[AckStatus]{Code: AckError, Display: "Not taken"},
	)
})

// AckStatuses is the directory ack_status.
func AckStatuses() Directory[AckStatus] { return ackStatuses() }

// Known says whether s is in the directory.
func (s AckStatus) Known() bool { _, ok := ackStatuses().Parse(string(s)); return ok }
