package profile

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/answer"
	"github.com/openspmis/dci-crvs-go/internal/convert"
)

// Message is what a search message is made of.
type Message struct {
	MessageID, TransactionID string
	SenderID, ReceiverID     string
	SenderURI                string // where answers are called back, "" for nowhere
	At                       time.Time
	Encrypted                bool // the message will be encrypted before it is sent
	Plans                    []Plan
}

// Encoded is a message as it is sent, in the parts that a signature and an
// encryption need.
type Encoded struct {
	Header  []byte // nil where the system has no envelope
	Message []byte
}

// Body is the body of an unsigned request.
func (e Encoded) Body() []byte {
	if e.Header == nil {
		return e.Message
	}
	return convert.Envelope(e.Header, e.Message)
}

// Answer is what stood in the body of an answer.
type Answer = answer.Answer

// AnswerItem is what stood in an [Answer] of one question.
type AnswerItem = answer.Item

// AnswerError is an error as the registry wrote it.
type AnswerError = answer.Error

// Unknown is a number of an [Answer] that was not given.
const Unknown = answer.Unknown

// Asked is what an answer is to; it bounds what is kept of it.
type Asked = answer.Asked

// Codec writes and reads the messages of a system that has not the standard's
// form at all. It is called with the profile that it stands in, by many
// goroutines at once.
type Codec interface {
	// Encode writes a message.
	Encode(p Profile, m Message) (Encoded, error)
	// Decode reads an answer, of any HTTP status. Its error quotes nothing of
	// the body; what is readable and says no is no error but in the Answer.
	Decode(p Profile, body []byte, asked Asked) (*Answer, error)
}

// maxID bounds transaction_id, in characters (wire.md, rule 6).
const maxID = 99

// Encode writes a message. It returns an error of [Profile.Refuse] for more
// questions than the system takes in one, and an error of kind invalid for ids
// that cannot be sent: a transaction_id of more than 99 characters, or one that
// is no number where the system wants one.
func (p Profile) Encode(m Message) (Encoded, error) {
	switch most := p.Asks.MaxBatch; {
	case most > 0 && len(m.Plans) > most:
		return Encoded{}, p.Refuse(fmt.Sprintf("questions in one message: at most %d", most))
	case utf8.RuneCountInString(m.TransactionID) > maxID:
		return Encoded{}, &fault.Error{Kind: fault.KindInvalid, Message: fmt.Sprintf("transaction_id has more than %d characters", maxID)}
	case p.Codec != nil:
		return p.Codec.Encode(p, m)
	}
	s := convert.Search{
		MessageID: m.MessageID, TransactionID: m.TransactionID, SenderID: m.SenderID, ReceiverID: m.ReceiverID,
		SenderURI: m.SenderURI, At: m.At, Encrypted: m.Encrypted, Plans: m.Plans, PlainFlag: p.Form.PlainFlag, NumericIDs: p.Form.NumericIDs,
	}
	var e Encoded
	var err error
	if e.Message, err = s.Message(); err != nil {
		return Encoded{}, &fault.Error{Kind: fault.KindInvalid, Err: err}
	}
	if !p.Form.Bare {
		e.Header, err = s.Header()
	}
	return e, err
}

// Decode reads an answer, in the standard's words. It returns an error for what
// is not the JSON that it should be, and judges nothing: what an answer means is
// for the client to say.
func (p Profile) Decode(body []byte, asked Asked) (*Answer, error) {
	var a *Answer
	var err error
	if p.Codec != nil {
		a, err = p.Codec.Decode(p, body, asked)
	} else {
		a, err = answer.Decode(body, asked)
	}
	if err != nil {
		return nil, err
	}
	if b, ok := p.Words.back(); ok {
		b.answer(a)
	}
	return a, nil
}
