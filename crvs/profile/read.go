package profile

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
	"github.com/openspmis/dci-crvs-go/person"
)

type decoder struct {
	dec      *reader
	people   *person.Decoder
	own      reading
	body     []byte
	pageSize int
	room     int // for items that may still be kept
	// eventRoom and stateRoom are the same for events and for states of
	// subscriptions.
	eventRoom, stateRoom int
	flat                 *eventReader   // of a message that is one event itself
	became               agreed[Change] // what the status of the message, if it is an event itself, says of it
	records              int            // that may still be kept
	spare                int            // records that may still be made room for before they are seen
	failed               bool           // a member success says that there is none
}

// reader reads an answer that was checked, so that its errors are those of what is
// made of the answer, and never of the JSON.
type reader struct{ strictjson.Reader[[]byte] }

// PeekKind is the first byte of the next value, '0' for every number.
func (r *reader) PeekKind() byte {
	if c := r.Peek(); c != '-' && (c < '0' || c > '9') {
		return c
	}
	return '0'
}

// SkipValue goes past the next value. It never fails.
func (r *reader) SkipValue() error { r.Skip(); return nil }

// InputOffset is where the next value begins, or the last one ended.
func (r *reader) InputOffset() int64 { return int64(r.At) }

// object reads an object and hands each member to fn, which must read its
// value. What is no object is skipped; empty text and null mean "not given".
func (d *decoder) object(fn func(name []byte) error) error {
	if d.dec.PeekKind() != '{' {
		return d.dec.SkipValue()
	}
	d.dec.At++
	for d.dec.Next('}') {
		if err := fn(d.dec.Name()); err != nil {
			return err
		}
	}
	return nil
}

// isList says whether the next value can be read by list; given is false for
// null and "", which mean that there is none.
func (d *decoder) isList() (ok, given bool) {
	switch d.dec.PeekKind() {
	case '[', '{':
		return true, true
	default:
		return false, !d.isEmpty()
	}
}

// isEmpty says whether the next value is null, "", {} or [].
func (d *decoder) isEmpty() bool {
	switch d.dec.PeekKind() {
	case 'n':
		return true
	case '"':
		rest := bytes.TrimLeft(d.body[d.dec.InputOffset():], ",: \t\r\n")
		return bytes.HasPrefix(rest, []byte(`""`))
	case '{', '[':
		rest := bytes.TrimLeft(d.body[d.dec.InputOffset():], ",: \t\r\n")
		inside := bytes.TrimLeft(rest[min(1, len(rest)):], " \t\r\n")
		return len(inside) > 0 && (inside[0] == '}' || inside[0] == ']')
	default:
		return false
	}
}

// list reads an array and calls fn before each element, which fn must read. One
// object where an array is meant is one element; anything else is skipped.
func (d *decoder) list(fn func() error) error {
	switch d.dec.PeekKind() {
	case '{':
		return fn()
	case '[':
	default:
		return d.dec.SkipValue()
	}
	d.dec.At++
	for d.dec.Next(']') {
		if err := fn(); err != nil {
			return err
		}
	}
	return nil
}

// text reads a string, or a number or a boolean as its text. Everything else is
// skipped and gives "".
func (d *decoder) text() (string, error) {
	switch d.dec.PeekKind() {
	case '"':
		return string(d.dec.String()), nil
	case '0', 't', 'f':
		return string(d.dec.Literal()), nil
	default:
		return "", d.dec.SkipValue()
	}
}

// integer reads a number, or a number in a string. Everything else gives
// Unknown: "" is seen for total_count, and null.
func (d *decoder) integer() (int, error) {
	n, _, err := d.number()
	return n, err
}

// number is integer with the text that was read, "" for a list or an object.
func (d *decoder) number() (n int, text string, err error) {
	text, err = d.text()
	if err != nil {
		return Unknown, "", err
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || f < 0 || f >= Uncountable || f != math.Trunc(f) {
		return Unknown, text, nil //nolint:nilerr // what cannot be read was not given
	}
	return int(f), text, nil
}

// agreed is a member that stands in several places or spellings. Where two of them
// differ none counts: which of them is right is not to be told.
type agreed[T ~string] struct {
	first   T
	differs bool
}

func (a *agreed[T]) add(v T) {
	switch {
	case v == "":
	case a.first == "":
		a.first = v
	case a.first != v:
		a.differs = true
	}
}

func (a *agreed[T]) read(d *decoder) error {
	var v T
	err := into(d, &v)
	a.add(v)
	return err
}

func (a *agreed[T]) value() T {
	if a.differs {
		return ""
	}
	return a.first
}

// into reads text into dst.
func into[T ~string](d *decoder, dst *T) error {
	s, err := d.text()
	*dst = T(strings.TrimSpace(s))
	return err
}
