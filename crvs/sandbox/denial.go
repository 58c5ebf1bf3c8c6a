package sandbox

import (
	"slices"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// What a record says against a question. That a condition does not hold is not
// enough: a record that does not tell the day of a birth is no record of somebody
// born on another. Names and places say nothing here: names are matched loosely,
// and places lie in one another.
//
// This is the registry's own truth about its own people. It shares no code with
// the client that is tested by it.

// deniable is a condition with what a record says against it.
type deniable struct {
	condition

	says test
}

func (c deniable) denies(e *entry, v view) bool { return c.says(e, v) }

// denies is false: not every comparison can be denied.
func (c comparison) denies(*entry, view) bool { return false }

// denies if one of its conditions does.
func (c all) denies(e *entry, v view) bool {
	return slices.ContainsFunc(c, func(part condition) bool { return part.denies(e, v) })
}

// denies if each of its conditions does.
func (c anyOf) denies(e *entry, v view) bool {
	return len(c) > 0 && !slices.ContainsFunc(c, func(part condition) bool { return !part.denies(e, v) })
}

// withDenial adds to a comparison what a record says against it.
func withDenial(c condition, attribute string, op codes.Operator, value string) condition {
	var says test
	switch {
	case slices.Contains(dateAttributes(), attribute):
		says = deniesDate(attribute, op, value)
	case attribute == attrSex:
		says = func(_ *entry, v view) bool {
			return differs(v.person.Sex.Canonical(), codes.Sex(value).Canonical(), codes.SexFemale, codes.SexMale)
		}
	case attribute == attrMaritalStatus:
		says = func(_ *entry, v view) bool {
			return differs(v.person.MaritalStatus.Canonical(), codes.MaritalStatus(value).Canonical(),
				codes.MaritalStatusMarried, codes.MaritalStatusWidowed, codes.MaritalStatusDivorced)
		}
	case attribute == attrRegion:
		says = deniesAddress(value, func(a person.Address) string { return a.Region })
	case attribute == attrSubRegion:
		says = deniesAddress(value, func(a person.Address) string { return a.SubRegion })
	case attribute == attrRegistrationNumber:
		says = func(e *entry, _ view) bool { return areOtherNumbers(e.record.RegistrationNumber, value) }
	case codes.IdentifierType(attribute).Known():
		says = deniesNumber(person.Identifier{Type: codes.IdentifierType(attribute).Canonical(), Value: value})
	default:
		return c
	}
	return deniable{c, says}
}

// differs says whether both are of these codes, of which nobody has two, and are
// not the same.
func differs[C comparable](a, b C, exclusive ...C) bool {
	return a != b && slices.Contains(exclusive, a) && slices.Contains(exclusive, b)
}

// deniesDate: a date of which the day is known, and it is another.
func deniesDate(attribute string, op codes.Operator, value string) test {
	d, err := person.ParseDate(value)
	if err != nil {
		return func(*entry, view) bool { return false }
	}
	asked := spanOfQuestion(d)
	return func(e *entry, v view) bool {
		got := spanOf(dateOfView(attribute, e, v))
		return got.is && got.first == got.last && !got.compares(op, asked)
	}
}

// deniesAddress: an address with a code, and none with this one.
func deniesAddress(value string, code func(person.Address) string) test {
	value = strings.TrimSpace(value)
	return func(_ *entry, v view) bool {
		has := func(a person.Address) bool { return code(a) != "" }
		is := func(a person.Address) bool { return strings.EqualFold(code(a), value) }
		return slices.ContainsFunc(v.person.Addresses, has) && !slices.ContainsFunc(v.person.Addresses, is)
	}
}

// deniesNumber: the person has another number of the type, and nobody in the
// record has this one.
func deniesNumber(want person.Identifier) test {
	return func(e *entry, v view) bool {
		own, has := e.record.RegistrationNumber, true
		if want.Type.Registers() != e.record.Event {
			var id person.Identifier
			id, has = v.person.Identifier(want.Type)
			own = id.Value
		}
		return has && areOtherNumbers(own, want.Value) && !carries(e.record.Person, want.Value)
	}
}

// carries says whether this number stands on a person or on a relation of theirs.
func carries(p person.Person, number string) bool {
	return slices.ContainsFunc(p.Identifiers, func(id person.Identifier) bool { return !areOtherNumbers(id.Value, number) }) ||
		slices.ContainsFunc(p.Relations, func(r person.Relation) bool { return carries(r.Person, number) })
}

// areOtherNumbers says whether two numbers differ in more than their spelling.
func areOtherNumbers(a, b string) bool {
	bare := func(number string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) && r != '0' {
				return unicode.ToUpper(r)
			}
			return -1
		}, number)
	}
	return bare(a) != bare(b)
}

// denies says whether the record is surely not an answer: it is of another event,
// or each whom it is about is said to be somebody else.
func (p *plan) denies(e *entry) bool {
	if p.event != "" && p.event != e.record.Event {
		return true
	}
	var denies test
	if p.identifier != nil {
		denies = deniesNumber(*p.identifier)
	} else {
		denies = p.condition.denies
	}
	return !slices.ContainsFunc(e.views, func(v view) bool { return !denies(e, v) })
}
