package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// errCondition is what [parseCondition] returns, wrapped with what is wrong.
var errCondition = errors.New("not a condition (want for example birth_date>=1990-01-01, sex=female, surname=Kumar)")

var (
	// list begins a condition that lists values: "sex in male,female".
	list = regexp.MustCompile(`^\s*([\w:.-]+)\s+in\s+`)
	// second begins the other of two conditions. What looks like one is one: were
	// it left in the value before it, nothing would ever be found.
	second = regexp.MustCompile(`\s+or\s+([\w:.-]+(\s*[=<>]|\s+in\s))`)
)

// parseCondition reads a condition as a command line gives it:
//
//	birth_date>=1990-01-01            an attribute, one of = == >= > <= <, a value
//	birth_date=1990-02                a month or a year: all its days
//	birth_date=1990..1995-06          a range of dates, both ends included
//	sex in female,unknown             one of several, with commas between them
//	parent=UIN:537564821              a number of a parent, the first or the second
//	surname=Kumar or surname=Kumari   either of two comparisons, each of one value
//	custom:ward=7                     an attribute of the deployment: see [search.Custom]
//
// What follows or is a comparison too: without an operator it belongs to the value
// before it ("surname=Black or White", "surname=Smith, John" and "surname=Black and
// White" ask for one surname). Anything else that looks like a second comparison
// ("surname=Kumar and given_name=Mala") is refused, for no registry has that name.
//
// Attributes are those of package search, by their names on the wire or a common
// other name (dob, birthdate, family_name, first_name, gender, region, district,
// parent). It returns an error that wraps [errCondition] and never holds the
// value.
func parseCondition(text string) (search.Condition, error) {
	text = strings.Map(plainSpace, text)
	at := second.FindStringSubmatchIndex(text)
	if at == nil {
		return parseOne(text)
	}
	if second.MatchString(text[at[2]:]) {
		return search.Condition{}, fmt.Errorf("%w: or joins two comparisons, not more", errCondition)
	}
	first, err := parseOne(text[:at[0]])
	if err != nil {
		return search.Condition{}, err
	}
	other, err := parseOne(text[at[2]:])
	if err != nil {
		return search.Condition{}, err
	}
	if len(first.Terms()) != 1 || len(other.Terms()) != 1 {
		return search.Condition{}, fmt.Errorf("%w: or joins two comparisons of one value each; a range, a month and a year are two", errCondition)
	}
	return first.Or(other), nil
}

func parseOne(text string) (search.Condition, error) {
	if m := list.FindStringSubmatch(text); m != nil {
		return parse(m[1], codes.OperatorIn, "in", strings.TrimSpace(text[len(m[0]):]))
	}
	i := strings.IndexAny(text, "=<>")
	if i <= 0 {
		return search.Condition{}, errCondition
	}
	name, rest := strings.TrimSpace(text[:i]), text[i:]
	opText := rest[:len(rest)-len(strings.TrimLeft(rest, "=<>"))]
	value := strings.TrimSpace(rest[len(opText):])
	op, ok := codes.Operators().Parse(opText)
	if !ok {
		return search.Condition{}, fmt.Errorf("%w: unknown operator %.4s", errCondition, opText)
	}
	return parse(name, op, opText, value)
}

func parse(name string, op codes.Operator, opText, value string) (search.Condition, error) {
	if value == "" {
		return search.Condition{}, fmt.Errorf("%w: no value after %s", errCondition, opText)
	}
	if strings.ContainsAny(value[:1], "=<>") { // "surname= =x" is a slip of the finger
		return search.Condition{}, fmt.Errorf("%w: two operators", errCondition)
	}
	values := []string{value}
	if op == codes.OperatorIn {
		values = strings.Split(value, ",")
		for i, v := range values {
			if values[i] = strings.TrimSpace(v); values[i] == "" {
				return search.Condition{}, fmt.Errorf("%w: the list has an empty value", errCondition)
			}
		}
	}
	if holdsComparison(value) {
		return search.Condition{}, fmt.Errorf("%w: the value holds another comparison: give each condition by itself, and join two of which one must hold by \" or \"", errCondition)
	}
	attribute, ok := attributeByName(name)
	switch {
	case !ok:
		return search.Condition{}, fmt.Errorf("%w: unknown attribute; known are %s", errCondition, strings.Join(attributeNames(), ", "))
	case attribute == nil:
		return parseParent(op, values)
	}
	return condition(attribute, op, values)
}

// anotherComparison is what looks like one inside a value: a name and an operator.
var anotherComparison = regexp.MustCompile(`(?:^|[^\w:.-])([\w:.-]+)\s*(?:[=<>!]|\s[iI][nN]\s)`)

// holdsComparison says whether a value goes on with another comparison of an
// attribute that is known, after whatever word or sign. A name that is not known
// belongs to the value ("O=Neill").
func holdsComparison(value string) bool {
	for _, m := range anotherComparison.FindAllStringSubmatch(value, -1) {
		if _, known := attributeByName(m[1]); known {
			return true
		}
	}
	return false
}

// plainSpace makes a space of what looks like one: an editor's no-break space.
func plainSpace(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Z, r) {
		return ' '
	}
	return r
}

func condition(attribute search.Attribute, op codes.Operator, values []string) (search.Condition, error) {
	switch a := attribute.(type) {
	case search.DateAttribute:
		return parseDate(a, op, values)
	case search.Custom:
		return parseCustom(a, op, values), nil
	}
	if op != codes.OperatorEqual && op != codes.OperatorIn {
		return search.Condition{}, fmt.Errorf("%w: %s takes only = and in", errCondition, attribute.Name())
	}
	switch a := attribute.(type) {
	case search.SexAttribute:
		list, err := parseCodes(values, codes.Sexes(), "sex is none of male, female, other, unknown")
		return a.In(list...), err
	case search.MaritalStatusAttribute:
		list, err := parseCodes(values, codes.MaritalStatuses(), "marital_status is none of S, M, W, A, D, L, U, T, UNK or their names")
		return a.In(list...), err
	case search.ParentAttribute:
		ids, err := parseIdentifiers(values)
		return a.In(ids...), err
	case search.NameAttribute:
		return a.In(values...), nil
	case search.CodeAttribute:
		return a.In(values...), nil
	case search.PlaceAttribute:
		return a.In(values...), nil
	case search.NumberAttribute:
		return a.In(values...), nil
	default:
		return search.Condition{}, errCondition
	}
}

// parseCodes refuses what the directory does not have: a slip of the finger would
// be answered with "nothing found".
func parseCodes[T ~string](values []string, d codes.Directory[T], wrong string) ([]T, error) {
	list := make([]T, len(values))
	for i, v := range values {
		code, ok := d.Parse(v)
		if !ok {
			return nil, fmt.Errorf("%w: %s", errCondition, wrong)
		}
		list[i] = code
	}
	return list, nil
}

func parseIdentifiers(values []string) ([]person.Identifier, error) {
	ids := make([]person.Identifier, len(values))
	for i, v := range values {
		kind, number, _ := strings.Cut(v, ":")
		ids[i] = person.Identifier{Type: codes.IdentifierType(strings.TrimSpace(kind)), Value: strings.TrimSpace(number)}
		if ids[i].Type == "" || ids[i].Value == "" {
			return nil, fmt.Errorf("%w: a parent's number is TYPE:VALUE", errCondition)
		}
	}
	return ids, nil
}

func parseParent(op codes.Operator, values []string) (search.Condition, error) {
	first, err := condition(search.Parent1, op, values)
	if err != nil {
		return search.Condition{}, err
	}
	other, err := condition(search.Parent2, op, values)
	return first.Or(other), err
}

func parseDate(a search.DateAttribute, op codes.Operator, values []string) (search.Condition, error) {
	if from, to, ok := strings.Cut(values[0], ".."); ok && op == codes.OperatorEqual {
		values = []string{strings.TrimSpace(from), strings.TrimSpace(to)}
	}
	days := make([]person.Date, len(values))
	for i, v := range values {
		d, err := person.ParseDate(v)
		if err != nil {
			return search.Condition{}, fmt.Errorf("%w: the value of %s is %w", errCondition, a.Name(), err)
		}
		days[i] = d
	}
	switch {
	case op == codes.OperatorIn:
		return a.In(days...), nil
	case len(days) > 1:
		return a.Between(days[0], days[1]), nil
	case op == codes.OperatorGreaterOrEqual:
		return a.OnOrAfter(days[0]), nil
	case op == codes.OperatorGreater:
		return a.After(days[0]), nil
	case op == codes.OperatorLessOrEqual:
		return a.OnOrBefore(days[0]), nil
	case op == codes.OperatorLess:
		return a.Before(days[0]), nil
	default:
		return a.Is(days[0]), nil
	}
}

func parseCustom(a search.Custom, op codes.Operator, values []string) search.Condition {
	switch op {
	case codes.OperatorIn:
		return a.In(values...)
	case codes.OperatorGreaterOrEqual:
		return a.AtLeast(values[0])
	case codes.OperatorGreater:
		return a.MoreThan(values[0])
	case codes.OperatorLessOrEqual:
		return a.AtMost(values[0])
	case codes.OperatorLess:
		return a.LessThan(values[0])
	default:
		return a.Is(values[0])
	}
}
