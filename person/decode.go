package person

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

// maxDepth is how deep persons and places may nest: a person's mother's place
// of birth and the district that holds it are 4. What lies deeper stays raw in
// Extra, so that a peer cannot make a reader of relations run without end.
const maxDepth = 8

// maxElements is how many names, identifiers, addresses and relations a record
// may hold with all its people. They take up to fifty times the memory of their
// JSON; lists beyond stay raw in Extra.
const maxElements = 10_000

// UnmarshalJSONFrom reads a person. It fails only where the JSON itself is
// broken (with the error of jsontext, which names the place and the member) or
// the value is neither an object nor empty ([ErrNotAnObject]); p is then as it
// was. null and "" give a zero Person.
//
// Double members and invalid UTF-8 are refused even by a decoder that was told
// to allow them: two readers of such a record may see two different people.
//
// The strings of p share the memory of the record: use [strings.Clone] on what
// you keep for long while you let go of the person.
func (p *Person) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	if err != nil {
		return err
	}
	return p.read(text)
}

// UnmarshalJSON is [Person.UnmarshalJSONFrom] for package encoding/json.
func (p *Person) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	if err != nil {
		return err
	}
	return p.read(text)
}

func (p *Person) read(text string) error {
	c := cursor{s: text}
	switch inside, given := c.enter(); {
	case inside:
		*p = Person{}
		c.members(p, nil)
	case given:
		return ErrNotAnObject
	default:
		*p = Person{}
	}
	return nil
}

// readFrom takes the next value of d, without white space around it.
func readFrom(d *jsontext.Decoder) (string, error) {
	raw, err := d.ReadValue()
	if err != nil {
		return "", err
	}
	if isLax(d.Options()) && !raw.IsValid() {
		return "", syntaxError(raw)
	}
	return string(raw), nil
}

func isLax(o json.Options) bool {
	doubles, _ := json.GetOption(o, jsontext.AllowDuplicateNames)
	invalid, _ := json.GetOption(o, jsontext.AllowInvalidUTF8)
	return doubles || invalid
}

// readBytes takes the one value of b, without white space around it.
func readBytes(b []byte) (string, error) {
	raw := jsontext.Value(b)
	if !raw.IsValid() {
		return "", syntaxError(raw)
	}
	c := cursor{s: string(b)}
	c.space()
	return c.s[c.i:], nil
}

// personReader holds what the members of one person leave to be put together
// at the end.
type personReader struct {
	c         *cursor
	p         *Person
	rel       *Relation // not nil where the person is an entry of a list of relations
	flat      PersonName
	flatExtra []span
	parents   [2][]Identifier
	related   []Relation
}

// person reads the value at the cursor, if it is an object or nothing. rel is
// the relation of which the object is a flat form, or nil.
func (c *cursor) person(p *Person, rel *Relation) bool {
	if c.depth == maxDepth {
		return false
	}
	inside, given := c.enter()
	if inside {
		c.members(p, rel)
	}
	return inside || !given
}

// members reads the object around the cursor.
func (c *cursor) members(p *Person, rel *Relation) {
	c.depth++
	r := personReader{c: c, p: p, rel: rel}
	p.Extra = c.object(r.member)
	c.depth--
	r.finish()
}

// member reads one member of the person.
func (r *personReader) member(name string, start int) bool {
	c, p := r.c, r.p
	switch f := personField(name); f {
	case unknownField:
		return false
	case fieldName:
		return c.names(&p.Names)
	case fieldIdentifier:
		return c.identifiers(&p.Identifiers, true)
	case fieldSex:
		return c.sex(&p.Sex)
	case fieldBirthDate:
		return c.dates(&p.BirthDates)
	case fieldBirthPlace:
		return c.place(&p.BirthPlace, placeName)
	case fieldDeathDate:
		return c.dates(&p.DeathDates)
	case fieldDeathPlace:
		return c.place(&p.DeathPlace, placeName)
	case fieldMaritalStatus:
		return c.maritalStatus(&p.MaritalStatus)
	case fieldMarriageDate:
		return c.dates(&p.MarriageDates)
	case fieldMarriagePlace:
		return c.place(&p.MarriagePlace, placeName)
	case fieldDivorceDate:
		return c.dates(&p.DivorceDates)
	case fieldPhone:
		return c.texts(&p.Phones)
	case fieldEmail:
		return c.texts(&p.Emails)
	case fieldAddress:
		return c.addresses(&p.Addresses)
	case fieldRelations:
		return c.relations(&r.related)
	case fieldParent1:
		return c.identifiers(&r.parents[0], true)
	case fieldParent2:
		return c.identifiers(&r.parents[1], true)
	case fieldRelationshipType:
		return r.rel != nil && c.relationship(&r.rel.Type)
	case fieldType:
		return r.rel != nil && c.knownRelationship(&r.rel.Type)
	default:
		return r.flatName(f, start)
	}
}

// flatName reads a part of a name that stands among the person's own members. A
// second spelling of a part that was given stays with the name that it doubles.
func (r *personReader) flatName(f field, start int) bool {
	c, value := r.c, r.c.i
	if c.namePart(&r.flat, f) {
		return true
	}
	if r.flat.isGiven(f) {
		c.i = value
		c.skip()
		r.flatExtra = append(r.flatExtra, span{start, c.i})
		return true
	}
	return false
}

// finish puts together what came in several members.
func (r *personReader) finish() {
	p := r.p
	r.flat.Extra = r.c.extra(r.flatExtra)
	switch {
	case r.flat.isZero():
	case len(p.Names) == 1 && p.Names[0].isOnlyText():
		// The parts and the whole of one name: {"name":"Mala Kumar","given_name":"Mala"}.
		r.flat.Text = p.Names[0].Text
		p.Names[0] = r.flat
	default:
		p.Names = append([]PersonName{r.flat}, p.Names...)
	}
	p.Relations = r.related
	added := 0
	for _, ids := range r.parents {
		// A number that another of the people has is a double: encoding writes
		// the first identifier of a mother in both places, for readers who
		// know only v1.0.0.
		if len(ids) == 0 || len(ids) == 1 && isHeld(ids[0], p.Relations) {
			continue
		}
		parent := Relation{Type: codes.RelationshipParent, Person: Person{Identifiers: ids}}
		p.Relations = slices.Insert(p.Relations, added, parent)
		added++
	}
}

// isHeld says whether one of the people has the identifier.
func isHeld(id Identifier, people []Relation) bool {
	for i := range people {
		for _, other := range people[i].Person.Identifiers {
			if isSame(id, other) {
				return true
			}
		}
	}
	return false
}

// isSame says whether a and b are the same number, NID and NATIONAL_ID being
// the same type.
func isSame(a, b Identifier) bool {
	return a.Value != "" && a.Value == b.Value && (a.Type == b.Type || a.Type.Canonical() == b.Type.Canonical())
}

// relationship reads a relationship type; see sex.
func (c *cursor) relationship(dst *codes.RelationshipType) bool {
	text, ok := c.text()
	if !ok || text != "" && *dst != "" {
		return false
	}
	if text != "" {
		*dst = relationshipType(text)
	}
	return true
}

// knownRelationship reads the "@type" of a flat relation, which may as well be
// the type of an object: only a relationship of the directory is taken.
func (c *cursor) knownRelationship(dst *codes.RelationshipType) bool {
	if c.peek() != '"' || *dst != "" {
		return false
	}
	t, ok := codes.RelationshipTypes().Parse(c.str())
	if ok {
		*dst = t
	}
	return ok
}
