package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// maxProblems bounds what is told about one request.
const maxProblems = 10

// schemas are the components of our OpenAPI document that a question is held
// against. They are read only once made.
type schemas struct {
	envelope, header, signature, message             *openapi3.Schema
	identifierQuery, predicateQuery, expressionQuery *openapi3.Schema
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
// is that of its query_type (wire.md, 1). The action is held against those of
// the standard alone; that it fits the endpoint is the registry's own rule, with
// a reason code of its own.
func (s *schemas) problems(value any) []string {
	envelope, ok := value.(map[string]any)
	if !ok {
		return []string{"the body must be an object"}
	}
	var found []string
	for _, name := range s.envelope.Required {
		if _, ok := envelope[name]; !ok {
			found = append(found, name+": is required")
		}
	}
	for name, schema := range map[string]*openapi3.Schema{"header": s.header, "signature": s.signature, "message": s.message} {
		if part, ok := envelope[name]; ok {
			found = append(found, problemsOf(schema, part, name)...)
		}
	}
	found = append(found, s.queryProblems(envelope)...)
	slices.Sort(found)
	found = slices.Compact(found)
	if len(found) > maxProblems {
		found = append(found[:maxProblems], "and more is wrong")
	}
	return found
}

// queryProblems holds each query against the form that its query_type names.
func (s *schemas) queryProblems(envelope map[string]any) []string {
	message, _ := envelope["message"].(map[string]any)
	items, _ := message["search_request"].([]any)
	var found []string
	for i, item := range items {
		item, _ := item.(map[string]any)
		criteria, _ := item["search_criteria"].(map[string]any)
		query, given := criteria["query"]
		form := s.formOf(criteria["query_type"])
		if !given || form == nil {
			continue // what is missing is found by the message's own schema
		}
		found = append(found, problemsOf(form, query, "message.search_request["+strconv.Itoa(i)+"].search_criteria.query")...)
		if len(found) > maxProblems {
			break
		}
	}
	return found
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
