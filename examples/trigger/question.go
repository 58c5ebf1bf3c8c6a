package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// question is a search as a suite words it: in the words of the standard, from which the
// SDK makes its own message.
type question struct {
	Type  codes.QueryType  `json:"query_type"`
	Query json.RawMessage  `json:"query"`
	Event codes.VitalEvent `json:"reg_event_type"` // may be left out
}

// comparison is one of a predicate.
type comparison struct {
	Attribute string         `json:"attribute_name"`
	Operator  codes.Operator `json:"operator"`
	Value     string         `json:"attribute_value"`
}

func (q question) query() (search.Query, error) {
	var out search.Query
	var err error
	switch q.Type {
	case codes.QueryTypeIdentifier:
		var id struct {
			Type  codes.IdentifierType `json:"type"`
			Value string               `json:"value"`
		}
		err = json.Unmarshal(q.Query, &id)
		out = search.ByIdentifier(id.Type, id.Value)
	case codes.QueryTypePredicate:
		out, err = predicate(q.Query)
	case codes.QueryTypeExpression:
		out, err = expression(q.Query)
	case codes.QueryTypeGraphQL:
		var text string
		err = json.Unmarshal(q.Query, &text)
		out = search.GraphQL(text)
	default:
		return out, errors.New("query_type is none of the standard: idtype-value, predicate, expression, graphql")
	}
	if err != nil {
		return out, fmt.Errorf("query is not of the form %s", q.Type)
	}
	if q.Event != "" {
		out = out.In(q.Event)
	}
	return out, nil
}

// predicate reads a list of comparisons, all of which must hold.
func predicate(text []byte) (search.Query, error) {
	var items []struct {
		First  comparison  `json:"expression1"`
		Second *comparison `json:"expression2"`
		Joined string      `json:"condition"`
	}
	if err := json.Unmarshal(text, &items); err != nil {
		return search.Query{}, err
	}
	var all []search.Condition
	for _, item := range items {
		c, err := item.First.condition()
		if err != nil {
			return search.Query{}, err
		}
		if item.Second == nil {
			all = append(all, c)
			continue
		}
		second, err := item.Second.condition()
		switch {
		case err != nil:
			return search.Query{}, err
		case item.Joined == string(codes.ConnectiveOr):
			all = append(all, c.Or(second))
		default:
			all = append(all, c, second)
		}
	}
	return search.Where(all...), nil
}

// expression reads ranges of dates: {"type","value":{"expression":{"query":{"birthdate":
// {"type":"range","gte","lte"}}}}}.
func expression(text []byte) (search.Query, error) {
	var e struct {
		Value struct {
			Expression struct {
				Query map[string]struct {
					From string `json:"gte"`
					To   string `json:"lte"`
				} `json:"query"`
			} `json:"expression"`
		} `json:"value"`
	}
	if err := json.Unmarshal(text, &e); err != nil || len(e.Value.Expression.Query) == 0 {
		return search.Query{}, errors.Join(err, errors.New("no ranges"))
	}
	var all []search.Condition
	for name, r := range e.Value.Expression.Query {
		from, err1 := person.ParseDate(r.From)
		to, err2 := person.ParseDate(r.To)
		if err := errors.Join(err1, err2); err != nil {
			return search.Query{}, err
		}
		if name == "birthdate" {
			name = search.BirthDate.Name()
		}
		all = append(all, search.DateAttribute(name).Between(from, to))
	}
	return search.Where(all...).AsExpression(), nil
}

func (c comparison) condition() (search.Condition, error) {
	for _, a := range search.Attributes() {
		if a.Name() != c.Attribute {
			continue
		}
		switch a := a.(type) {
		case search.DateAttribute:
			return c.onDate(a)
		case search.SexAttribute:
			return a.Is(codes.Sex(c.Value)), nil
		case search.MaritalStatusAttribute:
			return a.Is(codes.MaritalStatus(c.Value)), nil
		case search.NameAttribute:
			return a.Is(c.Value), nil
		case search.CodeAttribute:
			return a.Is(c.Value), nil
		case search.PlaceAttribute:
			return a.Is(c.Value), nil
		case search.NumberAttribute:
			return a.Is(c.Value), nil
		}
	}
	if t := codes.IdentifierType(c.Attribute); t.Known() || c.Attribute == "" {
		return search.Condition{}, errors.New("ask by a number with idtype-value")
	}
	return search.Custom(c.Attribute).Is(c.Value), nil
}

func (c comparison) onDate(a search.DateAttribute) (search.Condition, error) {
	d, err := person.ParseDate(c.Value)
	if err != nil {
		return search.Condition{}, err
	}
	switch c.Operator.Canonical() {
	case codes.OperatorGreaterOrEqual:
		return a.OnOrAfter(d), nil
	case codes.OperatorGreater:
		return a.After(d), nil
	case codes.OperatorLessOrEqual:
		return a.OnOrBefore(d), nil
	case codes.OperatorLess:
		return a.Before(d), nil
	default:
		return a.Is(d), nil
	}
}
