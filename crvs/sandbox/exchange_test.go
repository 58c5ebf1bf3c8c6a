package sandbox_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

func TestNothingIsKeptUnlessAskedFor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.raw(t, http.MethodPost, searchPath, "{}")
	assert.Nil(t, b.registry.Exchanges())
	for _, n := range []int{0, -1, 10_001} {
		_, err := sandbox.New(sandbox.WithExchangeLog(n))
		require.ErrorContains(t, err, "from 1 to 10000")
	}
}

func TestAnExchangeIsKeptAsItWasWithoutCredentials(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(3), sandbox.WithToken("S3CRET"))
	b.token = "S3CRET"
	in := encode(t, asking(wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "")}))
	reply := b.send(t, http.MethodPost, searchPath+"?x=S3CRET", strings.NewReader(in),
		"Content-Type", "application/json", "Cookie", "S3CRET", "X-Api-Key", "S3CRET", "X-Auth-Token", "S3CRET", "Proxy-Authorization", "S3CRET", "X-Long", strings.Repeat("é", 5000))
	seen := b.registry.Exchanges()
	require.Len(t, seen, 1)
	e := seen[0]
	assert.Equal(t, 1, e.Number)
	assert.False(t, e.At.IsZero())
	assert.Equal(t, http.MethodPost, e.Method)
	assert.Equal(t, searchPath, e.Path)
	assert.Equal(t, http.StatusOK, e.Status)
	assert.Equal(t, in, string(e.Request.Body))
	assert.Equal(t, reply.text, string(e.Response.Body))
	assert.Equal(t, len(in), e.Request.Size)
	assert.Equal(t, len(reply.text), e.Response.Size)
	assert.False(t, e.Request.Cut || e.Response.Cut)
	assert.Empty(t, e.Faults)
	assert.Equal(t, "application/json", e.Request.Header.Get("Content-Type"))
	assert.Equal(t, "no-store", e.Response.Header.Get("Cache-Control"))
	long := e.Request.Header.Get("X-Long")
	assert.Less(t, len(long), 1100)
	assert.True(t, utf8.ValidString(long))
	assert.NotContains(t, encode(t, seen), "S3CRET")
}

func TestWhatIsRefusedUnreadIsKeptToo(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(3), sandbox.WithToken("secret"))
	b.send(t, http.MethodPost, searchPath, strings.NewReader("{}"))
	b.send(t, http.MethodGet, "/registry/nothing", nil)
	seen := b.registry.Exchanges()
	require.Len(t, seen, 2)
	assert.Equal(t, http.StatusUnauthorized, seen[0].Status)
	assert.Equal(t, "{}", string(seen[0].Request.Body))
	assert.Equal(t, http.StatusNotFound, seen[1].Status)
	assert.Equal(t, "/registry/nothing", seen[1].Path)
}

func TestTheBodiesOfTheTokenEndpointAreNotKept(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(3), sandbox.WithClient("mis", "S3CRET"))
	b.send(t, http.MethodPost, "/oauth2/client/token", strings.NewReader("grant_type=client_credentials&client_id=mis&client_secret=S3CRET"), "Content-Type", "application/x-www-form-urlencoded")
	text := encode(t, b.registry.Exchanges())
	assert.NotContains(t, text, "S3CRET")
	assert.NotContains(t, text, "access_token")
	assert.Equal(t, 2, strings.Count(text, `"withheld":true`))
	assert.Contains(t, text, `"status":200`)
}

func TestTheLogIsBoundedInNumberAndBytes(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(3))
	for i := range 5 {
		b.raw(t, http.MethodPost, searchPath, fmt.Sprint(i))
	}
	seen := b.registry.Exchanges()
	require.Len(t, seen, 3)
	assert.Equal(t, []int{3, 4, 5}, []int{seen[0].Number, seen[1].Number, seen[2].Number})
	assert.Equal(t, "4", string(seen[2].Request.Body))

	many := setup(t, sandbox.WithExchangeLog(10_000))
	body := strings.Repeat("x", 100<<10)
	for range 400 {
		many.raw(t, http.MethodPost, searchPath, body)
	}
	seen = many.registry.Exchanges()
	assert.Less(t, len(seen), 300, "16 MiB in all")
	assert.Greater(t, len(seen), 200)
	last := seen[len(seen)-1]
	assert.Equal(t, 400, last.Number)
	assert.True(t, last.Request.Cut)
	assert.Len(t, last.Request.Body, 64<<10)
	assert.Equal(t, len(body), last.Request.Size)
}

func TestAnExchangePrintsWithoutWhatItHolds(t *testing.T) {
	t.Parallel()
	e := sandbox.Exchange{
		Number: 7, Path: searchPath, Status: 200, Method: "S3CRET",
		Request: sandbox.HTTPMessage{Header: http.Header{"X": {"S3CRET"}}, Body: []byte("S3CRET"), Size: 6},
	}
	const want = "[exchange 7: /registry/sync/search, HTTP 200]"
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		assert.Equal(t, want, fmt.Sprintf(verb, e))
		assert.Equal(t, "[message of 6 bytes]", fmt.Sprintf(verb, e.Request))
		assert.NotContains(t, fmt.Sprintf(verb, []sandbox.Exchange{e}), "S3CRET")
		assert.NotContains(t, fmt.Sprintf(verb, &e), "S3CRET")
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("seen", slog.Any("e", e), slog.Any("m", e.Request))
	assert.NotContains(t, log.String(), "S3CRET")
	e.Path = "/person/S3CRET"
	assert.NotContains(t, e.String(), "S3CRET")
}

func TestAnExchangeIsWrittenWholeAsJSON(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithExchangeLog(3))
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultGarbage})
	b.raw(t, http.MethodPost, searchPath, `{"name":"አለሙ สมชาย"}`)
	var out []struct {
		Number            int
		Path              string
		Faults            []string
		Request, Response struct {
			Headers    map[string][]string
			Body       string
			BodyBase64 []byte `json:"body_base64"`
			Size       int
		}
	}
	require.NoError(t, json.Unmarshal([]byte(encode(t, b.registry.Exchanges())), &out))
	require.Len(t, out, 1)
	assert.Contains(t, out[0].Request.Body, `"አለሙ สมชาย"`)
	assert.Empty(t, out[0].Response.Body)
	assert.Len(t, out[0].Response.BodyBase64, out[0].Response.Size)
	assert.Equal(t, []string{"fault-1"}, out[0].Faults)
	assert.NotNil(t, out[0].Response.Headers)
}
