package sandbox

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// maritalStatus is an attribute that package search has no name for yet.
const maritalStatus = "marital_status"

// test says whether something holds of a person of a record.
type test func(*entry, view) bool

// test makes a test of a comparison, or says what is wrong with it.
func (p predicate) test() (t test, wrong string) {
	if p.Value == "" {
		return nil, "attribute_value: is empty"
	}
	if date, ok := dateAttribute(p.Attribute); ok {
		return p.dateTest(date)
	}
	holds := attributeTest(p.Attribute)
	if holds == nil {
		return nil, "attribute_name: this registry knows birth_date, death_date, marriage_date, sex, given_name, second_name, surname, region_code, marital_status and " + identifierTypes()
	}
	values := []string{p.Value}
	switch p.Operator {
	case codes.OperatorEqual:
	case codes.OperatorIn:
		values = listed(p.Value)
	default:
		return nil, "operator: this attribute takes eq and in"
	}
	return func(e *entry, v view) bool {
		return slices.ContainsFunc(values, func(value string) bool { return holds(e, v, value) })
	}, ""
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

// attributeTest compares an attribute with one value, nil if this registry has
// no such attribute.
func attributeTest(attribute string) func(e *entry, v view, value string) bool {
	switch attribute {
	case search.Sex.Name():
		return func(_ *entry, v view, value string) bool {
			return v.person.Sex != "" && v.person.Sex.Canonical() == codes.Sex(value).Canonical()
		}
	case maritalStatus:
		return func(_ *entry, v view, value string) bool {
			return v.person.MaritalStatus != "" && v.person.MaritalStatus.Canonical() == codes.MaritalStatus(value).Canonical()
		}
	case search.GivenName.Name():
		return nameTest(person.PersonName.GivenName)
	case search.MiddleName.Name():
		return nameTest(person.PersonName.MiddleName)
	case search.FamilyName.Name():
		return nameTest(person.PersonName.FamilyName)
	case search.Region.Name():
		return func(_ *entry, v view, value string) bool {
			return slices.ContainsFunc(v.person.Addresses, func(a person.Address) bool { return strings.EqualFold(a.Region, value) })
		}
	}
	t := codes.IdentifierType(attribute)
	if !t.Known() {
		return nil
	}
	return func(e *entry, v view, value string) bool {
		// The number of a registration is that of both of a couple.
		if t.Registers() == e.record.Event && value == e.record.RegistrationNumber {
			return true
		}
		id, ok := v.person.Identifier(t)
		return ok && id.Value == value
	}
}

func nameTest(part func(person.PersonName) string) func(*entry, view, string) bool {
	return func(_ *entry, v view, value string) bool {
		value = strings.TrimSpace(value)
		return value != "" && slices.ContainsFunc(v.person.Names, func(n person.PersonName) bool { return strings.EqualFold(part(n), value) })
	}
}

// dateAttribute is where a view has the date of this name.
func dateAttribute(name string) (of func(view) person.Date, ok bool) {
	switch name {
	case search.BirthDate.Name():
		return func(v view) person.Date { return v.birth }, true
	case search.DeathDate.Name():
		return func(v view) person.Date { return v.death }, true
	case search.MarriageDate.Name():
		return func(v view) person.Date { return v.marriage }, true
	default:
		return nil, false
	}
}

// dateTest compares dates day by day. A value that is a month or a year stands
// for its days, and a time for its day. A record that knows a month or a year
// matches if each of its days does.
func (p predicate) dateTest(of func(view) person.Date) (t test, wrong string) {
	values := []string{p.Value}
	if p.Operator == codes.OperatorIn {
		values = listed(p.Value)
	}
	var spans []span
	for _, value := range values {
		d, err := person.ParseDate(value)
		if err != nil {
			return nil, "attribute_value: must be a date (2006-01-02)"
		}
		spans = append(spans, spanOfQuestion(d))
	}
	return func(_ *entry, v view) bool {
		got := spanOf(of(v))
		return got.first != "" && slices.ContainsFunc(spans, func(asked span) bool { return got.compares(p.Operator, asked) })
	}, ""
}

// span is the days that a date can be, as texts that sort like days.
type span struct{ first, last string }

// spanOf is empty for no date.
func spanOf(d person.Date) span { return span{d.FirstDay().Text(), d.LastDay().Text()} }

// spanOfQuestion takes the day that a time shows, whatever its zone.
func spanOfQuestion(d person.Date) span {
	if d.Precision() == person.PrecisionInstant {
		day := d.Text()[:len("2006-01-02")]
		return span{day, day}
	}
	return spanOf(d)
}

func (s span) compares(op codes.Operator, asked span) bool {
	switch op {
	case codes.OperatorGreater:
		return s.first > asked.last
	case codes.OperatorGreaterOrEqual:
		return s.first >= asked.first
	case codes.OperatorLess:
		return s.last < asked.first
	case codes.OperatorLessOrEqual:
		return s.last <= asked.last
	default: // eq and in
		return asked.first <= s.first && s.last <= asked.last
	}
}
