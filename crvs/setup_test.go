package crvs_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The base URL has a path prefix, so that an absolute path in the client fails.
const (
	prefix = "/mediator/dci"
	base   = "http://registry.example" + prefix
)

// asked is one request as the registry got it.
type asked struct {
	at     time.Time
	method string
	path   string
	query  string
	header http.Header
	body   []byte
	gone   <-chan struct{} // closed when nobody waits for the answer any more

	messageID, transactionID string
	references               []string
	page, pageSize           int // of the first question
}

func readAsked(r *http.Request) asked {
	body, _ := io.ReadAll(r.Body)
	a := asked{at: time.Now(), method: r.Method, path: r.URL.Path, query: r.URL.RawQuery, header: r.Header.Clone(), body: body, gone: r.Context().Done()}
	var m struct {
		Header struct {
			MessageID string `json:"message_id"`
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
				} `json:"search_criteria"`
			} `json:"search_request"`
		} `json:"message"`
	}
	if json.Unmarshal(body, &m) == nil {
		a.messageID, a.transactionID = m.Header.MessageID, m.Message.TransactionID
		for _, q := range m.Message.SearchRequest {
			a.references = append(a.references, q.ReferenceID)
		}
		if len(m.Message.SearchRequest) > 0 {
			p := m.Message.SearchRequest[0].SearchCriteria.Pagination
			a.page, a.pageSize = p.PageNumber, p.PageSize
		}
	}
	return a
}

// fill puts the ids of the question into an answer: $TX, $MSG, $REF0, $REF1 ...
func (a asked) fill(body string) string {
	pairs := []string{"$TX", a.transactionID, "$MSG", a.messageID}
	for i, id := range slices.Backward(a.references) { // $REF10 before $REF1
		pairs = append(pairs, "$REF"+strconv.Itoa(i), id)
	}
	return strings.NewReplacer(pairs...).Replace(body)
}

// script answers one request.
type (
	writer = http.ResponseWriter
	script func(w writer, a asked)
)

// says answers with this status and body; headers are "Name: value".
func says(status int, body string, headers ...string) script {
	return func(w http.ResponseWriter, a asked) {
		w.Header().Set("Content-Type", "application/json")
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, a.fill(body))
	}
}

// registry answers the nth request to a path by the nth script of that path,
// and all further ones by the last.
type registry struct {
	listener *memnet.Listener

	mu      sync.Mutex
	scripts map[string][]script
	seen    []asked
}

const (
	searchPath    = prefix + "/registry/sync/search"
	tokenPath     = prefix + "/oauth2/client/token"
	locationsPath = prefix + "/.well-known/locations.json"
)

// start runs a registry with these scripts for searches until the test, or its
// bubble, ends.
func start(t *testing.T, searches ...script) *registry {
	t.Helper()
	r := &registry{listener: memnet.Listen(), scripts: map[string][]script{searchPath: searches}}
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 24 * time.Hour}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = srv.Serve(r.listener) }()
	t.Cleanup(func() {
		assert.NoError(t, srv.Close())
		<-ended
	})
	return r
}

// on sets the scripts of another path.
func (r *registry) on(path string, scripts ...script) *registry {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scripts[path] = scripts
	return r
}

func (r *registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	a := readAsked(req)
	r.mu.Lock()
	n := 0
	for _, before := range r.seen {
		if before.path == a.path {
			n++
		}
	}
	r.seen = append(r.seen, a)
	scripts := r.scripts[a.path]
	r.mu.Unlock()
	if len(scripts) == 0 {
		http.NotFound(w, req)
		return
	}
	scripts[min(n, len(scripts)-1)](w, a)
}

// requests are those to the search endpoint so far.
func (r *registry) requests() []asked {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []asked
	for _, a := range r.seen {
		if a.path == searchPath {
			out = append(out, a)
		}
	}
	return out
}

func (r *registry) all() []asked {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]asked(nil), r.seen...)
}

func (r *registry) httpClient() *http.Client { return &http.Client{Transport: r.listener.Transport()} }

func (r *registry) client(t *testing.T, options ...crvs.Option) *crvs.Client {
	t.Helper()
	return newClient(t, append([]crvs.Option{crvs.WithHTTPClient(r.httpClient())}, options...)...)
}

func newClient(t *testing.T, options ...crvs.Option) *crvs.Client {
	t.Helper()
	c, err := crvs.New(base, append([]crvs.Option{
		crvs.WithSender("spmis.example"), crvs.WithReceiver("crvs.example"), crvs.WithInsecureUnsigned(), crvs.WithInsecurePlainHTTP(),
	}, options...)...)
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// Questions that the tests ask.

func malaByBRN() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
}

func bornInMay() search.Query {
	return search.Where(search.BirthDate.Between(person.MustDate("1990-05-01"), person.MustDate("1990-05-31"))).In(codes.VitalEventBirth)
}

// Answers. A record is written with the spelling of v1.0.0.

const malaRecord = `{"identifier":[{"identifier_type":"BRN","identifier_value":"B90MAY123"},` +
	`{"identifier_type":"NATIONAL_ID","identifier_value":"123456789"}],` +
	`"birth_date":"1990-05-12","given_name":"Mala","surname":"Kumar","sex":"female"}`

// record is a birth in May 1990 with this number.
func record(brn string) string {
	return fmt.Sprintf(`{"identifier":[{"identifier_type":"BRN","identifier_value":%q}],"birth_date":"1990-05-20","surname":"Rao"}`, brn)
}

func births(brns ...string) string {
	records := make([]string, len(brns))
	for i, brn := range brns {
		records[i] = record(brn)
	}
	return strings.Join(records, ",")
}

// envelope is an answer with these items; header is what its header says beside
// the ids.
func envelope(header, items string) string {
	return `{"header":{"message_id":"$MSG","action":"on-search",` + header + `},"message":{"transaction_id":"$TX",` +
		`"correlation_id":"corr-1","search_response":[` + items + `]}}`
}

// item answers the nth question with members beside the reference_id.
func item(n int, members string) string {
	return fmt.Sprintf(`{"reference_id":"$REF%d",%s}`, n, members)
}

// data holds records of an event.
func data(event, records string) string {
	return `"data":{"reg_event_type":"` + event + `","reg_record_type":"person","reg_records":[` + records + `]}`
}

func pagination(page, size, total int) string {
	return fmt.Sprintf(`"pagination":{"page_number":%d,"page_size":%d,"total_count":%d}`, page, size, total)
}

// found answers one question with these births and no pagination.
func found(records string) string {
	return envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ",`+data("live_birth", records)))
}

// counted is found with a pagination.
func counted(page, size, total int, records string) string {
	return envelope(`"status":"succ","total_count":1`,
		item(0, `"status":"succ",`+data("live_birth", records)+","+pagination(page, size, total)))
}

// ask puts the question in each verb that takes one and returns the error of
// the first; the others must fail in the same way.
func find(ctx context.Context, c *crvs.Client, q search.Query) error {
	_, err := c.Find(ctx, q)
	return err
}

func searchPage(ctx context.Context, c *crvs.Client, q search.Query) error {
	_, err := c.SearchPage(ctx, q)
	return err
}

func searchAll(ctx context.Context, c *crvs.Client, q search.Query) error {
	_, err := collect(c.Search(ctx, q))
	return err
}

// collect reads a sequence to its end.
func collect(seq func(func(search.Hit, error) bool)) ([]search.Hit, error) {
	var hits []search.Hit
	for hit, err := range seq {
		if err != nil {
			return hits, err
		}
		hits = append(hits, hit)
	}
	return hits, nil
}

func numbers(hits []search.Hit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.RegistrationNumber
	}
	return out
}

func replace(s, old, with string) string { return strings.ReplaceAll(s, old, with) }

// stamp is the message_ts of a request.
func stamp(t *testing.T, a asked) string {
	t.Helper()
	var m struct {
		Header struct {
			MessageTS string `json:"message_ts"`
		} `json:"header"`
	}
	require.NoError(t, json.Unmarshal(a.body, &m))
	return m.Header.MessageTS
}
