package transport_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/internal/transport"
)

func TestMask(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		message string
		values  []string
		want    string
	}{
		{"a text that holds a value", "no record for Kumar here", []string{"Kumar"}, "[masked]"},
		{"in any case", "KUMAR kumar", []string{"Kumar"}, "[masked]"},
		{"inside a longer word", "xxKumarxx", []string{"kumar"}, "[masked]"},
		{"with case beyond ASCII", "STRAẞE", []string{"straße"}, "[masked]"},
		{"in another script", "कोई मोहन नहीं", []string{"मोहन"}, "[masked]"},
		{"of two runes as a whole word", "no Bo in Bombay", []string{"bo"}, "[masked]"},
		{"of two runes not in a word", "not in Bombay", []string{"bo"}, "not in Bombay"},
		{"of one rune not at all", "sex F", []string{"F"}, "sex F"},
		{"an empty one not at all", "text", []string{"", " "}, "text"},
		{"a longer word of it", "no Kumar, no S", []string{"Mala S Kumar"}, "[masked]"},
		{"not a short word of it", "no S", []string{"Mala S Kumar"}, "no S"},
		{"over a line break and spaces", "Mala\n  Rao", []string{"Mala Rao"}, "[masked]"},
		{"a number that is seen as one", "no B90MAY123 or 1990-05-12", []string{"B90MAY123", "1990-05-12"}, "no [masked] or [masked]"},
		{"an ISO date", "born 1990-05-12.", nil, "born [masked]."},
		{"a date with slashes", "born 12/05/1990", nil, "born [masked]"},
		{"a date with dots", "born 12.5.90", nil, "born [masked]"},
		{"a date in words", "born 12 May 1990 or May 12, 1990", nil, "born [masked] or [masked]"},
		{"a timestamp's date", "at 1990-05-12T10:20:30Z", nil, "at [masked]:20:30Z"},
		{"an e-mail address", "mail mala.kumar@example.org now", nil, "mail [masked] now"},
		{"a registration number", "BRN:B90MAY123 unknown", nil, "BRN:[masked] unknown"},
		{"a number", "id=123456789", nil, "id=[masked]"},
		{"a number in other digits", "id=١٢٣٤٥٦", nil, "id=[masked]"},
		{"a number in groups", "aadhaar 1234 5678 9012", nil, "aadhaar [masked]"},
		{"a phone number", "phone +91 97148 38469", nil, "phone [masked]"},
		{"a UUID", "id 3f2b8c1e-0000-4000-8000-00805f9b34fb", nil, "id [masked]"},
		{"a number with slashes", "REG/2017/0001", nil, "[masked]"},
		{"not a field path", "message.search_request[0].search_criteria.pagination.page_size is missing", nil, "message.search_request[0].search_criteria.pagination.page_size is missing"},
		{"not a field path with two indices", "reg_records[10].address_line1[2] bad", nil, "reg_records[10].address_line1[2] bad"},
		{"not a JSON pointer", "/message/search_request/0/x/12/locale", nil, "/message/search_request/0/x/12/locale"},
		{"not a version", "HTTP/1.1 v1.0.0 1.0.0", nil, "HTTP/1.1 v1.0.0 1.0.0"},
		{"not a code word", "rjct.pagination.invalid", nil, "rjct.pagination.invalid"},
		{"not a status", "HTTP 404, 502", nil, "HTTP 404, 502"},
		{"not an algorithm", "RS256 or SHA-256", nil, "RS256 or SHA-256"},
		{"but a value wins over a path", "a.kumar.b", []string{"kumar"}, "[masked]"},
		{"control and invisible characters", "a\r\nb\x00\u200bc\u202ed", nil, "a b c d"},
		{"invalid UTF-8", "a\xff\xfeb", nil, "[masked]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, transport.Mask(tt.message, tt.values))
		})
	}
}

func TestMaskCuts(t *testing.T) {
	t.Parallel()
	got := transport.Mask(strings.Repeat("é", 301), nil)
	assert.Equal(t, 300, utf8.RuneCountInString(got))
	assert.True(t, strings.HasSuffix(got, "é…"))
	assert.Equal(t, strings.Repeat("é", 300), transport.Mask(strings.Repeat("é", 300), nil))
}

func TestMaskHidesAValueThatItsOwnLimitCuts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 2000)
	value := "Mala" + strings.Repeat("x", 2000)
	got := transport.Mask(long+value, []string{long, value})
	assert.Equal(t, "[masked]", got)
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	page := "<!DOCTYPE html><html><body>Mala Kumar</body></html>"
	tests := []struct {
		name, contentType, body, want string
	}{
		{"nothing", "application/json", "", "an empty body"},
		{"spaces", "application/json", " \r\n", "an empty body"},
		{"a page", "text/html", page, "an HTML page of 51 bytes (a gateway or proxy, not the registry?)"},
		{"a page that says it is JSON", "application/json", "\n" + page, "an HTML page of 52 bytes (a gateway or proxy, not the registry?)"},
		{"a page with a byte order mark", "", "\xef\xbb\xbf" + page, "an HTML page of 54 bytes (a gateway or proxy, not the registry?)"},
		{"a page in XHTML", "", "<?xml version='1.0'?><html>", "an HTML page of 27 bytes (a gateway or proxy, not the registry?)"},
		{"text that says it is a page", "text/html; charset=utf-8", "Mala", "an HTML page of 4 bytes (a gateway or proxy, not the registry?)"},
		{"XML", "text/xml", "<fault>Mala</fault>", "XML of 19 bytes"},
		{"JSON", "application/json", `{"name":"Mala"`, "JSON of 14 bytes"},
		{"a JSON string", "application/json", `"Mala"`, "JSON of 6 bytes"},
		{"binary data", "text/plain", "\x1f\x8b\x08Mala", "binary data of 7 bytes"},
		{"another encoding", "text/plain", "Ren\xe9", "binary data of 4 bytes"},
		{"short text", "text/plain", "no healthy upstream\n", `the text "no healthy upstream"`},
		{"short text with a value", "text/plain", "unknown: Mala, 1990-05-12", `the text "[masked]"`},
		{"text that holds JSON", "text/plain", `error: {"name":"M"}`, "text of 19 bytes"},
		{"long text", "text/plain", strings.Repeat("é", 600), "text of 1200 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, transport.Excerpt(tt.contentType, []byte(tt.body), []string{"Mala"}))
		})
	}
}
