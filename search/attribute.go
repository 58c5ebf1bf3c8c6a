package search

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Attribute is the name of something a record can be searched and sorted by:
// member attribute_name (CRVS 1.0.0, SearchRequest). The standard leaves the
// names to the deployment; those here are the members of its own CRVSPerson.
type Attribute interface {
	// Name is the name on the wire.
	Name() string
}

// DateAttribute is an attribute that holds a date.
type DateAttribute string

// SexAttribute is the attribute that holds the sex.
type SexAttribute string

// NameAttribute is an attribute that holds a part of a name. Registries match
// names loosely, each in its own way: a record may come back whose name
// differs.
type NameAttribute string

// CodeAttribute is an attribute that holds a code.
type CodeAttribute string

// Attributes of CRVS 1.0.0.
const (
	BirthDate    DateAttribute = "birth_date"
	DeathDate    DateAttribute = "death_date"
	MarriageDate DateAttribute = "marriage_date"

	Sex SexAttribute = "sex"

	GivenName  NameAttribute = "given_name"
	MiddleName NameAttribute = "second_name"
	FamilyName NameAttribute = "surname"

	Region CodeAttribute = "region_code" // of an address of the person
)

// Name is the name on the wire.
func (a DateAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a SexAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a NameAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a CodeAttribute) Name() string { return string(a) }

// Is asks for the date d. A month or a year asks for every day of it.
func (a DateAttribute) Is(d person.Date) Condition {
	first, last := bounds(d)
	if first == last {
		return Condition{attribute: string(a), terms: []Term{dateTerm(codes.OperatorEqual, first)}}
	}
	return a.between(first, last)
}

// Between asks for the dates from the first day of from to the last day of to,
// both included.
func (a DateAttribute) Between(from, to person.Date) Condition {
	first, _ := bounds(from)
	_, last := bounds(to)
	return a.between(first, last)
}

func (a DateAttribute) between(first, last person.Date) Condition {
	// ge before le: OpenCRVS takes them in no other order.
	return Condition{attribute: string(a), terms: []Term{
		dateTerm(codes.OperatorGreaterOrEqual, first), dateTerm(codes.OperatorLessOrEqual, last),
	}}
}

// OnOrAfter asks for the dates from the first day of d on.
func (a DateAttribute) OnOrAfter(d person.Date) Condition {
	first, _ := bounds(d)
	return Condition{attribute: string(a), terms: []Term{dateTerm(codes.OperatorGreaterOrEqual, first)}}
}

// After asks for the dates after the last day of d.
func (a DateAttribute) After(d person.Date) Condition {
	_, last := bounds(d)
	return Condition{attribute: string(a), terms: []Term{dateTerm(codes.OperatorGreater, last)}}
}

// OnOrBefore asks for the dates up to the last day of d.
func (a DateAttribute) OnOrBefore(d person.Date) Condition {
	_, last := bounds(d)
	return Condition{attribute: string(a), terms: []Term{dateTerm(codes.OperatorLessOrEqual, last)}}
}

// Before asks for the dates before the first day of d.
func (a DateAttribute) Before(d person.Date) Condition {
	first, _ := bounds(d)
	return Condition{attribute: string(a), terms: []Term{dateTerm(codes.OperatorLess, first)}}
}

// Is asks for this sex, in the standard's spelling whatever spelling s has.
func (a SexAttribute) Is(s codes.Sex) Condition {
	return equal(string(a), string(s.Canonical()))
}

// Is asks for this part of a name.
func (a NameAttribute) Is(name string) Condition { return equal(string(a), name) }

// Is asks for this code, as written.
func (a CodeAttribute) Is(code string) Condition { return equal(string(a), code) }

func equal(attribute, value string) Condition {
	return Condition{attribute: attribute, terms: []Term{{Operator: codes.OperatorEqual, Value: value}}}
}

// bounds are the first and the last day that d stands for. A date in another
// calendar has months and years of other lengths: it is sent as it is.
func bounds(d person.Date) (first, last person.Date) {
	if d.Precision() == person.PrecisionNone || d.Year() < 1800 || d.Year() > 2199 {
		return d, d
	}
	if d.Precision() == person.PrecisionInstant {
		day, err := person.NewDate(d.Year(), d.Month(), d.Day())
		if err != nil {
			return d, d
		}
		return day, day
	}
	return d.FirstDay(), d.LastDay()
}

func dateTerm(op codes.Operator, d person.Date) Term {
	return Term{Operator: op, Value: d.Text(), date: d, isDate: true}
}
