package sandbox

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// dialect is how one system speaks, below a path of its own. All of them ask the
// same people by the same plan: a dialect makes the registry's own question of
// what it reads, and its own words of the registry's answer.
type dialect struct {
	name   string // that of its profile
	base   string // "" for the registry's own root
	search string // below the base

	// scheme is how it signs, "" if it does not, with a key for signature; a
	// question is encrypted to a key for encryption, "" if it takes none.
	scheme     envelope.Scheme
	signature  envelope.Algorithm
	encryption envelope.Algorithm
	freshness  []envelope.VerifierOption // how old a signed question may be

	// standard says that it is the published standard itself: it checks what it is
	// sent and says no as that demands. exactScheme says that the scheme of a token
	// must be written as "Bearer"; by RFC 9110, 11.1, its case means nothing.
	standard, exactScheme bool

	// dollars says that it knows the operators of a predicate only with a $.
	dollars bool
	// canned says that its ids are always the same; flat that its answer is a list
	// of records, without items, ids and pages.
	canned, flat bool
	// hooks says that it takes webhooks in place of the standard's subscriptions.
	hooks bool
	// tellsOne writes a message that tells of one event; nil is the standard's form,
	// which tells of several.
	tellsOne func(s *subscription, e entry) (any, error)
	// careless says that it calls back once, as text, and with an empty message where
	// that was to be encrypted; and that it has no status.
	careless bool

	// standardValue is the standard's word for a value of a predicate.
	standardValue func(attribute, value string) string

	// answer answers a search. refuse says no to what is no search, or none that
	// can be read. other answers at paths that only this system has, and says
	// whether it did.
	answer func(c *call, d *dialect, w http.ResponseWriter, req *http.Request)
	refuse voice
	other  func(c *call, d *dialect, w http.ResponseWriter, req *http.Request, path string) bool
}

// voice is how a system says no. What is said is ours and never quotes the
// request.
type voice func(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string)

// dialects is the table: a new one is a row and a file.
func dialects() []dialect {
	return []dialect{
		dci10(),
		openCRVS2024(), openCRVS19(),
		openSPP(), openG2P(),
		bareCRVS(),
		workshop2022(""), workshop2022("/workshop"),
	}
}

// BasePath is the path below which the registry speaks as the profile of this
// name says ("opencrvs-2024" is "/opencrvs", "dci-1.0" is ""); false if it does
// not.
func BasePath(profile string) (path string, ok bool) {
	for _, d := range slices.Backward(dialects()) { // of two bases the longer
		if d.name == profile {
			return d.base, true
		}
	}
	return "", false
}

// Profiles are the names of the profiles by which the registry speaks.
func Profiles() []string {
	var names []string
	for _, d := range dialects() {
		if !slices.Contains(names, d.name) {
			names = append(names, d.name)
		}
	}
	return names
}

// spoken is the dialect of a path, and the rest of the path.
func (r *Registry) spoken(path string) (d *dialect, rest string) {
	for i := range r.dialects {
		d := &r.dialects[i]
		if d.base == "" && d.search != path {
			continue
		}
		if rest, ok := strings.CutPrefix(path, d.base); ok && (d.base == "" || strings.HasPrefix(rest, "/")) {
			return d, rest
		}
	}
	return &r.dialects[0], path
}

// The paths that every dialect has.
const (
	pathSyncSearch = "/registry/sync/search"
	pathToken      = "/oauth2/client/token" //nolint:gosec // a path, no credential
	pathLocations  = "/.well-known/locations.json"
	pathKeys       = "/.well-known/jwks.json"
	pathHealth     = "/healthz"
	pathRoot       = "/"
)

// paths are all that a fault can name.
func paths() []string {
	var out []string
	for _, d := range dialects() {
		own := []string{d.search, pathToken, pathLocations, pathKeys}
		if d.hasLater() {
			own = append(own, d.later())
		}
		switch d.subscribing() {
		case pathSubscribe:
			own = append(own, pathSubscribe, pathUnsubscribe, pathStatus, pathSyncStatus)
		case pathWebhooks:
			own = append(own, pathWebhooks)
		}
		for _, path := range own {
			if path = d.base + path; !slices.Contains(out, path) {
				out = append(out, path)
			}
		}
	}
	return append(out, pathHealth, pathRoot)
}

func isHealth(path string) bool { return path == "" || path == pathRoot || path == pathHealth }

// isSecretPath says whether secrets go in or come out there.
func isSecretPath(path string) bool {
	return strings.HasSuffix(path, pathToken) || strings.HasSuffix(path, pathWebhooks)
}

// route hands the call to what answers at its path.
func (c *call) route(w http.ResponseWriter, req *http.Request) {
	r := c.registry
	d, path := r.spoken(req.URL.Path)
	d = d.speakingAt(path, r.registryID)
	if d.other != nil && d.other(c, d, w, req, path) {
		return
	}
	only := func(h http.HandlerFunc, allowed ...string) { only(w, req, voiceOfMethods(d), h, allowed...) }
	o, known := d.operation(path)
	switch {
	case path == d.search:
		only(func(w http.ResponseWriter, req *http.Request) { d.answer(c, d, w, req) }, http.MethodPost)
	case path == d.later() && d.hasLater():
		c.isLater = true
		only(func(w http.ResponseWriter, req *http.Request) { d.answer(c, d, w, req) }, http.MethodPost)
	case path == pathToken:
		only(r.guard.issue, http.MethodPost)
	case path == pathLocations:
		only(r.locations, http.MethodGet, http.MethodHead)
	case path == pathKeys:
		only(func(w http.ResponseWriter, _ *http.Request) { r.publishKeys(w, d) }, http.MethodGet, http.MethodHead)
	case d.base == "" && isHealth(path):
		only(r.health, http.MethodGet, http.MethodHead)
	case known && o.does != nil:
		only(func(w http.ResponseWriter, req *http.Request) { o.does(c, d, w, req, o) }, http.MethodPost)
	default:
		notFound(d, w)
	}
}

// voiceOfMethods says no to a wrong method: in other systems than the standard's
// own the server in front does.
func voiceOfMethods(d *dialect) voice {
	if d.standard {
		return d.refuse
	}
	return refuse
}

// only hands the request on if its method is one of the allowed.
func only(w http.ResponseWriter, req *http.Request, refuse voice, h http.HandlerFunc, allowed ...string) {
	if slices.Contains(allowed, req.Method) {
		h(w, req)
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	refuse(w, http.StatusMethodNotAllowed, codes.ReasonRequestBad, "this operation takes "+strings.Join(allowed, ", ")+" only")
}

// publishKeys is the key set of a dialect.
func (r *Registry) publishKeys(w http.ResponseWriter, d *dialect) {
	set, err := r.keys.published(d)
	switch {
	case err != nil:
		refuse(w, http.StatusInternalServerError, codes.ReasonInternal, "the keys could not be made")
	case set == nil:
		answer(w, http.StatusOK, wire.KeySet{Keys: []wire.Key{}})
	default:
		// Not by its own ServeHTTP: nothing here is to be kept by a cache, and
		// keys change with every start.
		answer(w, http.StatusOK, set)
	}
}

// KeysOf are the keys that the registry publishes for a profile, as they are when they
// are looked for: it may make new ones. It returns false if it does not speak the
// profile.
func (r *Registry) KeysOf(profile string) (KeySource, bool) {
	for i := range r.dialects {
		if r.dialects[i].name == profile {
			return ownKeys{r, &r.dialects[i]}, true
		}
	}
	return nil, false
}

type ownKeys struct {
	registry *Registry
	dialect  *dialect
}

// FindKeys returns those that fit, whoever the sender is said to be.
func (o ownKeys) FindKeys(ctx context.Context, q envelope.KeyQuery) ([]envelope.PublicKey, error) {
	set, err := o.registry.keys.published(o.dialect)
	if err != nil || set == nil {
		return nil, err
	}
	return set.FindKeys(ctx, q)
}
