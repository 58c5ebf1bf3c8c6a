package decide

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// block is why a record does not decide.
type block struct {
	rule        Rule
	about       []string
	differences []match.Attribute
}

func (t *talk) blocked(b *block) Verdict {
	v := t.verdict(b.rule, b.about...)
	v.Differences = b.differences
	return v
}

// judged is what comes of holding the given facts against a person in a record.
type judged struct {
	compared match.Comparison
	number   bool // a number agrees
	by       IdentifiedBy
	block    *block // nil if the person is identified
}

// identify says whether the person in a record is the one of the given facts. The
// same rules hold for whoever is asked about, for a spouse and for a parent.
func (l Law) identify(facts, shown person.Person, r Registry) judged {
	c := l.compare(facts, shown, r)
	j := judged{compared: c}
	for _, id := range facts.Identifiers {
		j.number = j.number || isUsable(id) && l.counts(id.Type) && c.Identifier(id.Type) == match.Agree
	}
	isNear := l.isNear(facts.BirthDates, shown.BirthDates)
	var differ []string
	for _, a := range c.Contradictions() {
		if a != match.BirthDate || !isNear {
			differ = append(differ, string(a))
		}
	}
	// A name may change in a life. But a number of one twin and the name of the other
	// differ in nothing else.
	if c.Outcome(match.Name) == match.Differ {
		differ = append(differ, string(match.Name))
	}
	name, born := c.Outcome(match.Name), c.Outcome(match.BirthDate)
	isMisspelt := name == match.Similar && l.compare(facts, shown, r, match.NoSlips()).Outcome(match.Name) < match.Similar
	switch {
	case len(differ) > 0:
		j.block = &block{rule: RuleDiffers, about: differ}
	case name == match.CannotTell:
		j.block = &block{rule: RuleCannotTell, about: []string{string(match.Name)}}
	case isMisspelt && (!l.NameSlips || !j.number || born != match.Agree):
		j.block = &block{rule: RuleSimilar, about: []string{string(match.Name)}}
	case born == match.Similar && !isNear && (!l.DateSlips || name < match.Similar):
		j.block = &block{rule: RuleSimilar, about: []string{string(match.BirthDate)}}
	case !j.number:
		j.by, j.block = ByFactsAlone, l.factsAlone(facts, shown, c)
	case name >= match.Similar || (born == match.Agree || isNear) && isToTheDay(facts.BirthDates, shown.BirthDates):
		j.by = ByNumberAndFacts
	case l.NumberAlone:
		j.by = ByNumberAlone
	default:
		j.block = &block{rule: RuleNumberAlone}
	}
	return j
}

// factsAlone says what is missing for facts alone to identify somebody.
func (l Law) factsAlone(facts, shown person.Person, c match.Comparison) *block {
	if len(l.FactsAlone) == 0 {
		return &block{rule: RuleFactsAlone}
	}
	var missing []string
	for _, a := range l.FactsAlone {
		o := c.Outcome(a)
		isEnough := o == match.Agree || o == match.Similar && (a == match.Name || a == match.ParentName)
		switch a {
		case match.BirthDate:
			isEnough = isEnough && isToTheDay(facts.BirthDates, shown.BirthDates)
		case match.Name:
			isEnough = isEnough && c.NameSimilarity() > mostOfAName
		default: // nothing more
		}
		if !isEnough {
			missing = append(missing, string(a))
		}
	}
	if missing == nil {
		return nil
	}
	return &block{rule: RuleFactsAlone, about: missing}
}

// mostOfAName is how alike two names must be to identify without a number: a middle name
// may be missing, and not the given name or the family name. A family has one of them.
const mostOfAName = 0.75

// isToTheDay says whether both sides know a date to the day.
func isToTheDay(lists ...[]person.Date) bool {
	return !slices.ContainsFunc(lists, func(dates []person.Date) bool {
		return !slices.ContainsFunc(dates, func(d person.Date) bool { return d.Precision() >= person.PrecisionDay })
	})
}

// isUsable says whether a registry can be asked by this number.
func isUsable(id person.Identifier) bool {
	return id.Type != "" && id.Value != "" && !id.IsPlaceholder() && !id.IsMasked() &&
		search.ByIdentifier(id.Type, id.Value).Validate() == nil
}

// hasFacts says whether a registry can be asked for the person without a number.
func hasFacts(p person.Person) bool {
	_, ok := birthOf(p)
	n := p.Name()
	return ok && n.GivenName()+n.FamilyName()+n.Text != ""
}

// birthOf is the first date of birth that says something.
func birthOf(p person.Person) (person.Date, bool) {
	for _, d := range p.BirthDates {
		if d.Precision() != person.PrecisionNone && !d.IsPlaceholder(person.DateOfBirth) {
			return d, true
		}
	}
	return person.Date{}, false
}

// numbersFor are the numbers by which a register can be asked for the person, each
// once: those of the person, and those of its own registrations.
func (l Law) numbersFor(event codes.VitalEvent, p person.Person) []person.Identifier {
	var out []person.Identifier
	for _, id := range p.Identifiers {
		registers := id.Type.Registers()
		if !isUsable(id) || !l.counts(id.Type) || registers != "" && registers != event {
			continue
		}
		id = person.Identifier{Type: id.Type, Value: id.Value}
		if !slices.Contains(out, id) && len(out) < maxNumbers {
			out = append(out, id)
		}
	}
	return out
}

// maxNumbers bounds by how many numbers of one person a register is asked.
const maxNumbers = 8

// numberOf is the type of number of a registration, "" if it has none.
func numberOf(event codes.VitalEvent) codes.IdentifierType {
	for _, t := range []codes.IdentifierType{codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN} {
		if t.Registers() == event {
			return t
		}
	}
	return ""
}
