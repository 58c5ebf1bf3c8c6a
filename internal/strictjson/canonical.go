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
}

// Append appends data, which passed [Check], in the form f.
func Append(dst, data []byte, f Form) []byte {
	dst, _ = f.value(dst, data, skipSpace(data, 0))
	return dst
}

func (f Form) value(dst, data []byte, pos int) (out []byte, end int) {
	if pos >= len(data) {
		return dst, pos
	}
	switch data[pos] {
	case '{':
		return f.object(dst, data, pos)
	case '[':
		return f.array(dst, data, pos)
	}
	end = skipValue(data, pos)
	if data[pos] == '"' && end-pos > 1 {
		return f.text(dst, data[pos:end]), end
	}
	return append(dst, data[pos:end]...), end
}

// text copies a string that is in this form already.
func (f Form) text(dst, quoted []byte) []byte {
	plain := func(c byte) bool { return c >= ' ' && c != '\\' && (c < 0x7f || !f.ASCII) }
	if !slices.ContainsFunc(quoted, func(c byte) bool { return !plain(c) }) {
		return append(dst, quoted...)
	}
	return AppendText(dst, string(unquoted(quoted)), f)
}

func (f Form) array(dst, data []byte, pos int) (out []byte, end int) {
	dst = append(dst, '[')
	first := true
	for pos = skipSpace(data, pos+1); pos < len(data) && data[pos] != ']'; pos = skipComma(data, pos) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		before := pos
		if dst, pos = f.value(dst, data, pos); pos == before {
			break // not a value: nothing would move on
		}
	}
	return append(dst, ']'), pos + 1
}

// member is where a member stands in the output.
type member struct {
	name       []byte
	start, end int
}

func (f Form) object(dst, data []byte, pos int) (out []byte, end int) {
	dst = append(dst, '{')
	base := len(dst)
	var members []member
	for pos = skipSpace(data, pos+1); pos < len(data) && data[pos] == '"'; pos = skipComma(data, pos) {
		after := skipText(data, pos)
		if after-pos < 2 {
			break
		}
		m := member{name: unquoted(data[pos:after]), start: len(dst)}
		dst = append(f.text(dst, data[pos:after]), ':')
		pos = skipComma(data, after) // the colon
		if f.OmitNulls && pos < len(data) && data[pos] == 'n' {
			dst, pos = dst[:m.start], skipValue(data, pos)
			continue
		}
		if dst, pos = f.value(dst, data, pos); pos == after {
			break
		}
		dst = append(dst, ',')
		m.end = len(dst)
		members = append(members, m)
	}
	if len(members) > 0 {
		sortMembers(dst, base, members)
		dst = dst[:len(dst)-1] // the last comma
	}
	return append(dst, '}'), pos + 1
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
