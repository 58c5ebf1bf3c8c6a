package strictjson

// MaxMembers is how many members one object may have in a text of more than a
// mebibyte. What a registry has many of it sends in lists: a record has some
// dozen members.
const MaxMembers = 1024

// boundedFrom is from which length on a text is walked through by [Bounded]:
// below it even the worst takes 32 MiB to read, and most answers are below it.
const boundedFrom = 1 << 20

// Bounded returns an [*Error] for a long text with an object of more than
// [MaxMembers] members, or nested deeper than [DefaultMaxDepth]. It is a walk that
// keeps nothing, and comes before a reader that notes the name of each member to
// find doubles: of 16 MiB of short names that takes 250 MiB and more. What else is
// wrong with a text it does not see.
func Bounded(data []byte) error {
	if len(data) < boundedFrom {
		return nil
	}
	var members [1 + DefaultMaxDepth]int // so far, of the open object or array of each depth
	depth := 0
	for pos := 0; pos < len(data); pos++ {
		switch data[pos] {
		case '"':
			end, _ := endOfString(data, pos)
			pos = end - 1
		case '{', '[':
			if depth == DefaultMaxDepth {
				return &Error{Reason: reasonDeep, Offset: pos}
			}
			depth++
			members[depth] = 0
		case '}', ']':
			depth = max(depth-1, 0)
		case ':':
			if members[depth]++; members[depth] > MaxMembers {
				return &Error{Reason: reasonCrowded, Offset: pos}
			}
		}
	}
	return nil
}
