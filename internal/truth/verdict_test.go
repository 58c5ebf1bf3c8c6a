package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestAnAnswerIsHeldAgainstTheTruth(t *testing.T) {
	t.Parallel()
	registry, err := sandbox.New()
	require.NoError(t, err)
	c := newCountry(registry)
	mala := question{query: byPerson(person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"}, codes.VitalEventMarriage)}
	mala.truth = c.ofNumber(mala.query.Identifier(), codes.VitalEventMarriage)
	require.Equal(t, []key{{codes.VitalEventMarriage, "M15FEB042"}}, mala.truth)
	alone, living := mala, mala
	alone.partner = person.Identifier{Type: codes.IdentifierNationalID, Value: "987654321"}
	living.truth = nil
	twice := mala
	twice.truth = append(twice.truth, key{codes.VitalEventMarriage, "M21JAN017"})
	odd := mala
	odd.isOdd = true
	loose := mala
	loose.isLoose = true
	related := mala
	related.relatives = true

	confirmed := recordOf(t, registry, "M15FEB042")
	unsure := confirmed
	unsure.Match = search.MatchUnconfirmed
	other := recordOf(t, registry, "M13DEC005")
	renamed := other
	renamed.RegistrationNumber = "M15FEB042"
	failed := func(k crvs.Kind, status int) outcome { return outcome{err: &crvs.Error{Kind: k, HTTPStatus: status}} }
	found := func(hits ...search.Hit) outcome { return outcome{hits: hits, total: len(hits)} }
	for _, tt := range []struct {
		name   string
		q      question
		o      outcome
		struck bool
		want   verdict
	}{
		{"a record that is there and was found", mala, found(confirmed), false, right},
		{"a record that is not there and was not found", living, found(), false, right},
		{"a record that is not there, by the error", living, failed(crvs.KindNotFound, 200), false, right},
		{"not found, and it is there", mala, found(), false, wrong},
		{"an empty page that counts one", mala, outcome{total: 1}, false, undecided},
		{"not found after a fault, and it is there", mala, failed(crvs.KindNotFound, 200), true, wrong},
		{"confirmed, and there is none", living, found(confirmed), false, wrong},
		{"confirmed, and there is none, after a fault", living, found(confirmed), true, wrong},
		{"somebody else's record", mala, found(other), false, wrong},
		{"somebody else under the number", mala, found(renamed), false, wrong},
		{"two are a couple who are not", alone, found(confirmed), false, wrong},
		{"one of two", twice, found(confirmed), false, wrong},
		{"one of two, and the other is on the next page", twice, outcome{hits: []search.Hit{confirmed}, total: 2}, false, undecided},
		{"one record twice", mala, found(confirmed, confirmed), false, wrong},
		{"a record that does not show it", mala, found(unsure), false, undecided},
		{"several, where there are several", twice, failed(crvs.KindAmbiguous, 200), false, undecided},
		{"several, where there is one", mala, failed(crvs.KindAmbiguous, 200), false, wrong},
		{"several, by a name that others have as a part of theirs", loose, failed(crvs.KindAmbiguous, 200), false, undecided},
		{"several, of which one may be a relative's", related, failed(crvs.KindAmbiguous, 200), false, undecided},
		{"an error of nobody's making", mala, failed(crvs.KindProtocol, 200), false, wrong},
		{"an error after a fault", mala, failed(crvs.KindProtocol, 200), true, excused},
		{"over-match of nobody's making", mala, failed(crvs.KindOvermatch, 200), false, wrong},
		{"over-match after a fault", mala, failed(crvs.KindOvermatch, 200), true, excused},
		{"what cannot be asked", mala, failed(crvs.KindUnsupported, 0), false, refused},
		{"a registry that breaks at the record", odd, failed(crvs.KindUnavailable, 500), false, undecided},
		{"a registry that tells one of two birthdays", odd, failed(crvs.KindOvermatch, 200), false, undecided},
		{"a registry that breaks in another way", odd, failed(crvs.KindProtocol, 200), false, wrong},
	} {
		got, why := c.judge(tt.q, tt.o, tt.struck)
		assert.Equal(t, tt.want, got, "%s: %s", tt.name, why)
		assert.Equal(t, got == wrong, why != "", tt.name)
	}
	list := mala
	list.list, list.truth = true, nil
	got, _ := c.judge(list, outcome{hits: []search.Hit{confirmed}, err: &crvs.Error{Kind: crvs.KindUnstable}}, true)
	assert.Equal(t, wrong, got, "a stranger handed out before the error")
}

func recordOf(t *testing.T, registry *sandbox.Registry, number string) search.Hit {
	t.Helper()
	for r := range registry.Records() {
		if r.RegistrationNumber == number {
			return search.Hit{Record: r, Match: search.MatchConfirmed}
		}
	}
	t.Fatal("there is no such record")
	return search.Hit{}
}
