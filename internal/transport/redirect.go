package transport

import (
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 3

// redirectError is a redirect that is not followed.
type redirectError struct {
	to     string // scheme://host only
	reason string
	status int
}

func (e *redirectError) Error() string { return "redirect to " + e.to + " refused: " + e.reason }

// checkRedirect lets a redirect pass that stays where body and token may be: on
// the same host and port, by the same method, not from https to http. A
// POST that would become a GET (301, 302, 303) has lost its question.
func checkRedirect(req *http.Request, via []*http.Request) error {
	from := via[len(via)-1]
	refuse := func(reason string) error {
		err := &redirectError{to: req.URL.Scheme + "://" + req.URL.Host, reason: reason}
		if req.Response != nil {
			err.status = req.Response.StatusCode
		}
		return err
	}
	switch {
	case from.URL.Scheme == "https" && req.URL.Scheme != "https":
		return refuse("it leaves https")
	case !sameServer(from.URL, req.URL):
		return refuse("it is another server, and neither question nor credentials go there; if it is the right one, use it as the base URL")
	case req.Method != from.Method:
		return refuse("it would turn the " + from.Method + " into a " + req.Method + "; check the base URL (http for https, a missing or extra slash)")
	case len(via) > maxRedirects:
		return refuse("too many redirects")
	}
	// net/http drops it where the host is only spelled differently.
	if auth := from.Header.Values("Authorization"); len(auth) > 0 {
		req.Header["Authorization"] = auth
	}
	return nil
}

// sameServer compares host and port. Going from http to https is staying, where
// both use their own default port.
func sameServer(a, b *url.URL) bool {
	if !strings.EqualFold(a.Hostname(), b.Hostname()) {
		return false
	}
	if a.Scheme != b.Scheme {
		return a.Scheme == "http" && b.Scheme == "https" && port(a) == "80" && port(b) == "443"
	}
	return port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	p := "80"
	if u.Scheme == "https" {
		p = "443"
	}
	return p
}
