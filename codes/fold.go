package codes

import (
	"iter"
	"strings"
	"unicode"
)

// maxText is the length in bytes above which text is no code. The longest that
// was seen is a URL of less than a hundred.
const maxText = 256

// fold is the form in which codes are compared: without case and the
// separators that editions disagree about.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToLower(strings.TrimSpace(s)))
}

// suffixes yields the folded text, and then what is left of it without one more part
// of its namespace: of "ns:org:Sex:male" four texts. A namespace begins with a
// letter, so that "12:1" has none, and a slash belongs to one only in a URL, so
// that "niece/nephew" stays whole and the form's "M/F" is not taken for an F.
//
// It ends before a part that is not one of the namespaces; where namespaces is nil
// every part is.
func suffixes(text string, namespaces map[string]bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(text) {
			return
		}
		rest := text
		if rest == "" || rest[0] < 'a' || rest[0] > 'z' {
			return
		}
		separators := ":#"
		if strings.Contains(rest, "://") {
			separators = ":#/"
		}
		for {
			i := strings.IndexAny(rest, separators)
			if i < 0 {
				return
			}
			if namespaces != nil && !namespaces[rest[:i]] {
				return
			}
			rest = rest[i+1:]
			if !yield(rest) {
				return
			}
		}
	}
}
