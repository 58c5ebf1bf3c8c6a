package codes

import (
	"iter"
	"slices"
)

// Entry is one row of a code directory.
type Entry[T ~string] struct {
	// Code is the value that is written.
	Code T
	// Display is a short English label.
	Display string
	// Definition says in a clause when the code applies.
	Definition string
	// Aliases are other spellings seen in older editions and in real
	// registries. Case, spaces, "-" and "_" do not matter in them.
	Aliases []string
	// Editions are those that list this value. None means that no edition
	// does: the value is in use all the same, or was chosen by us.
	Editions []Edition
}

// Directory is an immutable list of codes with their aliases, by which codes
// are explained, listed and read. The zero value is an empty directory. A
// Directory is small, to be passed by value, and safe for concurrent use.
type Directory[T ~string] struct{ t *table[T] }

type table[T ~string] struct {
	header
	entries []Entry[T]
	byCode  map[T]int       // by code as it is written
	index   map[string]int  // by code, label and alias, as written and folded
	spaces  map[string]bool // the header's namespaces, folded; nil if any may stand before a code
}

// entry makes a row of every edition that [newDirectory] is told of.
func entry[T ~string](code T, display, definition string, aliases ...string) Entry[T] {
	return Entry[T]{Code: code, Display: display, Definition: definition, Aliases: aliases}
}

// in says which editions list the row, where that is not all of them. Called
// without any: none does.
func (e Entry[T]) in(editions ...Edition) Entry[T] {
	e.Editions = append([]Edition{}, editions...)
	return e
}

func newDirectory[T ~string](h header, entries ...Entry[T]) Directory[T] {
	t := &table[T]{
		header: h, entries: entries,
		byCode: make(map[T]int, len(entries)), index: make(map[string]int, 6*len(entries)),
	}
	if h.namespaces != nil {
		t.spaces = map[string]bool{"": true} // between the slashes of a URL
		for _, n := range h.namespaces {
			t.spaces[fold(n)] = true
		}
	}
	// A code always wins over a label or an alias of another entry, whatever
	// the order.
	for i, e := range entries {
		t.byCode[e.Code] = i
		t.index[string(e.Code)] = i
		t.index[fold(string(e.Code))] = i
	}
	for i := range entries {
		e := &entries[i]
		if e.Editions == nil {
			for _, n := range h.editions {
				e.Editions = append(e.Editions, n.Edition)
			}
		}
		t.spell(i, e.Display)
		for _, alias := range e.Aliases {
			t.spell(i, alias)
		}
	}
	return Directory[T]{t}
}

func (t *table[T]) spell(i int, text string) {
	key := fold(text)
	if j, taken := t.index[key]; taken && j != i {
		return
	}
	t.index[key], t.index[text] = i, i
}

// head is the header, also of the zero Directory.
func (d Directory[T]) head() header {
	if d.t == nil {
		return header{}
	}
	return d.t.header
}

// Name is the directory's name in the current edition, for example "sex".
func (d Directory[T]) Name() string { return d.head().name }

// Source says in a sentence where the values come from.
func (d Directory[T]) Source() string { return d.head().source }

// Open says whether deployments legally write values of their own, so that an
// unknown code is no mistake.
func (d Directory[T]) Open() bool { return d.head().open }

// Edition is the newest edition that has the directory.
func (d Directory[T]) Edition() Edition {
	all := d.head().editions
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Edition
}

// Editions are what each edition that has the directory calls it, oldest
// first.
func (d Directory[T]) Editions() []Numbering { return slices.Clone(d.head().editions) }

// Number is the number of the directory in the given edition, for example
// "CD.COM.02". It is empty where that edition has no number for it.
func (d Directory[T]) Number(edition Edition) string {
	for _, n := range d.head().editions {
		if n.Edition == edition {
			return n.Number
		}
	}
	return ""
}

// Namespaces are the words that may stand before a code, so that [Directory.Parse]
// looks past them: "spdci" in "spdci:UIN". It is nil where any word may.
func (d Directory[T]) Namespaces() []string { return slices.Clone(d.head().namespaces) }

// Len is the number of entries.
func (d Directory[T]) Len() int {
	if d.t == nil {
		return 0
	}
	return len(d.t.entries)
}

// All yields the entries in the order of the standard.
func (d Directory[T]) All() iter.Seq[Entry[T]] {
	return func(yield func(Entry[T]) bool) {
		for i := range d.Len() {
			if !yield(d.t.entry(i)) {
				return
			}
		}
	}
}

// Lookup finds the entry with exactly this code. It returns false for an alias
// and for an unknown code: use [Directory.Parse] for those.
func (d Directory[T]) Lookup(code T) (Entry[T], bool) {
	if d.t == nil {
		return Entry[T]{}, false
	}
	i, ok := d.t.byCode[code]
	if !ok {
		return Entry[T]{}, false
	}
	return d.t.entry(i), true
}

// entry is a copy that the caller may change.
func (t *table[T]) entry(i int) Entry[T] {
	e := t.entries[i]
	e.Aliases = slices.Clone(e.Aliases)
	e.Editions = slices.Clone(e.Editions)
	return e
}

// Parse reads a code in any edition's spelling: code, label or alias, in any
// case, with or without a namespace before it ("spdci:Female",
// "spdci-common:RegistryEventType:LiveBirth", "https://example.org/sex#female").
// It returns the canonical code and true. What it does not know it returns as
// it came, with false; empty text gives "" and false. Parse does not look for
// codes inside other text: "M/F" is unknown, not female. Where the directory lists
// its namespaces ([Directory.Namespaces]), a code after any other word is unknown.
//
// A code, a label or an alias exactly as the directory lists it costs no
// allocation.
func (d Directory[T]) Parse(text string) (T, bool) {
	if d.t == nil || len(text) > maxText {
		return T(text), false
	}
	if i, ok := d.t.index[text]; ok && text != "" {
		return d.t.entries[i].Code, true
	}
	for rest := range suffixes(fold(text), d.t.spaces) {
		if i, ok := d.t.index[rest]; ok && rest != "" {
			return d.t.entries[i].Code, true
		}
	}
	return T(text), false
}

// Canonical is [Directory.Parse] for one who does not care whether the code is
// known.
func (d Directory[T]) Canonical(code T) T {
	c, _ := d.Parse(string(code))
	return c
}
