package profile

import (
	"errors"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// version of the messaging protocol and of the criteria, CRVS 1.0.0.
const version = "1.0.0"

// timestamp is RFC 3339 with seconds and a zone, Z (internal/wire/RULES.md, rule 3).
func timestamp(at time.Time) time.Time { return at.UTC().Truncate(time.Second) }

// writeHeader writes the header of a message: CRVS 1.0.0, MsgHeader, and
// MsgCallbackHeader where a registry sends.
func (p Profile) writeHeader(m Message) ([]byte, error) {
	if n, ok := m.Body.(Notify); ok {
		return p.notifyHeader(n, m)
	}
	h := wire.MsgHeader{
		Version:        version,
		MessageID:      m.MessageID,
		MessageTS:      timestamp(m.At),
		Action:         wire.Action(m.Body.Action()),
		SenderID:       m.SenderID,
		SenderURI:      m.SenderURI,
		ReceiverID:     m.ReceiverID,
		TotalCount:     m.Body.count(),
		IsMsgEncrypted: m.Encrypted,
	}
	if !p.Form.PlainFlag {
		return json.Marshal(h)
	}
	return json.Marshal(struct {
		wire.MsgHeader

		IsMsgEncrypted bool `json:"is_msg_encrypted"`
	}{h, m.Encrypted})
}

// writeMessage writes the message itself.
func (p Profile) writeMessage(m Message) ([]byte, error) {
	var body any
	var err error
	switch b := m.Body.(type) {
	case Search:
		body, err = p.searchRequest(b, m)
	case Subscribe:
		body, err = p.subscribeRequest(b, m)
	case Unsubscribe:
		body, err = unsubscribeRequest(b, m)
	case Status:
		body, err = statusRequest(b, m)
	case Notify:
		body, err = notifyRequest(b, m)
	}
	var written []byte
	if err == nil {
		written, err = json.Marshal(body)
	}
	_, ours := errors.AsType[*fault.Error](err)
	switch {
	case ours:
		return nil, err
	case err != nil:
		// The encoder's own words may quote a member's name: they are dropped.
		return nil, unwritable("the message cannot be written as JSON: a query or a record in it is malformed, or a text is not UTF-8")
	case p.Form.NumericIDs:
		return numericID(written, m.TransactionID)
	default:
		return written, nil
	}
}

// numericID writes transaction_id as a number, as registries without an envelope
// want it.
func numericID(message []byte, transactionID string) ([]byte, error) {
	number, err := strconv.ParseUint(transactionID, 10, 64)
	if err != nil { // the text is not quoted: whose it is nobody knows
		return nil, unwritable("the transaction_id is not a number, and must be one for this registry")
	}
	members := make(map[string]jsontext.Value, 4)
	if err := json.Unmarshal(message, &members); err != nil {
		return nil, err
	}
	members["transaction_id"] = strconv.AppendUint(nil, number, 10)
	return json.Marshal(members, json.Deterministic(true))
}
