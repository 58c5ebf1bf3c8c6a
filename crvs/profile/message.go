package profile

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// Message is what a message is made of.
type Message struct {
	MessageID, TransactionID string
	SenderID, ReceiverID     string
	SenderURI                string // where answers are called back, "" for nowhere; a [Notify] has none
	At                       time.Time
	Encrypted                bool // the message will be encrypted before it is sent
	Body                     Body
}

// Body is what a message asks or tells: [Search], [Subscribe], [Unsubscribe],
// [Status] or [Notify].
type Body interface {
	// Action is the word for it in the header of the message.
	Action() codes.Action
	// count is how many questions or events it holds: header.total_count.
	count() int
}

// Search asks questions, synchronously or not: CRVS 1.0.0, SearchRequest.
type Search []Plan

// Action is search.
func (Search) Action() codes.Action { return codes.ActionSearch }
func (s Search) count() int         { return len(s) }

// Subscribe asks to be told of events: CRVS 1.0.0, SubscribeRequest.
type Subscribe []Subscription

// Action is subscribe.
func (Subscribe) Action() codes.Action { return codes.ActionSubscribe }
func (s Subscribe) count() int         { return len(s) }

// Subscription asks to be told of the events of which the filter holds.
type Subscription struct {
	// Filter is what [Profile.PlanFilter] makes of a query. Its page, sorts and
	// consent are not written: the standard has no place for them here.
	Filter    Plan
	Frequency *Frequency // how often to tell; nil: the registry decides
}

// Frequency says how often and how long a registry is to tell. The standard wants
// all three.
type Frequency struct {
	Cron       string // a cron expression, as EventFrequency of CRVS 1.0.0 has it
	Start, End time.Time
}

// Unsubscribe ends subscriptions: CRVS 1.0.0, UnsubscribeRequest.
type Unsubscribe struct {
	Codes []string // as the registry gave them
}

// Action is unsubscribe.
func (Unsubscribe) Action() codes.Action { return codes.ActionUnsubscribe }
func (u Unsubscribe) count() int         { return len(u.Codes) }

// Status asks what became of an earlier message: CRVS 1.0.0, TxnStatusRequest.
type Status struct {
	ReferenceID string
	Of          codes.Action // search, subscribe or unsubscribe: what the earlier message did
	By          StatusAttribute
	Values      []string // one, or several where By names a list
	Locale      string   // three lower-case letters, "" for none
}

// Action is txn-status.
func (Status) Action() codes.Action { return codes.ActionTxnStatus }
func (Status) count() int           { return 1 }

// StatusAttribute says by what an earlier message is named: member
// attribute_type.
type StatusAttribute string

// Attributes by which an earlier message is named.
const (
	StatusByTransaction   StatusAttribute = "transaction_id"
	StatusByCorrelation   StatusAttribute = "correlation_id"
	StatusByReferences    StatusAttribute = "reference_id_list"
	StatusBySubscriptions StatusAttribute = "subscription_code_list"
)

// Encoded is a message as it is sent, in the parts that a signature and an
// encryption need.
type Encoded struct {
	Header  []byte // nil where the system has no envelope
	Message []byte
}

// Body is the body of an unsigned request. A signature that is not made is left
// out (internal/wire/RULES.md, rule 13).
func (e Encoded) Body() []byte {
	if e.Header == nil {
		return e.Message
	}
	return envelope.Join(e.Header, e.Message)
}

// Codec writes and reads the messages of a system that has not the standard's
// form at all. It is called with the profile that it stands in, by many
// goroutines at once.
type Codec interface {
	// Encode writes a message. For a Body that the system does not know it
	// returns an error of [Profile.Refuse].
	Encode(p Profile, m Message) (Encoded, error)
	// Decode reads what the registry sent: an answer of any HTTP status, an
	// acknowledgement, a notification. Its error quotes nothing of the body;
	// what is readable and says no is no error but in what was Received.
	Decode(p Profile, body []byte, asked Asked) (*Received, error)
}

// maxID bounds transaction_id and subscription codes, in characters
// (internal/wire/RULES.md, rule 6).
const maxID = 99

// Encode writes a message. It returns an error of [Profile.Refuse] for more
// questions than the system takes in one, and an error of kind invalid for what
// cannot be sent: no Body or an empty one, a transaction_id of more than 99
// characters, or one that is not a number where the system wants one. It does not
// ask whether the system has the verb: [Profile.Path] says that.
func (p Profile) Encode(m Message) (Encoded, error) {
	if err := p.check(m); err != nil {
		return Encoded{}, err
	}
	if p.Codec != nil {
		return p.Codec.Encode(p, m)
	}
	var e Encoded
	var err error
	if e.Message, err = p.writeMessage(m); err != nil {
		return Encoded{}, err
	}
	if !p.Form.Bare {
		e.Header, err = p.writeHeader(m)
	}
	return e, err
}

// check holds a message against the rules that all bodies have.
func (p Profile) check(m Message) error {
	questions := 0
	switch b := m.Body.(type) {
	case Search:
		questions = len(b)
	case Subscribe:
		questions = len(b)
	case Unsubscribe, Status, Notify:
	default: // nil, or a pointer to one of ours
		return unwritable("the message has no body that this package can write")
	}
	switch most := p.Asks.MaxBatch; {
	case m.Body.count() == 0:
		return unwritable("the message holds nothing to ask or to tell")
	case most > 0 && questions > most:
		return p.Refuse(fmt.Sprintf("questions in one message: at most %d", most))
	case utf8.RuneCountInString(m.TransactionID) > maxID:
		return unwritable(fmt.Sprintf("transaction_id has more than %d characters", maxID))
	default:
		return nil
	}
}

func unwritable(message string) *fault.Error {
	return &fault.Error{Kind: fault.KindInvalid, Message: message}
}

// Decode reads what a registry sent, in the standard's words: an answer, an
// acknowledgement or a notification. It returns an error for what is not the
// JSON that it should be, and judges nothing: what an answer means is for the
// client to say.
func (p Profile) Decode(body []byte, asked Asked) (*Received, error) {
	var r *Received
	var err error
	if p.Codec != nil {
		r, err = p.Codec.Decode(p, body, asked)
	} else {
		r, err = p.read(body, asked)
	}
	if err != nil {
		return nil, err
	}
	if b := p.Words.reading(); b.isNeeded(p.Codec != nil) {
		b.received(r)
	}
	return r, nil
}
