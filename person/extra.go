package person

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrNotAnObject is what decoding returns for a value that is neither an object
// nor empty, and [NewExtra] for anything but a JSON object without double
// members. It does not hold the value.
var ErrNotAnObject = errors.New("not a JSON object")

// Extra holds the members of an object that this package has no field for, in
// the order in which they came. They survive a round trip. The zero value holds
// none. An Extra is immutable and may be compared with ==.
type Extra struct {
	members string // "name":value,"name":value as valid JSON
}

// NewExtra takes the members of a JSON object. It returns an error if object is
// not one, or names a member twice; the error does not quote it.
func NewExtra(object json.RawMessage) (Extra, error) {
	v := jsontext.Value(bytes.Clone(object))
	if err := v.Format(); err != nil || v.Kind() != '{' {
		return Extra{}, fmt.Errorf("extra members: %w", ErrNotAnObject)
	}
	return Extra{members: string(v[1 : len(v)-1])}, nil
}

// IsZero says whether there are no extra members.
func (x Extra) IsZero() bool { return x.members == "" }

// Get is the value of a member as raw JSON, false if there is none.
func (x Extra) Get(name string) (json.RawMessage, bool) {
	raw, ok := x.raw(name)
	if !ok {
		return nil, false
	}
	return json.RawMessage(raw), true
}

// raw is Get without a copy.
func (x Extra) raw(name string) (string, bool) {
	c := cursor{Reader: reader(x.members)}
	for c.Next('}') {
		n := c.Name()
		start := c.At
		c.Skip()
		if n == name {
			return c.Text[start:c.At], true
		}
	}
	return "", false
}

// text is the value of a member that is a text, "" if it is none.
func (x Extra) text(name string) string {
	raw, ok := x.raw(name)
	if !ok {
		return ""
	}
	c := cursor{Reader: reader(raw)}
	text, _ := c.scalar()
	return text
}

// All yields the members with their values as raw JSON.
func (x Extra) All() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		c := cursor{Reader: reader(x.members)}
		for c.Next('}') {
			name := c.Name()
			start := c.At
			c.Skip()
			if !yield(name, json.RawMessage(c.Text[start:c.At])) {
				return
			}
		}
	}
}
