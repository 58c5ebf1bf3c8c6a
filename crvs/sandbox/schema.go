package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// maxProblems bounds what is told about one request.
const maxProblems = 10

// schemas are the components of our OpenAPI document that a question is held
// against. They are read only once made.
type schemas struct {
	envelope, header, signature, message             *openapi3.Schema
	identifierQuery, predicateQuery, expressionQuery *openapi3.Schema
	page                                             *openapi3.Schema
	subscribe, unsubscribe, txnStatus                *openapi3.Schema
}

// loadSchemas reads the document once in a process: it takes longer than to
// answer a hundred questions.
func loadSchemas() (*schemas, error) { return loadedSchemas() }

var loadedSchemas = sync.OnceValues(func() (*schemas, error) {
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("our OpenAPI document: %w", err)
	}
	var s schemas
	for name, to := range map[string]**openapi3.Schema{
		"SearchEnvelope": &s.envelope, "MsgHeader": &s.header, "Signature": &s.signature, "SearchRequest": &s.message,
		"IdentifierQuery": &s.identifierQuery, "PredicateQuery": &s.predicateQuery, "ExpressionQuery": &s.expressionQuery,
		"PageRequest": &s.page, "SubscribeRequest": &s.subscribe, "UnsubscribeRequest": &s.unsubscribe, "TxnStatusRequest": &s.txnStatus,
	} {
		ref := doc.Components.Schemas[name]
		if ref == nil {
			return nil, fmt.Errorf("our OpenAPI document has no component %s", name)
		}
		*to = ref.Value
	}
	return &s, nil
})

// problems holds a question against the document. Each problem names the member
// and the rule, never the value.
//
// The document's alternatives are decided here, as the standard means them and
// a validator cannot know: the message is a plain one, and the form of a query
// is that of its query_type (internal/wire/RULES.md, rule 1). The action is held
// against those of the standard alone; that it fits the endpoint is the
// registry's own rule, with a reason code of its own.
func (s *schemas) problems(value any) []string {
	envelope, ok := value.(map[string]any)
	if !ok {
		return []string{"the body must be an object"}
	}
	found := s.partProblems(envelope, s.message)
	found = append(found, s.queryProblems(envelope)...)
	found = append(found, s.besideProblems(envelope)...)
	found = append(found, timeProblems(envelope)...)
	return few(found)
}

// partProblems holds each part of a message against its own form.
func (s *schemas) partProblems(envelope map[string]any, message *openapi3.Schema) []string {
	found := s.missing(envelope)
	for name, schema := range map[string]*openapi3.Schema{"header": s.header, "signature": s.signature, "message": message} {
		if part, ok := envelope[name]; ok {
			found = append(found, problemsOf(schema, part, name)...)
		}
	}
	return found
}

// few are the problems in their order, each once, and not too many.
func few(found []string) []string {
	slices.Sort(found)
	found = slices.Compact(found)
	if len(found) > maxProblems {
		found = append(found[:maxProblems], "and more is wrong")
	}
	return found
}

// missing lists the parts that a message cannot do without.
func (s *schemas) missing(envelope map[string]any) []string {
	var found []string
	for _, name := range s.envelope.Required {
		if _, ok := envelope[name]; !ok {
			found = append(found, name+": is required")
		}
	}
	return found
}

// missingParts are those of the body of an operation that is not offered. Its
// form is looked at no further: nothing is done with it.
func (s *schemas) missingParts(body []byte) []string {
	var envelope map[string]any
	if json.Unmarshal(body, &envelope) != nil || envelope == nil {
		return []string{"the body must be an object"}
	}
	return s.missing(envelope)
}

// itemsOf are the questions of a message, as far as they are objects.
func itemsOf(envelope map[string]any) []map[string]any {
	message, _ := envelope["message"].(map[string]any)
	items, _ := message["search_request"].([]any)
	out := make([]map[string]any, len(items))
	for i, item := range items {
		out[i], _ = item.(map[string]any)
	}
	return out
}

func atItem(i int) string { return "message.search_request[" + strconv.Itoa(i) + "]" }

// queryProblems holds each query against the form that its query_type names.
func (s *schemas) queryProblems(envelope map[string]any) []string {
	var found []string
	for i, item := range itemsOf(envelope) {
		criteria, _ := item["search_criteria"].(map[string]any)
		query, given := criteria["query"]
		form := s.formOf(criteria["query_type"])
		if !given || form == nil {
			continue // what is missing is found by the message's own schema
		}
		if form != s.expressionQuery {
			query = withTexts(query)
		}
		found = append(found, problemsOf(form, query, atItem(i)+".search_criteria.query")...)
		if len(found) > maxProblems {
			break
		}
	}
	return found
}

// besideProblems holds a page against its form also where some clients put it,
// beside the criteria. What is no object there is a member that nobody knows.
func (s *schemas) besideProblems(envelope map[string]any) []string {
	var found []string
	for i, item := range itemsOf(envelope) {
		if page, ok := item["pagination"].(map[string]any); ok {
			found = append(found, problemsOf(s.page, page, atItem(i)+".pagination")...)
		}
	}
	return found
}

// withTexts is an identifier or a predicate with a text in place of each value that is a number, a
// boolean or an object. The published document allows those, ours does not send
// them, and that no record has such a value is no fault of the message.
func withTexts(query any) any {
	switch q := query.(type) {
	case map[string]any:
		for _, name := range []string{"value", "attribute_value"} {
			if _, ok := q[name]; ok {
				return withText(q, name)
			}
		}
		out := make(map[string]any, len(q)) // an item of a predicate
		for name, part := range q {
			out[name] = withTexts(part)
		}
		return out
	case []any:
		out := make([]any, len(q))
		for i, part := range q {
			out[i] = withTexts(part)
		}
		return out
	default:
		return query
	}
}

func withText(q map[string]any, name string) map[string]any {
	switch q[name].(type) {
	case float64, bool, map[string]any:
		q = maps.Clone(q)
		q[name] = "of another type"
	}
	return q
}

func (s *schemas) formOf(queryType any) *openapi3.Schema {
	switch queryType {
	case string(wire.QueryTypeIDTypeValue):
		return s.identifierQuery
	case string(wire.QueryTypePredicate):
		return s.predicateQuery
	case string(wire.QueryTypeExpression), string(wire.QueryTypeGraphQL):
		return s.expressionQuery
	default:
		return nil
	}
}

func problemsOf(schema *openapi3.Schema, value any, at string) []string {
	err := schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableFormatValidation())
	if err == nil {
		return nil
	}
	list, ok := errors.AsType[openapi3.MultiError](err)
	if !ok {
		list = openapi3.MultiError{err}
	}
	var found []string
	for _, err := range list {
		e, ok := errors.AsType[*openapi3.SchemaError](err)
		switch {
		case !ok:
			found = append(found, at+": breaks a rule of the document")
		case e.SchemaField == "anyOf":
			// The query, which is held against its own form.
		case e.SchemaField == "format" && e.Schema.Format == "date-time":
			// A time, which timeProblems looks at more closely.
		default:
			found = append(found, member(at, e.JSONPointer())+": "+rule(e))
		}
	}
	return found
}

// member is the path of a member as people write it. Its names are those of the
// document: what the document does not name, it does not look into.
func member(at string, pointer []string) string {
	for _, token := range pointer {
		if _, err := strconv.Atoi(token); err == nil {
			at += "[" + token + "]"
		} else {
			at += "." + token
		}
	}
	return at
}

// rule says in words what the document asks for. It is made from the schema
// alone: the library's own words may quote the value.
func rule(e *openapi3.SchemaError) string {
	switch s := e.Schema; e.SchemaField {
	case "required":
		return "is required"
	case "nullable":
		return "must not be null"
	case "type":
		return "must be of type " + strings.Join(s.Type.Slice(), " or ")
	case "enum":
		return fmt.Sprintf("must be one of %v", s.Enum)
	case "minimum":
		return fmt.Sprintf("must be at least %v", *s.Min)
	case "minLength":
		return fmt.Sprintf("must have at least %d characters", s.MinLength)
	case "maxLength":
		return fmt.Sprintf("must have at most %d characters", *s.MaxLength)
	case "pattern":
		return "must match " + s.Pattern
	case "format":
		return "must be a " + s.Format
	default:
		return "breaks the rule " + e.SchemaField
	}
}
