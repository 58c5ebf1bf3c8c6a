package profile

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/search"
)

// searchRequest is the message of a search: CRVS 1.0.0, SearchRequest.
func (p Profile) searchRequest(plans Search, m Message) (wire.SearchRequest, error) {
	out := wire.SearchRequest{TransactionID: m.TransactionID, SearchRequest: make([]wire.SearchRequestItem, len(plans))}
	for i, plan := range plans {
		var err error
		if out.SearchRequest[i], err = p.searchItem(plan, timestamp(m.At)); err != nil {
			return wire.SearchRequest{}, err
		}
	}
	return out, nil
}

func (p Profile) searchItem(plan Plan, at time.Time) (wire.SearchRequestItem, error) {
	if plan.Form == codes.QueryTypePredicate && len(plan.Items) == 0 && plan.Query == nil { // that of PlanFilter
		return wire.SearchRequestItem{}, p.Refuse("a question that asks for nothing may be answered with everything: make its plan with Plan")
	}
	c, err := p.criteria(plan)
	if err != nil {
		return wire.SearchRequestItem{}, err
	}
	item := wire.SearchRequestItem{ReferenceID: plan.ReferenceID, Timestamp: at, Locale: plan.Locale}
	consent, authorize := &c.Consent, &c.Authorize
	if p.Form.GrantsBeside {
		consent, authorize = &item.Consent, &item.Authorize
	}
	if g := plan.Consent; g != nil {
		*consent = wire.Consent{Type: "Consent", TS: timestamp(g.Given), Purpose: purpose(g.Purpose)}
	}
	if g := plan.Authorize; g != nil {
		*authorize = wire.Authorize{Type: "Authorize", TS: timestamp(g.Since), Purpose: purpose(g.Purpose)}
	}
	item.SearchCriteria = c
	return item, nil
}

func purpose(p search.Purpose) wire.Purpose {
	return wire.Purpose{Code: p.Code, Text: p.Text, RefURI: p.RefURI}
}

func (p Profile) criteria(plan Plan) (wire.SearchCriteria, error) {
	c := wire.SearchCriteria{
		Version:       p.criteriaVersion(),
		RegType:       plan.RegType,
		RegRecordType: plan.RecordType,
		RegEventType:  plan.EventType,
		QueryType:     wire.QueryType(plan.Form),
	}
	if plan.Size > 0 {
		c.Pagination = wire.PageRequest{PageSize: plan.Size, PageNumber: plan.Page}
	}
	for _, s := range plan.Sorts {
		c.Sort = append(c.Sort, wire.SortItem{AttributeName: s.Attribute, SortOrder: wire.SortOrder(s.Order)})
	}
	var err error
	c.Query, err = plan.query()
	return c, err
}

func (p Profile) criteriaVersion() string {
	if p.Form.NoCriteriaVersion {
		return ""
	}
	return version
}

// query is what is asked for, in the shape that the form names
// (internal/wire/RULES.md, rule 1).
func (p Plan) query() (q wire.SearchQuery, err error) {
	switch {
	case p.Form == "":
		return q, unwritable("a plan has no form: let the profile make it of a query")
	case p.Query != nil:
		err = q.UnmarshalJSON(p.Query)
	case p.Form == codes.QueryTypeIdentifier:
		err = q.FromIdentifierQuery(wire.IdentifierQuery{Type: string(p.Identifier.Type), Value: p.Identifier.Value})
	case p.Form == codes.QueryTypePredicate:
		err = q.FromPredicateQuery(predicates(p.Items))
	default:
		err = q.FromExpressionQuery(wire.ExpressionQuery{Type: p.Language, Value: wire.ExpressionValue(p.Expression)})
	}
	return q, err
}

// predicates is a list whose items must all hold (internal/wire/RULES.md,
// rule 19), numbered in their order.
func predicates(items []Item) wire.PredicateQuery {
	out := make(wire.PredicateQuery, len(items))
	for i, item := range items {
		out[i] = wire.PredicateItem{SeqNum: i + 1, Expression1: item.First.predicate()}
		if item.Connective != "" {
			out[i].Condition = wire.Condition(item.Connective)
			out[i].Expression2 = item.Second.predicate()
		}
	}
	return out
}

// predicate: values are strings (internal/wire/RULES.md, rule 2).
func (c Comparison) predicate() wire.Predicate {
	return wire.Predicate{AttributeName: c.Attribute, Operator: wire.Operator(c.Operator), AttributeValue: c.Value}
}
