package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// decisions are the questions, as the command line names them.
func decisions() []string {
	return []string{"birth", "age", "death", "marriage", "widowhood", "parent", "single-parent", "identity", "family"}
}

// inquiry is a question for a verdict as the command line gives it.
type inquiry struct {
	verb               string
	who, child, spouse person.Person
	mother, father     person.Person
	atLeast, atMost    int
	inForce            bool
	on                 person.Date
}

func (q *inquiry) define(f *flags) {
	q.on = person.DateOf(time.Now())
	definePerson(f, "", &q.who)
	definePerson(f, "child-", &q.child)
	definePerson(f, "spouse-", &q.spouse)
	f.once("sex", func(value string) error {
		sex, ok := codes.Sexes().Parse(value)
		if !ok {
			return errors.New("is not one of female, male, other")
		}
		q.who.Sex = sex
		return nil
	})
	f.once("birth-place", func(value string) error {
		q.who.BirthPlace = &person.Place{Name: value}
		return nil
	})
	for name, parent := range map[string]*person.Person{"mother": &q.mother, "father": &q.father} {
		defineNumber(f, name+"-id", parent)
		f.once(name+"-name", func(value string) error {
			parent.Names = []person.PersonName{{Text: value}}
			return nil
		})
	}
	f.number(&q.atLeast, "at-least", 0)
	f.number(&q.atMost, "at-most", 0)
	f.toggle(&q.inForce, "in-force")
	defineDate(f, "on", func(d person.Date) { q.on = d })
}

// definePerson defines the facts by which anybody is known.
func definePerson(f *flags, prefix string, p *person.Person) {
	defineNumber(f, prefix+"id", p)
	name := func() *person.PersonName {
		if len(p.Names) == 0 {
			p.Names = make([]person.PersonName, 1)
		}
		return &p.Names[0]
	}
	f.once(prefix+"given-name", func(value string) error {
		name().Given = []string{value}
		return nil
	})
	f.once(prefix+"family-name", func(value string) error {
		name().Family = []string{value}
		return nil
	})
	defineDate(f, prefix+"birth-date", func(d person.Date) { p.BirthDates = []person.Date{d} })
}

func defineNumber(f *flags, name string, p *person.Person) {
	f.each(name, func(value string) error {
		id, err := parseNumber(value)
		p.Identifiers = append(p.Identifiers, id)
		return err
	})
}

// parseNumber reads TYPE:VALUE.
func parseNumber(value string) (person.Identifier, error) {
	kind, number, ok := strings.Cut(value, ":")
	kind, number = strings.TrimSpace(kind), strings.TrimSpace(number)
	if !ok || kind == "" || number == "" {
		return person.Identifier{}, errors.New("wants TYPE:VALUE, for example BRN:B90MAY123")
	}
	return person.Identifier{Type: codes.IdentifierType(kind), Value: number}, nil
}

func defineDate(f *flags, name string, set func(person.Date)) {
	f.once(name, func(value string) error {
		d, err := person.ParseDate(value)
		if err != nil {
			return errors.New("wants a date like 1990-05-12")
		}
		set(d)
		return nil
	})
}

// asked is the question. What is missing its own Validate says; here is what belongs to
// another question.
func (q *inquiry) asked(f *flags) decide.Question {
	who := q.who
	for _, parent := range []person.Relation{{Type: codes.RelationshipMother, Person: q.mother}, {Type: codes.RelationshipFather, Person: q.father}} {
		if len(parent.Person.Names)+len(parent.Person.Identifiers) > 0 {
			who.Relations = append(who.Relations, parent)
		}
	}
	for flag, verbs := range map[string]string{
		"at-least": "age", "at-most": "age", "in-force": "marriage",
		"child-id": "parent single-parent", "child-given-name": "parent single-parent", "child-family-name": "parent single-parent", "child-birth-date": "parent single-parent",
		"spouse-id": "marriage widowhood", "spouse-given-name": "marriage widowhood", "spouse-family-name": "marriage widowhood", "spouse-birth-date": "marriage widowhood",
	} {
		if q.verb != "" && f.given[flag] && !strings.Contains(" "+verbs+" ", " "+q.verb+" ") {
			f.fail("-%s belongs to another question: %s", flag, strings.ReplaceAll(verbs, " ", ", "))
		}
	}
	switch q.verb {
	case "birth":
		return decide.Birth{Child: who}
	case "age":
		a := decide.Age{Subject: who, AtLeast: q.atLeast, On: q.on}
		if f.given["at-most"] {
			a.Under = q.atMost + 1
		}
		return a
	case "death":
		return decide.Death{Subject: who, On: q.on}
	case "marriage":
		return decide.Marriage{Subject: who, Spouse: q.spouse, InForce: q.inForce, On: q.on}
	case "widowhood":
		return decide.Widowhood{Subject: who, Spouse: q.spouse, On: q.on}
	case "parent":
		return decide.Parent{Child: q.child, Parent: who}
	case "single-parent":
		return decide.SingleParent{Child: q.child, Parent: who, On: q.on}
	case "identity":
		return decide.Identity{Subject: who}
	case "family":
		return decide.Family{Subject: who}
	default:
		f.fail("the question is missing: it is one of %s", strings.Join(decisions(), ", "))
		return decide.Identity{}
	}
}

// defineLaw defines what a country's law sets.
func defineLaw(f *flags, l *decide.Law) {
	f.once("complete", func(value string) error {
		for word := range strings.SplitSeq(value, ",") {
			event, ok := codes.VitalEvents().Parse(strings.TrimSpace(word))
			if !ok {
				return fmt.Errorf("is not a list of %s", strings.Join(events(), ", "))
			}
			l.Complete = append(l.Complete, event)
		}
		return nil
	})
	f.toggle(&l.NumberAlone, "number-alone")
	f.once("facts-alone", func(value string) error {
		for word := range strings.SplitSeq(value, ",") {
			a := match.Attribute(strings.TrimSpace(word))
			switch a {
			case match.Name, match.BirthDate, match.Sex, match.BirthPlace, match.ParentIdentifier, match.ParentName:
				l.FactsAlone = append(l.FactsAlone, a)
			default:
				return errors.New("is not a list of name, birth_date, sex, birth_place, parent1_identifier, related_person.name")
			}
		}
		return nil
	})
	f.number(&l.DateDays, "date-days", 0)
	f.toggle(&l.DateSlips, "date-slips")
	f.toggle(&l.NameSlips, "name-slips")
	f.once("year-days", func(value string) (err error) {
		l.YearDays, err = parseYearDays(value)
		return err
	})
	f.once("leap-day", func(value string) error {
		rule, ok := map[string]person.LeapDay{"02-28": person.LeapDayFebruary28, "03-01": person.LeapDayMarch1}[value]
		if !ok {
			return errors.New("is not one of 02-28, 03-01")
		}
		l.LeapDay = rule
		return nil
	})
}

func parseYearDays(value string) ([]match.MonthDay, error) {
	days := []match.MonthDay{}
	if value == "none" {
		return days, nil
	}
	for word := range strings.SplitSeq(value, ",") {
		d, err := time.Parse("01-02", strings.TrimSpace(word))
		if err != nil {
			return nil, errors.New("wants days like 01-01,07-01, or none")
		}
		days = append(days, match.MonthDay{Month: d.Month(), Day: d.Day()})
	}
	return days, nil
}
