package person

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// writer appends JSON. It remembers the first error: text that is not UTF-8.
type writer struct {
	b   []byte
	err error
}

// object is an object that is being written. It remembers the names it has.
type object struct {
	w     *writer
	of    kinds // one
	names []string
}

func (w *writer) comma() {
	if n := len(w.b); n > 0 && w.b[n-1] != '{' && w.b[n-1] != '[' {
		w.b = append(w.b, ',')
	}
}

func (w *writer) text(s string) {
	var err error
	w.b, err = jsontext.AppendQuote(w.b, s)
	if err != nil && w.err == nil {
		w.err = err
	}
}

// open begins an object. The caller writes its members and calls close.
func (w *writer) open(of kinds) *object {
	w.b = append(w.b, '{')
	return &object{w: w, of: of}
}

// name begins a member: the caller writes the value.
func (o *object) name(name string) {
	o.w.comma()
	o.w.text(name)
	o.w.b = append(o.w.b, ':')
	o.names = append(o.names, name)
}

// close ends the object with the members of x. One whose name has been written
// stands under another spelling of it, and falls away where there is none.
func (o *object) close(x Extra) {
	for name, value := range x.All() {
		if free, ok := o.freeName(name, x); ok {
			o.name(free)
			o.w.b = append(o.w.b, value...)
		}
	}
	o.w.b = append(o.w.b, '}')
}

// freeName is the name under which a member of x can be written, false if none
// is left.
func (o *object) freeName(name string, x Extra) (string, bool) {
	if !slices.Contains(o.names, name) {
		return name, true
	}
	for _, other := range o.of.otherSpellings(name) {
		if _, taken := x.Get(other); !taken && !slices.Contains(o.names, other) {
			return other, true
		}
	}
	return "", false
}

// text writes a member, unless it is not given.
func (o *object) text(name, value string) {
	if value != "" {
		o.name(name)
		o.w.text(value)
	}
}

// shape says how a list is written.
type shape uint8

const (
	alwaysList shape = iota
	oneAlone         // a single element stands without a list
)

// list writes a member with those elements that are given; no member if there
// are none.
func list[T any](o *object, name string, elements []T, s shape, isZero func(*T) bool, write func(*writer, *T)) {
	n := 0
	for i := range elements {
		if !isZero(&elements[i]) {
			n++
		}
	}
	if n == 0 {
		return
	}
	o.name(name)
	if bare := n == 1 && s == oneAlone; !bare {
		o.w.b = append(o.w.b, '[')
		defer func() { o.w.b = append(o.w.b, ']') }()
	}
	first := true
	for i := range elements {
		if isZero(&elements[i]) {
			continue
		}
		if !first {
			o.w.b = append(o.w.b, ',')
		}
		first = false
		write(o.w, &elements[i])
	}
}

func (o *object) texts(name string, texts []string, s shape) {
	list(o, name, texts, s, func(t *string) bool { return *t == "" }, func(w *writer, t *string) { w.text(*t) })
}

func (o *object) dates(name string, dates []Date, s shape) {
	list(o, name, dates, s, func(d *Date) bool { return d.text == "" }, func(w *writer, d *Date) { w.text(d.text) })
}

// marshal is MarshalJSON for a value that write writes.
func marshal[T any](v *T, write func(*writer, *T)) ([]byte, error) {
	var w writer
	write(&w, v)
	return w.b, w.err
}

// marshalTo is MarshalJSONTo for a value that write writes.
func marshalTo[T any](e *jsontext.Encoder, v *T, write func(*writer, *T)) error {
	w := writer{b: e.AvailableBuffer()}
	write(&w, v)
	if w.err != nil {
		return w.err
	}
	return e.WriteValue(w.b)
}
