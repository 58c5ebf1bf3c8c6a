package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Term compares an attribute with one value.
type Term struct {
	Operator codes.Operator
	Value    string

	date   person.Date
	isDate bool
}

// Condition is one thing that must hold of a record: an attribute and one term,
// or the two ends of a range. Conditions of a [Query] must all hold. Make one
// with a method of an [Attribute], or with [ParseCondition].
type Condition struct {
	attribute string
	terms     []Term
}

// Attribute is the name of the attribute on the wire.
func (c Condition) Attribute() string { return c.attribute }

// Terms are the comparisons, one or two; both must hold.
func (c Condition) Terms() []Term { return slices.Clone(c.terms) }

// ErrCondition is what [ParseCondition] returns, wrapped with what is wrong.
var ErrCondition = errors.New("not a condition (want for example birth_date>=1990-01-01, sex=female, surname=Kumar)")

// ParseCondition reads a condition as a command line gives it: an attribute, one
// of = == >= > <= <, and a value. Attributes are those of this package, by their
// names on the wire or a common other name (dob, birthdate, family_name,
// first_name, gender, region). It returns an error that wraps [ErrCondition] and
// never holds the value.
func ParseCondition(text string) (Condition, error) {
	i := strings.IndexAny(text, "=<>")
	if i <= 0 {
		return Condition{}, ErrCondition
	}
	name, rest := strings.TrimSpace(text[:i]), text[i:]
	opText := rest[:len(rest)-len(strings.TrimLeft(rest, "=<>"))]
	value := strings.TrimSpace(rest[len(opText):])
	op, ok := codes.Operators().Parse(opText)
	if !ok {
		return Condition{}, fmt.Errorf("%w: unknown operator %.4s", ErrCondition, opText)
	}
	if value == "" {
		return Condition{}, fmt.Errorf("%w: no value after %s", ErrCondition, opText)
	}
	if strings.ContainsAny(value[:1], "=<>") { // "surname= =x" is a slip of the finger
		return Condition{}, fmt.Errorf("%w: two operators", ErrCondition)
	}
	attribute, ok := attributeByName(name)
	if !ok {
		return Condition{}, fmt.Errorf("%w: unknown attribute; known are %s", ErrCondition, strings.Join(attributeNames(), ", "))
	}
	return condition(attribute, op, value)
}

func condition(attribute Attribute, op codes.Operator, value string) (Condition, error) {
	date, isDate := attribute.(DateAttribute)
	if !isDate {
		if op != codes.OperatorEqual {
			return Condition{}, fmt.Errorf("%w: %s takes only =", ErrCondition, attribute.Name())
		}
		if attribute == Attribute(Sex) {
			// A slip of the finger would be answered with "nothing found".
			if !codes.Sex(value).Known() {
				return Condition{}, fmt.Errorf("%w: sex is none of male, female, other, unknown", ErrCondition)
			}
			return Sex.Is(codes.Sex(value)), nil
		}
		return equal(attribute.Name(), value), nil
	}
	d, err := person.ParseDate(value)
	if err != nil {
		return Condition{}, fmt.Errorf("%w: the value of %s is %w", ErrCondition, attribute.Name(), err)
	}
	switch op {
	case codes.OperatorGreaterOrEqual:
		return date.OnOrAfter(d), nil
	case codes.OperatorGreater:
		return date.After(d), nil
	case codes.OperatorLessOrEqual:
		return date.OnOrBefore(d), nil
	case codes.OperatorLess:
		return date.Before(d), nil
	default:
		return date.Is(d), nil
	}
}

// attributes lists every attribute with the other names that people type.
func attributes() []struct {
	attribute Attribute
	also      string
} {
	return []struct {
		attribute Attribute
		also      string
	}{
		{BirthDate, "birthdate dob"},
		{DeathDate, "deathdate dod"},
		{MarriageDate, "marriagedate"},
		{Sex, "gender"},
		{GivenName, "givenname first_name firstname"},
		{MiddleName, "secondname middle_name middlename"},
		{FamilyName, "family_name familyname last_name lastname"},
		{Region, "region"},
	}
}

func attributeByName(name string) (Attribute, bool) {
	name = strings.ToLower(name)
	for _, a := range attributes() {
		if name == a.attribute.Name() || slices.Contains(strings.Fields(a.also), name) {
			return a.attribute, true
		}
	}
	return nil, false
}

func attributeNames() []string {
	var names []string
	for _, a := range attributes() {
		names = append(names, a.attribute.Name())
	}
	return names
}
