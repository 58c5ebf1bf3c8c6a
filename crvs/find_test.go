package crvs_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestFindTellsNoneOneAndSeveralApart(t *testing.T) {
	t.Parallel()
	one := func(members string) string { return envelope(`"status":"succ","total_count":1`, item(0, members)) }
	for _, test := range []struct {
		name, body string
		kind       crvs.Kind // "" for a hit
	}{
		{"one record", found(malaRecord), ""},
		{"one record, counted", counted(1, 2, 1, malaRecord), ""},
		{"one record in an object", one(`"status":"succ","data":{"reg_event_type":"live_birth","reg_records":` + malaRecord + `}`), ""},
		{"a record under the status received", one(`"status":"rcvd",` + data("live_birth", malaRecord)), ""},
		{"a record under the status pending", one(`"status":"pdng",` + data("live_birth", malaRecord)), crvs.KindUnavailable},
		{"a record under the status part", one(`"status":"part",` + data("live_birth", malaRecord)), crvs.KindUnavailable},
		{"a record under the status part, counted as one", one(`"status":"part",` + data("live_birth", malaRecord) + "," + pagination(1, 2, 1)), crvs.KindUnavailable},
		{"two records under the status part", one(`"status":"part",` + data("live_birth", record("B1")+","+record("B2"))), crvs.KindAmbiguous},
		{"a record under the status Success", one(`"status":"Success",` + data("live_birth", malaRecord)), ""},
		{"a record without a status", one(data("live_birth", malaRecord)), ""},
		{"a record without an envelope around it", `{"transaction_id":"$TX","search_response":[` + item(0, `"status":"succ",`+data("live_birth", malaRecord)) + `]}`, ""},
		{"a record behind a byte order mark", "\ufeff" + found(malaRecord), ""},
		{"a count of another thing", counted(1, 2, 0, malaRecord), ""},
		{"an empty list", one(`"status":"succ",` + data("live_birth", "")), crvs.KindNotFound},
		{"no data", one(`"status":"succ"`), crvs.KindNotFound},
		{"data that is null", one(`"status":"succ","data":null`), crvs.KindNotFound},
		{"data that is an empty text", one(`"status":"succ","data":""`), crvs.KindNotFound},
		{"data that is an empty object", one(`"status":"succ","data":{}`), crvs.KindNotFound},
		{"records that are null", one(`"status":"succ","data":{"reg_records":null}`), crvs.KindNotFound},
		{"records that are an empty text", one(`"status":"succ","data":{"reg_records":""}`), crvs.KindNotFound},
		{"data without records and a count of 0", one(`"status":"succ","data":{"reg_event_type":"live_birth"},` + pagination(1, 2, 0)), crvs.KindNotFound},
		{"two records", found(births("B1", "B2")), crvs.KindAmbiguous},
		{"one record of five", counted(1, 1, 5, malaRecord), crvs.KindAmbiguous},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q := malaByBRN()
				if test.kind == crvs.KindAmbiguous {
					q = bornInMay()
				}
				reg := start(t, says(200, test.body))
				hit, err := reg.client(t).Find(t.Context(), q)
				request := reg.requests()[0]
				assert.Equal(t, 2, request.pageSize, "two tell one from more than one")
				if test.kind != "" {
					e := asError(t, err)
					assert.Equal(t, test.kind, e.Kind, "%v", err)
					assert.Equal(t, request.references[0], e.ReferenceID)
					assert.Equal(t, request.transactionID, e.TransactionID)
					assert.Zero(t, hit)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, search.MatchConfirmed, hit.Match)
				assert.Equal(t, codes.VitalEventBirth, hit.Event)
				assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
				assert.Equal(t, "Mala Kumar", hit.Person.Name().Full())
				assert.Equal(t, request.references[0], hit.ReferenceID)
				assert.Equal(t, request.transactionID, hit.TransactionID)
				assertClean(t, hit)
			})
		})
	}
}

func TestFindIgnoresThePageOfTheQueryAndKeepsALargerSize(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		c := reg.client(t, crvs.WithPageSize(1))
		_, err := c.Find(t.Context(), malaByBRN().WithPage(7).WithPageSize(20))
		require.NoError(t, err)
		_, err = c.Find(t.Context(), malaByBRN().WithPageSize(1))
		require.NoError(t, err)
		r := reg.requests()
		assert.Equal(t, []int{1, 20, 1, 2}, []int{r[0].page, r[0].pageSize, r[1].page, r[1].pageSize})
	})
}

// An empty answer means "none" only where the whole of it says so:
// internal/wire/RULES.md, rule 7b.
func TestAnEmptyListIsNotFoundOnlyIfTheHeaderCountsNone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, header, list string
		kind               crvs.Kind
	}{
		{"counted 0", `"status":"succ","total_count":0`, "[]", crvs.KindNotFound},
		{"counted 0 in a text", `"status":"succ","total_count":"0"`, "[]", crvs.KindNotFound},
		{"counted 0, the list null", `"status":"succ","total_count":0`, "null", crvs.KindNotFound},
		{"counted with an empty text", `"status":"succ","total_count":""`, "[]", crvs.KindProtocol},
		{"not counted", `"status":"succ"`, "[]", crvs.KindProtocol},
		{"counted null", `"status":"succ","total_count":null`, "[]", crvs.KindProtocol},
		{"counted 1", `"status":"succ","total_count":1`, "[]", crvs.KindProtocol},
		{"counted -1", `"status":"succ","total_count":-1`, "[]", crvs.KindProtocol},
		{"counted 0.5", `"status":"succ","total_count":0.5`, "[]", crvs.KindProtocol},
		{"without a status", `"total_count":0`, "[]", crvs.KindProtocol},
		{"with an unknown status", `"status":"done","total_count":0`, "[]", crvs.KindProtocol},
		{"received", `"status":"rcvd","total_count":0`, "[]", crvs.KindUnavailable},
		{"pending", `"status":"pdng","total_count":0`, "[]", crvs.KindUnavailable},
		{"in part", `"status":"part","total_count":0`, "[]", crvs.KindProtocol},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				body := `{"header":{` + test.header + `},"message":{"transaction_id":"$TX","search_response":` + test.list + `}}`
				c := start(t, says(200, body)).client(t)
				e := asError(t, find(t.Context(), c, malaByBRN()))
				assert.Equal(t, test.kind, e.Kind, "%v", e)
				page, err := c.SearchPage(t.Context(), malaByBRN())
				if test.kind == crvs.KindNotFound {
					require.NoError(t, err)
					assert.Empty(t, page.Hits)
					assert.Zero(t, page.Total)
					return
				}
				assert.Equal(t, test.kind, asError(t, err).Kind)
			})
		})
	}
}

func TestSearchPageGivesThePageAsTheRegistrySaysItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t,
			says(200, counted(2, 50, 120, births("B1", "B2"))),
			says(200, found(births("B1", "B2", "B3"))),
			says(200, counted(9, 50, 120, "")),
			says(200, envelope(`"status":"succ","total_count":0`, "")),
			says(200, counted(2, 100, 120, "")))
		c := reg.client(t)
		page, err := c.SearchPage(t.Context(), bornInMay().WithPage(2).WithPageSize(60))
		require.NoError(t, err)
		assert.Equal(t, []int{2, 50, 120}, []int{page.Number, page.Size, page.Total})
		assert.Equal(t, []string{"B1", "B2"}, numbers(page.Hits))
		assert.Equal(t, "corr-1", page.CorrelationID)

		page, err = c.SearchPage(t.Context(), bornInMay())
		require.NoError(t, err)
		assert.Equal(t, []int{1, 100, -1}, []int{page.Number, page.Size, page.Total}, "what was not said")

		for range 2 {
			page, err = c.SearchPage(t.Context(), bornInMay().WithPage(9))
			require.NoError(t, err, "past the end is no error")
			assert.Empty(t, page.Hits)
		}

		_, err = c.SearchPage(t.Context(), bornInMay().WithPage(2))
		assert.Equal(t, crvs.KindUnstable, asError(t, err).Kind, "page 2 of 120 in hundreds holds twenty")
	})
}

// A record that contradicts the question never reaches the caller.
func TestARecordThatContradictsTheQuestionIsAnOvermatch(t *testing.T) {
	t.Parallel()
	birth := func(id, date, sex string) string {
		return `{"identifier":[{"identifier_type":"BRN","identifier_value":"` + id + `"}],"birth_date":"` + date + `","sex":"` + sex + `"}`
	}
	const couple = `{"identifier":[{"identifier_type":"MRN","identifier_value":"M15FEB042"},{"identifier_type":"NATIONAL_ID","identifier_value":"%"}],` +
		`"marriage_date":"2015-02-14","related_person":[{"relationship_type":"spouse","related_member":{"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"#"}]}}]}`
	in := func(event, records string) string {
		return envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ",`+data(event, records)))
	}
	byID := search.ByIdentifier(codes.IdentifierNationalID, "987654321").In(codes.VitalEventMarriage)
	spouses := func(bride, groom string) string {
		return in("marriage", replace(replace(couple, "%", bride), "#", groom))
	}
	born := search.Where(search.BirthDate.Is(person.MustDate("1990-05-12")), search.Sex.Is(codes.SexFemale)).In(codes.VitalEventBirth)
	for _, test := range []struct {
		name  string
		q     search.Query
		body  string
		match search.Match // "" for an over-match
		says  string
	}{
		{"another number", malaByBRN(), found(birth("B2", "1990-05-12", "female")), "", "BRN"},
		{"another number on the second record", malaByBRN(), found(malaRecord + "," + birth("B2", "1990-05-12", "female")), "", "BRN"},
		{"another day of birth", born, found(birth("B1", "1990-05-13", "female")), "", "birth_date"},
		{"another sex", born, found(birth("B1", "1990-05-12", "male")), "", "sex"},
		{"another event", malaByBRN(), in("death", malaRecord), "", "reg_event_type"},
		{"a marriage with neither spouse", byID, spouses("1", "2"), "", "NATIONAL_ID"},
		{"the bride", byID, spouses("987654321", "2"), search.MatchConfirmed, ""},
		{"the groom", byID, spouses("1", "987654321"), search.MatchConfirmed, ""},
		{"nothing that shows the number", malaByBRN(), found(`{"surname":"Kumar"}`), search.MatchUnconfirmed, ""},
		{"a year for a day", born, found(birth("B1", "1990", "female")), search.MatchUnconfirmed, ""},
		{"everything that was asked", born, found(birth("B1", "1990-05-12", "female")), search.MatchConfirmed, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := start(t, says(200, test.body)).client(t)
				page, err := c.SearchPage(t.Context(), test.q)
				if test.match == "" {
					require.ErrorIs(t, err, crvs.ErrOvermatch)
					e := asError(t, err)
					assert.NotEmpty(t, e.ReferenceID)
					assert.Contains(t, err.Error(), test.says)
					assert.False(t, e.Retryable())
					assert.Empty(t, page.Hits, "the good ones are not handed out either")
					require.ErrorIs(t, find(t.Context(), c, test.q), crvs.ErrOvermatch)
					require.ErrorIs(t, searchAll(t.Context(), c, test.q), crvs.ErrOvermatch)
					return
				}
				require.NoError(t, err)
				require.Len(t, page.Hits, 1)
				assert.Equal(t, test.match, page.Hits[0].Match)
			})
		})
	}
}

func TestAnEventThatNobodyNamedIsNotConfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		body := envelope(`"status":"succ","total_count":1`, item(0,
			`"status":"succ","data":{"reg_records":[{"identifier":[{"identifier_type":"UIN","identifier_value":"TEST-001"}],"sex":"male"}]}`))
		hit, err := start(t, says(200, body)).client(t).Find(t.Context(), search.ByIdentifier("UIN", "TEST-001").In(codes.VitalEventDeath))
		require.NoError(t, err)
		assert.Equal(t, search.MatchUnconfirmed, hit.Match, "nothing shows that this is a death")
	})
}

func TestAnEventThatTheRecordShowsIsFilledIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		body := envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ","data":{"reg_records":[`+malaRecord+`]}`))
		hit, err := start(t, says(200, body)).client(t).Find(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Equal(t, search.MatchConfirmed, hit.Match, "a record with a BRN is one of a birth")
		assert.Equal(t, codes.VitalEventBirth, hit.Event)
		assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
	})
}

func TestTheCallerKnowsWhichIdentifiersAreTheSame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		q := search.ByIdentifier("CARD", "123456789").In(codes.VitalEventBirth)
		hit, err := reg.client(t).Find(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, search.MatchUnconfirmed, hit.Match)

		same := crvs.WithSameIdentifier(func(a, b codes.IdentifierType) bool {
			return a == "CARD" && b == codes.IdentifierNationalID || b == "CARD" && a == codes.IdentifierNationalID
		})
		hit, err = reg.client(t, same).Find(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, search.MatchConfirmed, hit.Match)
		err = find(t.Context(), reg.client(t, same), search.ByIdentifier("CARD", "5").In(codes.VitalEventBirth))
		require.ErrorIs(t, err, crvs.ErrOvermatch)
		assertClean(t, asError(t, err))
	})
}
