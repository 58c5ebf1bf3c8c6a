package transport

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	maskText = "[masked]"
	// maxQuote is the length of what Mask returns, in runes.
	maxQuote = 300
	// maxMasked is how much of a message is looked at, in runes: what the end of the
	// quotation cuts in two is still recognized.
	maxMasked = 2 * maxQuote
)

// Mask makes quotable what a peer wrote about the values. Of a text that holds one of
// them nothing is quoted but "[masked]", nor of one that is written in a way that
// could hide one: see [Values.HeldBy]; values of two and three letters and digits are
// found as whole words. In all others "[masked]" stands for what looks like a date,
// an e-mail address, a grouped number, or a number or code: a word of five or more
// characters with two or more digits. Field paths and versions stay. That comes
// first: a text whose only values are seen as such is quoted around them.
// Control and other invisible characters become spaces. The result has at most
// 300 runes, the last one an ellipsis if it was cut.
//
// The cost grows hardly with the number of the values, nor with the message, of
// which only the beginning is looked at.
func (v *Values) Mask(message string) string {
	message = head(message)
	if isDisguised(message) || isUnbroken(message) {
		return maskText
	}
	text := visible(message)
	hide := make([]bool, len(text))
	hidePatterns(string(text), hide)
	hideCodes(text, hide)
	if rest := render(text, hide, "\x00"); v.HeldBy(rest) || v.hasShort(rest) {
		return maskText
	}
	if len(text) <= maxQuote {
		return cut(render(text, hide, maskText))
	}
	return cut(render(text[:maxQuote], hide, maskText) + "…")
}

// Mask is [Values.Mask] of some values.
func Mask(message string, values []string) string { return NewValues(values).Mask(message) }

// visible are the runes of a text, with each run of spaces and of what does not
// print as one space.
func visible(s string) []rune {
	text := make([]rune, 0, len(s))
	for _, r := range s {
		if r != ' ' && unicode.IsPrint(r) {
			text = append(text, r)
			continue
		}
		if n := len(text); n == 0 || text[n-1] != ' ' {
			text = append(text, ' ')
		}
	}
	return text
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

// groups are numbers in groups, or digit by digit: 1234 5678 9012, +91 97148 38469,
// 9 8 7 6 5 4 3.
var groups = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\+?\p{Nd}+(?:[ ,./-]{1,2}\p{Nd}+)+`)
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

// render replaces each run of hidden runes by one mask.
func render(text []rune, hide []bool, mask string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case hide[i] && (i == 0 || !hide[i-1]):
			b.WriteString(mask)
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
