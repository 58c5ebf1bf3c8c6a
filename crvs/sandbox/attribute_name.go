package sandbox

import (
	"slices"
	"strings"
)

// nameIs compares one part of a name, as [fold] does.
func nameIs(attribute, value string) (c condition, wrong string) {
	want := fold(value)
	if want == "" {
		return nil, "is blank"
	}
	var of func(naming) nameID
	var in func(*index) postings
	switch attribute {
	case attrGivenName:
		of, in = func(n naming) nameID { return n.given }, func(x *index) postings { return x.given }
	case attrSecondName:
		of, in = func(n naming) nameID { return n.middle }, func(x *index) postings { return x.middle }
	default:
		of, in = func(n naming) nameID { return n.family }, func(x *index) postings { return x.family }
	}
	return comparison(func(w *world) compared {
		ids := w.names.matching(func(f string) bool { return f == want })
		return compared{
			holds:  func(r row) bool { return slices.Contains(ids, of(w.rowName(r))) },
			source: w.named(ids, in(w.made.index)),
		}
	}), ""
}

// named are the people with one of these names, and those whom the index does not
// know.
func (w *world) named(ids []nameID, in postings) *source {
	var lists [][]int32
	for _, id := range ids {
		lists = append(lists, in.of(int(id)))
	}
	return w.ofPeople(append(lists, w.fresh)...)
}

// words are what a full name and what is asked for are compared by: each word
// asked for must be one of the name's, in any order.
func words(text string) []string { return strings.Fields(fold(text)) }

// nameHas compares the full name word by word.
func nameHas(value string) (c condition, wrong string) {
	asked := words(value)
	if len(asked) == 0 {
		return nil, "is blank"
	}
	return comparison(func(w *world) compared {
		has := w.worded(asked)
		var best *source
		for _, ids := range w.worders(asked) {
			x := w.made.index
			best = best.better(w.named(ids, x.given).union(w.named(ids, x.middle)).union(w.named(ids, x.family)))
		}
		return compared{holds: func(r row) bool { return has(w.rowName(r)) }, source: best}
	}), ""
}

// worders are for each word the names that have it.
func (w *world) worders(asked []string) [][]nameID {
	var out [][]nameID
	for _, word := range asked {
		out = append(out, w.names.matching(func(f string) bool { return slices.Contains(strings.Fields(f), word) }))
	}
	return out
}

// worded compares the words of a name by the names that have them.
func (w *world) worded(asked []string) func(naming) bool {
	ids := w.worders(asked)
	return func(n naming) bool {
		for _, names := range ids {
			if !slices.Contains(names, n.given) && !slices.Contains(names, n.middle) && !slices.Contains(names, n.family) {
				return false
			}
		}
		return true
	}
}

// parentIsCalled compares the full name of a mother or a father word by word.
func parentIsCalled(attribute, value string) (c condition, wrong string) {
	asked := words(value)
	if len(asked) == 0 {
		return nil, "is blank"
	}
	parent := (*world).rowMother
	if attribute == attrFatherName {
		parent = (*world).rowFather
	}
	return comparison(func(w *world) compared {
		has := w.worded(asked)
		return compared{holds: func(r row) bool {
			who, ok := parent(w, r)
			return ok && has(who.name)
		}}
	}), ""
}
