package match

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxIdentifiers bounds how many identifiers of a person are compared, and
// maxIdentifier how long one may be, in bytes, to be compared but for identity.
const (
	maxIdentifiers = 32
	maxIdentifier  = 256
)

// identifierFinding is the outcome for one type, never its value.
type identifierFinding struct {
	key     string
	outcome Outcome
}

// identifier is an Identifier made ready for comparing.
type identifier struct {
	key, value string
	isMasked   bool
}

func (c *comparer) givenIdentifiers(ids []person.Identifier) (out []identifier, more bool) {
	for _, id := range ids {
		if c.placeholders.IsNumber(id.Value) {
			continue
		}
		if len(out) == maxIdentifiers {
			return out, true
		}
		out = append(out, identifier{typeKey(id.Type), strings.TrimSpace(id.Value), id.IsMasked()})
	}
	return out, false
}

// group is what was found of the types that mean one number.
type group struct {
	outcome    Outcome // of the best pair
	isLasting  bool    // one of its types is for life
	isMasked   bool    // a number that fits was masked
	isReserved bool    // it keeps the whole from agreeing
}

// settle takes back a difference that proves nothing.
func (g *group) settle(key string, more bool) {
	g.isReserved = g.outcome == Similar && g.isMasked
	if g.outcome == Differ && !g.isLasting {
		g.outcome, g.isReserved = CannotTell, key != "" // numbers without a type may be of two
	}
	g.outcome = unlessMore(g.outcome, more)
}

// identifiers compares two lists: for each type its best pair, and of the types
// the one that differs. isLasting says of which types, by their keys, two numbers
// contradict each other.
func (c *comparer) identifiers(as, bs []person.Identifier, isLasting func(key string) bool) (Outcome, []identifierFinding) {
	a, moreA := c.givenIdentifiers(as)
	b, moreB := c.givenIdentifiers(bs)
	if len(a) == 0 || len(b) == 0 {
		return Missing, nil
	}
	names := c.groups(a, b)
	groups := make(map[string]*group, len(names))
	for key, name := range names {
		if groups[name] == nil {
			groups[name] = &group{}
		}
		groups[name].isLasting = groups[name].isLasting || key != "" && isLasting(key)
	}
	for _, x := range a {
		for _, y := range b {
			if g := groups[names[x.key]]; names[x.key] == names[y.key] {
				o := compareIdentifiers(x, y)
				g.outcome = max(g.outcome, o)
				g.isMasked = g.isMasked || o == Similar && (x.isMasked || y.isMasked)
			}
		}
	}
	all, reserved := Missing, false
	for name, g := range groups {
		g.settle(name, moreA || moreB)
		all = weightier(all, g.outcome)
		reserved = reserved || g.isReserved
	}
	switch {
	case all == Missing:
		all = CannotTell // numbers of other types
	case all == Agree && reserved:
		all = Similar
	}
	return all, findings(names, groups)
}

// findings are the outcomes by type, in an order of their own.
func findings(names map[string]string, groups map[string]*group) []identifierFinding {
	var out []identifierFinding
	for key, name := range names {
		if o := groups[name].outcome; o != Missing {
			out = append(out, identifierFinding{key, o})
		}
	}
	slices.SortFunc(out, func(x, y identifierFinding) int { return strings.Compare(x.key, y.key) })
	return out
}

// weightier is the outcome that decides between two types: a difference, else
// the better one.
func weightier(a, b Outcome) Outcome {
	if a == Differ || b == Differ {
		return Differ
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

// compareIdentifiers compares two numbers of one type. Placeholders were left out.
func compareIdentifiers(a, b identifier) Outcome {
	switch person.CompareNumbers(a.value, b.value) {
	case person.True:
		return Agree
	case person.False:
		return Differ
	default:
		if len(a.value) > maxIdentifier || len(b.value) > maxIdentifier {
			return CannotTell
		}
		return Similar
	}
}
