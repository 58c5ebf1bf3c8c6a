package crvs_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

type auditLog struct {
	mu      sync.Mutex
	records []crvs.AuditRecord
}

func (l *auditLog) add(_ context.Context, r crvs.AuditRecord) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.records = append(l.records, r)
}

func TestEachMessageHasItsAuditRecord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &auditLog{}
		slow := func(w writer, a asked) {
			wait(a, 3*time.Second)
			says(200, envelope(`"status":"succ","total_count":3`, answered(1, "")+","+answered(0, malaRecord)+","+
				item(2, `"status":"rjct","status_reason_code":"rjct.search_criteria.invalid","status_reason_message":"Kumar?"`)))(w, a)
		}
		reg := start(t, slow)
		c := reg.client(t, crvs.WithAudit(log.add))
		given := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
		purpose := search.Purpose{Code: "PENSION", Text: "for Mala Kumar", RefURI: "https://spmis.example/purposes"}
		began := time.Now()
		_, err := c.SearchBatch(t.Context(), []search.Query{
			malaByBRN().WithConsent(search.Consent{Given: given, Purpose: purpose}),
			search.ByIdentifier("KUMAR", "123456789").WithAuthorize(search.Authorize{Since: given, Purpose: purpose}),
			bornInMay().And(search.FamilyName.Is("Kumar")),
		})
		require.NoError(t, err)
		require.Len(t, log.records, 1)
		r, request := log.records[0], reg.requests()[0]
		grant := &crvs.AuditGrant{At: given, PurposeCode: "PENSION", PurposeURI: "https://spmis.example/purposes"}
		assert.Equal(t, crvs.AuditRecord{
			Op: "search batch", Time: began, Duration: 3 * time.Second, Attempts: 1, HTTPStatus: 200,
			SenderID: "spmis.example", ReceiverID: "crvs.example",
			MessageID: request.messageID, TransactionID: request.transactionID, CorrelationID: "corr-1", Outcome: "answered",
			Questions: []crvs.AuditQuestion{
				{ReferenceID: request.references[0], Form: "idtype-value BRN in live_birth", Consent: grant, Outcome: "found", Records: 1},
				{ReferenceID: request.references[1], Form: "idtype-value other", Authorize: grant, Outcome: "not_found"},
				{
					ReferenceID: request.references[2], Form: "predicate birth_date ge le, surname eq in live_birth",
					Outcome: "rejected", Code: codes.RejectCriteriaInvalid,
				},
			},
		}, r)
		assertClean(t, r)
		assertClean(t, r.Questions)
	})
}

func TestAFailedMessageHasItsAuditRecordToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &auditLog{}
		reg := start(t, says(401, ""), says(500, `{"error":{"code":500,"message":"Kumar"}}`)).on(tokenPath, tokens())
		c := reg.client(t, crvs.WithAudit(log.add), crvs.WithClientCredentials("me", "pw"))
		require.Error(t, find(t.Context(), c, malaByBRN()))
		require.Len(t, log.records, 2, "one for each message, not for each attempt")
		assert.Equal(t, "unauthorized", log.records[0].Outcome)
		last := log.records[1]
		assert.Equal(t, "unavailable", last.Outcome)
		assert.Equal(t, codes.ReasonCode("500"), last.Code)
		assert.Equal(t, []int{4, 500}, []int{last.Attempts, last.HTTPStatus})
		assert.Equal(t, "unavailable", last.Questions[0].Outcome)
		assert.Equal(t, log.records[0].TransactionID, last.TransactionID)
		assert.NotEqual(t, log.records[0].MessageID, last.MessageID)
		assertClean(t, log.records)

		require.Error(t, find(t.Context(), c, search.Query{}))
		assert.Len(t, log.records, 2, "what was refused was not sent")
	})
}

func TestEachPageHasItsAuditRecord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &auditLog{}
		reg := start(t, list{brns: numbered(5), counts: true}.answer())
		require.NoError(t, searchAll(t.Context(), reg.client(t, crvs.WithAudit(log.add)), bornInMay().WithPageSize(2)))
		require.Len(t, log.records, 3)
		assert.Equal(t, 1, log.records[2].Questions[0].Records)
	})
}
