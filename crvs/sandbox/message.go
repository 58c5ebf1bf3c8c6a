package sandbox

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

const (
	version      = "1.0.0" // of the standard
	maxQuestions = 1000    // in one message
)

// envelope is what the registry reads of a question. The wire types are for
// what is sent; these take every number that the document takes for an integer
// (1.0, 1e2), and leave out what does not change the answer. Times do not: a
// sandbox in virtual time lives in another year than its asker.
type envelope struct {
	Header  header  `json:"header"`
	Message message `json:"message"`
}

type header struct {
	Version    string  `json:"version"`
	MessageID  string  `json:"message_id"`
	Action     string  `json:"action"`
	SenderID   string  `json:"sender_id"`
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
}

type criteria struct {
	RegType    string         `json:"reg_type"`
	RecordType string         `json:"reg_record_type"`
	Event      string         `json:"reg_event_type"`
	QueryType  string         `json:"query_type"`
	Query      jsontext.Value `json:"query"`
	Sort       []sortItem     `json:"sort"`
	Pagination *pageRequest   `json:"pagination"`
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

// syncSearch is POST /registry/sync/search.
func (c *call) syncSearch(w http.ResponseWriter, req *http.Request) {
	r := c.registry
	if !r.guard.admits(w, req) {
		return
	}
	body, ok := readBody(w, req)
	if !ok {
		return
	}
	in, ok := r.read(w, body)
	if !ok {
		return
	}
	if reason, text := r.headerFault(in, body); reason != "" {
		answer(w, http.StatusOK, r.rejection(in, reason, text))
		return
	}
	answer(w, http.StatusOK, c.retold(in, r.searchAnswer(in)))
}

// read makes a question of the body. If it cannot, it has answered.
func (r *Registry) read(w http.ResponseWriter, body []byte) (*envelope, bool) {
	bad := func(messages ...string) (*envelope, bool) {
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, messages...)
		return nil, false
	}
	if problem := jsonProblem(body); problem != "" {
		return bad(problem)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return bad("the body is not valid JSON")
	}
	if isEncrypted(value) {
		refuse(w, http.StatusBadRequest, codes.ReasonEncryptionInvalid, "message: this registry takes no encrypted questions")
		return nil, false
	}
	if problems := r.schemas.problems(value); len(problems) > 0 {
		return bad(problems...)
	}
	var in envelope
	if err := json.Unmarshal(body, &in); err != nil {
		return bad("a member has a value that this registry cannot read")
	}
	return &in, true
}

// isEncrypted goes by the ciphertext, not by the flag (wire.md, 11).
func isEncrypted(value any) bool {
	envelope, _ := value.(map[string]any)
	message, _ := envelope["message"].(map[string]any)
	_, ok := message["ciphertext"]
	return ok
}

// headerFault is why the message as a whole is rejected, "" if it is not.
func (r *Registry) headerFault(in *envelope, body []byte) (reason wire.HeaderReasonCode, text string) {
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
