package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Term compares an attribute with a value: ExpPredicate of CRVS 1.0.0. Its
// members are what a registry is sent.
type Term struct {
	Attribute string // the name on the wire
	Operator  codes.Operator
	// Value is the value as one text. That of the operator in is the list with
	// commas between its values: see [Term.Values].
	Value string

	kind       kind
	date       person.Date       // of kindDate, unless there are members
	identifier person.Identifier // of kindParent, unless there are members
	members    []Term            // of the operator in: what it is one of
}

// Values are the values of the operator in, each by itself, and the one value of
// any other operator.
func (t Term) Values() []string {
	if t.Operator != codes.OperatorIn {
		return []string{t.Value}
	}
	values := make([]string, len(t.members))
	for i, m := range t.members {
		values[i] = m.Value
	}
	return values
}

// each is the term itself, or what the operator in lists.
func (t *Term) each() []Term {
	if t.Operator == codes.OperatorIn {
		return t.members
	}
	return []Term{*t}
}

// Condition is one thing that must hold of a record, an item of the list that a
// registry is asked: one comparison, the two ends of a range, or two comparisons
// joined by [Condition.Or]. Conditions of a [Query] must all hold. Make one with
// a method of an [Attribute].
type Condition struct {
	terms []Term
	or    bool
	// overfull: Or was given more than an item can say.
	overfull bool
}

// Or is the condition that c or o holds, or both. Each must be a single
// comparison, for an item of the standard joins two of them (CRVS 1.0.0,
// ExpPredicateWithCondition; internal/wire/RULES.md, rule 19): of a range, and
// of a condition that was made with Or, [Query.Validate] says that it cannot be
// asked. The two may be of different attributes. There is no not.
func (c Condition) Or(o Condition) Condition {
	return Condition{
		terms:    slices.Concat(c.terms, o.terms),
		or:       true,
		overfull: c.overfull || o.overfull || len(c.terms) != 1 || len(o.terms) != 1,
	}
}

// Attribute is the name of the attribute on the wire, that of the first
// comparison if there are two; "" for a zero Condition.
func (c Condition) Attribute() string {
	if len(c.terms) == 0 {
		return ""
	}
	return c.terms[0].Attribute
}

// Terms are the comparisons, one or two in a valid condition. Of two,
// [Condition.Connective] says whether both must hold or one.
func (c Condition) Terms() []Term { return slices.Clone(c.terms) }

// Connective joins the terms: and for a range, or after [Condition.Or], "" for a
// single comparison.
func (c Condition) Connective() codes.Connective {
	switch {
	case c.or:
		return codes.ConnectiveOr
	case len(c.terms) > 1:
		return codes.ConnectiveAnd
	default:
		return ""
	}
}

// onDate is the attribute if every term compares the same date.
func (c Condition) onDate() (attribute string, ok bool) {
	for i := range c.terms {
		if c.terms[i].kind != kindDate || c.terms[i].Attribute != c.terms[0].Attribute {
			return "", false
		}
	}
	return c.Attribute(), len(c.terms) > 0
}
