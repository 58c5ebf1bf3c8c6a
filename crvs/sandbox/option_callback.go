package sandbox

import (
	"net/http"
	"strings"
)

// WithCallbackHosts lets the registry call back and notify at these hosts, whatever
// the port: "mis.example.org". Default: the loopback (localhost, 127.0.0.1, ::1),
// which is then to be named too if it is meant. A message whose sender_uri has another
// host is acknowledged, and nothing is sent there. Given several times, each adds to
// them. It excludes nothing.
func WithCallbackHosts(hosts ...string) Option {
	own := make([]string, len(hosts))
	for i, host := range hosts {
		own[i] = strings.ToLower(strings.Trim(strings.TrimSuffix(host, "."), "[]"))
		if own[i] == "" || strings.ContainsAny(own[i], "/@ ") {
			return refused("WithCallbackHosts: a host is empty, or is more than a host")
		}
	}
	return func(c *config) { c.callbackHosts = append(c.callbackHosts, own...) }
}

// WithCallbackHTTPClient sends callbacks and notifications through this client, which
// is not changed. Default: one of its own, without a proxy. Redirects are not followed
// and no connection is kept in any case. It excludes nothing.
func WithCallbackHTTPClient(hc *http.Client) Option {
	if hc == nil {
		return refused("WithCallbackHTTPClient: the client is missing")
	}
	return func(c *config) { c.courier = hc }
}

// courier is the client that sends callbacks: a host that is allowed must not lead to
// one that is not.
func courier(given *http.Client) *http.Client {
	c := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if given != nil {
		c = *given
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// WithEventRate lets so many births, deaths and marriages befall people of the
// registry in a second, while [Registry.Deliver] runs; which, the seed decides: see
// [Registry.Happen]. Default: none. At most 1000. It excludes nothing.
func WithEventRate(perSecond float64, seed uint64) Option {
	if !(perSecond > 0 && perSecond <= 1000) { // NaN is neither
		return refused("WithEventRate: the rate must be above 0 and at most 1000 a second")
	}
	return func(c *config) { c.rate, c.rateSeed = perSecond, seed }
}
