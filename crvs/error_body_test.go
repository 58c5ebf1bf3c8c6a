package crvs_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
)

func TestBodiesThatAreNotTheJSONTheyShouldBe(t *testing.T) {
	t.Parallel()
	good := found(malaRecord)
	protocol := func(text string) want { return want{kind: crvs.KindProtocol, status: 200, says: text} }
	for _, r := range []refusal{
		{"a gateway's page", []script{says(200, `<html><body>Mala Kumar, B90MAY123</body></html>`, "Content-Type: text/html")}, protocol("an HTML page of"), 1},
		{"a page that calls itself JSON", []script{says(200, `<!doctype html><title>Mala Kumar</title>`)}, protocol("an HTML page of"), 1},
		{"XML", []script{says(200, `<?xml version="1.0"?><name>Mala Kumar</name>`, "Content-Type: text/xml")}, protocol("XML of"), 1},
		{"a line of CSV", []script{says(200, `Mala,Kumar,female`, "Content-Type: text/csv")}, protocol("[masked]"), 1},
		{"a sentence", []script{says(200, "Record of Mala Kumar\n found.", "Content-Type: text/plain")}, protocol("[masked]"), 1},
		{"nothing", []script{says(200, "")}, protocol("an empty body"), 1},
		{"blanks", []script{says(200, " \n ")}, protocol("an empty body"), 1},
		{"binary data", []script{says(200, "\x00\x01Mala")}, protocol("binary data"), 1},
		{"a number", []script{says(200, "19900512")}, protocol("where JSON was promised"), 1},
		{"a text in quotes", []script{says(200, `"Mala Kumar"`)}, protocol("JSON of"), 1},
		{"a list", []script{says(200, `[`+good+`]`)}, protocol("no object"), 1},
		{"null", []script{says(200, `null`)}, protocol("JSON was promised"), 1},
		{"cut off in a record", []script{says(200, good[:len(good)-40])}, protocol("cut off"), 1},
		{"cut off after the items", []script{says(200, good[:len(good)-1])}, protocol("cut off"), 1},
		{"something behind it", []script{says(200, good+`{"name":"Mala"}`)}, protocol("something follows"), 1},
		{"a stray brace behind it", []script{says(200, good+`}`)}, protocol("not valid JSON"), 1},
		{"a member twice in the envelope", []script{says(200, strings.Replace(good, `"message":{`, `"message":{"search_response":[],`, 1))}, protocol("twice"), 1},
		{"a member twice, once with an escape", []script{says(200, strings.Replace(good, `"message":{`, `"message":{"search\u005fresponse":[],`, 1))}, protocol("twice"), 1},
		{"a member twice in a person", []script{says(200, strings.Replace(good, `"surname"`, `"given_name":"Ravi","surname"`, 1))}, protocol("twice"), 1},
		{"a member twice in something unknown", []script{says(200, strings.Replace(good, `"header":{`, `"header":{"x":{"Kumar":1,"Kumar":2},`, 1))}, protocol("twice"), 1},
		{"invalid UTF-8", []script{says(200, strings.Replace(good, "Mala", "Mal\xe4", 1))}, protocol("not valid JSON"), 1},
		{"half a surrogate", []script{says(200, strings.Replace(good, "Mala", `Mal\ud800`, 1))}, protocol("not valid JSON"), 1},
		{"UTF-16", []script{says(200, "\xff\xfe{\x00}\x00")}, protocol("JSON was promised"), 1},
		{"nested without end", []script{says(200, strings.Replace(good, `"surname"`, `"x":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`,"surname"`, 1))}, protocol("not valid JSON"), 1},
		{"members without end", []script{says(200, strings.Replace(good, `"header":{`, `"x":{`+strings.Repeat(`"Mala":1,`, 200_000)+`"":1},"header":{`, 1))}, protocol("the answer is too costly to read: one object has more than 1024 members"), 1},
		{"a comma too many", []script{says(200, strings.Replace(good, `"female"`, `"female",`, 1))}, protocol("not valid JSON"), 1},
	} {
		r.run(t)
	}
}

// bomb is little on the wire and more than 16 MiB when it is unpacked.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range 17 {
		_, _ = z.Write(blank)
	}
	_ = z.Close()
	return b.Bytes()
})

func TestAnAnswerThatIsTooLarge(t *testing.T) {
	t.Parallel()
	large := found(strings.Replace(malaRecord, "Kumar", strings.Repeat("Kumar", 1000), 1))
	zip := func(w writer, _ asked) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb())
	}
	limit := want{kind: crvs.KindProtocol, status: 200, says: "larger than the limit"}
	for _, r := range []refusal{
		{"larger than the limit", []script{says(200, large)}, limit, 1},
		{"a bomb", []script{zip}, limit, 1},
		{"without a length", []script{func(w writer, a asked) {
			body := a.fill(large)
			for len(body) > 0 {
				n := min(100, len(body))
				_, _ = w.Write([]byte(body[:n]))
				_ = http.NewResponseController(w).Flush()
				body = body[n:]
			}
		}}, limit, 1},
	} {
		r.run(t, crvs.WithMaxBody(4096))
	}
	t.Run("the default is 16 MiB", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			_, err := start(t, zip).client(t).Find(t.Context(), malaByBRN())
			limit.assertError(t, err)
		})
	})
}

// wait keeps a handler from answering, until its client is gone.
func wait(a asked, long time.Duration) {
	select {
	case <-time.After(long):
	case <-a.gone:
	}
}

func TestAnswersThatDoNotComeInTime(t *testing.T) {
	t.Parallel()
	never := func(_ writer, a asked) { wait(a, time.Hour) }
	drip := func(w writer, a asked) {
		w.WriteHeader(200)
		for _, b := range []byte(a.fill(found(malaRecord))) {
			if _, err := w.Write([]byte{b}); err != nil {
				return
			}
			_ = http.NewResponseController(w).Flush()
			wait(a, 5*time.Second)
		}
	}
	for name, slow := range map[string]script{"nothing comes": never, "a body in drips": drip} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, slow)
				began := time.Now()
				err := find(t.Context(), reg.client(t, crvs.WithTimeout(20*time.Second), crvs.WithRetry(crvs.Retry{MaxAttempts: 2})), malaByBRN())
				e := asError(t, err)
				assert.Equal(t, crvs.KindTimeout, e.Kind)
				assert.True(t, e.Retryable())
				require.ErrorIs(t, err, context.DeadlineExceeded)
				assert.InDelta(t, 40, time.Since(began).Seconds(), 1)
				assert.Len(t, reg.requests(), 2, "one attempt after the other")
				assert.NotEmpty(t, e.MessageID)
			})
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
				defer cancel()
				began := time.Now()
				err := find(ctx, start(t, slow).client(t), malaByBRN())
				assert.Equal(t, crvs.KindTimeout, asError(t, err).Kind)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				assert.Equal(t, 7*time.Second, time.Since(began))
			})
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(7*time.Second, cancel)
				began := time.Now()
				err := find(ctx, start(t, slow).client(t), malaByBRN())
				assert.Equal(t, crvs.KindCanceled, asError(t, err).Kind)
				require.ErrorIs(t, err, context.Canceled)
				assert.Equal(t, 7*time.Second, time.Since(began))
			})
		})
	}
}

func TestCancelBeforeAndBetweenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errors.New("Mala Kumar went home"))
		c := reg.client(t)
		for _, err := range []error{find(ctx, c, malaByBRN()), searchPage(ctx, c, malaByBRN()), searchAll(ctx, c, malaByBRN())} {
			e := asError(t, err)
			assert.Equal(t, crvs.KindCanceled, e.Kind)
			assert.False(t, e.Retryable())
			require.ErrorIs(t, err, context.Canceled)
		}
		_, err := c.SearchBatch(ctx, brns("B1"))
		assert.Equal(t, crvs.KindCanceled, asError(t, err).Kind)
		_, err = c.Locations(ctx)
		assert.Equal(t, crvs.KindCanceled, asError(t, err).Kind)
		_, err = c.Preview(ctx, malaByBRN())
		assert.Equal(t, crvs.KindCanceled, asError(t, err).Kind)
		assert.Empty(t, reg.all())
	})
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(429, "", "Retry-After: 30"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(7*time.Second, cancel)
		began := time.Now()
		e := asError(t, find(ctx, reg.client(t), malaByBRN()))
		assert.Equal(t, crvs.KindCanceled, e.Kind)
		assert.Equal(t, 429, e.HTTPStatus)
		assert.Equal(t, 7*time.Second, time.Since(began), "the wait ends with its context")
		assert.Len(t, reg.requests(), 1)
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
		defer cancel()
		_, err := newClient(t).Preview(ctx, malaByBRN())
		assert.Equal(t, crvs.KindTimeout, asError(t, err).Kind)
	})
}
