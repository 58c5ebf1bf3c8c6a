package decide_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

const today = "2026-11-23"

func day() person.Date { return person.MustDate(today) }

// someone is a person in short.
type someone struct {
	nid, given, family, born string
	sex                      codes.Sex
	place                    string
	more                     []person.Identifier
	relations                []person.Relation
}

func (s someone) person() person.Person {
	p := person.Person{Sex: s.sex, Identifiers: slices.Clone(s.more), Relations: s.relations}
	if s.nid != "" {
		p.Identifiers = append(p.Identifiers, person.Identifier{Type: codes.IdentifierNationalID, Value: s.nid})
	}
	if s.given+s.family != "" {
		p.Names = []person.PersonName{{Given: list(s.given), Family: list(s.family)}}
	}
	if s.born != "" {
		p.BirthDates = []person.Date{person.MustDate(s.born)}
	}
	if s.place != "" {
		p.BirthPlace = &person.Place{Name: s.place}
	}
	return p
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func mala() someone {
	return someone{nid: "123456789", given: "Mala", family: "Kumar", born: "1950-05-12", sex: codes.SexFemale, place: "Pune"}
}

func ravi() someone {
	return someone{nid: "987654321", given: "Ravi", family: "Nair", born: "1946-01-20", sex: codes.SexMale}
}

func bala() someone {
	return someone{nid: "555000111", given: "Bala", family: "Kumar", born: "1925-03-01", sex: codes.SexFemale}
}

func mohan() someone {
	return someone{nid: "555000222", given: "Mohan", family: "Kumar", born: "1920-07-09", sex: codes.SexMale}
}

func (s someone) but(change func(*someone)) someone { change(&s); return s }

// record is a registration as a registry writes it.
func record(event codes.VitalEvent, number string, p person.Person, changes ...func(*person.Person)) person.Record {
	for _, change := range changes {
		change(&p)
	}
	r := person.Record{Event: event, RegistrationNumber: number, Person: p}
	raw, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	var out person.Record
	if err := json.Unmarshal(raw, &out); err != nil {
		panic(err)
	}
	return out
}

func birth(s someone, changes ...func(*person.Person)) person.Record {
	return record(codes.VitalEventBirth, "B"+s.nid, s.person(), changes...)
}

func death(s someone, on string, changes ...func(*person.Person)) person.Record {
	p := s.person()
	if on != "" {
		p.DeathDates = []person.Date{person.MustDate(on)}
	}
	return record(codes.VitalEventDeath, "D"+s.nid, p, changes...)
}

func marriage(wife, husband someone, on string, changes ...func(*person.Person)) person.Record {
	p := wife.person()
	if on != "" {
		p.MarriageDates = []person.Date{person.MustDate(on)}
	}
	p.Relations = append(p.Relations, person.Relation{Type: codes.RelationshipHusband, Person: husband.person()})
	return record(codes.VitalEventMarriage, "M"+wife.nid+husband.nid+on, p, changes...)
}

func divorced(on string) func(*person.Person) {
	return func(p *person.Person) { p.DivorceDates = []person.Date{person.MustDate(on)} }
}

func withExtra(object string) func(*person.Person) {
	return func(p *person.Person) {
		x, err := person.NewExtra(json.RawMessage(object))
		if err != nil {
			panic(err)
		}
		p.Extra = x
	}
}

// registry answers queries from a list of records.
type registry struct {
	records []person.Record
	refuses func(search.Query) bool // it cannot be asked this
	loose   bool                    // it also gives what it does not show to match
	change  func(*decide.Answer)
}

func (r registry) answer(q search.Query) decide.Answer {
	a := decide.Answer{Query: q, Complete: true, At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Registry: decide.Registry{ID: "crvs.test", Profile: "dci-1.0"}, TransactionID: "t-1"}
	if r.refuses != nil && r.refuses(q) {
		a.Err = &fault.Error{Kind: fault.KindUnsupported}
		return a
	}
	for _, rec := range r.records {
		if rec.Event != q.Event() {
			continue
		}
		hit, contradiction := search.NewHit(q, rec, search.Holding{})
		if contradiction == "" && (r.loose || hit.Match == search.MatchConfirmed || rec.IsCancelled()) {
			a.Hits = append(a.Hits, hit)
		}
	}
	if r.change != nil {
		r.change(&a)
	}
	return a
}

// settle asks until there is a verdict.
func settle(t *testing.T, law decide.Law, q decide.Question, r registry) (decide.Verdict, error) {
	t.Helper()
	var answers []decide.Answer
	for range 50 {
		next, v, err := q.Step(law, answers)
		if err != nil {
			return decide.Verdict{}, err
		}
		if v != nil {
			return *v, nil
		}
		require.NotEmpty(t, next, "a step without queries must give a verdict")
		for _, query := range next {
			require.NoError(t, query.Validate())
			answers = append(answers, r.answer(query))
		}
	}
	require.Fail(t, "the question does not end")
	return decide.Verdict{}, nil
}

// row is one row of a question's table of outcomes.
type row struct {
	name     string
	law      decide.Law
	question decide.Question
	registry registry
	outcome  decide.Outcome
	rule     decide.Rule
	about    []string
	by       decide.IdentifiedBy
}

func (r row) run(t *testing.T) {
	t.Helper()
	v, err := settle(t, r.law, r.question, r.registry)
	require.NoError(t, err)
	require.Equal(t, r.rule, v.Rule, "%v", v)
	require.Equal(t, r.outcome, v.Outcome)
	require.Equal(t, r.question.Name(), v.Question)
	require.Equal(t, r.by, v.IdentifiedBy)
	if r.about != nil {
		require.Equal(t, r.about, v.About)
	}
	require.NotEmpty(t, v.Sentence())
	require.NotContains(t, v.Sentence(), "{")
}

func rows(t *testing.T, table []row) {
	t.Helper()
	for _, r := range table {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			r.run(t)
		})
	}
}

func facts(all ...match.Attribute) decide.Law { return decide.Law{FactsAlone: all} }

func holds(records ...person.Record) registry { return registry{records: records} }
