package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/person"
)

// maxParents bounds how many parents are told apart: a hostile list of thousands
// would cost their square.
const maxParents = 8

// parentHolds is True if one of the parents in the record has the number.
// Registries do not agree on which parent is the first, and a record may name
// one of them only: it contradicts when it names two who have other numbers of
// this type, and no parent without one.
func (s *account) parentHolds(asked person.Identifier) person.Truth {
	s.by = PartyParent
	var others [][]person.Identifier
	open, two := false, false
	for _, r := range s.subject.Relations {
		if !r.Type.IsParent() {
			continue
		}
		ids := r.Person.Identifiers
		switch s.carries(ids, asked) {
		case person.True:
			return person.True
		case person.Unsure:
			open = true
		case person.False:
			two = two || slices.ContainsFunc(others, func(o []person.Identifier) bool { return s.areTwo(o, ids, asked) })
			if len(others) < maxParents {
				others = append(others, ids)
			}
		}
	}
	if open || !two {
		return person.Unsure
	}
	return person.False
}

// areTwo says whether nobody can have the numbers of both lists: none of one, of
// the type asked for, is in the other, however it is written.
func (s *account) areTwo(a, b []person.Identifier, asked person.Identifier) bool {
	return !slices.ContainsFunc(b, func(id person.Identifier) bool {
		return s.isNumber(id.Value) && s.same(id.Type, asked.Type) && s.carries(a, id) != person.False
	})
}
