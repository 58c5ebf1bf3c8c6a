package crvs_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// capture is an exchange with a real OpenCRVS.
type capture struct {
	Request struct {
		Body any `json:"body"`
	} `json:"request"`
	Response struct {
		Status int             `json:"status"`
		Body   json.RawMessage `json:"body"`
	} `json:"response"`
}

// play answers with the capture, under our ids.
func play(t *testing.T, file string) script {
	t.Helper()
	dir := os.Getenv("DCI_STANDARD")
	if dir == "" {
		t.Skip("DCI_STANDARD is not set: the folder of the published standard, with captures/opencrvs in it")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "captures", "opencrvs", file))
	require.NoError(t, err)
	var c capture
	require.NoError(t, json.Unmarshal(raw, &c))
	body := string(c.Response.Body)
	if m, ok := c.Request.Body.(map[string]any); ok {
		message, _ := m["message"].(map[string]any)
		if id, ok := message["transaction_id"].(string); ok {
			body = replace(body, id, "$TX")
		}
		questions, _ := message["search_request"].([]any)
		for i, q := range questions {
			if id, ok := q.(map[string]any)["reference_id"].(string); ok {
				body = replace(body, id, "$REF"+string(rune('0'+i)))
			}
		}
	}
	return says(c.Response.Status, body)
}

func TestWhatARealOpenCRVSAnswers(t *testing.T) {
	t.Parallel()
	date := person.MustDate
	born := search.Where(search.BirthDate.Is(date("2023-02-01"))).In(codes.VitalEventBirth)
	for _, test := range []struct {
		file string
		q    search.Query
		hit  search.Match // "" for an error
		name string
		want want
	}{
		{file: "008-sync-birth-by-BRN-unsigned.json", q: brn("2023BIYCGRT"), hit: search.MatchConfirmed, name: "Amina Grace Okello"},
		{file: "009-sync-birth-by-NID.json", q: search.ByIdentifier("NID", "1234567890").In(codes.VitalEventBirth), hit: search.MatchConfirmed, name: "Amina Grace Okello"},
		{file: "011-sync-birth-private-home-null-fields.json", q: brn("2022BNULLS1"), hit: search.MatchUnconfirmed, name: "Musonda"},
		{file: "012-sync-death-by-DRN.json", q: search.ByIdentifier(codes.IdentifierDRN, "2023DAAAAA1").In(codes.VitalEventDeath), hit: search.MatchConfirmed, name: "Joseph Mwale"},
		{file: "013-sync-marriage-by-MRN.json", q: search.ByIdentifier(codes.IdentifierMRN, "2021MAAAAA1").In(codes.VitalEventMarriage), hit: search.MatchConfirmed, name: "Mary Banda"},
		{file: "015-sync-zero-hits.json", q: brn("DOES-NOT-EXIST"), want: want{kind: crvs.KindNotFound, status: 200}},
		{file: "023-sync-pagination-past-end.json", q: brn("2023BIYCGRT"), want: want{kind: crvs.KindNotFound, status: 200}},
		{file: "026-pred-birth-eq-alone.json", q: born, want: want{kind: crvs.KindOvermatch, status: 200, says: "birth_date"}},
		{file: "008-sync-birth-by-BRN-unsigned.json", q: brn("2023B000000"), want: want{kind: crvs.KindOvermatch, status: 200, says: "BRN"}},
		{file: "008-sync-birth-by-BRN-unsigned.json", q: search.ByIdentifier("NID", "1234567890").In(codes.VitalEventDeath), want: want{kind: crvs.KindOvermatch, status: 200, says: "reg_event_type"}},
		{file: "042-invalid-idtype-UIN.json", q: search.ByIdentifier("UIN", "1"), want: want{kind: crvs.KindRejected, code: "400", status: 400, peer: true, says: "Validation error"}},
		{file: "084-auth-missing.json", q: brn("B1"), want: want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true, says: "Authorization header is missing"}},
		{file: "081-not-implemented-subscribe.json", q: brn("B1"), want: want{kind: crvs.KindProtocol, code: "404", status: 404, says: "check the base URL"}},
		{file: "092-gateway-quota.json", q: brn("B1"), want: want{kind: crvs.KindRateLimited, code: "429", status: 429, peer: true, retryable: true, says: "quota"}},
		{file: "093-gateway-internal-error.json", q: brn("B1"), want: want{kind: crvs.KindUnavailable, code: "500", status: 500, peer: true, retryable: true}},
		{file: "111-enc-sync-ok.json", q: brn("B1"), want: want{kind: crvs.KindEncryption, status: 200}},
		{file: "112-enc-sync-zero-hits.json", q: brn("B1"), want: want{kind: crvs.KindEncryption, status: 200}},
		{file: "125-async-birth-unsigned.json", q: brn("B1"), want: want{kind: crvs.KindProtocol, status: 202, says: "asynchronous"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			answer := play(t, test.file)
			synctest.Test(t, func(t *testing.T) {
				hit, err := start(t, answer).client(t).Find(t.Context(), test.q)
				if test.hit == "" {
					test.want.assertError(t, err)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, test.hit, hit.Match)
				assert.Equal(t, test.name, hit.Person.Name().Full())
				assert.Equal(t, test.q.Event(), hit.Event)
			})
		})
	}
}

// OpenCRVS drops what it does not find from a batch. Without a profile that says
// so, a question without an answer is unanswered.
func TestABatchOfARealOpenCRVS(t *testing.T) {
	t.Parallel()
	answer := play(t, "016-sync-batch-hit-and-miss.json")
	synctest.Test(t, func(t *testing.T) {
		results, err := start(t, answer).client(t).SearchBatch(t.Context(), brns("DOES-NOT-EXIST", "2023BIYCGRT"))
		require.NoError(t, err)
		assert.Equal(t, crvs.KindProtocol, asError(t, results[0].Err).Kind)
		require.NoError(t, results[1].Err)
		assert.Equal(t, []string{"2023BIYCGRT"}, numbers(results[1].Page.Hits))
	})
}

func TestTheLocationsOfARealOpenCRVS(t *testing.T) {
	t.Parallel()
	answer := play(t, "003-locations.json")
	synctest.Test(t, func(t *testing.T) {
		l, err := start(t).on(locationsPath, answer).client(t).Locations(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, l.Places)
		deepest := 0
		for _, p := range l.Places {
			assert.NotEmpty(t, p.ID)
			deepest = max(deepest, len(l.Path(p.ID)))
		}
		assert.Greater(t, deepest, 1)
	})
}
