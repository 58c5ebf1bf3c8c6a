package decide

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Identity asks whether these facts belong to one registered person, by the register of
// births, and where it shows nobody by that of deaths.
//
//	outcome    rule                     when
//	Confirmed  identity.one_person      one record, and the person is identified
//	Refuted    identity.another_person  the number finds one record, and both the name and the date of birth differ from it
//	NotFound   identity.not_registered  the registry was asked and shows nobody
//	Ambiguous  registrations.several    several records fit; the differences are named
//
// and what leaves [Birth] undecided, but for facts.silent.
type Identity struct {
	Subject person.Person
}

// Name is "identity".
func (Identity) Name() string { return "identity" }

// Validate is nil if there is a number, or a name and a date of birth.
func (q Identity) Validate() error { return needsFacts("person", q.Subject) }

// Step asks for the record of the birth, then for that of the death.
func (q Identity) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Identity) decide(t *talk) (Verdict, error) {
	for _, event := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath} {
		f, err := t.find(event, q.Subject)
		if err != nil {
			return Verdict{}, err
		}
		one, b := t.one(f)
		switch {
		case b != nil && f.isOther:
			return t.verdict(RuleIdentityAnother, string(match.Name), string(match.BirthDate)), nil
		case b != nil:
			return t.blocked(b), nil
		case one == nil:
			continue
		case one.isCancelled:
			return t.verdict(RuleCancelled), nil
		}
		v := t.verdict(RuleIdentityOne)
		v.IdentifiedBy = one.by
		return v, nil
	}
	return t.verdict(RuleIdentityNotRegistered), nil
}
