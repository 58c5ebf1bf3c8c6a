package strictjson

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string, from quote to quote.
func (s *scanner) text() error {
	for s.pos++; ; {
		if s.pos += plain(s.data[s.pos:]); s.pos >= len(s.data) {
			return s.fail(reasonEnd)
		}
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return nil
		case c == '\\':
			if err := s.escape(); err != nil {
				return err
			}
		case c < ' ':
			return s.fail(reasonControl)
		default:
			r, size := utf8.DecodeRune(s.data[s.pos:])
			if r == utf8.RuneError && size == 1 {
				return s.fail(reasonUTF8)
			}
			s.pos += size
		}
	}
}

// plain is how many bytes at the start of b stand for themselves.
func plain(b []byte) int {
	for i, c := range b {
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

func (s *scanner) escape() error {
	rest := s.data[s.pos:]
	if len(rest) < 2 {
		return &Error{Reason: reasonEnd, Offset: len(s.data)}
	}
	switch rest[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.pos += 2
		return nil
	case 'u':
	default:
		return s.fail(reasonEscape)
	}
	r, ok := unit(rest)
	if !ok {
		return s.fail(reasonEscape)
	}
	if !utf16.IsSurrogate(r) {
		s.pos += 6
		return nil
	}
	low, ok := unit(rest[6:])
	if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
		return s.fail(reasonSurrogate)
	}
	s.pos += 12
	return nil
}

// unit reads \uXXXX at the start of b.
func unit(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// Text returns the string that a value is; false if it is none.
func Text(value []byte) (string, bool) {
	value = bytes.TrimSpace(value)
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return "", false
	}
	return string(unquoted(value)), true
}

// unquoted returns what stands between the quotes, unescaped. Without an escape
// it is part of quoted.
func unquoted(quoted []byte) []byte {
	inner := quoted[1 : len(quoted)-1]
	at := bytes.IndexByte(inner, '\\')
	if at < 0 {
		return inner
	}
	out := make([]byte, at, len(inner))
	copy(out, inner)
	for at < len(inner) {
		if inner[at] != '\\' || at+1 >= len(inner) {
			out = append(out, inner[at])
			at++
			continue
		}
		var size int
		out, size = appendEscaped(out, inner[at:])
		at += size
	}
	return out
}

// appendEscaped appends what the escape at the start of b stands for, and says
// how long it is.
func appendEscaped(out, b []byte) ([]byte, int) {
	switch c := b[1]; c {
	case 'b':
		return append(out, '\b'), 2
	case 'f':
		return append(out, '\f'), 2
	case 'n':
		return append(out, '\n'), 2
	case 'r':
		return append(out, '\r'), 2
	case 't':
		return append(out, '\t'), 2
	case 'u':
		r, ok := unit(b)
		if !ok {
			return append(out, c), 2
		}
		if !utf16.IsSurrogate(r) {
			return utf8.AppendRune(out, r), 6
		}
		low, _ := unit(b[6:])
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return utf8.AppendRune(out, pair), 12
		}
		return utf8.AppendRune(out, utf8.RuneError), 6
	default:
		return append(out, c), 2
	}
}

// AppendText appends s as a JSON string, in the form of f. Invalid UTF-8 becomes
// the replacement character.
func AppendText(dst []byte, s string, f Form) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = appendControl(dst, r)
		case r >= 0x7f && f.ASCII:
			if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
				dst = appendUnit(appendUnit(dst, high), low)
			} else {
				dst = appendUnit(dst, r)
			}
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

func appendControl(dst []byte, c rune) []byte {
	switch c {
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	default:
		return appendUnit(dst, c)
	}
}

// appendUnit appends \uXXXX, with four lower-case digits.
func appendUnit(dst []byte, r rune) []byte {
	dst = append(dst, '\\', 'u')
	for limit := rune(0x1000); limit > 1 && r < limit; limit >>= 4 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(r), 16)
}
