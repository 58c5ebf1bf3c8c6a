package person

import (
	"errors"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/validate"
)

// ValidationError says which members of a person break which rule, in the
// standard's names and never with a value.
type ValidationError = fault.ValidationError

// Violation is one broken rule of a [ValidationError].
type Violation = fault.Violation

// Validate checks what a strict registry of v1.0.0 would refuse in a person that
// we send it. It returns nil or a [*ValidationError]. Do not ask it of what a
// registry sent: that is taken as it came.
//
// An identifier has a type and a value; texts are one line and not endless; sex,
// marital status and relationship are codes of their directories, in any
// spelling, for they are written as the standard spells them; a country is two
// letters of ISO 3166-1; dates are dates, times have a zone, nobody dies
// before they are born, and no period ends before it begins; a latitude and a
// longitude are degrees in decimals; a telephone number is near E.164. It does not ask
// whether lists are as long as one edition allows, nor whether a year may be of
// another calendar. Related people and the places around a place are checked to
// the eighth level.
func (p Person) Validate() error {
	return report(validate.Struct("", p.shadow(0)), p.violations("", 0))
}

// Validate checks the registration as [Person.Validate] does; its event and its
// number are one line. It returns nil or a [*ValidationError].
func (r Record) Validate() error {
	return report(validate.Struct("", &recordShadow{
		Event: string(r.Event), RegistrationNumber: r.RegistrationNumber, Person: r.Person.shadow(0),
	}), r.Person.violations("person.", 0))
}

// Validate checks the name as [Person.Validate] does, and that it has a part or
// a text. It returns nil or a [*ValidationError].
func (n PersonName) Validate() error {
	var empty []Violation
	if n.Full() == "" && n.Maiden == "" {
		empty = []Violation{{Field: "given_name", Rule: "required", Hint: "is required, or another part of the name"}}
	}
	return report(validate.Struct("", nameShadowOf(&n)), empty)
}

// Validate checks that there are a type and a value, each one line. It returns
// nil or a [*ValidationError].
func (i Identifier) Validate() error { return validate.Struct("", identifierShadowOf(&i)) }

// Validate checks the address as [Person.Validate] does. It returns nil or a
// [*ValidationError].
func (a Address) Validate() error {
	return report(validate.Struct("", addressShadowOf(&a)), countryViolation("", a.Country))
}

// report joins what the tags found with what a tag cannot say.
func report(err error, more []Violation) error {
	var all ValidationError
	if v, ok := errors.AsType[*ValidationError](err); ok {
		all = *v
	} else if err != nil {
		return err
	}
	all.Violations = append(all.Violations, more...)
	if len(all.Violations) > 0 {
		return &all
	}
	return nil
}

// violations finds what a tag cannot say: a code of a directory too long to
// list, and what two members say together.
func (p *Person) violations(path string, depth int) []Violation {
	var out []Violation
	if p.diesBeforeBirth() {
		out = append(out, Violation{Field: path + "death_date", Rule: "order", Hint: "is before birth_date"})
	}
	for i := range p.Names {
		out = append(out, periodViolation(indexed(path+"name", i)+".", &p.Names[i].Period)...)
	}
	for i := range p.Contacts {
		at := indexed(path+"contact_number", i) + "."
		period := &p.Contacts[i].Period
		dates := &struct {
			Period periodShadow `field:"period"`
		}{periodShadow{period.Start.text, period.End.text}}
		if v, ok := errors.AsType[*ValidationError](validate.Struct(at, dates)); ok {
			out = append(out, v.Violations...)
		}
		out = append(out, periodViolation(at, period)...)
	}
	for i := range p.Addresses {
		out = append(out, countryViolation(indexed(path+"address", i)+".", p.Addresses[i].Country)...)
	}
	if depth == maxShadowDepth {
		return out
	}
	for i := range p.Relations {
		r, member := &p.Relations[i], indexed(path+"related_person", i)+"."
		if r.Type != "" && !r.Type.Known() {
			out = append(out, Violation{Field: member + "relationship_type", Rule: "code", Hint: "must be a code of the directory relationship_type, for example MTH"})
		}
		out = append(out, r.Person.violations(member+"related_member.", depth+1)...)
	}
	return out
}

func periodViolation(path string, p *Period) []Violation {
	if p.End.NotBefore(p.Start) != False {
		return nil
	}
	return []Violation{{Field: path + "period.end", Rule: "order", Hint: "is before period.start"}}
}

// countryViolation: a country is sent as it is written, so an alias will not do.
func countryViolation(path, country string) []Violation {
	known, ok := codes.ParseCountryCode(country)
	if country == "" || ok && string(known) == country {
		return nil
	}
	return []Violation{{Field: path + "country_code", Rule: "country", Hint: "must be two capital letters of ISO 3166-1, for example TH"}}
}
