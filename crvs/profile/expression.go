package profile

import (
	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

// Languages of queries that are not spelled out in the standard's members, as
// its examples name them.
const (
	expressionLanguage = "ns:org:QueryType:expression"
	graphQLLanguage    = "ns:org:QueryType:graphql"
)

// planOwnForm writes a question that is one value in the message: an expression, a
// GraphQL text, or a predicate in a form of the registry's own.
func (p Profile) planOwnForm(q search.Query, plan *Plan) error {
	var err error
	switch plan.Form {
	case codes.QueryTypeExpression:
		write := p.Form.Expression
		if write == nil {
			write = StandardExpression
		}
		plan.Language, plan.Expression, err = write(p, *plan)
	case codes.QueryTypeGraphQL:
		plan.Language = graphQLLanguage
		plan.Expression, err = json.Marshal(map[string]string{"expression": q.GraphQL()})
	case codes.QueryTypePredicate:
		if p.Form.Predicate != nil {
			plan.Query, err = p.Form.Predicate(p, *plan)
		}
	default:
	}
	return err
}

// StandardExpression writes a question as one $and of everything that must hold,
// a range being one comparison with two operators (QueryExpression of CRVS 1.0.0:
// "structured logic using operators like $and, $or, $eq, etc."):
//
//	{"expression":{"$and":[{"birth_date":{"$gte":"1990-01-01","$lte":"1990-12-31"}},{"$or":[{"sex":{"$eq":"male"}},...]}]}}
//
// It is an $and of one, too: a registry need know one shape only.
func StandardExpression(_ Profile, plan Plan) (language string, value []byte, err error) {
	all := make([]any, 0, len(plan.Items))
	for _, item := range plan.Items {
		switch item.Connective {
		case codes.ConnectiveOr:
			all = append(all, map[string]any{"$or": []any{compared(item.First), compared(item.Second)}})
		case codes.ConnectiveAnd:
			if item.First.Attribute != item.Second.Attribute || item.First.Operator == item.Second.Operator {
				all = append(all, compared(item.First), compared(item.Second))
				continue
			}
			all = append(all, compared(item.First, item.Second))
		default:
			all = append(all, compared(item.First))
		}
	}
	value, err = json.Marshal(map[string]any{"expression": map[string]any{"$and": all}}, json.Deterministic(true))
	return expressionLanguage, value, err
}

// compared is of one attribute. Values are strings (internal/wire/RULES.md,
// rule 2), a list one of them.
func compared(comparisons ...Comparison) any {
	operators := make(map[string]any, len(comparisons))
	for _, c := range comparisons {
		if c.List != nil {
			operators[logical(c.Operator)] = c.List
			continue
		}
		operators[logical(c.Operator)] = c.Value
	}
	return map[string]any{comparisons[0].Attribute: operators}
}

// logical is an operator as a logical expression spells it.
func logical(operator string) string {
	switch o := codes.Operator(operator).Canonical(); o {
	case codes.OperatorGreaterOrEqual:
		return "$gte"
	case codes.OperatorLessOrEqual:
		return "$lte"
	default:
		return "$" + string(o)
	}
}
