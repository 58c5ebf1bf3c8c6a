package person

import (
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
)

// isPlaceholder says whether a text is what registries write for "not given":
// nothing but punctuation, or a word for it. Words that are also names (Na, Nil)
// are not among them.
func isPlaceholder(text string) bool {
	if len(text) > 32 {
		return strings.IndexFunc(text, isAlphanumeric) < 0
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "n/a", "n.a.", "n.a", "n/k", "unknown", "not known", "unk", "none", "null", "undefined", "not given", "not available", "not applicable", "not stated":
		return true
	default:
		return strings.IndexFunc(text, isAlphanumeric) < 0
	}
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func sexes(a, b codes.Sex) Outcome {
	a, b = a.Canonical(), b.Canonical()
	switch {
	case isPlaceholder(string(a)), isPlaceholder(string(b)): // "unknown" too
		return OutcomeMissing
	case strings.EqualFold(string(a), string(b)):
		return OutcomeAgree
	case !a.Known() || !b.Known():
		return OutcomeCannotTell
	default:
		return OutcomeDiffer
	}
}

// maritalStatuses takes two for similar where one says less than the other:
// "unmarried" leaves open whether ever before, and the separated are married.
func maritalStatuses(a, b codes.MaritalStatus) Outcome {
	a, b = a.Canonical(), b.Canonical()
	switch {
	case isPlaceholder(string(a)), isPlaceholder(string(b)):
		return OutcomeMissing
	case strings.EqualFold(string(a), string(b)):
		return OutcomeAgree
	case !a.Known() || !b.Known():
		return OutcomeCannotTell
	case includes(a, b), includes(b, a):
		return OutcomeSimilar
	default:
		return OutcomeDiffer
	}
}

func includes(wide, narrow codes.MaritalStatus) bool {
	switch wide {
	case codes.MaritalStatusUnmarried:
		return narrow != codes.MaritalStatusMarried && narrow != codes.MaritalStatusLegallySeparated
	case codes.MaritalStatusMarried:
		return narrow == codes.MaritalStatusLegallySeparated
	default:
		return false
	}
}

// maxTexts and maxText bound how many contacts of a person are compared, and how
// long one is in bytes.
const (
	maxTexts = 16
	maxText  = 512
)

// texts compares two lists by their best pair.
func texts(as, bs []string, compare func(a, b string) Outcome) Outcome {
	as, moreA := given(as)
	bs, moreB := given(bs)
	best := OutcomeMissing
	for _, a := range as {
		for _, b := range bs {
			switch {
			case a == b:
				return OutcomeAgree
			case len(a) > maxText || len(b) > maxText:
				best = max(best, OutcomeCannotTell)
			default:
				best = max(best, compare(a, b))
			}
		}
	}
	return unlessMore(best, moreA || moreB)
}

// given are the first of the texts that say something, and whether there are
// more.
func given(texts []string) (out []string, more bool) {
	for _, text := range texts {
		if isPlaceholder(text) {
			continue
		}
		if len(out) == maxTexts {
			return out, true
		}
		out = append(out, strings.TrimSpace(text))
	}
	return out, false
}

// unlessMore takes back a difference where not everything was compared.
func unlessMore(o Outcome, more bool) Outcome {
	if o == OutcomeDiffer && more {
		return OutcomeCannotTell
	}
	return o
}

// sharedDigits are as many as a national number has at least: what two numbers
// must share at their end to be one with and without its country.
const sharedDigits = 8

func comparePhones(a, b string) Outcome {
	a, b = digitsOf(a), digitsOf(b)
	switch {
	case a == "" || b == "":
		return OutcomeCannotTell
	case a == b:
		return OutcomeAgree
	case min(len(a), len(b)) >= sharedDigits && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a)):
		return OutcomeSimilar
	default:
		return OutcomeDiffer
	}
}

// digitsOf are the digits of a phone number, without the zeros that stand for
// "abroad" or "another town".
func digitsOf(s string) string {
	digits := strings.Map(func(r rune) rune {
		if digit, ok := digitOf(r); ok {
			return '0' + digit
		}
		return -1
	}, s)
	return strings.TrimLeft(digits, "0")
}

func compareEmails(a, b string) Outcome {
	if strings.EqualFold(a, b) {
		return OutcomeAgree
	}
	return OutcomeDiffer
}
