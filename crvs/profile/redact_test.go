package profile_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// This covers every type of the package that holds a value, a record, or words of a
// registry.
func TestNothingOfAQuestionOrAnAnswerIsPrinted(t *testing.T) {
	t.Parallel()
	p := profile.DCI10()
	plan, err := p.Plan(search.ByIdentifier("BRN", "Secret-1").And(search.FamilyName.Is("Secret")))
	require.NoError(t, err)
	expression := plan // whose values stand in JSON, which does not redact itself
	expression.Query, expression.Expression = []byte(`"Secret"`), []byte(`"Secret"`)
	m := profile.Message{Body: profile.Search{plan, expression}}
	e, err := p.Encode(profile.Message{Body: profile.Search{plan}})
	require.NoError(t, err)
	r, err := p.Decode([]byte(`{"header":{"status":"succ","status_reason_message":"Secret"},"message":{"status":"rjct","status_reason_message":"Secret",
		"subscribe_response":[{"reference_id":"1","status_reason_message":"Secret"}],"errors":[{"message":"Secret"}],"search_response":[{"reference_id":"Secret","data":{"reg_records":[{"surname":"Secret"}]}}],
		"notify_event":[{"data":{"reg_records":{"surname":"Secret"}}}]}}`), profile.Asked{})
	require.NoError(t, err)
	require.NotEmpty(t, r.Events)
	require.NotEmpty(t, r.Subscribed)
	require.NotEmpty(t, r.Said.ReasonMessage)
	ended := profile.Unsubscribed{ReasonMessage: "Secret"}
	subscribe := profile.Subscribe{{Filter: expression}}
	notify := profile.Notify{{Record: []byte(`"Secret"`)}}
	for _, v := range []any{
		plan, &plan, expression, &expression, plan.Items[0], plan.Items[0].First, m, &m, m.Body, e, r, *r, r.Items, r.Items[0], r.Errors, r.Events[0], r.Header, r.Said, r.Subscribed, r.Subscribed[0], ended, &ended, r.Ack,
		subscribe, subscribe[0], notify, notify[0],
		[]any{m, r},
	} {
		var b bytes.Buffer
		for verb := rune('A'); verb <= 'z'; verb++ {
			if unicode.IsLetter(verb) && verb != 'p' && verb != 'w' { // of which Go asks no type
				_, _ = fmt.Fprintf(&b, "%"+string(verb)+"%+"+string(verb)+"%#"+string(verb)+"\n", v, v, v)
			}
		}
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", slog.Any("v", v))
		assert.NotContains(t, b.String(), "Secret", "%T", v)
	}
}
