package search

import (
	"errors"
	"strconv"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/fault"
	"github.com/openspmis/dci-crvs-go/internal/validate"
	"github.com/openspmis/dci-crvs-go/person"
)

// ValidationError says which fields of a query break which rule, in the
// standard's field names and never with a value. The client returns it wrapped
// in its own error before a byte is sent.
type ValidationError = fault.ValidationError

// Violation is one broken rule of a [ValidationError].
type Violation = fault.Violation

// The shadow of a Query: its fields under the standard's names (tag field) and
// rules (tag validate).
type criteria struct {
	Asked     bool             `field:"query"              validate:"required"`
	Query     *identifierQuery `field:"query"              validate:"omitempty"`
	Predicate []predicate      `field:"query"              validate:"max=50,dive"`
	Event     string           `field:"reg_event_type"     validate:"max=99,line"`
	Sort      []sortItem       `field:"sort"               validate:"max=10,dive"`
	Page      pageRequest      `field:"pagination"`
	Consent   *grant           `field:"consent"            validate:"omitempty"`
	Authorize *grant           `field:"authorize"          validate:"omitempty"`
}

type identifierQuery struct {
	Type  string `field:"type"  validate:"required,max=99,line"`
	Value string `field:"value" validate:"required,max=255,line"`
}

type predicate struct {
	Attribute string `field:"attribute_name"  validate:"required,max=99,line"`
	Operator  string `field:"operator"        validate:"oneof=gt lt eq ge le in"`
	Value     string `field:"attribute_value" validate:"required,max=255,line"`
}

type sortItem struct {
	Attribute string `field:"attribute_name" validate:"required,max=99,line"`
	Order     string `field:"sort_order"     validate:"oneof=asc desc"`
}

// wire.md, rule 6: pages count from 1.
type pageRequest struct {
	Size   *int `field:"page_size"   validate:"omitempty,min=1,max=1000000"`
	Number *int `field:"page_number" validate:"omitempty,min=1"`
}

type grant struct {
	Purpose purposeShadow `field:"purpose"`
}

type purposeShadow struct {
	Code   string `field:"code"    validate:"max=99,line"`
	Text   string `field:"text"    validate:"max=999,line"`
	RefURI string `field:"ref_uri" validate:"omitempty,uri"`
}

type item struct {
	Locale string `field:"locale" validate:"omitempty,locale"`
}

// Validate checks the query against the rules of the standard (CRVS 1.0.0,
// SearchRequest). It returns nil or a [*ValidationError].
func (q Query) Validate() error {
	var all ValidationError
	for _, err := range []error{
		validate.Struct("search_criteria.", q.shadow()),
		validate.Struct("", item{Locale: q.locale}),
	} {
		if v, ok := errors.AsType[*ValidationError](err); ok {
			all.Violations = append(all.Violations, v.Violations...)
		} else if err != nil {
			return err
		}
	}
	all.Violations = append(all.Violations, q.dateViolations()...)
	if len(all.Violations) > 0 {
		return &all
	}
	return nil
}

func (q Query) shadow() criteria {
	c := criteria{
		Asked: q.identifier.Value != "" || q.identifier.Type != "" || len(q.conditions) > 0,
		Event: string(q.event),
		Page:  pageRequest{Size: q.pageSize, Number: q.page},
	}
	if q.identifier.Value != "" || q.identifier.Type != "" {
		c.Query = &identifierQuery{Type: string(q.identifier.Type), Value: q.identifier.Value}
	}
	for _, cond := range q.conditions {
		for _, t := range cond.terms {
			c.Predicate = append(c.Predicate, predicate{cond.attribute, string(t.Operator), t.Value})
		}
		if len(cond.terms) == 0 { // a zero Condition
			c.Predicate = append(c.Predicate, predicate{Attribute: cond.attribute})
		}
	}
	for _, s := range q.sorts {
		c.Sort = append(c.Sort, sortItem{s.Attribute, string(s.Order)})
	}
	if p := purposeOf(q.consent); p != nil {
		c.Consent = &grant{purposeShadow(*p)}
	}
	if p := purposeOfAuthorize(q.authorize); p != nil {
		c.Authorize = &grant{purposeShadow(*p)}
	}
	return c
}

// dateViolations finds what a tag cannot say: a value that is no date, and a
// range whose end lies before its beginning, which every registry would answer
// with "nothing found".
func (q Query) dateViolations() []Violation {
	var out []Violation
	for i, c := range q.conditions {
		field := "search_criteria.query[" + strconv.Itoa(i) + "]"
		for _, t := range c.terms {
			if t.isDate && t.Value != "" && t.date.Precision() == person.PrecisionNone {
				out = append(out, Violation{Field: field + ".attribute_value", Rule: "date", Hint: "must be a date (2006-01-02)"})
			}
		}
		if len(c.terms) == 2 && c.terms[0].Operator == codes.OperatorGreaterOrEqual && c.terms[1].isDate &&
			c.terms[0].date.NotAfter(c.terms[1].date) == person.False {
			out = append(out, Violation{Field: field, Rule: "range", Hint: "ends before it begins"})
		}
	}
	return out
}
