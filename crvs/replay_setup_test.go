package crvs_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// recorded is one exchange with a registry, as it was captured.
type recorded struct {
	Request struct {
		Method  string            `json:"method"`
		URL     string            `json:"url"`
		Headers map[string]string `json:"headers"`
		Body    json.RawMessage   `json:"body"`
	} `json:"request"`
	Response struct {
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Body    json.RawMessage   `json:"body"`
	} `json:"response"`
	Callbacks []struct {
		Body json.RawMessage `json:"body"`
	} `json:"callbacks_received"`
	Decrypted json.RawMessage `json:"response_message_decrypted"`
}

// captures is the folder of the exchanges with a real OpenCRVS.
func captures(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DCI_STANDARD")
	if dir == "" {
		t.Skip("DCI_STANDARD is not set: the folder of the published standard, with captures/opencrvs in it")
	}
	return filepath.Join(dir, "captures", "opencrvs")
}

// ownCaptures is a folder of exchanges of the same shapes, about people of our
// own.
func ownCaptures(*testing.T) string { return filepath.Join("testdata", "replay") }

func readRecorded(t *testing.T, folder func(*testing.T) string, file string) recorded {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder(t), file))
	require.NoError(t, err)
	var r recorded
	require.NoError(t, json.Unmarshal(raw, &r))
	return r
}

// captured reads a capture of the real OpenCRVS.
func captured(t *testing.T, file string) recorded { t.Helper(); return readRecorded(t, captures, file) }

// ids of a search message.
type ids struct {
	Header struct {
		MessageID string `json:"message_id"`
	} `json:"header"`
	Message struct {
		TransactionID string `json:"transaction_id"`
		SearchRequest []struct {
			ReferenceID string `json:"reference_id"`
		} `json:"search_request"`
	} `json:"message"`
}

// withOurIDs is a text of the capture in which the ids of its question stand as
// they are filled in for ours.
func (r recorded) withOurIDs(body []byte) string {
	var q ids
	_ = json.Unmarshal(r.Request.Body, &q) // of a body that is no message there are none
	return q.replaced(string(body))
}

func (q ids) replaced(text string) string {
	for i, item := range q.Message.SearchRequest {
		text = strings.ReplaceAll(text, item.ReferenceID, "$REF"+strconv.Itoa(i))
	}
	for placeholder, id := range map[string]string{"$TX": q.Message.TransactionID, "$MSG": q.Header.MessageID} {
		if id != "" {
			text = strings.ReplaceAll(text, id, placeholder)
		}
	}
	return text
}

// answers gives the captured answer, under our ids.
func (r recorded) answers() script {
	return says(r.Response.Status, r.withOurIDs(r.Response.Body), "Content-Type: "+r.Response.Headers["content-type"])
}

// path of the captured request, below the base URL.
func (r recorded) path(t *testing.T) (path, query string) {
	t.Helper()
	u, err := url.Parse(r.Request.URL)
	require.NoError(t, err)
	return u.Path, u.RawQuery
}

// assertSent checks that what we sent is what was captured: the same endpoint, the
// same HTTP headers, and the same message but for what each client chooses.
func (r recorded) assertSent(t *testing.T, sent asked) {
	t.Helper()
	path, query := r.path(t)
	assert.Equal(t, prefix+path, sent.path)
	assert.Equal(t, query, sent.query)
	assert.Equal(t, r.Request.Method, sent.method)
	assert.Equal(t, r.Request.Headers["Content-Type"], sent.header.Get("Content-Type"))
	_, authorized := r.Request.Headers["Authorization"]
	assert.Equal(t, authorized, strings.HasPrefix(sent.header.Get("Authorization"), "Bearer "), "the scheme must be exactly this")
	want, got := readMessage(t, r.Request.Body), readMessage(t, sent.body)
	assertOurTimes(t, sent.body)
	for i, q := range want.questions {
		if i < len(got.questions) {
			q.defaultPage(got.questions[i])
		}
	}
	assert.Equal(t, want.all, got.all)
}

// message is one as JSON, without ids, times and signature.
type message struct {
	all       map[string]any
	questions []criteria
}

type criteria map[string]any

// readMessage reads what of two messages is to be compared.
func readMessage(t *testing.T, body []byte) message {
	t.Helper()
	var m message
	require.NoError(t, json.Unmarshal(body, &m.all))
	delete(m.all, "signature")
	header, _ := m.all["header"].(map[string]any)
	delete(header, "message_id")
	delete(header, "message_ts")
	inner, _ := m.all["message"].(map[string]any)
	delete(inner, "transaction_id")
	questions, _ := inner["search_request"].([]any)
	for _, q := range questions {
		item, _ := q.(map[string]any)
		delete(item, "reference_id")
		delete(item, "timestamp")
		c, _ := item["search_criteria"].(map[string]any)
		predicates, _ := c["query"].([]any)
		for _, p := range predicates {
			delete(p.(map[string]any), "seq_num")
		}
		m.questions = append(m.questions, c)
	}
	return m
}

// defaultPage drops our pagination where the capture has none and ours is what the
// registry takes then: the first page of five.
func (c criteria) defaultPage(ours criteria) {
	first := map[string]any{"page_number": 1.0, "page_size": 5.0}
	if _, given := c["pagination"]; !given && assert.ObjectsAreEqual(any(first), ours["pagination"]) {
		delete(ours, "pagination")
	}
}

// assertOurTimes checks that times have seconds and a Z.
func assertOurTimes(t *testing.T, body []byte) {
	t.Helper()
	var m struct {
		Header struct {
			MessageTS string `json:"message_ts"`
		} `json:"header"`
	}
	require.NoError(t, json.Unmarshal(body, &m))
	at, err := time.Parse("2006-01-02T15:04:05Z", m.Header.MessageTS)
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now(), at, time.Minute, "of when it was made: the retries came later")
}

// asCaptured is a client that has the names of the one that was captured.
func asCaptured(t *testing.T, reg *registry, options ...crvs.Option) *crvs.Client {
	t.Helper()
	return reg.client(t, append([]crvs.Option{
		crvs.WithProfile(profile.OpenCRVS2024()), crvs.WithSender("http://127.0.0.1:9090"), crvs.WithReceiver("crvs"),
		crvs.WithCallbackURL("http://127.0.0.1:9090/callback/on-search"), crvs.WithBearerToken("tok-" + strings.Repeat("x", 20)),
	}, options...)...)
}

// readAll asks a batch, or one page.
func readAll(t *testing.T, c *crvs.Client, queries []search.Query) ([]search.Page, error) {
	t.Helper()
	if len(queries) == 1 {
		page, err := c.SearchPage(t.Context(), queries[0])
		return []search.Page{page}, err
	}
	results, err := c.SearchBatch(t.Context(), queries)
	var pages []search.Page
	for _, r := range results {
		require.NoError(t, r.Err)
		pages = append(pages, r.Page)
	}
	return pages, err
}
