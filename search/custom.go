package search

import "github.com/openspmis/dci-crvs-go/codes"

// Custom is an attribute of one deployment, by its name on the wire:
// search.Custom("household_id"), or a constant of the caller's own. It takes
// every operator of the standard, and its values are texts, sent as written.
// What it means only the registry knows: no record confirms or contradicts it,
// and in what order it stands the registry decides.
type Custom string

// Name is the name on the wire.
func (a Custom) Name() string { return string(a) }

// Is asks for this value.
func (a Custom) Is(value string) Condition { return equal(string(a), kindCustom, value) }

// In asks for one of these values.
func (a Custom) In(values ...string) Condition { return among(string(a), kindCustom, values, asIs) }

// Between asks for the values from one to another, both included.
func (a Custom) Between(from, to string) Condition {
	return Condition{terms: []Term{a.term(codes.OperatorGreaterOrEqual, from), a.term(codes.OperatorLessOrEqual, to)}}
}

// AtLeast asks for this value and those above it.
func (a Custom) AtLeast(value string) Condition { return a.one(codes.OperatorGreaterOrEqual, value) }

// MoreThan asks for the values above this one.
func (a Custom) MoreThan(value string) Condition { return a.one(codes.OperatorGreater, value) }

// AtMost asks for this value and those below it.
func (a Custom) AtMost(value string) Condition { return a.one(codes.OperatorLessOrEqual, value) }

// LessThan asks for the values below this one.
func (a Custom) LessThan(value string) Condition { return a.one(codes.OperatorLess, value) }

func (a Custom) one(op codes.Operator, value string) Condition {
	return Condition{terms: []Term{a.term(op, value)}}
}

func (a Custom) term(op codes.Operator, value string) Term {
	return Term{Attribute: string(a), Operator: op, Value: value}
}
