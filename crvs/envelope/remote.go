package envelope

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// Defaults of [RemoteKeys].
const (
	DefaultFetchTimeout = 5 * time.Second
	DefaultMinLife      = time.Minute
	DefaultLife         = 10 * time.Minute
	DefaultMaxLife      = time.Hour
	DefaultOutage       = 24 * time.Hour
)

// Limits on fetching: a rotation is seen at once, but nobody can make us fetch
// without end by naming keys that do not exist.
const (
	fetchEvery   = 10 * time.Second
	fetchBurst   = 3
	fetchBackoff = 5 * time.Second // after one that failed
)

// RemoteOption is an option of [NewRemoteKeys] and of [WithFetchedSenders]: see
// Options in the package comment.
type RemoteOption func(*remoteConfig)

type remoteConfig struct {
	client       *http.Client
	timeout      time.Duration
	outage       time.Duration
	insecureHTTP bool
	fetching     func(context.Context) (context.Context, func(error))
}

// WithHTTPClient fetches through this client: its Transport and Jar are used, and
// it is not changed. Its CheckRedirect is not used: redirects to another host are
// refused. Default: a client of our own, without proxy. It excludes nothing.
func WithHTTPClient(hc *http.Client) RemoteOption { return func(c *remoteConfig) { c.client = hc } }

// WithFetchTimeout bounds one fetch, its body included. It must be more than zero.
// Default: 5 s. It excludes nothing.
func WithFetchTimeout(d time.Duration) RemoteOption { return func(c *remoteConfig) { c.timeout = d } }

// WithOutage sets how long the last good set is used while no newer one can be
// had. Default: 24 h; zero for not at all. A key that its owner withdrew stays
// good for as long if somebody keeps us from fetching. It excludes nothing.
func WithOutage(d time.Duration) RemoteOption { return func(c *remoteConfig) { c.outage = d } }

// WithInsecureHTTP accepts an http URL to a host that is not this machine: whoever
// can change the traffic can then sign in the sender's name. Default: https only.
// It excludes nothing.
func WithInsecureHTTP() RemoteOption { return func(c *remoteConfig) { c.insecureHTTP = true } }

// WithFetching calls begin before each fetch, and what begin returns when the
// fetch has ended: nil, or the error that says why there is no set. The context
// that begin returns is that of the fetch. It is called by many goroutines at
// once. Default: none.
func WithFetching(begin func(context.Context) (context.Context, func(error))) RemoteOption {
	return func(c *remoteConfig) { c.fetching = begin }
}

// RemoteKeys is the key set that one sender publishes, as a [KeySource]. The set
// is fetched when it is first needed, kept for as long as its Cache-Control says
// (between 1 min and 1 h; 10 min if it says nothing), and fetched again when a
// message names a key that is not in it. However many messages wait, there is one
// fetch; fetches are limited to a few in a row and then one in 10 s. A key that is
// replaced under the same id is noticed only when the set has expired.
//
// It is safe for concurrent use, and needs no closing: nothing runs between
// fetches.
type RemoteKeys struct {
	url  redact.Box[string] // it may hold a secret
	host string
	remoteConfig

	flight  singleflight.Group
	limiter *rate.Limiter

	mu      sync.Mutex
	set     *KeySet
	version int       // counts the sets
	fetched time.Time // when the set was
	expires time.Time // when it should be fetched again
	failed  time.Time // when a fetch failed last
	failure error     // how
}

// NewRemoteKeys returns the key set at a URL, usually
// https://.../.well-known/jwks.json. Nothing is fetched before a key is wanted. A
// URL that is not https, and not http to this machine, is an error of kind
// invalid unless [WithInsecureHTTP] is given.
func NewRemoteKeys(rawURL string, opts ...RemoteOption) (*RemoteKeys, error) {
	config, err := configuredRemote("NewRemoteKeys", opts)
	if err != nil {
		return nil, err
	}
	return newRemoteKeys(rawURL, config)
}

// configuredRemote returns what the options say of a fetch.
func configuredRemote(constructor string, opts []RemoteOption) (remoteConfig, error) {
	config, err := configured(constructor, remoteConfig{timeout: DefaultFetchTimeout, outage: DefaultOutage}, opts)
	if err == nil && (config.timeout <= 0 || config.outage < 0) {
		err = invalid(opNew, "a time for fetching keys is negative or zero: leave it out for the default")
	}
	return config, err
}

func newRemoteKeys(rawURL string, config remoteConfig) (*RemoteKeys, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, invalid(opNew, "the key set needs an absolute https URL")
	case u.Scheme == "http" && !config.insecureHTTP && !isLoopback(u.Hostname()):
		return nil, invalid(opNew, "a key set over plain http can be forged by whoever can change the traffic: use https, or accept it by name")
	}
	config.client = fetchingClient(config.client)
	return &RemoteKeys{
		url: redact.NewBox(rawURL), host: u.Host, remoteConfig: config,
		limiter: rate.NewLimiter(rate.Every(fetchEvery), fetchBurst),
	}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// FindKeys returns the keys that fit. It waits for a fetch where one is needed,
// until ctx ends.
func (r *RemoteKeys) FindKeys(ctx context.Context, q KeyQuery) ([]PublicKey, error) {
	set, version, expired := r.kept()
	if set != nil && !expired {
		if found := set.find(q); len(found) > 0 {
			return found, nil
		}
	}
	failure := r.refresh(ctx, version, r.limiter.Allow)
	if err := ended(ctx, opKeys); err != nil && failure != nil {
		return nil, err
	}
	set, _, _ = r.kept()
	if set == nil {
		return nil, failure
	}
	if found := set.find(q); len(found) > 0 {
		return found, nil
	}
	why := ""
	if failure != nil {
		why = ", and a newer set cannot be had at the moment"
	}
	err := q.unknown(why)
	err.Err = failure
	return nil, err
}

// kept returns the set, its version, and whether it has expired. A set that is
// older than an outage may last is not returned.
func (r *RemoteKeys) kept() (set *KeySet, version int, expired bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if r.set == nil || now.Sub(r.expires) > r.outage {
		return nil, r.version, true
	}
	return r.set, r.version, !now.Before(r.expires)
}

// errLimited is why nothing was fetched.
func (r *RemoteKeys) errLimited() *fault.Error {
	return &fault.Error{
		Op: opKeys, Kind: fault.KindUnavailable, RetryAfter: fetchEvery,
		Message: "the keys of " + r.host + " were fetched several times just now and are not fetched again so soon",
	}
}

// refresh gets a set that is newer than version, and returns nil if there is one.
// The fetch goes on without the one who began it: others wait for it too.
// It asks allow first, where nobody else has fetched meanwhile.
func (r *RemoteKeys) refresh(ctx context.Context, version int, allow func() bool) error {
	if err := ended(ctx, opKeys); err != nil {
		return err
	}
	result := r.flight.DoChan("", func() (any, error) {
		if done, err := r.decided(version, allow); done {
			return nil, err
		}
		fetching, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.timeout)
		defer cancel()
		set, life, err := r.safely(fetching)
		r.keep(set, life, err)
		return nil, err
	})
	select {
	case got := <-result:
		if e, ok := errors.AsType[*fault.Error](got.Err); ok {
			own := *e // callers fill in ids
			return &own
		}
		return got.Err
	case <-ctx.Done():
		return ended(ctx, opKeys)
	}
}

// decided says whether there is nothing to fetch: another has just done it, or
// tried, or it has been done too often.
func (r *RemoteKeys) decided(version int, allow func() bool) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.version > version:
		return true, nil
	case r.failure != nil && time.Since(r.failed) < fetchBackoff:
		return true, r.failure
	case !allow():
		return true, r.errLimited()
	default:
		return false, nil
	}
}

func (r *RemoteKeys) keep(set *KeySet, life time.Duration, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if err != nil {
		r.failed, r.failure = now, err
		return
	}
	r.set, r.fetched, r.expires, r.failure = set, now, now.Add(life), nil
	r.version++
}

// Refresh fetches the set now, if it was not fetched too often of late, so that a
// wrong URL is noticed at start and not at the first message.
func (r *RemoteKeys) Refresh(ctx context.Context) error {
	r.mu.Lock()
	version := r.version
	r.mu.Unlock()
	return r.refresh(ctx, version, r.limiter.Allow)
}

// renew is Refresh without its limit, for a sender whose message is being
// answered: there is no more than one fetch for each message of its own.
func (r *RemoteKeys) renew(ctx context.Context) error {
	r.mu.Lock()
	version := r.version
	r.mu.Unlock()
	return r.refresh(ctx, version, func() bool { return true })
}

// Keys returns the set that is kept, without fetching; nil if there is none.
func (r *RemoteKeys) Keys() *KeySet {
	set, _, _ := r.kept()
	return set
}

// Age is how long ago the set that is kept was fetched; zero if there is none.
func (r *RemoteKeys) Age() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.set == nil {
		return 0
	}
	return time.Since(r.fetched)
}

func describeFetch(host, what string) string {
	return fmt.Sprintf("the key set of %s %s", host, what)
}
