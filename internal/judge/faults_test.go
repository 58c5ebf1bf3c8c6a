package judge_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/search"
)

// rejectedBatch is a batch of which everything was rejected, each with a long
// message that names the next question's number.
func rejectedBatch(n int) (judge.Asked, judge.Reply) {
	asked := judge.Asked{Op: "search batch", TransactionID: "t"}
	var items []string
	for i := range n {
		asked.Questions = append(asked.Questions, judge.Question{
			Query: search.ByIdentifier(codes.IdentifierBRN, fmt.Sprintf("NUMBER%06d", i)).In(codes.VitalEventBirth), ReferenceID: fmt.Sprint(i), Page: 1, Size: 10,
		})
		items = append(items, fmt.Sprintf(`{"reference_id":"%d","status":"rjct","status_reason_code":"rjct.filter.invalid","status_reason_message":"number%06d, %s"}`,
			i, (i+1)%n, strings.Repeat("no such filter ", 140)))
	}
	body := []byte(`{"header":{"status":"succ"},"message":{"transaction_id":"t","search_response":[` + strings.Join(items, ",") + `]}}`)
	return asked, judge.Reply{Status: 200, Body: body, Payload: body}
}

// A batch of refusals costs as much a question as one refusal does, and what one
// message says of another question is not shown either.
func TestAMessageShowsNoValueOfAnyQuestionOfItsBatch(t *testing.T) {
	t.Parallel()
	cost := func(n int) time.Duration {
		asked, reply := rejectedBatch(n)
		start := time.Now()
		v := judge.Answer(asked, reply, judge.Rules{Profile: new(profile.DCI10()), Now: time.Unix(1.9e9, 0)})
		took := time.Since(start)
		require.Nil(t, v.Failed)
		require.Len(t, v.Outcomes, n)
		for _, o := range v.Outcomes {
			require.NotNil(t, o.Err)
			require.NotContains(t, strings.ToLower(o.Err.Error()), "number")
		}
		return took / time.Duration(n)
	}
	few := cost(100)
	assert.Less(t, cost(2000), 20*few+time.Millisecond, "a hundred times the pairs of question and message")
}
