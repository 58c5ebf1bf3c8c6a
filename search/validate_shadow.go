package search

import "github.com/openspmis/dci-crvs-go/codes"

// The shadow of a Query: its fields under the standard's names (tag field) and
// rules (tag validate).
type item struct {
	Criteria criteria `field:"search_criteria"`
	Locale   string   `field:"locale"          validate:"omitempty,locale"`
}

type criteria struct {
	Asked     bool             `field:"query"              validate:"required"`
	Query     *identifierQuery `field:"query"              validate:"omitempty"`
	GraphQL   *graphqlQuery    `field:"query"              validate:"omitempty"`
	Predicate []predicateItem  `field:"query"              validate:"max=50,dive"`
	Event     string           `field:"reg_event_type"     validate:"max=99,line"`
	Sort      []sortItem       `field:"sort"               validate:"max=10,dive"`
	Page      pageRequest      `field:"pagination"`
	Consent   *grant           `field:"consent"            validate:"omitempty"`
	Authorize *grant           `field:"authorize"          validate:"omitempty"`
}

type identifierQuery struct {
	Type  string `field:"type"  validate:"required,max=99,line"`
	Value string `field:"value" validate:"required,max=255,line"`
}

// The text is counted in bytes.
type graphqlQuery struct {
	Text []byte `field:"value.expression" validate:"min=1,max=65536,text"`
}

// One item of the list, as it is sent: the identifier (if a condition stands
// beside it) or one condition, a range and an or having two expressions.
type predicateItem struct {
	Expression1 predicate  `field:"expression1"`
	Expression2 *predicate `field:"expression2" validate:"omitempty"`
}

type predicate struct {
	Attribute string   `field:"attribute_name"  validate:"required,max=99,line"`
	Operator  string   `field:"operator"        validate:"oneof=gt lt eq ge le in"`
	Value     string   `field:"attribute_value" validate:"required,max=255,line"`
	List      []string `field:"attribute_value" validate:"max=100,dive,required,max=255,line"`
}

type sortItem struct {
	Attribute string `field:"attribute_name" validate:"required,max=99,line"`
	Order     string `field:"sort_order"     validate:"oneof=asc desc"`
}

// internal/wire/RULES.md, rule 6: pages count from 1.
type pageRequest struct {
	Size   *int `field:"page_size"   validate:"omitempty,min=1,max=1000000"`
	Number *int `field:"page_number" validate:"omitempty,min=1"`
}

type grant struct {
	Purpose purposeShadow `field:"purpose"`
}

type purposeShadow struct {
	Code   string `field:"code"    validate:"max=99,line"`
	Text   string `field:"text"    validate:"max=999,line"`
	RefURI string `field:"ref_uri" validate:"omitempty,uri"`
}

func (q Query) shadow() criteria {
	c := criteria{
		Asked: q.hasIdentifier() || len(q.conditions) > 0 || q.graphql != nil,
		Event: string(q.event),
		Page:  pageRequest{Size: q.pageSize, Number: q.page},
	}
	switch {
	case q.graphql != nil:
		c.GraphQL = &graphqlQuery{Text: []byte(*q.graphql)}
	case q.hasIdentifier() && len(q.conditions) == 0:
		c.Query = &identifierQuery{Type: string(q.identifier.Type), Value: q.identifier.Value}
	default:
		c.Predicate = q.predicateShadow()
	}
	for _, s := range q.sorts {
		c.Sort = append(c.Sort, sortItem{s.Attribute, string(s.Order)})
	}
	if p := purposeOf(q.consent); p != nil {
		c.Consent = &grant{purposeShadow(*p)}
	}
	if p := purposeOfAuthorize(q.authorize); p != nil {
		c.Authorize = &grant{purposeShadow(*p)}
	}
	return c
}

func (q Query) hasIdentifier() bool { return q.identifier.Value != "" || q.identifier.Type != "" }

func (q Query) predicateShadow() []predicateItem {
	var items []predicateItem
	if q.hasIdentifier() {
		items = append(items, predicateItem{Expression1: predicate{
			Attribute: string(q.identifier.Type), Operator: string(codes.OperatorEqual), Value: q.identifier.Value,
		}})
	}
	for _, c := range q.conditions {
		var item predicateItem // all of a zero Condition
		if len(c.terms) > 0 {
			item.Expression1 = termShadow(c.terms[0])
		}
		if len(c.terms) > 1 { // of more than two the or itself is broken
			second := termShadow(c.terms[1])
			item.Expression2 = &second
		}
		items = append(items, item)
	}
	return items
}

// termShadow has the values of a list one by one: the text that they are sent in
// is as long as they are together.
func termShadow(t Term) predicate {
	p := predicate{Attribute: t.Attribute, Operator: string(t.Operator), Value: t.Value}
	if t.Operator == codes.OperatorIn {
		p.Value, p.List = "list", t.Values()
	}
	return p
}
