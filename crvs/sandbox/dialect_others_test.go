package sandbox_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// standardBody is a message of the standard with these criteria.
func standardBody(criteria ...string) string {
	body := openCRVSBody(criteria...)
	return strings.ReplaceAll(body, "2026-01-01T00:00:00Z", time.Now().UTC().Format(time.RFC3339))
}

func standardCriteria(query string) string {
	return `{"reg_type":"ns:org:RegistryType:Civil","reg_record_type":"spdci-extensions-dci:Person","reg_event_type":"death",` + query + `}`
}

func byDRN(value string) string {
	return standardCriteria(fmt.Sprintf(`"query_type":"idtype-value","query":{"type":"DRN","value":%q}`, value))
}

func predicateOf(attribute, operator, value string) string {
	return standardCriteria(fmt.Sprintf(`"query_type":"predicate","query":[{"seq_num":1,"expression1":{"attribute_name":%q,"operator":%q,"attribute_value":%q}}]`, attribute, operator, value))
}

func TestOpenSPPHasHabits(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, tt := range []struct {
		name, body   string
		has, has2    string
		hasNot       string
		alsoNotFound bool
	}{
		{"an operator of its own", standardBody(predicateOf("death_date", "gte", "2024-01-01")), `"D24AUG007"`, `"D24AUG009"`, `"D20JUL018"`, false},
		{"an operator of the standard", standardBody(predicateOf("death_date", "ge", "2024-01-01")), `"D24AUG007"`, `"D24AUG009"`, `"D20JUL018"`, false},
		{"U is unknown", standardBody(predicateOf("marital_status", "eq", "U")), `"D20JUL018"`, `"marital_status":"U"`, `"D23FEB011"`, false},
		{"it has no word for unmarried", standardBody(byDRN("D23FEB011")), `"D23FEB011"`, `"Iyer"`, "marital_status", false},
		{"a wrong question is told at HTTP 200", standardBody(`{"query_type":"idtype-value","query":{"type":"NOBODYS","value":"1"}}`), `"status":"rjct"`, "rjct.search_criteria.invalid", "data", false},
		{"a wrong body is told at HTTP 200", `{"header":{}}`, `"ack_status":"ERR"`, "err.request.bad", "search_response", false},
		{"what is no JSON is told at HTTP 200", `{`, `"ack_status":"ERR"`, "err.request.bad", "search_response", false},
		{"nulls are not given", strings.Replace(standardBody(byDRN("D24AUG007")), `"version":"1.0.0"`, `"version":null,"sender_uri":null,"meta":null`, 1), `"D24AUG007"`, `"r-1"`, "rjct", false},
		{"of two questions one is answered under an id of its own", standardBody(byDRN("D24AUG007"), byDRN("D20JUL018")), `"D24AUG007"`, `"reference_id":"`, `"r-1"`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := b.put(t, "/openspp"+searchPath, []byte(tt.body))
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Contains(t, w.Body.String(), tt.has)
			assert.Contains(t, w.Body.String(), tt.has2)
			assert.NotContains(t, w.Body.String(), tt.hasNot)
			if tt.alsoNotFound {
				assert.NotContains(t, w.Body.String(), `"D20JUL018"`)
			}
		})
	}
}

func TestOpenSPPThrottlesInItsBody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultQuota})
	require.NoError(t, err)
	w := b.put(t, "/openspp"+searchPath, []byte(standardBody(byDRN("D24AUG007"))))
	assert.Equal(t, http.StatusTooManyRequests, w.Code)
	assert.JSONEq(t, `{"detail":{"message":"Rate limit exceeded","retry_after":60}}`, w.Body.String())
}

func TestOpenG2PHasHabits(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, tt := range []struct{ name, body, has, hasNot string }{
		{"operators have a dollar", standardBody(predicateOf("death_date", "$gte", "2024-01-01")), `"D24AUG007"`, "rjct"},
		{"others are rejected", standardBody(predicateOf("death_date", "ge", "2024-01-01")), `"status":"rjct"`, `"D24AUG007"`},
		{"the type of record is needed", strings.Replace(standardBody(byDRN("D24AUG007")), `"reg_record_type":"spdci-extensions-dci:Person",`, "", 1), "reg_record_type: is required", `"D24AUG007"`},
		{"what is no JSON is rejected at HTTP 200", `{`, `"status":"rjct"`, "search_response"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := b.put(t, "/openg2p"+searchPath, []byte(tt.body))
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Contains(t, w.Body.String(), tt.has)
			assert.NotContains(t, w.Body.String(), tt.hasNot)
		})
	}
	var in, out struct {
		Header struct {
			MessageID string `json:"message_id"`
		} `json:"header"`
	}
	body := standardBody(byDRN("D24AUG007"))
	w := b.put(t, "/openg2p"+searchPath, []byte(body))
	require.NoError(t, json.Unmarshal([]byte(body), &in))
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
	assert.Equal(t, in.Header.MessageID, out.Header.MessageID, "it is echoed")
}

func bareBody(transaction, criteria string) string {
	return fmt.Sprintf(`{"transaction_id":%s,"search_request":[{"reference_id":"r-1","timestamp":"2026-01-01T00:00:00Z","search_criteria":%s}]}`, transaction, criteria)
}

func TestTheBareMockHasNoEnvelope(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, tt := range []struct{ name, body, has string }{
		{"a transaction is a number, and always the same", bareBody("12345", byDRN("D24AUG007")), `{"transaction_id":123456789,"correlation_id":"`},
		{"a large one changes nothing", bareBody("12345678901234567890", byDRN("D24AUG007")), `{"transaction_id":123456789,`},
		{"the reference_id is always the same", bareBody("1", byDRN("D24AUG007")), `"reference_id":"12345678901234567890"`},
		{"the page is always the fifth", bareBody("1", byDRN("D24AUG007")), `"pagination":{"page_number":5,`},
		{"the first of two questions is answered", strings.Replace(bareBody("1", byDRN("D24AUG007")), `}]}`, `},{"reference_id":"r-2"}]}`, 1), `"D24AUG007"`},
		{"a text is none", bareBody(`"12345"`, byDRN("D24AUG007")), `{"ack_status":"ACK","timestamp":"`},
		{"no question", `{"transaction_id":1}`, `"error":{"code":"err.request.bad","message":"search_request: must have one item at least"}`},
		{"an envelope", standardBody(byDRN("D24AUG007")), `"ack_status":"ACK"`},
		{"nobody found", bareBody("1", byDRN("NONE")), `"reg_records":[]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := b.put(t, "/bare/crvs/sync/search", []byte(tt.body))
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Contains(t, w.Body.String(), tt.has)
		})
	}
}

func TestTheWorkshopOf2022(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const wrong = `{"success":"false","error_code":567,"return_message":"Invalid Input Parameters"}`
	for _, tt := range []struct {
		name, body string
		records    int // -1 for error 567
	}{
		{"every register", `{"repository_type":["Birth","Death","Marriage"],"identification_type":"NATIONAL_ID","identification_value":"123456789"}`, 2},
		{"one register", `{"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":"123456789"}`, 1},
		{"a groom", `{"repository_type":["Marriage"],"identification_type":"NATIONAL_ID","identification_value":"987654321"}`, 1},
		{"a groom in his state", `{"repository_type":["Marriage"],"identification_type":"NATIONAL_ID","identification_value":"987654321","state_code":"IN-KL"}`, 1},
		{"in a state", `{"repository_type":["Birth","Marriage"],"identification_type":"NATIONAL_ID","identification_value":"123456789","state_code":"IN-GJ"}`, 1},
		{"in a state where she is not", `{"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":"123456789","state_code":"IN-RJ"}`, 0},
		{"nobody", `{"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":"0"}`, 0},
		{"a state that is none", `{"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":"1","state_code":"XX"}`, -1},
		{"a register that is none", `{"repository_type":["Divorce"],"identification_type":"NATIONAL_ID","identification_value":"1"}`, -1},
		{"no register", `{"identification_type":"NATIONAL_ID","identification_value":"1"}`, -1},
		{"a number of no known type", `{"repository_type":["Birth"],"identification_type":"SHOE_SIZE","identification_value":"1"}`, -1},
		{"a value that is a number", `{"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":1}`, -1},
		{"what is no JSON", `{`, -1},
	} {
		for _, path := range []string{"/searchCRVSData", "/workshop/searchCRVSData"} {
			t.Run(tt.name+" at "+path, func(t *testing.T) {
				t.Parallel()
				w := b.put(t, path, []byte(tt.body))
				assert.Equal(t, http.StatusOK, w.Code)
				if tt.records < 0 {
					assert.JSONEq(t, wrong, w.Body.String())
					return
				}
				var out struct {
					Success string
					Message string `json:"return_message"`
					Data    []json.RawMessage
				}
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
				assert.Equal(t, "true", out.Success)
				assert.Equal(t, "Search Completed", out.Message)
				assert.Len(t, out.Data, tt.records)
				assert.NotNil(t, out.Data, "an empty list, not null")
			})
		}
	}
}

// inTime are ids and times in any spelling, and tokens.
var inTime = regexp.MustCompile(`"(message_id|correlation_id|message_ts|timestamp|signature)": "(?:[^"\\]|\\.)+"`)

func TestWholeAnswersOfEachDialect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	workshop := `{"repository_type":["Birth","Death","Marriage"],"identification_type":"NATIONAL_ID","identification_value":%q}`
	for name, tt := range map[string]struct{ path, body string }{
		"opencrvs-2024-birth":    {"/opencrvs" + searchPath, openCRVSBody(number2024("birth", "BRN", "B17JAN001"))},
		"opencrvs-2024-death":    {"/opencrvs" + searchPath, openCRVSBody(number2024("death", "NID", "200000402"))},
		"opencrvs-2024-marriage": {"/opencrvs" + searchPath, openCRVSBody(number2024("marriage", "MRN", "M15FEB042"))},
		"opencrvs-2024-none":     {"/opencrvs" + searchPath, openCRVSBody(number2024("birth", "BRN", "NONE"))},
		"opencrvs-1.9-birth":     {"/opencrvs-1.9" + searchPath, openCRVSBody(`{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"birth","query_type":"idtype-value","query":{"type":"UIN","value":"UIN-170717-09"}}`)},
		"openspp-death":          {"/openspp" + searchPath, standardBody(byDRN("D20JUL018"))},
		"openg2p-death":          {"/openg2p" + searchPath, standardBody(byDRN("D98XXX001"))},
		"bare-death":             {"/bare/crvs/sync/search", bareBody("7", byDRN("D98XXX001"))},
		"workshop-mala":          {"/searchCRVSData", fmt.Sprintf(workshop, "123456789")},
		"workshop-ravi":          {"/searchCRVSData", fmt.Sprintf(workshop, "987654321")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := b.put(t, tt.path, []byte(tt.body))
			var indented bytes.Buffer
			require.NoError(t, json.Indent(&indented, w.Body.Bytes(), "", "  "))
			got := inTime.ReplaceAllString(strings.TrimSpace(indented.String()), `"$1": "…"`) + "\n"
			file := filepath.Join("testdata", "dialects", name+".json")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

func TestFaultsStrikeEveryDialect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, tt := range []struct {
		kind sandbox.FaultKind
		has  string
	}{
		{sandbox.FaultOvermatch, ""}, {sandbox.FaultWrongReferenceIDs, "nobody-asked-1"}, {sandbox.FaultWrongTransaction, "nobody-asked"},
	} {
		for path, body := range map[string]string{
			"/opencrvs" + searchPath: openCRVSBody(number2024("death", "DRN", "D24AUG007")),
			"/openspp" + searchPath:  standardBody(byDRN("D24AUG007")),
			"/openg2p" + searchPath:  standardBody(byDRN("D24AUG007")),
		} {
			id, err := b.registry.Inject(sandbox.Fault{Kind: tt.kind, Path: path})
			require.NoError(t, err)
			text := b.put(t, path, []byte(strings.ReplaceAll(body, "t-1", rand.Text()))).Body.String()
			assert.True(t, b.registry.ClearFault(id))
			if tt.kind == sandbox.FaultOvermatch {
				assert.NotContains(t, text, "D24AUG007", path)
				continue
			}
			assert.Contains(t, text, tt.has, "%s at %s", tt.kind, path)
		}
	}
}

func TestEachProfileHasAPath(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"dci-1.0", "opencrvs-2024", "opencrvs-1.9", "openspp", "openg2p", "bare-crvs", "workshop-2022"}, sandbox.Profiles())
	for name, want := range map[string]string{"dci-1.0": "", "opencrvs-1.9": "/opencrvs-1.9", "workshop-2022": "/workshop"} {
		got, ok := sandbox.BasePath(name)
		assert.True(t, ok)
		assert.Equal(t, want, got)
	}
	_, ok := sandbox.BasePath("OpenCRVS")
	assert.False(t, ok)
}

func TestAPageThatIsNoneBreaksNoDialect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, page := range []string{
		`{"page_size":0.5}`, `{"page_size":1.5,"page_number":2}`, `{"page_number":0.5,"page_size":1}`, `{"page_size":0,"page_number":-4}`,
		`{"page_size":2,"page_number":-4}`, `{"page_number":1e300,"page_size":1}`, `{"page_size":1e300}`, `{}`,
	} {
		pagination := `"pagination":` + page + `,"query_type"`
		opencrvs := strings.Replace(conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le 2017-12-31"), `"query_type"`, pagination, 1)
		standard := strings.Replace(byDRN("D24AUG007"), `"query_type"`, pagination, 1)
		for path, body := range map[string]string{
			"/opencrvs" + searchPath: openCRVSBody(opencrvs), "/openspp" + searchPath: standardBody(standard),
			"/openg2p" + searchPath: standardBody(standard), "/bare/crvs/sync/search": bareBody("1", standard), searchPath: standardBody(standard),
		} {
			w := b.put(t, path, []byte(body))
			assert.True(t, json.Valid(w.Body.Bytes()), "%s at %s", page, path)
		}
	}
}
