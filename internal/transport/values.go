package transport

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

const (
	// shortValue: letters and digits of which a value has fewer are looked for as a
	// whole word only, lest "no" or "12" be found in every sentence. Four of a number
	// or a date that stand together show a part of it: a year, a first group.
	shortValue = 4
	// longPiece is how much of a value of many letters shows a part of it.
	longPiece = 8
	// longValue: of a longer value each eighth piece is looked for. It is a token, and
	// any half of it holds several.
	longValue = 64
)

// Values are values that are looked for in many texts: once the first text needed
// a closer look, the cost of each does not grow with their number. They are
// immutable and safe for concurrent use, and print nothing of themselves.
type Values struct {
	values  []string
	prepare sync.Once // of what follows

	pieces   map[string][]string // by their first four runes: what follows in each
	words    map[string]struct{} // of two and three runes
	unspaced []string            // the same, in scripts without spaces
}

// NewValues are these values, which must not be changed any more.
func NewValues(values []string) *Values { return &Values{values: values} }

// ready makes the pieces that are looked for. Most answers are never looked at so
// closely: see [Values.mayStandIn].
func (v *Values) ready() {
	v.pieces, v.words = map[string][]string{}, map[string]struct{}{}
	for _, value := range v.values {
		v.add(bare(value), digits(value) > 0)
		if digits(value) == 0 { // of a name each word, which a hyphen parts too
			for _, word := range strings.FieldsFunc(value, func(r rune) bool { return !isWord(r) }) {
				if form := bare(word); utf8.RuneCountInString(form) >= shortValue {
					v.add(form, false)
				}
			}
			v.add(skeleton(value), false)
		}
		if len(value) != len(time.DateOnly) {
			continue
		}
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			for _, layout := range [...]string{"02012006", "01022006", "212006", "122006", "200612", "020106", "010206", "060102"} {
				v.add(day.Format(layout), true)
			}
			for _, layout := range [...]string{"2Jan", "Jan2"} {
				v.add(bare(day.Format(layout)), false)
			}
		}
	}
}

// add makes one form ready: the first four runes of a number and every four that hold
// a digit, every eight of anything, and the whole of what is shorter.
func (v *Values) add(form string, isNumber bool) {
	starts := startsOf(form)
	n := len(starts) - 1 // runes
	if n < shortValue {
		first, _ := utf8.DecodeRuneInString(form)
		switch {
		case n < 2:
		case isUnspaced(first):
			v.unspaced = append(v.unspaced, form)
		default:
			v.words[form] = struct{}{}
		}
		return
	}
	step := 1
	if n > longValue {
		step, isNumber = longPiece, false
	}
	for i := 0; i+shortValue <= n; i += step {
		head, end := form[starts[i]:starts[i+shortValue]], min(i+longPiece, n)
		if isNumber && (i == 0 || digits(head) > 0) {
			end = i + shortValue
		} else if end-i < longPiece && i > 0 {
			continue
		}
		if rest := form[starts[i+shortValue]:starts[end]]; !slices.Contains(v.pieces[head], rest) {
			v.pieces[head] = append(v.pieces[head], rest)
		}
	}
}

// startsOf is where each rune of a text starts, and last where the text ends.
func startsOf(text string) []int {
	starts := make([]int, 0, len(text)+1)
	for i := range text {
		starts = append(starts, i)
	}
	return append(starts, len(text))
}

// HeldBy says whether a text holds one of the values, or a part of one that says
// something: in any case, with or without accents, with other separators or none, as
// base64 or hexadecimal; a date also with its day first. A text that is written in
// another disguise (escapes, markup) counts as one that does. Values of less than
// four letters and digits may stand in any id or code and are not looked for.
func (v *Values) HeldBy(text string) bool {
	text = head(text)
	disguised := isDisguised(text)
	var plain, inside string
	if !disguised {
		if plain, inside = bare(text), bare(decoded(text)); !v.mayStandIn(plain) && !v.mayStandIn(inside) {
			return false
		}
	}
	v.prepare.Do(v.ready)
	if len(v.pieces) == 0 {
		return false
	}
	return disguised || v.standIn(plain) || v.standIn(inside)
}

// mayStandIn says of a folded text, and fast, whether it could hold a piece: a piece
// begins with four runes of a value, which the text must hold. A value that has other
// forms too, a date or a name that is not ASCII, always may.
func (v *Values) mayStandIn(folded string) bool {
	if len(folded) < shortValue {
		return false
	}
	for _, value := range v.values {
		if len(value) == len(time.DateOnly) && value[4] == '-' || !isASCII(value) {
			return true
		}
		var start [shortValue]byte
		n := 0
		for i := range len(value) {
			c := value[i]
			if !isWord(rune(c)) {
				continue
			}
			if 'a' <= c && c <= 'z' {
				c -= 'a' - 'A'
			}
			start = [...]byte{start[1], start[2], start[3], c}
			if n++; n >= shortValue && strings.Contains(folded, string(start[:])) {
				return true
			}
		}
	}
	return false
}

// Is says whether the whole of a text is one of the values of two and three letters and
// digits.
func (v *Values) Is(text string) bool {
	v.prepare.Do(v.ready)
	text = bare(head(text))
	_, is := v.words[text]
	return is || slices.Contains(v.unspaced, text)
}

func (v *Values) standIn(folded string) bool {
	end, ahead := 0, 0 // of the head that begins at i, and how many runes it has
	for i := range folded {
		for ; ahead < shortValue && end < len(folded); ahead++ {
			_, size := utf8.DecodeRuneInString(folded[end:])
			end += size
		}
		if ahead < shortValue {
			break
		}
		for _, rest := range v.pieces[folded[i:end]] {
			if strings.HasPrefix(folded[end:], rest) {
				return true
			}
		}
		ahead--
	}
	return false
}

// hasShort says whether a text holds one of the values of two and three letters, as
// a word.
func (v *Values) hasShort(text string) bool {
	v.prepare.Do(v.ready)
	if len(v.unspaced) > 0 {
		folded := bare(text)
		if slices.ContainsFunc(v.unspaced, func(name string) bool { return strings.Contains(folded, name) }) {
			return true
		}
	}
	if len(v.words) == 0 {
		return false
	}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isWord(r) }) {
		if _, is := v.words[bare(word)]; is {
			return true
		}
	}
	return false
}

// Format prints nothing of the values.
func (v *Values) Format(s fmt.State, _ rune) { redact.Write(s, "values [masked]") }

// LogValue logs nothing of the values.
func (v *Values) LogValue() slog.Value { return slog.StringValue("values [masked]") }

// isUnspaced says whether a rune is of a script that puts no spaces between words,
// or joins what it says of a name to it: there a name of two letters is not found
// as a whole word.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Ethiopic)
}

// bare keeps the letters and digits of a text, without case and accents, the digits
// of every script as ours. What was masked ("\x00") separates.
func bare(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if r == 0 || isWord(r) {
				b.WriteRune(unicode.ToUpper(r))
			}
		// Accents and vowel points, and what draws a word out or is an apostrophe that
		// counts as a letter. The marks of Indic scripts are vowels: they stay.
		case unicode.Is(unicode.Lm, r), unicode.IsMark(r) && unicode.In(r, unicode.Inherited, unicode.Arabic, unicode.Hebrew, unicode.Cyrillic):
		case r == 'ß', r == 'ẞ':
			b.WriteString("SS")
		case unicode.IsDigit(r):
			b.WriteRune('0' + digit(r))
		case isWord(r):
			b.WriteRune(fold(r))
		}
	}
	return b.String()
}

// digit is the value of a decimal digit: Unicode has those of each script in a row,
// zero first.
func digit(r rune) rune {
	first := r
	for unicode.IsDigit(first - 1) {
		first--
	}
	return (r - first) % 10
}

// skeleton is what an encoding that knows ASCII only leaves of a name; "" where that
// is all of it.
func skeleton(name string) string {
	if isASCII(name) {
		return ""
	}
	left := strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	if left = bare(left); len(left) < shortValue {
		return ""
	}
	return left
}

// fold gives one rune for all that differ in case only. The i of Turkish is an i
// with or without its dot.
func fold(r rune) rune {
	if r == 'ı' {
		return 'I'
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// head is as much of a text as is looked at.
func head(s string) string {
	if len(s) <= maxMasked {
		return s
	}
	n := 0
	for at := range s {
		if n == maxMasked {
			return s[:at]
		}
		n++
	}
	return s
}
