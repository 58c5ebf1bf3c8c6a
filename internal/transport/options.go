package transport

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Defaults of [Options] and [Retry].
const (
	DefaultMaxAttempts   = 4
	DefaultBaseDelay     = 250 * time.Millisecond
	DefaultMaxDelay      = 10 * time.Second
	DefaultMaxRetryAfter = time.Minute
	DefaultBudget        = 2 * time.Minute
	DefaultTimeout       = 30 * time.Second
	DefaultMaxBody       = 16 << 20
)

// longest and mostAttempts bound the settings, so that sums of them do not
// overflow.
const (
	longest      = 365 * 24 * time.Hour
	mostAttempts = 100
)

// Retry says how often and how patiently a question is asked again. Zero fields
// take the defaults; negative ones are refused.
type Retry struct {
	MaxAttempts   int           // attempts in all; default 4, at most 100; 1 switches retrying off
	BaseDelay     time.Duration // upper bound of the first wait, doubled each time, full jitter; default 250 ms
	MaxDelay      time.Duration // upper bound of any wait that the server did not ask for; default 10 s
	MaxRetryAfter time.Duration // a longer Retry-After is not waited for but returned at once; default 1 min
	Budget        time.Duration // the sum of all waits of one call; default 2 min
}

// Options configure a [Client].
type Options struct {
	// HTTPClient gives its Transport, Jar and Timeout; it is never changed.
	// Its CheckRedirect is not used: redirects have rules of their own.
	// Default: a client of our own, without proxy and never from the environment.
	HTTPClient *http.Client
	Retry      Retry
	// Timeout bounds one attempt, its redirects and its body included. Default:
	// the HTTPClient's Timeout if it has one, else 30 s. If both are given the
	// shorter one holds.
	Timeout time.Duration
	// MaxBody is the largest answer accepted, in bytes after decompression.
	// Default: 16 MiB.
	MaxBody int64
	// Tokens gives the access token. Default: none.
	Tokens TokenSource
	// TokenHeader says where the token goes. Of Tokens, Username and Header only
	// one may set the same header.
	TokenHeader profile.TokenHeader
	// Header is added to every request, those to the token endpoint included (a
	// mediator before both wants it there too). It may replace Accept and
	// User-Agent.
	Header http.Header
	// Username and Password are for basic authentication, as some mediators
	// want it: in the header Authorization, so that a token needs another one.
	Username, Password string
	// InsecurePlainHTTP lets credentials go over plain http to a host that is
	// not this machine. Without it that is refused before anything is sent.
	InsecurePlainHTTP bool
	// Logger gets a Debug line for each attempt and a Warn line for each retry:
	// operation, host, status, attempt, durations, and nothing else. Default:
	// silent.
	Logger *slog.Logger
}

// withDefaults returns a checked copy of o in which every field is set.
func (o Options) withDefaults() (Options, error) {
	if err := o.check(); err != nil {
		return Options{}, err
	}
	o.Retry = o.Retry.withDefaults()
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
		if o.HTTPClient != nil && o.HTTPClient.Timeout > 0 {
			o.Timeout = o.HTTPClient.Timeout
		}
	}
	if o.HTTPClient != nil && o.HTTPClient.Timeout > 0 {
		o.Timeout = min(o.Timeout, o.HTTPClient.Timeout)
	}
	o.Timeout = min(o.Timeout, longest)
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	o.MaxBody = min(o.MaxBody, 1<<40)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Header = o.Header.Clone()
	return o, nil
}

func (r Retry) withDefaults() Retry {
	if r.MaxAttempts == 0 {
		r.MaxAttempts = DefaultMaxAttempts
	}
	set := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
		*d = min(*d, longest)
	}
	set(&r.BaseDelay, DefaultBaseDelay)
	set(&r.MaxDelay, DefaultMaxDelay)
	set(&r.MaxRetryAfter, DefaultMaxRetryAfter)
	set(&r.Budget, DefaultBudget)
	return r
}

func (o Options) check() error {
	r := o.Retry
	if r.MaxAttempts < 0 || min(r.BaseDelay, r.MaxDelay, r.MaxRetryAfter, r.Budget) < 0 {
		return invalid("new", "a retry setting is negative: leave it 0 for the default")
	}
	if r.MaxAttempts > mostAttempts {
		return invalid("new", fmt.Sprintf("more than %d attempts are not allowed", mostAttempts))
	}
	if o.Timeout < 0 || o.MaxBody < 0 {
		return invalid("new", "the timeout or the body limit is negative: leave it 0 for the default")
	}
	if err := checkTokenHeader(o.TokenHeader); err != nil {
		return err
	}
	if err := o.checkCredentials(); err != nil {
		return err
	}
	return checkHeader(o.Header)
}

func (o Options) checkCredentials() error {
	basic := o.Username != "" || o.Password != ""
	token := o.Tokens != nil
	name := headerName(o.TokenHeader)
	header := len(o.Header.Values(authorization)) > 0
	switch {
	case token && name == authorization && (basic || header), basic && header:
		return invalid("new", "a token, basic authentication and an Authorization header exclude each other: "+
			"give one, or let the token go in another header (WithTokenHeader)")
	case token && len(o.Header.Values(name)) > 0:
		return invalid("new", "the header that the token goes in is set to something else, too")
	case basic && (!isFieldValue(o.Username) || !isFieldValue(o.Password)):
		return invalid("new", "the user name or password holds a control character")
	case strings.Contains(o.Username, ":"):
		return invalid("new", "the user name holds a colon, which basic authentication cannot carry")
	}
	if s, ok := o.Tokens.(staticToken); ok && !isToken(s.value) {
		return invalid("new", "the token is empty or holds a space, a control character or one outside ASCII")
	}
	return nil
}

// isOwnHeader names what is set by this package or by net/http; another value
// would break the message or the limit on its size (an Accept-Encoding of one's
// own switches transparent decompression off).
func isOwnHeader(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Content-Type",
		"Host", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	default:
		return false
	}
}

func checkHeader(h http.Header) error {
	for name, values := range h {
		if !isFieldName(name) {
			return invalid("new", "a header's name is not a legal one")
		}
		if isOwnHeader(name) {
			return invalid("new", fmt.Sprintf("the header %s cannot be set: it is ours to set", http.CanonicalHeaderKey(name)))
		}
		for _, v := range values {
			if !isFieldValue(v) {
				return invalid("new", fmt.Sprintf("the value of the header %s holds a control character", http.CanonicalHeaderKey(name)))
			}
		}
	}
	return nil
}

// isFieldName follows RFC 9110, section 5.6.2 (token).
func isFieldName(s string) bool {
	for _, r := range s {
		alnum := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !alnum && !strings.ContainsRune("!#$%&'*+-.^_`|~", r) {
			return false
		}
	}
	return s != ""
}

// isFieldValue refuses what could end a header line or hide in one.
func isFieldValue(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

// isToken accepts visible ASCII, a superset of RFC 6750's b64token.
func isToken(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return s != ""
}

func invalid(op, message string) *fault.Error {
	return &fault.Error{Op: op, Kind: fault.KindInvalid, Message: message}
}
