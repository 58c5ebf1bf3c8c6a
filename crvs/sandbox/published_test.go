package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// published is the response schemas of the published document: of each operation
// by status, "default" for all others.
type published map[string]map[string]*openapi3.Schema

// publishedSchemas reads them once; nil if DCI_STANDARD is not set.
var publishedSchemas = sync.OnceValues(func() (published, error) {
	standard := os.Getenv("DCI_STANDARD")
	if standard == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(filepath.Join(standard, "openapi", "crvs_api_v1.0.0.yaml"))
	if err != nil {
		return nil, err
	}
	var root any
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return nil, err
	}
	return readPublished(root)
})

func readPublished(root any) (published, error) {
	out := published{}
	paths, _ := member(root, "paths").(map[string]any)
	for path, item := range paths {
		out[path] = map[string]*openapi3.Schema{}
		responses, _ := member(item, "post", "responses").(map[string]any)
		responses["request"] = member(item, "post", "requestBody") // checked as the rest is
		for status, response := range responses {
			inlined, err := inline(root, response, 0)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", path, status, err)
			}
			text, err := json.Marshal(member(inlined, "content", "application/json", "schema"))
			if err != nil {
				return nil, err
			}
			schema := new(openapi3.Schema)
			if err := json.Unmarshal(text, schema); err != nil {
				return nil, fmt.Errorf("%s %s: %w", path, status, err)
			}
			out[path][status] = schema
		}
	}
	return out, nil
}

func member(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// inline is a part of the published document in which every reference is replaced
// by what it refers to. No loader reads that document: it refers into properties,
// items and even an example.
func inline(root, v any, depth int) (any, error) {
	if depth > 60 {
		return nil, fmt.Errorf("references without end")
	}
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			at, err := lookup(root, ref)
			if err != nil {
				return nil, err
			}
			return inline(root, at, depth+1)
		}
		out := make(map[string]any, len(v))
		for name, part := range v {
			if name == "example" || name == "examples" || name == "default" {
				continue // no rule
			}
			var err error
			if out[name], err = inline(root, part, depth+1); err != nil {
				return nil, err
			}
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, part := range v {
			var err error
			if out[i], err = inline(root, part, depth+1); err != nil {
				return nil, err
			}
		}
		return out, nil
	default:
		return v, nil
	}
}

// lookup follows a pointer of the form "#/a/b/0".
func lookup(at any, pointer string) (any, error) {
	for _, token := range strings.Split(pointer, "/")[1:] {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		switch v := at.(type) {
		case map[string]any:
			at = v[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(v) {
				return nil, fmt.Errorf("%s: no item %q", pointer, token)
			}
			at = v[i]
		default:
			return nil, fmt.Errorf("%s: nothing at %q", pointer, token)
		}
	}
	return at, nil
}

// breaks says what is wrong with an answer by the published document, nil if
// nothing is.
func (p published) breaks(path string, status int, body []byte) error {
	schema := p[path][strconv.Itoa(status)]
	if schema == nil {
		schema = p[path]["default"]
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	return schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableFormatValidation(), openapi3.VisitAsResponse())
}

// counts is how many answers were held against the published document, by
// operation and status.
type counts struct {
	mu  sync.Mutex
	all map[string]int
}

func (c *counts) add(path string, status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[string]int{}
	}
	c.all[path+" "+strconv.Itoa(status)]++
}

func (c *counts) of(path string, status int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[path+" "+strconv.Itoa(status)]
}

var validated counts

// claims says by which operation of the published document an answer is held, ""
// for none.
//
// The standard's own paths claim it whole, at every status. openg2p and
// opencrvs-1.9 claim it in what they answer to a search that is not rejected; they
// say no in forms of their own. Four claim nothing: opencrvs-2024 answers with the action "search",
// openspp writes null for members of its header that are not given, and bare-crvs
// and workshop-2022 have no envelope.
func claims(path string, status int, body []byte) string {
	path, _, _ = strings.Cut(path, "?")
	for _, profile := range []string{"openspp", "openg2p", "opencrvs-2024", "opencrvs-1.9", "bare-crvs", "workshop-2022"} {
		base, _ := sandbox.BasePath(profile)
		if rest, ok := strings.CutPrefix(path, base+"/"); ok {
			var envelope struct {
				Header struct {
					Status string `json:"status"`
				} `json:"header"`
				Message struct {
					Items json.RawMessage `json:"search_response"`
				} `json:"message"`
			}
			if profile != "openg2p" && profile != "opencrvs-1.9" || status != http.StatusOK || json.Unmarshal(body, &envelope) != nil || envelope.Header.Status != "succ" || envelope.Message.Items == nil {
				return ""
			}
			return "/" + rest
		}
	}
	return path
}

// bytesSpoiled says whether a fault is at work that sends what is no answer: its
// point is to break the document.
func bytesSpoiled(faults []sandbox.InjectedFault) bool {
	return slices.ContainsFunc(faults, func(f sandbox.InjectedFault) bool {
		switch f.Fault.Kind {
		case sandbox.FaultGarbage, sandbox.FaultTruncated, sandbox.FaultCut, sandbox.FaultDrop:
			return true
		case sandbox.FaultStatus:
			return f.Fault.Body != "" || f.Fault.Status < http.StatusBadRequest
		default:
			return false
		}
	})
}

// checked passes each call on to the registry and holds its answer against the
// published document, if DCI_STANDARD says where that is. Every test of this
// package calls the registry through it.
type checked struct {
	tb       testing.TB
	registry *sandbox.Registry
}

func (c checked) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	c.tb.Helper()
	spoiled := bytesSpoiled(c.registry.Faults())
	seen := &recorder{ResponseWriter: w, status: http.StatusOK}
	c.registry.ServeHTTP(seen, req)
	document, err := publishedSchemas()
	switch {
	case !assert.NoError(c.tb, err), document == nil, spoiled, req.Method != http.MethodPost:
		return
	}
	path := claims(req.URL.Path, seen.status, seen.body)
	if document[path] == nil {
		return
	}
	validated.add(path, seen.status)
	assert.NoError(c.tb, document.breaks(path, seen.status, seen.body), "HTTP %d at %s breaks the published document: %s", seen.status, path, seen.body)
}

// recorder keeps what is written through it.
type recorder struct {
	http.ResponseWriter

	status int
	body   []byte
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	r.body = append(r.body, p...)
	return r.ResponseWriter.Write(p)
}

// call calls the registry, through [checked].
func (b bundle) call(tb testing.TB, req *http.Request) *httptest.ResponseRecorder {
	tb.Helper()
	w := httptest.NewRecorder()
	checked{tb, b.registry}.ServeHTTP(w, req)
	return w
}

// TestEveryAnswerKeepsThePublishedDocument asks each operation of the standard for
// each status that it can answer with, and holds that each was validated; what
// the other tests of this package are answered is validated as they run.
func TestEveryAnswerKeepsThePublishedDocument(t *testing.T) {
	t.Parallel()
	document, err := publishedSchemas()
	require.NoError(t, err)
	if document == nil {
		t.Skip("set DCI_STANDARD to the folder of the published standard (the one that holds openapi/) to hold every answer of these tests against it")
	}
	require.Len(t, document, 11)
	for path := range document {
		for _, status := range []int{400, 401, 403, 404, 405, 408, 413, 415, 429, 402, 500, 502, 503, 504} {
			b := setup(t, sandbox.WithToken("secret"))
			b.token = "secret"
			switch status {
			case http.StatusBadRequest:
				b.send(t, http.MethodPost, path, strings.NewReader(`{}`))
			case http.StatusUnauthorized:
				b.token = ""
				b.send(t, http.MethodPost, path, strings.NewReader(`{}`))
			case http.StatusRequestEntityTooLarge:
				b.send(t, http.MethodPost, path, strings.NewReader(strings.Repeat(" ", 1<<20+1)))
			case http.StatusUnsupportedMediaType:
				b.send(t, http.MethodPost, path, strings.NewReader(`{}`), "Content-Type", "text/plain")
			case http.StatusMethodNotAllowed:
				w := b.call(t, httptest.NewRequestWithContext(t.Context(), http.MethodPut, path, nil))
				validated.add(path, w.Code)
				require.NoError(t, document.breaks(path, w.Code, w.Body.Bytes()), w.Body.String())
				require.Equal(t, status, w.Code)
				continue
			default:
				_, err := b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: status})
				require.NoError(t, err)
				b.raw(t, http.MethodPost, path, `{}`)
			}
			assert.Positive(t, validated.of(path, status), "%s was never answered with %d", path, status)
		}
	}
	for _, status := range []int{http.StatusTooManyRequests, http.StatusPaymentRequired} {
		b := setup(t)
		b.inject(t, sandbox.Fault{Kind: sandbox.FaultQuota, Status: status})
		assert.Equal(t, status, b.raw(t, http.MethodPost, searchPath, `{}`).Code)
	}
	b := setup(t)
	b.post(t, asking(wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "birth")}))
	assert.Positive(t, validated.of(searchPath, http.StatusOK))
}

// The document that the answers are held against is strict enough to tell.
func TestThePublishedDocumentTellsAnAnswerThatBreaksIt(t *testing.T) {
	t.Parallel()
	document, err := publishedSchemas()
	require.NoError(t, err)
	if document == nil {
		t.Skip("set DCI_STANDARD to the folder of the published standard (the one that holds openapi/) to run this")
	}
	for _, tt := range []struct {
		name, path string
		status     int
		body       string
	}{
		{"errors alone at a synchronous search", searchPath, 400, `{"errors":[{"code":"err.request.bad","message":"no"}]}`},
		{"a message without its members", searchPath, 200, `{"header":{"message_id":"1","message_ts":"2026-01-01T00:00:00Z","action":"on-search","status":"succ"},"message":{}}`},
		{"the action of the question", searchPath, 200, `{"header":{"message_id":"1","message_ts":"2026-01-01T00:00:00Z","action":"search","status":"succ"}}`},
		{"an acknowledgement with a code that is none", "/registry/search", 400, `{"message":{"ack_status":"ERR","timestamp":"2026-01-01T00:00:00Z","correlation_id":"1","error":{"code":"err.auth.missing_header"}}}`},
		{"an acknowledgement without its time", "/registry/notify", 404, `{"message":{"ack_status":"ERR","correlation_id":"1"}}`},
	} {
		assert.Error(t, document.breaks(tt.path, tt.status, []byte(tt.body)), tt.name)
	}
}

// What is validated is what is called through [checked].
func TestEveryTestCallsTheRegistryThroughTheCheck(t *testing.T) {
	t.Parallel()
	around := regexp.MustCompile(`\breg(istry)?\.ServeHTTP\(|(Handler: |NewServer\(|Handle\("[^"]*", |StripPrefix\("[^"]*", )(b\.)?reg(istry)?\b`)
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for i, line := range strings.Split(string(text), "\n") {
			if file == "published_test.go" || file == "example_test.go" {
				continue // the check itself, and what users read
			}
			assert.NotRegexp(t, around, line, "%s:%d: call the registry with bundle.call, or serve it through checked", file, i+1)
		}
	}
}
