package person

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// PersonName is one name of a person: PersonName of 2022, Name of v1.0.0. Parts
// that may repeat are slices; a registry that writes two given names into one
// string gives one element. A person with a single name has it in whichever
// part the registry chose.
type PersonName struct {
	Use    codes.NameUse // what the name is used for; "" if the registry does not say
	Period Period        // when it was or is in use
	Text   string        // the whole name as one text, where the registry gives it so
	Prefix []string
	Given  []string
	Middle []string
	Family []string
	Maiden string
	Suffix []string
	Extra  Extra
}

// GivenName is the given names in one text, "" if there is none.
func (n PersonName) GivenName() string { return strings.Join(n.Given, " ") }

// MiddleName is the middle names in one text, "" if there is none.
func (n PersonName) MiddleName() string { return strings.Join(n.Middle, " ") }

// FamilyName is the family names in one text, "" if there is none.
func (n PersonName) FamilyName() string { return strings.Join(n.Family, " ") }

// Full is the name for showing to a person who may see it: Text if there is
// one, else the parts in the order prefix, given, middle, family, suffix. It is
// "" for a name without any part.
func (n PersonName) Full() string {
	if n.Text != "" {
		return n.Text
	}
	var parts []string
	for _, p := range [][]string{n.Prefix, n.Given, n.Middle, n.Family, n.Suffix} {
		parts = append(parts, p...)
	}
	return strings.Join(parts, " ")
}

// Name is the name by which the person is to be called: the official one, else
// the usual one, else the first whose use is not said. A temporary name, a
// nickname, an invented or a former name is given only where there is no
// better. It is a zero [PersonName] if the registry gave none. Periods are not
// looked at.
func (p Person) Name() PersonName {
	if len(p.Names) == 0 {
		return PersonName{}
	}
	best := 0
	for i := range p.Names {
		if p.Names[i].rank() < p.Names[best].rank() {
			best = i
		}
	}
	return p.Names[best]
}

// NamesFor lists the names that have this use, in the registry's order; "" gives
// those of which the registry does not say it. It returns nil if there are none.
func (p Person) NamesFor(use codes.NameUse) []PersonName {
	var out []PersonName
	for _, n := range p.Names {
		if n.Use.Canonical() == use.Canonical() {
			out = append(out, n)
		}
	}
	return out
}

// rank says how well a name stands for the person: the lowest does best.
func (n *PersonName) rank() int {
	switch n.Use.Canonical() {
	case codes.NameUseOfficial:
		return 0
	case codes.NameUseUsual:
		return 1
	case codes.NameUseTemporary:
		return 3
	case codes.NameUseNickname, codes.NameUseAnonymous:
		return 4
	case codes.NameUseOld, codes.NameUseMaiden:
		return 5
	default: // not said, or said in a word of the registry's own
		return 2
	}
}

func (n *PersonName) isZero() bool {
	return n.isOnlyText() && n.Text == ""
}

// isOnlyText says whether there is nothing to the name but perhaps a text.
func (n *PersonName) isOnlyText() bool {
	return len(n.Prefix)+len(n.Given)+len(n.Middle)+len(n.Family)+len(n.Suffix) == 0 && n.Maiden == "" &&
		n.Use == "" && n.Period.isZero() && n.Extra.IsZero()
}

// isGiven says whether the name has this part.
func (n *PersonName) isGiven(part field) bool {
	switch part {
	case fieldPrefix:
		return len(n.Prefix) > 0
	case fieldGiven:
		return len(n.Given) > 0
	case fieldMiddle:
		return len(n.Middle) > 0
	case fieldFamily:
		return len(n.Family) > 0
	case fieldMaiden:
		return n.Maiden != ""
	case fieldSuffix:
		return len(n.Suffix) > 0
	default:
		return false
	}
}

// names reads a name, a list of names, or the text of one.
func (c *cursor) names(dst *[]PersonName) bool {
	return readList(c, dst, 1, (*cursor).personName, (*PersonName).isZero)
}

func (c *cursor) personName(n *PersonName) bool {
	if c.Peek() != '{' {
		text, ok := c.scalar()
		n.Text = text
		return ok
	}
	c.At++
	n.Extra = c.object(func(name string, _ int) bool {
		return c.namePart(n, ofName.field(name))
	})
	return true
}

func (c *cursor) namePart(n *PersonName, f field) bool {
	switch f {
	case fieldText:
		return c.into(&n.Text)
	case fieldPrefix:
		return c.texts(&n.Prefix)
	case fieldGiven:
		return c.texts(&n.Given)
	case fieldMiddle:
		return c.texts(&n.Middle)
	case fieldFamily:
		return c.texts(&n.Family)
	case fieldMaiden:
		return c.into(&n.Maiden)
	case fieldSuffix:
		return c.texts(&n.Suffix)
	case fieldUse:
		return readCode(c, &n.Use, codes.NameUse.Canonical)
	case fieldPeriod:
		return c.period(&n.Period)
	default:
		return false
	}
}

func (w *writer) personName(n *PersonName) {
	o := w.open(ofName)
	o.text("use", string(n.Use.Canonical()))
	o.text("text", n.Text)
	o.texts("prefix", n.Prefix, oneAlone)
	o.texts("surname", n.Family, oneAlone)
	o.texts("given_name", n.Given, oneAlone)
	o.texts("second_name", n.Middle, oneAlone)
	o.text("maiden_name", n.Maiden)
	o.texts("suffix", n.Suffix, oneAlone)
	o.period("period", &n.Period)
	o.close(n.Extra)
}
