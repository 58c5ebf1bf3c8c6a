package profile

import (
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
)

// CELPredicate is for Form.Predicate: it writes a predicate as one text in the
// Common Expression Language, as some builds of OpenSPP take it:
//
//	"birth_date >= \"1990-01-01\" && birth_date <= \"1990-12-31\" && (sex == \"male\" || sex == \"other\")"
//
// Every value is a text between quotes, whatever it holds. A filter that asks for
// nothing is "true".
func CELPredicate(p Profile, plan Plan) (query []byte, err error) {
	if len(plan.Items) == 0 {
		return json.Marshal("true")
	}
	parts := make([]string, 0, len(plan.Items))
	for _, item := range plan.Items {
		first, err := p.cel(item.First)
		if err != nil {
			return nil, err
		}
		if item.Connective == "" {
			parts = append(parts, first)
			continue
		}
		second, err := p.cel(item.Second)
		switch {
		case err != nil:
			return nil, err
		case item.Connective == codes.ConnectiveOr:
			parts = append(parts, "("+first+" || "+second+")")
		default:
			parts = append(parts, first, second)
		}
	}
	return json.Marshal(strings.Join(parts, " && "))
}

func (p Profile) cel(c Comparison) (string, error) {
	if !isCELName(c.Attribute) { // else it could say more than a name
		return "", p.Refuse("the name of an attribute must be letters, digits, _ and dots")
	}
	if c.List != nil {
		list, err := json.Marshal(c.List)
		return c.Attribute + " in " + string(list), err
	}
	// A JSON string is a CEL string: what is escaped in one is in the other.
	value, err := json.Marshal(c.Value)
	operator := map[codes.Operator]string{
		codes.OperatorEqual: " == ", codes.OperatorGreater: " > ", codes.OperatorGreaterOrEqual: " >= ",
		codes.OperatorLess: " < ", codes.OperatorLessOrEqual: " <= ",
	}[codes.Operator(c.Operator).Canonical()]
	if operator == "" {
		return "", p.Refuse("this operator has no counterpart in CEL")
	}
	return c.Attribute + operator + string(value), err
}

func isCELName(s string) bool {
	for i, part := range strings.Split(s, ".") {
		for j, r := range part {
			letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
			if !letter && (j == 0 || r < '0' || r > '9') {
				return false
			}
		}
		if part == "" || i > 8 {
			return false
		}
	}
	return true
}
