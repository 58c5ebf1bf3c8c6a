// Package strictjson reads JSON. [Check] and its sisters read text that nobody has
// checked, and refuse what readers disagree about: a member that stands twice in one
// object, invalid UTF-8, half of a surrogate pair, a text or a nesting without end.
// The bytes that a signature covers must mean the same to everyone who reads them.
//
// Everything else here ([Members], [Get], [Text], [Equal], [Append], [Reader]) reads
// text that was checked; on other text it does not panic, but what it returns means
// nothing.
//
// [Append] writes the two canonical forms that signatures of other systems need;
// [Equal] compares two texts value by value.
package strictjson

import "fmt"

// Defaults of [Limits].
const (
	DefaultMaxBytes = 16 << 20
	DefaultMaxDepth = 64
)

// Limits bound a text.
type Limits struct {
	Bytes int // the longest text; default 16 MiB
	Depth int // the deepest nesting of objects and arrays; default 64
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultMaxBytes
	}
	if l.Depth <= 0 {
		l.Depth = DefaultMaxDepth
	}
	return l
}

// Error says what is wrong with a text and where. It holds nothing of the text.
type Error struct {
	Reason string
	Offset int // in bytes
}

// Error gives the reason and the offset.
func (e *Error) Error() string { return fmt.Sprintf("%s at byte %d", e.Reason, e.Offset) }

// Truncated says whether the text ends before the value does.
func (e *Error) Truncated() bool { return e.Reason == reasonEnd }

// Reasons of an [Error].
const (
	reasonLong      = "the text is too long"
	reasonDeep      = "the nesting is too deep"
	reasonCrowded   = "one object has more than 1024 members"
	reasonTwice     = "a member stands twice in one object"
	reasonUTF8      = "the text is not valid UTF-8"
	reasonEscape    = "an unknown escape, or half of a surrogate pair,"
	reasonControl   = "a control character"
	reasonEnd       = "the text ends too early"
	reasonMore      = "something follows the value"
	reasonMalformed = "the value is malformed"
	reasonObject    = "the value is no object"
)
