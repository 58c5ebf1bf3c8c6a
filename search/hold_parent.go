package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxParents bounds how many parents are told apart: a hostile list of thousands
// would cost their square.
const maxParents = 8

// parentHolds is True if one of the parents in the record has the number.
// Registries do not agree on which parent is the first, and a record may name
// one of them only: it contradicts when it names two who have other numbers of
// this type, and no parent without one. Two mothers leave room for a father, and
// parents by birth for those by adoption.
func (s *account) parentHolds(asked person.Identifier) person.Truth {
	s.by = PartyParent
	var others []*person.Relation
	open, two := false, false
	for i := range s.subject.Relations {
		r := &s.subject.Relations[i]
		if !r.Type.IsParent() {
			continue
		}
		ids := r.Person.Identifiers
		switch s.carries(ids, asked) {
		case person.True:
			if s.carries(numbersOf(s.subject), asked) == person.True {
				return person.Unsure // whose it is, is not known
			}
			return person.True
		case person.Unsure:
			open = true
		case person.False:
			two = two || slices.ContainsFunc(others, func(o *person.Relation) bool {
				return leaveNoRoom(o.Type, r.Type) && s.areTwo(o.Person.Identifiers, ids, asked)
			})
			if len(others) < maxParents {
				others = append(others, r)
			}
		}
	}
	if open || !two {
		return person.Unsure
	}
	return person.False
}

// leaveNoRoom says whether a child that has two such parents has no third.
func leaveNoRoom(a, b codes.RelationshipType) bool {
	if a.IsMother() && b.IsMother() || a.IsFather() && b.IsFather() {
		return false
	}
	return !isOfOneKind(a) && !isOfOneKind(b)
}

// isOfOneKind says whether a parent is one by birth, or one by adoption, beside whom
// there may be one of the other kind.
func isOfOneKind(t codes.RelationshipType) bool {
	switch t.Canonical() {
	case codes.RelationshipMother, codes.RelationshipFather, codes.RelationshipParent:
		return false
	default:
		return true
	}
}

// areTwo says whether nobody can have the numbers of both lists: none of one, of
// the type asked for, is in the other, however it is written.
func (s *account) areTwo(a, b []person.Identifier, asked person.Identifier) bool {
	return !slices.ContainsFunc(b, func(id person.Identifier) bool {
		return s.isNumber(id.Value) && s.same(id.Type, asked.Type) && s.carries(a, id) != person.False
	})
}
