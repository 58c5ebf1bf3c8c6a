package sandbox

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// The attributes by their names on the wire.
const (
	attrBirthDate          = "birth_date"
	attrDeathDate          = "death_date"
	attrMarriageDate       = "marriage_date"
	attrDivorceDate        = "divorce_date"
	attrEventDate          = "event_date"
	attrRegistrationDate   = "registration_date"
	attrBirthPlace         = "birth_place"
	attrDeathPlace         = "death_place"
	attrEventPlace         = "event_place"
	attrSex                = "sex"
	attrGivenName          = "given_name"
	attrSecondName         = "second_name"
	attrSurname            = "surname"
	attrName               = "name"
	attrMotherName         = "mother_name"
	attrFatherName         = "father_name"
	attrParent1            = "parent1_identifier"
	attrParent2            = "parent2_identifier"
	attrRegistrationNumber = "registration_number"
	attrMaritalStatus      = "marital_status"
	attrRegion             = "region_code"
	attrSubRegion          = "sub_region_code"
)

func dateAttributes() []string {
	return []string{attrBirthDate, attrDeathDate, attrMarriageDate, attrDivorceDate, attrEventDate, attrRegistrationDate}
}

// attributeNames is what to tell somebody who asks by another.
func attributeNames() string {
	names := slices.Concat(dateAttributes(), []string{
		attrBirthPlace, attrDeathPlace, attrEventPlace, attrSex, attrGivenName, attrSecondName, attrSurname, attrName,
		attrMotherName, attrFatherName, attrParent1, attrParent2, attrRegistrationNumber, attrMaritalStatus, attrRegion, attrSubRegion,
	})
	return strings.Join(names, ", ") + " and " + identifierTypes()
}

// condition makes a condition of a comparison, or says what is wrong with it.
func (p predicate) condition(places places) (c condition, wrong string) {
	if p.Value == "" {
		return nil, "attribute_value: is empty"
	}
	isDate := slices.Contains(dateAttributes(), p.Attribute)
	if !isDate && !isAttribute(p.Attribute) {
		return nil, "attribute_name: this registry knows " + attributeNames()
	}
	values := []string{p.Value}
	op := p.Operator
	if op == codes.OperatorIn {
		values, op = listed(p.Value), codes.OperatorEqual
	}
	if !isDate && op != codes.OperatorEqual {
		return nil, "operator: this attribute takes eq and in"
	}
	var either anyOf
	for _, value := range values {
		if isDate {
			c, wrong = dateComparison(p.Attribute, op, value)
		} else {
			c, wrong = comparisonWith(p.Attribute, value, places)
		}
		if wrong != "" {
			return nil, "attribute_value: " + wrong
		}
		either = append(either, withDenial(c, p.Attribute, op, value))
	}
	if len(either) == 1 {
		return either[0], ""
	}
	return either, ""
}

// listed are the values of the operator in: its value is one string, so they
// stand in it separated by commas.
func listed(value string) []string {
	values := strings.Split(value, ",")
	for i, v := range values {
		values[i] = strings.TrimSpace(v)
	}
	return values
}

// isAttribute says whether this registry has an attribute of this name that is
// no date.
func isAttribute(name string) bool {
	switch name {
	case attrBirthPlace, attrDeathPlace, attrEventPlace, attrSex, attrGivenName, attrSecondName, attrSurname, attrName,
		attrMotherName, attrFatherName, attrParent1, attrParent2, attrRegistrationNumber, attrMaritalStatus, attrRegion, attrSubRegion:
		return true
	default:
		return codes.IdentifierType(name).Known()
	}
}

// comparisonWith compares an attribute that is no date with a value, or says why
// no record can have the value: then "not found" would be a lie.
func comparisonWith(attribute, value string, places places) (c condition, wrong string) {
	switch attribute {
	case attrSex:
		return sexIs(codes.Sex(value))
	case attrMaritalStatus:
		return maritalStatusIs(codes.MaritalStatus(value))
	case attrGivenName, attrSecondName, attrSurname:
		return nameIs(attribute, value)
	case attrName:
		return nameHas(value)
	case attrMotherName, attrFatherName:
		return parentIsCalled(attribute, value)
	case attrBirthPlace, attrDeathPlace, attrEventPlace:
		return placeIs(attribute, value, places)
	case attrRegion, attrSubRegion:
		return livesIn(attribute, value, places)
	case attrParent1, attrParent2:
		return parentHas(value)
	case attrRegistrationNumber:
		return registrationIs(value), ""
	default:
		return identifierIs(codes.IdentifierType(attribute), value), ""
	}
}

func sexIs(sex codes.Sex) (c condition, wrong string) {
	if !sex.Known() {
		return nil, "must be a code of directory sex: male, female, other, unknown"
	}
	want := sex.Canonical()
	return compares(func(w *world, r row) bool { return w.rowSex(r) == want }), ""
}

func maritalStatusIs(status codes.MaritalStatus) (c condition, wrong string) {
	if !status.Known() {
		return nil, "must be a code of directory marital_status: S, M, W, A, D, L, U"
	}
	want := status.Canonical()
	return compares(func(w *world, r row) bool { return w.rowStatus(r) == want }), ""
}

// identifierIs: the number of a registration is that of both of a couple.
func identifierIs(t codes.IdentifierType, value string) condition {
	want := person.Identifier{Type: t.Canonical(), Value: value}
	return comparison(func(w *world) compared { return w.identified(want) })
}

// identified are the rows of a number.
func (w *world) identified(id person.Identifier) compared {
	for event := range w.registers {
		if r := &w.registers[event]; r.number == id.Type {
			ord := w.ord(r, id.Value)
			out := compared{holds: func(r row) bool { return r.event == event && r.ord == ord }, source: nothing()}
			if ord != none {
				out.source = w.ofRegister(event, int(ord), int(ord)+1)
			}
			return out
		}
	}
	p := w.byNumber(id.Type, id.Value)
	out := compared{holds: func(r row) bool { return r.p == p }, source: nothing()}
	if p != none {
		out.source = w.ofPeople([]int32{p})
	}
	return out
}

func registrationIs(value string) condition {
	return comparison(func(w *world) compared {
		for event := range w.registers {
			if w.ord(&w.registers[event], value) != none {
				return w.identified(person.Identifier{Type: w.registers[event].number, Value: value})
			}
		}
		return compared{holds: func(row) bool { return false }, source: nothing()}
	})
}

// parentHas compares the number of a parent, "TYPE:VALUE". The standard does not
// say which parent is the first: either may be.
func parentHas(value string) (c condition, wrong string) {
	text, number, ok := strings.Cut(value, ":")
	t := codes.IdentifierType(strings.TrimSpace(text)).Canonical()
	number = strings.TrimSpace(number)
	if !ok || number == "" || t != codes.IdentifierNationalID && t != codes.IdentifierUIN {
		return nil, "must be the type and the number of a parent: NATIONAL_ID:1 or UIN:1"
	}
	return comparison(func(w *world) compared {
		parent := w.byNumber(t, number)
		if parent == none {
			return compared{holds: func(row) bool { return false }, source: nothing()}
		}
		return compared{source: w.ofPeople(w.children(parent)), holds: func(r row) bool {
			mother, hasMother := w.rowMother(r)
			father, hasFather := w.rowFather(r)
			return hasMother && mother.key == parent || hasFather && father.key == parent
		}}
	}), ""
}

// children are the children of somebody, by birth or adoption, the eldest first.
func (w *world) children(p int32) []int32 {
	var out []int32
	for c := w.people.at(p).firstChild; c != none; c = w.people.at(c).nextChild(p) {
		out = append(out, c)
	}
	return out
}
