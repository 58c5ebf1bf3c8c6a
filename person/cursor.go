package person

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// cursor reads people. Strings without escapes are parts of the text, not copies: a
// person costs one copy of its record and a few slices. That is also why it can give
// up in the middle of a member and go back: see [cursor.object].
type cursor struct {
	strictjson.Reader[string]
	depth    int      // of persons and places around the cursor
	elements int      // of lists that were read: see maxElements
	counted  int      // texts and dates in lists: see maxTexts
	room     int      // bytes that elements may still take: see roomFor
	ones     []string // where the next lists of one text come from: see list
	words    *Words   // nil, or the registry's own
}

// span is a member, name and value, that goes to Extra.
type span struct{ start, end int }

// enter goes into the object at the cursor. It returns false for what is not an
// object; given is false for null, "" and blank text.
func (c *cursor) enter() (inside, given bool) {
	switch c.Peek() {
	case '{':
		c.At++
		return true, true
	case 'n':
		c.Literal()
		return false, false
	case '"':
		return false, strings.TrimSpace(c.String()) != ""
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
	for c.Next('}') {
		start := c.At
		name := c.Name()
		value := c.At
		if !member(name, start) {
			c.At = value
			c.Skip()
			spans = append(spans, span{start, c.At})
		}
	}
	return c.extra(spans)
}

// hasMember says whether the object around the cursor has this field. The cursor stays.
func (c *cursor) hasMember(of kinds, f field) bool {
	start := c.At
	defer func() { c.At = start }()
	for c.Next('}') {
		if of.field(c.Name()) == f {
			return true
		}
		c.Skip()
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
		joined = joined && !strings.ContainsAny(c.Text[s.start:s.end], " \n\r\t\\") &&
			(i == 0 || s.start == spans[i-1].end+1)
	}
	if joined {
		return Extra{members: c.Text[spans[0].start:spans[len(spans)-1].end]}
	}
	// An object, because jsontext formats values and not members.
	b := make([]byte, 0, size+1)
	b = append(b, '{')
	for i, s := range spans {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, c.Text[s.start:s.end]...)
	}
	v := jsontext.Value(append(b, '}'))
	_ = v.Format() // cannot fail: well-formed
	return Extra{members: string(v[1 : len(v)-1])}
}
