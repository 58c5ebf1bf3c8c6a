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

// replay is a captured search, what we ask to the same end, and what must come of
// it.
type replay struct {
	file string
	ask  []search.Query
	// sends says whether our message must be the captured one. Where it is not, a
	// client should not send that, and ours cannot be made to: it corrects the
	// question, or refuses another one of the table of refusals.
	sends  bool
	verify func(*testing.T, asked) // what is sent instead
	hits   [][]captureHit          // of each question
	fails  *want
	sent   int // messages; 1 by default
}

// captureHit is a record that must come.
type captureHit struct {
	number, name string
	match        search.Match
}

const (
	sure   = search.MatchConfirmed
	unsure = search.MatchUnconfirmed
)

func in(t codes.IdentifierType, value string, event codes.VitalEvent) []search.Query {
	return []search.Query{search.ByIdentifier(t, value).In(event)}
}

func bornWhere(conditions ...search.Condition) search.Query {
	return search.Where(conditions...).In(codes.VitalEventBirth).WithPageSize(5)
}

// assertPair checks that the date of birth was asked as ge and le, in that order.
func assertPair(from, to string) func(*testing.T, asked) {
	return func(t *testing.T, a asked) {
		t.Helper()
		assert.Contains(t, string(a.body), `"query":[{"condition":"and","expression1":{"attribute_name":"birthdate","attribute_value":"`+from+`","operator":"ge"},`+
			`"expression2":{"attribute_name":"birthdate","attribute_value":"`+to+`","operator":"le"},"seq_num":1}]`)
	}
}

func contains(text string) func(*testing.T, asked) {
	return func(t *testing.T, a asked) { t.Helper(); assert.Contains(t, string(a.body), text) }
}

func lacks(text string) func(*testing.T, asked) {
	return func(t *testing.T, a asked) { t.Helper(); assert.NotContains(t, string(a.body), text) }
}

func refusal400(says string) *want {
	return &want{kind: crvs.KindRejected, code: "400", status: 400, peer: true, says: says}
}

// failure500 is what this system says to much: it is asked again, and then the
// error says what it may mean.
func failure500() *want {
	return &want{kind: crvs.KindUnavailable, code: "500", status: 500, peer: true, retryable: true, says: "sender_id"}
}

func overmatch(attribute string) *want {
	return &want{kind: crvs.KindOvermatch, status: 200, says: attribute}
}

func searches() []replay {
	date := person.MustDate
	okello := []captureHit{{"2023BIYCGRT", "Amina Grace Okello", sure}}
	musonda := []captureHit{{"", "Musonda", sure}}
	byBRN := in(codes.IdentifierBRN, "2023BIYCGRT", codes.VitalEventBirth)
	one := func(hits []captureHit) [][]captureHit { return [][]captureHit{hits} }
	none := [][]captureHit{nil}
	return []replay{
		{file: "008-sync-birth-by-BRN-unsigned.json", ask: byBRN, sends: true, hits: one(okello)},
		{file: "009-sync-birth-by-NID.json", ask: in("NID", "1234567890", codes.VitalEventBirth), sends: true, hits: one(okello)},
		{
			file: "011-sync-birth-private-home-null-fields.json", ask: in(codes.IdentifierBRN, "2022BNULLS1", codes.VitalEventBirth), sends: true,
			hits: one([]captureHit{{"", "Musonda", unsure}}),
		},
		{file: "012-sync-death-by-DRN.json", ask: in(codes.IdentifierDRN, "2023DAAAAA1", codes.VitalEventDeath), sends: true, hits: one([]captureHit{{"2023DAAAAA1", "Joseph Mwale", sure}})},
		{file: "013-sync-marriage-by-MRN.json", ask: in(codes.IdentifierMRN, "2021MAAAAA1", codes.VitalEventMarriage), sends: true, hits: one([]captureHit{{"2021MAAAAA1", "Mary Banda", sure}})},
		{file: "015-sync-zero-hits.json", ask: in(codes.IdentifierBRN, "DOES-NOT-EXIST", codes.VitalEventBirth), sends: true, hits: none},
		{
			file: "016-sync-batch-hit-and-miss.json", sends: true, hits: [][]captureHit{nil, okello},
			ask: append(in(codes.IdentifierBRN, "DOES-NOT-EXIST", codes.VitalEventBirth), byBRN...),
		},
		{file: "019-sync-birth-missing-eventLocation.json", ask: in(codes.IdentifierBRN, "NOLOCATION1", codes.VitalEventBirth), sends: true, fails: failure500()},
		{file: "021-sync-locale-fra.json", ask: []search.Query{byBRN[0].WithLocale("fra")}, sends: true, hits: one(okello)},
		{
			file: "022-sync-pagination-page2-size1.json", sends: true, hits: one(musonda),
			ask: []search.Query{bornWhere(search.BirthDate.Between(date("2000-01-01"), date("2030-01-01"))).
				WithPageSize(1).WithPage(2).SortBy(search.Custom("dateOfDeclaration"), codes.SortAscending)},
		},
		{file: "023-sync-pagination-past-end.json", ask: []search.Query{byBRN[0].WithPageSize(5).WithPage(9)}, sends: true, hits: none},
		{file: "024-pred-birth-range-ge-le.json", ask: []search.Query{bornWhere(search.BirthDate.Is(date("2023")))}, sends: true, hits: one(okello)},
		{
			file: "026-pred-birth-eq-alone.json", ask: []search.Query{bornWhere(search.BirthDate.Is(date("2023-02-01")))},
			verify: assertPair("2023-02-01", "2023-02-01"), fails: overmatch("birth_date"),
		},
		{
			file: "028-pred-birth-le-first-ge-second.json", verify: assertPair("2022-01-01", "2022-12-31"), fails: overmatch("birth_date"),
			ask: []search.Query{bornWhere(search.BirthDate.OnOrBefore(date("2022-12-31")), search.BirthDate.OnOrAfter(date("2022-01-01")))},
		},
		{
			// A death record carries no date: the registry says that it matches.
			file: "031-pred-death-birthdate-eq-alone.json", verify: assertPair("1950-05-05", "1950-05-05"),
			ask:  []search.Query{search.Where(search.BirthDate.Is(date("1950-05-05"))).In(codes.VitalEventDeath)},
			hits: one([]captureHit{{"2023DAAAAA1", "Joseph Mwale", unsure}}),
		},
		{file: "033-pred-marriage.json", ask: in(codes.IdentifierMRN, "2021MZZZZZ9", codes.VitalEventMarriage), fails: overmatch("MRN")},
		{file: "042-invalid-idtype-UIN.json", ask: byBRN, verify: lacks("UIN"), fails: refusal400("Validation error")},
		{file: "045-invalid-idtype-value-number.json", ask: in(codes.IdentifierBRN, "1", codes.VitalEventBirth), verify: contains(`"value":"1"`), fails: refusal400("Validation error")},
		{file: "047-invalid-regtype-BIRTH.json", ask: in(codes.IdentifierBRN, "1", "BIRTH"), verify: contains(`"reg_type":"ocrvs:registry_type:birth"`), fails: refusal400("Validation error")},
		{file: "050-invalid-pagination-zero.json", ask: byBRN, verify: lacks("page_size"), fails: refusal400("greater than 0")},
		{file: "054-message_ts-2024-05-01T10_00_00.json", ask: byBRN, verify: func(t *testing.T, a asked) { t.Helper(); assertOurTimes(t, a.body) }, fails: refusal400("Invalid datetime")},
		{file: "057-message_ts-2024-05-01T10_00_00Z.json", ask: byBRN, sends: true, hits: one(okello)},
		{file: "064-locale-en.json", ask: byBRN, verify: lacks("locale"), fails: refusal400("locale")},
		{file: "066-txn-id-99.json", ask: byBRN, sends: true, hits: one(okello)},
		{file: "067-txn-id-100.json", ask: byBRN, verify: shortTransaction, fails: refusal400("at most 99 character(s)")},
		{file: "068-action-on-search.json", ask: byBRN, verify: contains(`"action":"search"`), fails: refusal400("header.action")},
		{file: "074-unknown-fields-everywhere.json", ask: byBRN, verify: lacks(`"foo"`), hits: one(okello)},
		{file: "076-body-not-json.json", ask: byBRN, fails: refusal400("Bad Request")},
		{file: "078-content-type-text-plain.json", ask: byBRN, verify: sentAsJSON, fails: refusal400("Expected object")},
		{
			file: "081-not-implemented-subscribe.json", ask: byBRN,
			fails: &want{kind: crvs.KindProtocol, code: "404", status: 404, says: "check the base URL"},
		},
		{file: "088-auth-sync-expired-token.json", ask: byBRN, sends: true, fails: &want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true, says: "Unauthorized in gateway"}},
		{
			file: "092-gateway-quota.json", ask: in(codes.IdentifierBRN, "TRIGGER-QUOTA", codes.VitalEventBirth), sends: true, // a word of the number that was asked for stands in the message
			fails: &want{kind: crvs.KindRateLimited, code: "429", status: 429, peer: true, retryable: true, says: `the registry says "[masked]"`},
		},
		{file: "093-gateway-internal-error.json", ask: in(codes.IdentifierBRN, "TRIGGER-500", codes.VitalEventBirth), sends: true, fails: failure500()},
		{file: "101-sig-tampered-message.json", ask: byBRN, fails: failure500()},
		{file: "104-sig-empty-string.json", ask: byBRN, verify: lacks("signature"), fails: failure500()},
		{file: "105-sig-null.json", ask: byBRN, verify: lacks("signature"), fails: refusal400("signature")},
		{file: "108-sig-valid-but-sender_id-not-url.json", ask: byBRN, fails: failure500()},
		{file: "115-enc-protected-header-only.json", ask: byBRN, fails: refusal400("message.transaction_id")},
		{file: "123-enc-sender-jwks-has-no-enc-key.json", ask: byBRN, fails: failure500()},
		{file: "125-async-birth-unsigned.json", ask: byBRN, fails: acknowledged()},
		{file: "126-async-zero-hits.json", ask: byBRN, fails: acknowledged()},
		{file: "128-async-sender_uri-missing.json", ask: byBRN, verify: contains("sender_uri"), fails: refusal400("sender_uri")},
		{file: "130-async-token-expired.json", ask: byBRN, fails: &want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true, says: "Token expired"}},
		{file: "134-async-signature-garbage.json", ask: byBRN, verify: lacks("signature"), fails: failure500()},
		{file: "135-async-encrypted.json", ask: byBRN, fails: acknowledged()},
	}
}

// acknowledged is the error of an answer that is to be called back.
func acknowledged() *want {
	return &want{kind: crvs.KindProtocol, status: 202, says: "asynchronous"}
}

func shortTransaction(t *testing.T, a asked) {
	t.Helper()
	assert.NotEmpty(t, a.transactionID)
	assert.LessOrEqual(t, len(a.transactionID), 99)
}

func sentAsJSON(t *testing.T, a asked) {
	t.Helper()
	assert.Equal(t, "application/json", a.header.Get("Content-Type"))
}

func TestEachCapturedSearchIsReplayed(t *testing.T) {
	t.Parallel()
	for _, r := range searches() {
		t.Run(r.file, func(t *testing.T) { t.Parallel(); r.run(t, captures) })
	}
}

func (r replay) run(t *testing.T, folder func(*testing.T) string, options ...crvs.Option) {
	t.Helper()
	exchange := readRecorded(t, folder, r.file)
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, exchange.answers())
		pages, err := readAll(t, asCaptured(t, reg, options...), r.ask)
		requests := reg.requests()
		require.Len(t, requests, max(r.sent, 1))
		if r.sends {
			exchange.assertSent(t, requests[0])
		}
		if r.verify != nil {
			r.verify(t, requests[0])
		}
		if r.fails != nil {
			r.fails.assertError(t, err)
			for _, q := range r.ask {
				for _, value := range q.Values() {
					if len(value) > 3 {
						assert.NotContains(t, err.Error(), value)
					}
				}
			}
			return
		}
		require.NoError(t, err)
		r.assertHits(t, pages)
	})
}

func (r replay) assertHits(t *testing.T, pages []search.Page) {
	t.Helper()
	require.Len(t, pages, len(r.hits))
	for i, page := range pages {
		require.Len(t, page.Hits, len(r.hits[i]))
		for j, hit := range page.Hits {
			want := r.hits[i][j]
			assert.Equal(t, want, captureHit{hit.RegistrationNumber, hit.Person.Name().Full(), hit.Match})
			assert.Equal(t, r.ask[i].Event(), hit.Event)
		}
	}
}

// What a client should not send is refused before a byte leaves.
func TestWhatARealOpenCRVSWouldMisreadIsNotSent(t *testing.T) {
	t.Parallel()
	date := person.MustDate
	brn := search.ByIdentifier(codes.IdentifierBRN, "2023BIYCGRT").In(codes.VitalEventBirth)
	born := search.BirthDate.Is(date("2023-02-01"))
	for name, tc := range map[string]struct {
		q    search.Query
		kind crvs.Kind
		says string
	}{
		"033 a condition on marriages":         {search.Where(born).In(codes.VitalEventMarriage), crvs.KindUnsupported, "every marriage"},
		"042 a number of a type it lacks":      {search.ByIdentifier("UIN", "1").In("birth"), crvs.KindUnsupported, "BRN, DRN, MRN"},
		"050 a page of none":                   {brn.WithPageSize(0), crvs.KindInvalid, "page_size"},
		"064 a language of two letters":        {brn.WithLocale("en"), crvs.KindInvalid, "locale"},
		"047 no event":                         {search.ByIdentifier("BRN", "2023BIYCGRT"), crvs.KindUnsupported, "add In"},
		"an event of which it has no register": {brn.In(codes.VitalEventDivorce), crvs.KindUnsupported, "live_birth, death, marriage"},
		"one bound alone":                      {search.Where(search.BirthDate.OnOrAfter(date("2023"))).In("birth"), crvs.KindUnsupported, "Between"},
		"another attribute":                    {search.Where(search.FamilyName.Is("Okello")).In("birth"), crvs.KindUnsupported, "conditions on birth_date"},
		"a list":                               {search.Where(search.BirthDate.In(date("2023-02-01"), date("2023-02-02"))).In("birth"), crvs.KindUnsupported, "operator"},
		"an or":                                {search.Where(born.Or(search.BirthPlace.Is("loc-1"))).In("birth"), crvs.KindUnsupported, "two queries"},
		"nothing":                              {search.Where().In("birth"), crvs.KindInvalid, "query"},
		"a text in GraphQL":                    {search.GraphQL("{person{name}}").In("birth"), crvs.KindUnsupported, "idtype-value, predicate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(500, ""))
				e := asError(t, find(t.Context(), asCaptured(t, reg), tc.q))
				assert.Equal(t, tc.kind, e.Kind, "%v", e)
				assert.Contains(t, e.Error(), tc.says)
				assert.NotContains(t, e.Error(), "Okello")
				assert.NotContains(t, e.Error(), "2023-02")
				assert.Empty(t, reg.all())
			})
		})
	}
}
