package wire_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// difference is one thing that the two documents say otherwise. At is a pointer
// into ours (into the published one where ours has nothing).
type difference struct {
	at, published, ours string
}

func (d difference) String() string {
	return fmt.Sprintf("%s: published %q, ours %q", d.at, d.published, d.ours)
}

// comparison walks two documents side by side and notes where they differ.
type comparison struct {
	t     *testing.T
	found map[difference]bool
	done  map[[2]string]bool
}

func newComparison(t *testing.T) *comparison {
	t.Helper()
	return &comparison{t: t, found: map[difference]bool{}, done: map[[2]string]bool{}}
}

func (c *comparison) note(at, published, ours string) {
	if published != ours {
		c.found[difference{at: at, published: published, ours: ours}] = true
	}
}

// operations compares each operation of the published document with ours and
// returns their names.
func (c *comparison) operations(published, ours *document) []string {
	c.t.Helper()
	var names []string
	root, err := published.lookup("#")
	require.NoError(c.t, err)
	paths, _ := root.child("paths")
	for path, method := range methods(paths) {
		at := "#/paths/" + escape(path) + "/" + method
		names = append(names, at)
		theirs, err := published.lookup(at)
		require.NoError(c.t, err)
		mine, err := ours.lookup(at)
		if err != nil {
			c.note(at, "operation", "")
			continue
		}
		c.operation(theirs, mine)
	}
	return names
}

func (c *comparison) operation(published, ours node) {
	c.t.Helper()
	c.note(ours.at+"/security", security(published), security(ours))
	c.parameters(published, ours)
	c.note(ours.at+"/requestBody/required", c.text(published, "requestBody", "required"), c.text(ours, "requestBody", "required"))
	c.content(ours.at+"/requestBody", c.resolved(published, "requestBody"), c.resolved(ours, "requestBody"))
	theirs, _ := published.child("responses")
	mine, _ := ours.child("responses")
	for _, status := range union(theirs.m, mine.m) {
		at := mine.at + "/" + status
		if c.both(at, "response", theirs.m[status] != nil, mine.m[status] != nil) {
			c.content(at, c.resolved(theirs, status), c.resolved(mine, status))
		}
	}
}

// content compares the media types of a body and their schemas.
func (c *comparison) content(at string, published, ours node) {
	c.t.Helper()
	theirs, _ := published.child("content")
	mine, _ := ours.child("content")
	for _, media := range union(theirs.m, mine.m) {
		if !c.both(at+"/content/"+escape(media), "media type", theirs.m[media] != nil, mine.m[media] != nil) {
			continue
		}
		p, ok := theirs.child(media, "schema")
		require.True(c.t, ok, at)
		o, ok := mine.child(media, "schema")
		require.True(c.t, ok, at)
		c.schemas(o.at, []node{p}, []node{o})
	}
}

func (c *comparison) parameters(published, ours node) {
	c.t.Helper()
	theirs, mine := c.parameterMap(published), c.parameterMap(ours)
	for _, name := range union(theirs, mine) {
		if !c.both(ours.at+"/parameters/"+escape(name), "parameter", theirs[name].m != nil, mine[name].m != nil) {
			continue
		}
		p, o := theirs[name], mine[name]
		c.note(o.at+"/required", c.text(p, "required"), c.text(o, "required"))
		ps, _ := p.child("schema")
		os, _ := o.child("schema")
		c.schemas(os.at, []node{ps}, []node{os})
	}
}

// schemas compares what the published schemas say together with what ours do.
func (c *comparison) schemas(at string, published, ours []node) {
	c.t.Helper()
	p, err := look(at, published)
	require.NoError(c.t, err)
	o, err := look(at, ours)
	require.NoError(c.t, err)
	pair := [2]string{published[0].doc.name + p.at, o.at}
	if c.done[pair] && len(published) == 1 && len(ours) == 1 {
		return
	}
	c.done[pair] = true
	for _, key := range append([]string{"type"}, scalarKeywords...) {
		c.note(o.at+"/"+key, p.keywords[key], o.keywords[key])
	}
	c.note(o.at+"/enum", strings.Join(p.enum, ", "), strings.Join(o.enum, ", "))
	for _, name := range union(p.required, o.required) {
		c.both(o.at+"/required/"+escape(name), "required", p.required[name], o.required[name])
	}
	for _, name := range union(p.props, o.props) {
		place := o.at + "/properties/" + escape(name)
		if c.both(place, "property", p.props[name] != nil, o.props[name] != nil) {
			c.schemas(place, p.props[name], o.props[name])
		}
	}
	if c.both(o.at+"/items", "items", p.items != nil, o.items != nil) && p.items != nil {
		c.schemas(o.at+"/items", p.items, o.items)
	}
	c.branches(o.at+"/anyOf", p.anyOf, o.anyOf)
	c.branches(o.at+"/oneOf", p.oneOf, o.oneOf)
}

// branches compares alternatives one by one, in their order.
func (c *comparison) branches(at string, published, ours []node) {
	c.t.Helper()
	if len(published) != len(ours) {
		c.note(at, fmt.Sprintf("%d branches", len(published)), fmt.Sprintf("%d branches", len(ours)))
		return
	}
	for i := range published {
		c.schemas(fmt.Sprintf("%s/%d", at, i), published[i:i+1], ours[i:i+1])
	}
}

// both notes what only one side has and says whether neither lacks it.
func (c *comparison) both(at, what string, published, ours bool) bool {
	has := map[bool]string{true: what}
	c.note(at, has[published], has[ours])
	return published == ours
}

func (c *comparison) resolved(n node, keys ...string) node {
	c.t.Helper()
	child, ok := n.child(keys...)
	if !ok {
		return node{}
	}
	child, err := child.resolve()
	require.NoError(c.t, err)
	return child
}

// text is a scalar of n; absent and false are one.
func (c *comparison) text(n node, keys ...string) string {
	for _, key := range keys[:len(keys)-1] {
		n, _ = n.child(key)
	}
	if v := n.m[keys[len(keys)-1]]; v != nil && v != false {
		return fmt.Sprint(v)
	}
	return ""
}

func (c *comparison) parameterMap(operation node) map[string]node {
	c.t.Helper()
	named := map[string]node{}
	for _, p := range operation.list("parameters") {
		p, err := p.resolve()
		require.NoError(c.t, err)
		named[fmt.Sprintf("%v %v", p.m["in"], p.m["name"])] = p
	}
	return named
}

// methods yields path and method of each operation.
func methods(paths node) func(yield func(path, method string) bool) {
	return func(yield func(path, method string) bool) {
		for _, path := range slices.Sorted(maps.Keys(paths.m)) {
			item, _ := paths.child(path)
			for _, method := range slices.Sorted(maps.Keys(item.m)) {
				if !yield(path, method) {
					return
				}
			}
		}
	}
}

func security(operation node) string {
	var names []string
	for _, requirement := range operation.list("security") {
		names = append(names, slices.Sorted(maps.Keys(requirement.m))...)
	}
	return strings.Join(names, ", ")
}

// union holds the keys of both, sorted.
func union[A, B any](a map[string]A, b map[string]B) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}
