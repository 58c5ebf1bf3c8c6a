package search

import (
	"errors"
	"slices"
	"strconv"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/validate"
	"github.com/openspmis/dci-crvs-go/person"
)

// ValidationError says which fields of a query break which rule, in the
// standard's field names and never with a value. The client returns it wrapped
// in its own error before a byte is sent.
type ValidationError = validate.Error

// Violation is one broken rule of a [ValidationError].
type Violation = validate.Violation

// The shadow of a Query: its fields under the standard's names (tag field) and
// rules (tag validate).
type item struct {
	Criteria criteria `field:"search_criteria"`
	Locale   string   `field:"locale"          validate:"omitempty,locale"`
}

type criteria struct {
	Asked     bool             `field:"query"              validate:"required"`
	Query     *identifierQuery `field:"query"              validate:"omitempty"`
	Predicate []predicateItem  `field:"query"              validate:"max=50,dive"`
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

// One item of the list, as it is sent: the identifier (if a condition stands
// beside it) or one condition, a range having two expressions.
type predicateItem struct {
	Expression1 predicate  `field:"expression1"`
	Expression2 *predicate `field:"expression2" validate:"omitempty"`
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

// Validate checks the query against the rules of the standard (CRVS 1.0.0,
// SearchRequest). It returns nil or a [*ValidationError].
func (q Query) Validate() error {
	if q.isPlain() {
		return nil
	}
	var all ValidationError
	err := validate.Struct("", &item{Criteria: q.shadow(), Locale: q.locale})
	if v, ok := errors.AsType[*ValidationError](err); ok {
		all = *v
	} else if err != nil {
		return err
	}
	all.Violations = append(all.Violations, q.dateViolations()...)
	if len(all.Violations) > 0 {
		return &all
	}
	return nil
}

// isPlain says whether the query is one that nearly all are and that breaks no
// rule: a short identifier of visible ASCII, perhaps in an event, of whatever
// page size. It spares them the validator's reflection, and is true of nothing
// that the validator would refuse.
func (q Query) isPlain() bool {
	rest := q
	rest.identifier, rest.event, rest.pageSize = person.Identifier{}, "", nil
	return rest.isZero() && isPlainText(string(q.identifier.Type)) && isPlainText(q.identifier.Value) &&
		(q.event == "" || isPlainText(string(q.event))) && (q.pageSize == nil || *q.pageSize >= 1 && *q.pageSize <= 10_000)
}

func (q Query) isZero() bool {
	return q.identifier == person.Identifier{} && q.conditions == nil && q.event == "" && q.page == nil &&
		q.pageSize == nil && q.sorts == nil && q.locale == "" && q.consent == nil && q.authorize == nil
}

func isPlainText(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func (q Query) shadow() criteria {
	c := criteria{
		Asked: q.hasIdentifier() || len(q.conditions) > 0,
		Event: string(q.event),
		Page:  pageRequest{Size: q.pageSize, Number: q.page},
	}
	if q.hasIdentifier() && len(q.conditions) == 0 {
		c.Query = &identifierQuery{Type: string(q.identifier.Type), Value: q.identifier.Value}
	} else {
		c.Predicate = q.predicateShadow()
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

func (q Query) hasIdentifier() bool { return q.identifier.Value != "" || q.identifier.Type != "" }

func (q Query) predicateShadow() []predicateItem {
	var items []predicateItem
	if q.hasIdentifier() {
		items = append(items, predicateItem{
			Expression1: predicate{string(q.identifier.Type), string(codes.OperatorEqual), q.identifier.Value},
		})
	}
	for _, c := range q.conditions {
		item := predicateItem{Expression1: predicate{Attribute: c.attribute}} // all of a zero Condition
		for i, t := range c.terms {
			p := predicate{c.attribute, string(t.Operator), t.Value}
			if i == 0 {
				item.Expression1 = p
			} else {
				item.Expression2 = &p
			}
		}
		items = append(items, item)
	}
	return items
}

// dateViolations finds what a tag cannot say: a value that is no date, and
// conditions on one date that no day fulfils, such as a range that ends before
// it begins: every registry would answer them with "nothing found".
func (q Query) dateViolations() []Violation {
	var out []Violation
	first := 0
	if q.hasIdentifier() {
		first = 1
	}
	for i, c := range q.conditions {
		field := "search_criteria.query[" + strconv.Itoa(first+i) + "]"
		for j, t := range c.terms {
			if t.isDate && t.Value != "" && t.date.Precision() == person.PrecisionNone {
				out = append(out, Violation{
					Field: field + ".expression" + strconv.Itoa(j+1) + ".attribute_value",
					Rule:  "date", Hint: "must be a date (2006-01-02)",
				})
			}
		}
		if excludesAny(c, c) {
			out = append(out, Violation{Field: field, Rule: "range", Hint: "ends before it begins"})
		} else if slices.ContainsFunc(q.conditions[:i], c.leavesNothing) {
			out = append(out, Violation{Field: field, Rule: "range", Hint: "leaves no day together with an earlier condition"})
		}
	}
	return out
}

// leavesNothing says whether no day can fulfil both conditions.
func (c Condition) leavesNothing(o Condition) bool {
	return c.attribute == o.attribute && (excludesAny(c, o) || excludesAny(o, c))
}

func excludesAny(from, to Condition) bool {
	return slices.ContainsFunc(from.terms, func(f Term) bool {
		return slices.ContainsFunc(to.terms, func(t Term) bool { return excludes(f, t) })
	})
}

// excludes says whether from allows only days after all those that to allows.
func excludes(from, to Term) bool {
	if !from.isDate || !to.isDate {
		return false
	}
	begins := from.Operator == codes.OperatorGreater || from.Operator == codes.OperatorGreaterOrEqual
	ends := to.Operator == codes.OperatorLess || to.Operator == codes.OperatorLessOrEqual
	switch {
	case !begins && from.Operator != codes.OperatorEqual, !ends && to.Operator != codes.OperatorEqual:
		return false
	case from.Operator == codes.OperatorGreater, to.Operator == codes.OperatorLess:
		return from.date.NotBefore(to.date) == person.True
	default:
		return from.date.NotAfter(to.date) == person.False
	}
}
