package person

import (
	"slices"
	"strings"
	"unicode"
)

// masked is what can be read of a number whose other digits are hidden. A number
// that is not masked is the same text as head and as tail.
type masked struct {
	head, tail string
	whole      bool
}

// isMaskRune says whether programs hide a digit behind r. An x is told from a
// letter by where it stands: see isMask.
func isMaskRune(r rune) bool {
	switch r {
	case 'x', '*', '#', '?', '•', '●', '∙', '·', '█', '■', '×', '✕', '∗', '⁎', '◦', '○', '▪':
		return true
	default:
		return false
	}
}

// runsOfMask writes three signs that separate, in a row, as the mask that they are.
var runsOfMask = strings.NewReplacer("___", "***", "...", "***", "---", "***")

// isMask says whether a run of one sign, from start to end of so many runes, hides
// digits. XX12 and BXXXXX001 are numbers: the letter x hides only from four on, and
// only at the beginning or at the end.
func isMask(sign rune, start, end, all int) bool {
	if sign == 'x' {
		return end-start >= 4 && (start == 0 || end == all)
	}
	return isMaskRune(sign) && end-start >= 2
}

// unmask finds what stands before the first and after the last mask of a folded
// number; false if there is none. What stands between two masks is not looked at.
func unmask(s string) (masked, bool) {
	if !strings.ContainsFunc(s, isMaskRune) {
		return masked{}, false
	}
	runes := slices.DeleteFunc([]rune(s), func(r rune) bool { return !isAlphanumeric(r) && !isMaskRune(r) })
	first, last := -1, -1
	for start := 0; start < len(runes); {
		end := start + 1
		for end < len(runes) && runes[end] == runes[start] {
			end++
		}
		if isMask(runes[start], start, end, len(runes)) {
			if first < 0 {
				first = start
			}
			last = end
		}
		start = end
	}
	if first < 0 {
		return masked{}, false
	}
	return masked{head: alphanumerics(string(runes[:first])), tail: alphanumerics(string(runes[last:]))}, true
}

// bothMasked makes both ready for comparing, if at least one is masked.
func bothMasked(a, b string) (x, y masked, ok bool) {
	x, okX := unmask(a)
	y, okY := unmask(b)
	if !okX {
		x = wholeNumber(a)
	}
	if !okY {
		y = wholeNumber(b)
	}
	return x, y, okX || okY
}

func wholeNumber(s string) masked {
	s = alphanumerics(s)
	return masked{head: s, tail: s, whole: true}
}

// fits says whether both can be one number: they are equal as far as both show them.
func (m masked) fits(o masked) bool {
	shorter, longer := m, o
	if len(shorter.tail) > len(longer.tail) {
		shorter, longer = longer, shorter
	}
	if shorter.whole { // what the other shows more can only be zeros, which this one lost
		return strings.TrimLeft(shorter.tail, "0") == strings.TrimLeft(longer.tail, "0") && startsFit(m.head, o.head)
	}
	return strings.HasSuffix(longer.tail, shorter.tail) && startsFit(m.head, o.head)
}

// startsFit compares without leading zeros, which either may have lost.
func startsFit(a, b string) bool {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// isDigits says whether a text is ASCII digits and nothing else.
func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsDigit(r) }) < 0
}
