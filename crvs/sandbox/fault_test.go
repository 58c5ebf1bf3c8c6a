package sandbox_test

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// raw sends a request past the checks of send, which knows no faults.
func (b bundle) raw(tb testing.TB, method, path, body string) *httptest.ResponseRecorder {
	tb.Helper()
	req := httptest.NewRequestWithContext(tb.Context(), method, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	return b.call(tb, req)
}

func (b bundle) inject(tb testing.TB, f sandbox.Fault) string {
	tb.Helper()
	id, err := b.registry.Inject(f)
	require.NoError(tb, err)
	return id
}

func TestAFaultThatIsWrongIsRefusedWithWhatIsAllowed(t *testing.T) {
	t.Parallel()
	const search, token = "/registry/sync/search", "/oauth2/client/token"
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		want  string
	}{
		{"no kind", sandbox.Fault{}, "kind must be one of delay, status, quota, drop, cut, truncated, garbage, wrong_reference_ids, missing_items, over_match, repeated_page, changing_totals"},
		{"a kind that is not there", sandbox.Fault{Kind: "S3CRET"}, "kind must be one of"},
		{"a delay without its time", sandbox.Fault{Kind: sandbox.FaultDelay}, "delay is required"},
		{"a delay back in time", sandbox.Fault{Kind: sandbox.FaultDelay, Delay: -1}, "above 0"},
		{"a delay of days", sandbox.Fault{Kind: sandbox.FaultDelay, Delay: 25 * time.Hour}, "at most 24 hours"},
		{"a status without its number", sandbox.Fault{Kind: sandbox.FaultStatus}, "status is required"},
		{"a status that is no answer", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 101}, "from 200 to 599"},
		{"a status that is none", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 1000}, "from 200 to 599"},
		{"another status for a quota", sandbox.Fault{Kind: sandbox.FaultQuota, Status: 503}, "429 or 402"},
		{"a status for a drop", sandbox.Fault{Kind: sandbox.FaultDrop, Status: 503}, "status does not belong to this kind"},
		{"a body for a quota", sandbox.Fault{Kind: sandbox.FaultQuota, Body: "S3CRET"}, "body does not belong to this kind, which takes calls, rate, seed, path, status, retry_after"},
		{"a body where there can be none", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 204, Body: "S3CRET"}, "has no body"},
		{"a body too large", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500, Body: strings.Repeat("x", 64<<10+1)}, "at most 65536 bytes"},
		{"a type without a body", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500, ContentType: "text/html"}, "give one"},
		{"a type that ends its header", sandbox.Fault{Kind: sandbox.FaultGarbage, Body: "x", ContentType: "a\r\nSet-Cookie: S3CRET"}, "100 characters of ASCII"},
		{"half a second to retry after", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503, RetryAfter: 1500 * time.Millisecond}, "whole seconds"},
		{"a time to retry after that has passed", sandbox.Fault{Kind: sandbox.FaultQuota, RetryAfter: -time.Second}, "whole seconds"},
		{"fewer than no calls", sandbox.Fault{Kind: sandbox.FaultDrop, Calls: -1}, "calls must be"},
		{"more than every call", sandbox.Fault{Kind: sandbox.FaultDrop, Rate: 1.1}, "rate must be"},
		{"a rate that is no number", sandbox.Fault{Kind: sandbox.FaultDrop, Rate: math.NaN()}, "rate must be"},
		{"a seed of nothing", sandbox.Fault{Kind: sandbox.FaultDrop, Seed: 1}, "give a rate"},
		{"a path that is not there", sandbox.Fault{Kind: sandbox.FaultDrop, Path: "/S3CRET"}, "path must be one of " + search},
		{"a search fault at another path", sandbox.Fault{Kind: sandbox.FaultOvermatch, Path: token}, "path must be one of " + search},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			_, err := b.registry.Inject(tt.fault)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "S3CRET")
			e, ok := errors.AsType[*crvs.Error](err)
			require.True(t, ok)
			assert.Equal(t, crvs.KindInvalid, e.Kind)
			assert.Empty(t, b.registry.Faults())
		})
	}
}

func TestAKindIsKnownInAnySpelling(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.inject(t, sandbox.Fault{Kind: "Over-Match"})
	assert.Equal(t, sandbox.FaultOvermatch, b.registry.Faults()[0].Fault.Kind)
}

func TestFaultsAreListedAndEndOneByOneOrAllAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one := b.inject(t, sandbox.Fault{Kind: sandbox.FaultQuota})
	two := b.inject(t, sandbox.Fault{Kind: sandbox.FaultGarbage})
	require.NotEqual(t, one, two)
	assert.Equal(t, http.StatusTooManyRequests, b.raw(t, http.MethodPost, searchPath, "{}").Code)
	assert.Equal(t, 1, b.registry.Faults()[0].Hits)
	assert.True(t, b.registry.ClearFault(one))
	assert.False(t, b.registry.ClearFault(one), "it has ended")
	assert.Equal(t, []sandbox.InjectedFault{{ID: two, Fault: sandbox.Fault{Kind: sandbox.FaultGarbage}}}, b.registry.Faults())
	assert.NotEqual(t, one, b.inject(t, sandbox.Fault{Kind: sandbox.FaultDrop}), "an id is not used again")
	assert.Equal(t, 2, b.registry.ClearFaults())
	assert.Equal(t, http.StatusBadRequest, b.raw(t, http.MethodPost, searchPath, "{}").Code)
}

func TestTheNumberOfFaultsIsBounded(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 100 {
		b.inject(t, sandbox.Fault{Kind: sandbox.FaultDrop})
	}
	_, err := b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultDrop})
	require.ErrorContains(t, err, "100 faults are at work: clear some")
}

func TestTheHealthCheckFailsOnlyByAFaultOfItsOwnPath(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503})
	assert.Equal(t, 200, b.raw(t, http.MethodGet, "/healthz", "").Code)
	assert.Equal(t, 503, b.raw(t, http.MethodGet, "/.well-known/locations.json", "").Code)
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500, Path: "/healthz"})
	assert.Equal(t, 500, b.raw(t, http.MethodGet, "/healthz", "").Code)
}

func TestTheBodyOfAStatusFault(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name              string
		fault             sandbox.Fault
		contentType, body string
		retryAfter        string
	}{
		{"the standard's error", sandbox.Fault{Status: 503}, "application/json; charset=utf-8", `{"errors":[{"code":"err.service.unavailable","message":"a fault that was asked for"}]}` + "\n", ""},
		{"when to come again", sandbox.Fault{Status: 429, RetryAfter: time.Minute, Body: "{}"}, "application/json; charset=utf-8", "{}", "60"},
		{"a page", sandbox.Fault{Status: 502, Body: sandbox.GatewayPage}, "text/html; charset=utf-8", sandbox.GatewayPage, ""},
		{"a text", sandbox.Fault{Status: 500, Body: "boom"}, "text/plain; charset=utf-8", "boom", ""},
		{"a type of one's own", sandbox.Fault{Status: 500, Body: "boom", ContentType: "x/y"}, "x/y", "boom", ""},
		{"nothing", sandbox.Fault{Status: 200}, "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			tt.fault.Kind = sandbox.FaultStatus
			b.inject(t, tt.fault)
			// A dialect's path: at those of the standard a status has the form of the
			// operation, which TestEveryAnswerKeepsThePublishedDocument holds.
			w := b.raw(t, http.MethodPost, "/openspp"+searchPath, "")
			assert.Equal(t, tt.fault.Status, w.Code)
			assert.Equal(t, tt.contentType, w.Header().Get("Content-Type"))
			assert.Equal(t, tt.body, w.Body.String())
			assert.Equal(t, tt.retryAfter, w.Header().Get("Retry-After"))
			assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		})
	}
}

// served is the registry behind a server with the limits of one on a port.
func (b bundle) served(t *testing.T) *http.Client {
	t.Helper()
	l := memnet.Listen()
	server := &http.Server{Handler: checked{t, b.registry}, ReadHeaderTimeout: time.Second, ReadTimeout: 2 * time.Second, WriteTimeout: 2 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		assert.NoError(t, server.Close())
		<-done
	})
	return &http.Client{Transport: l.Transport()}
}

func TestADelayOutlastsTheLimitsOfTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		b.inject(t, sandbox.Fault{Kind: sandbox.FaultDelay, Delay: time.Hour})
		client := b.served(t)
		for range 2 { // on one connection: its limits are back for the second
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://registry.test"+searchPath, strings.NewReader("{}"))
			require.NoError(t, err)
			req.Header.Set("Content-Type", "application/json")
			resp, err := client.Do(req)
			require.NoError(t, err)
			_, err = io.Copy(io.Discard, resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			assert.Equal(t, http.StatusBadRequest, resp.StatusCode)
		}
	})
}

func TestACutAnswerEndsBeforeItsAnnouncedEnd(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(1))
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultCut})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://registry.test/.well-known/locations.json", nil)
	require.NoError(t, err)
	resp, err := b.served(t).Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, resp.ContentLength/2, int64(len(body)))
	logged := b.registry.Exchanges()[0]
	assert.Equal(t, len(body), logged.Response.Size, "the log has what was sent")
	assert.Equal(t, []string{"fault-1"}, logged.Faults)
}

func TestFaultsActTogether(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(10))
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultWrongReferenceIDs})
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultMissingItems})
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503, Calls: 1})
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultDelay, Delay: time.Nanosecond, Calls: 1})
	in := encode(t, asking(
		wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "")},
		wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B17JUN009", "")},
	))
	assert.Equal(t, 503, b.raw(t, http.MethodPost, searchPath, in).Code)
	assert.Equal(t, []string{"fault-4", "fault-3"}, b.registry.Exchanges()[0].Faults, "the delay first")
	var out wire.SearchResponseEnvelope
	require.NoError(t, json.Unmarshal(b.raw(t, http.MethodPost, searchPath, in).Body.Bytes(), &out))
	require.Len(t, out.Message.SearchResponse, 1)
	assert.Equal(t, "nobody-asked-2", out.Message.SearchResponse[0].ReferenceID)
	assert.Equal(t, 2, *out.Header.TotalCount)
	assert.Equal(t, []string{"fault-1", "fault-2"}, b.registry.Exchanges()[1].Faults)
}

// Who is neither is not asked for, but everybody of the one or the other.
func TestOvermatchDoesNotTakeOneSideOfAnOrForAContradiction(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultOvermatch})
	first, second := predicate("sex eq male"), predicate("sex eq female")
	either := wire.PredicateItem{Expression1: first, Condition: wire.ConditionOr, Expression2: second}
	b.ask(t, predicateQuery(t, "", either))
	assert.Zero(t, b.registry.Faults()[0].Hits)
	b.ask(t, predicateQuery(t, "", either, wire.PredicateItem{Expression1: predicate("birth_date ge 2000-01-01")}))
	assert.Equal(t, 1, b.registry.Faults()[0].Hits)
}

// A body that breaks off is refused as it is without a fault and a log.
func TestABodyThatBreaksOffIsRefusedWithTheLogOn(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(1))
	resp := b.send(t, http.MethodPost, searchPath, io.MultiReader(strings.NewReader(`{"he`), iotest.ErrReader(io.ErrUnexpectedEOF)))
	assert.Equal(t, http.StatusBadRequest, resp.status)
	assert.Contains(t, resp.text, "the body could not be read to its end")
	assert.Equal(t, `{"he`, string(b.registry.Exchanges()[0].Request.Body))
	large := b.send(t, http.MethodPost, searchPath, strings.NewReader(strings.Repeat("x", 2<<20)))
	assert.Equal(t, http.StatusRequestEntityTooLarge, large.status)
	assert.Equal(t, 1<<20+1, b.registry.Exchanges()[0].Request.Size)
}

// Only so many calls are struck as were asked for, however many come at once,
// and nothing is torn.
func TestFaultsAreInjectedAndClearedWhileOthersAsk(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(50))
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 418, Calls: 100})
	var mu sync.Mutex
	struck := 0
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range 20 {
				id, err := b.registry.Inject(sandbox.Fault{Kind: sandbox.FaultTruncated, Rate: 0.5})
				if !assert.NoError(t, err) { //nolint:testifylint // require must not be called off the test's goroutine
					return
				}
				if b.raw(t, http.MethodPost, searchPath, "{}").Code == 418 {
					mu.Lock()
					struck++
					mu.Unlock()
				}
				b.registry.Faults()
				b.registry.Exchanges()
				b.registry.ClearFault(id)
			}
		})
	}
	wg.Wait()
	assert.Equal(t, 100, struck)
	assert.Empty(t, b.registry.Faults())
}

func TestAFaultPrintsAsItsKind(t *testing.T) {
	t.Parallel()
	f := sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500, Body: "S3CRET"}
	assert.Equal(t, "[fault status]", f.String())
	assert.Equal(t, "[fault status]", f.LogValue().String())
	assert.NotContains(t, sandbox.Fault{Kind: "S3CRET"}.String(), "S3CRET")
}

func TestAFaultReadsItsOwnJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]sandbox.Fault{
		`{"kind":"drop"}`:                                    {Kind: sandbox.FaultDrop},
		`{"kind":"over-match","calls":3}`:                    {Kind: sandbox.FaultOvermatch, Calls: 3},
		`{"kind":"delay","delay":1.5}`:                       {Kind: sandbox.FaultDelay, Delay: 1500 * time.Millisecond},
		`{"kind":"delay","delay":"1m30s","rate":1,"seed":7}`: {Kind: sandbox.FaultDelay, Delay: 90 * time.Second, Rate: 1, Seed: 7},
		`{"kind":"quota","retry_after":60}`:                  {Kind: sandbox.FaultQuota, Status: 429, RetryAfter: time.Minute},
		`{"kind":"status","status":503,"path":"/registry/sync/search","body":"<p>","content_type":"text/html"}`: {
			Kind: sandbox.FaultStatus, Status: 503, Path: searchPath, Body: "<p>", ContentType: "text/html",
		},
	} {
		var f sandbox.Fault
		require.NoError(t, json.Unmarshal([]byte(text), &f), text)
		assert.Equal(t, want, f)
		var again sandbox.Fault
		require.NoError(t, json.Unmarshal([]byte(encode(t, f)), &again))
		assert.Equal(t, want, again)
	}
}

func TestJSONThatIsNoFaultIsRefusedWithWhatIsAllowed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                                  "the body is empty",
		`null`:                              "kind is required",
		`[]`:                                "a fault is an object with the members kind, calls",
		`"drop"`:                            "a fault is an object",
		`{}`:                                "kind is required, one of delay",
		`{"kind":null}`:                     "kind is required",
		`{"kind":1}`:                        "kind must be a text",
		`{"kind":"drop"} {}`:                "more than one JSON value",
		`{"kind":"drop","kind":1}`:          "names a member twice",
		`{"kind":"drop","S3CRET":"S3CRET"}`: "a member is not known; known are kind, calls, rate",
		`{"Kind":"drop"}`:                   "a member is not known",
		`{"kind":"drop","calls":0}`:         "calls must be at least 1",
		`{"kind":"drop","calls":1.5}`:       "calls must be a whole number",
		`{"kind":"drop","calls":"S3CRET"}`:  "calls must be a whole number",
		`{"kind":"drop","calls":99999999999999999999}`: "calls must be a whole number",
		`{"kind":"drop","rate":0}`:                     "rate above 0",
		`{"kind":"drop","rate":"S3CRET"}`:              "rate must be a number",
		`{"kind":"drop","rate":1e999}`:                 "rate must be a number",
		`{"kind":"drop","seed":-1}`:                    "seed must be a whole number",
		`{"kind":"delay","delay":"S3CRET"}`:            `delay must be a number of seconds, or a text such as "1.5s"`,
		`{"kind":"delay","delay":{}}`:                  "delay must be a number of seconds",
		`{"kind":"delay","delay":1e300}`:               "delay must be a number of seconds",
		`{"kind":"delay","delay":-1}`:                  "above 0",
		`{"kind":"quota","retry_after":0.5}`:           "whole seconds",
		`{"kind":"status","status":"503"}`:             "status must be a whole number",
		`{"kind":"status","status":503,"body":{}}`:     "body must be a text",
		"{\"kind\":\"drop\",\"path\":\"\xff\"}":        "not valid UTF-8",
		strings.Repeat("[", 100):                       "nested deeper",
	} {
		var f sandbox.Fault
		err := f.UnmarshalJSON([]byte(text))
		require.ErrorContains(t, err, want, text)
		assert.NotContains(t, err.Error(), "S3CRET")
		assert.Zero(t, f, "nothing is half read")
	}
}

func FuzzFault(f *testing.F) {
	f.Add(`{"kind":"status","status":503,"retry_after":"7s","body":"<p>","calls":2,"rate":0.5,"seed":9}`)
	f.Add(`{"kind":"delay","delay":1e9}`)
	f.Add(`{"kind":"drop","path":"/registry/sync/search"}`)
	f.Add(`{"kind":"drop","kind":"drop"}`)
	f.Add("{\"kind\":\"ገመድ\",\"body\":\"\xff\"}")
	f.Fuzz(func(t *testing.T, text string) {
		var one, two sandbox.Fault
		if err := one.UnmarshalJSON([]byte(text)); err != nil {
			require.Zero(t, one)
			return
		}
		reg, err := sandbox.New()
		require.NoError(t, err)
		_, err = reg.Inject(one)
		require.NoError(t, err, "what is read can be injected")
		out, err := one.MarshalJSON()
		require.NoError(t, err)
		require.NoError(t, two.UnmarshalJSON(out), string(out))
		require.Equal(t, one, two)
	})
}
