package decide

import (
	"cmp"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// byFacts looks for somebody by name and date of birth, within the registry's means:
// where it takes no names, by the date alone. numbers is what their numbers found:
// nothing, and perhaps the registry cannot be asked by them.
func (t *talk) byFacts(event codes.VitalEvent, facts person.Person, numbers hits) (found, error) {
	got, err := t.askFacts(event, facts)
	if err != nil {
		return found{}, err
	}
	if !got.isAsked {
		t.note(NoteFactsNotAsked)
		if !numbers.isAsked {
			return found{block: &block{rule: RuleNoNumber}}, cmp.Or(got.unsupported, numbers.unsupported)
		}
		return found{isWhole: numbers.isWhole}, nil
	}
	people, near := t.fitting(got, facts)
	switch {
	case len(people)+len(near) > 1:
		for _, n := range near {
			people = append(people, n.candidate)
		}
		return found{block: t.several(people)}, nil
	case len(near) == 1:
		return found{block: near[0].block}, nil
	case got.isCut:
		return found{block: &block{rule: RuleIncomplete}}, nil
	default:
		// Names are written in many ways: that nobody is found by facts alone says nothing.
		return found{people: people, isWhole: numbers.isWhole}, nil
	}
}

// askFacts asks by the date of birth with each part of the name, for one of them may
// be another now; else by the date alone.
func (t *talk) askFacts(event codes.VitalEvent, facts person.Person) (hits, error) {
	born, _ := birthOf(facts)
	if born = born.In(t.law.Zone); born.Precision() >= person.PrecisionDay {
		born = born.FirstDay()
	}
	onDay, name := search.Where(search.BirthDate.Is(born)).In(event), facts.Name()
	var queries []search.Query
	if given := name.GivenName(); given != "" {
		queries = append(queries, onDay.And(search.GivenName.Is(given)))
	}
	if family := name.FamilyName(); family != "" {
		queries = append(queries, onDay.And(search.FamilyName.Is(family)))
	}
	if len(queries) == 0 {
		queries = append(queries, onDay.And(search.FullName.Is(name.Text)))
	}
	got, err := t.askSound(queries...)
	if err != nil || got.isAsked {
		return got, err
	}
	return t.askSound(onDay)
}

// askSound asks those of the queries that can be asked at all: not for a year of another
// calendar, say, nor for a name with a line in it.
func (t *talk) askSound(queries ...search.Query) (hits, error) {
	queries = slices.DeleteFunc(queries, func(q search.Query) bool { return q.Validate() != nil })
	answers, err := t.ask(queries...)
	if err != nil {
		return hits{}, err
	}
	return t.gather(answers), nil
}

// nearly is somebody whom the facts may mean.
type nearly struct {
	candidate
	block *block
}

// fitting are those who may be the person: people by all that the law asks for, near
// without being sure. Who contradicts the facts is neither, but for one who has
// another number: one person may have two.
func (t *talk) fitting(h hits, facts person.Person) (people []candidate, near []nearly) {
	for i, hit := range h.list {
		c, j := t.judge(hit, facts, h.answers[i])
		differs := j.block != nil && j.block.rule == RuleDiffers
		fits := j.compared.Outcome(match.Name) >= match.Similar && j.compared.Outcome(match.BirthDate) >= match.Similar
		inNumber := differs && fits && slices.Equal(j.block.about, []string{string(match.Identifier)})
		switch {
		case differs && !inNumber:
		case j.block != nil:
			near = append(near, nearly{c, j.block})
		case !isShown(hit):
			near = append(near, nearly{c, &block{rule: RuleUnconfirmed}})
		default:
			people = append(people, c)
		}
	}
	if len(people) == 1 { // a namesake with other parents is somebody else
		near = slices.DeleteFunc(near, func(n nearly) bool { return t.law.isAnother(facts, n.candidate) })
	}
	return people, near
}

// isAnother says whether a candidate differs in what the law identifies people by.
func (l Law) isAnother(facts person.Person, c candidate) bool {
	compared := l.compare(facts, c.who, c.registry)
	return slices.ContainsFunc(l.FactsAlone, func(a match.Attribute) bool { return compared.Outcome(a) == match.Differ })
}
