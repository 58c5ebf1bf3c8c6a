package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// Bounds of a probe.
const (
	maxRequests   = 25
	maxProbeBody  = 1 << 20
	maxPatience   = 15 * time.Second // of one request
	maxSilence    = 2                // requests in a row without an answer
	bodyOfRequest = "application/json"
)

// prober asks a registry and keeps what it found.
type prober struct {
	facts

	http     *http.Client
	base     string
	sender   string
	receiver string
	event    string
	headers  [][2]string
	who      credentials
	given    map[string]bool // flags
	token    string
	trust    *trust
	verifier envelope.KeySource // of -verify, nil if it names none

	scheme envelope.Scheme // of our questions, "" for unsigned ones

	sent, answered int
	silence        int    // requests in a row without an answer
	unreached      string // why there was none
	stopped        string // why nothing more is asked
}

func newProber(a *probing, f *flags, hc *http.Client, keys envelope.KeySource) *prober {
	hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	hc.Timeout = maxPatience
	return &prober{
		http: hc, base: strings.TrimRight(a.url, "/"), sender: a.sender, receiver: a.receiver, event: a.event,
		headers: a.headers, who: a.who, given: f.given, token: a.who.token, trust: &a.trust, verifier: keys,
		facts: newFacts(),
	}
}

// reply is what came back, or why nothing did.
type reply struct {
	status      int
	contentType string
	header      http.Header
	body        []byte
	object      map[string]any // nil if the body is no JSON object
	sent        *sentMessage   // the question, nil for others
}

func (p *prober) get(ctx context.Context, path string) reply {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+path, http.NoBody)
	if err != nil {
		return reply{}
	}
	return p.do(req, true)
}

func (p *prober) post(ctx context.Context, path string, body []byte, header http.Header) reply {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path, bytes.NewReader(body))
	if err != nil {
		return reply{}
	}
	req.Header.Set("Content-Type", bodyOfRequest)
	for name := range header {
		req.Header.Set(name, header.Get(name))
	}
	return p.do(req, true)
}

// do sends one request, if another may be sent. Its answer has status 0 if there
// is none. No redirect is followed: it is an answer.
func (p *prober) do(req *http.Request, withToken bool) reply {
	if p.isOver() || req.Context().Err() != nil {
		return reply{}
	}
	p.sent++
	req.Header.Set("Accept", "application/json")
	if strings.HasPrefix(req.URL.String(), p.base+"/") { // not for a token endpoint elsewhere
		for _, h := range p.headers {
			req.Header.Add(h[0], h[1])
		}
	}
	p.authorize(req, withToken)
	resp, err := p.http.Do(req)
	if err != nil {
		p.silence++
		p.unreached = why(err)
		return reply{}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxProbeBody+1))
	if err != nil {
		p.silence++
		p.unreached = "the answer breaks off"
		return reply{}
	}
	p.silence = 0
	p.answered++
	r := reply{status: resp.StatusCode, contentType: resp.Header.Get("Content-Type"), header: resp.Header, body: body}
	if len(body) <= maxProbeBody && json.Unmarshal(body, &r.object) != nil {
		r.object = nil
	}
	if p.stopped == "" && r.isThrottled() {
		p.stopped = "the registry speaks of a quota or of too many requests: ask again later"
	}
	return r
}

// isOver says whether nothing more is asked.
func (p *prober) isOver() bool {
	return p.stopped != "" || p.sent >= maxRequests || p.silence >= maxSilence
}

// why is what kept a request from being answered, in words of ours: those of an
// error hold the URL, which may be a secret.
func why(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		if e.Timeout() {
			return "no answer in time"
		}
		err = e.Err
	}
	text := err.Error()
	if strings.Contains(text, "proxyconnect") || strings.Contains(text, "HTTP_PROXY") {
		return "the proxy that HTTP_PROXY or HTTPS_PROXY names does not let us through"
	}
	for _, known := range []string{"connection refused", "no such host", "connection reset", "certificate", "EOF"} {
		if strings.Contains(text, known) {
			return known
		}
	}
	return "the connection failed"
}

// isThrottled: dialects differ in how they say it (402, 429, a text).
func (r reply) isThrottled() bool {
	if r.status == http.StatusPaymentRequired || r.status == http.StatusTooManyRequests {
		return true
	}
	if r.status < http.StatusBadRequest || len(r.body) > maxProbeBody {
		return false
	}
	text := strings.ToLower(string(r.body))
	return strings.Contains(text, "quota") || strings.Contains(text, "retry_after") || strings.Contains(text, "rate limit")
}

// at is the member at a path of objects, nil if it is not there.
func (r reply) at(path ...string) any {
	var value any = r.object
	for _, name := range path {
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = object[name]
	}
	return value
}

func (r reply) text(path ...string) string {
	text, _ := r.at(path...).(string)
	return text
}
