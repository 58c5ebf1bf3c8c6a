package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

func settingsOf(t *testing.T, args ...string) settings {
	t.Helper()
	s, err := parse(args, t.Output())
	require.NoError(t, err)
	return s
}

func TestTheSDKTellsTheTruthInEveryProfileWithFaultsAndWithout(t *testing.T) {
	t.Parallel()
	s := settingsOf(t, "-n", fmt.Sprint(testQuestions), "-people", "10000")
	w, err := newWorld(t.Context(), s, nil)
	require.NoError(t, err)
	rows, err := w.ask(t.Context())
	require.NoError(t, err)
	var table bytes.Buffer
	total := report(&table, rows)
	fmt.Fprintf(os.Stdout, "truth: %d questions\n%s", testQuestions, table.String())
	for _, f := range total.first {
		t.Error(f.text(s.seed))
	}
	assert.Zero(t, total.verdicts[wrong])
	assert.Equal(t, testQuestions, asked(total))
	assert.Less(t, total.verdicts[undecided], asked(total)/100)
	require.Len(t, rows, 2*len(profile.All()))
	for _, r := range rows {
		assert.Positive(t, r.tally.verdicts[right], r.profile.Name)
		assert.Equal(t, r.faults, r.tally.verdicts[excused] > 0, r.profile.Name)
	}
	for _, k := range kinds() {
		assert.Positive(t, total.kinds[k.name], k.name)
	}
	if testQuestions < 100_000 {
		return // too few for each fault to strike
	}
	for _, next := range faultTurns() {
		assert.Positive(t, total.faults[string(next.fault.Kind)], next.fault.Kind)
	}
}

func TestEveryFaultOfTheSandboxHasItsTurn(t *testing.T) {
	t.Parallel()
	registry, err := sandbox.New()
	require.NoError(t, err)
	_, err = registry.Inject(sandbox.Fault{Kind: "nonsense"})
	_, names, ok := strings.Cut(err.Error(), "kind must be one of ")
	require.True(t, ok, "the error lists the kinds: %v", err)
	for name := range strings.SplitSeq(names, ", ") {
		// Those of deliveries befall what is told, and those of asynchronous searches what
		// is called back; here everything is asked and answered at once.
		if !strings.HasPrefix(name, "delivery_") && !strings.HasPrefix(name, "async_") && name != string(sandbox.FaultReceiverDown) {
			assert.Contains(t, turnKinds(), name)
		}
	}
	for _, next := range faultTurns() {
		_, err := registry.Inject(next.fault)
		require.NoError(t, err, next.fault.Kind)
	}
}

func turnKinds() []string {
	var out []string
	for _, next := range faultTurns() {
		out = append(out, string(next.fault.Kind))
	}
	return out
}

func TestTheSameSeedAsksTheSameQuestionsWithTheSameAnswers(t *testing.T) {
	t.Parallel()
	tallies := func(seed string) []tally {
		s := settingsOf(t, "-n", "1500", "-people", "1000", "-profiles", "dci-1.0,workshop-2022", "-seed", seed)
		w, err := newWorld(t.Context(), s, nil)
		require.NoError(t, err)
		rows, err := w.ask(t.Context())
		require.NoError(t, err)
		var out []tally
		for _, r := range rows {
			assert.Empty(t, r.tally.first)
			out = append(out, r.tally)
		}
		return out
	}
	one := tallies("3")
	assert.Equal(t, one, tallies("3"))
	assert.NotEqual(t, one, tallies("4"))
}

func TestACommandThatFindsNothingWrongSaysSoWithCounts(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-n", "300", "-people", "1000", "-profiles", "bare-crvs"}, &out, t.Output()))
	for _, word := range []string{"a country of 1067 people", "asked", "right", "undecided", "refused", "wrong", "bare-crvs", "off", "on", "for 300 questions"} {
		assert.Contains(t, out.String(), word)
	}
}

func TestFlagsThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-profiles", "nonsense"}, {"-profiles", "dci-1.0,nonsense"}, {"-faults", "some"}, {"-n", "0"}, {"-people", "10"}, {"-nonsense"}, {"rest"},
	} {
		assert.Error(t, run(t.Context(), args, t.Output(), t.Output()), args)
	}
}
