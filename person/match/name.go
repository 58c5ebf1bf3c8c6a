package match

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxNames bounds how many names of a person are compared, maxParentNames how
// many of each parent.
const (
	maxNames       = 8
	maxParentNames = 4
)

// names compares two lists of names by their best pair.
func (c *comparer) names(as, bs []person.PersonName) (Outcome, float64) {
	a, moreA := c.givenNames(as, maxNames)
	b, moreB := c.givenNames(bs, maxNames)
	return compareNames(a, b, moreA || moreB)
}

func compareNames(as, bs []folded, more bool) (Outcome, float64) {
	if len(as) == 0 || len(bs) == 0 {
		return Missing, 0
	}
	best, similarity := Missing, 0.0
	heldA, heldB := make([]bool, len(as)), make([]bool, len(bs)) // against one of the same script
	onlyNicknames := true
	for i := range as {
		for j := range bs {
			o, s := as[i].compare(&bs[j])
			if o >= Similar || as[i].isComparableTo(&bs[j]) {
				heldA[i], heldB[j] = true, true
				if o > best || o == best && s > similarity {
					best, similarity = o, s
				}
				onlyNicknames = onlyNicknames && (as[i].nickname || bs[j].nickname)
			}
		}
	}
	if best >= Similar {
		return best, similarity
	}
	// What is left is a difference, if nothing is open: a name in a script that
	// the other side does not have may be the same name.
	open := more || onlyNicknames || slices.Contains(heldA, false) || slices.Contains(heldB, false)
	if open || best == CannotTell {
		return CannotTell, 0
	}
	return Differ, similarity
}

// givenNames are the first of the names that say who somebody is, and whether
// there are more. One name gives several where it has a text beside its parts,
// or a maiden name.
func (c *comparer) givenNames(names []person.PersonName, limit int) (out []folded, more bool) {
	for i := range names {
		n := &names[i]
		use := n.Use.Canonical()
		if use == codes.NameUseAnonymous || use == codes.NameUseTemporary {
			continue
		}
		if c.isNobodysName(n) {
			continue
		}
		for _, f := range c.namesOf(n) {
			if len(out) == limit {
				return out, true
			}
			f.nickname = use == codes.NameUseNickname
			out = append(out, f)
		}
	}
	return out, false
}

// isNobodysName says whether a name only says whose child or wife somebody is: what
// follows is the name of another person, and decides nothing.
func (c *comparer) isNobodysName(n *person.PersonName) bool {
	is := func(text string) bool { return c.placeholders.IsName(text) && !c.placeholders.IsText(text) }
	return is(n.Text) || is(n.GivenName()) || is(strings.Join(slices.Concat(n.Given[:min(len(n.Given), maxWords)], n.Middle[:min(len(n.Middle), maxWords)], n.Family[:min(len(n.Family), maxWords)]), " "))
}

func (c *comparer) namesOf(n *person.PersonName) []folded {
	var out []folded
	first := append(c.saying(n.Given), c.saying(n.Middle)...)
	family := c.saying(n.Family)
	if len(first)+len(family) > 0 {
		out = append(out, c.nameOf(first, family))
	}
	if !c.placeholders.IsText(n.Text) {
		f := c.nameOf([]string{n.Text}, nil)
		f.isOneText = true
		out = append(out, f)
	}
	if !c.placeholders.IsText(n.Maiden) {
		out = append(out, c.nameOf(first, []string{n.Maiden}))
	}
	return slices.DeleteFunc(out, func(f folded) bool { return !f.unfit && len(f.words) == 0 })
}

// saying are the parts that say something. Very many parts are no name.
func (c *comparer) saying(parts []string) []string {
	var out []string
	for _, part := range parts {
		if !c.placeholders.IsText(part) {
			out = append(out, part)
		}
		if len(out) > maxWords {
			break
		}
	}
	return out
}

func (c *comparer) nameOf(first, family []string) folded {
	f := c.folder.fold(slices.Concat(first, family)...)
	if f.unfit {
		return f
	}
	untitled := withoutTitles(f.words)
	titles := len(f.words) - len(untitled)
	f.words = untitled
	if len(first) > 0 && len(family) > 0 {
		n := 0
		for _, part := range first {
			n += len(c.folder.wordsOf(part))
		}
		if n = max(n-titles, 0); n < len(f.words) {
			f.reversed = slices.Concat(f.words[n:], f.words[:n])
		}
	}
	return f
}

// withoutTitles leaves out the titles before a name, which some registries write
// into it.
func withoutTitles(words []word) []word {
	for len(words) > 1 && codes.NamePrefix(words[0].exact).Known() {
		words = words[1:]
	}
	return words
}
