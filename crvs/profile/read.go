package profile

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
	"github.com/openspmis/dci-crvs-go/person"
)

// decoder reads an answer that was checked: nothing in it can be broken, so no method
// returns an error. What has another shape than it should have is skipped.
type decoder struct {
	strictjson.Reader[[]byte]
	people   *person.Decoder
	own      reading
	pageSize int
	room     int // for items that may still be kept
	// eventRoom and stateRoom are the same for events and for states of
	// subscriptions.
	eventRoom, stateRoom int
	flat                 *eventReader   // of a message that is one event itself
	became               agreed[Change] // what the status of the message, if it is an event itself, says of it
	recordRoom           int            // for records that may still be kept
	spare                int            // records that may still be made room for before they are seen
	failed               bool           // a member success says that there is none
}

// isNumber says whether the next value is a number.
func (d *decoder) isNumber() bool {
	c := d.Peek()
	return c == '-' || c >= '0' && c <= '9'
}

// object reads an object and hands each member to fn, which must read its
// value. What is no object is skipped; empty text and null mean "not given".
func (d *decoder) object(fn func(name []byte)) {
	if d.Peek() != '{' {
		d.Skip()
		return
	}
	d.At++
	for d.Next('}') {
		fn(d.Name())
	}
}

// isList says whether the next value can be read by list; given is false for
// null and "", which mean that there is none.
func (d *decoder) isList() (ok, given bool) {
	switch d.Peek() {
	case '[', '{':
		return true, true
	default:
		return false, !d.isEmpty()
	}
}

// isEmpty says whether the next value is null, "", {} or [].
func (d *decoder) isEmpty() bool {
	rest := d.Text[d.At:]
	switch d.Peek() {
	case 'n':
		return true
	case '"':
		return bytes.HasPrefix(rest, []byte(`""`))
	case '{', '[':
		inside := bytes.TrimLeft(rest[1:], " \t\r\n")
		return len(inside) > 0 && (inside[0] == '}' || inside[0] == ']')
	default:
		return false
	}
}

// list reads an array and calls fn before each element, which fn must read. One
// object where an array is meant is one element; anything else is skipped.
func (d *decoder) list(fn func()) {
	switch d.Peek() {
	case '{':
		fn()
	case '[':
		d.At++
		for d.Next(']') {
			fn()
		}
	default:
		d.Skip()
	}
}

// text reads a string, or a number or a boolean as its text. Everything else is
// skipped and gives "".
func (d *decoder) text() string {
	switch c := d.Peek(); {
	case c == '"':
		return string(d.String())
	case c == 't' || c == 'f' || d.isNumber():
		return string(d.Literal())
	default:
		d.Skip()
		return ""
	}
}

// trimmed is text without the blanks around it.
func (d *decoder) trimmed() string { return strings.TrimSpace(d.text()) }

// integer reads a number, or a number in a string. Everything else gives
// Unknown: "" is seen for total_count, and null.
func (d *decoder) integer() int {
	n, _ := d.number()
	return n
}

// number is integer with the text that was read, "" for a list or an object.
func (d *decoder) number() (n int, text string) {
	text = d.text()
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || f < 0 || f >= Uncountable || f != math.Trunc(f) {
		return Unknown, text // what cannot be read was not given
	}
	return int(f), text
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

func (a *agreed[T]) read(d *decoder) { a.add(T(d.trimmed())) }

func (a *agreed[T]) value() T {
	if a.differs {
		return ""
	}
	return a.first
}

// unreadable stands for a status or a reason that is no text and not empty: something
// was said, and nobody knows what.
const unreadable = "unreadable"

// wordInto reads the text of a status or of a reason, alone or as a list of one.
func wordInto[T ~string](d *decoder, dst *T) {
	switch {
	case d.Peek() == '[' && !d.isEmpty():
		var all agreed[T]
		d.list(func() {
			var one T
			wordInto(d, &one)
			all.add(one)
		})
		if *dst = all.first; all.differs {
			*dst = unreadable
		}
	case d.isStructured() && !d.isEmpty():
		*dst = unreadable
		d.Skip()
	default:
		into(d, dst)
	}
}

// into reads text into dst.
func into[T ~string](d *decoder, dst *T) { *dst = T(d.trimmed()) }
