package crvs_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// ownSearches are the essential replays with people of our own, which run
// everywhere.
func ownSearches() []replay {
	date := person.MustDate
	const birth = codes.VitalEventBirth
	selam := []captureHit{{"B-SELAM-07", "ሰላም ገብረ", sure}}
	byBRN := in(codes.IdentifierBRN, "B-SELAM-07", birth)
	one := func(hits []captureHit) [][]captureHit { return [][]captureHit{hits} }
	none := [][]captureHit{nil}
	return []replay{
		{file: "birth-by-number.json", ask: byBRN, sends: true, hits: one(selam)},
		{file: "birth-by-national-id.json", ask: in(codes.IdentifierNationalID, "700100200", birth), sends: true, hits: one(selam)},
		{file: "birth-without-number.json", ask: in(codes.IdentifierBRN, "B-NOI-01", birth), sends: true, hits: one([]captureHit{{"", "น้อย", unsure}})},
		{file: "death-by-number.json", ask: in(codes.IdentifierDRN, "D-TARAS-11", codes.VitalEventDeath), sends: true, hits: one([]captureHit{{"D-TARAS-11", "Тарас Коваль", sure}})},
		{file: "marriage-by-the-groom.json", ask: in("NIN", "700100401", codes.VitalEventMarriage), sends: true, hits: one([]captureHit{{"M-LAYLA-02", "ليلى حداد", sure}})},
		{file: "none.json", ask: in("BIRTH_REG_NO", "B-NOBODY-0", birth), sends: true, hits: none},
		{file: "past-the-last-page.json", ask: []search.Query{byBRN[0].WithPage(4).WithPageSize(5)}, sends: true, hits: none},
		{file: "batch-miss-and-hit.json", ask: append(in(codes.IdentifierBRN, "B-NOBODY-0", birth), byBRN...), sends: true, hits: [][]captureHit{nil, selam}},
		{
			file: "range-page-two.json", sends: true, hits: one([]captureHit{{"", "น้อย", sure}}),
			ask: []search.Query{search.Where(search.BirthDate.Between(date("2018"), date("2019"))).In(birth).WithPage(2).WithPageSize(1)},
		},
		{
			file: "everything-for-one-day.json", ask: []search.Query{bornWhere(search.BirthDate.Is(date("2019-09-12")))},
			verify: assertPair("2019-09-12", "2019-09-12"), fails: overmatch("birth_date"),
		},
		{
			file: "death-by-birth-date.json", sends: true, hits: one([]captureHit{{"D-TARAS-11", "Тарас Коваль", unsure}}),
			ask: []search.Query{search.Where(search.BirthDate.Is(date("1961-04-12"))).In(codes.VitalEventDeath).WithPageSize(5)},
		},
		{file: "refused.json", ask: byBRN, sends: true, fails: refusal400("Validation error")},
		{file: "no-token.json", ask: byBRN, sends: true, fails: &want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true}},
		{file: "quota.json", ask: byBRN, sends: true, fails: &want{kind: crvs.KindRateLimited, code: "429", status: 429, peer: true, retryable: true, says: "quota"}},
		{file: "failure.json", ask: byBRN, sends: true, fails: failure500()},
	}
}

func TestEachOfOurOwnSearchesIsReplayed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(ownCaptures(t), "*.json"))
	require.NoError(t, err)
	assert.Len(t, files, len(ownSearches()))
	for _, r := range ownSearches() {
		t.Run(r.file, func(t *testing.T) {
			t.Parallel()
			r.run(t, ownCaptures, crvs.WithSender("https://spmis.example"), crvs.WithReceiver("crvs.example"), crvs.WithCallbackURL("https://spmis.example/dci"))
		})
	}
}
