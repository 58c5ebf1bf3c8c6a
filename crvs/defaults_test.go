package crvs_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

type roundTrips func(*http.Request) (*http.Response, error)

func (f roundTrips) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// What the comments of the options say of their defaults.
func TestTheDefaultsAreThoseThatTheOptionsName(t *testing.T) {
	t.Parallel()
	t.Run("WithPageSize: 100", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			reg := start(t, says(200, found(births("B1"))))
			_, err := reg.client(t).SearchPage(t.Context(), bornInMay())
			require.NoError(t, err)
			assert.Equal(t, 100, reg.requests()[0].pageSize)
		})
	})
	t.Run("WithMaxBatch: 1000", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			reg := start(t, says(200, envelope(`"status":"succ","total_count":0`, "")))
			c := reg.client(t)
			queries := make([]search.Query, 1001)
			for i := range queries {
				queries[i] = malaByBRN()
			}
			_, err := c.SearchBatch(t.Context(), queries)
			require.ErrorContains(t, err, "1001 questions are more than the 1000")
			_, err = c.SearchBatch(t.Context(), queries[1:])
			require.NoError(t, err)
			assert.Len(t, reg.requests(), 1)
		})
	})
	t.Run("WithMaxPages: 10000", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			page := 0
			c := start(t, func(w writer, a asked) {
				page++
				says(200, sized(1, -1, births("B"+strconv.Itoa(page))))(w, a)
			}).client(t)
			n := 0
			var last error
			for _, err := range c.Search(t.Context(), bornInMay().WithPageSize(1)) {
				if last = err; err == nil {
					n++
				}
			}
			require.ErrorContains(t, last, "more than 10000 pages")
			assert.Equal(t, 10_000, n)
		})
	})
	t.Run("WithTimeout: 30 s, WithRetry: 4 attempts", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			attempts := 0
			never := roundTrips(func(r *http.Request) (*http.Response, error) {
				attempts++
				<-r.Context().Done()
				return nil, r.Context().Err()
			})
			began := time.Now()
			e := asError(t, find(t.Context(), newClient(t, crvs.WithHTTPClient(&http.Client{Transport: never})), malaByBRN()))
			assert.Equal(t, crvs.KindTimeout, e.Kind)
			assert.Equal(t, 4, attempts)
			took := time.Since(began)
			assert.GreaterOrEqual(t, took, 4*30*time.Second)
			assert.LessOrEqual(t, took, 4*30*time.Second+250*time.Millisecond+500*time.Millisecond+time.Second, "waits that double from 250 ms")
		})
	})
	t.Run("WithMaxBody: 16 MiB", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			e := asError(t, find(t.Context(), start(t, says(200, strings.Repeat(" ", 16<<20)+"{")).client(t), malaByBRN()))
			assert.Equal(t, crvs.KindProtocol, e.Kind)
			assert.Contains(t, e.Error(), "16777216 bytes")
		})
	})
	t.Run("WithProfile: the standard as published", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			reg := start(t, says(200, found(malaRecord)))
			require.NoError(t, find(t.Context(), reg.client(t), malaByBRN()))
			path, err := profile.DCI10().Path(profile.VerbSearch)
			require.NoError(t, err)
			assert.True(t, strings.HasSuffix(reg.requests()[0].path, path))
			assert.Empty(t, reg.requests()[0].header.Get("Authorization"), "no token")
			assert.NotContains(t, string(reg.requests()[0].body), "sender_uri", "no callback")
		})
	})
}

// The times that the comments of [crvs.Retry] name.
func TestTheDefaultTimesOfRetryAreThoseThatItsCommentsName(t *testing.T) {
	t.Parallel()
	unavailable := func(headers ...string) script { return says(503, `{}`, headers...) }
	for name, tt := range map[string]struct {
		retry       crvs.Retry
		answers     script
		attempts    int
		least, most time.Duration
	}{
		"MaxRetryAfter: a minute is waited for":           {crvs.Retry{MaxAttempts: 2}, unavailable("Retry-After: 60"), 2, time.Minute, time.Minute + 250*time.Millisecond},
		"MaxRetryAfter: a second more is not":             {crvs.Retry{MaxAttempts: 2}, unavailable("Retry-After: 61"), 1, 0, 0},
		"Budget: two minutes of waits and not three":      {crvs.Retry{MaxAttempts: 9, BaseDelay: time.Nanosecond}, unavailable("Retry-After: 50"), 3, 100 * time.Second, 101 * time.Second},
		"MaxDelay: ten seconds, however often it doubles": {crvs.Retry{MaxAttempts: 4, BaseDelay: time.Hour}, unavailable(), 4, 0, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, tt.answers)
				began := time.Now()
				require.Error(t, find(t.Context(), reg.client(t, crvs.WithRetry(tt.retry)), malaByBRN()))
				assert.Len(t, reg.requests(), tt.attempts)
				took := time.Since(began)
				assert.GreaterOrEqual(t, took, tt.least)
				assert.LessOrEqual(t, took, tt.most)
			})
		})
	}
	for attempts, ok := range map[int]bool{100: true, 101: false} {
		_, err := crvs.New(base, crvs.WithSender("spmis.example"), crvs.WithInsecureUnsigned(), crvs.WithInsecurePlainHTTP(), crvs.WithRetry(crvs.Retry{MaxAttempts: attempts}))
		assert.Equal(t, ok, err == nil, "at most 100 attempts, not %d: %v", attempts, err)
	}
}
