package strictjson

import "bytes"

// Equal says whether two texts that passed [Check] have the same value. The order
// of members and the spelling of numbers and strings are irrelevant: 1, 1.0 and
// 1e0 are equal, "é" and "\u00e9" are equal. Values are not: strings are compared
// exactly, so that two Unicode forms of one name differ, and so does a member
// that is null from one that is missing.
func Equal(a, b []byte) bool {
	c := comparison{a: a, b: b}
	x, y, same := c.value(skipSpace(a, 0), skipSpace(b, 0))
	return same && skipSpace(a, x) == len(a) && skipSpace(b, y) == len(b)
}

// comparison walks through both texts at once. Only where two objects have their
// members in another order is one of them read twice.
type comparison struct{ a, b []byte }

// value compares the values at i in a and j in b, and returns where they end.
func (c comparison) value(i, j int) (x, y int, same bool) {
	if i >= len(c.a) || j >= len(c.b) {
		return i, j, false
	}
	switch kind := c.a[i]; {
	case kind == '{' && c.b[j] == '{':
		return c.object(i, j)
	case kind == '[' && c.b[j] == '[':
		return c.array(i, j)
	case kind == '{', kind == '[':
		return i, j, false
	}
	x, y = skipValue(c.a, i), skipValue(c.b, j)
	return x, y, sameScalar(c.a[i:x], c.b[j:y])
}

func sameScalar(a, b []byte) bool {
	switch {
	case len(a) == 0 || len(b) == 0:
		return false
	case bytes.Equal(a, b):
		return true
	case len(a) > 1 && len(b) > 1 && a[0] == '"' && b[0] == '"':
		return bytes.Equal(unquoted(a), unquoted(b))
	case isNumber(a[0]) && isNumber(b[0]):
		return sameNumber(a, b)
	default:
		return false
	}
}

func isNumber(c byte) bool { return c == '-' || isDigit(c) }

func (c comparison) array(i, j int) (x, y int, same bool) {
	i, j = skipSpace(c.a, i+1), skipSpace(c.b, j+1)
	for i < len(c.a) && j < len(c.b) {
		endA, endB := c.a[i] == ']', c.b[j] == ']'
		if endA || endB {
			return i + 1, j + 1, endA && endB
		}
		if i, j, same = c.value(i, j); !same {
			return i, j, false
		}
		i, j = skipComma(c.a, i), skipComma(c.b, j)
	}
	return i, j, false
}

func (c comparison) object(i, j int) (x, y int, same bool) {
	start := j
	i, j = skipSpace(c.a, i+1), skipSpace(c.b, j+1)
	for read := 0; i < len(c.a) && j < len(c.b); read++ {
		endA, endB := c.a[i] == '}', c.b[j] == '}'
		if endA || endB {
			return i + 1, j + 1, endA && endB
		}
		atA, atB := skipText(c.a, i), skipText(c.b, j)
		if !sameScalar(c.a[i:atA], c.b[j:atB]) {
			return c.shuffled(i, start, read)
		}
		i, j = skipComma(c.a, atA), skipComma(c.b, atB) // the colons
		if i, j, same = c.value(i, j); !same {
			return i, j, false
		}
		i, j = skipComma(c.a, i), skipComma(c.b, j)
	}
	return i, j, false
}

// shuffled compares the members of a from i on with those of the object at start
// in b, of which as many as were read already are equal to the ones of a.
func (c comparison) shuffled(i, start, read int) (x, y int, same bool) {
	rest := make(map[string][]byte)
	for name, value := range rawMembers(c.b, start) {
		if read--; read < 0 {
			rest[string(unquoted(name))] = value
		}
	}
	for i < len(c.a) && c.a[i] == '"' {
		end := skipText(c.a, i)
		if end-i < 2 {
			break
		}
		name := string(unquoted(c.a[i:end]))
		other, ok := rest[name]
		if !ok {
			return i, start, false
		}
		delete(rest, name)
		i = skipComma(c.a, end)
		if i, _, same = (comparison{a: c.a, b: other}).value(i, 0); !same {
			return i, start, false
		}
		i = skipComma(c.a, i)
	}
	return i + 1, skipValue(c.b, start), len(rest) == 0
}

// skipComma skips a comma or a colon, and the space around it.
func skipComma(data []byte, pos int) int {
	if pos = skipSpace(data, pos); pos < len(data) && (data[pos] == ',' || data[pos] == ':') {
		pos = skipSpace(data, pos+1)
	}
	return pos
}
