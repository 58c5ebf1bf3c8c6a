package wire_test

import (
	"fmt"
	"slices"
	"strings"
)

// view is what one or several schemas say of a value when all of them hold: a
// reference followed, an allOf folded in.
type view struct {
	at       string            // where it stands; of a single schema, behind its references
	keywords map[string]string // the scalar ones, as text
	enum     []string          // sorted; nil where any value will do
	required map[string]bool
	props    map[string][]node
	items    []node
	anyOf    []node
	oneOf    []node
}

// scalarKeywords limit a value; each is compared as text.
var scalarKeywords = []string{
	"default", "format", "nullable", "minLength", "maxLength", "minimum", "maximum", "pattern", "minItems", "maxItems",
}

// silentKeywords limit nothing. The published key set keeps a schema under
// "components" inside a schema; it is reached by reference.
var silentKeywords = []string{"description", "example", "title", "deprecated", "components"}

// look makes the view of schemas that all hold. at names the place when there
// are several.
func look(at string, nodes []node) (*view, error) {
	v := &view{at: at, keywords: map[string]string{}, required: map[string]bool{}, props: map[string][]node{}}
	if len(nodes) == 1 {
		target, err := nodes[0].resolve()
		if err != nil {
			return nil, err
		}
		v.at = target.at
	}
	for _, n := range nodes {
		if err := v.fold(n); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *view) fold(n node) error {
	n, err := n.resolve()
	if err != nil {
		return err
	}
	for key := range n.m {
		if err := v.foldKeyword(n, key); err != nil {
			return fmt.Errorf("%s: %s: %w", n.doc.name, n.at, err)
		}
	}
	return nil
}

func (v *view) foldKeyword(n node, key string) error {
	value := n.m[key]
	switch {
	case slices.Contains(silentKeywords, key), strings.HasPrefix(key, "x-"):
		return nil
	case slices.Contains(scalarKeywords, key):
		return v.set(key, fmt.Sprint(value))
	}
	switch key {
	case "type":
		return v.foldType(value)
	case "const":
		return v.foldEnum([]any{value})
	case "enum":
		list, _ := value.([]any)
		return v.foldEnum(list)
	case "required":
		list, _ := value.([]any)
		for _, name := range list {
			v.required[fmt.Sprint(name)] = true
		}
	case "properties":
		props, _ := n.child(key)
		for name := range props.m {
			prop, ok := props.child(name)
			if !ok {
				return fmt.Errorf("property %q is not a schema", name)
			}
			v.props[name] = append(v.props[name], prop)
		}
	case "items":
		items, _ := n.child(key)
		v.items = append(v.items, items)
	case "anyOf":
		v.anyOf = append(v.anyOf, n.list(key)...)
	case "oneOf":
		v.oneOf = append(v.oneOf, n.list(key)...)
	case "allOf":
		for _, part := range n.list(key) {
			if err := v.fold(part); err != nil {
				return err
			}
		}
	case "additionalProperties":
		if value != true { // true says what is so anyway
			return fmt.Errorf("additionalProperties %v is not understood", value)
		}
	default:
		return fmt.Errorf("keyword %q is not understood", key)
	}
	return nil
}

// foldType reads a type, or a list of one type and null as 3.1 writes it.
func (v *view) foldType(value any) error {
	list, ok := value.([]any)
	if !ok {
		return v.set("type", fmt.Sprint(value))
	}
	for _, name := range list {
		key, text := "type", fmt.Sprint(name)
		if text == "null" {
			key, text = "nullable", "true"
		}
		if err := v.set(key, text); err != nil {
			return err
		}
	}
	return nil
}

// foldEnum keeps the values that every enumeration allows.
func (v *view) foldEnum(list []any) error {
	values := make([]string, 0, len(list))
	for _, value := range list {
		values = append(values, fmt.Sprint(value))
	}
	slices.Sort(values)
	if v.enum != nil {
		values = slices.DeleteFunc(values, func(s string) bool { return !slices.Contains(v.enum, s) })
	}
	if len(values) == 0 {
		return fmt.Errorf("no value is left in the enumeration")
	}
	v.enum = values
	return nil
}

func (v *view) set(key, value string) error {
	if old, ok := v.keywords[key]; ok && old != value {
		return fmt.Errorf("%s is both %s and %s", key, old, value)
	}
	v.keywords[key] = value
	return nil
}
