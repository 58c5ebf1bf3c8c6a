package wire_test

import (
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// problems holds value against a schema and names each wrong field: its pointer
// and what is wrong, never the value.
//
// Where a schema has alternatives, kin-openapi says only that none fits. The
// standard says which one is meant (internal/wire/RULES.md, rules 1 and 11),
// so the value is held against that one again; of an allOf, against each part.
func problems(schema *openapi3.Schema, value any) []string {
	found := problemsAt(schema, value, nil, nil)
	slices.Sort(found)
	return slices.Compact(found)
}

func problemsAt(schema *openapi3.Schema, value any, at []string, parent map[string]any) []string {
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
		if !ok {
			found = append(found, "/"+strings.Join(at, "/")+": "+err.Error())
			continue
		}
		pointer := slices.Concat(at, e.JSONPointer())
		holder := parentOf(value, e.JSONPointer(), parent)
		switch e.SchemaField {
		case "allOf":
			for _, part := range e.Schema.AllOf {
				found = append(found, problemsAt(part.Value, e.Value, pointer, holder)...)
			}
		case "anyOf", "oneOf":
			found = append(found, alternative(e, pointer, holder)...)
		default:
			reason, _, _ := strings.Cut(e.Reason, " (string doesn't match pattern")
			found = append(found, "/"+strings.Join(pointer, "/")+": "+reason)
		}
	}
	return found
}

// alternative holds a value against the branch that is meant.
func alternative(e *openapi3.SchemaError, at []string, parent map[string]any) []string {
	refs := append(slices.Clone(e.Schema.AnyOf), e.Schema.OneOf...)
	want := meant(at, e.Value, parent)
	for _, ref := range refs {
		if path.Base(ref.Ref) == want {
			return problemsAt(ref.Value, e.Value, at, parent)
		}
	}
	return []string{"/" + strings.Join(at, "/") + ": " + e.Reason}
}

// meant is the component that the standard means at a place with alternatives.
func meant(at []string, value any, parent map[string]any) string {
	switch at[len(at)-1] {
	case "message":
		object, _ := value.(map[string]any)
		header, _ := parent["header"].(map[string]any)
		if object["ciphertext"] != nil {
			return "EncryptedMessage"
		}
		return map[any]string{
			"search": "SearchRequest", "on-search": "SearchResponse", "subscribe": "SubscribeRequest", "notify": "NotifyEventRequest",
		}[header["action"]]
	case "query":
		return map[any]string{
			"idtype-value": "IdentifierQuery", "predicate": "PredicateQuery", "expression": "ExpressionQuery", "graphql": "ExpressionQuery",
		}[parent["query_type"]]
	}
	return ""
}

// parentOf is the object that holds the member at the pointer.
func parentOf(value any, pointer []string, outer map[string]any) map[string]any {
	holder := outer
	for _, token := range pointer {
		switch v := value.(type) {
		case map[string]any:
			holder, value = v, v[token]
		case []any:
			if i, err := strconv.Atoi(token); err == nil && i < len(v) {
				value = v[i]
			}
		}
	}
	return holder
}
