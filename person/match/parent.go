package match

import "github.com/openspmis/dci-crvs-go/person"

// maxParents bounds how many parents are compared.
const maxParents = 4

type parent struct {
	isMother, isFather bool // neither where the registry does not say which
	identifiers        []person.Identifier
	names              []folded
	moreNames          bool
}

// parents compares the identifiers and the names of the parents: mothers with
// mothers, fathers with fathers, and a parent of whom it is not said with
// either. Two fathers or two mothers are compared by their best pair.
func (c *comparer) parents(as, bs []person.Relation) (identifiers, names Outcome) {
	a, moreA := c.givenParents(as)
	b, moreB := c.givenParents(bs)
	var mothers, fathers struct{ identifiers, names Outcome }
	for i := range a {
		for j := range b {
			asMothers := !a[i].isFather && !b[j].isFather
			asFathers := !a[i].isMother && !b[j].isMother
			if !asMothers && !asFathers {
				continue
			}
			id, _ := c.identifiers(a[i].identifiers, b[j].identifiers, c.isForLife)
			name, _ := compareNames(a[i].names, b[j].names, a[i].moreNames || b[j].moreNames)
			if asMothers {
				mothers.identifiers, mothers.names = max(mothers.identifiers, id), max(mothers.names, name)
			}
			if asFathers {
				fathers.identifiers, fathers.names = max(fathers.identifiers, id), max(fathers.names, name)
			}
		}
	}
	more := moreA || moreB
	return unlessMore(worseGiven(mothers.identifiers, fathers.identifiers), more),
		unlessMore(worseGiven(mothers.names, fathers.names), more)
}

// worseGiven is the lesser of two outcomes, of those that are not missing.
func worseGiven(a, b Outcome) Outcome {
	if a == Missing || b == Missing {
		return max(a, b)
	}
	return min(a, b)
}

func (c *comparer) givenParents(relations []person.Relation) (out []parent, more bool) {
	for i := range relations {
		r := &relations[i]
		if !r.Type.IsParent() {
			continue
		}
		if len(out) == maxParents {
			return out, true
		}
		p := parent{isMother: r.Type.IsMother(), isFather: r.Type.IsFather(), identifiers: r.Person.Identifiers}
		p.names, p.moreNames = c.givenNames(r.Person.Names, maxParentNames)
		out = append(out, p)
	}
	return out, false
}
