package envelope

import (
	"fmt"
	"log/slog"
	"net/http"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// DefaultMaxBytes is the longest message that is signed, opened or decrypted, in
// bytes.
const DefaultMaxBytes = 16 << 20

// Sealed is a message as it travels: the body, and those HTTP headers that belong
// to its signature. It prints its size only.
type Sealed struct {
	Body   []byte
	Header http.Header // nil where the signature is in the body
}

// Opened is a message whose signature holds. Decode Payload, or Header and
// Message, and nothing else: what stood beside it in the body was not verified.
// It prints its size only.
type Opened struct {
	// Payload is the bytes that were verified: {"header":...,"message":...}.
	Payload []byte
	// Header and Message are those members, as they stand in Payload. A message
	// may still be encrypted: see [IsEncrypted] and [Decrypter].
	Header, Message []byte

	KeyID     string    // the key that signed
	Algorithm Algorithm // and with what
}

// Parts are the members of an envelope that nobody has verified. It prints
// nothing of them.
type Parts struct {
	Signature       []byte // as it is written; nil if there is none
	Header, Message []byte

	others bool // there are members beside these
}

// Split returns the parts of a body without verifying anything. A body that is
// not strict JSON (duplicate members, invalid UTF-8, half of a surrogate pair,
// deeper than 64 levels, over 16 MiB) is an error of kind protocol. A part that
// is missing is nil.
func Split(body []byte) (Parts, error) {
	p, err := split(body, DefaultMaxBytes)
	if err != nil {
		return Parts{}, notJSON(err)
	}
	return p, nil
}

// notJSON is the error of a body that cannot be taken apart.
func notJSON(err error) *fault.Error {
	return &fault.Error{Op: opVerify, Kind: fault.KindProtocol, Message: "the body is no sound JSON object: " + err.Error()}
}

func split(body []byte, limit int) (p Parts, err error) {
	err = strictjson.CheckMembers(body, strictjson.Limits{Bytes: limit}, func(name string, value []byte) {
		switch name {
		case "signature":
			p.Signature = value
		case "header":
			p.Header = value
		case "message":
			p.Message = value
		default:
			p.others = true
		}
	})
	if err != nil {
		return Parts{}, err
	}
	return p, nil
}

// IsSigned says whether there is a signature that is not null and not "".
func (p Parts) IsSigned() bool {
	text, ok := strictjson.Text(p.Signature)
	return p.Signature != nil && !strictjson.IsNull(p.Signature) && (!ok || text != "")
}

// Join returns the envelope of a header and a message, unsigned. Use it to decode
// a verified header together with its decrypted message.
func Join(header, message []byte) []byte {
	out := make([]byte, 0, len(header)+len(message)+len(joinStart)+len(joinMiddle)+1)
	out = append(append(out, joinStart...), header...)
	out = append(append(out, joinMiddle...), message...)
	return append(out, '}')
}

const (
	joinStart  = `{"header":`
	joinMiddle = `,"message":`
)

// joinSigned puts the signature first.
func joinSigned(signature string, header, message []byte) []byte {
	out := make([]byte, 0, len(signature)+len(header)+len(message)+64)
	out = append(out, `{"signature":`...)
	out = strictjson.AppendText(out, signature, strictjson.Form{})
	out = append(append(out, `,"header":`...), header...)
	out = append(append(out, joinMiddle...), message...)
	return append(out, '}')
}

// Format prints the size.
func (s Sealed) Format(w fmt.State, _ rune) {
	redact.Write(w, fmt.Sprintf("[sealed message, %d bytes]", len(s.Body)))
}

// LogValue logs the size.
func (s Sealed) LogValue() slog.Value { return slog.Int64Value(int64(len(s.Body))) }

// Format prints the size.
func (o Opened) Format(w fmt.State, _ rune) {
	redact.Write(w, fmt.Sprintf("[opened message, %d bytes]", len(o.Payload)))
}

// LogValue logs the size.
func (o Opened) LogValue() slog.Value { return slog.Int64Value(int64(len(o.Payload))) }

// Format prints that there are parts.
func (p Parts) Format(w fmt.State, _ rune) { redact.Write(w, "[parts of a message]") }

// LogValue logs the size of the message.
func (p Parts) LogValue() slog.Value { return slog.Int64Value(int64(len(p.Message))) }
