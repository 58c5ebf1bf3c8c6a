package strictjson

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Check returns nil if data is one JSON value (RFC 8259) that has no second
// meaning, and else an [*Error]. Members count as the same by their unescaped
// names, exactly: "a" and "\u0061" are, "a" and "A" are not.
func Check(data []byte, l Limits) error {
	l = l.withDefaults()
	if len(data) > l.Bytes {
		return &Error{Reason: reasonLong, Offset: l.Bytes}
	}
	if err := Bounded(data); err != nil {
		return err
	}
	// jsontext knows no limit of the depth but its own, 10,000.
	r := Reader[[]byte]{Text: data}
	if r.Space(); !r.skipWithin(l.Depth) {
		return &Error{Reason: reasonDeep, Offset: r.At}
	}
	return Valid(data)
}

// Valid is [Check] without limits, but for one of 10,000 levels. A reader of it must
// bound what it makes of the text.
func Valid(data []byte) error {
	if !jsontext.Value(data).IsValid() {
		return problem(data)
	}
	return nil
}

// CheckObject is [Check] for a text that must be an object.
func CheckObject(data []byte, l Limits) error {
	if err := Check(data, l); err != nil {
		return err
	}
	if !IsObject(data) {
		return &Error{Reason: reasonObject}
	}
	return nil
}

// CheckMembers is [CheckObject] that hands over the members on the way, as [Members]
// yields them. They count only if it returns nil.
func CheckMembers(data []byte, l Limits, member func(name string, value []byte)) error {
	l = l.withDefaults()
	if len(data) > l.Bytes || !IsObject(data) {
		return CheckObject(data, l)
	}
	if err := Bounded(data); err != nil {
		return err
	}
	r := Reader[[]byte]{Text: data}
	r.Space()
	for r.At++; r.Next('}'); {
		name, start := r.Name(), r.At
		if !r.skipWithin(l.Depth - 1) {
			return &Error{Reason: reasonDeep, Offset: r.At}
		}
		member(string(name), data[start:r.At])
	}
	return Valid(data)
}

// problem says what is wrong with data, which is not valid.
func problem(data []byte) *Error {
	d := jsontext.NewDecoder(bytes.NewBuffer(data))
	_, err := d.ReadValue()
	at := int(d.InputOffset())
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = int(s.ByteOffset)
	}
	rest := data[min(at, len(data)):]
	reason := reasonMalformed
	switch {
	case err == nil:
		reason, at = reasonMore, len(data)-len(bytes.TrimLeft(rest, " \t\r\n"))
	case errors.Is(err, jsontext.ErrDuplicateName):
		reason = reasonTwice
	case len(rest) == 0, errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		reason, at = reasonEnd, len(data)
	case rest[0] == '\\':
		reason = reasonEscape
	case rest[0] < ' ':
		reason = reasonControl
	case rest[0] >= utf8.RuneSelf && !utf8.Valid(rest[:min(len(rest), utf8.UTFMax)]):
		reason = reasonUTF8
	}
	return &Error{Reason: reason, Offset: at}
}
