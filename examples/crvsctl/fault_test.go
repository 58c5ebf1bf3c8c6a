package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

func status(code int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

func TestWhateverARegistryAnswersTheExitStatusIsRight(t *testing.T) {
	t.Parallel()
	const mala = "B90MAY123"
	find, list := []string{"-one"}, []string{"-page-size", "1"}
	one, two := born(mala, "Mala", "1990-05-12"), born(mala, "Mala", "1990-05-13")
	for _, tt := range []struct {
		name  string
		how   []string
		serve http.HandlerFunc
		want  int
		says  []string
	}{
		{"no such URL", find, status(404, "application/json", `{"error":"no route"}`), exitFailed, []string{"protocol", "404", "check -url"}},
		{"a server that fails", find, status(500, "text/plain", "boom"), exitFailed, []string{"unavailable", "HTTP 500"}},
		{"a page of a gateway", find, status(200, "text/html", "<html>"+mala+"</html>"), exitFailed, []string{"HTML", "-url"}},
		{"no JSON at all", find, status(200, "application/json", "Mala"), exitFailed, []string{"protocol"}},
		{"JSON of somebody else", find, status(200, "application/json", `{"ok":true}`), exitFailed, []string{"protocol"}},
		{"a wrong token", find, status(401, "application/json", `{}`), exitFailed, []string{"unauthorized", "check -token"}},
		{"a question that is not allowed", find, status(403, "application/json", `{}`), exitFailed, []string{"forbidden", "-sender"}},
		{"a used up quota", find, status(402, "application/json", `{}`), exitFailed, []string{"rate limited", "ask again later"}},
		{
			"a refusal that repeats the question", find,
			status(400, "application/json", `{"message":{"ack_status":"ERR","error":{"code":"err.request.bad","message":"what is `+mala+`"}}}`),
			exitFailed,
			[]string{"the registry says", "[masked]"},
		},
		{"somebody else's record", find, answer(1, born("B99OTHER9", "Mala", "1990-05-12")), exitFailed, []string{"overmatch", "tell the registry's operators"}},
		{"somebody else's record in a list", list, answer(1, born("B99OTHER9", "Mala", "1990-05-12")), exitFailed, []string{"overmatch"}},
		{"two records where one was asked for", find, answer(2, one, two), exitAmbiguous, []string{"more than one record"}},
		{"one record of two", find, answer(2, one), exitAmbiguous, nil},
		{"nothing", find, answer(0), exitNotFound, []string{"not found"}},
		{"nothing in a list", list, answer(0), exitNotFound, []string{"not found"}},
		{"records that are counted and not given", list, answer(3), exitFailed, []string{"protocol"}},
		{"one record", find, answer(1, one), exitFound, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, _ := script(t, tt.serve)
			d := crvsctl(t, asked(url, append(tt.how, "-event", "birth", "-id", "BRN:"+mala)...)...)
			assert.Equal(t, tt.want, d.status, d.stderr)
			for _, want := range tt.says {
				assert.Contains(t, d.stderr, want)
			}
			if tt.want != exitFound {
				assert.Empty(t, d.stdout)
			}
			assert.NotContains(t, d.stderr, "Mala")
		})
	}
}

func TestAListThatBreaksOffIsNoSuccess(t *testing.T) {
	t.Parallel()
	first := born("B90MAY001", "Mala", "1990-05-12")
	for _, tt := range []struct {
		name   string
		second http.HandlerFunc
		lines  int
		says   string
	}{
		{"the second page fails", status(403, "text/plain", "no"), 1, "(1 record printed before, and not all)"},
		{"the second page is another's", answer(2, born("B90MAY002", "Mala", "2001-01-01")), 1, "(1 record printed before, and not all)"},
		{"the second page repeats the first", answer(2, first), 1, "the same page again"},
		{"the count changes while it is read", answer(1, born("B90MAY002", "Mala", "1990-06-12")), 2, "read again"},
		{"the second page is empty", answer(2), 1, "unstable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var count atomic.Int32
			url, _ := script(t, func(w http.ResponseWriter, req *http.Request) {
				if count.Add(1) == 1 {
					answer(2, first)(w, req)
					return
				}
				tt.second(w, req)
			})
			d := crvsctl(t, asked(url, "-event", "birth", "-where", "birth_date=1990", "-json", "-page-size", "1")...)
			assert.Equal(t, exitFailed, d.status)
			assert.Equal(t, tt.lines, strings.Count(d.stdout, "\n"), d.stdout)
			assert.Contains(t, d.stderr, tt.says)
		})
	}
}

func TestTheTimeoutIsThatOfTheWholeCommand(t *testing.T) {
	t.Parallel()
	url, _ := script(t, func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
	d := crvsctl(t, asked(url, "-id", "BRN:B90MAY123", "-timeout", "50ms")...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "timeout: -timeout passed before there was an answer")
	assert.Contains(t, d.stderr, "raise -timeout")
}

func TestNobodyListening(t *testing.T) {
	t.Parallel()
	d := crvsctl(t, asked("http://127.0.0.1:1", "-id", "BRN:B90MAY123")...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "connection refused")
	assert.Contains(t, d.stderr, "check host and port of -url")
}
