package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

// An expression is an object whose members must all hold. A member is
//
//	"<attribute>": "<value>"                                  it is the value
//	"<attribute>": {"$gte": "<value>", "$lt": "<value>"}      all of these hold; $eq $gt $gte $lt $lte $in
//	"<attribute>": {"type": "range", "gte": "<value>", ...}   the same, of OpenCRVS 1.9
//	"<attribute>": {"type": "exact", "term": "<value>"}       it is the value
//	"$and": [{...}, {...}]                                    each of these holds
//	"$or": [{...}, {...}]                                     one of these holds
//
// The standard names the operators (QueryExpression) and leaves the rest open.

// readExpression finds the expression in the value of the query, where it stands
// in members "expression" and "query", or by itself.
func (p *plan) readExpression(c criteria) *rejection {
	var q struct {
		Value jsontext.Value `json:"value"`
	}
	if err := json.Unmarshal(c.Query, &q); err != nil {
		return badCriteria("search_criteria.query cannot be read")
	}
	value, at := q.Value, "search_criteria.query.value"
	for _, name := range []string{"expression", "query"} {
		var outer map[string]jsontext.Value
		if err := json.Unmarshal(value, &outer); err != nil {
			break
		}
		if inner, ok := outer[name]; ok && len(outer) == 1 {
			value, at = inner, at+"."+name
		}
	}
	made, wrong := p.expression(value)
	if wrong != "" {
		return badCriteria("%s%s", at, wrong)
	}
	p.condition = made
	return nil
}

// members are those of an object by name, false if the value is none or has
// none.
func members(value jsontext.Value) (names []string, of map[string]jsontext.Value, ok bool) {
	if value.Kind() != '{' || json.Unmarshal(value, &of) != nil || len(of) == 0 {
		return nil, nil, false
	}
	return slices.Sorted(maps.Keys(of)), of, true
}

// expression makes a condition of an object, or says what is wrong and where:
// the text begins after the path of the object.
func (p *plan) expression(value jsontext.Value) (c condition, wrong string) {
	names, of, ok := members(value)
	if !ok {
		return nil, ": must be an object with conditions: it asks for nobody or for everybody"
	}
	var every all
	for _, name := range names {
		switch {
		case name == "$and" || name == "$or":
			c, wrong = p.joined(name, of[name])
		case strings.HasPrefix(name, "$"):
			return nil, ": has a member that this registry does not know: it joins by $and and $or"
		default:
			c, wrong = p.attribute(name, of[name])
		}
		if wrong != "" {
			return nil, wrong
		}
		every = append(every, c)
	}
	return every, ""
}

// joined makes a condition of a list of expressions.
func (p *plan) joined(by string, value jsontext.Value) (c condition, wrong string) {
	var list []jsontext.Value
	if value.Kind() != '[' || json.Unmarshal(value, &list) != nil || len(list) == 0 {
		return nil, "." + by + ": must be a list of conditions"
	}
	var parts []condition
	for i, one := range list {
		c, wrong := p.expression(one)
		if wrong != "" {
			return nil, fmt.Sprintf(".%s[%d]%s", by, i, wrong)
		}
		parts = append(parts, c)
	}
	if by == "$or" {
		return anyOf(parts), ""
	}
	return all(parts), ""
}

// attribute makes a condition of an attribute and what it is compared with.
func (p *plan) attribute(name string, value jsontext.Value) (c condition, wrong string) {
	if value.Kind() == '"' {
		return p.compared(name, codes.OperatorEqual, value)
	}
	operators, of, ok := members(value)
	if !ok {
		return nil, attributePath(name) + ": must be a text, or an object of operators"
	}
	var form string
	if raw, ok := of["type"]; ok {
		// Only these two say all that they mean by members of their own.
		if json.Unmarshal(raw, &form) != nil || form != "range" && form != "exact" {
			return nil, attributePath(name) + ".type: must be range or exact"
		}
	}
	var every all
	for _, operator := range operators {
		op := codes.Operator(operator).Canonical()
		switch {
		case operator == "type":
			continue
		case form == "exact" && (operator == "term" || operator == "value"):
			op = codes.OperatorEqual
		case !op.Known() || form == "range" && (op == codes.OperatorEqual || op == codes.OperatorIn) || form == "exact":
			return nil, attributePath(name) + ": has a member that is no operator of this registry"
		}
		c, wrong := p.compared(name, op, of[operator])
		if wrong != "" {
			return nil, wrong
		}
		every = append(every, c)
	}
	if len(every) == 0 {
		return nil, attributePath(name) + ": has no operator"
	}
	return every, ""
}

// compared makes a condition of one operator.
func (p *plan) compared(name string, op codes.Operator, value jsontext.Value) (c condition, wrong string) {
	var texts []string
	if value.Kind() == '[' && op == codes.OperatorIn {
		if json.Unmarshal(value, &texts) != nil || len(texts) == 0 {
			return nil, attributePath(name) + ": must be a list of texts"
		}
	} else {
		var text string
		if json.Unmarshal(value, &text) != nil {
			// internal/wire/RULES.md, rule 2: values are strings.
			return nil, attributePath(name) + ": must be compared with a text"
		}
		texts = []string{text}
	}
	var either anyOf
	one := op
	if value.Kind() == '[' {
		one = codes.OperatorEqual
	}
	for _, text := range texts {
		c, wrong := p.compare(predicate{Attribute: name, Operator: one, Value: text})
		if wrong != "" {
			return nil, attributePath(name) + ": " + wrong
		}
		either = append(either, c)
	}
	return either, ""
}

// attributePath is the name of an attribute in a path: what is none is not
// repeated, it may be a value in the wrong place.
func attributePath(name string) string {
	if isAttribute(name) || slices.Contains(dateAttributes(), name) {
		return "." + name
	}
	return ".(attribute)"
}
