package crvs_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

func brn(value string) search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, value).In(codes.VitalEventBirth)
}

func brns(values ...string) []search.Query {
	out := make([]search.Query, len(values))
	for i, v := range values {
		out[i] = brn(v)
	}
	return out
}

func answered(n int, records string) string {
	return item(n, `"status":"succ",`+data("live_birth", records))
}

func TestABatchGivesEachQuestionItsOwnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// Shuffled; one found, one not, one rejected, one over-matched, one
		// unanswered, one answered twice, one pending.
		reg := start(t, says(200, envelope(`"status":"succ","total_count":7`, strings.Join([]string{
			answered(5, record("B5")), answered(3, record("B99")), answered(1, ""),
			item(2, `"status":"rjct","status_reason_code":"rjct.search_criteria.invalid","status_reason_message":"B2?"`),
			answered(0, record("B0")), answered(5, record("B5")), item(6, `"status":"pdng"`),
		}, ","))))
		results, err := reg.client(t).SearchBatch(t.Context(), brns("B0", "B1", "B2", "B3", "B4", "B5", "B6"))
		require.NoError(t, err)
		require.Len(t, results, 7)
		require.Len(t, reg.requests(), 1)
		request := reg.requests()[0]
		for i, ref := range request.references {
			if e, ok := errors.AsType[*crvs.Error](results[i].Err); ok {
				assert.Equal(t, ref, e.ReferenceID)
				assert.Equal(t, request.messageID, e.MessageID)
				assert.Empty(t, results[i].Page.Hits)
				assertClean(t, results[i].Err)
			} else {
				require.NoError(t, results[i].Err)
				assert.Equal(t, ref, results[i].Page.ReferenceID)
			}
		}
		assert.Equal(t, []string{"B0"}, numbers(results[0].Page.Hits))
		assert.Empty(t, results[1].Page.Hits)
		for i, kind := range map[int]crvs.Kind{
			2: crvs.KindRejected, 3: crvs.KindOvermatch, 4: crvs.KindProtocol, 5: crvs.KindProtocol, 6: crvs.KindUnavailable,
		} {
			assert.Equal(t, kind, asError(t, results[i].Err).Kind, "question %d: %v", i, results[i].Err)
		}
		assert.Contains(t, results[4].Err.Error(), "unanswered")
		assert.Contains(t, results[5].Err.Error(), "more than once")
	})
}

func TestABatchThatIsNotAnsweredAtAll(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, body string
		kind       crvs.Kind // of the whole; "" for results
		each       crvs.Kind // of each; "" for none found
	}{
		{"all missing and none counted", envelope(`"status":"succ","total_count":0`, ""), "", ""},
		{"all missing and two counted", envelope(`"status":"succ","total_count":2`, ""), "", crvs.KindProtocol},
		{"all missing and pending", envelope(`"status":"pdng","total_count":2`, ""), "", crvs.KindUnavailable},
		{"an answer that nobody asked for", envelope(`"status":"succ","total_count":1`, `{"reference_id":"ref-1","status":"succ"}`), crvs.KindProtocol, ""},
		{"good answers and one that nobody asked for", envelope(`"status":"succ","total_count":1`, answered(0, "")+","+answered(1, "")+`,{"reference_id":"ref-1","status":"succ"}`), crvs.KindProtocol, ""},
		{"an answer without reference_id", envelope(`"status":"succ","total_count":1`, answered(0, "")+`,{"status":"succ"}`), crvs.KindProtocol, ""},
		{"an answer whose reference_id is null", envelope(`"status":"succ","total_count":1`, `{"reference_id":null,"status":"succ"}`), crvs.KindProtocol, ""},
		{"an answer that is null", envelope(`"status":"succ","total_count":0`, `null`), crvs.KindProtocol, ""},
		{"rejected as a whole", envelope(`"status":"rjct","status_reason_code":"rjct.total_count.limit_exceeded"`, ""), crvs.KindRejected, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				results, err := start(t, says(200, test.body)).client(t).SearchBatch(t.Context(), brns("B0", "B1"))
				if test.kind != "" {
					assert.Equal(t, test.kind, asError(t, err).Kind, "%v", err)
					assert.Nil(t, results)
					return
				}
				require.NoError(t, err)
				require.Len(t, results, 2)
				for _, r := range results {
					if test.each == "" {
						require.NoError(t, r.Err)
						continue
					}
					assert.Equal(t, test.each, asError(t, r.Err).Kind)
				}
			})
		})
	}
}

func TestABatchIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(500, ""))
		c := reg.client(t, crvs.WithMaxBatch(3))

		_, err := c.SearchBatch(t.Context(), []search.Query{brn("B0"), brn(""), {}})
		e := asError(t, err)
		assert.Equal(t, crvs.KindInvalid, e.Kind)
		v, ok := errors.AsType[*search.ValidationError](err)
		require.True(t, ok)
		require.Len(t, v.Violations, 2)
		assert.Equal(t, "search_request[1].search_criteria.query.value", v.Violations[0].Field)
		assert.Equal(t, "search_request[2].search_criteria.query", v.Violations[1].Field)

		_, err = c.SearchBatch(t.Context(), brns("B0", "B1", "B2", "B3"))
		assert.Equal(t, crvs.KindInvalid, asError(t, err).Kind)
		assert.Contains(t, err.Error(), "WithMaxBatch")

		results, err := c.SearchBatch(t.Context(), nil)
		require.NoError(t, err)
		assert.Empty(t, results)
		assert.Empty(t, reg.all(), "nothing was sent")
	})
}

func TestABatchOfWhichAllIsStaleIsSentAnew(t *testing.T) {
	t.Parallel()
	stale := func(n int) string { return item(n, `"status":"rjct","status_reason_code":"rjct.timestamp.invalid"`) }
	synctest.Test(t, func(t *testing.T) {
		reg := start(t,
			says(200, envelope(`"status":"succ","total_count":2`, stale(0)+","+stale(1))),
			says(200, envelope(`"status":"succ","total_count":2`, answered(0, "")+","+answered(1, record("B1")))))
		results, err := reg.client(t).SearchBatch(t.Context(), brns("B0", "B1"))
		require.NoError(t, err)
		assert.Len(t, results[1].Page.Hits, 1)
		r := reg.requests()
		require.Len(t, r, 2)
		assert.Equal(t, r[0].transactionID, r[1].transactionID)
		assert.NotEqual(t, r[0].messageID, r[1].messageID)
		assert.NotEqual(t, r[0].references, r[1].references)
	})
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, envelope(`"status":"succ","total_count":2`, answered(0, "")+","+stale(1))))
		results, err := reg.client(t).SearchBatch(t.Context(), brns("B0", "B1"))
		require.NoError(t, err)
		require.NoError(t, results[0].Err)
		assert.Equal(t, codes.RejectTimestampInvalid, asError(t, results[1].Err).Code)
		assert.Len(t, reg.requests(), 1, "one that was answered is not asked again")
	})
}

func TestManyGoroutinesShareAClient(t *testing.T) {
	t.Parallel()
	reg := start(t, func(w writer, a asked) {
		answers := make([]string, len(a.references))
		for i := range a.references {
			answers[i] = answered(i, "")
		}
		says(200, envelope(`"status":"succ","total_count":1`, strings.Join(answers, ",")))(w, a)
	})
	reg.on(tokenPath, says(200, `{"access_token":"s3cr3t","token_type":"Bearer","expires_in":600}`))
	c := reg.client(t, crvs.WithClientCredentials("me", "pw"))
	var wg sync.WaitGroup
	for i := range 1000 {
		wg.Go(func() {
			if i%2 == 0 {
				_, err := c.Find(t.Context(), brn(fmt.Sprint("B", i)))
				assert.ErrorIs(t, err, crvs.ErrNotFound)
				return
			}
			results, err := c.SearchBatch(t.Context(), brns(fmt.Sprint("B", i), "B1", "B2"))
			if err != nil || len(results) != 3 {
				t.Error("a batch was not answered: ", err)
			}
		})
	}
	wg.Wait()
	tokens, ids := 0, map[string]bool{}
	for _, a := range reg.all() {
		if a.path == tokenPath {
			tokens++
			continue
		}
		ids[a.messageID] = true
	}
	assert.Equal(t, 1, tokens)
	assert.Len(t, ids, 1000)
}
