package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// country serves a sandbox at its root, in front of which seen counts.
func country(t *testing.T, options ...sandbox.Option) (url string, got *requests) {
	t.Helper()
	box, err := sandbox.New(options...)
	require.NoError(t, err)
	got = new(requests)
	server := httptest.NewServer(got.record(box))
	t.Cleanup(server.Close)
	return server.URL, got
}

// foundIn is the report in an output, nothing if it holds none.
func foundIn(t *testing.T, d done) findings {
	t.Helper()
	var r findings
	if d.stdout != "" {
		require.NoError(t, json.Unmarshal([]byte(d.stdout), &r), d.stdout)
	}
	return r
}

func probed(t *testing.T, args ...string) (done, findings) {
	t.Helper()
	d := crvsctl(t, append([]string{"probe", "-json"}, args...)...)
	return d, foundIn(t, d)
}

func TestProbeTellsEveryProfile(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			url, got := country(t)
			base, ok := sandbox.BasePath(p.Name)
			require.True(t, ok)
			d, r := probed(t, "-url", url+base)
			assert.Equal(t, exitFound, d.status, d.stderr)
			assert.Equal(t, p.Name, r.Profile, r.Evidence)
			assert.Equal(t, p.System, r.System)
			assert.NotEmpty(t, r.Evidence)
			if p.Signing != "" {
				assert.Equal(t, signingReport{Scheme: string(p.Signing), Holds: answerYes, Questions: answerUnknown, Required: answerNo}, r.Signing)
			} else {
				assert.Equal(t, signedNot, r.Signing.Scheme)
			}
			assert.Len(t, got.seen(), r.Requests)
			assert.LessOrEqual(t, r.Requests, maxRequests)
			for _, one := range got.seen() {
				assertHarmless(t, one)
			}
		})
	}
}

// assertHarmless: a probe asks for one record a page, of nobody.
func assertHarmless(t *testing.T, r request) {
	t.Helper()
	if r.raw == "" {
		return
	}
	assert.Regexp(t, `/(registry/sync/search|crvs/sync/search|searchCRVSData)$`, r.path)
	for _, q := range r.body.Message.SearchRequest {
		assert.Equal(t, 1, q.SearchCriteria.Pagination.PageSize)
	}
	assert.Regexp(t, `NO-SUCH-NUMBER-|2999-|__typename|NoSuchRegister`, r.raw)
}

func TestProbeFindsWhatOpenCRVSIgnores(t *testing.T) {
	t.Parallel()
	url, _ := country(t)
	_, r := probed(t, "-url", url+"/opencrvs")
	assert.Equal(t, answerYes, r.OverMatch)
	assert.Equal(t, []string{"a lone eq on the date of birth", "an upper bound before a lower one"}, r.OverMatchBy)
	assert.Equal(t, answerNo, r.Identifiers["UIN"])
	assert.Equal(t, answerYes, r.Identifiers["NID"])
	assert.Equal(t, answerNo, r.QueryTypes["expression"])
	assert.Equal(t, "empty list", r.Misses)
	assert.Equal(t, "dropped", r.BatchMisses)
	assert.Equal(t, errorReport{400, "error {code: number, message}"}, r.Errors)
	assert.Equal(t, []keyReport{{"sig", "RS256"}, {"enc", "RSA-OAEP-256"}}, r.Keys)
	assert.Equal(t, "echoed", r.Habits["message_id"])
	assert.Equal(t, "search", r.Habits["action"])
}

func TestAProbeForPeopleIsATableWithoutPeople(t *testing.T) {
	t.Parallel()
	url, _ := country(t)
	d := crvsctl(t, "probe", "-url", url+"/opencrvs")
	assert.Equal(t, exitFound, d.status)
	assert.Regexp(t, `(?m)^profile +opencrvs-2024$`, d.stdout)
	assert.Regexp(t, `(?m)^over-matches +yes: a lone eq`, d.stdout)
	for _, private := range []string{"Mala", "Kumar", "1990", "B90MAY"} {
		assert.NotContains(t, d.stdout, private)
	}
}

func TestThePathOfTheWorkshopMayStandInTheURL(t *testing.T) {
	t.Parallel()
	url, _ := country(t)
	_, r := probed(t, "-url", url+"/searchCRVSData")
	assert.Equal(t, "workshop-2022", r.Profile)
}

func TestAProbeGetsItsTokenInTheStyleThatIsTaken(t *testing.T) {
	t.Parallel()
	url, got := country(t, sandbox.WithClient("spmis", "hush-hush"))
	d, r := probed(t, "-url", url, "-client", "spmis:hush-hush")
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.Equal(t, "dci-1.0", r.Profile)
	assert.Equal(t, "form", r.TokenStyle)
	assert.NotContains(t, d.stdout, "hush")
	assert.LessOrEqual(t, len(got.seen()), maxRequests)

	d, r = probed(t, "-url", url+"/opencrvs", "-client", "spmis:hush-hush", "-token-style", "query")
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.Equal(t, "query", r.TokenStyle)

	d, _ = probed(t, "-url", url, "-client", "spmis:wr0ng-0ne")
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "no token was given: check -client")
	d, _ = probed(t, "-url", url)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "does not let us ask (HTTP 401)")
}

// The world as it is: what answers is not what was hoped for.
func TestAProbeOfWhatIsNoRegistry(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		status int
		want   string
	}{
		{"a page of HTML", text(200, "text/html", "<html>S3CRET</html>"), exitNotFound, "no profile fits: no question was answered (HTTP 200, no JSON object)"},
		{"HTML that is said to be JSON", text(200, "application/json", "<html>S3CRET"), exitNotFound, "no profile fits"},
		{"an empty object", text(200, "application/json", "{}"), exitNotFound, "no profile fits"},
		{"a list", text(200, "application/json", `["S3CRET"]`), exitNotFound, "no profile fits"},
		{"nothing there", text(404, "application/json", `{"error":{"code":404,"message":"S3CRET"}}`), exitNotFound, "none of the known endpoints"},
		{"too much", text(200, "application/json", `{"x":"`+strings.Repeat("x", 10<<20)+`"}`), exitNotFound, "no profile fits"},
		{"deep nesting", text(200, "application/json", strings.Repeat("[", 500_000)), exitNotFound, "no profile fits"},
		{"a redirect to another host", redirect(other.URL), exitNotFound, "the registry redirects elsewhere (HTTP 307)"},
		{"a broken server", text(500, "text/plain", "S3CRET"), exitNotFound, "no profile fits"},
		{"a quota", text(402, "application/json", `{"statusCode":402,"error":"Rate limit exceeded"}`), exitFailed, "a quota or of too many requests"},
		{"a quota in a text", text(400, "application/json", `{"message":"daily quota exceeded S3CRET"}`), exitFailed, "a quota or of too many requests"},
		{"no entrance", text(403, "text/plain", "S3CRET"), exitFailed, "does not let us ask (HTTP 403)"},
		{"members of other kinds", text(200, "application/json", `{"header":[],"message":{"search_response":[1,null,"S3CRET",{"data":7}]},"signature":{"a":1}}`), exitNotFound, "no profile fits"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, got := script(t, tt.answer)
			d := crvsctl(t, "probe", "-url", url, "-token", "t0ken-of-ours")
			assert.Equal(t, tt.status, d.status, d.stdout)
			assert.Contains(t, d.stderr, tt.want)
			assert.NotContains(t, d.stdout+d.stderr, "S3CRET")
			assert.LessOrEqual(t, len(got.seen()), maxRequests)
		})
	}
	assert.Zero(t, elsewhere.Load())
}

func text(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func redirect(url string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, url+r.URL.Path, http.StatusTemporaryRedirect)
	}
}

func TestAProbeStopsAtTheFirstWordOfAQuota(t *testing.T) {
	t.Parallel()
	url, got := script(t, text(429, "text/plain", ""))
	crvsctl(t, "probe", "-url", url)
	assert.Len(t, got.seen(), 1)
}

func TestAProbeOfNobodyAndOfOneWhoHangs(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	d := crvsctl(t, "probe", "-url", server.URL)
	assert.Equal(t, exitFailed, d.status)
	assert.Empty(t, d.stdout)
	assert.Contains(t, d.stderr, "could not be reached (connection refused)")

	url, _ := script(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	d = crvsctl(t, "probe", "-url", url, "-timeout", "50ms")
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "did not answer in time")
}

func TestARegistryThatStopsAnsweringCouldNotBeAsked(t *testing.T) {
	t.Parallel()
	// It publishes keys, and hangs on what is posted.
	url, _ := script(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			<-r.Context().Done()
			return
		}
		text(200, "application/json", `{"keys":[]}`)(w, r)
	})
	d, r := probed(t, "-url", url, "-timeout", "100ms")
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "raise -timeout")
	assert.Empty(t, r.Profile)
	assert.Equal(t, r.Stopped, r.Reason)

	// It closes the connection.
	url, _ = script(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		text(404, "text/plain", "")(w, r)
	})
	d, r = probed(t, "-url", url)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "stopped answering (EOF)")
	assert.Equal(t, 1+maxSilence, r.Requests)
}

func TestWhatWasFoundBeforeAQuotaIsPrinted(t *testing.T) {
	t.Parallel()
	box, err := sandbox.New()
	require.NoError(t, err)
	var sent atomic.Int64
	url, _ := script(t, func(w http.ResponseWriter, r *http.Request) {
		if sent.Add(1) > 6 {
			text(429, "application/json", `{"error":{"code":429,"message":"daily quota exceeded"}}`)(w, r)
			return
		}
		http.StripPrefix(prefix, box).ServeHTTP(w, r)
	})
	d, r := probed(t, "-url", url+"/opencrvs")
	assert.Equal(t, exitFound, d.status)
	assert.Equal(t, "opencrvs-2024", r.Profile)
	assert.Contains(t, r.Stopped, "quota")
	assert.Equal(t, 7, r.Requests)
}

func TestAProbeKeepsASecretOffPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-url", "http://registry.example", "-token", "t0ken-of-ours"},
		{"-url", "https://registry.example", "-client", "a:hush-hush", "-token-url", "http://token.example"},
		{"-url", "http://u:hush-hush@registry.example"},
		{"-url", "registry.example"},
		{"-url", "https://registry.example?x=hush-hush"},
		{"-token", "t0ken-of-ours"},
		{"-url", "https://registry.example", "-event", "marriage"},
	} {
		d := crvsctl(t, append([]string{"probe"}, args...)...)
		assert.Equal(t, exitUsage, d.status, d.stderr)
		assert.NotContains(t, d.stderr, "hush-hush")
		assert.Empty(t, d.stdout)
	}
}
