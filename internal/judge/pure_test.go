package judge_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// TestAKeptAnswerGetsTheSameVerdict judges each answer twice: as it is received, and as a
// callback has kept it, without HTTP status and body.
func TestAKeptAnswerGetsTheSameVerdict(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a record":             succ(found()),
		"another record":       succ(strings.Replace(found(), number, "B91JUN321", 1)),
		"nothing found":        envelope(`"status":"succ","total_count":0`, none),
		"a refusal":            envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid","status_reason_message":"no B90MAY123"`, none),
		"an acknowledgement":   envelope(`"status":"succ"`, `"ack_status":"ACK"`),
		"not yet":              envelope(`"status":"pdng"`, `"x":1`),
		"another transaction":  strings.Replace(succ(found()), "t-1", "t-2", 1),
		"no transaction":       strings.Replace(succ(found()), "t-1", "", 1),
		"JSON of another kind": `{"x":1}`,
		"half an answer":       succ(found())[:150],
		"no object":            `[1]`,
		"no JSON":              `<html>`,
		"nothing at all":       ``,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(body, 1)
			s.rules.Verified = true
			now := s.answer(t)
			s.reply = judge.Reply{Payload: []byte(body)}
			later := s.answer(t)
			if now.Failed != nil {
				require.Equal(t, 200, now.Failed.HTTPStatus)
				now.Failed.HTTPStatus = 0
			}
			for _, o := range now.Outcomes {
				if o.Err != nil {
					require.Equal(t, 200, o.Err.HTTPStatus)
					o.Err.HTTPStatus = 0
				}
			}
			assert.Equal(t, now, later)
		})
	}
}

// shared is a codec that gives the same answer to everybody.
type shared struct {
	received *profile.Received
	err      error
}

func (shared) Encode(p profile.Profile, _ profile.Message) (profile.Encoded, error) {
	return profile.Encoded{}, p.Refuse("it is not asked here")
}

func (s shared) Decode(profile.Profile, []byte, profile.Asked) (*profile.Received, error) {
	return s.received, s.err
}

func TestJudgingChangesNothingThatItIsGiven(t *testing.T) {
	t.Parallel()
	fresh := func() *profile.Received {
		r, err := profile.DCI10().Decode([]byte(succ(strings.Replace(found(), "r-0", "r-7", 1))), profile.Asked{Questions: 1, PageSize: 10})
		require.NoError(t, err)
		return r
	}
	received := fresh()
	s := newScene(`{}`, 1)
	s.rules.Profile.Codec = shared{received: received}
	s.rules.Profile.Habit.InventsReferenceIDs = true
	s.asked.Secrets = append(make([]string, 0, 9), "s3cr3t-token")
	asked, secrets := s.asked, slices.Clone(s.asked.Secrets[:9:9][:cap(s.asked.Secrets)])
	questions := slices.Clone(s.asked.Questions)
	v := s.answer(t)
	require.Nil(t, v.Failed)
	require.Len(t, v.Outcomes[0].Page.Hits, 1)
	assert.Equal(t, fresh(), received, "what the codec gave")
	assert.Equal(t, asked, s.asked)
	assert.Equal(t, questions, s.asked.Questions)
	assert.Equal(t, secrets, s.asked.Secrets[:cap(s.asked.Secrets)], "nor what lies behind the secrets")

	s.asked.Questions[0].Query = malaByBRN().WithLocale("eng")
	s.reply.Status = 400
	require.NotNil(t, s.answer(t).Failed)
	assert.Equal(t, secrets, s.asked.Secrets[:cap(s.asked.Secrets)])
}

func TestPlacesAreReadByTheStandardInEveryDialect(t *testing.T) {
	t.Parallel()
	const tree = `{"last_updated":"2026-01-02T00:00:00Z","locations":[{"id":"R1","name":"Hillside","additional_type":"REGION"}]}`
	for _, p := range append(profile.All(), profile.Profile{Name: "own", Codec: shared{err: errors.New("it reads messages only")}}) {
		s := newScene(tree, 0)
		s.rules.Profile, s.asked.Op = &p, "locations"
		places, failed := judge.Locations(s.asked, s.reply, s.rules)
		require.Nil(t, failed, p.Name)
		assert.Equal(t, []profile.Location{{ID: "R1", Name: "Hillside", Type: "REGION"}}, places.Places, p.Name)

		s.reply.Payload = []byte(`{"success":"true","locations":[]}`)
		places, failed = judge.Locations(s.asked, s.reply, s.rules)
		require.Nil(t, failed, p.Name)
		assert.Empty(t, places.Places)
	}
}

func TestAnAnswerWithoutATreeOfPlacesIsAnError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]fault.Error{
		`{"correlation_id":"c-1"}`:                      {Kind: fault.KindProtocol, CorrelationID: "c-1"},
		`{"errors":[{"code":"E1","message":"closed"}]}`: {Kind: fault.KindRejected, Code: "E1", Peer: true},
		`{"locations":[{"id":"R1"}`:                     {Kind: fault.KindProtocol},
		`[]`:                                            {Kind: fault.KindProtocol},
		`closed`:                                        {Kind: fault.KindProtocol},
		`{"message":{"ack_status":"ERR","error":{"code":"err.request.unauthorized"}}}`: {Kind: fault.KindUnauthorized, Code: codes.ReasonRequestUnauthorized, Peer: true},
	} {
		s := newScene(body, 0)
		s.asked.Op = "locations"
		places, failed := judge.Locations(s.asked, s.reply, s.rules)
		require.NotNil(t, failed, body)
		assert.Zero(t, places)
		assert.Equal(t, want, fault.Error{Kind: failed.Kind, Code: failed.Code, Peer: failed.Peer, CorrelationID: failed.CorrelationID}, body)
		assert.Equal(t, "locations", failed.Op)
	}
	s := newScene(`{"locations":[]}`, 0)
	s.reply.Status = 503
	_, failed := judge.Locations(s.asked, s.reply, s.rules)
	require.NotNil(t, failed)
	assert.Equal(t, fault.KindUnavailable, failed.Kind)
}

// FuzzAnswer: whatever answers a known question, judging does not panic, gives
// each question a page or an error and not both, hands out as confirmed only what
// carries the number that was asked for, and quotes no value of the question.
func FuzzAnswer(f *testing.F) {
	for _, body := range []string{
		"", "{}", "null", "[]", "<html>", "Mala Kumar", "\ufeff{}", succ(found()), succ(found() + "," + found()), succ(found())[:150],
		envelope(`"status":"succ","total_count":0`, none), envelope(`"status":"pdng"`, none), envelope(`"status":"succ"`, `"ack_status":"ACK"`),
		envelope(`"status":"rjct","status_reason_code":"B90MAY123","status_reason_message":"no b90may123"`, none),
		succ(strings.Replace(found(), number, "B91JUN321", 1)), succ(item(`"status":"succ","data":{"reg_records":"x"}`)),
		succ(item(`"status":"succ","pagination":{"page_number":9,"page_size":"2","total_count":5},` + births(mala+","+mala))),
		succ(item(`"status":"succ",` + births(`{"related_person":[{"relationship_type":"mother","related_member":`+mala+`}]}`))),
		`{"errors":[{"code":"1","message":"B90MAY123"}]}`, `{"message":"a.b.c.d.e","header":{"total_count":""}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, status := range []int{0, 200, 500} {
			s := newScene(string(body), 1)
			s.reply.Status = status
			v := s.answer(t)
			for _, o := range v.Outcomes {
				for _, hit := range o.Page.Hits {
					if hit.Match == search.MatchConfirmed && !carriesTheNumber(t, hit.Record) {
						t.Fatal("a record is confirmed that does not carry the number asked for")
					}
				}
			}
		}
	})
}

// carriesTheNumber looks in the text of the whole record.
func carriesTheNumber(t *testing.T, r person.Record) bool {
	t.Helper()
	text, err := json.Marshal(r)
	require.NoError(t, err)
	return strings.Contains(strings.ToUpper(string(text)), number)
}
