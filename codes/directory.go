package codes

import (
	"iter"
	"slices"
	"strings"
)

// Entry is one row of a code directory.
type Entry[T ~string] struct {
	// Code is the value that the current edition of the standard writes.
	Code T
	// Display is a short English label.
	Display string
	// Aliases are other spellings seen in older editions and in real
	// registries. Case, spaces, "-" and "_" do not matter in them.
	Aliases []string
}

// Directory is an immutable list of codes with their aliases. The zero value is
// an empty directory. A Directory is safe for concurrent use.
type Directory[T ~string] struct {
	name    string
	entries []Entry[T]
	exact   map[T]int      // by code as the standard writes it: no folding, no garbage
	index   map[string]int // by folded code, label and alias
}

func newDirectory[T ~string](name string, entries ...Entry[T]) Directory[T] {
	d := Directory[T]{
		name: name, entries: entries,
		exact: make(map[T]int, len(entries)), index: make(map[string]int, 4*len(entries)),
	}
	// A code always wins over an alias of another entry, whatever the order.
	for i, e := range entries {
		d.exact[e.Code] = i
		d.index[fold(string(e.Code))] = i
	}
	for i, e := range entries {
		for _, alias := range append([]string{e.Display}, e.Aliases...) {
			key := fold(alias)
			if _, taken := d.index[key]; !taken {
				d.index[key] = i
			}
		}
	}
	return d
}

// Name is the directory's name in the standard, for example "sex".
func (d Directory[T]) Name() string { return d.name }

// Len is the number of entries.
func (d Directory[T]) Len() int { return len(d.entries) }

// All yields the entries in the order of the standard.
func (d Directory[T]) All() iter.Seq[Entry[T]] {
	return func(yield func(Entry[T]) bool) {
		for _, e := range d.entries {
			e.Aliases = slices.Clone(e.Aliases)
			if !yield(e) {
				return
			}
		}
	}
}

// Lookup finds the entry with exactly this code. It returns false for an alias
// and for an unknown code: use [Directory.Parse] for those.
func (d Directory[T]) Lookup(code T) (Entry[T], bool) {
	i, ok := d.exact[code]
	if !ok {
		return Entry[T]{}, false
	}
	e := d.entries[i]
	e.Aliases = slices.Clone(e.Aliases)
	return e, true
}

// Parse reads a code in any edition's spelling: code, label or alias, in any
// case, with or without a namespace before a colon ("spdci:Female",
// "spdci-common:RegistryEventType:LiveBirth"). It returns the canonical code
// and true. What it does not know it returns as it came, with false; empty text
// gives "" and false.
func (d Directory[T]) Parse(text string) (T, bool) {
	if i, ok := d.exact[T(text)]; ok {
		return d.entries[i].Code, true
	}
	if i, ok := d.index[fold(text)]; ok {
		return d.entries[i].Code, true
	}
	return T(text), false
}

// Canonical is [Directory.Parse] for one who does not care whether the code is
// known.
func (d Directory[T]) Canonical(code T) T {
	c, _ := d.Parse(string(code))
	return c
}

// fold is the form in which codes are compared: without namespace, case and
// the separators that editions disagree about.
func fold(s string) string {
	if i := strings.LastIndexAny(s, ":#/"); i >= 0 {
		s = s[i+1:]
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '_', '\t':
			return -1
		default:
			return r
		}
	}, strings.ToLower(strings.TrimSpace(s)))
}
