package sandbox_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

func TestABodyThatIsNotOneJSONValueIsRefused(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, body, want string }{
		{"nothing", "", "the body is empty"},
		{"spaces", " \n", "the body is empty"},
		{"HTML", "<html>secret</html>", "the body is not valid JSON after byte 0"},
		{"a string that does not end", `{"header":"secret`, "the body ends before its JSON does"},
		{"an object that does not end", good[:100], "the body ends before its JSON does"},
		{"a member twice", `{"header":{},"header":{}}`, "the body names a member twice, before byte 12"},
		{"a member twice, once escaped", `{"secret":1,"s\u0065cret":2}`, "the body names a member twice, before byte 11"},
		{"bytes that are not UTF-8", "{\"header\":\"\xff\xfe\"}", "the body is not valid UTF-8"},
		{"half a surrogate pair", `{"header":"\ud800"}`, "the body is not valid JSON after byte 9"},
		{"two values", good + good, "the body holds more than one JSON value"},
		{"text after the value", `{} secret`, "the body is not valid JSON after byte 2"},
		{"a list", `[]`, "the body must be an object"},
		{"null", `null`, "the body must be an object"},
		{"a number", `1`, "the body must be an object"},
		{"deep lists", strings.Repeat("[", 100_000), "the body is nested deeper than 32 levels"},
		{"deep objects", strings.Repeat(`{"a":`, 100_000), "the body is nested deeper than 32 levels"},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			code, messages := b.refusal(t, http.StatusBadRequest, tc.body)
			assert.Equal(t, "err.request.bad", code)
			assert.Equal(t, []string{tc.want}, messages)
		})
	}
}

func TestANumberThatGoHasNoRoomForIsNotAFault(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, number := range []string{"1e300", "-1", "99999999999999999999", "1.0", "1e0"} {
		body := strings.Replace(strings.ReplaceAll(good, "%s", number), `"total_count":1`, `"total_count":`+number, 1)
		resp := b.send(t, http.MethodPost, searchPath, strings.NewReader(body))
		assert.Equal(t, http.StatusOK, resp.status, "%s: %s", number, resp.text)
	}
	_, messages := b.refusal(t, http.StatusBadRequest, strings.Replace(good, `"total_count":1`, `"total_count":1e999`, 1))
	assert.Len(t, messages, 1)
}

func TestMembersThatNobodyKnowsAreLeftAlone(t *testing.T) {
	t.Parallel()
	body := strings.ReplaceAll(strings.ReplaceAll(good, "%s", "m"), `{"`, `{"x-unknown":{"a":[1,null]},"`)
	resp := setup(t).send(t, http.MethodPost, searchPath, strings.NewReader(body))
	assert.Equal(t, http.StatusOK, resp.status)
	assert.Contains(t, resp.text, "B90MAY123")
}

func TestMembersInAnotherCaseAreOtherMembers(t *testing.T) {
	t.Parallel()
	_, messages := setup(t).refusal(t, http.StatusBadRequest, strings.Replace(good, `"header"`, `"Header"`, 1))
	assert.Equal(t, []string{"header: is required"}, messages)
}

// serve runs the registry on a network in memory.
func (b bundle) serve(t *testing.T) *http.Client {
	t.Helper()
	l := memnet.Listen()
	srv := &http.Server{Handler: checked{t, b.registry}, ReadHeaderTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		assert.ErrorIs(t, srv.Serve(l), http.ErrServerClosed)
	}()
	t.Cleanup(func() {
		assert.NoError(t, srv.Close())
		<-ended
	})
	return &http.Client{Transport: l.Transport()}
}

// endless is a body of ten gigabytes, and counts what was taken of it.
type endless struct {
	mu    sync.Mutex
	taken int64
}

func (e *endless) Read(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.taken > 10<<30 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	e.taken += int64(len(p))
	return len(p), nil
}

func TestTenGigabytesAreNotRead(t *testing.T) {
	t.Parallel()
	hc := setup(t).serve(t)
	body := &endless{}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://registry.test"+searchPath, body)
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := hc.Do(req)
	if err == nil { // else the connection was closed while we wrote
		defer func() { assert.NoError(t, resp.Body.Close()) }()
		text, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
		assert.Contains(t, string(text), "the body is larger than 1048576 bytes")
	}
	body.mu.Lock()
	defer body.mu.Unlock()
	assert.Less(t, body.taken, int64(8<<20))
}

func TestABodyAtTheLimitIsReadAndOneOverItIsNot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	body := strings.ReplaceAll(good, "%s", "m")
	at := body + strings.Repeat(" ", 1<<20-len(body))
	assert.Equal(t, http.StatusOK, b.send(t, http.MethodPost, searchPath, strings.NewReader(at)).status)
	code, _ := b.refusal(t, http.StatusRequestEntityTooLarge, at+" ")
	assert.Equal(t, "err.request.bad", code)
}

// broken is a body whose sender goes away.
type broken struct{ io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestABodyThatBreaksOffIsRefused(t *testing.T) {
	t.Parallel()
	resp := setup(t).send(t, http.MethodPost, searchPath, broken{strings.NewReader(good[:50])})
	assert.Equal(t, http.StatusBadRequest, resp.status)
	assert.Contains(t, resp.text, "the body could not be read to its end")
}

func TestNoAnswerQuotesTheQuestion(t *testing.T) {
	t.Parallel()
	const secret = "S3CR3T"
	b := setup(t)
	bodies := []string{
		strings.Replace(good, "BRN", secret, 1), strings.Replace(good, "birth", secret, 1), strings.Replace(good, "idtype-value", secret, 1),
		strings.Replace(good, `"eng"`, `"`+secret+`"`, 1), strings.Replace(good, `"page_size":10`, `"page_size":"`+secret+`"`, 1),
		strings.Replace(good, "2026-11-23T08:00:00Z", secret, 1), strings.Replace(good, `"action":"search"`, `"action":"`+secret+`"`, 1),
		strings.Replace(good, `"version":"1.0.0"`, `"version":"`+secret+`"`, 1), good + secret, secret, `{"` + secret + `":{},"` + secret + `":{}}`,
		strings.Replace(good, `"BRN"`, `{"`+secret+`":1}`, 1), strings.Replace(good, `"pagination"`, `"sort":[{"attribute_name":"`+secret+`"}],"pagination"`, 1),
		strings.Replace(good, `"pagination"`, `"reg_type":"`+secret+`","pagination"`, 1),
	}
	for i, body := range bodies {
		resp := b.send(t, http.MethodPost, searchPath, strings.NewReader(strings.Replace(body, "%s", fmt.Sprint("m", i), 1)))
		text := resp.text
		assert.NotContains(t, text, secret)
		assert.NotContains(t, text, `"succ","data"`, body)
	}
}

func TestAThousandAskAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	hc := b.serve(t)
	ask := func(i int) error {
		body := encode(t, asking(wire.SearchRequestItem{SearchCriteria: byID(t, "BRN", "B90MAY123", "birth")}))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://registry.test"+searchPath, strings.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := hc.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		text, err := io.ReadAll(resp.Body)
		if err == nil && !strings.Contains(string(text), "B90MAY123") {
			err = fmt.Errorf("question %d was not answered", i)
		}
		return err
	}
	var wg sync.WaitGroup
	for i := range 1000 {
		wg.Go(func() { assert.NoError(t, ask(i)) })
	}
	wg.Wait()
}
