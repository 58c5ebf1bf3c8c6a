package person

import (
	"slices"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
)

// maxIdentifiers bounds how many identifiers of a person are compared, and
// maxIdentifier how long one may be, in bytes, to be compared but for identity.
const (
	maxIdentifiers = 64
	maxIdentifier  = 256
)

// identifierFinding is the outcome for one type, never its value.
type identifierFinding struct {
	key     string
	outcome Outcome
}

// identifier is an Identifier made ready for comparing.
type identifier struct {
	key, value  string
	bare, parts string
}

// typeKey is the type in the form in which types are compared.
func typeKey(t codes.IdentifierType) string { return strings.ToLower(string(t.Canonical())) }

func givenIdentifiers(ids []Identifier) (out []identifier, more bool) {
	for _, id := range ids {
		if len(id.Value) <= maxIdentifier && (isPlaceholder(id.Value) || bareNumber(id.Value) == "") {
			continue
		}
		if len(out) == maxIdentifiers {
			return out, true
		}
		ready := identifier{key: typeKey(id.Type), value: strings.TrimSpace(id.Value)}
		if len(ready.value) <= maxIdentifier {
			ready.bare, ready.parts = bareNumber(ready.value), numberParts(ready.value)
		}
		out = append(out, ready)
	}
	return out, false
}

// identifiers compares two lists: for each type its best pair, and of the types
// the one that differs.
func (c *comparer) identifiers(as, bs []Identifier) (Outcome, []identifierFinding) {
	a, moreA := givenIdentifiers(as)
	b, moreB := givenIdentifiers(bs)
	if len(a) == 0 || len(b) == 0 {
		return OutcomeMissing, nil
	}
	groups := c.groups(a, b)
	byGroup := map[string]Outcome{}
	for _, x := range a {
		for _, y := range b {
			if group := groups[x.key]; group == groups[y.key] {
				byGroup[group] = max(byGroup[group], compareIdentifiers(x, y))
			}
		}
	}
	var findings []identifierFinding
	all := OutcomeMissing
	for key, group := range groups {
		o := unlessMore(byGroup[group], moreA || moreB)
		if o == OutcomeMissing {
			continue
		}
		findings = append(findings, identifierFinding{key, o})
		all = weightier(all, o)
	}
	slices.SortFunc(findings, func(x, y identifierFinding) int { return strings.Compare(x.key, y.key) })
	if all == OutcomeMissing {
		all = OutcomeCannotTell // numbers of other types
	}
	return all, findings
}

// weightier is the outcome that decides between two types: a difference, else
// the better one.
func weightier(a, b Outcome) Outcome {
	if a == OutcomeDiffer || b == OutcomeDiffer {
		return OutcomeDiffer
	}
	return max(a, b)
}

// groups names for each type of either side the first of those that mean the
// same number.
func (c *comparer) groups(lists ...[]identifier) map[string]string {
	var keys []string
	for _, list := range lists {
		for _, id := range list {
			keys = append(keys, id.key)
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	groups := make(map[string]string, len(keys))
	for i, key := range keys {
		groups[key] = key
		for _, earlier := range keys[:i] {
			if c.same(earlier, key) {
				groups[key] = groups[earlier]
				break
			}
		}
	}
	return groups
}

func (c *comparer) same(a, b string) bool {
	if c.sameType == nil || a == "" || b == "" {
		return false
	}
	x, y := codes.IdentifierType(a).Canonical(), codes.IdentifierType(b).Canonical()
	return c.sameType(x, y) || c.sameType(y, x)
}

// compareIdentifiers compares two numbers of one type. Without a type, and of
// two marriages, numbers may differ and belong to one person.
func compareIdentifiers(a, b identifier) Outcome {
	switch {
	case a.value == b.value:
		return OutcomeAgree
	case a.bare == "" || b.bare == "": // too long
		return OutcomeCannotTell
	case a.bare == b.bare || a.parts == b.parts:
		return OutcomeSimilar
	case a.key == "", a.key == mrnKey, b.key == mrnKey:
		return OutcomeCannotTell
	default:
		return OutcomeDiffer
	}
}

const mrnKey = "mrn" // typeKey(codes.IdentifierMRN)

// bareNumber is a number in lower case without separators and leading zeros. It
// is "" for "0", which registries write for none.
func bareNumber(s string) string {
	s = strings.Map(func(r rune) rune {
		if isAlphanumeric(r) {
			return plainRune(r)
		}
		return -1
	}, s)
	return strings.TrimLeft(s, "0")
}

// numberParts are the runs of letters and of digits of a number, in lower case
// and without leading zeros: 2019/0012 and 2019/12 are the same.
func numberParts(s string) string {
	var b strings.Builder
	var last rune // 'a' in letters, '1' in digits, 0 between them
	lead := false // only zeros yet in this run
	for _, r := range s {
		kind := rune(0)
		switch {
		case unicode.IsDigit(r):
			kind = '1'
		case unicode.IsLetter(r):
			kind = 'a'
		}
		if kind != last {
			b.WriteByte(' ')
			last, lead = kind, true
		}
		r = plainRune(r)
		lead = lead && r == '0'
		if kind != 0 && !lead {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// plainRune is a letter in lower case, and a digit of any script as that of
// ASCII.
func plainRune(r rune) rune {
	if digit, ok := digitOf(r); ok {
		return '0' + digit
	}
	return unicode.ToLower(r)
}
