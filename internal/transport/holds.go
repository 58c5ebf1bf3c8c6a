package transport

import (
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"net/url"
	"regexp"
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
type Values struct{ byHead map[string][]string } // the forms of each, by their first runes

// NewValues makes values ready.
func NewValues(values []string) *Values {
	v := &Values{byHead: make(map[string][]string, len(values))}
	for _, value := range values {
		for _, form := range forms(value) {
			if runes := []rune(form); len(runes) >= shortValue {
				head := string(runes[:shortValue])
				v.byHead[head] = append(v.byHead[head], form)
			}
		}
	}
	return v
}

// HeldBy says whether a text holds one of the values: see [Holds].
func (v *Values) HeldBy(text string) bool {
	if len(v.byHead) == 0 || text == "" {
		return false
	}
	folded := bare(plain(head(text)))
	at := make([]int, 0, len(folded)+1) // where each rune begins
	for i := range folded {
		at = append(at, i)
	}
	at = append(at, len(folded))
	for i := 0; i+shortValue < len(at); i++ {
		rest := folded[at[i]:]
		for _, form := range v.byHead[rest[:at[i+shortValue]-at[i]]] {
			if strings.HasPrefix(rest, form) {
				return true
			}
		}
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

// forms are the ways in which a value may be written, bare.
func forms(value string) []string {
	out := []string{bare(norm.NFC.String(head(value)))}
	if day, err := time.Parse(time.DateOnly, strings.TrimSpace(value)); err == nil {
		for _, layout := range [...]string{"02012006", "01022006", "212006", "122006", "200612", "20060102"} {
			out = append(out, day.Format(layout))
		}
	}
	return out
}

// bare keeps the letters and digits of a text, without case and accents. What was
// masked ("\x00") separates.
func bare(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r == 0:
			b.WriteRune(r)
		case unicode.IsMark(r):
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
		before := s
		s = html.UnescapeString(s)
		s = escapes().ReplaceAllStringFunc(s, unescape)
		if s == before {
			break
		}
	}
	return norm.NFC.String(s)
}

// escapes are those of JSON and of a URL, a run of them at a time: a letter of UTF-8
// or UTF-16 may need several.
var escapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:\\+u[0-9a-fA-F]{4})+|(?:%[0-9a-fA-F]{2})+`)
})

func unescape(run string) string {
	if strings.HasPrefix(run, "%") {
		if text, err := url.PathUnescape(run); err == nil && utf8.ValidString(text) {
			return text
		}
		return run
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
