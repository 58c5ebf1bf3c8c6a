package sandbox

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

const (
	version      = "1.0.0" // of the standard
	maxQuestions = 1000    // in one message
)

// asked is what the registry reads of a question. The wire types are for
// what is sent; these take every number that the document takes for an integer
// (1.0, 1e2), and leave out what does not change the answer. Times do not: a
// sandbox in virtual time lives in another year than its asker.
type asked struct {
	Header  header  `json:"header"`
	Message message `json:"message"`
}

type header struct {
	Version    string  `json:"version"`
	MessageID  string  `json:"message_id"`
	Action     string  `json:"action"`
	SenderID   string  `json:"sender_id"`
	SenderURI  string  `json:"sender_uri"`
	TotalCount float64 `json:"total_count"`
	Encrypted  bool    `json:"is_msg_encrypted"`
}

type message struct {
	TransactionID string     `json:"transaction_id"`
	Questions     []question `json:"search_request"`
}

type question struct {
	ReferenceID string   `json:"reference_id"`
	Locale      string   `json:"locale"`
	Criteria    criteria `json:"search_criteria"`
	// Beside is the page where some clients put it: beside the criteria.
	Beside jsontext.Value `json:"pagination"`
}

// takePageBeside takes the page that stands beside the criteria where none stands
// in them.
func (q *question) takePageBeside() {
	var beside pageRequest
	if q.Criteria.Pagination == nil && q.Beside.Kind() == '{' && json.Unmarshal(q.Beside, &beside) == nil {
		q.Criteria.Pagination = &beside
	}
}

type criteria struct {
	RegType    string         `json:"reg_type"`
	RecordType string         `json:"reg_record_type"`
	Event      string         `json:"reg_event_type"`
	QueryType  string         `json:"query_type"`
	Query      jsontext.Value `json:"query"`
	Sort       []sortItem     `json:"sort"`
	Pagination *pageRequest   `json:"pagination"`

	// fixed takes the place of the query where a dialect asks for everybody of an
	// event, or for nobody.
	fixed condition
}

// digest is that of what is asked, whatever page of it.
func (c criteria) digest() digest {
	sorts, err := json.Marshal(c.Sort)
	if err != nil {
		sorts = nil // they are texts
	}
	parts := []string{strings.ToLower(c.Event), c.QueryType, string(c.Query), string(sorts)}
	h := sha256.New()
	for _, part := range parts {
		d := digestOf(part)
		h.Write(d[:])
	}
	return digest(h.Sum(nil))
}

type sortItem struct {
	Attribute string `json:"attribute_name"`
	Order     string `json:"sort_order"`
}

type pageRequest struct {
	Number float64 `json:"page_number"` // 0 if not given
	Size   float64 `json:"page_size"`
}

// dci10 is the registry's own dialect, the published standard.
func dci10() dialect {
	return dialect{
		name: "dci-1.0", search: pathSyncSearch, standard: true,
		scheme: envelope.JWSAttached, signature: envelope.EdDSA, encryption: envelope.ECDHESA256KW,
		answer: (*call).syncSearch, refuse: refuse,
		standardValue: sameValue,
	}
}

// syncSearch is POST /registry/sync/search.
func (c *call) syncSearch(d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	in, reader, ok := c.read(d, w, req, body)
	if !ok {
		return
	}
	r := c.registry
	out := r.searchAnswerTo(in, body)
	if out.Header.Status != wire.RequestStatusRejected {
		out = c.retold(in, out)
	}
	out.Header.IsMsgEncrypted = reader != ""
	c.answerSearch(w, req, d, in, body, searched{out.Header, out.Message, out.Message.CorrelationID, reader})
}

// searchAnswerTo answers, or rejects the message as a whole.
func (r *Registry) searchAnswerTo(in *asked, body []byte) wire.SearchResponseEnvelope {
	if reason, text := r.headerFault(in, body); reason != "" {
		return r.rejection(in, reason, text)
	}
	return r.searchAnswer(in)
}

// admitted is the body of a request that carries a token that is accepted. If it
// does not, or has no such body, it is answered. The order is that of every
// operation: the token before anything else, then the type of the body, then the
// body.
func (c *call) admitted(d *dialect, w http.ResponseWriter, req *http.Request) ([]byte, bool) {
	if !c.hasToken(d, w, req) {
		return nil, false
	}
	if d.standard && !isOfType(req, "application/json") {
		d.refuse(w, http.StatusUnsupportedMediaType, codes.ReasonRequestBad, "the Content-Type must be application/json")
		return nil, false
	}
	body, ok := readBody(w, req, d.refuse)
	if !ok {
		return nil, false
	}
	if problem := jsonProblem(body); problem != "" {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, problem)
		return nil, false
	}
	return body, true
}

// hasToken says whether the request carries a token that is accepted. If it does
// not, it is answered.
func (c *call) hasToken(d *dialect, w http.ResponseWriter, req *http.Request) bool {
	code, text := c.registry.guard.objects(req, d.exactScheme)
	if code != "" {
		w.Header().Set("WWW-Authenticate", "Bearer")
		d.refuse(w, http.StatusUnauthorized, code, text)
	}
	return code == ""
}

// read makes a question of the body, and says to whom the answer is to be
// encrypted. If it cannot, it has answered.
func (c *call) read(d *dialect, w http.ResponseWriter, req *http.Request, body []byte) (in *asked, reader string, ok bool) {
	body, reader, ok = c.openChecked(d, w, req, body, c.registry.schemas.problems)
	if !ok {
		return nil, "", false
	}
	in = new(asked)
	if err := json.Unmarshal(body, in); err != nil {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "a member has a value that this registry cannot read")
		return nil, "", false
	}
	return in, reader, true
}

// openChecked holds a message against the document, by what finds its problems (nil
// for a dialect that does not look), verifies and decrypts it. If it cannot, it has
// answered.
func (c *call) openChecked(d *dialect, w http.ResponseWriter, req *http.Request, body []byte, problems func(any) []string) (plain []byte, reader string, ok bool) {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "the body is not valid JSON")
		return nil, "", false
	}
	keeps := func() bool {
		if problems == nil {
			return true
		}
		found := problems(value)
		if len(found) > 0 {
			d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, found...)
		}
		return len(found) == 0
	}
	encrypted := isEncrypted(value)
	if !encrypted && !keeps() {
		return nil, "", false
	}
	o, no := c.open(req.Context(), d, body)
	if no != nil {
		d.refuse(w, no.status(), no.code, no.text)
		return nil, "", false
	}
	body = o.body()
	if encrypted && (json.Unmarshal(body, &value) != nil || !keeps()) {
		return nil, "", false
	}
	return body, o.reader, true
}

// isEncrypted goes by the ciphertext, not by the flag (internal/wire/RULES.md,
// rule 11).
func isEncrypted(value any) bool {
	whole, _ := value.(map[string]any)
	message, _ := whole["message"].(map[string]any)
	_, ok := message["ciphertext"]
	return ok
}

// headerFault is why the message as a whole is rejected, "" if it is not.
func (r *Registry) headerFault(in *asked, body []byte) (reason wire.HeaderReasonCode, text string) {
	h := in.Header
	switch {
	case h.Action != string(wire.ActionSearch):
		return wire.HeaderReasonCodeActionInvalid, "header.action must be search at this endpoint"
	case h.Version != "" && !strings.HasPrefix(h.Version, "1."):
		return wire.HeaderReasonCodeVersionInvalid, "header.version: this registry speaks " + version
	case r.seen.isAnother(h.SenderID, h.MessageID, body):
		return wire.HeaderReasonCodeMessageIDDuplicate, "header.message_id was used for another message"
	case h.TotalCount != float64(len(in.Message.Questions)):
		return wire.HeaderReasonCodeTotalCountInvalid, "header.total_count must be the number of items of message.search_request"
	case len(in.Message.Questions) > maxQuestions:
		return wire.HeaderReasonCodeTotalCountLimitExceeded, fmt.Sprintf("message.search_request may have at most %d items", maxQuestions)
	default:
		return "", ""
	}
}
