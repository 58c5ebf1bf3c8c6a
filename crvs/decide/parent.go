package decide

import (
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Parent asks whether somebody is the mother or the father of a child, by birth or by
// adoption, by the record of the child's birth.
//
//	outcome    rule                         when
//	Confirmed  parent.registered            one record, the child is identified, and it names the person as a parent: a number agrees, and the name or the date of birth too
//	Refuted    parent.others                the record names two parents, and both differ from the person in number or without one, in name and in date of birth
//	NotFound   parent.child_not_registered  the registry was asked and shows no birth of the child
//	Ambiguous  registrations.several        several records fit the child; the differences are named
//	Undecided  parent.unclear               a parent in the record may be the person, or may not
//	Undecided  record.no_parents            the record names no parents
//
// and what leaves [Birth] undecided, of the child, but for facts.silent.
type Parent struct {
	Child  person.Person
	Parent person.Person
}

// Name is "parent".
func (Parent) Name() string { return "parent" }

// Validate wants a child who can be found, and a parent of whom something is known.
func (q Parent) Validate() error {
	if err := needsFacts("parent", q.Parent); err != nil {
		return err
	}
	return needsFacts("child", q.Child)
}

// Step asks for the record of the child's birth.
func (q Parent) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Parent) decide(t *talk) (Verdict, error) {
	v, _, err := q.registered(t)
	return v, err
}

// registered is the verdict, and whether a number of the parent agrees.
func (q Parent) registered(t *talk) (v Verdict, byNumber bool, err error) {
	one, b, err := t.birthOf(q.Child)
	switch {
	case err != nil:
		return Verdict{}, false, err
	case b != nil:
		return t.blocked(b), false, nil
	case one == nil:
		return t.verdict(RuleParentNotRegistered), false, nil
	}
	parents := one.who.Parents()
	if len(parents) == 0 {
		return t.verdict(RuleNoParents), false, nil
	}
	others, unclear := 0, []string(nil)
	for _, p := range parents {
		j := t.law.identify(q.Parent, p, one.registry)
		switch {
		case j.block == nil:
			v := t.verdict(RuleParentRegistered)
			v.IdentifiedBy = weaker(one.by, j.by)
			return v, j.number, nil
		case !j.number && differs(j.compared, match.Name, match.BirthDate):
			others++
		default:
			unclear = why(unclear, j)
		}
	}
	if others == len(parents) && others > 1 {
		v := t.verdict(RuleParentOthers)
		v.IdentifiedBy = one.by
		return v, false, nil
	}
	return t.verdict(RuleParentUnclear, unclear...), false, nil
}

// why adds what keeps somebody from being identified: the attributes, or that there is
// nothing to compare.
func why(about []string, j judged) []string {
	if len(j.block.about) == 0 {
		return append(about, string(match.Identifier))
	}
	return append(about, j.block.about...)
}

// weaker is the weaker of two identifications, which a verdict about two rests on.
func weaker(a, b IdentifiedBy) IdentifiedBy {
	for _, by := range []IdentifiedBy{ByNumberAlone, ByFactsAlone} {
		if a == by || b == by {
			return by
		}
	}
	return a
}
