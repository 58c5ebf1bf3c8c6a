package wire_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// document is a YAML document as it is written: maps, lists and scalars. The
// published one refers into properties, items and even an example, which an
// OpenAPI loader does not follow; a pointer into a plain tree goes anywhere.
type document struct {
	name string
	root any
}

// node is a map of a document and the JSON pointer that leads to it.
type node struct {
	doc *document
	at  string
	m   map[string]any
}

func parseDocument(t *testing.T, name string, raw []byte) *document {
	t.Helper()
	doc := &document{name: name}
	require.NoError(t, yaml.Unmarshal(raw, &doc.root), name)
	return doc
}

func readDocument(t *testing.T, path string) *document {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return parseDocument(t, path, raw)
}

// lookup follows a pointer of the form "#/a/b/0".
func (d *document) lookup(pointer string) (node, error) {
	at := d.root
	for _, token := range strings.Split(pointer, "/")[1:] {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		switch v := at.(type) {
		case map[string]any:
			at = v[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(v) {
				return node{}, fmt.Errorf("%s: %s: no item %q", d.name, pointer, token)
			}
			at = v[i]
		default:
			return node{}, fmt.Errorf("%s: %s: nothing at %q", d.name, pointer, token)
		}
	}
	m, ok := at.(map[string]any)
	if !ok {
		return node{}, fmt.Errorf("%s: %s: not an object", d.name, pointer)
	}
	return node{doc: d, at: pointer, m: m}, nil
}

// child is the map under keys; false where there is none.
func (n node) child(keys ...string) (node, bool) {
	for _, key := range keys {
		m, ok := n.m[key].(map[string]any)
		if !ok {
			return node{}, false
		}
		n = node{doc: n.doc, at: n.at + "/" + escape(key), m: m}
	}
	return n, true
}

// list holds the maps of a list under key.
func (n node) list(key string) []node {
	items, _ := n.m[key].([]any)
	var nodes []node
	for i, item := range items {
		if m, ok := item.(map[string]any); ok {
			nodes = append(nodes, node{doc: n.doc, at: n.at + "/" + key + "/" + strconv.Itoa(i), m: m})
		}
	}
	return nodes
}

// resolve follows references until there is none.
func (n node) resolve() (node, error) {
	for range 16 {
		ref, ok := n.m["$ref"].(string)
		if !ok {
			return n, nil
		}
		target, err := n.doc.lookup(ref)
		if err != nil {
			return node{}, fmt.Errorf("%s: %w", n.at, err)
		}
		n = target
	}
	return node{}, fmt.Errorf("%s: references without end", n.at)
}

func escape(token string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
}
