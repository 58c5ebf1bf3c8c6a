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

// Notification is one event as it is told. It holds a record and so personal data:
// do not log it.
type Notification struct {
	ReferenceID                    string
	At                             time.Time
	RegType, EventType, RecordType string         // in the registry's words
	Record                         jsontext.Value // one object, as package person encodes it
	Locale                         string         // three lower-case letters, "" for none
}

// notifyHeader is the header of a registry's message. It has a status, and tells
// all that there is to tell: CRVS 1.0.0, MsgCallbackHeader.
func (p Profile) notifyHeader(n Notify, m Message) ([]byte, error) {
	count := n.count()
	h := wire.MsgCallbackHeader{
		Version:        version,
		MessageID:      m.MessageID,
		MessageTS:      timestamp(m.At),
		Action:         wire.Action(n.Action()),
		Status:         wire.RequestStatusSucceeded,
		SenderID:       m.SenderID,
		ReceiverID:     m.ReceiverID,
		TotalCount:     &count,
		CompletedCount: &count,
		IsMsgEncrypted: m.Encrypted,
	}
	if !p.Form.PlainFlag {
		return json.Marshal(h)
	}
	return json.Marshal(struct {
		wire.MsgCallbackHeader

		IsMsgEncrypted bool `json:"is_msg_encrypted"`
	}{h, m.Encrypted})
}

func notifyRequest(n Notify, m Message) (wire.NotifyEventRequest, error) {
	out := wire.NotifyEventRequest{TransactionID: m.TransactionID, NotifyEvent: make([]wire.NotifyEvent, len(n))}
	for i, e := range n {
		switch {
		case e.Record.Kind() != '{':
			return wire.NotifyEventRequest{}, unwritable("a notification needs a record, as one JSON object")
		case !isLocale(e.Locale):
			return wire.NotifyEventRequest{}, unwritable(badLocale)
		}
		out.NotifyEvent[i] = wire.NotifyEvent{
			ReferenceID: e.ReferenceID, Timestamp: timestamp(e.At), Locale: e.Locale,
			Data: wire.NotifyData{
				Version: version, RegType: e.RegType, RegEventType: e.EventType, RegRecordType: e.RecordType,
				RegRecords: wire.RegRecord(e.Record),
			},
		}
	}
	return out, nil
}

// Acknowledgement is the answer of one who was called back or told: CRVS 1.0.0,
// Response. It has no envelope and is not signed.
type Acknowledgement struct {
	Status        codes.AckStatus
	At            time.Time
	CorrelationID string    // that of the message, as it came
	Error         PeerError // with codes.AckError only
}

// EncodeAck writes an acknowledgement. It returns an error of kind invalid if the
// status, or the code of the error, is none of the standard's, and for an error
// beside a status that is none. What a peer sent makes no error: a correlation_id
// is written as it is.
func (p Profile) EncodeAck(a Acknowledgement) ([]byte, error) {
	failed := a.Status == codes.AckError
	switch code := wire.ErrorCode(a.Error.Code); {
	case !wire.AckStatus(a.Status).Valid():
		return nil, unwritable("an acknowledgement is ACK, NACK or ERR")
	case !failed && a.Error != (PeerError{}):
		return nil, unwritable("an acknowledgement with an error is ERR")
	case failed && !code.Valid():
		return nil, unwritable("the code of an acknowledgement's error is none of the standard's")
	}
	out, err := json.Marshal(wire.Ack{Message: wire.AckMessage{
		AckStatus: wire.AckStatus(a.Status), Timestamp: timestamp(a.At), CorrelationID: a.CorrelationID,
		Error: wire.AckError{Code: wire.ErrorCode(a.Error.Code), Message: a.Error.Message},
	}})
	if err != nil {
		return nil, unwritable("the acknowledgement cannot be written as JSON: a text is not UTF-8")
	}
	return out, nil
}
