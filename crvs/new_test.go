package crvs_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	env "github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestNewSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := []crvs.Option{crvs.WithSender("spmis.example"), crvs.WithInsecureUnsigned()}
	for _, test := range []struct {
		name, url, says string
		options         []crvs.Option
		bare            bool // without the good options
	}{
		{name: "no URL", url: "", says: "must begin with https://"},
		{name: "a URL without scheme", url: "registry.example/dci", says: "must begin with https://"},
		{name: "a URL of another scheme", url: "ftp://registry.example", says: "must begin with https://"},
		{name: "a URL without host", url: "https:///dci", says: "name a host"},
		{name: "a URL with a port only", url: "https://:8080", says: "name a host"},
		{name: "a malformed URL", url: "https://us3r:s3cr3t@registry.example:port/", says: "malformed"},
		{name: "a password in the URL", url: "https://user:s3cr3t@registry.example/", says: "WithBasicAuth"},
		{name: "a query in the URL", url: base + "?key=s3cr3t", says: "query"},
		{name: "an empty query in the URL", url: base + "?", says: "query"},
		{name: "a fragment in the URL", url: base + "#s3cr3t", says: "fragment"},
		{name: "no sender", bare: true, options: []crvs.Option{crvs.WithInsecureUnsigned()}, says: "sender_id (WithSender) is required"},
		{name: "a sender of two lines", options: []crvs.Option{crvs.WithSender("a\nb")}, says: "sender_id (WithSender) must be one line"},
		{name: "a receiver that is too long", options: []crvs.Option{crvs.WithReceiver(strings.Repeat("x", 1000))}, says: "receiver_id (WithReceiver) is too long"},
		{name: "neither signed nor said to be unsigned", bare: true, options: []crvs.Option{crvs.WithSender("s")}, says: "WithInsecureUnsigned"},
		{name: "two kinds of token", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithClientCredentials("a", "s3cr3t")}, says: "exclude each other"},
		{name: "a token and basic authentication", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithBasicAuth("u", "s3cr3t")}, says: "exclude each other"},
		{name: "client credentials and basic authentication", options: []crvs.Option{crvs.WithClientCredentials("a", "s3cr3t"), crvs.WithBasicAuth("u", "s3cr3t")}, says: "exclude each other"},
		{name: "a token and an Authorization header", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithHeader("authorization", "Bearer s3cr3t")}, says: "exclude each other"},
		{name: "an empty token", options: []crvs.Option{crvs.WithBearerToken("")}, says: "token is empty"},
		{name: "a token with a line break", options: []crvs.Option{crvs.WithBearerToken("s3cr3t\n")}, says: "token is empty or holds"},
		{name: "an empty client id", options: []crvs.Option{crvs.WithClientCredentials("", "s3cr3t")}, says: "client id"},
		{name: "an empty client secret", options: []crvs.Option{crvs.WithClientCredentials("a", "")}, says: "client secret"},
		{name: "a token URL without client credentials", options: []crvs.Option{crvs.WithTokenURL("https://token.example/")}, says: "need WithClientCredentials"},
		{name: "a scope without client credentials", options: []crvs.Option{crvs.WithScope("x")}, says: "need WithClientCredentials"},
		{name: "a token URL that is none", options: []crvs.Option{crvs.WithClientCredentials("a", "b"), crvs.WithTokenURL("s3cr3t")}, says: "token URL (WithTokenURL) must be a URL"},
		{name: "a token URL with a password", options: []crvs.Option{crvs.WithClientCredentials("a", "b"), crvs.WithTokenURL("https://u:s3cr3t@token.example/")}, says: "user or password"},
		{name: "a token style without client credentials", options: []crvs.Option{crvs.WithTokenStyle(crvs.TokenStyle{})}, says: "need WithClientCredentials"},
		{name: "a token style that is none", options: []crvs.Option{crvs.WithClientCredentials("a", "b"), crvs.WithTokenStyle(crvs.TokenStyle{As: "s3cr3t"})}, says: "not one of form, query, json, basic"},
		{name: "a token source and a token", options: []crvs.Option{crvs.WithTokenSource(new(sealed)), crvs.WithBearerToken("s3cr3t")}, says: "exclude each other"},
		{name: "no token source", options: []crvs.Option{crvs.WithTokenSource(nil)}, says: "token source is nil"},
		{name: "a token source that is no function", options: []crvs.Option{crvs.WithTokenSource(crvs.TokenFunc(nil))}, says: "token source is nil"},
		{name: "a token source and basic authentication", options: []crvs.Option{crvs.WithTokenSource(new(sealed)), crvs.WithBasicAuth("u", "s3cr3t")}, says: "exclude each other"},
		{name: "a header of a token that is ours", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithTokenHeader(crvs.TokenHeader{Name: "Host"})}, says: "cannot go in a header of that name"},
		{name: "a header of a token that is none", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithTokenHeader(crvs.TokenHeader{Name: "s3cr3t:"})}, says: "cannot go in a header of that name"},
		{name: "a header of a token that is taken", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithHeader("x-token", "s3cr3t"), crvs.WithTokenHeader(crvs.TokenHeader{Name: "X-Token"})}, says: "set to something else"},
		{name: "a bare token after a word", options: []crvs.Option{crvs.WithBearerToken("s3cr3t"), crvs.WithTokenHeader(crvs.TokenHeader{Bare: true, Scheme: "JWT"})}, says: "bare"},
		{name: "a token over plain http", url: "http://registry.example", bare: true, options: []crvs.Option{good[0], good[1], crvs.WithBearerToken("s3cr3t")}, says: "WithInsecurePlainHTTP"},
		{name: "a client secret over plain http", url: "https://registry.example", options: []crvs.Option{crvs.WithClientCredentials("a", "s3cr3t"), crvs.WithTokenURL("http://token.example")}, says: "use https in the token URL"},
		{name: "a page size of 0", options: []crvs.Option{crvs.WithPageSize(0)}, says: "page size (WithPageSize) is too short or too small"},
		{name: "no pages", options: []crvs.Option{crvs.WithMaxPages(0)}, says: "maximum of pages"},
		{name: "no batch", options: []crvs.Option{crvs.WithMaxBatch(-1)}, says: "maximum of a batch"},
		{name: "a negative timeout", options: []crvs.Option{crvs.WithTimeout(-time.Second)}, says: "timeout"},
		{name: "a negative body limit", options: []crvs.Option{crvs.WithMaxBody(-1)}, says: "body limit"},
		{name: "a negative retry", options: []crvs.Option{crvs.WithRetry(crvs.Retry{MaxAttempts: -1})}, says: "retry setting"},
		{name: "a header that is ours", options: []crvs.Option{crvs.WithHeader("Content-Type", "s3cr3t")}, says: "ours to set"},
		{name: "a header with a line break", options: []crvs.Option{crvs.WithHeader("X-Key", "s3cr3t\r\nHost: x")}, says: "control character"},
		{name: "a header without a name", options: []crvs.Option{crvs.WithHeader("", "s3cr3t")}, says: "name is not a legal one"},
		{name: "an option that is nil", options: []crvs.Option{nil}, says: "option 3 is nil"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			url, options := test.url, append(good[:2:2], test.options...)
			if url == "" && test.name != "no URL" {
				url = base
			}
			if test.bare {
				options = test.options
			}
			c, err := crvs.New(url, options...)
			assert.Nil(t, c)
			e := asError(t, err)
			assert.Equal(t, crvs.KindInvalid, e.Kind)
			assert.Equal(t, "new", e.Op)
			assert.False(t, e.Retryable())
			assert.Contains(t, err.Error(), test.says)
		})
	}
}

func TestOfTwoOptionsTheLastHolds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(births("B1")+","+births("B2"))))
		c := reg.client(t, crvs.WithPageSize(7), crvs.WithPageSize(9), crvs.WithBearerToken("a"), crvs.WithBearerToken("b"), crvs.WithSender("other"))
		_, err := c.SearchPage(t.Context(), bornInMay())
		require.NoError(t, err)
		r := reg.requests()[0]
		assert.Equal(t, 9, r.pageSize)
		assert.Equal(t, "Bearer b", r.header.Get("Authorization"))
		assert.Contains(t, string(r.body), `"sender_id":"other"`)
	})
}

func TestTheCallersHTTPClientIsNotTouched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		hc := reg.httpClient()
		hc.Timeout = time.Minute
		transport := hc.Transport
		c := newClient(t, crvs.WithHTTPClient(hc), crvs.WithTimeout(time.Second), crvs.WithHeader("X-A", "1"), crvs.WithHeader("X-A", "2"))
		require.NoError(t, find(t.Context(), c, malaByBRN()))
		c.CloseIdleConnections()
		assert.Equal(t, &http.Client{Transport: transport, Timeout: time.Minute}, hc)
		assert.Equal(t, []string{"1", "2"}, reg.requests()[0].header.Values("X-A"))
	})
}

func TestAClientPrintsWithoutItsCredentials(t *testing.T) {
	t.Parallel()
	c := newClient(t, crvs.WithBasicAuth("us3r", "pw-s3cr3t"), crvs.WithHeader("X-Key", "key-s3cr3t"))
	assertClean(t, c)
	assertClean(t, *c)
	assert.Equal(t, "[crvs client]", fmt.Sprintf("%+v", c))
	// Go asks no type in an unexported field, and prints what a wrong verb points to.
	type service struct {
		byValue crvs.Client
		pointer *crvs.Client
	}
	for verb := rune('A'); verb <= 'z'; verb++ {
		for _, v := range []any{service{*c, c}, &service{*c, c}, c} {
			text := fmt.Sprintf("%"+string(verb)+"%+"+string(verb)+"%#"+string(verb), v, v, v)
			assert.NotContains(t, text, "s3cr3t", "%c", verb)
			assert.NotContains(t, text, "us3r", "%c", verb)
		}
	}
}

func TestAClientThatNewDidNotMakeRefusesEveryCall(t *testing.T) {
	t.Parallel()
	var zero crvs.Client
	var none *crvs.Client
	for _, c := range []*crvs.Client{&zero, none} {
		c.CloseIdleConnections()
		_, batch := c.SearchBatch(t.Context(), nil)
		_, located := c.Locations(t.Context())
		_, previewed := c.Preview(t.Context(), malaByBRN())
		for _, err := range []error{find(t.Context(), c, malaByBRN()), searchPage(t.Context(), c, malaByBRN()), searchAll(t.Context(), c, malaByBRN()), batch, located, previewed} {
			require.ErrorContains(t, err, "crvs.New")
			assert.Equal(t, crvs.KindInvalid, asError(t, err).Kind)
		}
	}
	c := newClient(t)
	require.ErrorContains(t, find(nil, c, malaByBRN()), "context is nil")      //nolint:staticcheck // what a caller does by mistake
	require.ErrorContains(t, searchAll(nil, c, malaByBRN()), "context is nil") //nolint:staticcheck // what a caller does by mistake
	require.ErrorContains(t, find(t.Context(), c, malaByBRN().SortBy(nil, "asc")), "sort")
	var keys *env.RemoteKeys
	_, err := crvs.New(base, crvs.WithSender("a"), crvs.WithVerifier(keys), crvs.WithInsecureUnsigned())
	require.ErrorContains(t, err, "nil")
	_, err = crvs.New(base, crvs.WithSender("a"), crvs.WithProfile(profile.Profile{}), crvs.WithInsecureUnsigned())
	require.ErrorContains(t, err, "WithProfile")
}

func TestARefusedQueryIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		c := reg.client(t)
		for name, q := range map[string]search.Query{
			"nothing asked": {}, "no value": search.ByIdentifier("BRN", ""), "page 0": malaByBRN().WithPage(0),
			"a locale of two letters": malaByBRN().WithLocale("en"), "a value of two lines": search.ByIdentifier("BRN", "B90MAY123\n1990-05-12"),
		} {
			_, previewed := c.Preview(t.Context(), q)
			for _, err := range []error{find(t.Context(), c, q), searchPage(t.Context(), c, q), searchAll(t.Context(), c, q), previewed} {
				e := asError(t, err)
				assert.Equal(t, crvs.KindInvalid, e.Kind, name)
				_, ok := errors.AsType[*search.ValidationError](err)
				assert.True(t, ok, name)
			}
		}
		assert.Empty(t, reg.all())
	})
}

func TestTheLogHoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		reg := start(t, says(503, `{"error":{"code":503,"message":"Mala Kumar"}}`), says(200, found(malaRecord)))
		c := reg.client(t, crvs.WithLogger(logger), crvs.WithBearerToken("s3cr3t"))
		require.NoError(t, find(t.Context(), c, malaByBRN()))
		assert.Contains(t, log.String(), "asking again")
		for _, secret := range secrets() {
			assert.NotContains(t, log.String(), secret)
		}
	})
}

func TestAClientSaysWhomItAsksAndHow(t *testing.T) {
	t.Parallel()
	c, err := crvs.New("https://crvs.example.org", crvs.WithSender("mis.test"), crvs.WithReceiver("crvs.test"),
		crvs.WithInsecureUnsigned(), crvs.WithProfile(profile.OpenCRVS2024()))
	require.NoError(t, err)
	assert.Equal(t, "crvs.test", c.ReceiverID())
	assert.Equal(t, "opencrvs-2024", c.Profile().Name)
	c.Profile().Asks.Attributes[0] = "changed"
	assert.NotEqual(t, "changed", c.Profile().Asks.Attributes[0], "it is a copy")
	var none *crvs.Client
	assert.Empty(t, none.ReceiverID())
	assert.Empty(t, none.Profile().Name)
}
