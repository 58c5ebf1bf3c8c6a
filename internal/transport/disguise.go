package transport

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// disguises are the ways in which a value can stand in a text without being seen:
// nobody can list what they may hide, so a text with one of them is not quoted.
var disguises = sync.OnceValue(func() *regexp.Regexp {
	// What the bytes of UTF-8 from 0x80 to 0xBF are as Latin-1, or in Windows-1252.
	const following = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
	return regexp.MustCompile(strings.Join([]string{
		`<[\pL/!?]`,                      // markup
		`&(?:#[0-9xX]|[A-Za-z0-9]{2,};)`, // entities of HTML
		`%[0-9A-Fa-f]{2}`,                // percent-encoding
		`\\+(?:u[0-9A-Fa-f{]|x[0-9A-Fa-f]{2}|[0-7]{2}|N\{)`, // escapes of JSON and programming languages
		`[Uu]\+[0-9A-Fa-f]{4}`,                              // names of code points
		`(?:=[0-9A-F]{2}){2}|=[A-F][0-9A-F]\pL`,             // quoted-printable
		`(?i:xn--)`,                                         // names of hosts
		`[\x{c2}-\x{f4}][` + following + `]`,                // UTF-8 that was read as Latin-1
		`\x{fffd}`,                                          // what was not UTF-8
		`(?:[\p{Nl}\x{1369}-\x{137c}]\s*){2}`,               // numerals that are no digits: Ⅻ, ፲፪
		`[A-Za-z][\p{Cyrillic}\p{Greek}]|[\p{Cyrillic}\p{Greek}][A-Za-z]`, // a word of two scripts whose letters look the same
	}, "|"))
})

func isDisguised(text string) bool {
	if !utf8.ValidString(text) {
		return true
	}
	// No disguise is without one of these signs: most texts need no search.
	return (!isASCII(text) || strings.ContainsAny(text, `<&%\+=`) || strings.Contains(text, "--")) && disguises().MatchString(text)
}

// isUnbroken says whether a text has a run of letters and digits so long that it is
// an encoding, or is encrypted, and no word.
func isUnbroken(text string) bool {
	run := 0
	for _, r := range text {
		if r < utf8.RuneSelf && (isWord(r) || r == '+' || r == '=') {
			if run++; run == 32 {
				return true
			}
			continue
		}
		run = 0
	}
	return false
}

// codedWords may be base64 or hexadecimal, with and without the signs of base64 that
// also part words.
var codedWords = sync.OnceValue(func() [2]*regexp.Regexp {
	return [2]*regexp.Regexp{regexp.MustCompile(`[A-Za-z0-9]{4,}`), regexp.MustCompile(`[A-Za-z0-9+/_-]{4,}`)}
})

// decoded is what the words of a text are if they are base64, from any of their
// first letters on, or hexadecimal.
func decoded(text string) string {
	var b strings.Builder
	add := func(plain []byte, err error) {
		if err == nil && utf8.Valid(plain) {
			b.WriteByte(0)
			b.Write(plain)
		}
	}
	one := strings.NewReplacer("-", "+", "_", "/")
	for _, words := range codedWords() {
		for _, word := range words.FindAllString(text, -1) {
			add(hex.DecodeString(word))
			word = one.Replace(word)
			for from := range min(4, len(word)) {
				w := word[from:]
				if len(w)%4 == 1 {
					w = w[:len(w)-1]
				}
				add(base64.RawStdEncoding.DecodeString(w))
			}
		}
	}
	return b.String()
}
