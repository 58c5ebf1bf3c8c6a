package codes

import "sync"

// Operator compares an attribute with a value in a predicate: member operator.
type Operator string

// Operators of CRVS 1.0.0.
const (
	OperatorGreater        Operator = "gt"
	OperatorLess           Operator = "lt"
	OperatorEqual          Operator = "eq"
	OperatorGreaterOrEqual Operator = "ge"
	OperatorLessOrEqual    Operator = "le"
	OperatorIn             Operator = "in"
)

var operators = sync.OnceValue(func() Directory[Operator] {
	h := header{
		name:     "operator",
		source:   "ExpOperator of CRVS 1.0.0.",
		editions: []Numbering{{EditionCRVS1, "", "operator"}},
	}
	return newDirectory(h,
		entry(OperatorGreater, "greater than", "after the date, or above the number", ">", "$gt"),
		entry(OperatorLess, "less than", "before the date, or below the number", "<", "$lt"),
		entry(OperatorEqual, "equal to", "the same value", "=", "==", "$eq"),
		entry(OperatorGreaterOrEqual, "greater than or equal to", "on the date or after, the number or above", ">=", "gte", "$gte"),
		entry(OperatorLessOrEqual, "less than or equal to", "on the date or before, the number or below", "<=", "lte", "$lte"),
		entry(OperatorIn, "one of", "any of the values given", "$in"),
	)
})

// Operators is the directory of operators.
func Operators() Directory[Operator] { return operators() }

// Canonical is the standard's code where o is an alias of it (">=" is ge), else
// o as it is.
func (o Operator) Canonical() Operator { return operators().Canonical(o) }

// Known says whether o is in the directory, by code or alias.
func (o Operator) Known() bool { _, ok := operators().Parse(string(o)); return ok }

// Connective joins two predicates of one item: member condition.
type Connective string

// Connectives of CRVS 1.0.0.
const (
	ConnectiveAnd Connective = "and"
	ConnectiveOr  Connective = "or"
	ConnectiveNot Connective = "not"
)

var connectives = sync.OnceValue(func() Directory[Connective] {
	h := header{
		name:     "condition",
		source:   "ExpCondition of CRVS 1.0.0.",
		editions: []Numbering{{EditionCRVS1, "", "condition"}},
	}
	return newDirectory(h,
		entry(ConnectiveAnd, "AND", "both predicates hold", "$and"),
		entry(ConnectiveOr, "OR", "one of the predicates holds, or both", "$or"),
		entry(ConnectiveNot, "NOT", "the predicate that follows does not hold", "$not"),
	)
})

// Connectives is the directory of conditions that join predicates.
func Connectives() Directory[Connective] { return connectives() }

// Canonical is the standard's code where c is an alias of it, else c as it is.
func (c Connective) Canonical() Connective { return connectives().Canonical(c) }

// Known says whether c is in the directory, by code or alias.
func (c Connective) Known() bool { _, ok := connectives().Parse(string(c)); return ok }
