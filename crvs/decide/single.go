package decide

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// SingleParent asks whether somebody is a parent of a child and not married on a day. It
// does not ask who lives with whom, nor about the other parent: that is the law's.
//
//	outcome    rule                       when
//	Confirmed  single_parent.not_married  the parent is registered (see [Parent]), no marriage is recorded or each has ended, and the register of marriages is complete
//	Refuted    single_parent.married      the parent is registered, and a marriage is in force (see [Marriage])
//	Undecided  register.not_complete      a marriage, a divorce or a death may be there without a record
//
// and every outcome but Confirmed of [Parent], and what leaves [Marriage] undecided.
type SingleParent struct {
	Child  person.Person
	Parent person.Person
	On     person.Date
}

// Name is "single_parent".
func (SingleParent) Name() string { return "single_parent" }

// Validate wants what [Parent] wants, and a day.
func (q SingleParent) Validate() error {
	if err := needsDay(q.On); err != nil {
		return err
	}
	return q.parent().Validate()
}

func (q SingleParent) parent() Parent { return Parent{Child: q.Child, Parent: q.Parent} }

// Step asks for the record of the child's birth, then for the parent's marriages.
func (q SingleParent) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q SingleParent) decide(t *talk) (Verdict, error) {
	v, byNumber, err := q.parent().registered(t)
	if err != nil || v.Outcome != Confirmed {
		return v, err
	}
	w, err := t.weddingsOf(q.Parent, person.Person{})
	switch {
	case err != nil:
		return Verdict{}, err
	case w.block != nil:
		return t.blocked(w.block), nil
	}
	// That a number finds no marriage says something only if the number is theirs.
	s := state{block: t.absence(presence{codes.VitalEventMarriage, w.isWhole && byNumber})}
	if len(w.of) > 0 {
		if s, err = t.isMarried(q.Parent, w, q.On); err != nil {
			return Verdict{}, err
		}
	}
	by := v.IdentifiedBy
	switch {
	case s.block != nil:
		return t.blocked(s.block), nil
	case s.inForce:
		v = t.verdict(RuleSingleMarried)
	default:
		v = t.verdict(RuleSingleParent)
	}
	v.Asked, v.IdentifiedBy = []string{q.On.Text()}, by
	return v, nil
}
