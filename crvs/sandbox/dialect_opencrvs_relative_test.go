package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// registrations are the numbers of the records that a question finds, on one page.
func (b bundle) registrations(t *testing.T, base, criteria string) []string {
	t.Helper()
	_, out := b.askOpenCRVS(t, base, openCRVSBody(strings.TrimSuffix(criteria, "}")+`,"pagination":{"page_size":100}}`))
	found := []string{}
	for _, item := range out.Message.Items {
		for _, r := range item.Data.Records {
			number := r.Identifier[0]["identifier"]
			if number == "" {
				number = r.Identifier[0]["identifier_value"]
			}
			found = append(found, number)
		}
	}
	assert.Equal(t, len(found), out.Header.TotalCount, "the header counts records")
	return found
}

func TestANumberOfAPersonFindsTheRecordsOfRelativesInOpenCRVS(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const mala, ravi, imran = "123456789", "987654321", "200000106"
	for _, tt := range []struct {
		name, event, number string
		want                []string
	}{
		{"a mother finds her own birth and her child's", "birth", mala, []string{"B17JUN009", "B90MAY123"}},
		{"a widow finds the death of her husband", "death", mala, []string{"D24AUG007"}},
		{"a deceased finds his own death", "death", ravi, []string{"D24AUG007"}},
		{"a bride finds her marriage", "marriage", mala, []string{"M15FEB042"}},
		{"a groom finds his marriage", "marriage", ravi, []string{"M15FEB042"}},
		{"a father finds the births of his children and his own", "birth", imran, []string{"B17APR008", "B18SEP010", "B90OCT014"}},
		{"a father finds the death of his child", "death", imran, []string{"D17NOV019"}},
		{"who is in one record finds that one", "birth", "200000208", []string{"B96FEB029"}},
		{"nobody finds nothing", "birth", "000", []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, b.registrations(t, "/opencrvs", number2024(tt.event, "NID", tt.number)))
			if tt.event != "marriage" {
				criteria := fmt.Sprintf(`{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":%q,"query_type":"idtype-value","query":{"type":"NID","value":%q}}`, tt.event, tt.number)
				assert.Equal(t, tt.want, b.registrations(t, "/opencrvs-1.9", criteria))
			}
		})
	}
	// The standard's own dialect finds whom a record is about.
	assert.Equal(t, []string{"B90MAY123"}, b.found(t, byID(t, "NATIONAL_ID", mala, "birth")))
	assert.Empty(t, b.found(t, byID(t, "NATIONAL_ID", mala, "death")))
}

// The rows of a country are held against its records, which are written otherwise.
func TestANumberOfAPersonFindsTheRecordsOfRelativesOfACountry(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithPopulation(sandbox.Population{Size: 400, Seed: 7}))
	events := map[codes.VitalEvent]string{codes.VitalEventBirth: "birth", codes.VitalEventDeath: "death", codes.VitalEventMarriage: "marriage"}
	want := map[string][]string{} // event and number
	var tells func(p person.Person, visit func(number string))
	tells = func(p person.Person, visit func(number string)) {
		if id, ok := p.Identifier(codes.IdentifierNationalID); ok {
			visit(id.Value)
		}
		for _, r := range p.Relations {
			tells(r.Person, visit)
		}
	}
	for r := range b.registry.Records() {
		seen := map[string]bool{}
		tells(r.Person, func(number string) {
			if !seen[number] {
				seen[number] = true
				want[events[r.Event]+" "+number] = append(want[events[r.Event]+" "+number], r.RegistrationNumber)
			}
		})
	}
	require.Greater(t, len(want), 300)
	asked := 0
	for key, numbers := range want {
		event, number, _ := strings.Cut(key, " ")
		if asked++; asked > 150 || len(numbers) == 0 {
			continue
		}
		assert.Subset(t, numbers, b.registrations(t, "/opencrvs", number2024(event, "NID", number)), key)
		assert.Len(t, b.registrations(t, "/opencrvs", number2024(event, "NID", number)), len(numbers), key)
	}
}

func TestTheHeaderOfOpenCRVSCountsRecordsAndNotItems(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, out := b.askOpenCRVS(t, "/opencrvs", openCRVSBody(number2024("birth", "NID", "123456789"), number2024("birth", "BRN", "B00XXX000")))
	require.Len(t, out.Message.Items, 1, "a miss is left out")
	assert.Len(t, out.Message.Items[0].Data.Records, 2)
	assert.Equal(t, 2, out.Header.TotalCount)

	_, out = b.askOpenCRVS(t, "/opencrvs", openCRVSBody(number2024("birth", "BRN", "B90MAY123"), number2024("death", "BRN", "D24AUG007")))
	require.Len(t, out.Message.Items, 2)
	assert.Equal(t, 2, out.Header.TotalCount)

	_, out = b.askOpenCRVS(t, "/opencrvs", openCRVSBody(number2024("birth", "BRN", "B00XXX000")))
	assert.Empty(t, out.Message.Items)
	assert.Zero(t, out.Header.TotalCount)

	_, out = b.askOpenCRVS(t, "/opencrvs", openCRVSBody(conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le 2017-12-31")))
	assert.Equal(t, 5, out.Header.TotalCount, "of the page, where no page was asked for")
	assert.Equal(t, 12, out.Message.Items[0].Pagination.Total)
}

func TestConsentIsReadInTheCriteriaOfOpenCRVSAndStrippedBesideThem(t *testing.T) {
	t.Parallel()
	b := setup(t)
	criteria := number2024("birth", "BRN", "B90MAY123")
	inside := func(grant string) string { return strings.TrimSuffix(criteria, "}") + "," + grant + "}" }
	beside := func(grant string) string { return criteria + "," + grant }
	for _, tt := range []struct {
		name, body string
		status     int
	}{
		{"a good one in the criteria", inside(`"consent":{"ts":"2026-01-01T00:00:00Z","purpose":{"text":"a grant","code":"grant","ref_uri":"https://mis.test/purposes"}}`), 200},
		{"an authorization in the criteria", inside(`"authorize":{"ts":"2026-01-01T00:00:00Z"}`), 200},
		{"a time without a zone in the criteria", inside(`"consent":{"ts":"2026-01-01T00:00:00"}`), 400},
		{"a purpose that is none in the criteria", inside(`"authorize":{"purpose":"a grant"}`), 400},
		{"a text in the criteria", inside(`"consent":""`), 400},
		{"a time without a zone beside the criteria", beside(`"consent":{"ts":"2026-01-01T00:00:00"}`), 200},
		{"a text beside the criteria", beside(`"authorize":""`), 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := b.put(t, "/opencrvs"+searchPath, []byte(openCRVSBody(tt.body)))
			assert.Equal(t, tt.status, w.Code, w.Body.String())
		})
	}
}

func TestASortColumnThatOpenCRVSDoesNotKnowIsIgnored(t *testing.T) {
	t.Parallel()
	b := setup(t)
	criteria := conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le 2017-12-31")
	want := b.registrations(t, "/opencrvs", criteria)
	for _, column := range []string{"birth_date", "birthdate", "shoe_size", ""} {
		sorted := strings.TrimSuffix(criteria, "}") + fmt.Sprintf(`,"sort":[{"attribute_name":%q,"sort_order":"desc"}]}`, column)
		assert.Equal(t, want, b.registrations(t, "/opencrvs", sorted), column)
	}
}

func TestTimesAndLengthsOfOpenCRVS(t *testing.T) {
	t.Parallel()
	b := setup(t)
	body := openCRVSBody(number2024("birth", "BRN", "B90MAY123"))
	for _, tt := range []struct {
		name, old, replacement string
		status                 int
	}{
		{"a time without seconds", `"message_ts":"2026-01-01T00:00:00Z"`, `"message_ts":"2026-01-01T00:00Z"`, 400},
		{"a time without a zone", `"message_ts":"2026-01-01T00:00:00Z"`, `"message_ts":"2026-01-01T00:00:00"`, 400},
		{"an item's time without a zone", `"timestamp":"2026-01-01T00:00:00Z"`, `"timestamp":"2026-01-01T00:00:00"`, 400},
		{"a time with another zone", `"message_ts":"2026-01-01T00:00:00Z"`, `"message_ts":"2026-01-01T05:30:00.123+05:30"`, 200},
		{"a locale of two letters", `"reference_id":"r-1"`, `"reference_id":"r-1","locale":"en"`, 400},
		{"a transaction_id of 100 characters", `"t-1"`, `"` + strings.Repeat("t", 100) + `"`, 400},
		{"a transaction_id of 99 characters", `"t-1"`, `"` + strings.Repeat("t", 99) + `"`, 200},
		{"a page of no records", `"query_type"`, `"pagination":{"page_size":0},"query_type"`, 400},
		{"any version", `"version":"1.0.0"`, `"version":"9"`, 200},
		{"a count that is a text", `"total_count":1`, `"total_count":"1"`, 400},
		{"a member that nobody knows", `"reference_id":"r-1"`, `"reference_id":"r-1","x":[1]`, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, body, tt.old)
			w := b.put(t, "/opencrvs"+searchPath, []byte(strings.Replace(body, tt.old, tt.replacement, 1)))
			assert.Equal(t, tt.status, w.Code, w.Body.String())
			if tt.status == http.StatusOK {
				assert.Contains(t, w.Body.String(), "B90MAY123")
			}
		})
	}
}
