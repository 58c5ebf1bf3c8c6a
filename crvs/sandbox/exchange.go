package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Exchange is one request that came and the answer that left; or one that
// [Registry.Deliver] sent, whose Path is the whole URL, and what was answered. It holds what was
// asked and found, and so personal data: it prints as its number, path and
// status. As JSON it is written whole.
type Exchange struct {
	Number   int // counts from 1
	At       time.Time
	Took     time.Duration // until the answer was written
	Method   string
	Path     string // without its query
	Request  HTTPMessage
	Status   int // of HTTP; 0 if nothing was answered
	Response HTTPMessage
	Faults   []string // ids of the faults that struck it
}

// HTTPMessage is a request or an answer as far as it is kept. It prints as its
// size.
type HTTPMessage struct {
	// Header is without credentials: Authorization, cookies and all that sounds
	// like them. A value over 1 KiB is cut.
	Header http.Header
	// Body is the first 64 KiB. At the token endpoint it is not kept.
	Body     []byte
	Size     int  // bytes of the body, as far as the registry read or wrote it
	Cut      bool // Body is shorter than it was
	Withheld bool // Body holds credentials and is not kept
}

// Exchanges lists the last exchanges, the newest last; nil without
// [WithExchangeLog]. Whoever has read an answer to its end finds it here. Do not
// change what they point to.
func (r *Registry) Exchanges() []Exchange {
	if r.exchanges == nil {
		return nil
	}
	return r.exchanges.last(maxExchanges)
}

// Format prints what [Exchange.String] returns, for every verb.
func (e Exchange) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, e.String()) }

// String is the number and the status, with the path if it is one of the
// registry's own: in another anything may stand.
func (e Exchange) String() string {
	path := "another path"
	if slices.Contains(paths(), e.Path) {
		path = e.Path
	}
	return "[exchange " + strconv.Itoa(e.Number) + ": " + path + ", HTTP " + strconv.Itoa(e.Status) + "]"
}

// LogValue logs what [Exchange.String] returns.
func (e Exchange) LogValue() slog.Value { return slog.StringValue(e.String()) }

// Format prints what [HTTPMessage.String] returns, for every verb.
func (m HTTPMessage) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, m.String()) }

// String is the size of the body.
func (m HTTPMessage) String() string { return "[message of " + strconv.Itoa(m.Size) + " bytes]" }

// LogValue logs what [HTTPMessage.String] returns.
func (m HTTPMessage) LogValue() slog.Value { return slog.StringValue(m.String()) }

// MarshalJSON writes the exchange whole, personal data too.
func (e Exchange) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Number   int         `json:"number"`
		At       time.Time   `json:"at"`
		TookMS   float64     `json:"took_ms"`
		Method   string      `json:"method"`
		Path     string      `json:"path"`
		Status   int         `json:"status"`
		Faults   []string    `json:"faults,omitempty"`
		Request  HTTPMessage `json:"request"`
		Response HTTPMessage `json:"response"`
	}{
		e.Number, e.At.UTC(), float64(e.Took.Microseconds()) / 1000, e.Method, e.Path,
		e.Status, e.Faults, e.Request, e.Response,
	})
}

// MarshalJSON writes the body as a text, or as base64 if it is none.
func (m HTTPMessage) MarshalJSON() ([]byte, error) {
	out := struct {
		Header     http.Header `json:"headers"`
		Body       string      `json:"body,omitempty"`
		BodyBase64 []byte      `json:"body_base64,omitempty"`
		Size       int         `json:"size"`
		Cut        bool        `json:"cut,omitempty"`
		Withheld   bool        `json:"withheld,omitempty"`
	}{Header: m.Header, Size: m.Size, Cut: m.Cut, Withheld: m.Withheld}
	if out.Header == nil {
		out.Header = http.Header{}
	}
	if utf8.Valid(m.Body) {
		out.Body = string(m.Body)
	} else {
		out.BodyBase64 = m.Body
	}
	return json.Marshal(out)
}
