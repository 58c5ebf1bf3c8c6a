package person

import (
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Identifier is a number by which a registry knows a person or a registration.
type Identifier struct {
	Type  codes.IdentifierType // as the registry wrote it; "" if it did not say
	Value string               // as written, leading zeros kept
	Extra Extra
}

// OtherSpellings is [Person.OtherSpellings] for a member of the identifier, by the
// standard's name of it: identifier_type, identifier_value.
func (i Identifier) OtherSpellings(member string) []string {
	return i.Extra.spelled(member, ofIdentifier)
}

// Identifier is the first identifier of this type, or of one that the directory
// calls the same (NID and NATIONAL_ID, BRN and BIRTH_REG_NO). It returns false
// if there is none.
func (p Person) Identifier(t codes.IdentifierType) (Identifier, bool) {
	want := t.Canonical()
	for _, id := range p.Identifiers {
		if id.Type == t || id.Type.Canonical() == want {
			return id, true
		}
	}
	return Identifier{}, false
}

// RegistrationNumber is the first identifier that numbers the registration of
// this event: the BRN of a live birth, the DRN of a death, the MRN of a
// marriage. For no event ("") it is the only registration number there is. It
// is "" if there is none, and for no event also if there are several. What
// registries write for none ("N/A", "0") is no number.
func (p Person) RegistrationNumber(event codes.VitalEvent) string {
	event = event.Canonical()
	number := ""
	for _, id := range p.Identifiers {
		switch registers := id.Type.Registers(); {
		case registers == "" || !isNumber(id.Value):
		case registers == event:
			return id.Value
		case event == "" && number == "":
			number = id.Value
		case event == "":
			return ""
		}
	}
	return number
}

// isNumber says whether a value can be the number of a registration.
func isNumber(s string) bool { return Placeholders{}.isRegistration(s) }

// isRegistration says whether a value can be the number of a registration: it has
// a digit and is no placeholder.
func (t Placeholders) isRegistration(s string) bool {
	return strings.ContainsFunc(s, unicode.IsDigit) && !t.IsNumber(s)
}

func (i *Identifier) isZero() bool { return *i == (Identifier{}) }

// isHeld says whether the number is among ids, NID and NATIONAL_ID being the
// same type.
func (i *Identifier) isHeld(ids []Identifier) bool {
	for j := range ids {
		if isSame(i, &ids[j]) {
			return true
		}
	}
	return false
}

func isSame(a, b *Identifier) bool {
	return a.Value != "" && a.Value == b.Value && (a.Type == b.Type || a.Type.Canonical() == b.Type.Canonical())
}

// identifiers reads an identifier or a list of them. Text is "UIN:789456" if
// typed, else a value.
func (c *cursor) identifiers(dst *[]Identifier, typed bool) bool {
	read := (*cursor).untypedIdentifier
	if typed {
		read = (*cursor).typedIdentifier
	}
	return readList(c, dst, 2, read, (*Identifier).isZero)
}

func (c *cursor) typedIdentifier(id *Identifier) bool   { return c.identifier(id, true) }
func (c *cursor) untypedIdentifier(id *Identifier) bool { return c.identifier(id, false) }

func (c *cursor) identifier(id *Identifier, typed bool) bool {
	if c.Peek() != '{' {
		text, ok := c.scalar()
		id.Value = text
		if typed {
			id.Type, id.Value = splitIdentifier(text)
		}
		return ok
	}
	c.At++
	id.Extra = c.object(func(name string, _ int) bool {
		switch ofIdentifier.field(name) {
		case fieldIdentifierType:
			return c.identifierType(&id.Type)
		case fieldIdentifierValue:
			return c.into(&id.Value)
		default:
			return false
		}
	})
	return true
}

func (c *cursor) identifierType(dst *codes.IdentifierType) bool {
	text, ok := c.text()
	if !ok || text != "" && *dst != "" {
		return false
	}
	if text != "" {
		*dst = codes.IdentifierType(strings.TrimSpace(text))
	}
	return true
}

// splitIdentifier reads "UIN:789456". Text in which nothing that looks like a
// type stands before a colon is a value: types are no URLs and no sentences.
func splitIdentifier(text string) (codes.IdentifierType, string) {
	t, value, ok := strings.Cut(text, ":")
	t = strings.TrimSpace(t)
	if !ok || t == "" || strings.TrimSpace(value) == "" || strings.HasPrefix(value, "//") || strings.ContainsFunc(t, func(r rune) bool {
		return r != '_' && r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		return "", text
	}
	return codes.IdentifierType(t), value
}

func (w *writer) identifier(i *Identifier) {
	o := w.open(ofIdentifier)
	o.text("identifier_type", string(i.Type))
	o.text("identifier_value", i.Value)
	o.close(i.Extra)
}
