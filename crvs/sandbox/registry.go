package sandbox

import (
	"iter"
	"net/http"
	"sync/atomic"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
)

// Registry is a civil registry as an [http.Handler]. Make one with [New]. It is
// safe for concurrent use, starts no goroutines but those of [Registry.Deliver], and
// needs no closing. It remembers the last 10,000 messages, to tell a message sent again from another
// one under the same message_id.
//
// It behaves until it is told not to: see [Registry.Inject].
type Registry struct {
	registryID string
	guard      *guard
	schemas    *schemas
	people     *population
	seen       *memory
	dialects   []dialect
	signatures Signatures
	standIns   []string
	trust      *trust
	keys       *keyring
	faults     faults
	exchanges  *exchangeLog // nil if none is kept
	admin      bool

	desk       *desk
	courier    *http.Client
	delivering atomic.Bool
	rate       float64 // events in a second
	rateSeed   uint64
}

// New makes a registry with its people. An option that is wrong, or nil, is an
// error of kind invalid that names it.
func New(opts ...Option) (*Registry, error) {
	c, err := configured(opts)
	if err != nil {
		return nil, err
	}
	document, err := loadSchemas()
	if err != nil {
		return nil, &fault.Error{Op: "sandbox", Kind: fault.KindInvalid, Err: err}
	}
	trusted, err := newTrust(c.trusted, c.senders)
	if err != nil {
		return nil, err
	}
	return &Registry{
		registryID: c.registryID,
		guard:      newGuard(c.token, c.client),
		schemas:    document,
		people:     newPopulation(fixedRecords, c.population),
		seen:       newMemory(),
		dialects:   dialects(),
		signatures: c.signatures,
		standIns:   c.standIns,
		trust:      trusted,
		keys:       newKeyring(c.keys),
		exchanges:  newExchangeLog(c.exchanges),
		admin:      c.admin,
		desk:       newDesk(c.callbackHosts),
		courier:    courier(c.courier),
		rate:       c.rate,
		rateSeed:   c.rateSeed,
	}, nil
}

// Records yields every record that the registry holds when it is called for, in the order of their
// registration numbers: the truth to hold an answer against. Do not change what
// the records point to.
func (r *Registry) Records() iter.Seq[person.Record] {
	return func(yield func(person.Record) bool) {
		w := r.people.world()
		for _, k := range w.records() {
			if !yield(w.record(k)) {
				return
			}
		}
	}
}

// ServeHTTP answers one request. The document's paths are taken literally: no
// cleaning, no redirects, so that a prefix stripped before us is never lost.
func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	// Nothing here is to be kept by a cache on the way.
	w.Header().Set("Cache-Control", "no-store")
	if r.admin && isAdmin(req.URL.Path) {
		r.serveAdmin(w, req)
		return
	}
	c := &call{registry: r, faults: r.faults.at(req.URL.Path)}
	if r.exchanges == nil && len(c.faults) == 0 {
		c.route(w, req)
		return
	}
	c.serve(w, req)
}

func (r *Registry) locations(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, publishedLocations(r.people.world().places.published))
}

func (r *Registry) health(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, struct {
		Status   string `json:"status"`
		Registry string `json:"registry"`
		Standard string `json:"standard"`
	}{"ok", r.registryID, "DCI CRVS " + version})
}
