package decide

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Marriage asks whether somebody was ever married, or is on a day (InForce): to anybody,
// or to one person.
//
//	outcome    rule                    when
//	Confirmed  marriage.recorded       ever: a marriage is recorded, and the person (and the spouse) identified
//	Confirmed  marriage.in_force       in force: the same, begun by the day, no divorce in its record, no death of either, and the registers of divorces and deaths are complete
//	Refuted    marriage.ended          in force: each such marriage ended by divorce or death or begins later, and the register of marriages is complete
//	NotFound   marriage.not_recorded   the registry was asked and shows no such marriage
//	Undecided  register.not_complete   a divorce, a death or another marriage may be there without a record
//	Undecided  record.date             a date of the marriage or the divorce cannot be relied on; or a marital status in the record says that it has ended, without a date
//	Undecided  record.no_spouse        the record does not show who the spouse is
//	Undecided  death.unclear           there is a record of a death that cannot be relied on
//	Undecided  identity.no_number      no number is known, and the register of marriages is asked by no facts
//
// and what leaves [Birth] undecided, of the person or of the spouse, but for facts.silent.
type Marriage struct {
	Subject person.Person
	Spouse  person.Person // without number, name and date of birth: whoever it is
	InForce bool
	On      person.Date // the day for InForce
}

// Name is "marriage".
func (Marriage) Name() string { return "marriage" }

// Validate wants somebody who can be found, and for InForce a day.
func (q Marriage) Validate() error {
	if q.InForce {
		if err := needsDay(q.On); err != nil {
			return err
		}
	}
	return needsFacts("person", q.Subject)
}

// Step asks for the marriages, and for InForce for the deaths of the couple.
func (q Marriage) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Marriage) decide(t *talk) (Verdict, error) {
	w, err := t.weddingsOf(q.Subject, q.Spouse)
	switch {
	case err != nil:
		return Verdict{}, err
	case w.block != nil:
		return t.blocked(w.block), nil
	case len(w.of) == 0:
		return t.verdict(RuleMarriageNotRecorded), nil
	}
	v := t.verdict(RuleMarriageRecorded)
	if q.InForce {
		s, err := t.isMarried(q.Subject, w, q.On)
		switch {
		case err != nil:
			return Verdict{}, err
		case s.block != nil:
			return t.blocked(s.block), nil
		case s.inForce:
			v = t.verdict(RuleMarriageInForce)
		default:
			v = t.verdict(RuleMarriageEnded)
		}
		v.Asked = []string{q.On.Text()}
	}
	v.IdentifiedBy = w.of[0].by
	return v, nil
}

// weddings are the marriages of somebody that the registry shows.
type weddings struct {
	all     []candidate
	of      []candidate // those with the spouse who is asked about
	unclear *block      // why another may be one of those, too
	block   *block
	isWhole bool // see found
}

// weddingsOf looks for the marriages of somebody, to anybody or to one person.
func (t *talk) weddingsOf(p, spouse person.Person) (weddings, error) {
	f, err := t.find(codes.VitalEventMarriage, p)
	if err != nil {
		return weddings{}, err
	}
	w := weddings{all: f.people, block: f.block, isWhole: f.isWhole}
	isAny := isNobody(spouse)
	for _, c := range f.people {
		switch {
		case c.isCancelled:
			w.unclear = &block{rule: RuleCancelled}
		case isAny:
			w.of = append(w.of, c)
		case !c.hasSpouse:
			w.unclear = &block{rule: RuleNoSpouse}
		default:
			b := t.law.identify(spouse, c.spouse, c.registry).block
			if b == nil {
				w.of = append(w.of, c)
			} else if b.rule != RuleDiffers { // who differs is another spouse
				w.unclear = b
			}
		}
	}
	if w.unclear != nil && len(w.of) == 0 {
		w.block = w.unclear
	}
	return w, nil
}

// isNobody says whether nothing is said of somebody. Of one of whom too little is said
// the verdict is undecided: to take them for anybody would answer another question.
func isNobody(p person.Person) bool {
	return len(p.Identifiers)+len(p.Names)+len(p.BirthDates) == 0
}

// state says whether a marriage is in force.
type state struct {
	inForce bool
	block   *block
}

// isMarried says whether one of the marriages is in force on a day. Where all have
// ended it is sure only if there can be no other.
func (t *talk) isMarried(p person.Person, w weddings, on person.Date) (state, error) {
	own, err := t.deathOf(p, on)
	if err != nil {
		return state{}, err
	}
	open := w.unclear
	for _, c := range w.of {
		s, err := t.isInForce(c, own, w.isWhole, on)
		switch {
		case err != nil:
			return state{}, err
		case s.inForce:
			return s, nil
		case s.block != nil && open == nil:
			open = s.block
		}
	}
	if open == nil {
		open = t.absence(presence{codes.VitalEventMarriage, w.isWhole})
	}
	return state{block: open}, nil
}

// isInForce says of one marriage whether it has begun, and whether a divorce or a death
// has ended it. own is the death of the person.
func (t *talk) isInForce(c candidate, own died, isWhole bool, on person.Date) (state, error) {
	if begun, b := t.hasBegun(c, on); b != nil || !begun {
		return state{block: b}, nil
	}
	if divorced, b := t.isDivorced(c, on); b != nil || divorced {
		return state{block: b}, nil
	}
	if own.block != nil || own.rule == RuleDeathRecorded {
		return state{block: own.block}, nil
	}
	if !c.hasSpouse {
		return state{block: &block{rule: RuleNoSpouse}}, nil
	}
	theirs, err := t.deathOf(c.spouse, on)
	switch {
	case err != nil:
		return state{}, err
	case theirs.block != nil || theirs.rule == RuleDeathRecorded:
		return state{block: theirs.block}, nil
	case theirs.rule == RuleDeathUnclear || own.rule == RuleDeathUnclear:
		return state{block: &block{rule: RuleDeathUnclear}}, nil
	case saysEnded(c.who) || saysEnded(c.spouse) || saysEnded(c.hit.Person):
		return state{block: &block{rule: RuleDate, about: []string{string(match.MaritalStatus)}}}, nil
	}
	b := t.absence(presence{codes.VitalEventDivorce, isWhole}, presence{codes.VitalEventDeath, own.isWhole && theirs.isWhole})
	return state{inForce: b == nil, block: b}, nil
}

// saysEnded says whether a marital status in the record of a marriage says that it is
// one no more.
func saysEnded(p person.Person) bool {
	switch p.MaritalStatus.Canonical() {
	case codes.MaritalStatusDivorced, codes.MaritalStatusWidowed, codes.MaritalStatusAnnulled:
		return true
	default:
		return false
	}
}

// hasBegun says whether the wedding was by the day.
func (t *talk) hasBegun(c candidate, on person.Date) (bool, *block) {
	d, ok := t.weddingDay(c)
	if begun := d.NotAfter(on); ok && begun != person.Unsure {
		return begun == person.True, nil
	}
	return false, &block{rule: RuleDate, about: []string{string(match.MarriageDate)}}
}

// weddingDay is the date of the wedding, false if it is not sure.
func (t *talk) weddingDay(c candidate) (person.Date, bool) {
	dates := datesOf(c, person.DateOfMarriage, func(p person.Person) []person.Date { return p.MarriageDates })
	if len(dates) == 0 || isDisputed(c, person.DateOfMarriage) {
		return person.Date{}, false
	}
	for _, d := range dates[1:] {
		if d.In(t.law.Zone).Equal(dates[0].In(t.law.Zone)) != person.True {
			return person.Date{}, false
		}
	}
	return dates[0].In(t.law.Zone), true
}

// isDivorced says whether the record of the marriage tells of a divorce by the day.
func (t *talk) isDivorced(c candidate, on person.Date) (bool, *block) {
	unsure := &block{rule: RuleDate, about: []string{string(match.DivorceDate)}}
	if isDisputed(c, person.DateOfDivorce) {
		return false, unsure
	}
	for _, d := range datesOf(c, person.DateOfDivorce, func(p person.Person) []person.Date { return p.DivorceDates }) {
		switch d.In(t.law.Zone).NotAfter(on) {
		case person.True:
			return true, nil
		case person.Unsure:
			return false, unsure
		default: // it comes later
		}
	}
	return false, nil
}

// datesOf are the dates of one kind that the record has, of either of the couple.
func datesOf(c candidate, kind person.DateKind, of func(person.Person) []person.Date) []person.Date {
	var out []person.Date
	for _, p := range []person.Person{c.who, c.spouse, c.hit.Person} {
		for _, d := range of(p) {
			if !c.registry.Placeholders.IsDate(d, kind) {
				out = append(out, d)
			}
		}
	}
	return out
}

func isDisputed(c candidate, kind person.DateKind) bool {
	return len(c.who.Disputed(kind))+len(c.spouse.Disputed(kind))+len(c.hit.Person.Disputed(kind)) > 0
}

// presence is a register, and whether the answers showed all of it that was asked for.
type presence struct {
	event   codes.VitalEvent
	isWhole bool
}

// absence says in which registers a record may be missing although what it would tell
// of has happened; nil if in none.
func (t *talk) absence(registers ...presence) *block {
	var open []string
	for _, r := range registers {
		if !r.isWhole || !t.law.isComplete(r.event) {
			open = append(open, string(r.event))
		}
	}
	if open == nil {
		return nil
	}
	return &block{rule: RuleNotComplete, about: open}
}
