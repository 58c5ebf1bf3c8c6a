package strictjson

import (
	"bytes"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// Members yields the members of an object in their order: the name, unescaped,
// and the value as it is written. It yields nothing if data is no object.
func Members(data []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, value := range inside(data, '{', '}') {
			if !yield(string(name), value) {
				return
			}
		}
	}
}

// Elements yields the values of an array as they are written. It yields nothing
// if data is no array.
func Elements(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, value := range inside(data, '[', ']') {
			if !yield(value) {
				return
			}
		}
	}
}

// inside yields what stands in an object or an array. Elements have no name.
func inside(data []byte, open, closing byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		r := Reader[[]byte]{Text: data}
		if r.Space(); r.Peek() != open {
			return
		}
		r.At++
		for r.Next(closing) {
			var name []byte
			if open == '{' {
				name = r.Name()
			}
			start := r.At
			if r.Skip(); !yield(name, data[start:r.At]) {
				return
			}
		}
	}
}

// Get returns the value of a member as it is written, nil if there is none.
func Get(data []byte, name string) []byte {
	for n, value := range inside(data, '{', '}') {
		if string(n) == name {
			return value
		}
	}
	return nil
}

// IsNull says whether a value is null.
func IsNull(value []byte) bool { return jsontext.Value(value).Kind() == 'n' }

// IsObject says whether a value is an object.
func IsObject(value []byte) bool { return jsontext.Value(value).Kind() == '{' }

// Text returns the string that a value is; false if it is none.
func Text(value []byte) (string, bool) {
	text, err := jsontext.AppendUnquote(nil, bytes.TrimSpace(value))
	return string(text), err == nil
}
