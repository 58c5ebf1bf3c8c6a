package search

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// nameHolds never says False: registries match names loosely. What stands for "no
// name" confirms nobody. A record that has two names of a person, which differ by more
// than spelling, confirms neither: which is theirs is not known.
func (s *account) nameHolds(t *Term) person.Truth {
	asked := joinFields(t.Value)
	if s.Placeholders.IsName(asked) {
		return person.Unsure
	}
	isAsked := func(texts []string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.EqualFold(joinFields(text), asked) })
	}
	holds := func(p *person.Person, texts func(person.PersonName) []string) bool {
		for i := range p.Names {
			if isAsked(texts(p.Names[i])) && !s.isDisputed(p, i) {
				return true
			}
		}
		return false
	}
	parentHolds := func(isParent func(codes.RelationshipType) bool) bool {
		s.by = PartyParent
		return slices.ContainsFunc(s.subject.Relations, func(r person.Relation) bool { return isParent(r.Type) && holds(&r.Person, wholeName) })
	}
	found := false
	switch NameAttribute(t.Attribute) {
	case GivenName, MiddleName, FamilyName:
		found = holds(s.subject, partOf(NameAttribute(t.Attribute)))
	case FullName:
		found = holds(s.subject, wholeName)
	case MotherName:
		found = parentHolds(codes.RelationshipType.IsMother)
	case FatherName:
		found = parentHolds(codes.RelationshipType.IsFather)
	}
	if found {
		return person.True
	}
	return person.Unsure
}

func joinFields(text string) string { return strings.Join(strings.Fields(text), " ") }

// partOf is the part of a name that an attribute asks for.
func partOf(attribute NameAttribute) func(person.PersonName) []string {
	return func(n person.PersonName) []string {
		switch attribute {
		case GivenName:
			return []string{n.GivenName()}
		case MiddleName:
			return []string{n.MiddleName()}
		default:
			return []string{n.FamilyName()}
		}
	}
}

// maxNames bounds how many names of a person are held against each other.
const maxNames = 8

// isDisputed says whether the record has another name of the person than the one at i,
// of the same use: in its list, as a text beside its parts, or in another spelling of a
// part.
func (s *account) isDisputed(p *person.Person, i int) bool {
	n := p.Names[i]
	if len(p.Names) > maxNames {
		return true
	}
	if parts := (person.PersonName{Given: n.Given, Middle: n.Middle, Family: n.Family}); n.Text != "" && s.areTwoNames(parts, person.PersonName{Text: n.Text}) {
		return true
	}
	for j := range p.Names {
		if j != i && isOfOneUse(n.Use, p.Names[j].Use) && s.areTwoNames(n, p.Names[j]) {
			return true
		}
	}
	another := func(name person.PersonName) func(string) bool {
		return func(text string) bool { return s.areTwoNames(name, person.PersonName{Text: text}) }
	}
	return slices.ContainsFunc(otherSpellings(p, "name"), another(n)) ||
		slices.ContainsFunc(n.OtherSpellings("surname"), another(person.PersonName{Text: n.FamilyName()})) ||
		slices.ContainsFunc(n.OtherSpellings("given_name"), another(person.PersonName{Text: n.GivenName()})) ||
		slices.ContainsFunc(n.OtherSpellings("second_name"), another(person.PersonName{Text: n.MiddleName()}))
}

// isOfOneUse says whether two names are used for the same: one of which it is not said
// is the official or the usual one.
func isOfOneUse(a, b codes.NameUse) bool {
	a, b = a.Canonical(), b.Canonical()
	isPresent := func(u codes.NameUse) bool { return u == codes.NameUseOfficial || u == codes.NameUseUsual }
	return a == b || a == "" && isPresent(b) || b == "" && isPresent(a)
}

// areTwoNames says whether two names differ by more than spelling.
func (s *account) areTwoNames(a, b person.PersonName) bool {
	c := match.People(person.Person{Names: []person.PersonName{a}}, person.Person{Names: []person.PersonName{b}}, match.Placeholders(s.Placeholders))
	return c.Outcome(match.Name) == match.Differ
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
