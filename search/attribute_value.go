package search

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Is asks for this sex, in the standard's spelling whatever spelling s has.
func (a SexAttribute) Is(s codes.Sex) Condition {
	return equal(string(a), kindSex, string(s.Canonical()))
}

// In asks for one of these, in the standard's spelling.
func (a SexAttribute) In(list ...codes.Sex) Condition {
	return among(string(a), kindSex, list, func(s codes.Sex) string { return string(s.Canonical()) })
}

// Is asks for this marital status, by the standard's code whatever spelling s
// has.
func (a MaritalStatusAttribute) Is(s codes.MaritalStatus) Condition {
	return equal(string(a), kindMaritalStatus, string(s.Canonical()))
}

// In asks for one of these, by the standard's codes.
func (a MaritalStatusAttribute) In(list ...codes.MaritalStatus) Condition {
	return among(string(a), kindMaritalStatus, list, func(s codes.MaritalStatus) string { return string(s.Canonical()) })
}

// Is asks for this name, or this part of one.
func (a NameAttribute) Is(name string) Condition { return equal(string(a), kindName, name) }

// In asks for one of these names: of the spellings of one, say.
func (a NameAttribute) In(names ...string) Condition { return among(string(a), kindName, names, asIs) }

// Is asks for this code, as written.
func (a CodeAttribute) Is(code string) Condition { return equal(string(a), kindCode, code) }

// In asks for one of these codes, as written.
func (a CodeAttribute) In(list ...string) Condition { return among(string(a), kindCode, list, asIs) }

// Is asks for this place: its code or another identifier, or its name.
func (a PlaceAttribute) Is(place string) Condition { return equal(string(a), kindPlace, place) }

// In asks for one of these places.
func (a PlaceAttribute) In(places ...string) Condition {
	return among(string(a), kindPlace, places, asIs)
}

// Is asks for the registration of this number, as written.
func (a NumberAttribute) Is(number string) Condition { return equal(string(a), kindNumber, number) }

// In asks for the registrations of these numbers, as written.
func (a NumberAttribute) In(numbers ...string) Condition {
	return among(string(a), kindNumber, numbers, asIs)
}

// Is asks for the children of whoever has this number. Type and value travel in
// one text, "UIN:537564821" (internal/wire/RULES.md, rule 18), the type as written.
func (a ParentAttribute) Is(t codes.IdentifierType, value string) Condition {
	return Condition{terms: []Term{a.term(person.Identifier{Type: t, Value: value})}}
}

// In asks for the children of whoever has one of these numbers.
func (a ParentAttribute) In(ids ...person.Identifier) Condition {
	members := make([]Term, len(ids))
	for i, id := range ids {
		members[i] = a.term(id)
	}
	return oneOf(string(a), kindParent, members)
}

func (a ParentAttribute) term(id person.Identifier) Term {
	return Term{
		Attribute: string(a), Operator: codes.OperatorEqual, kind: kindParent,
		Value: string(id.Type) + ":" + id.Value, identifier: person.Identifier{Type: id.Type, Value: id.Value},
	}
}

// ParentIs asks for the children one of whose parents has this number:
// parent1_identifier or parent2_identifier.
func ParentIs(t codes.IdentifierType, value string) Condition {
	return Parent1.Is(t, value).Or(Parent2.Is(t, value))
}

func asIs(s string) string { return s }

func equal(attribute string, k kind, value string) Condition {
	return Condition{terms: []Term{equalTerm(attribute, k, value)}}
}

func equalTerm(attribute string, k kind, value string) Term {
	return Term{Attribute: attribute, Operator: codes.OperatorEqual, Value: value, kind: k}
}

func among[T any](attribute string, k kind, list []T, text func(T) string) Condition {
	members := make([]Term, len(list))
	for i, v := range list {
		members[i] = equalTerm(attribute, k, text(v))
	}
	return oneOf(attribute, k, members)
}

// oneOf is the operator in. A list of one asks for that one: more registries
// know eq than know in.
func oneOf(attribute string, k kind, members []Term) Condition {
	if len(members) == 1 {
		return Condition{terms: members}
	}
	values := make([]string, len(members))
	for i, m := range members {
		values[i] = m.Value
	}
	return Condition{terms: []Term{{
		Attribute: attribute, Operator: codes.OperatorIn, Value: strings.Join(values, ","), kind: k, members: members,
	}}}
}
