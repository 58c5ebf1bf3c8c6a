package strictjson

import (
	"bytes"
	"iter"
)

// Members yields the members of an object in their order: the name, unescaped,
// and the value as it is written. It yields nothing if data is no object.
func Members(data []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, value := range rawMembers(data, skipSpace(data, 0)) {
			if !yield(string(unquoted(name)), value) {
				return
			}
		}
	}
}

// Get returns the value of a member as it is written, nil if there is none.
func Get(data []byte, name string) []byte {
	for quoted, value := range rawMembers(data, skipSpace(data, 0)) {
		if string(unquoted(quoted)) == name {
			return value
		}
	}
	return nil
}

// IsNull says whether a value is null.
func IsNull(value []byte) bool { return kindOf(value) == 'n' }

// IsObject says whether a value is an object.
func IsObject(value []byte) bool { return kindOf(value) == '{' }

// kindOf is the first byte of a value, 0 if there is none.
func kindOf(value []byte) byte {
	if at := skipSpace(value, 0); at < len(value) {
		return value[at]
	}
	return 0
}

// rawMembers yields the quoted names and the values of the object at pos.
func rawMembers(data []byte, pos int) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		if pos >= len(data) || data[pos] != '{' {
			return
		}
		for pos = skipSpace(data, pos+1); pos < len(data) && data[pos] == '"'; pos = skipSpace(data, pos) {
			end := skipText(data, pos)
			name := data[pos:end]
			start := skipSpace(data, skipSpace(data, end)+1)
			pos = skipValue(data, min(start, len(data)))
			if len(name) < 2 || start > pos || !yield(name, data[start:pos]) {
				return
			}
			if pos = skipSpace(data, pos); pos < len(data) && data[pos] == ',' {
				pos++
			}
		}
	}
}

// skipValue returns where the value at pos ends.
func skipValue(data []byte, pos int) int {
	for depth := 0; pos < len(data); {
		switch data[pos] {
		case '"':
			pos = skipText(data, pos)
		case '{', '[':
			depth++
			pos++
			continue
		case '}', ']':
			depth--
			pos++
		case ',', ':', ' ', '\t', '\n', '\r':
			pos++
			continue
		default:
			pos = skipScalar(data, pos)
		}
		if depth <= 0 {
			return pos
		}
	}
	return len(data)
}

func skipText(data []byte, pos int) int {
	for pos++; pos < len(data); {
		at := bytes.IndexByte(data[pos:], '"')
		if at < 0 {
			break
		}
		pos += at + 1
		slashes := 0
		for i := pos - 2; data[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 0 {
			return pos
		}
	}
	return len(data)
}

func skipScalar(data []byte, pos int) int {
	for pos < len(data) {
		switch data[pos] {
		case ',', ':', '}', ']', '{', '[', '"', ' ', '\t', '\n', '\r':
			return pos
		default:
			pos++
		}
	}
	return pos
}

// Elements yields the values of an array as they are written. It yields nothing
// if data is no array.
func Elements(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		pos := skipSpace(data, 0)
		if pos >= len(data) || data[pos] != '[' {
			return
		}
		for pos = skipSpace(data, pos+1); pos < len(data) && data[pos] != ']'; {
			end := skipValue(data, pos)
			if !yield(data[pos:end]) {
				return
			}
			pos = skipComma(data, end)
		}
	}
}
