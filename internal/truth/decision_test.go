package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestNoVerdictIsFalseInAnyProfileWithFaultsAndWithout(t *testing.T) {
	t.Parallel()
	questions := testQuestions / 50
	s := settingsOf(t, "-decide", "-n", fmt.Sprint(questions), "-people", "5000")
	w, err := newWorld(t.Context(), s, nil)
	require.NoError(t, err)
	rows, err := w.ask(t.Context())
	require.NoError(t, err)
	var table bytes.Buffer
	total := report(&table, rows)
	reportDecided(&table, rows)
	fmt.Fprintf(os.Stdout, "truth: %d verdicts\n%s", questions, table.String())
	for _, f := range total.first {
		t.Error(f.text(s.seed))
	}
	assert.Equal(t, questions, asked(total))
	assert.Zero(t, total.verdicts[wrong])
	if testQuestions < 100_000 {
		return // too few for each verdict
	}
	outcomes := map[decide.Outcome]int{}
	for d, n := range total.decided {
		outcomes[d.outcome] += n
	}
	for _, o := range []decide.Outcome{decide.Confirmed, decide.Refuted, decide.NotFound, decide.Ambiguous, decide.Undecided, ""} {
		assert.Positive(t, outcomes[o], o)
	}
	for _, name := range []string{"birth", "age", "death", "marriage", "widowhood", "parent", "single_parent", "identity", "family"} {
		assert.Positive(t, total.kinds[name], name)
		assert.Contains(t, table.String(), name)
	}
}

func TestAVerdictIsHeldAgainstTheTruth(t *testing.T) {
	t.Parallel()
	id := person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"}
	relative := func(number string) []person.Relation {
		return []person.Relation{{Person: person.Person{Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: number}}}}}
	}
	is := func(o decide.Outcome) decide.Verdict { return decide.Verdict{Outcome: o} }
	for _, tt := range []struct {
		name   string
		d      decision
		v      decide.Verdict
		err    error
		struck bool
		want   verdict
	}{
		{"confirmed, and so", decision{isSo: true}, is(decide.Confirmed), nil, false, right},
		{"confirmed, and not so", decision{isNot: true}, is(decide.Confirmed), nil, false, wrong},
		{"confirmed, and not so, after a fault", decision{}, is(decide.Confirmed), nil, true, wrong},
		{"refuted, and not so", decision{isNot: true}, is(decide.Refuted), nil, false, right},
		{"refuted, and so", decision{isSo: true}, is(decide.Refuted), nil, false, wrong},
		{"refuted, and nobody knows", decision{}, is(decide.Refuted), nil, true, wrong},
		{"not found, and not there", decision{}, is(decide.NotFound), nil, false, right},
		{"not found, and there", decision{isThere: true}, is(decide.NotFound), nil, true, wrong},
		{"not found, and not asked for by the number", decision{isThere: true}, decide.Verdict{Outcome: decide.NotFound, Notes: []decide.Note{{Code: decide.NoteNumberNotAsked}}}, nil, false, right},
		{"undecided", decision{isSo: true}, is(decide.Undecided), nil, false, undecided},
		{"ambiguous", decision{isSo: true}, is(decide.Ambiguous), nil, false, undecided},
		{"no verdict at all", decision{isSo: true}, is(""), nil, false, wrong},
		{"one of the family", decision{isSo: true, family: []person.Identifier{id}}, decide.Verdict{Outcome: decide.Confirmed, Relatives: relative("123456789")}, nil, false, right},
		{"a stranger in the family", decision{isSo: true, family: []person.Identifier{id}}, decide.Verdict{Outcome: decide.Confirmed, Relatives: relative("987654321")}, nil, false, wrong},
		{"an error after a fault", decision{}, is(""), &crvs.Error{Kind: crvs.KindTimeout}, true, excused},
		{"an error and no fault", decision{}, is(""), &crvs.Error{Kind: crvs.KindTimeout}, false, wrong},
		{"what the profile refuses", decision{}, is(""), &crvs.Error{Kind: crvs.KindUnsupported}, false, refused},
		{"a record that fails a registry", decision{isOdd: true}, is(""), &crvs.Error{HTTPStatus: http.StatusInternalServerError}, false, undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			came, why := tt.d.judge(tt.v, tt.err, tt.struck)
			assert.Equal(t, tt.want, came)
			assert.Equal(t, tt.want == wrong, why != "")
		})
	}
}

func TestTheSameSeedAsksForTheSameVerdicts(t *testing.T) {
	t.Parallel()
	tallies := func(seed string) []tally {
		s := settingsOf(t, "-decide", "-n", "600", "-people", "1000", "-profiles", "dci-1.0", "-faults", "off", "-seed", seed)
		w, err := newWorld(t.Context(), s, nil)
		require.NoError(t, err)
		rows, err := w.ask(t.Context())
		require.NoError(t, err)
		return []tally{rows[0].tally}
	}
	one := tallies("3")
	assert.Equal(t, one, tallies("3"))
	assert.NotEqual(t, one, tallies("4"))
}
