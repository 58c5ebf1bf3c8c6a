package crvs_test

import (
	"fmt"
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

// sized is a page with what its registry says of sizes and totals; below 0 it says
// nothing.
func sized(size, total int, records string) string {
	members := `"status":"succ",` + data("live_birth", records)
	switch {
	case size >= 0 && total >= 0:
		members += fmt.Sprintf(`,"pagination":{"page_size":%d,"total_count":%d}`, size, total)
	case size >= 0:
		members += fmt.Sprintf(`,"pagination":{"page_size":%d}`, size)
	case total >= 0:
		members += fmt.Sprintf(`,"pagination":{"total_count":%d}`, total)
	}
	return envelope(`"status":"succ","total_count":1`, item(0, members))
}

// A registry that counts each page does not end a list after its first page.
func TestACountThatMayBeOfOnePageDoesNotEndTheList(t *testing.T) {
	t.Parallel()
	one, two, short := births("B1", "B2"), births("B3", "B4"), births("B5")
	none := sized(-1, 0, "")
	for name, tt := range map[string]struct {
		pages  []string
		want   []string
		stable bool
	}{
		"each page counts itself, the last is short":     {[]string{sized(-1, 2, one), sized(-1, 2, two), sized(-1, 1, short), none}, []string{"B1", "B2", "B3", "B4", "B5"}, true},
		"each page counts itself, the last is full":      {[]string{sized(2, 2, one), sized(2, 2, two), none}, []string{"B1", "B2", "B3", "B4"}, true},
		"a size of 50 is said, and two come":             {[]string{sized(50, -1, one), sized(50, -1, two), sized(50, -1, short), none}, []string{"B1", "B2", "B3", "B4", "B5"}, true},
		"a size of 50 is said, and each page counted":    {[]string{sized(50, 2, one), sized(50, 2, two), none}, []string{"B1", "B2", "B3", "B4"}, true},
		"a size of 50 is said, and all came again":       {[]string{sized(50, -1, one), sized(50, -1, one)}, []string{"B1", "B2"}, true},
		"a size of 50 is said, and all were counted":     {[]string{sized(50, 4, one), sized(50, 4, two)}, []string{"B1", "B2", "B3", "B4"}, true},
		"a size of 3 is said, and three come":            {[]string{sized(3, -1, births("B1", "B2", "B3")), sized(3, -1, births("B4"))}, []string{"B1", "B2", "B3", "B4"}, true},
		"the one page counts all, and there is no more":  {[]string{sized(-1, 2, one), none}, []string{"B1", "B2"}, true},
		"the one page counts all, and comes again":       {[]string{sized(-1, 2, one), sized(-1, 2, one)}, []string{"B1", "B2"}, true},
		"past the end the count stays":                   {[]string{sized(-1, 2, one), sized(-1, 2, "")}, []string{"B1", "B2"}, true},
		"the count was of all, and more came":            {[]string{sized(-1, 2, one), sized(-1, 2, short), none}, []string{"B1", "B2", "B5"}, false},
		"more came than was counted from the start":      {[]string{sized(-1, 3, one), sized(-1, 3, two), none}, []string{"B1", "B2", "B3", "B4"}, false},
		"more came than was counted, and a page was cut": {[]string{sized(2, 4, one), sized(2, 4, births("B3", "B4", "B5")), none}, []string{"B1", "B2", "B3", "B4", "B5"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				scripts := make([]script, len(tt.pages))
				for i, p := range tt.pages {
					scripts[i] = says(200, p)
				}
				hits, err := collect(start(t, scripts...).client(t).Search(t.Context(), bornInMay().WithPageSize(2)))
				assert.Equal(t, tt.want, numbers(hits))
				if tt.stable {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, crvs.ErrUnstable)
				}
			})
		})
	}
}

// numbered people: the same registration number, and a number of their own.
func numberedPerson(brn, nid, name, day string) string {
	return `{"identifier":[{"identifier_type":"BRN","identifier_value":"` + brn + `"},{"identifier_type":"NATIONAL_ID","identifier_value":"` + nid + `"}],` +
		`"name":{"surname":"` + name + `"},"birth_date":"` + day + `","sex":"female"}`
}

// Two offices may count alike: the second one's record is another record.
func TestTwoPeopleWithTheSameNumberAreTwoRecords(t *testing.T) {
	t.Parallel()
	bare := func(brn, name, day string) string {
		return `{"identifier":[{"identifier_type":"BRN","identifier_value":"` + brn + `"}],"name":{"surname":"` + name + `"},"birth_date":"` + day + `"}`
	}
	first := numberedPerson("B1", "111", "Selam", "1990-05-01")
	for name, tt := range map[string]struct {
		first, second string
		came          int
		stable        bool
	}{
		"another national number":                  {first, numberedPerson("B1", "222", "Hana", "1990-05-02"), 4, true},
		"another national number, the same name":   {first, numberedPerson("B1", "222", "Selam", "1990-05-01"), 4, true},
		"no other number, another name":            {bare("B1", "Selam", "1990-05-01"), bare("B1", "Hana", "1990-05-01"), 4, true},
		"no other number, another day":             {bare("B1", "Selam", "1990-05-01"), bare("B1", "Selam", "1990-05-09"), 4, true},
		"the same record":                          {first, first, 3, false},
		"the same person, corrected meanwhile":     {first, numberedPerson("B1", "111", "Selamawit", "1990-05-03"), 3, false},
		"the same person, who got a number":        {bare("B1", "Selam", "1990-05-01"), first, 3, false},
		"the same person, in letters of all sizes": {bare("B1", "SELAM", "1990-05-01"), bare("B1", "Selam", "1990-05-01"), 3, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := start(t, says(200, sized(2, 4, tt.first+","+births("B2"))), says(200, sized(2, 4, tt.second+","+births("B3")))).client(t)
				hits, err := collect(c.Search(t.Context(), bornInMay().WithPageSize(2)))
				assert.Len(t, hits, tt.came)
				if tt.stable {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, crvs.ErrUnstable)
				}
			})
		})
	}
}

// A registry that gives one record a page may have more.
func TestOneRecordOnAFullPageOfOneMayNotBeTheOnlyOne(t *testing.T) {
	t.Parallel()
	none := sized(-1, 0, "")
	for name, tt := range map[string]struct {
		pages []string
		kind  crvs.Kind
		asked int
	}{
		"there is no second page":                      {[]string{sized(1, -1, births("B1")), none}, "", 2},
		"the second page is another record":            {[]string{sized(1, -1, births("B1")), sized(1, -1, births("B2"))}, crvs.KindAmbiguous, 2},
		"each page counts itself, and there is more":   {[]string{sized(1, 1, births("B1")), sized(1, 1, births("B2"))}, crvs.KindAmbiguous, 2},
		"each page counts itself, and there is one":    {[]string{sized(1, 1, births("B1")), none}, "", 2},
		"the second page repeats the first":            {[]string{sized(1, -1, births("B1")), sized(1, -1, births("B1"))}, "", 2},
		"it counts more than it gives":                 {[]string{sized(1, 2, births("B1"))}, crvs.KindAmbiguous, 1},
		"the page has room for two":                    {[]string{sized(2, -1, births("B1"))}, "", 1},
		"one registration is listed twice":             {[]string{sized(2, -1, births("B1", "B1"))}, "", 1},
		"one registration is listed and counted twice": {[]string{sized(2, 2, births("B1", "B1"))}, "", 1},
		"the second page cannot be had":                {[]string{sized(1, -1, births("B1")), `{"errors":[{"code":"err.request.bad"}]}`}, crvs.KindRejected, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				scripts := make([]script, len(tt.pages))
				for i, p := range tt.pages {
					scripts[i] = says(200, p)
				}
				reg := start(t, scripts...)
				hit, err := reg.client(t).Find(t.Context(), bornInMay())
				assert.Len(t, reg.requests(), tt.asked)
				if tt.kind != "" {
					assert.Equal(t, tt.kind, asError(t, err).Kind, "%v", err)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, "B1", hit.RegistrationNumber)
			})
		})
	}
}

// A full page of relatives, of a registry that says that its pages hold more, may
// not be the last one.
func TestAFullPageOfRelativesIsNotNotFoundWhateverSizeIsStated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var children []string
		for i := range 5 { // as many as are asked for
			children = append(children, numberedPerson(fmt.Sprint("B", i), fmt.Sprint("77", i), "Rao", "1990-05-20"))
		}
		own := numberedPerson("B90MAY123", "111", "Selam", "1990-05-01")
		c := start(t, says(200, sized(50, -1, strings.Join(children, ","))), says(200, sized(50, -1, own)), says(200, sized(-1, 0, ""))).
			client(t, crvs.WithProfile(profile.OpenCRVS2024()))
		hit, err := c.Find(t.Context(), search.ByIdentifier(codes.IdentifierNationalID, "111").In(codes.VitalEventBirth))
		require.NoError(t, err)
		assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
	})
}

// A registry that says itself that there is another page has not given one record.
func TestFindReadsOnWhereTheRegistrySaysThatThereIsMore(t *testing.T) {
	t.Parallel()
	page := func(members, records string) script {
		return says(200, envelope(`"status":"succ"`, item(0, `"status":"succ",`+data("live_birth", records)+members)))
	}
	one, other, none := births("B1"), births("B2"), page(`,"has_more":false`, "")
	for name, tt := range map[string]struct {
		pages []script
		kind  crvs.Kind // "" for one record
		asked int
	}{
		"and there is another record":       {[]script{page(`,"has_more":true`, one), page(`,"has_more":false`, other)}, crvs.KindAmbiguous, 2},
		"beside the page":                   {[]script{page(`,"pagination":{"hasNext":true}`, one), page("", other)}, crvs.KindAmbiguous, 2},
		"in a number":                       {[]script{page(`,"hasNextPage":1`, one), page("", other)}, crvs.KindAmbiguous, 2},
		"in a word":                         {[]script{page(`,"has_next":"yes"`, one), page("", other)}, crvs.KindAmbiguous, 2},
		"and there is not":                  {[]script{page(`,"has_more":true`, one), none}, "", 2},
		"and gives the same again":          {[]script{page(`,"has_more":true`, one), page(`,"has_more":true`, one)}, "", 2},
		"and does not say so":               {[]script{page(`,"has_more":false`, one), page("", other)}, "", 1},
		"but that some are missing":         {[]script{page(`,"truncated":true`, one)}, crvs.KindUnavailable, 1},
		"but that a part is missing":        {[]script{page(`,"is_partial":"true"`, one)}, crvs.KindUnavailable, 1},
		"but that it had not enough time":   {[]script{page(`,"timed_out":true`, one)}, crvs.KindUnavailable, 1},
		"but that nothing of it is missing": {[]script{page(`,"truncated":false,"partial":0`, one)}, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, tt.pages...)
				hit, err := reg.client(t).Find(t.Context(), search.Where(search.FamilyName.Is("Rao")).In(codes.VitalEventBirth))
				assert.Len(t, reg.requests(), tt.asked)
				if tt.kind != "" {
					assert.Equal(t, tt.kind, asError(t, err).Kind)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, "B1", hit.RegistrationNumber)
			})
		})
	}
}
