package codes

import "sync"

// QueryType says what shape a query has: member query_type.
type QueryType string

// Query types of CRVS 1.0.0.
const (
	QueryTypeIdentifier QueryType = "idtype-value"
	QueryTypeExpression QueryType = "expression"
	QueryTypePredicate  QueryType = "predicate"
	QueryTypeGraphQL    QueryType = "graphql"
)

var queryTypes = sync.OnceValue(func() Directory[QueryType] {
	return newDirectory("query_type",
		Entry[QueryType]{Code: QueryTypeIdentifier, Display: "Identifier type and value"},
		Entry[QueryType]{Code: QueryTypeExpression, Display: "Expression"},
		Entry[QueryType]{Code: QueryTypePredicate, Display: "List of predicates"},
		Entry[QueryType]{Code: QueryTypeGraphQL, Display: "GraphQL"},
	)
})

// QueryTypes is the directory query_type.
func QueryTypes() Directory[QueryType] { return queryTypes() }

// Known says whether t is in the directory.
func (t QueryType) Known() bool { _, ok := queryTypes().Parse(string(t)); return ok }

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
	return newDirectory("operator",
		Entry[Operator]{Code: OperatorGreater, Display: "greater than", Aliases: []string{">", "$gt"}},
		Entry[Operator]{Code: OperatorLess, Display: "less than", Aliases: []string{"<", "$lt"}},
		Entry[Operator]{Code: OperatorEqual, Display: "equal to", Aliases: []string{"=", "==", "$eq"}},
		Entry[Operator]{Code: OperatorGreaterOrEqual, Display: "greater than or equal to", Aliases: []string{">=", "gte", "$gte"}},
		Entry[Operator]{Code: OperatorLessOrEqual, Display: "less than or equal to", Aliases: []string{"<=", "lte", "$lte"}},
		Entry[Operator]{Code: OperatorIn, Display: "one of", Aliases: []string{"$in"}},
	)
})

// Operators is the directory of operators.
func Operators() Directory[Operator] { return operators() }

// Known says whether o is in the directory, by code or alias.
func (o Operator) Known() bool { _, ok := operators().Parse(string(o)); return ok }

// SortOrder is the direction of a sort: member sort_order.
type SortOrder string

// Sort orders of CRVS 1.0.0.
const (
	SortAscending  SortOrder = "asc"
	SortDescending SortOrder = "desc"
)

var sortOrders = sync.OnceValue(func() Directory[SortOrder] {
	return newDirectory("sort_order",
		Entry[SortOrder]{Code: SortAscending, Display: "ascending"},
		Entry[SortOrder]{Code: SortDescending, Display: "descending"},
	)
})

// SortOrders is the directory sort_order.
func SortOrders() Directory[SortOrder] { return sortOrders() }
