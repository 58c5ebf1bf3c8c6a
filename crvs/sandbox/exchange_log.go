package sandbox

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	maxExchanges    = 10_000   // that can be asked for
	maxLoggedBytes  = 16 << 20 // of all that are kept
	maxLoggedBody   = 64 << 10
	maxLoggedValue  = 1 << 10 // of a header
	maxLoggedFields = 64      // values of headers of one message
)

// exchangeLog keeps the last exchanges, bounded in number and bytes.
type exchangeLog struct {
	limit int

	mu    sync.Mutex
	kept  []Exchange // the oldest first
	sizes []int
	bytes int
	count int
}

// newExchangeLog is nil for none.
func newExchangeLog(limit int) *exchangeLog {
	if limit == 0 {
		return nil
	}
	return &exchangeLog{limit: limit}
}

func (l *exchangeLog) add(e Exchange) {
	size := e.size()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count++
	e.Number = l.count
	l.kept, l.sizes, l.bytes = append(l.kept, e), append(l.sizes, size), l.bytes+size
	for len(l.kept) > l.limit || l.bytes > maxLoggedBytes && len(l.kept) > 1 {
		l.bytes -= l.sizes[0]
		l.kept[0] = Exchange{} // what is cut off the front of a slice stays in memory
		l.kept, l.sizes = l.kept[1:], l.sizes[1:]
	}
}

// last are the newest n, the newest last.
func (l *exchangeLog) last(n int) []Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.kept[max(0, len(l.kept)-n):])
}

// size is about what an exchange takes in memory.
func (e Exchange) size() int {
	size := 512 + len(e.Method) + len(e.Path)
	for _, m := range []HTTPMessage{e.Request, e.Response} {
		size += len(m.Body)
		for name, values := range m.Header {
			size += len(name) + len(strings.Join(values, ""))
		}
	}
	return size
}

// exchange is what is logged of a call that has been answered.
func (c *call) exchange(req *http.Request, body []byte, seen *watcher, started time.Time) Exchange {
	e := Exchange{
		At: started, Took: time.Since(started),
		Method: short(req.Method), Path: short(req.URL.Path), Status: seen.status, Faults: c.struck,
		Request:  HTTPMessage{Header: headerToLog(req.Header), Size: len(body)},
		Response: HTTPMessage{Header: headerToLog(seen.sent), Size: seen.size},
	}
	// A client's secret goes in there and a token comes out, or the secret of a webhook.
	if isSecretPath(req.URL.Path) {
		e.Request.Withheld, e.Response.Withheld = true, true
		return e
	}
	e.Request.Body = bytes.Clone(body[:min(len(body), maxLoggedBody)])
	e.Response.Body = seen.body.Bytes()
	e.Request.Cut, e.Response.Cut = len(e.Request.Body) < len(body), len(e.Response.Body) < seen.size
	return e
}

// headerToLog is a copy without what could be a credential, and bounded.
func headerToLog(h http.Header) http.Header {
	out := make(http.Header, len(h))
	fields := 0
	for name, values := range h {
		if isCredential(name) || len(name) > maxLoggedValue {
			continue
		}
		for _, v := range values {
			if fields++; fields > maxLoggedFields {
				return out
			}
			out[name] = append(out[name], short(v))
		}
	}
	return out
}

func isCredential(header string) bool {
	name := strings.ToLower(header)
	return slices.ContainsFunc([]string{"authorization", "cookie", "token", "secret", "key", "password", "credential", "session"},
		func(part string) bool { return strings.Contains(name, part) })
}

// short cuts a text that is longer than anybody needs, between two characters.
func short(s string) string {
	if len(s) <= maxLoggedValue {
		return s
	}
	cut := maxLoggedValue
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "... (cut)"
}

// watcher writes through and keeps a part of what is written.
type watcher struct {
	http.ResponseWriter

	status int         // 0 until the answer begins
	sent   http.Header // as the answer began
	body   bytes.Buffer
	size   int
}

// Unwrap is for [http.ResponseController].
func (w *watcher) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *watcher) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.Header().Clone()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watcher) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := w.ResponseWriter.Write(p)
	w.size += n
	w.body.Write(p[:min(n, maxLoggedBody-min(w.body.Len(), maxLoggedBody))])
	return n, err
}
