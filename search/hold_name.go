package search

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// nameHolds never says False: registries match names loosely. What stands for "no
// name" confirms nobody.
func (s *account) nameHolds(t *Term) person.Truth {
	asked := strings.Join(strings.Fields(t.Value), " ")
	isName := !s.Placeholders.IsText(asked)
	has := func(names []person.PersonName, texts func(person.PersonName) []string) bool {
		return isName && slices.ContainsFunc(names, func(n person.PersonName) bool {
			return slices.ContainsFunc(texts(n), func(text string) bool {
				return strings.EqualFold(strings.Join(strings.Fields(text), " "), asked)
			})
		})
	}
	parentHas := func(isParent func(codes.RelationshipType) bool) bool {
		s.by = PartyParent
		return slices.ContainsFunc(s.subject.Relations, func(r person.Relation) bool {
			return isParent(r.Type) && has(r.Person.Names, wholeName)
		})
	}
	found := false
	switch NameAttribute(t.Attribute) {
	case GivenName:
		found = has(s.subject.Names, func(n person.PersonName) []string { return []string{n.GivenName()} })
	case MiddleName:
		found = has(s.subject.Names, func(n person.PersonName) []string { return []string{n.MiddleName()} })
	case FamilyName:
		found = has(s.subject.Names, func(n person.PersonName) []string { return []string{n.FamilyName()} })
	case FullName:
		found = has(s.subject.Names, wholeName)
	case MotherName:
		found = parentHas(codes.RelationshipType.IsMother)
	case FatherName:
		found = parentHas(codes.RelationshipType.IsFather)
	}
	if found {
		return person.True
	}
	return person.Unsure
}

// wholeName is a name as one text, in the ways in which people write it: with
// and without what stands before and after it, and the family name first.
func wholeName(n person.PersonName) []string {
	given, family := n.GivenName(), n.FamilyName()
	return []string{
		n.Text, n.Full(),
		given + " " + n.MiddleName() + " " + family,
		given + " " + family,
		family + " " + given + " " + n.MiddleName(),
		family + " " + given,
	}
}
