package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/person"
)

// parentHolds is True if one of the parents in the record has the number.
// Registries do not agree on which parent is the first, and a record may name
// one of them only: it contradicts when it names two who have other numbers of
// this type, and no parent without one.
func (s *account) parentHolds(asked person.Identifier) person.Truth {
	var others [][]person.Identifier // two at most: more say nothing more
	open := false
	for _, r := range s.subject.Relations {
		if !r.Type.IsParent() {
			continue
		}
		switch s.carries(r.Person.Identifiers, asked) {
		case person.True:
			return person.True
		case person.Unsure:
			open = true
		case person.False:
			if len(others) < 2 && !s.isOneOf(others, r.Person.Identifiers, asked) {
				others = append(others, r.Person.Identifiers)
			}
		}
	}
	if open || len(others) < 2 {
		return person.Unsure
	}
	return person.False
}

// isOneOf says whether somebody may be in the list already: one who has the same
// number, of the type asked for, however it is written.
func (s *account) isOneOf(list [][]person.Identifier, ids []person.Identifier, asked person.Identifier) bool {
	return slices.ContainsFunc(list, func(known []person.Identifier) bool {
		return slices.ContainsFunc(ids, func(id person.Identifier) bool {
			return isNumber(id.Value) && s.same(id.Type, asked.Type) && s.carries(known, id) != person.False
		})
	})
}
