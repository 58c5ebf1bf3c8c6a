package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// decided begins a command line that asks the registry at url for a verdict.
func decided(url, question string, rest ...string) []string {
	return append([]string{"decide", question, "-url", url, "-sender", "mis.test", "-insecure-unsigned"}, rest...)
}

func TestEachVerdictHasItsExitStatus(t *testing.T) {
	t.Parallel()
	url := registry(t)
	mala := []string{"-id", "NATIONAL_ID:123456789", "-given-name", "Mala", "-family-name", "Kumar", "-birth-date", "1990-05-12"}
	ravi := []string{"-id", "NATIONAL_ID:987654321", "-given-name", "Ravi", "-birth-date", "1986-01-20"}
	with := func(facts []string, more ...string) []string { return append(append([]string{}, facts...), more...) }
	for _, tt := range []struct {
		name, question string
		args           []string
		status         int
		want           string
	}{
		{"a birth", "birth", with(mala, "-sex", "F", "-birth-place", "Gujarat", "-mother-name", "Bala", "-father-name", "Mohan"), exitFound, "birth.registered"},
		{"a birth with another mother", "birth", with(mala, "-mother-name", "Usha"), exitUndecided, "facts.differ"},
		{"old enough", "age", with(mala, "-at-least", "35", "-on", "2025-12-31"), exitFound, "age.fits"},
		{"not old enough", "age", with(mala, "-at-least", "60", "-on", "2025-12-31"), exitRefuted, "age.does_not_fit"},
		{"young enough", "age", with(mala, "-at-most", "35", "-on", "2025-12-31"), exitFound, "age.fits"},
		{"a death", "death", ravi, exitFound, "death.recorded"},
		{"no death", "death", mala, exitNotFound, "death.not_recorded"},
		{"a number alone", "death", ravi[:2], exitUndecided, "identity.number_alone"},
		{"a number alone, by the law", "death", append(ravi[:2:2], "-number-alone"), exitFound, "death.recorded"},
		{"a marriage", "marriage", with(mala, "-spouse-given-name", "Ravi", "-spouse-birth-date", "1986-01-20", "-spouse-id", "NATIONAL_ID:987654321"), exitFound, "marriage.recorded"},
		{"a marriage that has ended", "marriage", with(mala, "-in-force", "-complete", "marriage"), exitRefuted, "marriage.ended"},
		{"a widow, if she may have married again", "widowhood", mala, exitUndecided, "register.not_complete"},
		{"a widow", "widowhood", with(mala, "-complete", "marriage,divorce"), exitFound, "widowhood.widowed"},
		{"a mother", "parent", with(mala, "-child-id", "BRN:B17JUN009", "-child-given-name", "Asha"), exitFound, "parent.registered"},
		{"a single mother", "single-parent", with(mala, "-child-id", "BRN:B17JUN009", "-child-given-name", "Asha", "-complete", "marriage"), exitFound, "single_parent.not_married"},
		{"one person", "identity", mala, exitFound, "identity.one_person"},
		{"a slip", "identity", with(mala[:6:6], "-birth-date", "1990-12-05"), exitUndecided, "facts.similar"},
		{"a slip, by the law", "identity", with(mala[:6:6], "-birth-date", "1990-12-05", "-date-slips"), exitFound, "identity.one_person"},
		{"a wrong letter", "identity", []string{"-id", "NATIONAL_ID:123456789", "-given-name", "Mela", "-birth-date", "1990-05-12"}, exitUndecided, "facts.similar"},
		{"a wrong letter, by the law", "identity", []string{"-id", "NATIONAL_ID:123456789", "-given-name", "Mela", "-birth-date", "1990-05-12", "-name-slips"}, exitFound, "identity.one_person"},
		{"facts alone, by the law", "identity", with(mala[2:], "-facts-alone", "name,birth_date", "-date-days", "1", "-year-days", "01-01,07-01", "-leap-day", "03-01"), exitFound, "facts alone"},
		{"a family", "family", mala, exitFound, "mother         Bala\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, decided(url, tt.question, tt.args...)...)
			assert.Equal(t, tt.status, d.status, d.stdout+d.stderr)
			assert.Contains(t, d.stdout, tt.want)
		})
	}
}

func TestAVerdictSaysWhatItRestsOn(t *testing.T) {
	t.Parallel()
	d := crvsctl(t, decided(registry(t), "death", "-id", "NATIONAL_ID:987654321", "-given-name", "Ravi", "-birth-date", "1986-01-21", "-on", "2025-12-31")...)
	assert.Equal(t, `A record was found, but what was given differs a little from it: birth_date.
  verdict        undecided, by the rule facts.similar
  asked          idtype-value NATIONAL_ID in death: 1 record
    record       confirmed, identifier agree, name similar, birth_date similar
`, d.stdout)
	assert.Equal(t, "crvsctl decide: undecided, by the rule facts.similar\n", d.stderr)

	d = crvsctl(t, decided(registry(t), "death", "-id", "NATIONAL_ID:987654321", "-given-name", "Ravi", "-json")...)
	assert.Equal(t, exitFound, d.status)
	assert.True(t, strings.HasPrefix(d.stdout, `{"question":"death","outcome":"confirmed","rule":"death.recorded"`), d.stdout)
	assert.Equal(t, 1, strings.Count(d.stdout, "\n"))
	assert.NotContains(t, d.stdout, "987654321")
	assert.NotContains(t, d.stdout, "Ravi")
}

func TestARegistryThatCannotBeAskedIsNoVerdict(t *testing.T) {
	t.Parallel()
	url, _ := script(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "down", http.StatusBadGateway) })
	d := crvsctl(t, decided(url, "death", "-id", "NATIONAL_ID:987654321", "-given-name", "Ravi", "-timeout", "50ms")...)
	assert.Equal(t, exitFailed, d.status)
	assert.Empty(t, d.stdout)
	path, ok := sandbox.BasePath("opencrvs-1.9")
	require.True(t, ok)
	d = crvsctl(t, decided(registry(t)+path, "marriage", "-profile", "opencrvs-1.9", "-id", "NATIONAL_ID:123456789", "-given-name", "Mala")...)
	assert.Equal(t, exitUsage, d.status)
	assert.Empty(t, d.stdout)
	assert.Contains(t, d.stderr, "it keeps no register of this event")
}

func TestAWrongQuestionIsRefusedWithoutItsValues(t *testing.T) {
	t.Parallel()
	const secret = "S3CRET"
	url, got := script(t, answer(0))
	for _, tt := range []struct {
		name     string
		question string
		args     []string
		want     string
	}{
		{"no question", "", nil, "the question is missing: it is one of birth, age"},
		{"a question that there is not", secret, nil, "the question is missing"},
		{"a flag in its place", "-json", nil, "the question is missing"},
		{"nobody", "death", nil, "nothing is known by which to find the person"},
		{"a name alone", "death", []string{"-given-name", secret}, "nothing is known by which to find the person"},
		{"no child", "parent", []string{"-id", "UIN:" + secret}, "nothing is known by which to find the child"},
		{"no limit", "age", []string{"-id", "UIN:" + secret}, "the age is missing"},
		{"limits crossed", "age", []string{"-id", "UIN:" + secret, "-at-least", "60", "-at-most", "59"}, "nobody has such an age"},
		{"a limit of another question", "death", []string{"-id", "UIN:" + secret, "-at-least", "60"}, "-at-least belongs to another question: age"},
		{"a spouse of another question", "death", []string{"-id", "UIN:" + secret, "-spouse-id", "UIN:" + secret}, "-spouse-id belongs to another question: marriage, widowhood"},
		{"a number without a type", "death", []string{"-id", secret}, "-id wants TYPE:VALUE"},
		{"a date that is none", "death", []string{"-birth-date", secret}, "-birth-date wants a date"},
		{"a day that is none", "death", []string{"-id", "UIN:" + secret, "-on", "2026-11"}, "give a whole day"},
		{"a sex that nobody knows", "death", []string{"-sex", secret}, "-sex is not one of"},
		{"a register that nobody knows", "death", []string{"-complete", "marriage," + secret}, "-complete is not a list of"},
		{"facts that nobody knows", "death", []string{"-facts-alone", secret}, "-facts-alone is not a list of"},
		{"a day of no year", "death", []string{"-year-days", secret}, "-year-days wants days like"},
		{"a leap day that is none", "death", []string{"-leap-day", "02-29"}, "-leap-day is not one of"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			args := decided(url, tt.question, tt.args...)
			if tt.question == "" {
				args = []string{"decide"}
			}
			d := crvsctl(t, args...)
			assert.Equal(t, exitUsage, d.status)
			assert.Contains(t, d.stderr, tt.want)
			assert.Contains(t, d.stderr, "see crvsctl decide -h")
			assert.NotContains(t, d.stderr, secret)
			assert.Empty(t, d.stdout)
		})
	}
	t.Cleanup(func() { assert.Empty(t, got.seen()) })
}
