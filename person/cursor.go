package person

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// cursor reads JSON text that jsontext has found to be well-formed: no double
// names, no invalid UTF-8, every bracket closed. So it checks nothing again; it
// stops at the end of the text whatever happens.
//
// Strings without escapes are parts of the text, not copies: a person costs one
// copy of its record and a few slices. That is also why a reader can give up in
// the middle of a member and go back: see [cursor.object].
type cursor struct {
	s        string
	i        int
	depth    int      // of persons and places around the cursor
	elements int      // of lists that were read: see maxElements
	counted  int      // texts and dates in lists: see maxTexts
	room     int      // bytes that elements may still take: see roomFor
	ones     []string // where the next lists of one text come from: see list
	words    *Words   // nil, or the registry's own
}

// span is a member, name and value, that goes to Extra.
type span struct{ start, end int }

// peek is the first byte of the value at the cursor, 0 at the end.
func (c *cursor) peek() byte {
	if c.i < len(c.s) {
		return c.s[c.i]
	}
	return 0
}

func (c *cursor) space() {
	for c.i < len(c.s) {
		switch c.s[c.i] {
		case ' ', '\n', '\r', '\t':
			c.i++
		default:
			return
		}
	}
}

// next goes to the next member or element of the object or array around the
// cursor, past the comma. It returns false past the closing bracket.
func (c *cursor) next(closing byte) bool {
	c.space()
	switch c.peek() {
	case closing:
		c.i++
		return false
	case ',':
		c.i++
		c.space()
		return true
	case 0:
		return false
	default:
		return true
	}
}

// name reads a member's name and goes to its value.
func (c *cursor) name() string {
	name := c.str()
	c.space()
	c.i++ // the colon
	c.space()
	return name
}

// str reads the string at the cursor.
func (c *cursor) str() string {
	start := c.i
	escaped := c.skipString()
	quoted := c.s[start:c.i]
	if !escaped && len(quoted) >= 2 {
		return quoted[1 : len(quoted)-1]
	}
	text, _ := jsontext.AppendUnquote(nil, quoted) // cannot fail: well-formed
	return string(text)
}

// skipString goes past the string at the cursor and says whether it has
// escapes.
func (c *cursor) skipString() (escaped bool) {
	s := c.s
	for i := c.i + 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			c.i = i + 1
			return escaped
		case '\\':
			escaped = true
			i++
		}
	}
	c.i = len(s)
	return escaped
}

// skip goes past the value at the cursor, without recursion: a peer decides how
// deep it is.
func (c *cursor) skip() {
	depth := 0
	for c.i < len(c.s) {
		switch c.s[c.i] {
		case '"':
			c.skipString()
		case '{', '[':
			depth++
			c.i++
		case '}', ']':
			depth--
			c.i++
		case ',', ':', ' ', '\n', '\r', '\t':
			c.i++
			continue
		default:
			c.literal()
		}
		if depth <= 0 {
			return
		}
	}
}

// literal reads a number, true, false or null.
func (c *cursor) literal() string {
	start := c.i
	for c.i < len(c.s) {
		switch c.s[c.i] {
		case ',', '}', ']', ' ', '\n', '\r', '\t', ':', '"', '{', '[':
			return c.s[start:c.i]
		default:
			c.i++
		}
	}
	return c.s[start:c.i]
}

// enter goes into the object at the cursor. It returns false for what is not an
// object; given is false for null, "" and blank text.
func (c *cursor) enter() (inside, given bool) {
	switch c.peek() {
	case '{':
		c.i++
		return true, true
	case 'n':
		c.literal()
		return false, false
	case '"':
		return false, strings.TrimSpace(c.str()) != ""
	default:
		return false, true
	}
}

// object hands each member of the object around the cursor to member, with the
// cursor at its value. Where member returns false, because it does not know the
// name or cannot read the value, the member is kept raw in the Extra that
// object returns, wherever member left the cursor.
func (c *cursor) object(member func(name string, start int) bool) Extra {
	var buf [8]span
	spans := buf[:0]
	for c.next('}') {
		start := c.i
		name := c.name()
		value := c.i
		if !member(name, start) {
			c.i = value
			c.skip()
			spans = append(spans, span{start, c.i})
		}
	}
	return c.extra(spans)
}

// hasMember says whether the object around the cursor has a member with one of
// two names. The cursor stays.
func (c *cursor) hasMember(a, b string) bool {
	start := c.i
	defer func() { c.i = start }()
	for c.next('}') {
		if n := c.name(); n == a || n == b {
			return true
		}
		c.skip()
	}
	return false
}

// extra keeps members in the form that encoding gives them: without white
// space, strings with no more escapes than they need. So two persons that were
// read from the same members are equal, however a registry lays out its JSON.
func (c *cursor) extra(spans []span) Extra {
	if len(spans) == 0 {
		return Extra{}
	}
	size, joined := 0, true
	for i, s := range spans {
		size += s.end - s.start + 1
		joined = joined && !strings.ContainsAny(c.s[s.start:s.end], " \n\r\t\\") &&
			(i == 0 || s.start == spans[i-1].end+1)
	}
	if joined {
		return Extra{members: c.s[spans[0].start:spans[len(spans)-1].end]}
	}
	// An object, because jsontext formats values and not members.
	b := make([]byte, 0, size+1)
	b = append(b, '{')
	for i, s := range spans {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, c.s[s.start:s.end]...)
	}
	v := jsontext.Value(append(b, '}'))
	_ = v.Format() // cannot fail: well-formed
	return Extra{members: string(v[1 : len(v)-1])}
}
