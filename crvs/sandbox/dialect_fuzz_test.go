package sandbox_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzDialects sends any body to any dialect: none may break, hang or answer what
// is no JSON.
func FuzzDialects(f *testing.F) {
	b := setup(f)
	paths := []string{
		searchPath, "/opencrvs" + searchPath, "/opencrvs-1.9" + searchPath, "/openspp" + searchPath, "/openg2p" + searchPath,
		"/bare/crvs/sync/search", "/searchCRVSData", "/opencrvs/oauth2/client/token",
	}
	for _, body := range []string{
		openCRVSBody(number2024("birth", "BRN", "B90MAY123")), openCRVSBody(conditions2024("birth", "birthdate ge 2017-01-01", "birthdate le 2017-12-31")),
		openCRVSBody(of2024("marriage", "predicate", "[]")), openCRVSBody(of2024("birth", "predicate", `[{"expression1":{}}]`)), openCRVSBody(),
		openCRVSBody(`{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"birth","query_type":"expression","query":{"type":"x","value":{"expression":{"query":{"birthdate":{"type":"exact","term":"2017-01-09"}}}}}}`),
		standardBody(predicateOf("death_date", "$gte", "2024-01-01")), standardBody(byDRN("D24AUG007"), byDRN("D24AUG007")),
		bareBody("1", byDRN("D24AUG007")), bareBody("1e5", "null"), bareBody("-1", `{"query":[null]}`),
		`{"repository_type":["Birth","Birth"],"identification_type":"NID","identification_value":"१२३"}`,
		`{"signature":"a.b.c","header":{"sender_id":"http://127.0.0.1:1"},"message":{"ciphertext":"a"}}`,
		`{"signature":"namespace=\"dci\"","header":{"sender_id":"x"},"message":{}}`, `{"client_id":"a"}`,
		`null`, `[]`, `{}`, `"x"`, strings.Repeat(`{"message":`, 40),
	} {
		for i := range paths {
			f.Add(uint8(i), []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		path := paths[int(which)%len(paths)]
		if bytes.Contains(body, []byte("sender_id")) && bytes.Contains(body, []byte("https://")) {
			t.Skip("it would fetch keys")
		}
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		w := b.call(t, req)
		if w.Code < 200 || !json.Valid(w.Body.Bytes()) {
			t.Fatalf("HTTP %d and %d bytes that are no JSON", w.Code, w.Body.Len())
		}
	})
}
