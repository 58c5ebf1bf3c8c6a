package decide_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

func questions() []decide.Question {
	m, r, b := mala().person(), ravi().person(), bala().person()
	return []decide.Question{
		decide.Birth{Child: m},
		decide.Age{Subject: m, AtLeast: 60, On: day()},
		decide.Death{Subject: m, On: day()},
		decide.Marriage{Subject: m, Spouse: r, InForce: true, On: day()},
		decide.Parent{Child: m, Parent: b},
		decide.Widowhood{Subject: m, On: day()},
		decide.SingleParent{Child: m, Parent: b, On: day()},
		decide.Identity{Subject: m},
		decide.Family{Subject: m},
	}
}

func everybody() registry {
	return holds(birth(mala(), parentsOf), marriage(mala(), ravi(), "1975-02-01"), death(ravi(), "2020-01-01"), birth(bala()), birth(ravi()))
}

func TestAQuestionThatLacksSomethingIsRefusedWithoutAValue(t *testing.T) {
	t.Parallel()
	m := mala().person()
	for name, q := range map[string]decide.Question{
		"nobody":                decide.Birth{},
		"a name alone":          decide.Birth{Child: someone{given: "Mala"}.person()},
		"a placeholder":         decide.Birth{Child: someone{nid: "000000"}.person()},
		"a masked number":       decide.Identity{Subject: someone{nid: "XXXXX6789"}.person()},
		"a number of two lines": decide.Identity{Subject: someone{nid: "12\n34"}.person()},
		"no limit":              decide.Age{Subject: m, On: day()},
		"limits crossed":        decide.Age{Subject: m, AtLeast: 60, Under: 60, On: day()},
		"a negative limit":      decide.Age{Subject: m, AtLeast: -1, On: day()},
		"an age without a day":  decide.Age{Subject: m, AtLeast: 60},
		"a month for a day":     decide.Death{Subject: m, On: person.MustDate("2026-11")},
		"in force, no day":      decide.Marriage{Subject: m, InForce: true},
		"no parent":             decide.Parent{Child: m},
		"no day":                decide.SingleParent{Child: m, Parent: bala().person()},
		"widow, no day":         decide.Widowhood{Subject: m},
		"no family":             decide.Family{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next, v, err := q.Step(decide.Law{}, nil)
			assert.Nil(t, next)
			assert.Nil(t, v)
			e, ok := errors.AsType[*fault.Error](err)
			require.True(t, ok)
			assert.Equal(t, fault.KindInvalid, e.Kind)
			assert.Equal(t, err, q.Validate())
			assert.NotContains(t, err.Error(), "Mala")
		})
	}
}

func TestAnAnswerThatIsAnErrorIsNoVerdict(t *testing.T) {
	t.Parallel()
	for _, kind := range []fault.Kind{fault.KindTimeout, fault.KindSignature, fault.KindOvermatch, fault.KindRejected, fault.KindNotFound} {
		for _, q := range questions() {
			r := everybody()
			r.change = func(a *decide.Answer) { a.Hits, a.Err = nil, &fault.Error{Kind: kind} }
			_, err := settle(t, complete(), q, r)
			e, ok := errors.AsType[*fault.Error](err)
			require.True(t, ok, "%s %s", q.Name(), kind)
			assert.Equal(t, kind, e.Kind)
		}
	}
}

func TestARegistryThatCannotBeAskedAtAllIsAnError(t *testing.T) {
	t.Parallel()
	for _, q := range questions() {
		_, err := settle(t, complete(), q, registry{refuses: func(search.Query) bool { return true }})
		assert.ErrorIs(t, err, crvs.ErrUnsupported, q.Name())
	}
}

func TestAWayOfAskingThatTheRegistryDoesNotKnowIsANote(t *testing.T) {
	t.Parallel()
	r := everybody()
	r.refuses = func(q search.Query) bool { return q.Identifier().Type == codes.IdentifierUIN || noFacts(q) }
	two := mala().but(func(s *someone) { s.more = []person.Identifier{{Type: codes.IdentifierUIN, Value: "U1"}} })
	v, err := settle(t, decide.Law{}, decide.Birth{Child: two.person()}, r)
	require.NoError(t, err)
	assert.Equal(t, decide.Confirmed, v.Outcome)
	assert.Equal(t, []decide.Note{{Code: decide.NoteNumberNotAsked, About: []string{"UIN"}}}, v.Notes)
	v, err = settle(t, decide.Law{}, decide.Death{Subject: mala().person(), On: day()}, r)
	require.NoError(t, err)
	assert.Equal(t, decide.NotFound, v.Outcome)
	assert.Equal(t, []decide.Note{{Code: decide.NoteFactsNotAsked}}, v.Notes)
}

func TestTheSameAnswersGiveTheSameStep(t *testing.T) {
	t.Parallel()
	for _, q := range questions() {
		var answers []decide.Answer
		for {
			next, v, err := q.Step(complete(), answers)
			again, w, errAgain := q.Step(complete(), answers)
			require.NoError(t, err)
			require.NoError(t, errAgain)
			assert.Equal(t, v, w)
			require.Len(t, again, len(next))
			for i := range next {
				a, err := json.Marshal(next[i])
				require.NoError(t, err)
				b, err := json.Marshal(again[i])
				require.NoError(t, err)
				assert.JSONEq(t, string(a), string(b))
			}
			if v != nil {
				break
			}
			for _, query := range next {
				answers = append(answers, everybody().answer(query))
			}
		}
	}
}

func TestAVerdictHoldsNoValueOfAnybody(t *testing.T) {
	t.Parallel()
	law := complete()
	for _, q := range questions() {
		v, err := settle(t, law, q, everybody())
		require.NoError(t, err)
		filed, err := json.Marshal(v)
		require.NoError(t, err)
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("decided", slog.Any("verdict", v))
		for _, text := range []string{string(filed), v.Sentence(), v.String(), fmt.Sprintf("%v %+v %#v %s %d", v, v, v, v, v), log.String()} {
			for _, s := range []someone{mala(), ravi(), bala(), mohan()} {
				for _, value := range []string{s.nid, s.given, s.family, s.born} {
					assert.NotContains(t, text, value, q.Name())
				}
			}
		}
		assert.Contains(t, string(filed), `"rule":"`+string(v.Rule)+`"`)
		assert.Contains(t, log.String(), string(v.Rule))
	}
}

func TestTheEvidenceSaysWhatWasAskedOfWhomAndWhatEachRecordShowed(t *testing.T) {
	t.Parallel()
	v, err := settle(t, decide.Law{}, decide.Death{Subject: ravi().person(), On: day()}, everybody())
	require.NoError(t, err)
	filed, err := json.Marshal(v)
	require.NoError(t, err)
	assert.JSONEq(t, `{"question":"death","outcome":"confirmed","rule":"death.recorded","asked":["2026-11-23"],"identified_by":"number_and_facts","evidence":[
		{"registry":"crvs.test","profile":"dci-1.0","at":"2026-11-23T09:00:00Z","event":"death","asked":"idtype-value NATIONAL_ID in death","supported":true,"found":1,"complete":true,"transaction_id":"t-1",
		"records":[{"match":"confirmed","findings":[{"attribute":"reg_event_type","finding":"confirmed","by":"registration"},{"attribute":"NATIONAL_ID","finding":"confirmed","by":"subject"}],
		"compared":[{"attribute":"identifier","outcome":"agree"},{"attribute":"name","outcome":"agree"},{"attribute":"sex","outcome":"agree"},{"attribute":"birth_date","outcome":"agree"}]}]}]}`, string(filed))
}

func TestAnAmbiguousVerdictNamesTheAttributesInWhichCandidatesDiffer(t *testing.T) {
	t.Parallel()
	twice := holds(birth(mala()), birth(mala().but(func(s *someone) { s.nid, s.place = "222222222", "Delhi" })))
	v, err := settle(t, decide.Law{}, decide.Birth{Child: mala().but(withoutNumber).person()}, twice)
	require.NoError(t, err)
	assert.Equal(t, decide.Ambiguous, v.Outcome)
	assert.Equal(t, "Several registrations fit what was given. They differ in identifier, birth_place.", v.Sentence())
}

func TestTheZeroVerdictIsNoOutcome(t *testing.T) {
	t.Parallel()
	for _, o := range []decide.Outcome{decide.Confirmed, decide.Refuted, decide.NotFound, decide.Ambiguous, decide.Undecided} {
		assert.NotEqual(t, decide.Verdict{}.Outcome, o)
	}
}

func TestNothingThatIsUnconfirmedDecidesAnything(t *testing.T) {
	t.Parallel()
	law := complete()
	law.NumberAlone, law.NameSlips, law.DateSlips, law.FactsAlone = true, true, true, []match.Attribute{match.Name}
	for _, q := range questions() {
		r := holds(append(everybody().records, death(mala(), "2025-01-01"))...)
		r.change = func(a *decide.Answer) {
			for i := range a.Hits {
				a.Hits[i].Match = search.MatchUnconfirmed
			}
		}
		v, err := settle(t, law, q, r)
		require.NoError(t, err)
		assert.Equal(t, decide.Undecided, v.Outcome, q.Name())
		assert.Equal(t, decide.RuleUnconfirmed, v.Rule, q.Name())
	}
}

// A registry that answers every query with every record that it has, of whatever event,
// and one that answers with empty records.
func TestRecordsThatWereNotAskedForDecideNothing(t *testing.T) {
	t.Parallel()
	for _, q := range questions() {
		for _, hits := range [][]search.Hit{make([]search.Hit, 3), {{Record: birth(mala()), Match: search.MatchUnconfirmed}, {Record: death(ravi(), "2020-01-01"), Match: search.MatchUnconfirmed}}} {
			r := registry{change: func(a *decide.Answer) { a.Hits = hits }}
			v, err := settle(t, complete(), q, r)
			require.NoError(t, err)
			assert.Equal(t, decide.Undecided, v.Outcome, q.Name())
		}
	}
}
