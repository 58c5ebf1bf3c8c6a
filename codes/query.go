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
	h := header{
		name:     "query_type",
		source:   "QueryTypeEnum of CRVS 1.0.0.",
		editions: []Numbering{{EditionCRVS1, "", "query_type"}},
	}
	return newDirectory(h,
		entry(QueryTypeIdentifier, "Identifier type and value", "one identifier names the person or the registration"),
		entry(QueryTypeExpression, "Expression", "conditions in the expression language of the registry"),
		entry(QueryTypePredicate, "List of predicates", "conditions as attribute, operator and value, in pairs"),
		entry(QueryTypeGraphQL, "GraphQL", "a GraphQL query as text; the registry owns its schema"),
	)
})

// QueryTypes is the directory query_type.
func QueryTypes() Directory[QueryType] { return queryTypes() }

// Canonical is the standard's code where t is an alias of it, else t as it is.
func (t QueryType) Canonical() QueryType { return queryTypes().Canonical(t) }

// Known says whether t is in the directory, by code or label.
func (t QueryType) Known() bool { _, ok := queryTypes().Parse(string(t)); return ok }
