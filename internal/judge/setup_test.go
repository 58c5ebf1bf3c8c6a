package judge_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/search"
)

// Everybody here is invented.
const (
	number  = "B90MAY123"
	malaBRN = `{"identifier_type":"BRN","identifier_value":"` + number + `"}`
	mala    = `{"identifier":[` + malaBRN + `],"birth_date":"1990-05-12","given_name":"Mala","surname":"Kumar","sex":"female"}`
)

func malaByBRN() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, number).In(codes.VitalEventBirth)
}

// scene is everything that a verdict depends on.
type scene struct {
	asked judge.Asked
	reply judge.Reply
	rules judge.Rules
}

// newScene is the answer to one question, or to several about the same number:
// references r-0, r-1 ...
func newScene(body string, questions int) scene {
	s := scene{
		asked: judge.Asked{Op: "search", MessageID: "m-1", TransactionID: "t-1", Secrets: []string{"s3cr3t-token"}},
		reply: judge.Reply{Status: 200, ContentType: "application/json", Body: []byte(body), Payload: []byte(body)},
		rules: judge.Rules{Profile: new(profile.DCI10()), Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)},
	}
	for i := range questions {
		s.asked.Questions = append(s.asked.Questions, judge.Question{
			Query: malaByBRN(), ReferenceID: "r-" + string(rune('0'+i)), Page: 1, Size: 10,
		})
	}
	return s
}

// answer judges, and holds what is true of every verdict.
func (s scene) answer(t *testing.T) judge.Verdict {
	t.Helper()
	body, payload := bytes.Clone(s.reply.Body), bytes.Clone(s.reply.Payload)
	v := judge.Answer(s.asked, s.reply, s.rules)
	assert.Equal(t, v, judge.Answer(s.asked, s.reply, s.rules), "the same input gives the same verdict")
	assert.True(t, bytes.Equal(body, s.reply.Body) && bytes.Equal(payload, s.reply.Payload), "the reply is not changed")
	if v.Failed != nil {
		assert.Nil(t, v.Outcomes)
		assertNoValues(t, v.Failed)
		return v
	}
	require.Len(t, v.Outcomes, len(s.asked.Questions))
	for _, o := range v.Outcomes {
		if o.Err != nil {
			assert.Zero(t, o.Page, "an outcome is a page or an error")
			assertNoValues(t, o.Err)
		}
	}
	return v
}

func assertNoValues(t *testing.T, e *fault.Error) {
	t.Helper()
	text := strings.ToLower(strings.Join([]string{
		e.Error(), e.Message, e.Hint, string(e.Code), e.ReferenceID, e.TransactionID, e.MessageID, e.CorrelationID,
	}, " "))
	for _, value := range []string{number, "s3cr3t-token"} {
		assert.NotContains(t, text, strings.ToLower(value))
	}
}

// scenario is one answer and what must become of it: an error of all of it
// (failed), an error of the first question (err), or a page with so many hits.
type scenario struct {
	name        string
	body        string
	with        func(*scene) // may be nil
	questions   int          // 1 if not given
	failed, err fault.Kind
	says        string
	code        codes.ReasonCode
	hits        int
}

func (c scenario) run(t *testing.T) {
	t.Helper()
	t.Run(c.name, func(t *testing.T) {
		t.Parallel()
		s := newScene(c.body, max(c.questions, 1))
		if c.with != nil {
			c.with(&s)
		}
		v := s.answer(t)
		if c.failed != "" {
			c.check(t, v.Failed, c.failed)
			return
		}
		require.Nil(t, v.Failed)
		first := v.Outcomes[0]
		if c.err != "" {
			c.check(t, first.Err, c.err)
			assert.Equal(t, "r-0", first.Err.ReferenceID)
			return
		}
		require.Nil(t, first.Err)
		assert.Len(t, first.Page.Hits, c.hits)
	})
}

func (c scenario) check(t *testing.T, e *fault.Error, kind fault.Kind) {
	t.Helper()
	require.NotNil(t, e)
	assert.Equal(t, kind, e.Kind, "%v", e)
	assert.Contains(t, e.Error(), c.says)
	assert.Equal(t, c.code, e.Code)
	assert.Equal(t, []string{"search", "m-1", "t-1"}, []string{e.Op, e.MessageID, e.TransactionID})
}

// envelope is an answer; header is what its header says, message what its message
// says beside the ids.
func envelope(header, message string) string {
	return `{"header":{"message_id":"m-9","action":"on-search",` + header + `},"message":{"transaction_id":"t-1","correlation_id":"c-1",` + message + `}}`
}

// succ is an answer that succeeded, with these items.
func succ(items string) string {
	return envelope(`"status":"succ","total_count":1`, `"search_response":[`+items+`]`)
}

// item answers the first question.
func item(members string) string { return `{"reference_id":"r-0",` + members + `}` }

// births holds records of births.
func births(records string) string {
	return `"data":{"reg_event_type":"live_birth","reg_records":[` + records + `]}`
}

// found is the item that has Mala's record.
func found() string { return item(`"status":"succ",` + births(mala)) }
