package sandbox_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// openCRVSAnswer is what these tests look at.
type openCRVSAnswer struct {
	Header struct {
		MessageID  string `json:"message_id"`
		Action     string
		SenderID   string `json:"sender_id"`
		ReceiverID string `json:"receiver_id"`
		TotalCount int    `json:"total_count"`
	}
	Message struct {
		Items []struct {
			ReferenceID string `json:"reference_id"`
			Data        struct {
				Records []struct {
					Identifier []map[string]string
					BirthDate  *string           `json:"birthDate"`
					DeathDate  *string           `json:"deathDate"`
					Relations  []json.RawMessage `json:"relations"`
				} `json:"reg_records"`
			}
			Pagination struct {
				Size  int `json:"page_size"`
				Total int `json:"total_count"`
			}
		} `json:"search_response"`
	}
}

// openCRVSBody is a message with these criteria.
func openCRVSBody(criteria ...string) string {
	var items []string
	for i, c := range criteria {
		items = append(items, fmt.Sprintf(`{"reference_id":"r-%d","timestamp":"2026-01-01T00:00:00Z","search_criteria":%s}`, i+1, c))
	}
	return fmt.Sprintf(`{"header":{"version":"1.0.0","message_id":%q,"message_ts":"2026-01-01T00:00:00Z","action":"search","sender_id":"mis.test","receiver_id":"crvs","total_count":%d},
		"message":{"transaction_id":"t-1","search_request":[%s]}}`, rand.Text(), len(criteria), strings.Join(items, ","))
}

// of2024 are criteria at a register of 2024: a number, or conditions as
// "attribute operator value" joined by and.
func of2024(event, queryType, query string) string {
	return fmt.Sprintf(`{"reg_type":"ocrvs:registry_type:%s","query_type":%q,"query":%s}`, event, queryType, query)
}

func number2024(event, kind, value string) string {
	return of2024(event, "idtype-value", fmt.Sprintf(`{"type":%q,"value":%q}`, kind, value))
}

func oneExpression(text string) string {
	p := strings.SplitN(text, " ", 3)
	return fmt.Sprintf(`{"attribute_name":%q,"operator":%q,"attribute_value":%q}`, p[0], p[1], p[2])
}

func conditions2024(event, first string, second ...string) string {
	item := `{"expression1":` + oneExpression(first)
	if len(second) > 0 {
		item += `,"condition":"and","expression2":` + oneExpression(second[0])
	}
	return of2024(event, "predicate", "["+item+"}]")
}

func (b bundle) askOpenCRVS(t *testing.T, base, body string) (*httptest.ResponseRecorder, openCRVSAnswer) {
	t.Helper()
	w := b.put(t, base+searchPath, []byte(body))
	var out openCRVSAnswer
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out), w.Body.String())
	return w, out
}

func TestOpenCRVSFindsWhatItUnderstands(t *testing.T) {
	t.Parallel()
	b := setup(t)
	everyBirth := b.total(t, of2024("birth", "predicate", "[]"))
	everyMarriage := b.total(t, of2024("marriage", "predicate", "[]"))
	require.Greater(t, everyBirth, 40)
	require.Equal(t, 8, everyMarriage)
	for _, tt := range []struct {
		name     string
		criteria string
		total    int
	}{
		{"a birth by its number", number2024("birth", "BRN", "B90MAY123"), 1},
		{"a birth by its number under another type of number", number2024("birth", "DRN", "B90MAY123"), 1},
		{"a marriage by the number of a birth's type", number2024("marriage", "BRN", "M15FEB042"), 1},
		{"a death by a number of the national type", number2024("death", "NID", "987654321"), 1},
		{"a record by the system's own id", number2024("death", "OPENCRVS_RECORD_ID", "D24AUG007"), 1},
		{"a birth in the register of deaths", number2024("death", "BRN", "B90MAY123"), 0},
		{"births of a year, the lower bound first", conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le 2017-12-31"), 12},
		{"births between two days, both left out", conditions2024("birth", "birthdate gt 2017-01-08", "birthdate lt 2017-01-10"), 1},
		{"births that were declared in a district", conditions2024("birth", "birthplace eq IN-KA-MYS"), 14},
		{"births that were declared in a region", conditions2024("birth", "birthplace eq IN-KA"), 14},
		{"births at a hospital, where nothing is declared", conditions2024("birth", "birthplace eq IN-KA-MYS-01"), 0},
		{"births in a district by its name", conditions2024("birth", "birthplace eq Mysuru"), 0},
		{"births at a place that is nowhere", conditions2024("birth", "birthplace eq XX"), 0},
		{"a death by the day of birth alone", conditions2024("death", "birthdate eq 1940-02-01"), 1},
		// What it ignores, and so answers with every record.
		{"a birth by the day alone, which is everybody", conditions2024("birth", "birthdate eq 1990-05-12"), everyBirth},
		{"births after a day alone, which is everybody", conditions2024("birth", "birthdate ge 2030-01-01"), everyBirth},
		{"births with the upper bound first, which is everybody", conditions2024("birth", "birthdate le 2017-12-31", "birthdate ge 2017-01-01"), everyBirth},
		{"marriages by anything, which is everybody", conditions2024("marriage", "birthdate ge 1990-01-01", "birthdate le 1990-12-31"), everyMarriage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.total, b.total(t, tt.criteria))
		})
	}
}

// total is how many records there are for a question. Those without a place break
// the server, so the page is one that holds none.
func (b bundle) total(t *testing.T, criteria string) int {
	t.Helper()
	criteria = strings.TrimSuffix(criteria, "}") + `,"pagination":{"page_size":1}}`
	w, out := b.askOpenCRVS(t, "/opencrvs", openCRVSBody(criteria))
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	if len(out.Message.Items) == 0 {
		assert.Zero(t, out.Header.TotalCount)
		assert.Contains(t, w.Body.String(), `"search_response":[]`)
		return 0
	}
	assert.Equal(t, 1, out.Header.TotalCount, "records, not questions")
	return out.Message.Items[0].Pagination.Total
}

func TestOpenCRVSRefuses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, tt := range []struct {
		name, criteria string
		status         int
		says           string
	}{
		{"a number of the person", number2024("birth", "UIN", "1"), 400, "received 'UIN'"},
		{"a number in an old spelling", number2024("birth", "BIRTH_REG_NO", "1"), 400, "received 'BIRTH_REG_NO'"},
		{"another attribute", conditions2024("birth", "sex eq male"), 400, "Expected 'birthdate' | 'birthplace', received 'sex'"},
		{"an operator that it lacks", conditions2024("birth", "birthdate in 2017-01-01"), 400, "Expected 'gt' | 'lt' | 'eq' | 'ge' | 'le', received 'in'"},
		{"or", strings.Replace(conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le 2017-01-02"), `"and"`, `"or"`, 1), 400, "received 'or'"},
		{"a date that is none", conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le tomorrow"), 500, "Internal Server Error"},
		{"a record without a place", number2024("birth", "BRN", "B21XXX001"), 500, "Internal Server Error"},
		{"the standard's own register", `{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"live_birth","query_type":"idtype-value","query":{"type":"BRN","value":"1"}}`, 400, "Invalid enum value"},
		{"an expression", of2024("birth", "expression", `{}`), 400, `expected \"predicate\"`},
		{"no criteria", `null`, 400, "Expected object, received null"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, _ := b.askOpenCRVS(t, "/opencrvs", openCRVSBody(tt.criteria))
			assert.Equal(t, tt.status, w.Code)
			assert.Contains(t, w.Body.String(), fmt.Sprintf(`{"error":{"code":%d,"message":"`, tt.status))
			assert.Contains(t, w.Body.String(), tt.says)
		})
	}
}

func TestOpenCRVSLeavesMissesOutAndEchoesIds(t *testing.T) {
	t.Parallel()
	w, out := setup(t).askOpenCRVS(t, "/opencrvs", openCRVSBody(number2024("birth", "BRN", "NONE"), number2024("death", "DRN", "D24AUG007")))
	require.Len(t, out.Message.Items, 1)
	assert.Equal(t, "r-2", out.Message.Items[0].ReferenceID)
	assert.Equal(t, 5, out.Message.Items[0].Pagination.Size)
	assert.Equal(t, "mis.test", out.Header.SenderID)
	assert.Equal(t, "crvs", out.Header.ReceiverID)
	assert.Equal(t, "search", out.Header.Action)
	record := out.Message.Items[0].Data.Records[0]
	assert.Nil(t, record.BirthDate, "a death carries no dates")
	assert.Nil(t, record.DeathDate)
	assert.Empty(t, record.Relations)
	assert.NotContains(t, w.Body.String(), "1986-01-20")
}

func TestOpenCRVS19SpeaksTheStandardsRegisters(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ask := func(event, queryType, query string) (*httptest.ResponseRecorder, openCRVSAnswer) {
		return b.askOpenCRVS(t, "/opencrvs-1.9", openCRVSBody(fmt.Sprintf(
			`{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":%q,"query_type":%q,"query":%s}`, event, queryType, query)))
	}
	_, out := ask("birth", "idtype-value", `{"type":"UIN","value":"UIN-170109-01"}`)
	require.Len(t, out.Message.Items, 1)
	assert.Equal(t, "on-search", out.Header.Action)
	assert.Equal(t, "mis.test", out.Header.SenderID, "still echoed")
	assert.Equal(t, map[string]string{"identifier_type": "BRN", "identifier_value": "B17JAN001"}, out.Message.Items[0].Data.Records[0].Identifier[0])
	_, out = ask("birth", "expression", `{"type":"ns:org:QueryType:expression","value":{"expression":{"query":{"birthdate":{"type":"range","gte":"2017-01-01","lte":"2017-12-31"}}}}}`)
	require.Len(t, out.Message.Items, 1)
	assert.Equal(t, 12, out.Message.Items[0].Pagination.Total)
	w, _ := ask("marriage", "idtype-value", `{"type":"MRN","value":"M15FEB042"}`)
	assert.Equal(t, http.StatusBadRequest, w.Code)
}

func TestATokenOfOpenCRVSIsReadFromAnywhereAndSaysItselfWhenItEnds(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithClient("spmis", "hunter2"))
	form := "client_id=spmis&client_secret=hunter2&grant_type=client_credentials"
	for name, tt := range map[string]struct{ query, media, body string }{
		"the query": {"?" + form, "", ""},
		"a form":    {"", "application/x-www-form-urlencoded", form},
		"JSON":      {"", "application/json", `{"client_id":"spmis","client_secret":"hunter2","grant_type":"client_credentials"}`},
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/opencrvs/oauth2/client/token"+tt.query, strings.NewReader(tt.body))
		req.Header.Set("Content-Type", tt.media)
		w := b.call(t, req)
		require.Equal(t, http.StatusOK, w.Code, name)
		assert.Equal(t, "application/octet-stream", w.Header().Get("Content-Type"))
		var token map[string]string
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &token))
		assert.Len(t, token, 2, "no expires_in")
		assert.Len(t, strings.Split(token["access_token"], "."), 3)
		b.token = token["access_token"]
		ask := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/opencrvs"+searchPath, strings.NewReader(openCRVSBody(number2024("birth", "BRN", "B90MAY123"))))
		ask.Header.Set("Content-Type", "application/json")
		ask.Header.Set("Authorization", "Bearer "+b.token)
		w = b.call(t, ask)
		assert.Equal(t, http.StatusOK, w.Code, name)
	}
	w := b.put(t, "/opencrvs"+searchPath, []byte("{}"))
	assert.Equal(t, http.StatusUnauthorized, w.Code)
	assert.JSONEq(t, `{"error":{"code":401,"message":"Authorization header is missing"}}`, w.Body.String())
}
