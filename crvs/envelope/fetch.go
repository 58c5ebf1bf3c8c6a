package envelope

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

const maxFetchRedirects = 3

// redirectError is a redirect that is not followed.
type redirectError struct{ reason string }

func (e *redirectError) Error() string { return e.reason }

// fetchingClient is hc with our rule for redirects: whoever answers for the keys
// must be the host that was configured.
func fetchingClient(hc *http.Client) *http.Client {
	var own http.Client
	if hc != nil {
		own = *hc
	} else {
		own.Transport = &http.Transport{ // as net/http's own, but without a proxy from the environment
			DialContext:         (&net.Dialer{Timeout: DefaultFetchTimeout}).DialContext,
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: DefaultFetchTimeout, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: 64 << 10,
		}
	}
	own.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		switch {
		case !strings.EqualFold(req.URL.Host, via[0].URL.Host):
			return &redirectError{"redirects to another host"}
		case via[0].URL.Scheme == "https" && req.URL.Scheme != "https":
			return &redirectError{"redirects away from https"}
		case len(via) > maxFetchRedirects:
			return &redirectError{"redirects without end"}
		}
		return nil
	}
	return &own
}

// safely is fetch, with a panic of the caller's own http.Client as an error: this
// goroutine is nobody's, and the panic would end the program.
func (r *RemoteKeys) safely(ctx context.Context) (set *KeySet, life time.Duration, err error) {
	defer func() {
		if p := recover(); p != nil {
			set, life, err = nil, 0, &fault.Error{
				Op: opKeys, Kind: fault.KindUnavailable, Permanent: true,
				Message: describeFetch(r.host, fmt.Sprintf("cannot be fetched: the http.Client that was given panicked with a %T", p)),
			}
		}
	}()
	return r.fetch(ctx)
}

// fetch gets the set and how long it may be kept.
func (r *RemoteKeys) fetch(ctx context.Context) (set *KeySet, life time.Duration, err error) {
	if r.fetching != nil {
		var end func(error)
		ctx, end = r.fetching(ctx)
		defer func() { end(err) }()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url.Open(), nil)
	if err != nil {
		return nil, 0, invalid(opKeys, "the key set needs an absolute https URL")
	}
	req.Header.Set("Accept", "application/json, application/jwk-set+json")
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, 0, r.unreachable(ctx, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, 0, &fault.Error{
			Op: opKeys, Kind: fault.KindOfStatus(resp.StatusCode), HTTPStatus: resp.StatusCode,
			Message: describeFetch(r.host, "cannot be had: check its URL"),
		}
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, MaxKeySetBytes+1))
	if err != nil {
		return nil, 0, r.unreachable(ctx, err)
	}
	set, err = parseKeySet(text)
	if err != nil {
		return nil, 0, &fault.Error{
			Op: opKeys, Kind: fault.KindProtocol, HTTPStatus: resp.StatusCode,
			Message: describeFetch(r.host, "cannot be used: "+err.Error()),
		}
	}
	return set, lifeOf(resp.Header), nil
}

// unreachable never quotes net/http, which quotes the URL.
func (r *RemoteKeys) unreachable(ctx context.Context, err error) error {
	if refused, ok := errors.AsType[*redirectError](err); ok {
		return &fault.Error{Op: opKeys, Kind: fault.KindProtocol, Message: describeFetch(r.host, refused.reason+": give its final URL, if that is the sender's own")}
	}
	timeout, isNet := errors.AsType[net.Error](err)
	if ctx.Err() != nil || isNet && timeout.Timeout() {
		return &fault.Error{Op: opKeys, Kind: fault.KindTimeout, Message: describeFetch(r.host, "did not arrive within "+r.timeout.String())}
	}
	return &fault.Error{Op: opKeys, Kind: fault.KindUnavailable, Message: describeFetch(r.host, "cannot be reached: check host, port and TLS")}
}

// lifeOf reads Cache-Control (RFC 9111, section 5.2.2), within our bounds.
func lifeOf(h http.Header) time.Duration {
	life := DefaultLife
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-cache", "no-store", "must-revalidate":
			if name != "must-revalidate" {
				return DefaultMinLife
			}
		case "max-age":
			if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
				life = time.Duration(seconds) * time.Second
			}
		}
	}
	return min(max(life, DefaultMinLife), DefaultMaxLife)
}

// wellKnown is where a sender whose id is a URL publishes its keys.
func wellKnown(sender string) string {
	return fmt.Sprintf("%s/.well-known/jwks.json", strings.TrimRight(sender, "/"))
}
