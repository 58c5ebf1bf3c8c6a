package transport

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
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
	// The Referer that net/http sets is the whole URL before, whose query may be
	// secret.
	if referer := via[0].Header.Values("Referer"); len(referer) > 0 {
		req.Header["Referer"] = referer
	} else {
		req.Header.Del("Referer")
	}
	// net/http drops it where the host is only spelled differently.
	if auth := from.Header.Values("Authorization"); len(auth) > 0 {
		req.Header["Authorization"] = auth
	}
	return nil
}

// checkRedirect besides refuses every redirect of a URL that is a secret: the
// place it leads to would get the question without the credentials, or with them
// in a URL that somebody else wrote.
func (e *call) checkRedirect(req *http.Request, via []*http.Request) error {
	err := checkRedirect(req, via)
	if err == nil && e.secretURL {
		refused := &redirectError{
			to:     req.URL.Scheme + "://" + req.URL.Host,
			reason: "the query of this URL holds credentials; if it is the right server, use the URL there as the base URL",
		}
		if req.Response != nil {
			refused.status = req.Response.StatusCode
		}
		err = refused
	}
	if refused, ok := errors.AsType[*redirectError](err); ok {
		// A server may put into a host name what it likes.
		secrets := e.secrets
		if e.values != nil {
			secrets = append(slices.Clone(secrets), e.values()...)
		}
		if strings.Contains(refused.to, "@") || NewValues(secrets).HeldBy(refused.to) {
			refused.to = "another host"
		}
	}
	return err
}

// SameServer says whether two URLs are of the same server, so that what the one
// may see the other may, too.
func SameServer(a, b string) bool {
	from, err := url.Parse(a)
	if err != nil {
		return false
	}
	to, err := url.Parse(b)
	return err == nil && sameServer(from, to)
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
