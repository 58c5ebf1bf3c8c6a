package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

// planConditions makes an item of each condition: a range, and an or, have two
// comparisons.
func (p Profile) planConditions(q search.Query, plan *Plan) error {
	for _, c := range q.Conditions() {
		item, err := p.item(c)
		if err != nil {
			return err
		}
		plan.Items = append(plan.Items, item)
	}
	if p.Asks.MaxItems > 0 && len(plan.Items) > p.Asks.MaxItems {
		return p.Refuse(fmt.Sprintf("conditions in one question: at most %d", p.Asks.MaxItems))
	}
	return nil
}

// asksSomething refuses a question that may be answered with every record there is.
func (p Profile) asksSomething(_ search.Query, plan *Plan) error {
	if len(plan.Items) > 0 || plan.Identifier.Value != "" || plan.Form == codes.QueryTypeGraphQL {
		return nil
	}
	return p.Refuse("a question that asks for nothing may be answered with everything: give an identifier or a condition")
}

func (p Profile) item(c search.Condition) (Item, error) {
	if p.Asks.NoOr && c.Connective() == codes.ConnectiveOr {
		return Item{}, p.Refuse("it knows no or: ask in two queries, which may be one batch")
	}
	terms := c.Terms()
	if len(terms) == 0 || len(terms) > 2 { // such as Validate refuses
		return Item{}, p.Refuse("a condition is one comparison, or two that are joined")
	}
	item := Item{Connective: c.Connective()}
	for i, t := range terms {
		compared, err := p.comparison(t)
		if err != nil {
			return Item{}, err
		}
		if i == 0 {
			item.First = compared
		} else {
			item.Second = compared
		}
	}
	return item, nil
}

func (p Profile) comparison(t search.Term) (Comparison, error) {
	switch {
	case p.Asks.Attributes != nil && !slices.Contains(p.Asks.Attributes, t.Attribute) && !p.asksIdentifier(t.Attribute):
		if why := p.Asks.Reasons[t.Attribute]; why != "" {
			return Comparison{}, p.Refuse(why)
		}
		return Comparison{}, p.Refuse("it cannot be asked by this attribute; it takes conditions on " + list(p.Asks.Attributes))
	case p.Asks.Operators != nil && !slices.Contains(p.Asks.Operators, t.Operator):
		return Comparison{}, p.Refuse("it does not know this operator; it knows " + list(p.Asks.Operators))
	}
	out := Comparison{Attribute: word(p.Words.Attributes, t.Attribute), Operator: word(p.Words.Operators, t.Operator)}
	values := t.Values()
	for i, v := range values {
		var err error
		if values[i], err = p.value(t.Attribute, v); err != nil {
			return Comparison{}, err
		}
	}
	out.Value = strings.Join(values, ",")
	if t.Operator == codes.OperatorIn {
		out.List = values
	}
	return out, nil
}

// asksIdentifier says whether an attribute is an identifier type that the
// registry takes in a condition.
func (p Profile) asksIdentifier(attribute string) bool {
	t := codes.IdentifierType(attribute)
	return !p.Asks.NoMix && t.Known() && (p.Asks.Identifiers == nil || p.knowsIdentifier(t))
}

// value is a coded value in the registry's word.
func (p Profile) value(attribute, value string) (string, error) {
	switch attribute {
	case search.Sex.Name():
		return coded(p, p.Words.Sexes, codes.Sex(value))
	case search.MaritalStatus.Name():
		return coded(p, p.Words.MaritalStatuses, codes.MaritalStatus(value))
	default:
		return value, nil
	}
}

func coded[T ~string](p Profile, words map[T]string, code T) (string, error) {
	if isTaken(words, code) {
		return "", p.Refuse("it has no word for this code, which means something else there: ask without this condition, and hold the records against it")
	}
	return word(words, code), nil
}

func (p Profile) planSorts(q search.Query, plan *Plan) error {
	for _, s := range q.Sorts() {
		if p.Asks.NoSort {
			return p.Refuse("it does not sort: leave out SortBy")
		}
		plan.Sorts = append(plan.Sorts, search.SortKey{Attribute: word(p.Words.Attributes, s.Attribute), Order: s.Order})
	}
	return nil
}
