package person

import "strings"

// nothing goes past null, "" and {}, and says whether one of them stood there.
func (c *cursor) nothing() bool {
	start := c.At
	switch c.Peek() {
	case 'n':
		c.Literal()
		return true
	case '"':
		if strings.HasPrefix(c.Text[c.At:], `""`) {
			c.At += 2
			return true
		}
	case '{':
		c.At++
		if !c.Next('}') {
			return true
		}
	}
	c.At = start
	return false
}

// scalar reads text. A number is its digits; null, {} and blank text are "". It
// returns false for true, false, a list and an object with members.
func (c *cursor) scalar() (string, bool) {
	switch c.Peek() {
	case '"':
		text := c.String()
		if strings.TrimSpace(text) == "" {
			return "", true
		}
		return text, true
	case 'n':
		c.Literal()
		return "", true
	case '{':
		c.At++
		return "", !c.Next('}')
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return c.Literal(), true
	default:
		return "", false
	}
}

// text reads one text, alone or as a list of at most one.
func (c *cursor) text() (string, bool) {
	if c.Peek() != '[' {
		return c.scalar()
	}
	c.At++
	var text string
	for c.Next(']') {
		t, ok := c.scalar()
		if !ok || text != "" && t != "" {
			return "", false
		}
		if t != "" {
			text = t
		}
	}
	return text, true
}

// into reads one text into dst. It returns false if it cannot, or if dst was
// set by another spelling of the same member.
func (c *cursor) into(dst *string) bool {
	text, ok := c.text()
	switch {
	case !ok || text != "" && *dst != "":
		return false
	case text != "":
		*dst = text
	}
	return true
}

// another counts a text of a list, and says whether there may be as many.
func (c *cursor) another() bool { c.counted++; return c.counted <= maxTexts }

// texts reads a text or a list of texts into dst, by the rules of into.
func (c *cursor) texts(dst *[]string) bool {
	var list []string
	one := func() bool {
		text, ok := c.scalar()
		switch {
		case !ok || !take[string](c) || !c.another():
			return false
		case text == "":
		case list == nil:
			list = c.list(text)
		default:
			list = append(list, text)
		}
		return true
	}
	if !c.each(one) || list != nil && *dst != nil {
		return false
	}
	if list != nil {
		*dst = list
	}
	return true
}

// date reads one date into dst, by the rules of into.
func (c *cursor) date(dst *Date) bool {
	text, ok := c.text()
	if !ok || text != "" && !dst.IsZero() {
		return false
	}
	if text != "" {
		*dst = readDate(text)
	}
	return true
}

// dates reads a date or a list of dates into dst, by the rules of into.
func (c *cursor) dates(dst *[]Date) bool {
	var list []Date
	one := func() bool {
		text, ok := c.scalar()
		if !ok || !take[Date](c) || !c.another() {
			return false
		}
		if text != "" {
			list = append(list, readDate(text))
		}
		return true
	}
	if !c.each(one) || list != nil && *dst != nil {
		return false
	}
	if list != nil {
		*dst = list
	}
	return true
}

// list is a list of one text. Most lists of a record hold one, so their memory
// is taken a few at a time.
func (c *cursor) list(text string) []string {
	if len(c.ones) == 0 {
		c.ones = make([]string, 6)
	}
	l := c.ones[:1:1]
	l[0] = text
	c.ones = c.ones[1:]
	return l
}
