package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// GraphQL passes a query through as text, for a registry that answers to
// query_type graphql. The text is the registry's own language: nothing in it is
// checked but that it is text of at most 64 KiB. It takes an event, paging,
// sorting, consent and legal ground like any other question, and no conditions
// beside it.
//
// Nothing but the event that [Query.In] names can be held against its answer, so
// every hit is [MatchUnconfirmed], and a registry that answers too much is not
// noticed: check each record, and prefer [Where] where the registry offers it.
//
// Literals of the text (strings, numbers, comments) are treated as personal
// values: see [Query.Values].
func GraphQL(text string) Query { return Query{graphql: &text} }

// literals are the parts of a GraphQL text that may be somebody's own: strings
// with and without their escapes, numbers and dates, words that hold a digit or
// are of no ASCII, and comments. It makes no error of what is no GraphQL.
func literals(text string) []string {
	var found []string
	for text != "" {
		var lit string
		lit, text = nextLiteral(text)
		if lit = strings.TrimSpace(lit); lit == "" {
			continue
		}
		found = append(found, lit)
		if plain := unescaped(lit); plain != lit && plain != "" {
			found = append(found, plain)
		}
	}
	return found
}

// nextLiteral is the literal that text begins with, "" if it begins with
// something else, and what follows.
func nextLiteral(text string) (literal, rest string) {
	switch c := text[0]; {
	case strings.HasPrefix(text, `"""`):
		return quoted(text[3:], `"""`)
	case c == '"':
		return quoted(text[1:], `"`)
	case c == '\'':
		// No quote of GraphQL, but of other languages; or an apostrophe, so that
		// what follows is read once more: it's "O'Neil".
		// What has no letter and no digit stands between two of them.
		if literal, _ = quoted(text[1:], "'"); !strings.ContainsFunc(literal, isAlphanumeric) {
			literal = ""
		}
		return literal, text[1:]
	case c == '#':
		if end := strings.IndexAny(text, "\r\n"); end >= 0 {
			return text[1:end], text[end:]
		}
		return text[1:], ""
	}
	r, size := utf8.DecodeRuneInString(text)
	if !isWordRune(r) {
		return "", text[size:]
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !isWordRune(r) })
	if end < 0 {
		end = len(text)
	}
	word := text[:end]
	if strings.ContainsFunc(word, unicode.IsDigit) || strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.Trim(word, "-+.:"), text[end:]
	}
	return "", text[end:]
}

// isWordRune: a number and a date in a text are one word, 1990-05-12T08:30:00.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("_-+.", r)
}

// quoted is what stands before the closing mark, all of the text if there is
// none, and what follows.
func quoted(text, mark string) (literal, rest string) {
	for at := 0; ; {
		end := strings.Index(text[at:], mark)
		if end < 0 {
			return text, ""
		}
		if end += at; !isEscaped(text[:end]) {
			return text[:end], text[end+len(mark):]
		}
		at = end + len(mark)
	}
}

// isEscaped says whether what follows text is escaped: an odd number of
// backslashes stands before it.
func isEscaped(text string) bool {
	return (len(text)-len(strings.TrimRight(text, `\`)))%2 == 1
}

// unescaped is a string as the registry reads it.
func unescaped(literal string) string {
	if !strings.Contains(literal, `\`) {
		return literal
	}
	var b strings.Builder
	for i := 0; i < len(literal); i++ {
		c := literal[i]
		if c != '\\' || i+1 == len(literal) {
			b.WriteByte(c)
			continue
		}
		i++
		switch c = literal[i]; c {
		case 'n', 'r', 't', 'b', 'f':
			b.WriteByte(' ')
		case 'u':
			r, size := codePoint(literal[i+1:])
			b.WriteRune(r)
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// codePoint reads what follows \u: four hexadecimal digits, a pair of surrogates,
// or any number of them in braces.
func codePoint(s string) (r rune, size int) {
	if strings.HasPrefix(s, "{") {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return unicode.ReplacementChar, 0
		}
		return hex(s[1:end]), end + 1
	}
	if len(s) < 4 {
		return unicode.ReplacementChar, 0
	}
	r = hex(s[:4])
	if utf16.IsSurrogate(r) && len(s) >= 10 && s[4:6] == `\u` {
		return utf16.DecodeRune(r, hex(s[6:10])), 10
	}
	return r, 4
}

func hex(s string) rune {
	n, err := strconv.ParseUint(s, 16, 21)
	if err != nil {
		return unicode.ReplacementChar
	}
	return rune(n)
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
