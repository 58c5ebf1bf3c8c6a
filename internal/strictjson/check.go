package strictjson

import "bytes"

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
	s := scanner{data: data, depth: l.Depth}
	s.space()
	if err := s.value(); err != nil {
		return err
	}
	if s.space(); s.pos < len(data) {
		return s.fail(reasonMore)
	}
	return nil
}

// CheckObject is [Check] for a text that must be an object.
func CheckObject(data []byte, l Limits) error {
	if err := Check(data, l); err != nil {
		return err
	}
	if kindOf(data) != '{' {
		return &Error{Reason: reasonObject}
	}
	return nil
}

// scanner walks through text that nobody has checked.
type scanner struct {
	data  []byte
	pos   int
	depth int      // levels left
	names [][]byte // unescaped names of the open objects, a stack
}

func (s *scanner) fail(reason string) error {
	if s.pos >= len(s.data) {
		return &Error{Reason: reasonEnd, Offset: len(s.data)}
	}
	return &Error{Reason: reason, Offset: s.pos}
}

func (s *scanner) space() { s.pos = skipSpace(s.data, s.pos) }

// peek is the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

func (s *scanner) value() error {
	switch c := s.peek(); c {
	case '{':
		return s.nested(s.object)
	case '[':
		return s.nested(s.array)
	case '"':
		return s.text()
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	default:
		if c == '-' || isDigit(c) {
			return s.number()
		}
		return s.fail(reasonMalformed)
	}
}

func (s *scanner) literal(word string) error {
	if !bytes.HasPrefix(s.data[s.pos:], []byte(word)) {
		return s.fail(reasonMalformed)
	}
	s.pos += len(word)
	return nil
}

func (s *scanner) nested(inside func() error) error {
	if s.depth == 0 {
		return s.fail(reasonDeep)
	}
	s.depth--
	s.pos++
	err := inside()
	s.depth++
	return err
}

// array reads on after the bracket.
func (s *scanner) array() error {
	if s.space(); s.peek() == ']' {
		s.pos++
		return nil
	}
	for {
		s.space()
		if err := s.value(); err != nil {
			return err
		}
		if ended, err := s.next(']'); ended || err != nil {
			return err
		}
	}
}

// object reads on after the brace.
func (s *scanner) object() error {
	base := len(s.names)
	defer func() { s.names = s.names[:base] }()
	var many map[string]struct{}
	if s.space(); s.peek() == '}' {
		s.pos++
		return nil
	}
	for {
		s.space()
		start := s.pos
		if s.peek() != '"' {
			return s.fail(reasonMalformed)
		}
		if err := s.text(); err != nil {
			return err
		}
		if !s.isNew(unquoted(s.data[start:s.pos]), base, &many) {
			return &Error{Reason: reasonTwice, Offset: start}
		}
		if s.space(); s.peek() != ':' {
			return s.fail(reasonMalformed)
		}
		s.pos++
		s.space()
		if err := s.value(); err != nil {
			return err
		}
		if ended, err := s.next('}'); ended || err != nil {
			return err
		}
	}
}

// few is how many names are compared one by one before a map is made.
const few = 16

// isNew notes a name of the object whose names begin at base.
func (s *scanner) isNew(name []byte, base int, many *map[string]struct{}) bool {
	if *many == nil {
		for _, other := range s.names[base:] {
			if bytes.Equal(other, name) {
				return false
			}
		}
		s.names = append(s.names, name)
		if len(s.names)-base > few {
			*many = make(map[string]struct{}, 4*few)
			for _, other := range s.names[base:] {
				(*many)[string(other)] = struct{}{}
			}
		}
		return true
	}
	if _, twice := (*many)[string(name)]; twice {
		return false
	}
	(*many)[string(name)] = struct{}{}
	return true
}

// next reads the comma, or the end of the array or object.
func (s *scanner) next(end byte) (ended bool, err error) {
	s.space()
	switch s.peek() {
	case ',':
		s.pos++
		return false, nil
	case end:
		s.pos++
		return true, nil
	default:
		return false, s.fail(reasonMalformed)
	}
}

func skipSpace(data []byte, pos int) int {
	for pos < len(data) {
		switch data[pos] {
		case ' ', '\t', '\n', '\r':
			pos++
		default:
			return pos
		}
	}
	return pos
}
