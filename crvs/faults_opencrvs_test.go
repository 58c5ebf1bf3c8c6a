package crvs_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// birthOf is a birth as OpenCRVS writes it: the child's numbers, and the mother's.
func birthOf(brn, nid, mother string) string {
	child := `"identifier":[{"name":"BRN","identifier":"` + brn + `"}`
	if nid != "" {
		child += `,{"name":"NID","identifier":"` + nid + `"}`
	}
	return `{` + child + `],"familyName":"Okello","birthDate":"1990-05-12","relations":[{"@type":"spdci:Mother","identifier":[{"name":"NID","identifier":"` + mother + `"}]}]}`
}

// pageOf is page n of total births, five to a page.
func pageOf(n, total int, records ...string) string {
	return envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ","data":{"reg_type":"ocrvs:registry_type:birth","reg_records":[`+
		strings.Join(records, ",")+`]},`+pagination(n, 5, total)))
}

// OpenCRVS finds a number wherever it stands: a mother's gives her children's
// births too. Her own is the answer.
func TestTheRecordsOfRelativesAreLeftOut(t *testing.T) {
	t.Parallel()
	own, other := birthOf("B1001", "700", "600"), birthOf("B1002", "700", "601")
	child := func(n string) string { return birthOf("B2000-"+n, "80"+n, "700") }
	infant := birthOf("B3000", "", "700")
	five := []string{child("1"), child("2"), child("3"), child("4"), child("5")}
	for name, tt := range map[string]struct {
		pages []string
		kind  crvs.Kind // "" for her own birth
		sent  int
	}{
		"her own and her child's":                    {[]string{pageOf(1, 2, own, child("1"))}, "", 1},
		"her child's first":                          {[]string{pageOf(1, 2, child("1"), own)}, "", 1},
		"the child has no number yet":                {[]string{pageOf(1, 2, infant, own)}, "", 1},
		"her children's alone":                       {[]string{pageOf(1, 2, child("1"), child("2"))}, crvs.KindNotFound, 1},
		"an infant's alone":                          {[]string{pageOf(1, 1, infant)}, crvs.KindNotFound, 1},
		"her own behind a page of children":          {[]string{pageOf(1, 6, five...), pageOf(2, 6, own)}, "", 2},
		"nothing of hers behind a page of children":  {[]string{pageOf(1, 6, five...), pageOf(2, 6, child("6"))}, crvs.KindNotFound, 2},
		"her own first, and a page of children":      {[]string{pageOf(1, 6, append([]string{own}, five[:4]...)...), pageOf(2, 6, child("6"))}, "", 2},
		"two of her own, the second on another page": {[]string{pageOf(1, 6, append([]string{own}, five[:4]...)...), pageOf(2, 6, other)}, crvs.KindAmbiguous, 2},
		"two of her own":                             {[]string{pageOf(1, 3, own, child("1"), other)}, crvs.KindAmbiguous, 1},
		"one counted that did not come":              {[]string{pageOf(1, 2, own)}, crvs.KindAmbiguous, 1},
		"the next page cannot be had":                {[]string{pageOf(1, 6, five...), `{"error":{"code":400,"message":"no"}}`}, crvs.KindRejected, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				scripts := make([]script, len(tt.pages))
				for i, p := range tt.pages {
					scripts[i] = says(200, p)
				}
				reg := start(t, scripts...)
				c := reg.client(t, crvs.WithProfile(profile.OpenCRVS2024()))
				hit, err := c.Find(t.Context(), search.ByIdentifier(codes.IdentifierNationalID, "700").In(codes.VitalEventBirth))
				assert.Len(t, reg.requests(), tt.sent)
				if tt.kind != "" {
					e := asError(t, err)
					assert.Equal(t, tt.kind, e.Kind, "%v", err)
					assert.Equal(t, tt.kind == crvs.KindNotFound, strings.Contains(err.Error(), "scope"), "what a scope hides is named")
					return
				}
				require.NoError(t, err)
				assert.Equal(t, "B1001", hit.RegistrationNumber)
				assert.Equal(t, search.MatchConfirmed, hit.Match)
			})
		})
	}
}

func TestTheRecordsOfRelativesAreCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := pageOf(1, 2, birthOf("B1001", "700", "600"), birthOf("B2000", "801", "700"))
		c := start(t, says(200, page)).client(t, crvs.WithProfile(profile.OpenCRVS2024()))
		q := search.ByIdentifier(codes.IdentifierNationalID, "700").In(codes.VitalEventBirth)
		got, err := c.SearchPage(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, []string{"B1001"}, numbers(got.Hits))
		assert.Equal(t, []int{1, 2}, []int{got.Relatives, got.Total})
		hits, err := collect(c.Search(t.Context(), q))
		require.NoError(t, err, "nothing is missing")
		assert.Equal(t, []string{"B1001"}, numbers(hits))
	})
}

// Pages that were not read do not say that there is no record of the person's own.
func TestRelativesOnAllPagesThatMayBeReadAreNotNotFound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := pageOf(1, 4, birthOf("B2000", "801", "700"), birthOf("B2001", "802", "700"))
		c := start(t, says(200, page)).client(t, crvs.WithProfile(profile.OpenCRVS2024()), crvs.WithMaxPages(1))
		e := asError(t, find(t.Context(), c, search.ByIdentifier(codes.IdentifierNationalID, "700").In(codes.VitalEventBirth)))
		assert.Equal(t, crvs.KindProtocol, e.Kind)
		assert.Contains(t, e.Message, "more than 1 pages")
	})
}

// A widow's number brings her husband's death, whose own number is another.
func TestADeathFoundByTheNumberOfARelativeIsNotTheSubjectsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		death := envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ","data":{"reg_type":"ocrvs:registry_type:death","reg_records":[`+
			`{"identifier":[{"name":"DRN","identifier":"D1"},{"name":"NID","identifier":"500"}],"familyName":"Okello"}]},`+pagination(1, 5, 1)))
		c := start(t, says(200, death)).client(t, crvs.WithProfile(profile.OpenCRVS2024()))
		require.ErrorIs(t, find(t.Context(), c, search.ByIdentifier(codes.IdentifierNationalID, "700").In(codes.VitalEventDeath)), crvs.ErrNotFound)
	})
}

// What is no number of a person, another event, and another registry over-match as
// before.
func TestOnlyAPersonalNumberInOpenCRVSMayFindRelatives(t *testing.T) {
	t.Parallel()
	page := pageOf(1, 1, birthOf("B2000", "801", "700"))
	for name, tt := range map[string]struct {
		p profile.Profile
		q search.Query
	}{
		"a number of a registration": {profile.OpenCRVS2024(), search.ByIdentifier(codes.IdentifierBRN, "B1001").In(codes.VitalEventBirth)},
		"another event":              {profile.OpenCRVS2024(), search.ByIdentifier(codes.IdentifierNationalID, "801").In(codes.VitalEventDeath)},
		"another registry":           {profile.DCI10(), search.ByIdentifier(codes.IdentifierNationalID, "700").In(codes.VitalEventBirth)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				require.ErrorIs(t, find(t.Context(), start(t, says(200, page)).client(t, crvs.WithProfile(tt.p)), tt.q), crvs.ErrOvermatch)
			})
		})
	}
}
