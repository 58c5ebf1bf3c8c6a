package decide

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Birth asks whether the birth of this child is registered, and whether every fact
// that is given agrees with the record: names, sex, date and place of birth, parents.
//
//	outcome    rule                   when
//	Confirmed  birth.registered       one record, the child is identified, each given fact agrees (a name may be similar)
//	Refuted    never                  not registered, or facts that differ, refute no birth
//	NotFound   birth.not_registered   the registry was asked and shows no such birth
//	Ambiguous  registrations.several  several records fit; the differences are named
//	Undecided  facts.differ           a number finds a record that contradicts a given fact
//	Undecided  facts.similar          the date or the name differs as by a slip
//	Undecided  facts.cannot_tell      a given fact cannot be compared with the record
//	Undecided  facts.silent           the record does not show a given fact
//	Undecided  identity.number_alone  only a number is given, and the law does not take it
//	Undecided  identity.facts_alone   no number is given or known, and the law does not take the facts
//	Undecided  record.unconfirmed     the record does not show what was asked
//	Undecided  record.cancelled       the registration was taken back
//	Undecided  answer.incomplete      more records may fit than the registry showed
type Birth struct {
	Child person.Person
}

// Name is "birth".
func (Birth) Name() string { return "birth" }

// Validate is nil if there is a number, or a name and a date of birth.
func (q Birth) Validate() error { return needsFacts("child", q.Child) }

// Step asks for the record of the birth.
func (q Birth) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Birth) decide(t *talk) (Verdict, error) {
	one, b, err := t.birthOf(q.Child)
	switch {
	case err != nil:
		return Verdict{}, err
	case b != nil:
		return t.blocked(b), nil
	case one == nil:
		return t.verdict(RuleBirthNotRegistered), nil
	}
	if b := t.law.holds(q.Child, *one); b != nil {
		return t.blocked(b), nil
	}
	v := t.verdict(RuleBirthRegistered)
	v.IdentifiedBy = one.by
	return v, nil
}

// birthOf is the one record of somebody's birth, nil if there is none.
func (t *talk) birthOf(p person.Person) (*candidate, *block, error) {
	f, err := t.find(codes.VitalEventBirth, p)
	if err != nil {
		return nil, nil, err
	}
	one, b := t.one(f)
	if one != nil && one.isCancelled {
		return nil, &block{rule: RuleCancelled}, nil
	}
	return one, b, nil
}

// holds says why a record does not show each fact that is given; nil if it does.
func (l Law) holds(facts person.Person, c candidate) *block {
	given := l.compare(facts, facts, c.registry)
	shown := l.compare(facts, withNumber(c.hit, c.who), c.registry)
	isNear := l.isNear(facts.BirthDates, c.who.BirthDates)
	var differ, cannotTell, silent []string
	for _, a := range []match.Attribute{match.Name, match.Sex, match.BirthDate, match.BirthPlace, match.ParentIdentifier, match.ParentName} {
		if given.Outcome(a) == match.Missing || a == match.BirthDate && isNear {
			continue
		}
		switch shown.Outcome(a) {
		case match.Differ:
			differ = append(differ, string(a))
		case match.CannotTell:
			cannotTell = append(cannotTell, string(a))
		case match.Missing:
			silent = append(silent, string(a))
		default: // a date that is only similar is no longer here, unless the law takes it
		}
	}
	switch {
	case differ != nil:
		return &block{rule: RuleDiffers, about: differ}
	case cannotTell != nil:
		return &block{rule: RuleCannotTell, about: cannotTell}
	case silent != nil:
		return &block{rule: RuleSilent, about: silent}
	default:
		return nil
	}
}
