package decide

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// Death asks whether a death is recorded. It never says that somebody lives: NotFound
// means that no death is recorded where the registry was asked, and is no proof of
// life. Before anything is stopped, see [Verdict.IdentifiedBy].
//
//	outcome    rule                   when
//	Confirmed  death.recorded         one record of a death, the person is identified, and it stands on the day
//	Refuted    death.cancelled        one record, the person is identified, and the registry says of it that it was cancelled; nothing else refutes a death
//	NotFound   death.not_recorded     the registry was asked and shows no such death
//	Ambiguous  registrations.several  several records fit; the differences are named
//	Undecided  death.unclear          a death after the day or before birth, without number and date, of another calendar
//
// and what leaves [Birth] undecided, but for facts.silent and record.cancelled.
type Death struct {
	Subject person.Person
	On      person.Date // the day by which it is asked: a death after it is none yet
}

// Name is "death".
func (Death) Name() string { return "death" }

// Validate wants somebody who can be found, and a day.
func (q Death) Validate() error {
	if err := needsDay(q.On); err != nil {
		return err
	}
	return needsFacts("person", q.Subject)
}

// Step asks for the record of the death.
func (q Death) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Death) decide(t *talk) (Verdict, error) {
	d, err := t.deathOf(q.Subject, q.On)
	if err != nil {
		return Verdict{}, err
	}
	if d.block != nil {
		return t.blocked(d.block), nil
	}
	v := t.verdict(d.rule)
	v.Asked, v.IdentifiedBy = []string{q.On.Text()}, d.by
	return v, nil
}

// died is what the register of deaths shows of somebody.
type died struct {
	rule    Rule   // of [Death]
	block   *block // instead of it
	by      IdentifiedBy
	who     person.Person
	isWhole bool // see found
}

func (t *talk) deathOf(p person.Person, on person.Date) (died, error) {
	f, err := t.find(codes.VitalEventDeath, p)
	if err != nil {
		return died{}, err
	}
	one, b := t.one(f)
	switch {
	case b != nil:
		return died{block: b}, nil
	case one == nil:
		return died{rule: RuleDeathNotRecorded, isWhole: f.isWhole}, nil
	}
	out := died{rule: RuleDeathUnclear, by: one.by, who: one.who}
	switch {
	case one.isCancelled:
		out.rule = RuleDeathCancelled
	case one.hit.DeathRecorded(t.law.at(on)) == person.True && !t.isAfter(one.who.DeathDates, on):
		out.rule = RuleDeathRecorded
	}
	return out, nil
}

// isAfter says whether one of the dates is after the day, or may be. What does not
// count as a date at all is not asked here.
func (t *talk) isAfter(dates []person.Date, on person.Date) bool {
	for _, d := range dates {
		if !d.IsPlaceholder(person.DateOfDeath) && d.In(t.law.Zone).NotAfter(on) != person.True {
			return true
		}
	}
	return false
}

// at is a time on the day.
func (l Law) at(on person.Date) time.Time {
	zone := l.Zone
	if zone == nil {
		zone = time.UTC
	}
	return time.Date(on.Year(), on.Month(), on.Day(), 12, 0, 0, 0, zone)
}
