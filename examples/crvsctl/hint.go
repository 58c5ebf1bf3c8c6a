package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// maxLook bounds what is read of an answer to tell whose it is, in bytes.
const maxLook = 64 << 10

// watcher is a transport that keeps, of the last answer, which dialect its error
// is written in. It keeps nothing of its text.
type watcher struct {
	*http.Transport

	mu      sync.Mutex
	status  int
	looks   string // the profiles that write so, "" if that is not known
	proxied bool   // there was no answer, and a proxy was asked for it
}

// RoundTrip sends the request and looks at the answer if it is an error.
func (w *watcher) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.Transport.RoundTrip(req)
	if err != nil {
		via, failed := w.Proxy(req)
		w.keep(0, "", via != nil || failed != nil)
		return nil, err
	}
	if req.Method != http.MethodPost {
		return resp, nil // keys, and no answer to a question
	}
	head, body := io.LimitReader(resp.Body, maxLook), resp.Body
	text, err := io.ReadAll(head)
	// Who reads the answer gets all of it, and the error if it broke off.
	rest := io.Reader(body)
	if err != nil {
		rest = brokenBody{err}
	}
	resp.Body = readCloser{io.MultiReader(bytes.NewReader(text), rest), body}
	w.keep(resp.StatusCode, dialectOf(resp.StatusCode, text), false)
	return resp, nil
}

func (w *watcher) keep(status int, looks string, proxied bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status, w.looks, w.proxied = status, looks, proxied
}

type readCloser struct {
	io.Reader
	io.Closer
}

type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) { return 0, b.err }

// hinted adds to an error what the answers showed, if they showed something. in is
// the profile in which the question was asked.
func (w *watcher) hinted(err error, in profile.Profile) error {
	e, ok := errors.AsType[*crvs.Error](err)
	if !ok {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	const probe = "try crvsctl probe, and the -profile that it finds"
	hint := ""
	switch {
	case w.proxied && (e.Kind == crvs.KindUnavailable || e.Kind == crvs.KindTimeout):
		hint = "it was asked through the proxy that HTTP_PROXY or HTTPS_PROXY names: check that, or name the registry in NO_PROXY"
	case e.Op == "token" || e.Kind != crvs.KindProtocol && e.Kind != crvs.KindRejected:
	case w.looks != "" && !strings.Contains(w.looks, in.Name):
		hint = "this looks like another dialect (" + w.looks + "): " + probe
	case w.status == http.StatusNotFound && in.Name == profile.OpenG2P().Name:
		hint = "openg2p has each registry below a namespace: -url ends with it; else " + probe
	case w.status == http.StatusNotFound:
		hint = "other dialects have other paths: " + probe
	}
	if hint == "" {
		return err
	}
	return &hintedError{hint, err}
}

// dialectOf names the profiles in whose form an answer says no, "" if it does not
// say no or says it in a form that is nobody's alone.
func dialectOf(status int, text []byte) string {
	r := reply{status: status}
	if json.Unmarshal(text, &r.object) != nil || r.object == nil {
		return ""
	}
	refused, hasHeader := status >= http.StatusBadRequest, r.at("header") != nil
	switch {
	case refused && r.isOpenCRVS():
		return openCRVSOf(string(text))
	case r.at("success") != nil && !hasHeader && r.at("message") == nil:
		return profile.Workshop2022().Name
	case status == http.StatusNotFound && r.at("detail") != nil:
		return "openg2p, which has each registry below a namespace: -url ends with it; or openspp"
	case refused && r.at("detail") != nil:
		return "openspp or openg2p"
	case r.text("signature") == "unsigned-mock":
		return profile.OpenSPP().Name
	case !hasHeader && (r.at("search_response") != nil || r.at("ack_status") != nil || r.at("message", "search_response") != nil):
		return profile.BareCRVS().Name
	default:
		return ""
	}
}

// openCRVSOf tells the two dialects of OpenCRVS by what a refusal says it expects.
func openCRVSOf(text string) string {
	switch {
	case strings.Contains(text, "ocrvs:registry_type:birth' |"):
		return profile.OpenCRVS2024().Name
	case strings.Contains(text, "'birth' | 'death'"), strings.Contains(text, `expected \"ns:org:RegistryType:Civil`):
		return profile.OpenCRVS19().Name
	default:
		return profile.OpenCRVS2024().Name + " or " + profile.OpenCRVS19().Name
	}
}
