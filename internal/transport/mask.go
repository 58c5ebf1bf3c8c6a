package transport

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maskText = "[masked]"
	// maxQuote is the length of what Mask returns, in runes.
	maxQuote = 300
	// maxMasked is how much of a message is looked at, in runes: enough for a
	// quotation, of which some may be masked.
	maxMasked = 2 * maxQuote
	// maxRead is how much of a message is read, in bytes, before what is escaped in
	// it is decoded: an escape takes up to a dozen of them.
	maxRead = 12 * maxMasked
	// shortValue: values below it are masked as whole words only, lest "no" or
	// "12" eat holes into every sentence.
	shortValue = 4
	// partOfValue is how long a part of a longer value is that must not be left.
	partOfValue = 8
)

// Mask makes quotable what a peer wrote: every occurrence of the values, in any
// case and inside longer words too, becomes "[masked]" (values of two and three
// runes as whole words only, where a script has them, single runes not at all; of a value of several
// words, which a hyphen parts too, also each word of four runes or more; of a value of eight runes or more
// also every part of eight), and so does what looks like a
// date, an e-mail address, a grouped number, or a number or code: a word of five
// or more characters with two or more digits. Field paths and versions stay.
// Control and other invisible characters become spaces. The result has at most
// 300 runes, the last one an ellipsis if it was cut.
//
// What the peer escaped (HTML, percent signs, backslashes) is read first, and
// accents that stand beside their letter are joined with it. What then still holds
// a value, written in any way that [Holds] knows, is dropped as a whole.
//
// The cost grows with the number of the values and hardly with the message, of
// which only the beginning is looked at.
func Mask(message string, values []string) string {
	text, whole := visible(plain(head(message)), maxMasked)
	whole = whole && len(message) <= maxRead
	hide := make([]bool, len(text))
	longest := hideValues(text, hide, values)
	if !whole { // what the cut went through is not recognized any more
		for i := max(0, len(text)-max(longest, 256)); i < len(text); i++ {
			hide[i] = true
		}
	}
	hidePatterns(string(text), hide)
	hideCodes(text, hide)
	masked := cut(render(text, hide))
	if Holds(unmasked(masked), values) {
		return maskText
	}
	return masked
}

// visible decodes at most limit runes, with each run of spaces and of what does
// not print as one space, and says whether that was all.
func visible(s string, limit int) (text []rune, whole bool) {
	text = make([]rune, 0, min(len(s), limit))
	for _, r := range s {
		if len(text) == limit {
			return text, false
		}
		if r != ' ' && unicode.IsPrint(r) {
			text = append(text, r)
			continue
		}
		if n := len(text); n == 0 || text[n-1] != ' ' {
			text = append(text, ' ')
		}
	}
	return text, true
}

// hideValues marks the values and returns the length of the longest.
func hideValues(text []rune, hide []bool, values []string) (longest int) {
	folded := foldAll(text)
	for _, v := range values {
		value, _ := visible(norm.NFC.String(head(v)), maxMasked)
		value = foldAll([]rune(strings.TrimSpace(string(value))))
		longest = max(longest, len(value))
		hideValue(folded, hide, value, len(value) < shortValue && !isUnspaced(value))
		hideParts(folded, hide, value)
		words := wordsOf(string(value))
		if len(words) < 2 {
			continue
		}
		for _, w := range words {
			if word := []rune(w); len(word) >= shortValue {
				hideValue(folded, hide, word, true)
			}
		}
	}
	return longest
}

// wordsOf are the words of a value: a peer that quotes one half of a name with a
// hyphen quotes a name. A number in groups is no words.
func wordsOf(value string) []string {
	if digits(value) > 0 {
		return strings.Fields(value)
	}
	return strings.FieldsFunc(value, func(r rune) bool { return !isWord(r) })
}

// isUnspaced says whether a value is of a script that puts no spaces between words,
// or joins what it says of a name to it: there a name of two letters is not found
// as a whole word.
func isUnspaced(value []rune) bool {
	return len(value) > 0 && unicode.In(value[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Ethiopic)
}

// hideParts marks the parts of a value: a peer that cuts its messages leaves half of
// a token.
func hideParts(text []rune, hide []bool, value []rune) {
	if len(value) <= partOfValue || len(text) < partOfValue {
		return
	}
	parts := make(map[[partOfValue]rune]struct{}, len(value))
	for i := 0; i+partOfValue <= len(value); i++ {
		parts[[partOfValue]rune(value[i:i+partOfValue])] = struct{}{}
	}
	for i := 0; i+partOfValue <= len(text); i++ {
		if _, is := parts[[partOfValue]rune(text[i:i+partOfValue])]; is {
			for j := i; j < i+partOfValue; j++ {
				hide[j] = true
			}
		}
	}
}

func hideValue(text []rune, hide []bool, value []rune, wholeWord bool) {
	if len(value) < 2 {
		return
	}
	done := 0 // occurrences may overlap
	for i := 0; i+len(value) <= len(text); i++ {
		if text[i] != value[0] || !equal(text[i:i+len(value)], value) {
			continue
		}
		end := i + len(value)
		if wholeWord && (i > 0 && isWord(text[i-1]) || end < len(text) && isWord(text[end])) {
			continue
		}
		for j := max(i, done); j < end; j++ {
			hide[j] = true
		}
		done = end
	}
}

func equal(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

func foldAll(text []rune) []rune {
	folded := make([]rune, len(text))
	for i, r := range text {
		folded[i] = fold(r)
	}
	return folded
}

// fold gives one rune for all that differ in case only, or in the accents of an
// alphabet, so that lengths stay. The i of Turkish is an i with or without its dot.
func fold(r rune) rune {
	if r >= utf8.RuneSelf && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
		if r == 'ı' {
			return 'I'
		}
		var letter [utf8.UTFMax]byte
		r, _ = utf8.DecodeRune(norm.NFKD.Bytes(letter[:utf8.EncodeRune(letter[:], r)]))
	}
	if r < utf8.RuneSelf {
		return unicode.ToUpper(r)
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

// patterns are compiled once, on first use; they never change.
var patterns = sync.OnceValue(func() []*regexp.Regexp {
	const month = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`
	return []*regexp.Regexp{
		// E-mail addresses.
		regexp.MustCompile(`[^\s@<>"',;()]+@[^\s@<>"',;()]+`),
		// Dates: 1990-05-12, 12/05/1990, 12.5.90.
		regexp.MustCompile(`(?:\b|^)\p{Nd}{4}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{1,2}`),
		regexp.MustCompile(`(?:\b|^)\p{Nd}{1,2}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{2,4}`),
		// Dates in words: 12 May 1990, 12-MAY-90, May 12, 1990.
		regexp.MustCompile(`(?i)\p{Nd}{1,2}(?:st|nd|rd|th)?[ .-]+` + month + `[ .,-]+\p{Nd}{2,4}`),
		// And in the words of another language: 12 mai 1990, 1er mai 1990, 12 de mayo
		// de 1990.
		regexp.MustCompile(`(?:\b|^)\p{Nd}{1,2}(?:\pL{1,2}|[ºª°])?[ .-]+(?:(?:de|di|of|ng|ya) )?\pL[\pL\pM]+[ .,-]+(?:(?:de|del|di|of|ya) )?\p{Nd}{4}`),
		regexp.MustCompile(`(?i)` + month + `[ .]+\p{Nd}{1,2}(?:st|nd|rd|th)?[ ,]+\p{Nd}{2,4}`),
	}
})

// groups are numbers in groups: 1234 5678 9012, +91 97148 38469.
var groups = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\+?\p{Nd}{2,}(?:[ .-]\p{Nd}{2,})+`)
})

// groupedDigits is how many digits make a grouped number: fewer are two statuses
// or sizes side by side.
const groupedDigits = 7

// hidePatterns marks what the patterns find in text, whose runes hide counts.
func hidePatterns(text string, hide []bool) {
	for _, p := range slices.Concat(patterns(), []*regexp.Regexp{groups()}) {
		for _, at := range p.FindAllStringIndex(text, -1) {
			if p == groups() && digits(text[at[0]:at[1]]) < groupedDigits {
				continue
			}
			from := utf8.RuneCountInString(text[:at[0]])
			for i := range utf8.RuneCountInString(text[at[0]:at[1]]) {
				hide[from+i] = true
			}
		}
	}
}

// hideCodes marks words that look like a number or a code.
func hideCodes(text []rune, hide []bool) {
	for i := 0; i < len(text); {
		if !inCode(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && inCode(text[i]) {
			i++
		}
		end := i // a sentence's own marks are not part of the word
		for end > start && strings.ContainsRune(".-/", text[end-1]) {
			end--
		}
		if looksLikeCode(string(text[start:end])) {
			for j := start; j < end; j++ {
				hide[j] = true
			}
		}
	}
}

// inCode says which runes hold a word together for hideCodes.
func inCode(r rune) bool {
	return isWord(r) || strings.ContainsRune("_-./[]$+#", r)
}

// harmless are words with digits that say something about the protocol and
// nothing about a person: field paths, versions.
var harmless = sync.OnceValue(func() *regexp.Regexp {
	const member = `[a-z_][A-Za-z_]*[0-9]?`
	return regexp.MustCompile(`^(?:` +
		`\$?[./]?` + member + `(?:(?:\[[0-9]{1,3}\]|[./][0-9]{1,2})?[./]` + member + `)*(?:\[[0-9]{1,3}\])?` +
		`|v?[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}` +
		`|(?i:https?/[0-9](?:\.[0-9])?` +
		`|[re]s(?:256|384|512)|sha-?(?:256|384|512)|base64|iso-?8601|rfc-?[0-9]{4})` +
		`)$`)
})

func looksLikeCode(word string) bool {
	return utf8.RuneCountInString(word) >= 5 && digits(word) >= 2 && !harmless().MatchString(word)
}

func digits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// render replaces each run of hidden runes by one "[masked]".
func render(text []rune, hide []bool) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case hide[i] && (i == 0 || !hide[i-1]):
			b.WriteString(maskText)
		case !hide[i]:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxQuote {
		return s
	}
	return string([]rune(s)[:maxQuote-1]) + "…"
}
