package convert

import (
	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// predicates is the question as a list whose items are ANDed (rule 19): the
// identifier first, then one item for each condition, a range and an or being
// one item of two expressions.
func predicates(q search.Query) wire.PredicateQuery {
	var items wire.PredicateQuery
	if id := q.Identifier(); id.Value != "" {
		items = append(items, wire.PredicateItem{Expression1: predicate(identifierTerm(id))})
	}
	for _, c := range q.Conditions() {
		terms := c.Terms()
		item := wire.PredicateItem{Expression1: predicate(terms[0])}
		if len(terms) > 1 {
			item.Condition = wire.Condition(c.Connective())
			item.Expression2 = predicate(terms[1])
		}
		items = append(items, item)
	}
	for i := range items {
		items[i].SeqNum = i + 1
	}
	return items
}

func identifierTerm(id person.Identifier) search.Term {
	return search.Term{Attribute: string(id.Type), Operator: codes.OperatorEqual, Value: id.Value}
}

func predicate(t search.Term) wire.Predicate {
	// Rule 2: values are strings, that of the operator in too.
	return wire.Predicate{AttributeName: t.Attribute, Operator: wire.Operator(t.Operator), AttributeValue: t.Value}
}

// fromLanguage is a query that is not spelled out in the standard's members: the
// first form of SearchRequest's query, whose example names the language
// "ns:org:QueryType:graphql" and has the query itself in the member expression.
func fromLanguage(to *wire.SearchQuery, t codes.QueryType, query any) error {
	value, err := json.Marshal(map[string]any{"expression": query}, json.Deterministic(true))
	if err != nil {
		return err
	}
	return to.FromExpressionQuery(wire.ExpressionQuery{Type: "ns:org:QueryType:" + string(t), Value: value})
}

// expression is the question as one $and of everything that must hold, a range
// being one comparison with two operators:
//
//	{"$and":[{"birth_date":{"$gte":"1990-01-01","$lte":"1990-12-31"}},{"$or":[{"sex":{"$eq":"male"}},...]}]}
//
// It is an $and of one, too: a registry need know one shape only.
func expression(q search.Query) any {
	var all []any
	if id := q.Identifier(); id.Value != "" {
		all = append(all, comparison(identifierTerm(id)))
	}
	for _, c := range q.Conditions() {
		terms := c.Terms()
		switch c.Connective() {
		case codes.ConnectiveOr:
			all = append(all, map[string]any{"$or": []any{comparison(terms[0]), comparison(terms[1])}})
		default:
			all = append(all, comparison(terms...))
		}
	}
	return map[string]any{"$and": all}
}

// comparison is of one attribute. Values are strings (rule 2), a list one of them.
func comparison(terms ...search.Term) any {
	compared := make(map[string]any, len(terms))
	for _, t := range terms {
		if t.Operator == codes.OperatorIn {
			compared[logical(t.Operator)] = t.Values()
			continue
		}
		compared[logical(t.Operator)] = t.Value
	}
	return map[string]any{terms[0].Attribute: compared}
}

// logical is an operator as a logical expression spells it: QueryExpression,
// "structured logic using operators like $and, $or, $eq, etc.".
func logical(o codes.Operator) string {
	switch o {
	case codes.OperatorGreaterOrEqual:
		return "$gte"
	case codes.OperatorLessOrEqual:
		return "$lte"
	default:
		return "$" + string(o)
	}
}
