package search

import "github.com/openspmis/dci-crvs-go/person"

// both is the truth of "a and b" where each may be unknown.
func both(a, b person.Truth) person.Truth {
	switch {
	case a == person.False || b == person.False:
		return person.False
	case a == person.True && b == person.True:
		return person.True
	default:
		return person.Unsure
	}
}

// either is the truth of "a or b" where each may be unknown.
func either(a, b person.Truth) person.Truth { return both(a.Not(), b.Not()).Not() }

// otherSpellings and disputed spare nearly every record a copy of its person.
func otherSpellings(p *person.Person, member string) []string {
	if p.Extra.IsZero() {
		return nil
	}
	return p.OtherSpellings(member)
}

func disputed(p *person.Person, kind person.DateKind) []person.Date {
	if p.Extra.IsZero() {
		return nil
	}
	return p.Disputed(kind)
}

// allHold is True of none, and ends at the first that is False.
func allHold[T any](list []T, holds func(*T) person.Truth) person.Truth {
	t := person.True
	for i := range list {
		if t = both(t, holds(&list[i])); t == person.False {
			break
		}
	}
	return t
}

// anyHolds is False of none, and ends at the first that is True.
func anyHolds[T any](list []T, holds func(*T) person.Truth) person.Truth {
	t := person.False
	for i := range list {
		if t = either(t, holds(&list[i])); t == person.True {
			break
		}
	}
	return t
}
