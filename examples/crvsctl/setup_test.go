package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// prefix is part of every base URL: a client that forgets it fails.
const prefix = "/dci"

// done is what a command line came to.
type done struct {
	status         int
	stdout, stderr string
	warnings       string // those of the program itself, which stderr does not hold
}

// crvsctl runs a command line and checks what holds of every one: an error is
// one line, and repeats nothing that was asked and no secret.
func crvsctl(t *testing.T, args ...string) done {
	t.Helper()
	return crvsctlWith(t.Context(), t, args...)
}

func crvsctlWith(ctx context.Context, t *testing.T, args ...string) done {
	t.Helper()
	return crvsctlFed(ctx, t, "", args...)
}

func crvsctlFed(ctx context.Context, t *testing.T, stdin string, args ...string) done {
	t.Helper()
	var stdout, stderr bytes.Buffer
	d := done{status: run(ctx, args, strings.NewReader(stdin), &stdout, &stderr)}
	d.stdout = stdout.String()
	for line := range strings.Lines(stderr.String()) {
		if strings.Contains(line, ": warning: ") {
			d.warnings += line
		} else {
			d.stderr += line
		}
	}
	if d.status == exitFound {
		assert.Empty(t, d.stderr)
	} else {
		assert.Equal(t, 1, strings.Count(d.stderr, "\n"), d.stderr)
		assert.True(t, strings.HasPrefix(d.stderr, "crvsctl"), d.stderr)
		assert.True(t, strings.HasSuffix(d.stderr, "\n"), d.stderr)
	}
	for _, value := range hidden(args) {
		assert.NotContains(t, strings.ToLower(d.stderr), strings.ToLower(value))
	}
	return d
}

// hidden are the values that no error may repeat.
func hidden(args []string) []string {
	var values []string
	for i := 1; i < len(args); i++ {
		switch args[i-1] {
		case "-id":
			_, value, ok := strings.Cut(args[i], ":")
			if !ok {
				value = args[i]
			}
			values = append(values, value)
		case "-where":
			if at := strings.IndexAny(args[i], "=<>"); at >= 0 {
				values = append(values, strings.Trim(args[i][at:], "=<> "))
			}
		case "-token", "-client-secret", "-basic", "-header":
			values = append(values, args[i])
		case "-client":
			_, secret, _ := strings.Cut(args[i], ":")
			values = append(values, args[i], secret)
		}
	}
	// A value of a letter or two is in every sentence.
	kept := values[:0]
	for _, v := range values {
		if len(v) > 2 && v != "male" && v != "female" {
			kept = append(kept, v)
		}
	}
	return kept
}

// asked begins a command line that asks the registry at url.
func asked(url string, rest ...string) []string {
	return append([]string{"search", "-url", url, "-sender", "mis.test", "-insecure-unsigned"}, rest...)
}

// registry serves a sandbox and returns its base URL.
func registry(t *testing.T, options ...sandbox.Option) string {
	t.Helper()
	box, err := sandbox.New(options...)
	require.NoError(t, err)
	server := httptest.NewServer(http.StripPrefix(prefix, box))
	t.Cleanup(server.Close)
	return server.URL + prefix
}

// script serves one handler and returns its base URL and what it was sent.
func script(t *testing.T, h http.HandlerFunc) (url string, got *requests) {
	t.Helper()
	got = new(requests)
	server := httptest.NewServer(got.record(h))
	t.Cleanup(server.Close)
	return server.URL + prefix, got
}

// requests are those that came to a server.
type requests struct {
	mu  sync.Mutex
	all []request
}

type request struct {
	path   string
	query  string
	header http.Header
	raw    string
	body   message
}

// message is what a script needs to know of a question.
type message struct {
	Header struct {
		ReceiverID string `json:"receiver_id"`
	} `json:"header"`
	Message struct {
		TransactionID string `json:"transaction_id"`
		SearchRequest []struct {
			ReferenceID    string `json:"reference_id"`
			SearchCriteria struct {
				Pagination struct {
					PageSize   int `json:"page_size"`
					PageNumber int `json:"page_number"`
				} `json:"pagination"`
				RegEventType string `json:"reg_event_type"`
			} `json:"search_criteria"`
		} `json:"search_request"`
	} `json:"message"`
}

func (m message) pageNumber() int {
	return m.Message.SearchRequest[0].SearchCriteria.Pagination.PageNumber
}

func (m message) pageSize() int { return m.Message.SearchRequest[0].SearchCriteria.Pagination.PageSize }

func (r *requests) record(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		seen := request{path: req.URL.Path, query: req.URL.RawQuery, header: req.Header.Clone(), raw: string(body)}
		_ = json.Unmarshal(body, &seen.body) // the token endpoint gets a form
		r.mu.Lock()
		r.all = append(r.all, seen)
		r.mu.Unlock()
		req.Body = io.NopCloser(bytes.NewReader(body))
		h.ServeHTTP(w, req)
	})
}

func (r *requests) seen() []request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]request(nil), r.all...)
}

// answer answers each question with one page of these births.
func answer(total int, records ...string) http.HandlerFunc {
	return pages(func(int) (int, []string) { return total, records })
}

// pages answers with the page that is asked for.
func pages(page func(number int) (total int, records []string)) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		var m message
		if err := json.NewDecoder(req.Body).Decode(&m); err != nil || len(m.Message.SearchRequest) != 1 {
			http.Error(w, "no question", http.StatusBadRequest)
			return
		}
		total, records := page(m.pageNumber())
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"header":{"action":"on-search","status":"succ"},"message":{"transaction_id":%q,"search_response":[`+
			`{"reference_id":%q,"status":"succ","data":{"reg_event_type":"live_birth","reg_records":[%s]},"pagination":{"page_number":%d,"page_size":%d,"total_count":%d}}]}}`,
			m.Message.TransactionID, m.Message.SearchRequest[0].ReferenceID, strings.Join(records, ","), m.pageNumber(), m.pageSize(), total)
	}
}

// born is a record of a birth.
func born(number, given, date string) string {
	name, _ := json.Marshal(given) // a string can be written
	return fmt.Sprintf(`{"identifier":[{"identifier_type":"BRN","identifier_value":%q}],`+
		`"name":{"given_name":%s},"sex":"female","birth_date":%q}`, number, name, date)
}

// file writes a file of the test and returns its path.
func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}
