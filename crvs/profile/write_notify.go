package profile

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// Notify tells a subscriber of events: CRVS 1.0.0, NotifyEventRequest. It is what
// a registry sends.
type Notify []Notification

// Action is notify.
func (Notify) Action() codes.Action { return codes.ActionNotify }
func (n Notify) count() int         { return len(n) }

// Notification is one event as it is told.
type Notification struct {
	ReferenceID                    string
	At                             time.Time
	RegType, EventType, RecordType string         // in the registry's words
	Record                         jsontext.Value // as package person encodes it
	Locale                         string
}

func notifyRequest(n Notify, m Message) wire.NotifyEventRequest {
	out := wire.NotifyEventRequest{TransactionID: m.TransactionID, NotifyEvent: make([]wire.NotifyEvent, len(n))}
	for i, e := range n {
		out.NotifyEvent[i] = wire.NotifyEvent{
			ReferenceID: e.ReferenceID, Timestamp: timestamp(e.At), Locale: e.Locale,
			Data: wire.NotifyData{
				Version: version, RegType: e.RegType, RegEventType: e.EventType, RegRecordType: e.RecordType,
				RegRecords: wire.RegRecord(e.Record),
			},
		}
	}
	return out
}

// Acknowledgement is the answer of one who was called back or told: CRVS 1.0.0,
// Response. It has no envelope and is not signed.
type Acknowledgement struct {
	Status        codes.AckStatus
	At            time.Time
	CorrelationID string
	Error         PeerError // with codes.AckError; its code is one of the standard's
}

// EncodeAck writes an acknowledgement.
func (p Profile) EncodeAck(a Acknowledgement) ([]byte, error) {
	return json.Marshal(wire.Ack{Message: wire.AckMessage{
		AckStatus: wire.AckStatus(a.Status), Timestamp: timestamp(a.At), CorrelationID: a.CorrelationID,
		Error: wire.AckError{Code: wire.ErrorCode(a.Error.Code), Message: a.Error.Message},
	}})
}
