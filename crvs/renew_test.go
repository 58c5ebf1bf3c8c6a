package crvs_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
)

// tokens hands out s3cr3t-1, s3cr3t-2 and so on.
func tokens() script {
	n := 0
	return func(w writer, a asked) {
		n++
		says(200, fmt.Sprintf(`{"access_token":"s3cr3t-%d","token_type":"Bearer","expires_in":600}`, n))(w, a)
	}
}

// assertRenewed checks that two messages are two messages of one transaction.
func assertRenewed(t *testing.T, requests []asked) {
	t.Helper()
	require.Len(t, requests, 2)
	assert.Equal(t, requests[0].transactionID, requests[1].transactionID)
	assert.NotEqual(t, requests[0].messageID, requests[1].messageID)
}

func TestA401GetsOneFreshToken(t *testing.T) {
	t.Parallel()
	refusals := map[string]string{
		"HTTP 401":    "",
		"ERR at 200":  `{"message":{"ack_status":"ERR","error":{"code":"err.request.unauthorized","message":"expired"}}}`,
		"rjct at 200": envelope(`"status":"rjct","status_reason_code":"err.request.unauthorized"`, ""),
	}
	for name, body := range refusals {
		status := 200
		if body == "" {
			status, body = 401, `{"error":{"code":401,"message":"Token expired"}}`
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(status, body), says(200, found(malaRecord))).on(tokenPath, tokens())
				_, err := reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t")).Find(t.Context(), malaByBRN())
				require.NoError(t, err)
				r := reg.requests()
				assertRenewed(t, r)
				assert.Equal(t, "Bearer s3cr3t-1", r[0].header.Get("Authorization"))
				assert.Equal(t, "Bearer s3cr3t-2", r[1].header.Get("Authorization"))
			})
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(status, body)).on(tokenPath, tokens())
				err := find(t.Context(), reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t")), malaByBRN())
				e := asError(t, err)
				require.ErrorIs(t, err, crvs.ErrUnauthorized)
				assert.Equal(t, status, e.HTTPStatus)
				assertRenewed(t, reg.requests())
				assert.Equal(t, reg.requests()[1].messageID, e.MessageID, "the ids of the message that was refused last")
				assert.Len(t, reg.all(), 4, "two messages, two tokens")
			})
		})
	}
}

func TestATokenThatCannotBeFetchedIsAnError(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]script{
		"refused":     says(401, `{"error":"invalid_client","error_description":"me and pw-s3cr3t"}`),
		"no JSON":     says(200, "<html>s3cr3t</html>"),
		"no token":    says(200, `{"token_type":"Bearer"}`),
		"not there":   says(404, "no s3cr3t here"),
		"not working": says(503, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(200, found(malaRecord))).on(tokenPath, answer)
				e := asError(t, find(t.Context(), reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t")), malaByBRN()))
				assert.Equal(t, "token", e.Op)
				assert.NotEmpty(t, e.MessageID)
				assert.NotEqual(t, crvs.KindNotFound, e.Kind)
				assert.Empty(t, reg.requests(), "no question goes without a token")
			})
		})
	}
}

func TestADuplicateOrStaleMessageIsSentAnewOnce(t *testing.T) {
	t.Parallel()
	for _, code := range []codes.ReasonCode{codes.RejectMessageIDDuplicate, codes.RejectMessageTSInvalid, codes.RejectReferenceIDDouble, codes.RejectTimestampInvalid} {
		for where, refusal := range map[string]script{
			"header": says(200, envelope(`"status":"rjct","status_reason_code":"`+string(code)+`"`, "")),
			"item":   says(200, envelope(`"status":"succ","total_count":1`, item(0, `"status":"rjct","status_reason_code":"`+string(code)+`"`))),
			"400":    says(400, `{"errors":[{"code":"`+string(code)+`","message":"again"}]}`),
		} {
			t.Run(string(code)+" in "+where, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					slow := func(w writer, a asked) { wait(a, 3*time.Second); refusal(w, a) }
					reg := start(t, slow, says(200, found(malaRecord)))
					_, err := reg.client(t).Find(t.Context(), malaByBRN())
					require.NoError(t, err)
					r := reg.requests()
					assertRenewed(t, r)
					assert.NotEqual(t, stamp(t, r[0]), stamp(t, r[1]), "a new time")
				})
				synctest.Test(t, func(t *testing.T) {
					reg := start(t, refusal)
					e := asError(t, find(t.Context(), reg.client(t), malaByBRN()))
					assert.Equal(t, crvs.KindRejected, e.Kind)
					assert.Equal(t, code, e.Code)
					assertRenewed(t, reg.requests())
				})
			})
		}
	}
}

func TestATokenAndAMessageMayBothBeRenewed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t,
			says(401, ""), says(200, envelope(`"status":"rjct","status_reason_code":"rjct.message_ts.invalid"`, "")),
			says(200, found(malaRecord))).on(tokenPath, tokens())
		_, err := reg.client(t, crvs.WithClientCredentials("me", "pw-s3cr3t")).Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Len(t, reg.requests(), 3)
	})
}
