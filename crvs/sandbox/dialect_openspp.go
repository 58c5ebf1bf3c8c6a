package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// The DCI modules of OpenSPP 2 (profile.OpenSPP).

func openSPP() dialect {
	return dialect{
		name: "openspp", base: "/openspp", search: pathSyncSearch,
		scheme: envelope.HTTPSignature, signature: envelope.EdDSA,
		answer: (*call).searchOpenSPP, refuse: refuseOpenSPP,
		standardValue: statusOfOpenSPP, tellsOne: eventOfOpenSPP,
	}
}

// refuseOpenSPP reports errors at HTTP 200, as an acknowledgement that says ERR;
// but for a token that is not accepted and a path that is not there, of which the
// server before it speaks.
func refuseOpenSPP(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	if status == http.StatusUnauthorized && code != codes.ReasonSignatureInvalid && code != codes.ReasonSignatureMissing || status == http.StatusNotFound {
		refuse(w, status, code, messages...)
		return
	}
	answer(w, http.StatusOK, map[string]ack{"message": acknowledged(wire.AckStatusERR, code, messages)})
}

func (c *call) searchOpenSPP(d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	in, ok := c.readLeniently(d, w, req, body)
	if !ok {
		return
	}
	for i := range in.Message.Questions {
		in.Message.Questions[i].Criteria.inStandardWords(statusOfOpenSPP)
	}
	out := c.registry.searchAnswerTo(in, body)
	if out.Header.Status != wire.RequestStatusRejected {
		out = c.retold(in, out)
	}
	if len(out.Message.SearchResponse) > 1 {
		// Of a batch it answers the first question, under an id of its own.
		out.Message.SearchResponse = out.Message.SearchResponse[:1:1]
		out.Message.SearchResponse[0].ReferenceID = rand.Text()
	}
	out = retelling(out, recordOfOpenSPP)
	c.answerSearch(w, req, d, in, body, searched{out.Header, out.Message, out.Message.CorrelationID, ""})
}

// flatEvent is an event as OpenSPP tells it: the message is one event.
type flatEvent struct {
	TransactionID string          `json:"transaction_id"`
	EventID       string          `json:"event_id"`
	At            wire.Timestamp  `json:"event_ts"`
	Event         string          `json:"event_type"`
	RegType       string          `json:"reg_type"`
	Status        string          `json:"event_status,omitempty"`
	Data          json.RawMessage `json:"event_data"`
}

func eventOfOpenSPP(_ *subscription, e entry) (any, error) {
	record, err := e.document.record.Person.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return flatEvent{
		TransactionID: rand.Text(), EventID: rand.Text(), At: now(), Event: string(e.event()), RegType: string(codes.RegistryTypeCivil),
		Status: e.status(), Data: json.RawMessage(recordOfOpenSPP(record)),
	}, nil
}

// Where it means "unknown" it writes the marital status U, and so it has no word
// for "unmarried".
const unknownInOpenSPP = "U"

func statusOfOpenSPP(attribute, value string) string {
	if attribute == attrMaritalStatus && value == unknownInOpenSPP {
		return string(codes.MaritalStatusUnknown)
	}
	return value
}

func recordOfOpenSPP(record wire.RegRecord) wire.RegRecord {
	status, ok := strictjson.Text(strictjson.Get(record, attrMaritalStatus))
	if !ok || status != string(codes.MaritalStatusUnknown) && status != string(codes.MaritalStatusUnmarried) {
		return record
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(record, &members) != nil {
		return record
	}
	if status == string(codes.MaritalStatusUnknown) {
		members[attrMaritalStatus] = json.RawMessage(`"` + unknownInOpenSPP + `"`)
	} else {
		delete(members, attrMaritalStatus)
	}
	if out, err := json.Marshal(members); err == nil {
		return out
	}
	return record
}

// rewritten is a question as OpenSPP writes it anew before it verifies it
// ([envelope.HTTPSignature]): every member of the header that it knows, null where it is
// absent, and no other; the time in UTC. Who did not send it so has signed
// something else.
func rewritten(parts envelope.Parts) []byte {
	var header []byte
	for _, name := range []string{
		"version", "message_id", "message_ts", "action", "sender_id", "sender_uri", "receiver_id", "total_count", "is_msg_encrypted", "meta",
	} {
		value := strictjson.Get(parts.Header, name)
		switch text, isText := strictjson.Text(value); {
		case value == nil:
			value = []byte("null")
		case name == "message_ts" && isText:
			value = strictjson.AppendText(nil, timeOfOpenSPP(text), strictjson.Form{})
		}
		header = append(header, ',')
		header = append(strictjson.AppendText(header, name, strictjson.Form{}), ':')
		header = append(header, value...)
	}
	header[0] = '{'
	body := envelope.Join(append(header, '}'), parts.Message)
	return append(append(append([]byte(`{"signature":`), parts.Signature...), ','), body[1:]...)
}

// timeOfOpenSPP is a time as it writes one: in UTC, with six digits of a second
// or none.
func timeOfOpenSPP(text string) string {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return text
	}
	if at = at.UTC(); at.Nanosecond() == 0 {
		return at.Format("2006-01-02T15:04:05Z")
	}
	return at.Format("2006-01-02T15:04:05.000000Z")
}
