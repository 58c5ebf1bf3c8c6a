package sandbox

import (
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// The DCI server of OpenCRVS, as captured in 2024 (profile.OpenCRVS2024).

const pathHealthOfOpenCRVS = "/health"

func openCRVS2024() dialect {
	return openCRVS("opencrvs-2024", "/opencrvs", shapeOfOpenCRVS2024, openCRVSWords{})
}

// openCRVS is the dialect with these words.
func openCRVS(name, base string, shape func(senderURI shape) shape, words openCRVSWords) dialect {
	server := openCRVSServer{shape: shape(optional(str())), later: shape(str()), words: words}
	return dialect{
		name: name, base: base, search: pathSyncSearch,
		scheme: envelope.JWSAttached, signature: envelope.RS256, encryption: envelope.RSAOAEP256,
		// It does not look at the age of a message.
		freshness:   []envelope.VerifierOption{envelope.WithoutAgeLimit(), envelope.WithMaxSkew(1<<63 - 1)},
		exactScheme: true, careless: true, hooks: true, tellsOne: deliveryOfOpenCRVS,
		answer: server.search, refuse: refuseOpenCRVS, other: server.other,
	}
}

// openCRVSWords is in what the two servers differ.
type openCRVSWords struct {
	standard bool // reg_type of the standard with reg_event_type, as in 1.9
}

type openCRVSServer struct {
	shape shape // of a question that is answered at once
	later shape // of one that is called back: it says where
	words openCRVSWords
}

// other answers where this system differs beside the search.
func (s openCRVSServer) other(c *call, d *dialect, w http.ResponseWriter, req *http.Request, path string) bool {
	switch {
	case path == pathHealthOfOpenCRVS && req.Method == http.MethodGet:
		answer(w, http.StatusOK, map[string]bool{"success": true})
	case path == pathToken && req.Method == http.MethodPost:
		c.openCRVSToken(w, req)
	case path == pathLocations && req.Method == http.MethodGet:
		answer(w, http.StatusOK, openCRVSLocations(c.registry.people.world().places.published))
	case path == pathWebhooks || strings.HasPrefix(path, pathWebhooks+"/"):
		c.webhooks(d, w, req, path)
	case (path == d.search || path == d.later()) && req.Method == http.MethodPost, path == pathKeys && req.Method == http.MethodGet:
		return false
	default:
		refuseOpenCRVS(w, http.StatusNotFound, codes.ReasonRequestNotFound)
	}
	return true
}

// refuseOpenCRVS answers with the one error of this system, whose code is the
// status. Of what is wrong it tells only where a question breaks the shape.
func refuseOpenCRVS(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	message := http.StatusText(status)
	switch {
	case code == codes.ReasonAuthMissingHeader:
		message = "Authorization header is missing"
	case status == http.StatusUnauthorized:
		message = "Unauthorized in gateway"
	case code == reasonShape && len(messages) > 0:
		message = "Validation error: " + messages[0]
	}
	answer(w, status, wire.SingleError{Error: wire.NumericError{Code: status, Message: message}})
}

// reasonShape marks a question that breaks the shape; it is not sent.
const reasonShape codes.ReasonCode = "shape"

// fail is what becomes of every fault of a signature and of an encryption.
func failOpenCRVS(w http.ResponseWriter) {
	refuseOpenCRVS(w, http.StatusInternalServerError, codes.ReasonInternal)
}

func (s openCRVSServer) search(c *call, d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	if !isJSON(req) {
		refuseOpenCRVS(w, http.StatusBadRequest, reasonShape, "Expected object, received string")
		return
	}
	if !s.fits(c, w, body) {
		return
	}
	o, no := c.openForOpenCRVS(req, d, body)
	if no {
		failOpenCRVS(w)
		return
	}
	if o.reader != "" && !s.fits(c, w, o.body()) {
		return
	}
	var q openCRVSQuestion
	if err := json.Unmarshal(o.body(), &q); err != nil {
		failOpenCRVS(w)
		return
	}
	in, ok := q.asked(s.words, c.registry.people.world().places.published)
	var header openCRVSHeader
	var message openCRVSMessage
	if ok { // else a date is none
		header, message, ok = q.answer(s.words, in, c.retold(in, c.registry.searchAnswer(in)))
	}
	switch {
	case ok:
		c.answerSearch(w, req, d, in, o.body(), searched{header, message, message.CorrelationID, o.reader})
	case c.isLater: // what fails is never called back
		c.answerAck(d, w, newUUID(), true)
	default: // that, or a record without a place
		failOpenCRVS(w)
	}
}

// openForOpenCRVS: an empty signature is one that does not hold.
func (c *call) openForOpenCRVS(req *http.Request, d *dialect, body []byte) (o opened, failed bool) {
	parts, err := envelope.Split(body)
	if err != nil || parts.Signature != nil && !parts.IsSigned() && c.registry.signatures != SignaturesOff {
		return opened{}, true
	}
	o, no := c.open(req.Context(), d, body)
	return o, no != nil
}

// fits holds a question against the shape. If it breaks it, it has answered.
func (s openCRVSServer) fits(c *call, w http.ResponseWriter, body []byte) bool {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		refuseOpenCRVS(w, http.StatusBadRequest, codes.ReasonRequestBad)
		return false
	}
	shape := s.shape
	if c.isLater {
		shape = s.later
	}
	f := shape(value, true, "")
	if len(f.issues) == 0 {
		return true
	}
	refuseOpenCRVS(w, http.StatusBadRequest, reasonShape, joinIssues(f.issues))
	return false
}
