package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/search"
)

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
	return p.plan(q, p.planEvent, p.planForm, p.planIdentifier, p.planConditions, p.asksSomething, p.planSorts, p.adjust, p.planOwnForm)
}

// PlanFilter puts a valid query into the registry's words, as the filter of a
// [Subscription]. It differs from [Profile.Plan] in two things: a query that asks
// for nothing is every event of its kind, and pages and sorts are left out. It
// returns an error for which errors.Is(err, crvs.ErrUnsupported) if the registry
// has no subscriptions, or would misread this one.
func (p Profile) PlanFilter(q search.Query) (Plan, error) {
	if _, err := p.Path(VerbSubscribe); err != nil {
		return Plan{}, err
	}
	return p.plan(q, p.planEvent, p.planForm, p.planIdentifier, p.planConditions, p.adjust, p.planOwnForm)
}

func (p Profile) plan(q search.Query, steps ...func(search.Query, *Plan) error) (Plan, error) {
	plan := Plan{Locale: q.Locale(), RecordType: p.Words.RecordType}
	if c := q.Consent(); c != nil && *c != (search.Consent{}) { // one that says nothing is none
		plan.Consent = c
	}
	if a := q.Authorize(); a != nil && *a != (search.Authorize{}) {
		plan.Authorize = a
	}
	for _, step := range steps {
		if err := step(q, &plan); err != nil {
			return Plan{}, err
		}
	}
	return plan, nil
}

func (p Profile) adjust(_ search.Query, plan *Plan) error {
	if p.Adjust == nil {
		return nil
	}
	adjusted, err := p.Adjust(p, *plan)
	*plan = adjusted
	return err
}

// planEvent says in which register to look.
func (p Profile) planEvent(q search.Query, plan *Plan) error {
	event := q.Event().Canonical()
	if strings.EqualFold(string(event), string(codes.VitalEventAny)) {
		event = codes.VitalEventAny
	}
	everything := event == "" || event == codes.VitalEventAny
	switch {
	case everything && p.Asks.EventNeeded:
		return p.Refuse("a question must name its event: add In, with one of " + list(p.Asks.Events))
	case !everything && p.Asks.Events != nil && !slices.Contains(p.Asks.Events, event):
		return p.Refuse("it keeps no register of this event; it has " + list(p.Asks.Events))
	}
	key := event
	if everything {
		key = ""
	}
	plan.Event, plan.RegType = key, p.Words.RegType
	if own, ok := p.Words.RegTypes[key]; ok {
		plan.RegType = own
	}
	// Without any other sign of the event the registry would look everywhere.
	if !everything && plan.RegType == p.Words.RegType && p.Words.NoEventType {
		return p.Refuse("it has no word for the register of this event: leave out In, and hold the records against the event")
	}
	if !p.Words.NoEventType {
		plan.EventType = word(p.Words.EventTypes, event)
	}
	return nil
}

// planForm keeps the form that the query asks for, if the registry takes it. A
// predicate and an expression say the same and stand for each other, and a number
// alone can be asked as what it is.
func (p Profile) planForm(q search.Query, plan *Plan) error {
	takes := func(f codes.QueryType) bool { return p.Asks.Forms == nil || slices.Contains(p.Asks.Forms, f) }
	plan.Form = q.Type()
	if plan.Form != codes.QueryTypeGraphQL && q.Identifier().Value == "" && len(q.Conditions()) == 0 {
		plan.Form = codes.QueryTypePredicate // a list without items
	}
	alone := plan.Form != codes.QueryTypeGraphQL && q.Identifier().Value != "" && len(q.Conditions()) == 0
	if alone && (p.Asks.NoMix || !takes(plan.Form)) && takes(codes.QueryTypeIdentifier) {
		plan.Form = codes.QueryTypeIdentifier
	}
	if takes(plan.Form) {
		return nil
	}
	other := map[codes.QueryType]codes.QueryType{
		codes.QueryTypePredicate: codes.QueryTypeExpression, codes.QueryTypeExpression: codes.QueryTypePredicate,
	}[plan.Form]
	if other == "" || !takes(other) {
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
	closed := p.Asks.Identifiers != nil
	if closed && !p.knowsIdentifier(id.Type) {
		return p.Refuse("it does not know identifiers of this type; it knows " + list(p.Asks.Identifiers))
	}
	if p.Asks.NoMix && len(q.Conditions()) > 0 {
		return p.Refuse("an identifier and conditions cannot be asked together: ask by the identifier, and hold the record against the conditions")
	}
	if isTaken(p.Words.Identifiers, id.Type.Canonical()) {
		return p.Refuse("it gives this type of identifier to another number")
	}
	plan.Identifier = id
	if own, ok := p.Words.identifierWord(id.Type); ok {
		plan.Identifier.Type = codes.IdentifierType(own)
	} else if closed { // an alias is a word of somebody else's
		plan.Identifier.Type = id.Type.Canonical()
	}
	if plan.Form != codes.QueryTypeIdentifier {
		// internal/wire/RULES.md, rule 19: one more item that must hold
		plan.Items = append(plan.Items, Item{First: Comparison{Attribute: string(plan.Identifier.Type), Operator: word(p.Words.Operators, codes.OperatorEqual), Value: id.Value}})
	}
	return nil
}

// knowsIdentifier says whether a type is in the closed list of them.
func (p Profile) knowsIdentifier(t codes.IdentifierType) bool {
	return slices.ContainsFunc(p.Asks.Identifiers, func(known codes.IdentifierType) bool {
		return strings.EqualFold(string(known.Canonical()), string(t.Canonical()))
	})
}
