package profile

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
	"github.com/openspmis/dci-crvs-go/person"
)

// Unknown is the value of a number that was not given.
const Unknown = -1

// Received is what a registry sent: an answer, an acknowledgement or a
// notification, whichever members were there. Everything that was not given is
// zero, or [Unknown]. Nothing of it is judged.
type Received struct {
	Header        Header
	TransactionID string
	CorrelationID string

	HasItems     bool // there was a search_response, empty perhaps
	Elsewhere    bool // beside the answers stands something that may be others, or that counts records
	Said         Said // what a message with a search_response says of itself, beside its header
	Items        []AnswerItem
	Subscribed   []SubscribedItem // subscribe_response
	Unsubscribed *Unsubscribed    // subscription_status, or the status of an unsubscription; nil in a message of another kind
	Status       *StatusAnswer    // txnstatus_response
	Events       []Event          // notify_event, or a message that is one event itself
	Unregistered int              // how many documents are no registration (notified, declared, rejected), and so none of Events

	Ack       Ack
	Errors    []PeerError // errors of a gateway or of a registry beside the standard's envelope
	Encrypted bool        // the message is a JWE
	TooMuch   bool        // far more items or records than were asked for, more events than the text has room for, or records of lists that take far too much memory; the rest was not kept
}

// Header is what matters of a message header.
type Header struct {
	Given bool
	// MessageID, SenderID and ReceiverID may be those of the request
	// (internal/wire/RULES.md, rule 11): none of them says who sent this.
	MessageID            string
	SenderID, ReceiverID string
	MessageTS            string // as it came: person.ParseDate reads most
	Action               codes.Action
	Status               codes.RequestStatus
	ReasonCode           codes.ReasonCode
	ReasonMessage        string
	// TotalCount is [Uncountable] where it cannot be read. Where the message counts
	// too it is the larger of the two.
	TotalCount int
}

// Said is a status with its reason.
type Said struct {
	Status        codes.RequestStatus
	ReasonCode    codes.ReasonCode
	ReasonMessage string
}

// Ack is an acknowledgement.
type Ack struct {
	Status codes.AckStatus
	Error  PeerError
}

// PeerError is one error as a peer wrote it.
type PeerError struct {
	Code    codes.ReasonCode
	Message string
}

// AnswerItem is the answer to one question.
type AnswerItem struct {
	ReferenceID   string
	Status        codes.RequestStatus
	ReasonCode    codes.ReasonCode
	ReasonMessage string
	Records       []person.Record
	Unreadable    bool   // there was data, and it is not, or not only, records
	HasError      bool   // there was an error in the item, whatever its status
	HasMore       bool   // it says that there is another page
	Partial       bool   // it says that the records are not all, whatever its status
	Raw           []byte // reg_records as they came; a part of the body

	// Event is what the data names, "" if it names none. Where it names two, it is both
	// words with a stroke between.
	Event codes.VitalEvent

	// Total is [Uncountable] where a count cannot be read. Where there are no records it
	// is the largest of all counts, whatever their names.
	PageNumber, PageSize, Total int
}

// SubscribedItem is the answer to one request for a subscription.
type SubscribedItem struct {
	ReferenceID   string
	Status        codes.RequestStatus
	ReasonCode    codes.ReasonCode
	ReasonMessage string
	Subscriptions []SubscriptionState
}

// SubscriptionState is how a subscription stands.
type SubscriptionState struct {
	Code       string // the registry's id of it: what Unsubscribe takes
	Status     string // "subscribe" while it runs, "unsubscribe" when it has ended; "" if only the code was given
	Event      codes.VitalEvent
	RecordType string
}

// Unsubscribed is the answer to the end of subscriptions.
type Unsubscribed struct {
	Status        codes.RequestStatus
	ReasonCode    codes.ReasonCode
	ReasonMessage string
	Subscriptions []SubscriptionState
}

// StatusAnswer says what became of an earlier message.
type StatusAnswer struct {
	Of     codes.Action // search, subscribe or unsubscribe
	Answer *Received    // what that message was answered with so far; it has no header, no Ack, no Events and no Status
}

// Event is one event that a registry tells of.
type Event struct {
	ReferenceID string
	Timestamp   string           // as it came
	Event       codes.VitalEvent // "" where nothing names it, and where two members name two
	Change      Change           // what became of the registration
	Records     []person.Record  // one by the standard; none if it cannot be read
	Unreadable  bool             // what it tells of is no record, or not only records
	Raw         []byte           // reg_records as they came, or the data that has none, or all of the event; a part of the body
}

// SyntaxError says that a body is not the JSON that it should be, or is of a shape
// that would take far too much memory to read. It holds nothing of the body.
type SyntaxError struct {
	Offset    int64
	Truncated bool
	reason    string
	costly    bool // to read
}

// Error says what is wrong, and where.
func (e *SyntaxError) Error() string {
	if e.costly {
		return fmt.Sprintf("too costly to read: %s at byte %d; ask its operator to send what is many as a list", e.reason, e.Offset)
	}
	return fmt.Sprintf("not valid JSON: %s at byte %d", e.reason, e.Offset)
}

// Asked is what an answer is to; it bounds what is kept of it. Zero bounds it as
// what nobody asked for. The events of a notification are bounded by its size
// alone: how many there are is for the registry to say.
type Asked struct {
	Questions int // or subscriptions asked for; for a status those of the earlier message
	PageSize  int // of the largest page
}

// manyRecords is how many records are kept of an answer whatever was asked for:
// some registries do not page. A small one takes a hundred times its bytes.
const manyRecords = 100_000

// few is how many items, events and subscriptions are kept whatever the size. An
// event or a subscription of any content has no fewer bytes than these: more are
// empty, and are not kept.
const (
	few        = 16
	shortEvent = 64
	shortState = 8 // a code alone
)

// read decodes one JSON object in one pass, straight into the domain. It is
// lenient about spelling and types, and strict about JSON: duplicate members,
// invalid UTF-8 and trailing data are refused, for an answer that says two things
// says nothing. It returns a [*SyntaxError] and nothing else as an error.
func (p Profile) read(body []byte, asked Asked) (*Received, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) // some gateways put a byte order mark
	json, err := checked(body)
	if err != nil {
		return nil, err
	}
	d := &decoder{
		Reader: json, pageSize: asked.PageSize,
		room: 2*asked.Questions + few, recordRoom: max(manyRecords, 2*asked.Questions*asked.PageSize),
		eventRoom: len(body)/shortEvent + few, stateRoom: len(body)/shortState + few,
		// Hardly a record is shorter than this. A peer that writes many empty items
		// must not get room for a page in each.
		spare: len(body)/64 + 1,
		own:   p.Words.reading(),
	}
	d.people = person.NewDecoder(nil, len(body))
	d.people.Speak(d.own.Words)
	r := newReceived()
	d.received(r)
	r.TooMuch = d.room < 0 || d.recordRoom < 0 || d.eventRoom < 0 || d.stateRoom < 0 || d.people.Exhausted()
	return r, nil
}

func newReceived() *Received { return &Received{Header: Header{TotalCount: Unknown}} }

// checked is a reader at the object that the body is, which is sound JSON: else the
// error is a [*SyntaxError].
func checked(body []byte) (strictjson.Reader[[]byte], error) {
	r := strictjson.Reader[[]byte]{Text: body}
	if err := bounded(body); err != nil {
		return r, err
	}
	err := strictjson.Valid(body)
	if e, ok := errors.AsType[*strictjson.Error](err); ok {
		return r, &SyntaxError{Offset: int64(e.Offset), Truncated: e.Truncated(), reason: e.Reason}
	}
	if r.Space(); r.Peek() != '{' {
		return r, &SyntaxError{Offset: int64(r.At), reason: "the value is no object"}
	}
	return r, nil
}

// bounded refuses a text that would take many times its bytes to read. It returns a
// [*SyntaxError].
func bounded(body []byte) error {
	err, ok := errors.AsType[*strictjson.Error](strictjson.Bounded(body))
	if !ok {
		return nil
	}
	return &SyntaxError{Offset: int64(err.Offset), reason: err.Reason, costly: true}
}
