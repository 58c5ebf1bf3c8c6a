package crvs_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
)

func TestTheTransactionOfAnAnswer(t *testing.T) {
	t.Parallel()
	body := func(members string) string {
		return `{"header":{"status":"succ","total_count":1},"message":{` + members + `"search_response":[` + answered(0, malaRecord) + `]}}`
	}
	for _, test := range []struct {
		name, body string
		kind       crvs.Kind
	}{
		{"is ours", body(`"transaction_id":"$TX",`), ""},
		{"is ours between blanks", body(`"transaction_id":" $TX ",`), ""},
		{"is empty", body(`"transaction_id":"",`), ""},
		{"is not given", body(""), ""},
		{"is null", body(`"transaction_id":null,`), ""},
		{"is another", body(`"transaction_id":"txn-1",`), crvs.KindProtocol},
		{"is another and a number", body(`"transaction_id":123456789012,`), crvs.KindProtocol},
		{"is ours in other letters", body(`"transaction_id":"x$TX",`), crvs.KindProtocol},
		{"is another, and nothing is found", `{"header":{"status":"succ","total_count":0},"message":{"transaction_id":"txn-1","search_response":[]}}`, crvs.KindProtocol},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				err := find(t.Context(), start(t, says(200, test.body)).client(t), malaByBRN())
				if test.kind == "" {
					require.NoError(t, err)
					return
				}
				assert.Equal(t, test.kind, asError(t, err).Kind)
				assert.Contains(t, err.Error(), "another transaction")
			})
		})
	}
}

func TestAnAnswerIsMatchedByItsReference(t *testing.T) {
	t.Parallel()
	one := func(items string) []script {
		return []script{says(200, envelope(`"status":"succ","total_count":1`, items))}
	}
	protocol := func(text string) want { return want{kind: crvs.KindProtocol, status: 200, says: text} }
	for _, r := range []refusal{
		{"invented", one(`{"reference_id":"ref-1","status":"succ",` + data("live_birth", malaRecord) + `}`), protocol("not asked"), 1},
		{"missing", one(`{"status":"succ",` + data("live_birth", malaRecord) + `}`), protocol("not asked"), 1},
		{"empty", one(`{"reference_id":"","status":"succ"}`), protocol("not asked"), 1},
		{"answered twice", one(answered(0, malaRecord) + "," + answered(0, malaRecord)), protocol("more than once"), 1},
		{"not found once and found once", one(answered(0, "") + "," + answered(0, malaRecord)), protocol("more than once"), 1},
		{"two lists", []script{says(200, `{"header":{"status":"succ","total_count":0},"search_response":[],"message":{"transaction_id":"$TX","search_response":[{"reference_id":"ref-1"}]}}`)}, protocol("not asked"), 1},
	} {
		r.run(t)
	}
}
