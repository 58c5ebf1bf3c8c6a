package decide

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Widowhood asks whether somebody is the widow or the widower of a spouse: a marriage,
// the death of that spouse, and nothing later. Without a Spouse it is about the latest
// marriage. It does not ask whether the person lives: ask [Death].
//
//	outcome    rule                     when
//	Confirmed  widowhood.widowed        the marriage and the spouse's death are recorded by the day, no divorce and no later marriage is, and the registers of marriages and divorces are complete
//	Refuted    widowhood.divorced       the record of the marriage tells of a divorce by the day (without a Spouse: and the register of marriages is complete)
//	Refuted    widowhood.married_again  a marriage after that with the Spouse is recorded
//	NotFound   widowhood.no_marriage    the registry shows no such marriage
//	NotFound   widowhood.no_death       the marriage is recorded, a death of the spouse is not
//	Undecided  register.not_complete    a divorce or a later marriage may be there without a record
//	Undecided  record.date              a date of a marriage, a divorce or the death cannot be relied on, or the order of two marriages cannot be told
//	Undecided  death.unclear            the record of the spouse's death cannot be relied on
//
// and what leaves [Marriage] undecided, of the person or of the spouse.
type Widowhood struct {
	Subject person.Person
	Spouse  person.Person // without number, name and date of birth: whoever it is
	On      person.Date
}

// Name is "widowhood".
func (Widowhood) Name() string { return "widowhood" }

// Validate wants somebody who can be found, and a day.
func (q Widowhood) Validate() error {
	if err := needsDay(q.On); err != nil {
		return err
	}
	return needsFacts("person", q.Subject)
}

// Step asks for the marriages, and for the death of the spouse.
func (q Widowhood) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Widowhood) decide(t *talk) (Verdict, error) {
	w, err := t.weddingsOf(q.Subject, q.Spouse)
	switch {
	case err != nil:
		return Verdict{}, err
	case w.block != nil:
		return t.blocked(w.block), nil
	case w.unclear != nil:
		return t.blocked(w.unclear), nil
	}
	last, again, b := t.latest(w, q.On)
	switch {
	case b != nil:
		return t.blocked(b), nil
	case last == nil:
		return t.verdict(RuleWidowNoMarriage), nil
	}
	v, err := q.after(t, w, *last, again)
	if v.Outcome == Confirmed || v.Outcome == Refuted {
		v.Asked, v.IdentifiedBy = []string{q.On.Text()}, last.by
	}
	return v, err
}

// after says what came after the wedding.
func (q Widowhood) after(t *talk, w weddings, last candidate, again bool) (Verdict, error) {
	divorced, b := t.isDivorced(last, q.On)
	noOther := t.absence(presence{codes.VitalEventMarriage, w.isWhole})
	switch {
	case b != nil:
		return t.blocked(b), nil
	case divorced && noOther != nil && isNobody(q.Spouse): // the latest may be another
		return t.blocked(noOther), nil
	case divorced:
		return t.verdict(RuleWidowDivorced), nil
	case again:
		return t.verdict(RuleWidowMarriedAgain), nil
	case !last.hasSpouse:
		return t.verdict(RuleNoSpouse), nil
	}
	d, err := t.deathOf(last.spouse, q.On)
	switch {
	case err != nil:
		return Verdict{}, err
	case d.block != nil:
		return t.blocked(d.block), nil
	case d.rule == RuleDeathUnclear:
		return t.verdict(RuleDeathUnclear), nil
	case d.rule != RuleDeathRecorded: // not recorded, or cancelled
		return t.verdict(RuleWidowNoDeath), nil
	case t.diedBefore(d, last):
		return t.verdict(RuleDate, string(match.DeathDate)), nil
	}
	if b := t.absence(presence{codes.VitalEventMarriage, w.isWhole}, presence{codes.VitalEventDivorce, w.isWhole}); b != nil {
		return t.blocked(b), nil
	}
	return t.verdict(RuleWidowed), nil
}

// latest is the latest of the marriages asked about that were by the day, nil if there
// is none, and whether another followed it.
func (t *talk) latest(w weddings, on person.Date) (last *candidate, again bool, b *block) {
	unsure := &block{rule: RuleDate, about: []string{string(match.MarriageDate)}}
	for i := range w.of {
		c := &w.of[i]
		begun, b := t.hasBegun(*c, on)
		switch {
		case b != nil:
			return nil, false, b
		case !begun:
		case last == nil:
			last = c
		default:
			switch t.isLater(*c, *last) {
			case person.True:
				last = c
			case person.Unsure:
				return nil, false, unsure
			default: // it stays
			}
		}
	}
	if last == nil {
		return nil, false, nil
	}
	for _, c := range w.all {
		if c.place == last.place || c.isCancelled {
			continue
		}
		begun, b := t.hasBegun(c, on)
		if b != nil {
			return nil, false, b
		}
		if !begun {
			continue
		}
		switch t.isLater(c, *last) {
		case person.True:
			again = true
		case person.Unsure:
			return nil, false, unsure
		default: // before
		}
	}
	return last, again, nil
}

// isLater says whether the wedding a was after b; Unsure for one day.
func (t *talk) isLater(a, b candidate) person.Truth {
	x, _ := t.weddingDay(a)
	y, _ := t.weddingDay(b)
	if x.Equal(y) != person.False {
		return person.Unsure
	}
	return x.After(y)
}

// diedBefore says whether a death is dated before the wedding: then one of them is wrong.
func (t *talk) diedBefore(d died, c candidate) bool {
	wed, _ := t.weddingDay(c)
	for _, day := range d.who.DeathDates {
		if !c.registry.Placeholders.IsDate(day, person.DateOfDeath) && day.In(t.law.Zone).NotBefore(wed) == person.False {
			return true
		}
	}
	return false
}
