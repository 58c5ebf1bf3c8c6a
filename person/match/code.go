package match

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// sexesOf compares the sexes, and those that either account has in another spelling
// of the member.
func (c *comparer) sexesOf(p, q *person.Person) Outcome {
	as, bs := sexesIn(p), sexesIn(q)
	best := Missing
	for _, a := range as {
		for _, b := range bs {
			best = max(best, c.sexes(a, b))
		}
	}
	if len(as)+len(bs) > 2 {
		return unlessFits(best)
	}
	return best
}

// sexesIn is the sex, and after it the others that the registry wrote. A text that
// the directory reads as the same is none.
func sexesIn(p *person.Person) []codes.Sex {
	out := []codes.Sex{p.Sex}
	for _, text := range p.OtherSpellings("sex") {
		if s := codes.Sex(text).Canonical(); !slices.Contains(out, s) && len(out) < maxTexts {
			out = append(out, s)
		}
	}
	return out
}

func (c *comparer) sexes(a, b codes.Sex) Outcome {
	a, b = a.Canonical(), b.Canonical()
	switch {
	case c.placeholders.IsText(string(a)), c.placeholders.IsText(string(b)): // "unknown" too
		return Missing
	case strings.EqualFold(string(a), string(b)):
		return Agree
	case !a.Known() || !b.Known():
		return CannotTell
	default:
		return Differ
	}
}

// maritalStatuses takes two for similar where one says less than the other:
// "unmarried" leaves open whether ever before, and the separated are married.
func (c *comparer) maritalStatuses(a, b codes.MaritalStatus) Outcome {
	a, b = a.Canonical(), b.Canonical()
	switch {
	case c.placeholders.IsText(string(a)), c.placeholders.IsText(string(b)):
		return Missing
	case strings.EqualFold(string(a), string(b)):
		return Agree
	case !a.Known() || !b.Known():
		return CannotTell
	case includes(a, b), includes(b, a):
		return Similar
	default:
		return Differ
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
func (c *comparer) texts(as, bs []string, compare func(a, b string) Outcome) Outcome {
	as, moreA := c.given(as)
	bs, moreB := c.given(bs)
	best := Missing
	for _, a := range as {
		for _, b := range bs {
			switch {
			case a == b:
				return Agree
			case len(a) > maxText || len(b) > maxText:
				best = max(best, CannotTell)
			default:
				best = max(best, compare(a, b))
			}
		}
	}
	return unlessMore(best, moreA || moreB)
}

// given are the first of the texts that say something, and whether there are
// more.
func (c *comparer) given(texts []string) (out []string, more bool) {
	for _, text := range texts {
		if c.placeholders.IsText(text) {
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
	if o == Differ && more {
		return CannotTell
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
		return CannotTell
	case a == b:
		return Agree
	case min(len(a), len(b)) >= sharedDigits && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a)):
		return Similar
	default:
		return Differ
	}
}

// digitsOf are the digits of a phone number, without the zeros that stand for
// "abroad" or "another town".
func digitsOf(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, person.PlainDigits(s))
	return strings.TrimLeft(digits, "0")
}

func compareEmails(a, b string) Outcome {
	if strings.EqualFold(a, b) {
		return Agree
	}
	return Differ
}
