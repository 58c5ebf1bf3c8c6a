package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Bounds of one text that is compared word by word. What is beyond them is
// compared for identity only.
const (
	maxWordsBytes = 640 // of one text; more than any name, in scripts of three bytes a letter too
	maxWords      = 16
)

// folder folds case. Its Caser may hold state, so each comparison has its own.
type folder struct {
	caser       cases.Caser
	equivalents map[string]string
	noSlips     bool
}

func newFolder(equivalents map[string]string, noSlips bool) folder {
	return folder{cases.Fold(), equivalents, noSlips}
}

// word is one word of a folded text.
type word struct {
	exact string // without case and compatibility forms
	loose []rune // without the marks that people drop, and one letter for those that they interchange
	group string // of the equivalents; "" if it is none of them
	// noSlips says that a word with a wrong letter is another: see [NoSlips].
	noSlips bool
}

// folded is a text made ready for comparing.
type folded struct {
	raw       string // for identity
	words     []word
	reversed  []word // with the family name first; nil if the text has no parts
	scripts   []*unicode.RangeTable
	unfit     bool // too long, or not text: identity is all that can be told
	nickname  bool
	isOneText bool
}

// fold takes the parts of a text in their order.
func (f *folder) fold(parts ...string) folded {
	out := folded{raw: strings.Join(parts, " ")}
	if len(out.raw) > maxWordsBytes || !utf8.ValidString(out.raw) || strings.ContainsRune(out.raw, utf8.RuneError) {
		out.unfit = true
		return out
	}
	for _, part := range parts {
		out.words = append(out.words, f.wordsOf(part)...)
	}
	out.unfit = len(out.words) > maxWords
	out.scripts = scriptsOf(out.raw)
	return out
}

// wordsOf splits at everything but letters, marks and digits. Apostrophes and
// invisible characters join: O'Neil is one word.
func (f *folder) wordsOf(text string) []word {
	text = strings.Map(unquote, text)
	text = norm.NFKC.String(f.caser.String(norm.NFKC.String(text)))
	fields := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r)
	})
	words := make([]word, 0, len(fields))
	for _, field := range fields {
		plain := loose(field)
		words = append(words, word{exact: field, loose: plain, group: f.equivalents[string(plain)], noSlips: f.noSlips})
	}
	return words
}

// unquote drops what stands inside words and is no letter.
func unquote(r rune) rune {
	switch r {
	case '\'', '`', '´', '‘', '’', 'ʼ', 'ʻ', 'ʿ', 'ʾ', '׳', '״':
		return -1
	}
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// loose drops the marks that people drop. In Latin, Cyrillic and Greek these are
// all; in Arabic and Hebrew the signs for vowels, and the hamza on a letter;
// elsewhere a mark is part of the word.
func loose(text string) []rune {
	var out []rune
	var base rune
	for _, r := range norm.NFD.String(text) {
		switch {
		case !unicode.IsMark(r):
			base = r
		case unicode.In(base, unicode.Latin, unicode.Cyrillic, unicode.Greek),
			unicode.Is(unicode.Arabic, base) && (r >= 0x064B && r <= 0x0655 || r == 0x0670), // harakat, madda and hamza
			unicode.Is(unicode.Hebrew, base):                                                // niqqud
			continue
		}
		switch r {
		case 'ø':
			out = append(out, 'o')
		case 'ł':
			out = append(out, 'l')
		case 'đ', 'ð':
			out = append(out, 'd')
		case 'ħ':
			out = append(out, 'h')
		case 'ı':
			out = append(out, 'i')
		case 'æ':
			out = append(out, 'a', 'e')
		case 'œ':
			out = append(out, 'o', 'e')
		case 0x0640: // tatweel only stretches a word
		default:
			out = append(out, interchanged(r))
		}
	}
	return []rune(norm.NFC.String(string(out)))
}

// scriptsOf are the scripts of the letters, each once.
func scriptsOf(text string) []*unicode.RangeTable {
	var out []*unicode.RangeTable
	for _, r := range text {
		if !unicode.IsLetter(r) || slices.ContainsFunc(out, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) }) {
			continue
		}
		if table := scriptOf(r); table != nil {
			out = append(out, table)
		}
	}
	return out
}

// scriptOf is nil for a letter that several scripts share.
func scriptOf(r rune) *unicode.RangeTable {
	for _, table := range [...]*unicode.RangeTable{unicode.Latin, unicode.Arabic, unicode.Cyrillic, unicode.Devanagari, unicode.Ethiopic, unicode.Thai, unicode.Han} {
		if unicode.Is(table, r) {
			return table
		}
	}
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return table
		}
	}
	return nil
}

// isMixed says whether letters of several scripts stand in one text: some look
// alike, so that the eye takes for the same what is not. The scripts of East
// Asia are written together.
func (f *folded) isMixed() bool {
	return len(f.scripts) > 1 && slices.ContainsFunc(f.scripts, func(t *unicode.RangeTable) bool {
		return t != unicode.Han && t != unicode.Hiragana && t != unicode.Katakana && t != unicode.Hangul && t != unicode.Bopomofo
	})
}

// isSpaceless says whether all letters are of scripts that put no spaces between
// words.
func (f *folded) isSpaceless() bool {
	return len(f.scripts) > 0 && !slices.ContainsFunc(f.scripts, func(t *unicode.RangeTable) bool {
		switch t {
		case unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar:
			return false
		default:
			return true
		}
	})
}

// isComparableTo says whether two texts are in the same script.
func (f *folded) isComparableTo(o *folded) bool {
	if f.unfit || o.unfit || f.isMixed() || o.isMixed() {
		return false
	}
	return len(f.scripts) == 0 && len(o.scripts) == 0 ||
		slices.ContainsFunc(f.scripts, func(t *unicode.RangeTable) bool { return slices.Contains(o.scripts, t) })
}
