package judge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// page2 asks for the second page, of ten records.
func page2(s *scene) { s.asked.Questions[0].Page = 2 }

// TestEachRuleForOneItem has for each rule a case that only this rule catches, and one
// just beside it that passes.
func TestEachRuleForOneItem(t *testing.T) {
	t.Parallel()
	pages := func(page, size, total string) string {
		return `,"pagination":{"page_number":` + page + `,"page_size":` + size + `,"total_count":` + total + `}`
	}
	code := `,"status_reason_code":"rjct.filter.invalid"`
	empty := births("")
	beside := func(status string) string {
		return envelope(`"status":"succ","total_count":1`, `"errors":[{"code":"E1"}],"search_response":[`+item(status)+`]`)
	}
	for _, c := range []scenario{
		{name: "byStatus: rejected, with a record", body: succ(item(`"status":"rjct"` + code + "," + births(mala))), err: fault.KindRejected, code: codes.RejectFilterInvalid},
		{name: "byStatus: received without records", body: succ(item(`"status":"rcvd"`)), err: fault.KindUnavailable, says: "status rcvd"},
		{name: "byStatus: pending without records", body: succ(item(`"status":"pdng",` + empty)), err: fault.KindUnavailable, says: "status pdng"},
		{name: "byStatus: partial without records", body: succ(item(`"status":"part"`)), err: fault.KindUnavailable, says: "status part"},
		{name: "byStatus: received with a record passes", body: succ(item(`"status":"rcvd",` + births(mala))), hits: 1},
		{name: "byStatus: pending with a record passes", body: succ(item(`"status":"pdng",` + births(mala))), hits: 1},
		{name: "byStatus: partial with a record passes", body: succ(item(`"status":"part",` + births(mala))), hits: 1},
		{name: "byStatus: pending with what cannot be read", body: succ(item(`"status":"pdng",` + births("1"))), err: fault.KindProtocol, says: "cannot be read"},
		{name: "byStatus: neither a status nor records", body: succ(item(`"timestamp":""`)), err: fault.KindProtocol, says: "neither a status nor records"},
		{name: "byStatus: no status and what cannot be read", body: succ(item(births("1"))), err: fault.KindProtocol, says: "cannot be read"},
		{name: "byStatus: a record without a status passes", body: succ(item(births(mala))), hits: 1},
		{name: "byStatus: a status outside the standard", body: succ(item(`"status":"fine",` + births(mala))), err: fault.KindProtocol, says: "outside the standard"},

		{name: "errorBesideSuccess: in the item", body: succ(item(`"status":"succ","error":{"message":"broken"},` + empty)), err: fault.KindRejected, says: "broken"},
		{name: "errorBesideSuccess: a code of the standard", body: succ(item(`"status":"succ"` + code)), err: fault.KindRejected, code: codes.RejectFilterInvalid},
		{name: "errorBesideSuccess: in the message", body: beside(`"status":"succ"`), err: fault.KindRejected, code: "E1"},
		{name: "errorBesideSuccess: another word passes", body: succ(item(`"status":"succ","status_reason_code":"ok"`))},
		{name: "errorBesideSuccess: a code beside a record passes", body: succ(item(`"status":"succ"` + code + "," + births(mala))), hits: 1},
		{name: "errorBesideSuccess: an error beside a record passes", body: beside(`"status":"succ",` + births(mala)), hits: 1},

		{name: "unreadableRecords: a text where records are", body: succ(item(`"status":"succ",` + births(`"Mala"`))), err: fault.KindProtocol, says: "cannot be read"},
		{name: "unreadableRecords: a record and null", body: succ(item(`"status":"succ",` + births(mala+`,null`))), err: fault.KindProtocol, says: "cannot be read"},
		{name: "unreadableRecords: no records at all pass", body: succ(item(`"status":"succ"`))},

		{name: "anotherPage: a later one", body: succ(item(`"status":"succ",` + births(mala) + pages("2", "10", "1"))), err: fault.KindProtocol, says: "count pages from 1"},
		{name: "anotherPage: the same passes", body: succ(item(`"status":"succ",` + births(mala) + pages("2", "10", "11"))), with: page2, hits: 1},
		{name: "anotherPage: an earlier one passes", body: succ(item(`"status":"succ",` + births(mala) + pages("1", "10", "1"))), with: page2, hits: 1},

		{name: "countedAndWithheld: on the first page", body: succ(item(`"status":"succ",` + empty + pages("1", "10", "1"))), err: fault.KindProtocol, says: "hands out none"},
		{name: "countedAndWithheld: none counted passes", body: succ(item(`"status":"succ",` + empty + pages("1", "10", "0")))},
		{name: "countedAndWithheld: on a later page", body: succ(item(`"status":"succ",` + empty + pages("2", "10", "11"))), with: page2, err: fault.KindUnstable, says: "hands out none"},
		{name: "countedAndWithheld: past the last page passes", body: succ(item(`"status":"succ",` + empty + pages("2", "10", "10"))), with: page2},
		{name: "countedAndWithheld: past the last page, of larger pages than were asked for, passes", body: succ(item(`"status":"succ",` + empty + pages("2", "25", "20"))), with: page2},

		{name: "hold: the record of another number", body: succ(strings.Replace(found(), number, "B91JUN321", 1)), err: fault.KindOvermatch, says: "whose BRN is not"},
		{name: "hold: one of another number behind the right one", body: succ(item(`"status":"succ",` + births(mala+","+strings.Replace(mala, number, "B91JUN321", 1)))), err: fault.KindOvermatch, says: "whose BRN is not"},
		{name: "hold: a death where a birth was asked for", body: succ(strings.Replace(found(), "live_birth", "death", 1)), err: fault.KindOvermatch, says: "whose reg_event_type is not"},
		{name: "hold: the number asked for passes", body: succ(found()), hits: 1},
	} {
		c.run(t)
	}
}

func TestAnErrorNamesNoAttributeThatNobodyKnows(t *testing.T) {
	t.Parallel()
	for says, q := range map[string]search.Query{
		"whose BRN is not":        malaByBRN(),
		"whose identifier is not": search.ByIdentifier("KUMAR", number),
		"whose birth_date is not": search.Where(search.BirthDate.Is(person.MustDate("1991-01-01"))),
		"whose sex is not":        search.Where(search.Sex.Is(codes.SexMale)),
	} {
		s := newScene(succ(item(`"status":"succ",`+births(`{"identifier":[{"identifier_type":"BRN","identifier_value":"B1"},{"identifier_type":"KUMAR","identifier_value":"K1"}],"birth_date":"1990-05-12","sex":"female","surname":"Kumar"}`))), 1)
		s.asked.Questions[0].Query = q
		v := s.answer(t)
		require.Nil(t, v.Failed)
		require.NotNil(t, v.Outcomes[0].Err, says)
		assert.Contains(t, v.Outcomes[0].Err.Message, says)
		assert.NotContains(t, v.Outcomes[0].Err.Error(), "KUMAR")
	}
}

func TestAHitSaysWhatWasConfirmedAndWhereItIsFrom(t *testing.T) {
	t.Parallel()
	noEvent := strings.Replace(found(), `"reg_event_type":"live_birth",`, "", 1)
	silent := item(`"status":"succ",` + births(`{"birth_date":"1990-05-12","surname":"Kumar"}`))
	for _, c := range []struct {
		name, item string
		match      search.Match
		event      codes.VitalEvent
		number     string
	}{
		{"a record that confirms", found(), search.MatchConfirmed, codes.VitalEventBirth, number},
		{"a record that names no event and confirms", noEvent, search.MatchConfirmed, codes.VitalEventBirth, number},
		{"a record that is silent", silent, search.MatchUnconfirmed, codes.VitalEventBirth, ""},
		{"a silent record without an event", strings.Replace(silent, `"reg_event_type":"live_birth",`, "", 1), search.MatchUnconfirmed, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := newScene(succ(c.item), 1).answer(t)
			require.Nil(t, v.Failed)
			require.Nil(t, v.Outcomes[0].Err)
			hit := v.Outcomes[0].Page.Hits[0]
			assert.Equal(t, c.match, hit.Match)
			assert.Equal(t, c.event, hit.Event)
			assert.Equal(t, c.number, hit.RegistrationNumber)
			assert.Equal(t, []string{"t-1", "c-1", "r-0"}, []string{hit.TransactionID, hit.CorrelationID, hit.ReferenceID})
		})
	}
}

func TestAPageHasTheNumbersOfTheRegistryOrElseOfTheQuestion(t *testing.T) {
	t.Parallel()
	type numbers struct{ page, size, total, said int }
	for pagination, want := range map[string]numbers{
		"":                                  {2, 10, -1, -1},
		`{"page_number":1}`:                 {1, 10, -1, -1},
		`{"page_number":0}`:                 {2, 10, -1, -1},
		`{"page_size":5}`:                   {2, 5, -1, 5},
		`{"page_size":0}`:                   {2, 10, -1, 0},
		`{"total_count":30}`:                {2, 10, 30, -1},
		`{"total_count":1}`:                 {2, 10, 1, -1},
		`{"page_number":2,"total_count":0}`: {2, 10, -1, -1}, // less than what came counts something else
	} {
		body := item(`"status":"succ",` + births(mala))
		if pagination != "" {
			body = item(`"status":"succ","pagination":` + pagination + "," + births(mala))
		}
		s := newScene(succ(body), 1)
		page2(&s)
		v := s.answer(t)
		require.Nil(t, v.Failed)
		require.Nil(t, v.Outcomes[0].Err)
		o := v.Outcomes[0]
		assert.Equal(t, want, numbers{o.Page.Number, o.Page.Size, o.Page.Total, o.Size}, pagination)
		assert.Contains(t, string(o.Raw), "["+mala+"]")
	}
}

func TestTheRulesSayWhichIdentifierTypesMeanTheSameNumber(t *testing.T) {
	t.Parallel()
	s := newScene(succ(strings.Replace(found(), `"BRN"`, `"PLOT_NO"`, 1)), 1)
	v := s.answer(t)
	assert.NotEqual(t, search.MatchConfirmed, v.Outcomes[0].Page.Hits[0].Match)
	s.rules.Same = func(a, b codes.IdentifierType) bool { return a == "PLOT_NO" || b == "PLOT_NO" }
	v = s.answer(t)
	require.Nil(t, v.Outcomes[0].Err)
	assert.Equal(t, search.MatchConfirmed, v.Outcomes[0].Page.Hits[0].Match)
}
