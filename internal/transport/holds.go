package transport

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// Holds says whether a text of a peer holds one of the values, however it is
// written: escaped, with or without accents, in any case, with other separators or
// none; and a date with its year first or last. Values of less than four letters
// and digits may stand in any text and are not looked for.
func Holds(text string, values []string) bool { return NewValues(values).HeldBy(text) }

// Values are values made ready to be looked for in many texts: the cost of each
// text does not grow with their number. They are immutable and safe for concurrent
// use, and print nothing of themselves.
type Values struct {
	few    []string            // the forms of each, as long as there are few
	byHead map[string][]string // the forms of each by their first runes, where there are many
}

// fewForms is how many forms are looked for one after the other: more of them are
// found by their first runes.
const fewForms = 16

// NewValues makes values ready.
func NewValues(values []string) *Values {
	v := &Values{few: make([]string, 0, min(len(values), fewForms))}
	for _, value := range values {
		v.add(bare(norm.NFC.String(head(value))))
		if !looksLikeDay(value) {
			continue
		}
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			for _, layout := range [...]string{"02012006", "01022006", "212006", "122006", "200612"} {
				v.add(day.Format(layout))
			}
		}
	}
	return v
}

// add makes one form ready.
func (v *Values) add(form string) {
	end := 0
	for range shortValue {
		_, size := utf8.DecodeRuneInString(form[end:])
		if size == 0 {
			return // shorter than what is looked for
		}
		end += size
	}
	if v.byHead == nil {
		if len(v.few) < fewForms {
			v.few = append(v.few, form)
			return
		}
		v.byHead = make(map[string][]string, 2*fewForms)
		for _, earlier := range v.few {
			v.add(earlier)
		}
		v.few = nil
	}
	v.byHead[form[:end]] = append(v.byHead[form[:end]], form)
}

func looksLikeDay(s string) bool { return len(s) == len(time.DateOnly) && s[4] == '-' && s[7] == '-' }

// HeldBy says whether a text holds one of the values: see [Holds].
func (v *Values) HeldBy(text string) bool {
	if len(v.byHead)+len(v.few) == 0 || text == "" {
		return false
	}
	folded := bare(plain(head(text)))
	if v.byHead == nil {
		return slices.ContainsFunc(v.few, func(form string) bool { return strings.Contains(folded, form) })
	}
	end, ahead := 0, 0 // of the head that begins at i, and how many runes it has
	for i := range folded {
		for ; ahead < shortValue && end < len(folded); ahead++ {
			_, size := utf8.DecodeRuneInString(folded[end:])
			end += size
		}
		if ahead < shortValue {
			return false
		}
		for _, form := range v.byHead[folded[i:end]] {
			if strings.HasPrefix(folded[i:], form) {
				return true
			}
		}
		ahead--
	}
	return false
}

// Mask is [Mask] with some of the values; a text that then still holds one of the
// others is dropped as a whole.
func (v *Values) Mask(message string, some []string) string {
	masked := Mask(message, some)
	if v.HeldBy(unmasked(masked)) {
		return maskText
	}
	return masked
}

// unmasked is a masked text without what stands for the values.
func unmasked(masked string) string { return strings.ReplaceAll(masked, maskText, "\x00") }

// Format prints nothing of the values.
func (v *Values) Format(s fmt.State, _ rune) { redact.Write(s, "values [masked]") }

// LogValue logs nothing of the values.
func (v *Values) LogValue() slog.Value { return slog.StringValue("values [masked]") }

// bare keeps the letters and digits of a text, without case and accents. What was
// masked ("\x00") separates.
func bare(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case r == 0:
			b.WriteRune(r)
		case unicode.IsMark(r), unicode.Is(unicode.Lm, r): // also what draws a word out, and apostrophes that count as letters
		case r == 'ß', r == 'ẞ':
			b.WriteString("SS")
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(fold(r))
		}
	}
	return b.String()
}

// head is as much of a text as is read.
func head(s string) string {
	if len(s) <= maxRead {
		return s
	}
	return strings.ToValidUTF8(s[:maxRead], "")
}

// plain reads what is escaped in a text, also twice, and joins accents with their
// letters.
func plain(s string) string {
	for range 3 {
		if !strings.ContainsAny(s, `&%\`) {
			break
		}
		before := s
		s = html.UnescapeString(s)
		s = escapes().ReplaceAllStringFunc(s, unescape)
		if s == before {
			break
		}
	}
	if isASCII(s) {
		return s
	}
	return norm.NFC.String(s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// escapes are those of JSON, of Python and of a URL, a run of them at a time: a letter
// of UTF-8 or UTF-16 may need several.
var escapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:\\+u[0-9a-fA-F]{4})+|(?:\\+x[0-9a-fA-F]{2})+|(?:%[0-9a-fA-F]{2})+`)
})

func unescape(run string) string {
	if code := strings.TrimLeft(run, `\`); run[0] == '%' || code[0] == 'x' {
		coded, err := hex.DecodeString(strings.NewReplacer("%", "", "x", "", `\`, "").Replace(run))
		if err != nil || utf8.Valid(coded) {
			return string(coded)
		}
		letters := make([]rune, len(coded)) // of Latin-1, whose bytes are letters
		for i, c := range coded {
			letters[i] = rune(c)
		}
		return string(letters)
	}
	var single strings.Builder // one backslash before each u, whatever there was
	for part := range strings.SplitSeq(run, "u") {
		if code := strings.TrimRight(part, `\`); code != "" {
			single.WriteString(`\u` + code)
		}
	}
	var text string
	if json.Unmarshal([]byte(`"`+single.String()+`"`), &text) != nil {
		return run
	}
	return text
}
