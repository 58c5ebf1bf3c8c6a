package search

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/validate"
	"github.com/openspmis/dci-crvs-go/person"
)

// ValidationError says which fields of a query break which rule, in the
// standard's field names and never with a value. The client returns it wrapped
// in its own error before a byte is sent.
type ValidationError = fault.ValidationError

// Violation is one broken rule of a [ValidationError].
type Violation = fault.Violation

// Validate checks the query against the rules of the standard (CRVS 1.0.0,
// SearchRequest) and against what it cannot say: more than one or in an item
// (internal/wire/RULES.md, rule 19), and a list whose value holds a comma. It
// returns nil or a [*ValidationError]. Conditions are named by their place in
// the list of predicates, query[0] being the first (the identifier, if there is
// one), whatever the form in which the question is sent.
func (q Query) Validate() error {
	if q.isPlain() {
		return nil
	}
	return q.validate(q.shadow())
}

// ValidateFilter checks the query as the filter of a subscription. It differs from
// Validate in one thing: a query that asks for nothing ([All]) is every event.
func (q Query) ValidateFilter() error {
	criteria := q.shadow()
	criteria.Asked = true
	return q.validate(criteria)
}

func (q Query) validate(c criteria) error {
	var all ValidationError
	err := validate.Struct("", &item{Criteria: c, Locale: q.locale})
	if v, ok := errors.AsType[*ValidationError](err); ok {
		all = *v
	} else if err != nil {
		return err
	}
	all.Violations = append(all.Violations, q.violations()...)
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
		q.pageSize == nil && !q.expression && q.graphql == nil && q.sorts == nil && q.locale == "" && q.consent == nil && q.authorize == nil
}

func isPlainText(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// maxQuery bounds the values of a question together, and the text of a GraphQL
// one, in bytes.
const maxQuery = 64 << 10

// violations finds what a tag cannot say.
func (q Query) violations() []Violation {
	var out []Violation
	if q.graphql != nil && len(q.conditions) > 0 {
		out = append(out, Violation{Field: queryField, Rule: "graphql", Hint: "is a GraphQL text, which takes no conditions beside it: write them in the text"})
	}
	size := 0
	for i, c := range q.conditions {
		field := q.field(i)
		if c.overfull {
			out = append(out, Violation{
				Field: field + ".condition", Rule: "or",
				Hint: "joins two comparisons of one value each; a range (also a month or a year) or a third comparison cannot be asked with or: ask in several queries",
			})
		}
		for j, t := range c.terms {
			size += len(t.Value)
			out = append(out, t.violations(field+".expression"+strconv.Itoa(j+1)+".attribute_value", q.expression)...)
		}
	}
	if size > maxQuery {
		out = append(out, Violation{Field: queryField, Rule: "max=" + strconv.Itoa(maxQuery), Hint: "holds more than 64 KiB of values: ask in several queries"})
	}
	return append(out, q.dateViolations()...)
}

const queryField = "search_criteria.query"

// field is the path of the condition at i.
func (q Query) field(i int) string {
	if q.hasIdentifier() {
		i++
	}
	return queryField + "[" + strconv.Itoa(i) + "]"
}

func (t Term) violations(field string, expression bool) []Violation {
	var out []Violation
	add := func(rule, hint string) { out = append(out, Violation{Field: field, Rule: rule, Hint: hint}) }
	values := t.each()
	listed := t.Operator == codes.OperatorIn
	if listed && len(values) == 0 {
		add("required", "is required: the list is empty")
	}
	is := func(wrong func(Term) bool) bool { return slices.ContainsFunc(values, wrong) }
	if is(func(t Term) bool {
		return t.kind == kindDate && t.Value != "" && t.date.Precision() == person.PrecisionNone
	}) {
		add("date", "must be a date (2006-01-02)")
	}
	if listed && is(Term.isPartOfCalendar) {
		add("day", "must be days: ask for a month or a year with a condition of its own")
	}
	// The value of in is one text (internal/wire/RULES.md, rule 2), so commas
	// part its values. An expression has a list of texts.
	if listed && !expression && is(func(t Term) bool { return strings.Contains(t.Value, ",") }) {
		add("list", "must hold no comma within a value of a list: ask for it with a condition of its own, or as an expression")
	}
	if is(func(t Term) bool { return t.kind == kindParent && t.isIncomplete() }) {
		add("identifier", "must be TYPE:VALUE, both given, and no colon in the type")
	}
	return out
}

// isPartOfCalendar says whether the value is a month or a year. One of another
// calendar is sent as it is.
func (t Term) isPartOfCalendar() bool {
	first, last := bounds(t.date)
	return t.kind == kindDate && first != last
}

func (t Term) isIncomplete() bool {
	return t.identifier.Type == "" || t.identifier.Value == "" || strings.Contains(string(t.identifier.Type), ":")
}
