package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// wishProblems holds a message about subscriptions against the document, as problems
// does with a question. Two members that the document demands may be left out, since
// clients do: which event and which records a subscription is about.
func (s *schemas) wishProblems(value any, asks wire.Action) []string {
	envelope, ok := value.(map[string]any)
	if !ok {
		return []string{"the body must be an object"}
	}
	header, _ := envelope["header"].(map[string]any)
	message, _ := envelope["message"].(map[string]any)
	var found []string
	switch asks {
	case wire.ActionSubscribe:
		found = slices.DeleteFunc(s.partProblems(envelope, s.subscribe), func(problem string) bool {
			return strings.HasSuffix(problem, ".reg_event_type: is required") || strings.HasSuffix(problem, ".notify_record_type: is required")
		})
		found = append(found, s.filterProblems(message)...)
	case wire.ActionUnsubscribe:
		found = append(s.partProblems(envelope, s.unsubscribe), timeProblem(message, "timestamp", "message")...)
	default:
		found = append(s.partProblems(envelope, s.txnStatus), statusProblems(message)...)
	}
	return few(append(found, timeProblem(header, "message_ts", "header")...))
}

// filterProblems holds each subscription's filter against the form of its type, and
// looks at its times.
func (s *schemas) filterProblems(message map[string]any) []string {
	var found []string
	items, _ := message["subscribe_request"].([]any)
	for i, one := range items {
		item, _ := one.(map[string]any)
		at := "message.subscribe_request[" + strconv.Itoa(i) + "]"
		found = append(found, timeProblem(item, "timestamp", at)...)
		criteria, _ := item["subscribe_criteria"].(map[string]any)
		at += ".subscribe_criteria"
		frequency, _ := criteria["frequency"].(map[string]any)
		found = append(found, timeProblem(frequency, "start_time", at+".frequency")...)
		found = append(found, timeProblem(frequency, "end_time", at+".frequency")...)
		found = append(found, grantProblems(criteria, at)...)
		if form := s.formOf(criteria["filter_type"]); form != nil && criteria["filter"] != nil {
			query := criteria["filter"]
			if form != s.expressionQuery {
				query = withTexts(query)
			}
			found = append(found, problemsOf(form, query, at+".filter")...)
		}
		if len(found) > maxProblems {
			break
		}
	}
	return found
}

// statusProblems holds the value against the form that attribute_type names
// (internal/wire/RULES.md, rule 1).
func statusProblems(message map[string]any) []string {
	query, _ := message["txnstatus_request"].(map[string]any)
	const at = "message.txnstatus_request.attribute_value"
	value, given := query["attribute_value"]
	if !given {
		return nil // told by the form of the message
	}
	texts, isList := value.([]any)
	if !isList {
		texts = []any{value}
	}
	by := wire.TxnAttributeType("")
	if text, ok := query["attribute_type"].(string); ok {
		by = wire.TxnAttributeType(text)
	}
	if wantsList := by == wire.TxnAttributeTypeReferenceIDList || by == wire.TxnAttributeTypeSubscriptionCodeList; wantsList != isList {
		return []string{at + ": must be a text, or a list of texts where attribute_type names a list"}
	}
	for _, one := range texts {
		switch text, ok := one.(string); {
		case !ok:
			return []string{at + ": must be of type string"}
		case by != wire.TxnAttributeTypeReferenceIDList && utf8.RuneCountInString(text) > 99:
			return []string{at + ": must have at most 99 characters"}
		}
	}
	if len(texts) == 0 {
		return []string{at + ": must name one at least"}
	}
	return nil
}
