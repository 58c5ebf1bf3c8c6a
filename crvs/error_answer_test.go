package crvs_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
)

// kinds is what each code of the table must become; the others are Rejected.
func kinds() map[codes.ReasonCode]crvs.Kind {
	return map[codes.ReasonCode]crvs.Kind{
		codes.ReasonRequestUnauthorized: crvs.KindUnauthorized, codes.ReasonAuthMissingHeader: crvs.KindUnauthorized,
		codes.ReasonRequestForbidden: crvs.KindForbidden, codes.ReasonRequestNotFound: crvs.KindProtocol,
		codes.ReasonRequestTimeout: crvs.KindUnavailable, codes.ReasonServiceUnavailable: crvs.KindUnavailable, codes.ReasonInternal: crvs.KindUnavailable,
		codes.ReasonRequestTooMany: crvs.KindRateLimited, codes.ReasonEncryptionInvalid: crvs.KindEncryption,
		codes.ReasonSignatureMissing: crvs.KindSignature, codes.ReasonSignatureInvalid: crvs.KindSignature, codes.ReasonVerifierNotConfigured: crvs.KindSignature,
	}
}

func kindOf(code codes.ReasonCode) crvs.Kind {
	if k, ok := kinds()[code]; ok {
		return k
	}
	return crvs.KindRejected
}

// TestEveryCodeIsAnErrorWhereverItStands: ERR at HTTP 200, a rejected header,
// and a rejected item.
func TestEveryCodeIsAnErrorWhereverItStands(t *testing.T) {
	t.Parallel()
	for reason := range codes.Reasons() {
		code := string(reason.Code)
		sent := 1
		if reason.Retry == codes.RetryNewMessage && kindOf(reason.Code) != crvs.KindUnauthorized {
			sent = 2 // a new message is tried once
		}
		w := want{
			kind: kindOf(reason.Code), code: reason.Code, status: 200, peer: true,
			retryable: reason.Retry == codes.RetryLater, says: reason.Action,
		}
		for where, body := range map[string]string{
			"in an acknowledgement": `{"message":{"ack_status":"ERR","correlation_id":"corr-1","error":{"code":"` + code + `","message":"no B90MAY123"}}}`,
			"in the header":         envelope(`"status":"rjct","status_reason_code":"`+code+`","status_reason_message":"no b90may123","total_count":0`, ""),
			"in the item": envelope(`"status":"succ","total_count":1`,
				item(0, `"status":"rjct","status_reason_code":"`+code+`","status_reason_message":"no B90MAY123"`)),
		} {
			refusal{code + " " + where, []script{says(200, body)}, w, sent}.run(t)
		}
	}
}

func TestRefusalsInUnusualShapes(t *testing.T) {
	t.Parallel()
	protocol := want{kind: crvs.KindProtocol, status: 200}
	with := func(text string) want { w := protocol; w.says = text; return w }
	for _, r := range []refusal{
		{
			"rejected with a record in it",
			[]script{says(200, envelope(`"status":"succ","total_count":1`,
				item(0, `"status":"rjct","status_reason_code":"rjct.filter.invalid",`+data("live_birth", malaRecord))))},
			want{kind: crvs.KindRejected, code: codes.RejectFilterInvalid, status: 200, peer: true},
			1,
		},
		{
			"rejected in the header with items in the message",
			[]script{says(200, envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid","total_count":1`,
				item(0, `"status":"succ",`+data("live_birth", malaRecord))))},
			want{kind: crvs.KindRejected, code: codes.RejectVersionInvalid, status: 200, peer: true},
			1,
		},
		{
			"rejected in the header, with a code of a gateway beside it",
			[]script{says(200, `{"code":"200","header":{"status":"rjct","status_reason_code":"rjct.version.invalid"},"message":""}`)},
			want{kind: crvs.KindRejected, code: codes.RejectVersionInvalid, status: 200, peer: true},
			1,
		},
		{
			"rejected in the header without a reason, which stands beside it",
			[]script{says(200, `{"header":{"status":"rjct"},"errors":[{"code":"err.version.not_supported"}]}`)},
			want{kind: crvs.KindRejected, code: codes.ReasonVersionNotSupported, status: 200, peer: true},
			1,
		},
		{
			"the label instead of the code of a status",
			[]script{says(200, envelope(`"status":"Rejected","status_reason_code":"rjct.version.invalid"`, ""))},
			want{kind: crvs.KindRejected, code: codes.RejectVersionInvalid, status: 200, peer: true},
			1,
		},
		{
			"ERR in lower case",
			[]script{says(200, `{"message":{"ack_status":"err","error":{"code":"err.sender.unknown","message":"who?"}}}`)},
			want{kind: crvs.KindRejected, code: codes.ReasonSenderUnknown, status: 200, peer: true},
			1,
		},
		{
			"ERR beside an empty answer",
			[]script{says(200, `{"header":{"status":"succ","total_count":0},"message":{"ack_status":"err","search_response":[],"transaction_id":"$TX"}}`)},
			want{kind: crvs.KindRejected, status: 200, peer: true},
			1,
		},
		{
			"ERR whose reason stands in the header",
			[]script{says(200, `{"header":{"status_reason_code":"err.sender_id.invalid"},"message":{"ack_status":"ERR"}}`)},
			want{kind: crvs.KindRejected, code: codes.ReasonSenderIDInvalid, status: 200, peer: true},
			1,
		},
		{
			"an ACK is no answer",
			[]script{says(202, `{"message":{"ack_status":"ACK","timestamp":"2026-01-01T00:00:00Z","correlation_id":"corr-1"}}`)},
			want{kind: crvs.KindProtocol, status: 202, says: "asynchronous endpoint"},
			1,
		},
		{"a NACK is no answer", []script{says(200, `{"message":{"ack_status":"NACK"}}`)}, with("did not answer"), 1},
		{
			"an ACK with an error object",
			[]script{says(200, `{"message":{"ack_status":"ACK","error":{"code":"err.request.bad","message":"hm"}}}`)},
			want{kind: crvs.KindRejected, code: codes.ReasonRequestBad, status: 200, peer: true},
			1,
		},
		{
			"a list of errors at HTTP 200",
			[]script{says(200, `{"errors":[{"code":"err.request.bad","message":"hm"}]}`)},
			want{kind: crvs.KindRejected, code: codes.ReasonRequestBad, status: 200, peer: true},
			1,
		},
		{
			"a list of errors beside an empty answer",
			[]script{says(200, `{"errors":[{"code":"err.service.unavailable","message":"hm"}],"header":{"status":"succ","total_count":0},"message":{"transaction_id":"$TX","search_response":[]}}`)},
			want{kind: crvs.KindUnavailable, code: codes.ReasonServiceUnavailable, status: 200, peer: true, retryable: true},
			1,
		},
		{
			"an error in the message beside an empty answer",
			[]script{says(200, `{"header":{"status":"succ","total_count":0},"message":{"transaction_id":"$TX","search_response":[],"error":{"code":"rjct.internal","message":"hm"}}}`)},
			want{kind: crvs.KindUnavailable, code: codes.ReasonInternal, status: 200, peer: true, retryable: true},
			1,
		},
		{
			"a success that names a reason to reject",
			[]script{says(200, envelope(`"status":"succ","status_reason_code":"rjct.total_count.limit_exceeded","total_count":0`, ""))},
			want{kind: crvs.KindRejected, code: codes.RejectTotalCountExceeded, status: 200, peer: true},
			1,
		},
		{
			"an item of success that names a reason to reject",
			[]script{says(200, envelope(`"status":"succ","total_count":1`,
				item(0, `"status":"succ","status_reason_code":"rjct.search_criteria.invalid"`)))},
			want{kind: crvs.KindRejected, code: codes.RejectCriteriaInvalid, status: 200, peer: true},
			1,
		},
		{
			"a text alone",
			[]script{says(200, `{"detail":"please call +91 97148 38469"}`)},
			want{kind: crvs.KindRejected, status: 200, peer: true, says: "please call [masked]"},
			1,
		},
		{
			"an error that is a sentence",
			[]script{says(200, `{"error":"the service is asleep"}`)},
			want{kind: crvs.KindRejected, status: 200, peer: true, says: "the service is asleep"},
			1,
		},
		{
			"received",
			[]script{says(200, envelope(`"status":"rcvd"`, ""))},
			want{kind: crvs.KindUnavailable, status: 200, retryable: true, says: "not answered it yet"},
			1,
		},
		{
			"pending without a list",
			[]script{says(200, `{"header":{"status":"pdng"},"message":{"transaction_id":"$TX"}}`)},
			want{kind: crvs.KindUnavailable, status: 200, retryable: true, says: "not answered it yet"},
			1,
		},
		{
			"an encrypted message",
			[]script{says(200, `{"header":{"status":"succ","total_count":0},"message":{"ciphertext":"abc","iv":"d","tag":"e","encrypted_key":"f"}}`)},
			want{kind: crvs.KindEncryption, status: 200, says: "no decryption key"},
			1,
		},
		{
			"an encrypted message in compact form",
			[]script{says(200, `{"header":{"status":"succ","total_count":0},"message":"eyJhbGciOiJSU0EifQ.a.b.c.d"}`)},
			want{kind: crvs.KindEncryption, status: 200, says: "no decryption key"},
			1,
		},
		{"a JSON object of something else", []script{says(200, `{"success":true}`)}, with("search_response is missing"), 1},
		{"a message that is a list", []script{says(200, `{"header":{"status":"succ","total_count":0},"message":[]}`)}, with("search_response is missing"), 1},
		{"an answer whose list is a text", []script{says(200, `{"header":{"status":"succ","total_count":0},"message":{"transaction_id":"$TX","search_response":"none"}}`)}, with("search_response is missing"), 1},
	} {
		r.run(t)
	}
}

func TestAnItemThatIsNotAnAnswerIsAnError(t *testing.T) {
	t.Parallel()
	one := func(members string) []script {
		return []script{says(200, envelope(`"status":"succ","total_count":1`, item(0, members)))}
	}
	later := want{kind: crvs.KindUnavailable, status: 200, retryable: true, says: "not answered it yet"}
	protocol := want{kind: crvs.KindProtocol, status: 200}
	no := func(text string) want { w := protocol; w.says = text; return w }
	for _, r := range []refusal{
		{"received without records", one(`"status":"rcvd"`), later, 1},
		{"pending with an empty list", one(`"status":"pdng",` + data("live_birth", "")), later, 1},
		{"in parts without records", one(`"status":"part"`), later, 1},
		{"no status and no records", one(`"timestamp":"2026-01-01T00:00:00Z"`), no("neither a status nor records"), 1},
		{"a status outside the standard", one(`"status":"fine"`), no("outside the standard"), 1},
		{"a status outside the standard with a record", one(`"status":"fine",` + data("live_birth", malaRecord)), no("outside the standard"), 1},
		{"reg_records is an empty object", one(`"status":"succ","data":{"reg_records":{}}`), no("not a record"), 1},
		{"reg_records holds null", one(`"status":"succ","data":{"reg_records":[null]}`), no("not a record"), 1},
		{"reg_records holds a record and null", one(`"status":"succ",` + data("live_birth", malaRecord+",null")), no("not a record"), 1},
		{"reg_records holds an empty object", one(`"status":"succ","data":{"reg_records":[{ }]}`), no("not a record"), 1},
		{"reg_records holds texts", one(`"status":"succ","data":{"reg_records":["Mala Kumar"]}`), no("not a record"), 1},
		{"reg_records holds a list", one(`"status":"succ","data":{"reg_records":[[` + malaRecord + `]]}`), no("not a record"), 1},
		{"reg_records is a text", one(`"status":"succ","data":{"reg_records":"Mala Kumar"}`), no("not a record"), 1},
		{"reg_records is a number", one(`"status":"succ","data":{"reg_records":1}`), no("not a record"), 1},
		{"reg_records is true", one(`"status":"succ","data":{"reg_records":true}`), no("not a record"), 1},
		{"data is a list of records", one(`"status":"succ","data":[` + malaRecord + `]`), no("not a record"), 1},
		{"data is a text", one(`"status":"succ","data":"eyJhbGciOi"`), no("not a record"), 1},
		{"data is a record itself", one(`"status":"succ","data":` + malaRecord), no("not a record"), 1},
		{"data holds the records under another name", one(`"status":"succ","data":{"reg_event_type":"live_birth","records":[` + malaRecord + `]}`), no("not a record"), 1},
		{"records are counted and none handed out", one(`"status":"succ",` + data("live_birth", "") + `,` + pagination(1, 10, 3)), no("hands out none"), 1},
	} {
		r.run(t)
	}
}

func TestMembersWithEscapesInTheirNamesAreRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		body := strings.NewReplacer(`"reg_records"`, `"reg\u005frecords"`, `"status"`, `"\u0073tatus"`).Replace(found(malaRecord))
		hit, err := start(t, says(200, body)).client(t).Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
	})
}

func TestIDsOfThePeerAreKeptUnlessTheyRepeatTheQuestion(t *testing.T) {
	t.Parallel()
	for id, kept := range map[string]bool{
		"4fe1e664-31a7-4e6b-8f6c-65359bac1f4f": true, "for-b90may123": false, "with a space": false, "ünicode": false,
		strings.Repeat("x", 99): true, strings.Repeat("x", 100): false,
	} {
		synctest.Test(t, func(t *testing.T) {
			body := strings.Replace(envelope(`"status":"rjct","status_reason_code":"B90MAY123"`, ""), "corr-1", id, 1)
			e := asError(t, find(t.Context(), start(t, says(200, body)).client(t), malaByBRN()))
			assert.Equal(t, kept, e.CorrelationID == id)
			assert.True(t, kept || e.CorrelationID == "")
			assert.Equal(t, codes.ReasonCode("unknown"), e.Code, "a code that is the number asked for")
		})
	}
}
