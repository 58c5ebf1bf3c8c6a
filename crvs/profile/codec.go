package profile

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
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

// Asked is what an answer is to; it bounds what is kept of it.
type Asked = answer.Asked

// codec writes and reads what has not the standard's form at all.
type codec interface {
	encode(m Message) (Encoded, error)
	decode(body []byte, asked Asked) (*Answer, error)
}

// Encode writes a message.
func (p Profile) Encode(m Message) (Encoded, error) {
	if p.codec != nil {
		return p.codec.encode(m)
	}
	s := convert.Search{
		MessageID: m.MessageID, TransactionID: m.TransactionID, SenderID: m.SenderID, ReceiverID: m.ReceiverID,
		SenderURI: m.SenderURI, At: m.At, Encrypted: m.Encrypted, Plans: m.Plans, NullHeader: p.Form.NullHeader,
	}
	var e Encoded
	var err error
	if e.Message, err = s.Message(); err != nil {
		return Encoded{}, err
	}
	if p.Form.NumericIDs {
		if e.Message, err = convert.NumericTransaction(e.Message); err != nil {
			return Encoded{}, err
		}
	}
	if !p.Form.Bare {
		e.Header, err = s.Header()
	}
	return e, err
}

// Decode reads an answer, in the standard's words. It returns an error for what
// is not the JSON that it should be, and judges nothing.
func (p Profile) Decode(body []byte, asked Asked) (*Answer, error) {
	if p.codec != nil {
		return p.codec.decode(body, asked)
	}
	a, err := answer.Decode(body, asked)
	if err != nil {
		return nil, err
	}
	if p.Words.translates() {
		p.Words.translate(a)
	}
	return a, nil
}

// translates says whether a word of an answer may mean something else here than
// in the directories.
func (w Words) translates() bool { return len(w.Sexes) > 0 || len(w.MaritalStatuses) > 0 }

// translate puts the standard's codes where the registry has words of its own.
func (w Words) translate(a *Answer) {
	sexes, statuses := reversed(w.Sexes), reversed(w.MaritalStatuses)
	for i := range a.Items {
		for j := range a.Items[i].Records {
			p := &a.Items[i].Records[j].Person
			if s, ok := sexes[string(p.Sex)]; ok {
				p.Sex = s
			}
			if s, ok := statuses[string(p.MaritalStatus)]; ok {
				p.MaritalStatus = s
			}
		}
	}
}

func reversed[T codes.Sex | codes.MaritalStatus](words map[T]string) map[string]T {
	out := make(map[string]T, len(words))
	for code, w := range words {
		out[w] = code
	}
	return out
}
