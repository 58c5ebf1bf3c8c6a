package sandbox

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/person"
)

// nameIs compares one part of a name, as [fold] does.
func nameIs(attribute, value string) (c condition, wrong string) {
	want := fold(value)
	if want == "" {
		return nil, "is blank"
	}
	var part func(person.PersonName) string
	var of func(naming) nameID
	var in func(*index) postings
	switch attribute {
	case attrGivenName:
		part, of, in = person.PersonName.GivenName, func(n naming) nameID { return n.given }, func(x *index) postings { return x.given }
	case attrSecondName:
		part, of, in = person.PersonName.MiddleName, func(n naming) nameID { return n.middle }, func(x *index) postings { return x.middle }
	default:
		part, of, in = person.PersonName.FamilyName, func(n naming) nameID { return n.family }, func(x *index) postings { return x.family }
	}
	return comparison{
		func(_ *entry, v view) bool {
			return slices.ContainsFunc(v.person.Names, func(n person.PersonName) bool { return fold(part(n)) == want })
		},
		func(w *world) compared {
			ids := w.names.matching(func(f string) bool { return f == want })
			return compared{
				holds:  func(r row) bool { return slices.Contains(ids, of(w.rowName(r))) },
				source: w.named(ids, in(&w.index)),
			}
		},
	}, ""
}

// named are the people with one of these names.
func (w *world) named(ids []nameID, in postings) *source {
	var lists [][]int32
	for _, id := range ids {
		lists = append(lists, in.of(int(id)))
	}
	return w.ofPeople(lists...)
}

// words are what a full name and what is asked for are compared by: each word
// asked for must be one of the name's, in any order.
func words(text string) []string { return strings.Fields(fold(text)) }

func hasWords(full string, asked []string) bool {
	have := words(full)
	return !slices.ContainsFunc(asked, func(w string) bool { return !slices.Contains(have, w) })
}

// nameHas compares the full name word by word.
func nameHas(value string) (c condition, wrong string) {
	asked := words(value)
	if len(asked) == 0 {
		return nil, "is blank"
	}
	return comparison{
		func(_ *entry, v view) bool {
			return slices.ContainsFunc(v.person.Names, func(n person.PersonName) bool { return hasWords(n.Full(), asked) })
		},
		func(w *world) compared {
			has := w.worded(asked)
			var best *source
			for _, ids := range w.worders(asked) {
				x := &w.index
				best = best.better(w.named(ids, x.given).union(w.named(ids, x.middle)).union(w.named(ids, x.family)))
			}
			return compared{holds: func(r row) bool { return has(w.rowName(r)) }, source: best}
		},
	}, ""
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
	is := func(rel person.Relation) bool { return rel.Type.IsMother() }
	parent := (*world).mother
	if attribute == attrFatherName {
		is, parent = func(rel person.Relation) bool { return rel.Type.IsFather() }, (*world).father
	}
	return comparison{
		func(_ *entry, v view) bool {
			return slices.ContainsFunc(v.person.Relations, func(rel person.Relation) bool {
				return is(rel) && slices.ContainsFunc(rel.Person.Names, func(n person.PersonName) bool { return hasWords(n.Full(), asked) })
			})
		},
		func(w *world) compared {
			has := w.worded(asked)
			return compared{holds: func(r row) bool {
				if !w.tellsParents(r.event, r.p) || r.event == ofMarriages {
					return false
				}
				who, ok := parent(w, r.p)
				return ok && has(who.name)
			}}
		},
	}, ""
}
