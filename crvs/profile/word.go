package profile

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// word is the registry's word for a code, or the code where it has none of its
// own.
func word[T ~string](words map[T]string, code T) string {
	if w, ok := words[code]; ok {
		return w
	}
	return string(code)
}

// isTaken says whether a code that has no word of its own would be read as
// another: OpenSPP's U for unknown is the standard's U for unmarried.
func isTaken[T ~string](words map[T]string, code T) bool {
	if _, own := words[code]; own {
		return false
	}
	for other, w := range words {
		if strings.EqualFold(w, string(code)) && other != code {
			return true
		}
	}
	return false
}

// identifierWord is the registry's word for a type of identifier, false where it
// has none of its own. The map may be keyed by an alias.
func (w Words) identifierWord(t codes.IdentifierType) (string, bool) {
	if own, ok := w.Identifiers[t]; ok {
		return own, true
	}
	for key, own := range w.Identifiers {
		if key.Canonical() == t.Canonical() {
			return own, true
		}
	}
	return "", false
}

// SameIdentifier says whether two types mean the same number in this registry,
// beside those that the directory equates.
func (p Profile) SameIdentifier(a, b codes.IdentifierType) bool {
	if a == "" || b == "" {
		return false
	}
	holds := func(group []codes.IdentifierType, t codes.IdentifierType) bool {
		for _, member := range group {
			if strings.EqualFold(string(member.Canonical()), string(t.Canonical())) {
				return true
			}
		}
		return false
	}
	for _, group := range p.Habit.Interchangeable {
		if holds(group, a) && holds(group, b) {
			return true
		}
	}
	means := func(code, written codes.IdentifierType) bool {
		w, ok := p.Words.identifierWord(code)
		return ok && strings.EqualFold(w, string(written)) && !isOfSeveral(p.Words.Identifiers, w, codes.IdentifierType.Canonical)
	}
	return means(a, b) || means(b, a)
}

// list names codes for people.
func list[T ~string](codes []T) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}
