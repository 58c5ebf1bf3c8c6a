package sandbox

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

const defaultRegistryID = "crvs.sandbox"

// Option is an option of [New]. Options are applied in order: of two that set the
// same thing the last one holds, unless the comment says that each adds. One that
// is nil, or wrong, is an error of [New]. Slices given to an option are copied. An
// option sets up a registry that is being made and cannot change one that is in
// use; it may be given to several.
type Option func(*config)

type config struct {
	registryID string
	token      *digest
	client     *client
	exchanges  int
	admin      bool
	signatures Signatures
	trusted    map[string]KeySource
	senders    *http.Client // that fetches keys
	standIns   []string
	keys       []envelope.PrivateKey
	population *Population // nil for the fixed people alone

	callbackHosts []string
	courier       *http.Client
	rate          float64
	rateSeed      uint64

	err error // what the first wrong option did wrong
}

// configured returns what the options say, which [New] gets a copy of.
func configured(opts []Option) (config, error) {
	c := config{registryID: defaultRegistryID, signatures: SignaturesOptional}
	for i, opt := range opts {
		if opt == nil {
			return c, misuse(fmt.Sprintf("New: option %d is nil", i+1))
		}
		if opt(&c); c.err != nil {
			return c, c.err
		}
	}
	return c, nil
}

// refused is an option that is wrong.
func refused(message string) Option { return func(c *config) { c.err = misuse(message) } }

// digest is what is kept of a secret: comparing digests takes the same time
// whatever they are of.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

type client struct{ id, secret digest }

// WithToken makes the registry ask for a bearer token and accept this one, which
// does not expire. Default: none. It excludes nothing: with [WithClient] both
// kinds of token are accepted. Without either the registry answers everybody.
func WithToken(bearer string) Option {
	if bearer == "" || strings.ContainsFunc(bearer, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return refused("WithToken: the token is empty, or has a space in it")
	}
	token := digestOf(bearer)
	return func(c *config) { c.token = &token }
}

// WithClient makes the registry ask for a bearer token, and hand out tokens to
// this client at /oauth2/client/token; a token expires after 600 seconds.
// Default: none, and then that endpoint knows no client. It excludes nothing: see
// [WithToken].
func WithClient(id, secret string) Option {
	if id == "" || secret == "" {
		return refused("WithClient: the id or the secret is empty")
	}
	known := client{id: digestOf(id), secret: digestOf(secret)}
	return func(c *config) { c.client = &known }
}

// WithRegistryID sets the sender_id of the answers. Default: "crvs.sandbox". It
// excludes nothing; the receiver_id of a question is not compared with it.
func WithRegistryID(id string) Option {
	if id == "" {
		return refused("WithRegistryID: the id is empty")
	}
	return func(c *config) { c.registryID = id }
}

// WithExchangeLog keeps the last n messages in and out, at most 10,000, for
// [Registry.Exchanges]: a body up to 64 KiB, and not more than 16 MiB in all.
// They hold what was asked and found, and so personal data. Default: none is
// kept. It excludes nothing.
func WithExchangeLog(n int) Option {
	if n < 1 || n > maxExchanges {
		return refused("WithExchangeLog: the number of exchanges must be from 1 to 10000")
	}
	return func(c *config) { c.exchanges = n }
}

// WithAdmin switches the admin endpoints on, for whoever is on this machine:
//
//	GET    /_sandbox/people?limit=N      CSV of the registered living and dead
//	GET    /_sandbox/exchanges?limit=N   JSON of the last messages in and out, newest last
//	GET    /_sandbox/faults              JSON of the faults at work
//	POST   /_sandbox/faults              injects a [Fault], answers with its id
//	DELETE /_sandbox/faults              ends all faults, or with ?id= or /{id} one
//	POST   /_sandbox/events              registers a birth, a death ..., answers with the record
//	GET    /_sandbox/clock               JSON of the registry's day: {"today":"2025-12-31"}
//	POST   /_sandbox/clock               moves it on, see [Registry.AdvanceTo]
//
// An event is a JSON object with the member change and what the method needs that
// registers it; people are written "TYPE:VALUE". What is left out is zero there:
//
//	{"change":"birth","given":"Asha","family":"Nair","sex":"female","on":"2025-12-01",
//	 "place":"IN-KL-EKM-01","mother":"NATIONAL_ID:123456789","father":"UIN:1"}   RecordBirth
//	{"change":"death","person":"NATIONAL_ID:123456789","on":"2025-12-01"}        RecordDeath
//	{"change":"marriage","couple":["UIN:1","UIN:2"],"on":"2025-12-01"}           RecordMarriage
//	{"change":"divorce","person":"MRN:1","on":"2025-12-01"}                      RecordDivorce
//	{"change":"adoption","child":"BRN:1","mother":"UIN:1","on":"2025-12-01"}     RecordAdoption
//	{"change":"correction","registration_number":"1","given":"Asha"}             Correct
//	{"change":"cancellation","registration_number":"1"}                          Cancel
//	{"change":"any","count":100,"seed":1}                                        Happen
//
// A list of such objects, at most 1000, is registered in its order, up to the first
// that cannot be.
//
// The answer is HTTP 201 with seq, change, reg_event_type, registration_number, on
// and record, or of change any with how many were registered; or 404 for somebody or something that the registry does not have, and
// 400 for an event that cannot be, with what is wrong.
//
// They ask for no token. A request is answered only if it comes from the
// loopback, names a loopback host, was forwarded by no proxy, and was not made by
// a web page of another site. Default: off, and then these paths are not there.
// It excludes nothing.
func WithAdmin() Option { return func(c *config) { c.admin = true } }

func misuse(message string) error {
	return &fault.Error{Op: "sandbox", Kind: fault.KindInvalid, Message: message}
}
