package strictjson

import (
	"bytes"
	"strconv"
)

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) number() error {
	if s.peek() == '-' {
		s.pos++
	}
	switch {
	case s.peek() == '0':
		s.pos++
	case !s.digits():
		return s.fail(reasonNumber)
	}
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			return s.fail(reasonNumber)
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			return s.fail(reasonNumber)
		}
	}
	return nil
}

func (s *scanner) digits() bool {
	start := s.pos
	for isDigit(s.peek()) {
		s.pos++
	}
	return s.pos > start
}

// decimal is a number as 0.DIGITS times ten to a power, so that two spellings of
// one number are one decimal.
type decimal struct {
	negative bool
	whole    []byte // digits before the point, no leading zeros
	fraction []byte // digits after it, no trailing zeros
	exponent int64
}

// sameNumber says whether two numbers have the same value: 1, 1.0, 10e-1. No
// float is made of them, so that no digit is lost.
func sameNumber(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, ok := parseDecimal(a)
	if !ok {
		return false
	}
	y, ok := parseDecimal(b)
	if !ok || x.negative != y.negative || x.exponent != y.exponent || x.length() != y.length() {
		return false
	}
	for i := range x.length() {
		if x.digit(i) != y.digit(i) {
			return false
		}
	}
	return true
}

func (d decimal) length() int { return len(d.whole) + len(d.fraction) }

func (d decimal) digit(i int) byte {
	if i < len(d.whole) {
		return d.whole[i]
	}
	return d.fraction[i-len(d.whole)]
}

// parseDecimal fails on an exponent of more than 15 digits: numbers like that
// are equal only if they are spelled alike.
func parseDecimal(text []byte) (d decimal, ok bool) {
	if len(text) > 0 && text[0] == '-' {
		d.negative, text = true, text[1:]
	}
	if at := bytes.IndexAny(text, "eE"); at >= 0 {
		e, err := strconv.ParseInt(string(text[at+1:min(len(text), at+17)]), 10, 64)
		if err != nil || len(text)-at > 17 {
			return d, false
		}
		d.exponent, text = e, text[:at]
	}
	whole, fraction, _ := bytes.Cut(text, []byte{'.'})
	d.whole, d.fraction = bytes.TrimLeft(whole, "0"), bytes.TrimRight(fraction, "0")
	d.exponent += int64(len(d.whole))
	if len(d.whole) == 0 {
		trimmed := bytes.TrimLeft(d.fraction, "0")
		d.exponent -= int64(len(d.fraction) - len(trimmed))
		d.fraction = trimmed
	}
	if len(d.fraction) == 0 {
		d.whole = bytes.TrimRight(d.whole, "0")
	}
	if d.length() == 0 {
		return decimal{}, true // zero has neither sign nor power
	}
	return d, true
}
