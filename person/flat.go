package person

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
)

// flatMembers are members of a person for which v1.0.0 has an object or a list:
// parts of a name, a type and a value of an identifier, the names of the
// parents. The flat record of the 2022 API is made of them, and OpenCRVS writes
// names so.
type flatMembers struct {
	name            PersonName
	nameExtra       []span
	identifier      Identifier
	identifierExtra []span
	numbers         []Identifier // brn, drn, mrn
	parents         []Relation   // father_name, mother_name
}

// flatMember reads one of them.
func (r *personReader) flatMember(f field, start int) bool {
	c, m := r.c, &r.flat
	value := c.At
	switch f {
	case fieldFatherName:
		return c.parentName(&m.parents, codes.RelationshipFather)
	case fieldMotherName:
		return c.parentName(&m.parents, codes.RelationshipMother)
	case fieldBRN:
		return c.number(&m.numbers, codes.IdentifierBRN)
	case fieldDRN:
		return c.number(&m.numbers, codes.IdentifierDRN)
	case fieldMRN:
		return c.number(&m.numbers, codes.IdentifierMRN)
	case fieldIdentifierType:
		return c.identifierType(&m.identifier.Type) || m.identifier.Type != "" && c.keep(&m.identifierExtra, start, value)
	case fieldIdentifierValue:
		return c.into(&m.identifier.Value) || m.identifier.Value != "" && c.keep(&m.identifierExtra, start, value)
	default:
		return c.namePart(&m.name, f) || m.name.isGiven(f) && c.keep(&m.nameExtra, start, value)
	}
}

// keep puts a second spelling of a flat member with the object that it doubles:
// among the person's members it would be read as the first when it comes back.
func (c *cursor) keep(spans *[]span, start, value int) bool {
	c.At = value
	c.Skip()
	*spans = append(*spans, span{start, c.At})
	return true
}

// number reads the value of an identifier whose type is the member's name.
func (c *cursor) number(dst *[]Identifier, t codes.IdentifierType) bool {
	text, ok := c.text()
	if text != "" && ok {
		*dst = append(*dst, Identifier{Type: t, Value: text})
	}
	return ok
}

// finish puts together what came in several members.
func (r *personReader) finish() {
	r.finishName()
	r.finishIdentifiers()
	r.p.Contacts = joinContacts(&r.contacts)
	r.finishRelations()
}

func (r *personReader) finishName() {
	p, flat := r.p, &r.flat.name
	flat.Extra = r.c.extra(r.flat.nameExtra)
	switch {
	case flat.isZero():
	case len(p.Names) == 1 && p.Names[0].Text != "" && p.Names[0].isOnlyText():
		// The parts and the whole of one name: {"name":"Mala Kumar","given_name":"Mala"}.
		flat.Text = p.Names[0].Text
		p.Names[0] = *flat
	default:
		p.Names = append([]PersonName{*flat}, p.Names...)
	}
}

// finishIdentifiers adds the flat identifiers to the list, but for numbers that
// are in it: {"identifier":[{"name":"BRN","identifier":"1"}],"brn":"1"} is one.
func (r *personReader) finishIdentifiers() {
	p, flat := r.p, &r.flat.identifier
	flat.Extra = r.c.extra(r.flat.identifierExtra)
	if !flat.isZero() && (!flat.Extra.IsZero() || !flat.isHeld(p.Identifiers)) {
		p.Identifiers = append(p.Identifiers, *flat)
	}
	for i := range r.flat.numbers {
		if number := &r.flat.numbers[i]; !number.isHeld(p.Identifiers) {
			p.Identifiers = append(p.Identifiers, *number)
		}
	}
}

func (r *personReader) finishRelations() {
	p := r.p
	p.Relations = r.related
	added := 0
	for _, ids := range r.parents {
		// A number that another of the people has is a double: encoding writes
		// the first identifier of a mother in both places, for readers who
		// know only v1.0.0.
		if len(ids) == 0 || len(ids) == 1 && ids[0].Extra.IsZero() && ids[0].isOneOf(p.Relations) {
			continue
		}
		parent := Relation{Type: codes.RelationshipParent, Person: Person{Identifiers: ids}}
		p.Relations = slices.Insert(p.Relations, added, parent)
		added++
	}
	for i := range r.flat.parents {
		if parent := &r.flat.parents[i]; !parent.isNamedIn(p.Relations) {
			p.Relations = append(p.Relations, *parent)
		}
	}
}

// isNamedIn says whether the parent, of whom one text is known, is among the
// people by the same name.
func (r *Relation) isNamedIn(people []Relation) bool {
	names := r.Person.Names
	if len(names) != 1 || !names[0].isOnlyText() {
		return false
	}
	return slices.ContainsFunc(people, func(other Relation) bool {
		return (r.Type.IsFather() && other.Type.IsFather() || r.Type.IsMother() && other.Type.IsMother()) &&
			slices.ContainsFunc(other.Person.Names, func(n PersonName) bool { return n.Full() == names[0].Text })
	})
}
