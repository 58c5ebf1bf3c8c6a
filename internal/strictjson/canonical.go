package strictjson

import (
	"bytes"
	"cmp"
	"slices"
)

// Form is a canonical form: compact, with the members of every object sorted by
// their unescaped names, in the order of code points. Numbers stay as they are
// written. The zero value leaves UTF-8 as it is and escapes only what must be.
type Form struct {
	// ASCII writes everything outside printable ASCII as \uXXXX, in surrogate
	// pairs where needed, as Python's json.dumps does.
	ASCII bool
	// OmitNulls leaves out members that are null, at every depth. Nulls in
	// arrays stay.
	OmitNulls bool

	decimals bool // numbers of one value are written alike: see appendDecimal
}

// Append appends data, which passed [Check], in the form f.
func Append(dst, data []byte, f Form) []byte {
	w := formWriter{Form: f, dst: dst, Reader: Reader[[]byte]{Text: data}}
	w.Space()
	w.value()
	return w.dst
}

// Equal says whether two texts that passed [Check] have the same value. The order
// of members and the spelling of numbers and strings are irrelevant: 1, 1.0 and
// 1e0 are equal, "é" and "\u00e9" are equal. Values are not: strings are compared
// exactly, so that two Unicode forms of one name differ, and so does a member
// that is null from one that is missing.
func Equal(a, b []byte) bool {
	x := Append(make([]byte, 0, len(a)), a, Form{decimals: true})
	y := Append(make([]byte, 0, len(b)), b, Form{decimals: true})
	return len(x) > 0 && bytes.Equal(x, y)
}

// formWriter writes in a form what it reads.
type formWriter struct {
	Reader[[]byte]
	Form
	dst  []byte
	open []member // of the objects around, a stack
}

func (w *formWriter) value() {
	switch c := w.Peek(); {
	case c == '{':
		w.object()
	case c == '[':
		w.array()
	case c == '"':
		w.text()
	case w.decimals && (c == '-' || c >= '0' && c <= '9'):
		w.dst = appendDecimal(w.dst, w.Literal())
	default:
		w.dst = append(w.dst, w.Literal()...)
	}
}

func (w *formWriter) array() {
	w.dst = append(w.dst, '[')
	w.At++
	for first := true; w.Next(']'); first = false {
		if !first {
			w.dst = append(w.dst, ',')
		}
		w.value()
	}
	w.dst = append(w.dst, ']')
}

// member is where a member stands in the output.
type member struct {
	name       []byte // unescaped
	start, end int
}

func (w *formWriter) object() {
	w.dst = append(w.dst, '{')
	base, first := len(w.dst), len(w.open)
	w.At++
	for w.Next('}') {
		start := len(w.dst)
		name := w.text()
		w.colon()
		w.dst = append(w.dst, ':')
		isNull := w.Peek() == 'n'
		w.value()
		if w.OmitNulls && isNull {
			w.dst = w.dst[:start]
			continue
		}
		w.dst = append(w.dst, ',')
		w.open = append(w.open, member{name: name, start: start, end: len(w.dst)})
	}
	if members := w.open[first:]; len(members) > 0 {
		sortMembers(w.dst, base, members)
		w.dst = w.dst[:len(w.dst)-1] // the last comma
		w.open = w.open[:first]
	}
	w.dst = append(w.dst, '}')
}

// text writes a string, and returns it unescaped.
func (w *formWriter) text() []byte {
	start := w.At
	escaped := w.skipString()
	quoted := w.Text[start:w.At]
	text := unquoted(quoted, escaped)
	if escaped || w.ASCII && slices.ContainsFunc(quoted, func(c byte) bool { return c >= 0x7f }) {
		w.dst = AppendText(w.dst, string(text), w.Form)
	} else {
		w.dst = append(w.dst, quoted...)
	}
	return text
}

// sortMembers orders what was written from base on, in place.
func sortMembers(dst []byte, base int, members []member) {
	byName := func(a, b member) int {
		return cmp.Or(bytes.Compare(a.name, b.name), cmp.Compare(a.start, b.start))
	}
	if slices.IsSortedFunc(members, byName) {
		return
	}
	unsorted := bytes.Clone(dst[base:])
	slices.SortFunc(members, byName)
	at := base
	for _, m := range members {
		at += copy(dst[at:], unsorted[m.start-base:m.end-base])
	}
}
