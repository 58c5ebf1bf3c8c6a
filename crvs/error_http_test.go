package crvs_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
)

func TestEachHTTPStatusIsItsError(t *testing.T) {
	t.Parallel()
	const html = `<!DOCTYPE html><html><body>Mala Kumar B90MAY123</body></html>`
	for _, r := range []refusal{
		{
			"a 400 of OpenCRVS with a number as its code",
			[]script{says(400, `{"error":{"code":400,"message":"Validation error: received 'B90MAY123' at \"message.search_request[0].search_criteria.query.value\""}}`)},
			want{kind: crvs.KindRejected, code: "400", status: 400, peer: true, says: "message.search_request[0].search_criteria.query.value"},
			1,
		},
		{
			"a 400 with a list of errors",
			[]script{says(400, `{"errors":[{"code":"err.request.bad","message":"value B90MAY123 is wrong"},{"code":"x","message":"Kumar"}]}`)},
			want{kind: crvs.KindRejected, code: codes.ReasonRequestBad, status: 400, peer: true, says: "[masked]"},
			1,
		},
		{
			"a 422 of FastAPI",
			[]script{says(422, `{"detail":[{"loc":["body","message","search_request",0,"query"],"msg":"field required","type":"value_error.missing"}]}`)},
			want{kind: crvs.KindRejected, code: "value_error.missing", status: 422, peer: true, says: "body.message.search_request.query: field required"},
			1,
		},
		{
			"a 401 with a static token",
			[]script{says(401, `{"error":{"code":401,"message":"Authorization header is missing"}}`)},
			want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true, says: "Authorization header is missing"},
			1,
		},
		{
			"a 401 of hapi",
			[]script{says(401, `{"statusCode":401,"error":"Unauthorized","message":"Token expired"}`)},
			want{kind: crvs.KindUnauthorized, code: "Unauthorized", status: 401, peer: true, says: "Token expired"},
			1,
		},
		{
			"a 403",
			[]script{says(403, `{"errors":[{"code":"err.request.forbidden","message":"no scope"}]}`)},
			want{kind: crvs.KindForbidden, code: codes.ReasonRequestForbidden, status: 403, peer: true, says: "grant this client the scope"},
			1,
		},
		{
			"a 403 that holds only a text",
			[]script{says(403, `{"detail":"Not allowed for mail@example.org"}`)},
			want{kind: crvs.KindForbidden, status: 403, peer: true, says: "Not allowed for [masked]"},
			1,
		},
		{
			"a 404 is never not found",
			[]script{says(404, `{"error":{"code":404,"message":"Not Found"}}`)},
			want{kind: crvs.KindProtocol, code: "404", status: 404, says: "check the base URL"},
			1,
		},
		{
			"a 404 with the standard's code is never not found",
			[]script{says(404, `{"errors":[{"code":"err.request.not_found","message":"no such person"}]}`)},
			want{kind: crvs.KindProtocol, code: codes.ReasonRequestNotFound, status: 404, peer: true, says: "never of a person"},
			1,
		},
		{
			"a 404 with an answer in it is still a 404",
			[]script{says(404, envelope(`"status":"succ","total_count":0`, ""))},
			want{kind: crvs.KindProtocol, status: 404, says: "check the base URL"},
			1,
		},
		{
			"a 402 is a quota and not retried",
			[]script{says(402, `{"error":{"code":402,"message":"quota"}}`)},
			want{kind: crvs.KindRateLimited, code: "402", status: 402, peer: true, retryable: true},
			1,
		},
		{
			"a 500 is asked four times",
			[]script{says(500, `{"error":{"code":500,"message":"Internal Server Error"}}`)},
			want{kind: crvs.KindUnavailable, code: "500", status: 500, peer: true, retryable: true},
			4,
		},
		{
			"a 503 with the standard's code",
			[]script{says(503, `{"errors":[{"code":"err.service.unavailable","message":"maintenance"}]}`)},
			want{kind: crvs.KindUnavailable, code: codes.ReasonServiceUnavailable, status: 503, peer: true, retryable: true, says: "maintenance"},
			4,
		},
		{
			"a 502 with a gateway's page, which is not quoted",
			[]script{says(502, html, "Content-Type: text/html")},
			want{kind: crvs.KindUnavailable, status: 502, retryable: true, says: "an HTML page of"},
			4,
		},
		{
			"a 504 without a body",
			[]script{says(504, "")},
			want{kind: crvs.KindUnavailable, status: 504, retryable: true, says: "an empty body"},
			4,
		},
		{
			"a 501 is not asked again",
			[]script{says(501, `not implemented for B90MAY123`, "Content-Type: text/plain")},
			want{kind: crvs.KindUnavailable, status: 501, retryable: true, says: "not implemented for [masked]"},
			1,
		},
		{
			"a 500 without a body whose code is no HTTP status",
			[]script{says(500, `{"error":{"code":"E1","message":"NullPointer at Kumar"},"x":[`)},
			want{kind: crvs.KindUnavailable, status: 500, retryable: true, says: "JSON of"},
			4,
		},
		{
			"a 204",
			[]script{says(204, "")},
			want{kind: crvs.KindProtocol, status: 204, says: "an empty body"},
			1,
		},
		{
			"a 304",
			[]script{says(304, "")},
			want{kind: crvs.KindProtocol, status: 304, says: "an empty body"},
			1,
		},
	} {
		r.run(t, crvs.WithBearerToken("s3cr3t"))
	}
}

func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	const body = `{"error":{"code":429,"message":"slow down"}}`
	for _, test := range []struct {
		name    string
		answers []script
		sent    int
		waits   time.Duration // at least
		after   time.Duration // in the error
		found   bool
	}{
		{"without Retry-After it is not hammered", []script{says(429, body)}, 1, 0, 0, false},
		{"with Retry-After it is asked again after that", []script{says(429, body, "Retry-After: 30"), says(200, found(malaRecord))}, 2, 30 * time.Second, 0, true},
		{"a wait in the body counts too", []script{says(429, `{"detail":{"retry_after":20}}`), says(200, found(malaRecord))}, 2, 20 * time.Second, 0, true},
		{"24 hours are not waited for", []script{says(429, body, "Retry-After: 86400")}, 1, 0, 24 * time.Hour, false},
		{"a quota is not hammered", []script{says(429, `{"error":{"code":429,"message":"daily quota exceeded"}}`, "Retry-After: 1")}, 1, 0, time.Second, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, test.answers...)
				began := time.Now()
				err := find(t.Context(), reg.client(t), malaByBRN())
				took := time.Since(began)
				requests := reg.requests()
				require.Len(t, requests, test.sent)
				assert.GreaterOrEqual(t, took, test.waits)
				assert.Less(t, took, test.waits+time.Second)
				if test.found {
					require.NoError(t, err)
					assert.Equal(t, requests[0].body, requests[1].body, "the same bytes")
					return
				}
				e := asError(t, err)
				assert.Equal(t, crvs.KindRateLimited, e.Kind)
				assert.Equal(t, http.StatusTooManyRequests, e.HTTPStatus)
				assert.Equal(t, test.after, e.RetryAfter)
				assert.True(t, e.Retryable())
			})
		})
	}
}

func TestAfterNoAnswerTheSameBytesAreSentAgain(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]script{
		"a 503": says(503, ""),
		"a connection that breaks before the answer": func(http.ResponseWriter, asked) { panic(http.ErrAbortHandler) },
		"a connection that breaks in the middle of a body": func(w http.ResponseWriter, a asked) {
			w.Header().Set("Content-Length", "100000")
			_, _ = w.Write([]byte(a.fill(found(malaRecord))[:40]))
			panic(http.ErrAbortHandler)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, fail, fail, says(200, found(malaRecord)))
				hit, err := reg.client(t).Find(t.Context(), malaByBRN())
				require.NoError(t, err)
				assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
				requests := reg.requests()
				require.Len(t, requests, 3)
				for _, r := range requests {
					assert.Equal(t, requests[0].body, r.body)
					assert.NotEmpty(t, r.messageID)
				}
			})
		})
	}
}
