package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/convert"
	"github.com/openspmis/dci-crvs-go/internal/fault"
	"github.com/openspmis/dci-crvs-go/search"
)

// Plan is a question in a registry's own words, before it is written.
type Plan = convert.Plan

// Item is one item of a predicate: a comparison, or two joined by and or or.
type Item = convert.Item

// Comparison compares an attribute with a value, all in the registry's words.
type Comparison = convert.Comparison

// Refuse is the error for a question that this kind of registry cannot be asked
// safely: errors.Is(err, crvs.ErrUnsupported). The sentence says what the
// registry can do instead, and holds no value of the question.
func (p Profile) Refuse(sentence string) error {
	return &fault.Error{Kind: fault.KindUnsupported, Message: p.System + ": " + sentence}
}

// Plan puts a valid query into the registry's words. It returns an error for
// which errors.Is(err, crvs.ErrUnsupported) if the registry cannot be asked this
// or would misread it; nothing is sent then.
func (p Profile) Plan(q search.Query) (Plan, error) {
	plan := Plan{
		Locale: q.Locale(), GrantsBeside: p.Form.GrantsBeside, NoVersion: p.Form.NoCriteriaVersion,
		RecordType: p.Words.RecordType,
	}
	if c := q.Consent(); c != nil {
		plan.Consent = &convert.Grant{At: c.Given, Code: c.Purpose.Code, Text: c.Purpose.Text, RefURI: c.Purpose.RefURI}
	}
	if a := q.Authorize(); a != nil {
		plan.Authorize = &convert.Grant{At: a.Since, Code: a.Purpose.Code, Text: a.Purpose.Text, RefURI: a.Purpose.RefURI}
	}
	for _, step := range []func(search.Query, *Plan) error{p.planEvent, p.planForm, p.planIdentifier, p.planConditions, p.planExpression, p.planSorts} {
		if err := step(q, &plan); err != nil {
			return Plan{}, err
		}
	}
	if p.Adjust != nil {
		return p.Adjust(plan)
	}
	return plan, nil
}

// planEvent says in which register to look.
func (p Profile) planEvent(q search.Query, plan *Plan) error {
	event := q.Event().Canonical()
	if strings.EqualFold(string(event), string(codes.VitalEventAny)) {
		event = codes.VitalEventAny
	}
	any := event == "" || event == codes.VitalEventAny
	if any && p.Asks.EventNeeded {
		return p.Refuse("a question must name its event: add In, with one of " + list(p.Asks.Events))
	}
	if !any && p.Asks.Events != nil && !slices.Contains(p.Asks.Events, event) {
		return p.Refuse("it keeps no register of this event; it has " + list(p.Asks.Events))
	}
	if !any {
		plan.Event = event
	}
	plan.RegType = p.Words.RegType
	if p.Words.RegTypes != nil {
		key := event
		if any {
			key = ""
		}
		plan.RegType = p.Words.RegTypes[key]
	}
	if !p.Words.NoEventType {
		plan.EventType = word(p.Words.EventTypes, event)
	}
	return nil
}

// planForm keeps the form that the query asks for, if the registry takes it; a
// predicate and an expression say the same and stand for each other.
func (p Profile) planForm(q search.Query, plan *Plan) error {
	plan.Form = q.Type()
	if p.Asks.Forms == nil || slices.Contains(p.Asks.Forms, plan.Form) {
		return nil
	}
	other := map[codes.QueryType]codes.QueryType{
		codes.QueryTypePredicate: codes.QueryTypeExpression, codes.QueryTypeExpression: codes.QueryTypePredicate,
	}[plan.Form]
	if other == "" || !slices.Contains(p.Asks.Forms, other) {
		return p.Refuse(fmt.Sprintf("it does not take queries of the form %s; it takes %s", plan.Form, list(p.Asks.Forms)))
	}
	plan.Form = other
	return nil
}

func (p Profile) planIdentifier(q search.Query, plan *Plan) error {
	id := q.Identifier()
	if id.Value == "" {
		return nil
	}
	t := id.Type.Canonical()
	if p.Asks.Identifiers != nil && !slices.Contains(p.Asks.Identifiers, t) {
		return p.Refuse("it does not know identifiers of this type; it knows " + list(p.Asks.Identifiers))
	}
	if p.Asks.NoMix && len(q.Conditions()) > 0 {
		return p.Refuse("an identifier and conditions cannot be asked together: ask by the identifier, and hold the record against the conditions")
	}
	plan.Identifier = convert.Identifier{Type: string(id.Type), Value: id.Value}
	if w, ok := p.Words.Identifiers[t]; ok {
		plan.Identifier.Type = w
	}
	if plan.Form != codes.QueryTypeIdentifier {
		// rule 19: one more item that must hold
		plan.Items = append(plan.Items, Item{First: Comparison{Attribute: plan.Identifier.Type, Operator: word(p.Words.Operators, codes.OperatorEqual), Value: id.Value}})
	}
	return nil
}

// word is the registry's word for a code, or the code where it has none of its
// own.
func word[T ~string](words map[T]string, code T) string {
	if w, ok := words[code]; ok {
		return w
	}
	return string(code)
}

// list names codes for people.
func list[T ~string](codes []T) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}
