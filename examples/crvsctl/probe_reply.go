package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// What became of a question. The words are those of the JSON output.
const (
	answerYes       = "yes"        // answered, without a record
	answerNo        = "no"         // refused
	answerOvermatch = "over-match" // answered with a record, though there can be none
	answerFailed    = "failed"     // HTTP 500 and the like
	answerUnknown   = "unknown"    // not asked, or answered in no way that is known
	answerAbsent    = "absent"     // there is no such endpoint
	answerDenied    = "denied"     // we are not let in
)

// outcome says what became of a question.
func (r reply) outcome() string {
	switch {
	case r.status == 0, r.status >= 300 && r.status < 400, r.isThrottled():
		return answerUnknown
	case r.status == http.StatusNotFound, r.status == http.StatusMethodNotAllowed:
		return answerAbsent
	case r.isShut() && !r.speaksOfSignatures():
		return answerDenied
	case r.status >= 500:
		return answerFailed
	case r.object == nil:
		return answerUnknown
	case r.status >= 400 || r.isRefusal():
		return answerNo
	case r.records() > 0:
		return answerOvermatch
	case r.hasItems() || r.isTrue("success") || r.at("message", "ciphertext") != nil:
		return answerYes
	default:
		return answerUnknown
	}
}

// isShut says whether a status is that of a door: the registry's or the proxy's.
func (r reply) isShut() bool {
	return r.status == http.StatusUnauthorized || r.status == http.StatusForbidden || r.status == http.StatusProxyAuthRequired
}

// isRefusal says whether an answer at HTTP 200 says no.
func (r reply) isRefusal() bool {
	for _, path := range [][]string{{"error"}, {"errors"}, {"message", "error"}, {"detail"}, {"error_code"}} {
		if r.at(path...) != nil {
			return true
		}
	}
	if r.at("success") != nil && !r.isTrue("success") {
		return true
	}
	for _, ack := range []string{r.text("message", "ack_status"), r.text("ack_status")} {
		if ack == "ERR" || ack == "NACK" {
			return true
		}
	}
	if r.text("header", "status") == "rjct" {
		return true
	}
	for _, item := range r.items() {
		if object, ok := item.(map[string]any); ok && object["status"] == "rjct" {
			return true
		}
	}
	return false
}

func (r reply) isTrue(name string) bool {
	text := strings.ToLower(fmt.Sprint(r.at(name)))
	return text == "true" || text == "1"
}

// items are those of the answer, nil if there is no list of them.
func (r reply) items() []any {
	for _, path := range [][]string{{"message", "search_response"}, {"search_response"}} {
		switch list := r.at(path...).(type) {
		case []any:
			return list
		case map[string]any:
			return []any{list}
		}
	}
	return nil
}

// hasItems says whether there is a list of items, which may be empty.
func (r reply) hasItems() bool {
	items := r.items()
	for _, item := range items {
		if _, ok := item.(map[string]any); !ok {
			return false
		}
	}
	return items != nil
}

// records counts the records of an answer; nothing of them is looked at.
func (r reply) records() int {
	n := count(r.at("data"))
	for _, item := range r.items() {
		if object, ok := item.(map[string]any); ok {
			if data, ok := object["data"].(map[string]any); ok {
				n += count(data["reg_records"])
			}
		}
	}
	return n
}

func count(value any) int {
	switch value := value.(type) {
	case []any:
		return len(value)
	case map[string]any:
		return min(1, len(value))
	default:
		return 0
	}
}

// speaksOfSignatures says whether a refusal is for the want of a signature.
func (r reply) speaksOfSignatures() bool {
	if len(r.body) > maxProbeBody {
		return false
	}
	text := strings.ToLower(string(r.body))
	return r.status >= http.StatusBadRequest && strings.Contains(text, "signature") || r.isRefusal() && strings.Contains(text, "signature")
}

// mayWantSignature says whether the question may be answered if it is signed: some
// systems say no more than 500.
func (r reply) mayWantSignature() bool { return r.status >= 500 || r.speaksOfSignatures() }

// isOpenCRVS says whether an error is in the form of its servers.
func (r reply) isOpenCRVS() bool {
	_, number := r.at("error", "code").(float64)
	return number
}

// miss says how an answer says that there is nothing.
func (r reply) miss() string {
	items := r.items()
	switch {
	case r.isTrue("success"):
		return "success without data"
	case r.at("message", "ciphertext") != nil:
		return "encrypted"
	case items == nil:
		return answerUnknown
	case len(items) == 0:
		return "empty list"
	}
	item, ok := items[0].(map[string]any)
	if !ok {
		return answerUnknown
	}
	switch data := item["data"].(type) {
	case nil:
		return "item without data"
	case map[string]any:
		if count(data["reg_records"]) == 0 {
			return "item without records"
		}
	}
	return answerUnknown
}

// code is a code of an error that can be shown: a word, and no text of a person.
var code = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)+$`)

// errorShape says what an error looks like, with its code but without its text.
func (r reply) errorShape() string {
	single, _ := r.at("error").(map[string]any)
	list, _ := r.at("errors").([]any)
	acknowledged, _ := r.at("message", "error").(map[string]any)
	switch {
	case r.object == nil && r.status != 0:
		return "no JSON object"
	case single != nil && r.at("ack_status") != nil:
		return "ack_status " + word(r.text("ack_status")) + " with error" + named(single["code"])
	case single != nil:
		if r.isOpenCRVS() {
			return "error {code: number, message}"
		}
		return "error {code, message}" + named(single["code"])
	case len(list) > 0:
		first, _ := list[0].(map[string]any)
		return "errors [{code, message}]" + named(first["code"])
	case acknowledged != nil, r.at("message", "ack_status") != nil:
		return "message.ack_status " + word(r.text("message", "ack_status")) + " with error" + named(acknowledged["code"])
	case r.text("header", "status") == "rjct":
		return "header.status rjct" + named(r.at("header", "status_reason_code"))
	case r.at("error_code") != nil:
		return "success false, error_code"
	case r.at("detail") != nil:
		return "detail"
	case r.isRefusal():
		return "item.status rjct"
	default:
		return answerUnknown
	}
}

// word is a short word in capitals as acknowledgements have it.
func word(text string) string {
	switch text {
	case "ACK", "NACK", "ERR":
		return text
	default:
		return "(none)"
	}
}

func named(value any) string {
	if text, ok := value.(string); ok && len(text) <= 60 && code.MatchString(text) {
		return " " + text
	}
	return ""
}
