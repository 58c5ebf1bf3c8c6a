package sandbox

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

// plan is what a question means to the registry.
type plan struct {
	event      codes.VitalEvent   // "" for every register
	identifier *person.Identifier // of an idtype-value query
	condition  condition          // of any other
	conditions int                // how many comparisons it has
	order      []order
	paged      bool
	page, size int
	digest     digest // of all but the page
	places     places // that the registry has
}

// newPlan reads a question by the registry's own rules, the document's being
// kept already.
func newPlan(c criteria, known places) (*plan, *rejection) {
	p := &plan{places: known, digest: c.digest()}
	for _, step := range []func(criteria) *rejection{p.readRegister, p.readQuery, p.readSort, p.readPage} {
		if no := step(c); no != nil {
			return nil, no
		}
	}
	return p, nil
}

// readRegister takes the event in any spelling of the directory.
func (p *plan) readRegister(c criteria) *rejection {
	if c.RegType != "" && codes.RegistryType(c.RegType).Canonical() != codes.RegistryTypeCivil {
		return badCriteria("search_criteria.reg_type: this registry is %s", codes.RegistryTypeCivil)
	}
	if c.RecordType != "" && codes.RecordType(c.RecordType).Canonical() != codes.RecordTypePerson {
		return badCriteria("search_criteria.reg_record_type: this registry has records of type %s", codes.RecordTypePerson)
	}
	event := codes.VitalEvent(c.Event)
	// The published samples write REGISTER for any registration, and some clients "any".
	if event == "" || strings.EqualFold(c.Event, string(codes.VitalEventAny)) || strings.EqualFold(c.Event, "any") {
		return nil
	}
	switch event = event.Canonical(); event {
	case codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage:
		p.event = event
		return nil
	default:
		return badCriteria("search_criteria.reg_event_type: this registry keeps %s, %s and %s", codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage)
	}
}

func (p *plan) readQuery(c criteria) *rejection {
	if c.fixed != nil {
		p.condition = c.fixed
		return nil
	}
	switch codes.QueryType(c.QueryType) {
	case codes.QueryTypeIdentifier:
		return p.readIdentifier(c)
	case codes.QueryTypePredicate:
		return p.readPredicates(c)
	case codes.QueryTypeExpression:
		return p.readExpression(c)
	default:
		// GraphQL leaves the schema to the registry, and this one has none.
		return badCriteria("search_criteria.query_type: this registry offers %s, %s and %s, and has no schema for another",
			codes.QueryTypeIdentifier, codes.QueryTypePredicate, codes.QueryTypeExpression)
	}
}

func (p *plan) readIdentifier(c criteria) *rejection {
	var q struct {
		Type  codes.IdentifierType `json:"type"`
		Value jsontext.Value       `json:"value"`
	}
	if err := json.Unmarshal(c.Query, &q); err != nil {
		return badCriteria("search_criteria.query cannot be read")
	}
	value, isText := strictjson.Text(q.Value)
	// A registry that does not keep such numbers could not look: "not found"
	// would be a lie.
	if !q.Type.Known() {
		return badCriteria("search_criteria.query.type: this registry knows %s", identifierTypes())
	}
	if !isText {
		// The published document allows a number, a boolean and an object; every
		// identifier here is a text, so that there is no such record.
		p.condition = anyOf{}
		return nil
	}
	p.identifier = &person.Identifier{Type: q.Type.Canonical(), Value: value}
	return nil
}

func identifierTypes() string {
	var names []string
	for e := range codes.IdentifierTypes().All() {
		names = append(names, string(e.Code))
	}
	return strings.Join(names, ", ")
}

// predicateItem is one item of a predicate query: internal/wire/RULES.md, rule 19.
type predicateItem struct {
	First     *predicate `json:"expression1"`
	Condition string     `json:"condition"`
	Second    *predicate `json:"expression2"`
}

type predicate struct {
	Attribute string         `json:"attribute_name"`
	Operator  codes.Operator `json:"operator"`
	Value     string         `json:"attribute_value"`
}

func (p *plan) readPredicates(c criteria) *rejection {
	var items []predicateItem
	if err := json.Unmarshal(c.Query, &items); err != nil {
		return badCriteria("search_criteria.query cannot be read: each attribute_value must be a text")
	}
	if len(items) == 0 {
		return badCriteria("search_criteria.query is empty: it asks for nobody or for everybody")
	}
	var every all
	for i, item := range items {
		c, text := p.item(item)
		if text != "" {
			return badCriteria("search_criteria.query[%d].%s", i, text)
		}
		every = append(every, c)
	}
	p.condition = every
	return nil
}

// item makes a condition of the item, or says what is wrong with it.
func (p *plan) item(i predicateItem) (c condition, wrong string) {
	if i.First == nil {
		return nil, "expression1: is required"
	}
	first, wrong := p.compare(*i.First)
	if wrong != "" {
		return nil, "expression1." + wrong
	}
	switch {
	case i.Second == nil && i.Condition == "":
		return first, ""
	case i.Second == nil:
		return nil, "expression2: is required with a condition"
	}
	second, wrong := p.compare(*i.Second)
	if wrong != "" {
		return nil, "expression2." + wrong
	}
	switch wire.Condition(i.Condition) {
	case wire.ConditionAnd:
		return all{first, second}, ""
	case wire.ConditionOr:
		return anyOf{first, second}, ""
	default:
		return nil, "condition: must be and or or"
	}
}

// maxConditions is how many comparisons a question may have, values of a list
// counted each: it bounds the work of one.
const maxConditions = 1000

// compare makes a condition of a comparison, or says what is wrong with it.
func (p *plan) compare(c predicate) (made condition, wrong string) {
	p.conditions++
	if c.Operator == codes.OperatorIn {
		p.conditions += strings.Count(c.Value, ",")
	}
	if p.conditions > maxConditions {
		return nil, fmt.Sprintf("attribute_value: is one of more than %d values of this question", maxConditions)
	}
	return c.condition(p.places)
}
