package crvs_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

// FuzzJudge: whatever a registry answers at HTTP 200, the client does not panic,
// hands out no record that contradicts the question, and says "not found" only
// where the answer is JSON that answers this question.
func FuzzJudge(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", `{"header":{"status":"succ","total_count":0},"message":{"transaction_id":"$TX","search_response":[]}}`,
		found(malaRecord), found(births("B1", "B2")), found(""), counted(1, 2, 1, malaRecord), counted(1, 2, 5, ""),
		envelope(`"status":"rjct","status_reason_code":"rjct.message_id.duplicate"`, ""),
		envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ","data":{"reg_records":"x"}`)),
		`{"message":{"ack_status":"ERR","error":{"code":"err.request.bad","message":"x"}}}`,
		`{"error":{"code":400,"message":"x"}}`, `{"detail":[{"loc":["a"],"msg":"b"}]}`, "<html>", "\ufeff{}",
	} {
		f.Add([]byte(seed))
	}
	c, err := crvs.New(base, crvs.WithSender("s"), crvs.WithInsecureUnsigned(), crvs.WithHTTPClient(&http.Client{Transport: roundTripper(echo)}))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		ctx := context.WithValue(t.Context(), fuzzed{}, string(body))
		for _, q := range []search.Query{malaByBRN(), bornInMay()} {
			page, err := c.SearchPage(ctx, q)
			e, isOurs := errors.AsType[*crvs.Error](err)
			switch {
			case err != nil && !isOurs, isOurs && (e.Kind == "" || e.Op == ""):
				t.Fatalf("an error of another kind: %#v", err)
			case err != nil:
				continue
			}
			if !json.Valid([]byte(strings.TrimPrefix(string(body), "\ufeff"))) {
				t.Fatal("an answer was made of what is no JSON")
			}
			for _, hit := range page.Hits {
				if _, contradiction := search.Hold(q, hit.Record, search.Holding{}); contradiction != "" {
					t.Fatal("a hit contradicts the question")
				}
			}
		}
		if _, err := c.Find(ctx, malaByBRN()); errors.Is(err, crvs.ErrNotFound) && !json.Valid([]byte(strings.TrimPrefix(string(body), "\ufeff"))) {
			t.Fatal("not found, said what is no JSON")
		}
	})
}

type fuzzed struct{}

// echo answers with the body in the context, under the ids of the question.
func echo(r *http.Request) (*http.Response, error) {
	body, _ := r.Context().Value(fuzzed{}).(string)
	filled := readAsked(r).fill(body)
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
		ContentLength: int64(len(filled)), Body: io.NopCloser(strings.NewReader(filled)),
	}, nil
}
