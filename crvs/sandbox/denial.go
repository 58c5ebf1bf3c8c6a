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

func (c deniable) denies(w *world, r row) bool { return c.says(w, r) }

// denies is false: not every comparison can be denied.
func (c comparison) denies(*world, row) bool { return false }

// denies if one of its conditions does.
func (c all) denies(w *world, r row) bool {
	return slices.ContainsFunc(c, func(part condition) bool { return part.denies(w, r) })
}

// denies if each of its conditions does.
func (c anyOf) denies(w *world, r row) bool {
	return len(c) > 0 && !slices.ContainsFunc(c, func(part condition) bool { return !part.denies(w, r) })
}

// withDenial adds to a comparison what a record says against it.
func withDenial(c condition, attribute string, op codes.Operator, value string) condition {
	var says test
	switch {
	case slices.Contains(dateAttributes(), attribute):
		says = deniesDate(attribute, op, value)
	case attribute == attrSex:
		says = func(w *world, r row) bool {
			return differs(w.rowSex(r), codes.Sex(value).Canonical(), codes.SexFemale, codes.SexMale)
		}
	case attribute == attrMaritalStatus:
		says = func(w *world, r row) bool {
			return differs(w.rowStatus(r), codes.MaritalStatus(value).Canonical(),
				codes.MaritalStatusMarried, codes.MaritalStatusWidowed, codes.MaritalStatusDivorced)
		}
	case attribute == attrRegion, attribute == attrSubRegion:
		says = deniesAddress(attribute, strings.TrimSpace(value))
	case attribute == attrRegistrationNumber:
		says = func(w *world, r row) bool { return areOtherNumbers(w.registration(r.key()), value) }
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
		return func(*world, row) bool { return false }
	}
	asked := spanOfQuestion(d)
	return func(w *world, r row) bool {
		got := w.rowDate(attribute, r)
		return got.is && got.first == got.last && !got.compares(op, asked)
	}
}

// deniesAddress: an address with a code, which is not this one.
func deniesAddress(attribute, value string) test {
	return func(w *world, r row) bool {
		code, subRegion := w.rowHome(r)
		if attribute == attrSubRegion {
			code = subRegion
		}
		return code != 0 && !strings.EqualFold(w.places.list[code].id, value)
	}
}

// deniesNumber: the person has another number of the type, and nobody in the
// record has this one.
func deniesNumber(want person.Identifier) test {
	return func(w *world, r row) bool {
		own := w.number(r.p, want.Type)
		if want.Type == w.registers[r.event].number {
			own = w.registration(r.key())
		}
		return own != "" && areOtherNumbers(own, want.Value) && !carries(w.record(r.key()).Person, want.Value)
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
func (p *plan) denies(w *world, k key) bool {
	if p.event != "" && p.event != w.registers[k.event()].event {
		return true
	}
	var denies test
	if p.identifier != nil {
		denies = deniesNumber(*p.identifier)
	} else {
		denies = p.condition.denies
	}
	return w.rowsAt(k.event(), k.ord(), func(r row) bool { return denies(w, r) })
}
