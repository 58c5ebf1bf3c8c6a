package sandbox

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// overmatch puts somebody else's record first, where a program that looks no
// further takes it for the answer (dialects.md, silent over-match).
func overmatch(t telling) (wire.SearchResponseEnvelope, bool) {
	return t.eachItem(func(q question, item *wire.SearchResponseItem) bool {
		if item.Status != wire.RequestStatusSucceeded {
			return false
		}
		other, ok := stranger(q.Criteria)
		if !ok {
			return false
		}
		record, err := namingEvent(other)
		if err != nil {
			return false
		}
		records := slices.Clone(item.Data.RegRecords)
		if len(records) == 0 {
			records = make([]wire.RegRecord, 1)
			item.Pagination.TotalCount = max(item.Pagination.TotalCount, 1)
		}
		records[0] = record
		item.Data.RegRecords = records
		if item.Data.RegEventType != string(other.Event) {
			item.Data.RegEventType = "" // each record says its own, or none
		}
		return true
	})
}

// namingEvent writes a record with its event as a member: the answer may name
// another for all of its records.
func namingEvent(r person.Record) (wire.RegRecord, error) {
	event, err := json.Marshal(map[string]codes.VitalEvent{"reg_event_type": r.Event})
	if err != nil {
		return nil, err
	}
	p := r.Person
	if p.Extra, err = person.NewExtra(event); err != nil {
		return nil, err
	}
	return p.MarshalJSON()
}

// stranger is the first record that contradicts the question, one of the event
// asked for if there is one, of the people who are in every sandbox: they differ
// in all that can be asked for, and to look through millions would take long.
func stranger(c criteria) (person.Record, bool) {
	q := c.query()
	var other person.Record
	for _, r := range fixedRecords() {
		if _, contradiction := search.Hold(q, r, search.Holding{}); contradiction == "" {
			continue
		}
		if q.Event() == "" || r.Event == q.Event() {
			return r, true
		}
		if other.Event == "" {
			other = r
		}
	}
	return other, other.Event != ""
}

// query is the question as far as a record can surely contradict it: what is
// left out is what else must hold too.
func (c criteria) query() search.Query {
	var q search.Query
	switch codes.QueryType(c.QueryType) {
	case codes.QueryTypeIdentifier:
		var id struct {
			Type  codes.IdentifierType `json:"type"`
			Value string               `json:"value"`
		}
		if json.Unmarshal(c.Query, &id) == nil {
			q = search.ByIdentifier(id.Type, id.Value)
		}
	case codes.QueryTypePredicate:
		var items []predicateItem
		if json.Unmarshal(c.Query, &items) == nil {
			q = predicatesQuery(items)
		}
	case codes.QueryTypeExpression, codes.QueryTypeGraphQL: // the event is what can be told of them
	}
	if event := codes.VitalEvent(c.Event); event != "" && !strings.EqualFold(c.Event, string(codes.VitalEventAny)) {
		q = q.In(event)
	}
	return q
}

func predicatesQuery(items []predicateItem) search.Query {
	q := search.Where()
	for _, item := range items {
		if wire.Condition(item.Condition) == wire.ConditionOr {
			continue // a record that contradicts one side may fulfil the other
		}
		for _, p := range []*predicate{item.First, item.Second} {
			if p == nil {
				continue
			}
			if condition, ok := p.asked(); ok {
				q = q.And(condition)
			}
		}
	}
	return q
}

// asked reads the comparison as a command line would write it.
func (p predicate) asked() (search.Condition, bool) {
	signs := map[codes.Operator]string{
		codes.OperatorEqual: "=", codes.OperatorGreater: ">", codes.OperatorGreaterOrEqual: ">=",
		codes.OperatorLess: "<", codes.OperatorLessOrEqual: "<=",
	}
	sign, ok := signs[p.Operator.Canonical()]
	if !ok {
		return search.Condition{}, false
	}
	c, err := search.ParseCondition(p.Attribute + sign + p.Value)
	return c, err == nil
}
