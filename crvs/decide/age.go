package decide

import (
	"fmt"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Age asks whether somebody has an age on a day, by the registered date of birth. It
// does not ask whether they live: ask [Death].
//
//	outcome    rule                   when
//	Confirmed  age.fits               one record, the person is identified, and each day that the date of birth can be fits
//	Refuted    age.does_not_fit       the same, and no such day fits
//	NotFound   age.not_registered     the registry was asked and shows no such birth
//	Ambiguous  registrations.several  several records fit; the differences are named
//	Undecided  age.open               the date is partial or estimated and the limit lies within it; or the given date and the registered one decide otherwise
//	Undecided  record.date            the record gives no date, a placeholder, or dates that contradict each other or are after the day
//
// and what leaves [Birth] undecided, but for facts.silent.
type Age struct {
	Subject person.Person
	AtLeast int         // completed years; 0: no lower limit
	Under   int         // "at most 17" is Under 18; 0: no upper limit
	On      person.Date // a whole day
}

// Name is "age".
func (Age) Name() string { return "age" }

// Validate wants somebody who can be found, a day, and a limit.
func (q Age) Validate() error {
	switch {
	case q.AtLeast < 0 || q.Under < 0 || q.AtLeast == 0 && q.Under == 0:
		return invalid("the age is missing: say at least or under how many years")
	case q.Under > 0 && q.AtLeast >= q.Under:
		return invalid("nobody has such an age: the lower limit is not below the upper one")
	}
	if err := needsDay(q.On); err != nil {
		return err
	}
	return needsFacts("person", q.Subject)
}

// Step asks for the record of the birth.
func (q Age) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Age) decide(t *talk) (Verdict, error) {
	one, b, err := t.birthOf(q.Subject)
	switch {
	case err != nil:
		return Verdict{}, err
	case b != nil:
		return t.blocked(b), nil
	case one == nil:
		return t.verdict(RuleAgeNotRegistered), nil
	}
	fits, ok := q.fits(t.law, one.who, one.registry)
	if !ok {
		return t.verdict(RuleDate, string(match.BirthDate)), nil
	}
	rule := map[person.Truth]Rule{person.True: RuleAgeFits, person.False: RuleAgeDoesNotFit, person.Unsure: RuleAgeOpen}[fits]
	// The law may take a given date that differs a little: then both must say the same.
	if given, ok := q.fits(t.law, person.Person{BirthDates: q.Subject.BirthDates}, Registry{}); ok && given != person.Unsure && given != fits {
		rule = RuleAgeOpen
	}
	v := t.verdict(rule)
	v.Asked, v.IdentifiedBy = []string{q.text()}, one.by
	return v, nil
}

// fits says whether the age is as asked; false where no age can be told.
func (q Age) fits(l Law, p person.Person, r Registry) (person.Truth, bool) {
	var born []person.Date
	for _, d := range p.BirthDates {
		if !r.Placeholders.IsDate(d, person.DateOfBirth) {
			born = append(born, l.known(d))
		}
	}
	p.BirthDates = born
	age, ok := p.Age(q.On, l.LeapDay)
	switch {
	case !ok:
		return person.Unsure, false
	case age.Max < q.AtLeast, q.Under > 0 && age.Min >= q.Under:
		return person.False, true
	case age.Min >= q.AtLeast && (q.Under == 0 || age.Max < q.Under):
		return person.True, true
	default:
		return person.Unsure, true
	}
}

// text is what was asked, for the sentence and the file.
func (q Age) text() string {
	limit := fmt.Sprintf("%d or older", q.AtLeast)
	switch {
	case q.AtLeast == 0:
		limit = fmt.Sprintf("under %d", q.Under)
	case q.Under > 0:
		limit = fmt.Sprintf("from %d to under %d", q.AtLeast, q.Under)
	}
	return limit + ", on " + q.On.Text()
}
