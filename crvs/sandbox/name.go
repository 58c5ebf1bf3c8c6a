package sandbox

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// nameID is a part of a name in the table; 0 is no name.
type nameID uint32

// nameTable holds every part of a name that there is in a country, once.
type nameTable struct {
	texts    []string
	folds    []string          // for comparing
	lowers   []string          // for sorting
	known    map[string]nameID // by their texts; only who changes the world looks into it
	cultures []culture
}

// culture is the names of one people: each list holds places in the table.
type culture struct {
	style           style
	female, male    []nameID
	familyF, family []nameID // the forms of one family name for a woman and for others, pair by pair
	fatherF, father []nameID // what a child of the man of the same place in male is called after him
	letters         []nameID // middle initials
}

// newNameTable makes the names of all cultures, if there is a country.
func newNameTable(hasCountry bool) nameTable {
	t := nameTable{texts: []string{""}, folds: []string{""}, lowers: []string{""}, known: map[string]nameID{"": 0}}
	if hasCountry {
		for _, s := range nameStocks() {
			t.cultures = append(t.cultures, s.culture(t.add))
		}
	}
	return t
}

// add is the place of a part of a name, which is new to the table or not. A name
// that a change brought which was given up is known and not there.
func (t *nameTable) add(text string) nameID {
	if id, ok := t.known[text]; ok && int(id) < len(t.texts) && t.texts[id] == text {
		return id
	}
	id := nameID(len(t.texts)) //nolint:gosec // at most three for each person
	t.known[text] = id
	t.texts, t.folds, t.lowers = append(t.texts, text), append(t.folds, fold(text)), append(t.lowers, strings.ToLower(text))
	return id
}

func (t *nameTable) text(id nameID) string { return t.texts[id] }

// matching are the names whose fold the function accepts.
func (t *nameTable) matching(accepts func(fold string) bool) []nameID {
	var out []nameID
	for id, f := range t.folds {
		if id > 0 && accepts(f) {
			out = append(out, nameID(id))
		}
	}
	return out
}

// given is a given name.
func (c *culture) given(sex int, r *rand.Rand) nameID {
	if sex == sexMale {
		return pick(c.male, r)
	}
	return pick(c.female, r)
}

// familyFor is the form of a family name for this sex. A name that has one form
// only, or is of another culture, stays as it is.
func (c *culture) familyFor(name nameID, sex int) nameID {
	if len(c.familyF) == 0 {
		return name
	}
	from, to := c.familyF, c.family
	if sex == sexFemale {
		from, to = to, from
	}
	if i := slices.Index(from, name); i >= 0 {
		return to[i]
	}
	return name
}

// afterFather is what a child is called after a father of this given name, 0 if
// the culture has no such names.
func (c *culture) afterFather(given nameID, sex int) nameID {
	names := c.father
	if sex == sexFemale {
		names = c.fatherF
	}
	if i := slices.Index(c.male, given); i >= 0 && i < len(names) {
		return names[i]
	}
	return 0
}

func pick(names []nameID, r *rand.Rand) nameID { return names[r.IntN(len(names))] }

// fold is a name as names are compared: composed, in the case of comparing, with
// single spaces. "ANNA  Lee" and "Anna Lee" are one, and so are an accent that
// is a letter's part and one that follows it.
func fold(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.ToLower(name)
	}
	// A caser has a state, so each call has its own.
	return cases.Fold().String(norm.NFC.String(name))
}
