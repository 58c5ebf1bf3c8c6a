package profile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// sent is a message with this body, as the profile writes it.
func sent(p profile.Profile, body profile.Body) (profile.Encoded, error) {
	return p.Encode(profile.Message{MessageID: "m", TransactionID: "12", SenderID: "s", ReceiverID: "r", At: at, Body: body})
}

// What a registry of the standard's form tells is what a subscriber reads.
func TestANotificationIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 5))
	for _, p := range []profile.Profile{profile.DCI10(), profile.OpenSPP(), profile.OpenG2P()} {
		for range 50 {
			var told profile.Notify
			for i := range 1 + r.IntN(30) {
				about := person.Person{
					Identifiers: []person.Identifier{{Type: pick(r, codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierUIN), Value: fmt.Sprint(r.IntN(1e6))}},
					Sex:         pick(r, codes.SexFemale, codes.SexMale, ""),
				}
				record, err := json.Marshal(about)
				require.NoError(t, err)
				told = append(told, profile.Notification{
					ReferenceID: fmt.Sprintf("e-%d", i), At: at, Record: record, RecordType: string(codes.RecordTypePerson),
					EventType: string(pick(r, codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage, "coronation")),
					Locale:    pick(r, "", "amh"),
				})
			}
			e, err := sent(p, told)
			require.NoError(t, err)
			got, err := p.Decode(e.Body(), profile.Asked{})
			require.NoError(t, err)
			assert.False(t, got.TooMuch)
			require.Len(t, got.Events, len(told))
			for i, e := range got.Events {
				assert.Equal(t, told[i].ReferenceID, e.ReferenceID)
				assert.Equal(t, "2026-03-01T08:00:00Z", e.Timestamp)
				assert.Equal(t, told[i].EventType, string(e.Event))
				assert.JSONEq(t, string(told[i].Record), string(e.Raw))
				require.Len(t, e.Records, 1)
				again, err := json.Marshal(e.Records[0].Person)
				require.NoError(t, err)
				assert.JSONEq(t, string(told[i].Record), string(again))
			}
		}
	}
}

func TestAnAcknowledgementIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		for _, a := range []profile.Acknowledgement{
			{Status: codes.AckAccepted, At: at, CorrelationID: "c"},
			{Status: codes.AckFinal, At: at, CorrelationID: strings.Repeat("ዘ", 120)},
			{Status: codes.AckError, At: at, Error: profile.PeerError{Code: codes.ReasonRequestBad, Message: "no"}},
		} {
			text, err := p.EncodeAck(a)
			require.NoError(t, err, p.Name)
			r, err := p.Decode(text, profile.Asked{})
			require.NoError(t, err, p.Name)
			assert.Equal(t, profile.Ack{Status: a.Status, Error: a.Error}, r.Ack, p.Name)
			assert.Equal(t, a.CorrelationID, r.CorrelationID, p.Name)
		}
	}
}

func TestAnAcknowledgementThatTheStandardDoesNotHaveIsNotWritten(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]profile.Acknowledgement{
		"no status":                      {},
		"a status of nobody's":           {Status: "OK"},
		"a refusal without a reason":     {Status: codes.AckError},
		"a reason of a search":           {Status: codes.AckError, Error: profile.PeerError{Code: "rjct.filter.invalid"}},
		"an error beside a yes":          {Status: codes.AckAccepted, Error: profile.PeerError{Code: codes.ReasonRequestBad}},
		"a text that is not UTF-8":       {Status: codes.AckAccepted, CorrelationID: "\xff"},
		"a message that nothing goes by": {Status: codes.AckFinal, Error: profile.PeerError{Message: "m"}},
	} {
		_, err := profile.DCI10().EncodeAck(a)
		require.Error(t, err, name)
		assertClean(t, err)
	}
}

func TestWhatAVerbCannotSayIsNotWritten(t *testing.T) {
	t.Parallel()
	p := profile.DCI10()
	plan, err := p.PlanFilter(search.Query{}.In(codes.VitalEventDeath))
	require.NoError(t, err)
	frequency := func(f profile.Frequency) profile.Body { return profile.Subscribe{{Filter: plan, Frequency: &f}} }
	status := profile.Status{ReferenceID: "r", Of: codes.ActionSearch, By: profile.StatusByReferences, Values: []string{"r"}}
	changed := func(change func(*profile.Status)) profile.Body { s := status; change(&s); return s }
	record := func(text string) profile.Body {
		return profile.Notify{{ReferenceID: "e", At: at, Record: []byte(text)}}
	}
	for name, body := range map[string]profile.Body{
		"no body":                            nil,
		"a pointer":                          &profile.Search{},
		"a pointer to nothing":               (*profile.Subscribe)(nil),
		"no question":                        profile.Search{},
		"no subscription":                    profile.Subscribe{},
		"no event":                           profile.Notify{},
		"no code":                            profile.Unsubscribe{},
		"an empty code":                      profile.Unsubscribe{Codes: []string{"a", ""}},
		"a code of 100 characters":           profile.Unsubscribe{Codes: []string{strings.Repeat("ዘ", 100)}},
		"a plan of no form":                  profile.Subscribe{{}},
		"a question of no form":              profile.Search{{}},
		"the filter of all asked as one":     profile.Search{plan},
		"a frequency of nothing":             frequency(profile.Frequency{}),
		"a frequency without an end":         frequency(profile.Frequency{Cron: "0 0 0 1 * ? *", Start: at}),
		"a frequency that ends at its start": frequency(profile.Frequency{Cron: "0 0 0 1 * ? *", Start: at, End: at}),
		"a frequency without a cron":         frequency(profile.Frequency{Start: at, End: at.AddDate(1, 0, 0)}),
		"the status of a notification":       changed(func(s *profile.Status) { s.Of = codes.ActionNotify }),
		"a status by nothing":                changed(func(s *profile.Status) { s.By = "" }),
		"a status of nothing":                changed(func(s *profile.Status) { s.Values = nil }),
		"a status of an empty id":            changed(func(s *profile.Status) { s.Values = []string{""} }),
		"a status by two transactions":       changed(func(s *profile.Status) { s.By, s.Values = profile.StatusByTransaction, []string{"a", "b"} }),
		"a status by two correlations":       changed(func(s *profile.Status) { s.By, s.Values = profile.StatusByCorrelation, []string{"a", "b"} }),
		"a status by no transaction":         changed(func(s *profile.Status) { s.By, s.Values = profile.StatusByTransaction, nil }),
		"a status by a code of 100 characters": changed(func(s *profile.Status) {
			s.By, s.Values = profile.StatusBySubscriptions, []string{strings.Repeat("x", 100)}
		}),
		"a status in en":                changed(func(s *profile.Status) { s.Locale = "en" }),
		"a status in ENG":               changed(func(s *profile.Status) { s.Locale = "ENG" }),
		"an event without a record":     profile.Notify{{ReferenceID: "e", At: at}},
		"an event with a null record":   record(`null`),
		"an event with a list":          record(`[{"uin":"7"}]`),
		"a record that is cut":          record(`{"zq7w-ዘመን":`),
		"a record that says two things": record(`{"zq7w-ዘመን":1,"zq7w-ዘመን":2}`),
		"a record that is not UTF-8":    record("{\"zq7w-ዘመን\":\"\xff\"}"),
		"an event in en":                profile.Notify{{ReferenceID: "e", At: at, Record: []byte(`{}`), Locale: "en"}},
	} {
		e, err := sent(p, body)
		require.Error(t, err, name)
		assertClean(t, err)
		assert.Zero(t, e, name)
	}
	_, err = sent(p, changed(func(s *profile.Status) { s.Values = []string{strings.Repeat("x", 200)} }))
	require.NoError(t, err, "the standard does not bound a reference_id")
	broken := plan
	broken.Query = []byte(`{"zq7w-ዘመን":`)
	_, err = sent(p, profile.Subscribe{{Filter: broken}})
	require.Error(t, err)
	assertClean(t, err)
}

func TestAFilterIsPlannedAsAQuestionIs(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		q := search.ByIdentifier("BRN", "B-7").In(codes.VitalEventBirth)
		filter, err := p.PlanFilter(q)
		if _, offered := p.Path(profile.VerbSubscribe); offered != nil {
			require.ErrorIs(t, err, fault.ErrUnsupported, p.Name)
			continue
		}
		require.NoError(t, err, p.Name)
		plan, err := p.Plan(q)
		require.NoError(t, err, p.Name)
		assert.Equal(t, plan, filter, p.Name)

		_, err = p.Plan(search.Query{}.In(codes.VitalEventBirth))
		require.ErrorIs(t, err, fault.ErrUnsupported, p.Name)
		filter, err = p.PlanFilter(search.Query{}.In(codes.VitalEventBirth))
		require.NoError(t, err, p.Name)
		assert.Empty(t, filter.Items, p.Name)
	}
	p := profile.DCI10()
	p.Asks.Events = []codes.VitalEvent{codes.VitalEventBirth}
	_, err := p.PlanFilter(search.Query{}.In(codes.VitalEventDeath))
	require.ErrorIs(t, err, fault.ErrUnsupported, "what it has no register of")
	p.Asks.Forms = []codes.QueryType{codes.QueryTypeIdentifier}
	_, err = p.PlanFilter(search.Query{}.In(codes.VitalEventBirth))
	require.ErrorIs(t, err, fault.ErrUnsupported, "it has no form for everything")
	cel := profile.OpenSPP()
	cel.Form.Predicate = profile.CELPredicate
	filter, err := cel.PlanFilter(search.Query{}.In(codes.VitalEventDeath))
	require.NoError(t, err)
	assert.JSONEq(t, `"true"`, string(filter.Query))
}

// A registry that answers one question of a message answers one subscription too.
func TestABatchOfSubscriptionsIsBoundedAsOneOfQuestionsIs(t *testing.T) {
	t.Parallel()
	p := profile.OpenSPP()
	filter, err := p.PlanFilter(search.Query{}.In(codes.VitalEventDeath))
	require.NoError(t, err)
	_, err = sent(p, profile.Subscribe{{Filter: filter}, {Filter: filter}})
	require.ErrorIs(t, err, fault.ErrUnsupported)
	_, err = sent(p, profile.Unsubscribe{Codes: []string{"1", "2"}})
	require.NoError(t, err, "one request, of two codes")
	_, err = sent(p, notified())
	require.NoError(t, err, "what it tells is no question")
}

func TestACodecSaysItselfWhatItCannotWrite(t *testing.T) {
	t.Parallel()
	for _, body := range []profile.Body{profile.Subscribe{{}}, profile.Unsubscribe{Codes: []string{"1"}}, profile.Status{}, notified()} {
		_, err := sent(profile.Workshop2022(), body)
		require.ErrorIs(t, err, fault.ErrUnsupported, body.Action())
	}
}

func TestWhoseVerbIsNotOfferedHasNoPath(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		for v, path := range p.Paths {
			got, err := p.Path(v)
			require.NoError(t, err)
			assert.Equal(t, path, got)
		}
		path, err := p.Path("dance")
		assert.Empty(t, path)
		e, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok)
		assert.Equal(t, p.System+": it does not offer dance", e.Message)
		assert.False(t, e.Peer)
	}
}
