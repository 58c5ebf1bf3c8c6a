package person

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

// maxDepth is how deep persons and places may nest: a person's mother's place
// of birth and the district that holds it are 4. What lies deeper stays raw in
// Extra, so that a peer cannot make a reader of relations run without end.
const maxDepth = 8

// maxElements is how many names, identifiers, contacts, addresses, relations and
// places a record may hold with all its people: what is done with a list may
// take more time than its length. Lists beyond stay raw in Extra.
const maxElements = 10_000

// maxTexts is how many texts and dates the lists of one record may hold: a text
// costs less, and encoding may write each contact twice.
const maxTexts = 4 * maxElements

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
	c := newCursor(text)
	switch inside, given := c.enter(); {
	case inside:
		*p = Person{}
		c.members(p, nil, nil)
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
	c := cursor{Reader: reader(string(b))}
	c.Space()
	start := c.At
	c.Skip()
	return c.Text[start:c.At], nil
}

// personReader holds what the members of one person leave to be put together
// at the end: see finish.
type personReader struct {
	c        *cursor
	p        *Person
	rel      *Relation // not nil where the person is an entry of a list of relations
	rec      *Record   // not nil where the person is that of a record
	flat     flatMembers
	contacts [contactMembers][]Contact
	parents  [2][]Identifier
	related  []Relation
}

// person reads the value at the cursor, if it is an object or nothing. rel is
// the relation of which the object is a flat form, or nil.
func (c *cursor) person(p *Person, rel *Relation) bool {
	if c.depth == maxDepth {
		return false
	}
	inside, given := c.enter()
	if inside {
		c.members(p, rel, nil)
	}
	return inside || !given
}

// members reads the object around the cursor.
func (c *cursor) members(p *Person, rel *Relation, rec *Record) {
	c.depth++
	r := personReader{c: c, p: p, rel: rel, rec: rec}
	p.Extra = c.object(r.member)
	c.depth--
	r.finish()
}

// member reads one member of the person.
func (r *personReader) member(name string, start int) bool {
	c, p := r.c, r.p
	switch f := ofPerson.field(name); f {
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
		return c.place(&p.BirthPlace)
	case fieldDeathDate:
		return c.dates(&p.DeathDates)
	case fieldDeathPlace:
		return c.place(&p.DeathPlace)
	case fieldMaritalStatus:
		return readWord(c, &p.MaritalStatus, c.own().MaritalStatuses, maritalStatus)
	case fieldMarriageDate:
		return c.dates(&p.MarriageDates)
	case fieldMarriagePlace:
		return c.place(&p.MarriagePlace)
	case fieldDivorceDate:
		return c.dates(&p.DivorceDates)
	case fieldAddress:
		return c.addresses(&p.Addresses)
	case fieldPhone:
		return c.contacts(&r.contacts[phoneMember], ContactPhone)
	case fieldEmail:
		return c.contacts(&r.contacts[emailMember], ContactEmail)
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
		return r.rareMember(f, start)
	}
}

// rareMember is member for what few records have.
func (r *personReader) rareMember(f field, start int) bool {
	c, p := r.c, r.p
	switch f {
	case fieldContact:
		return c.contacts(&r.contacts[pointMember], ContactPhone)
	case fieldDivorcePlace:
		return c.place(&p.DivorcePlace)
	case fieldBirthWeight:
		return c.into(&p.BirthWeight)
	case fieldTypeOfBirth:
		return readCode(c, &p.TypeOfBirth, codes.BirthType.Canonical)
	case fieldRegistrationDate:
		return c.date(&p.RegistrationDate)
	case fieldLastUpdated:
		return c.date(&p.LastUpdated)
	case fieldEvent:
		return r.rec != nil && c.event(&r.rec.Event)
	default:
		return r.flatMember(f, start)
	}
}

// readCode reads a code into dst, by the rules of into: canonical if the
// directory knows it, else as it came.
func readCode[T ~string](c *cursor, dst *T, canonical func(T) T) bool {
	text, ok := c.text()
	if !ok || text != "" && *dst != "" {
		return false
	}
	if text != "" {
		*dst = canonical(T(text))
		return *dst != "" // else it means several things
	}
	return true
}

// sex reads a code; see readCode. Only here a number of ISO 5218 is one too.
func (c *cursor) sex(dst *codes.Sex) bool {
	return readWord(c, dst, c.own().Sexes, func(s codes.Sex) codes.Sex {
		if s == codes.SexFemale || s == codes.SexMale { // without a look into the directory
			return s
		}
		s, _ = codes.Sexes().Parse(string(s))
		return s
	})
}

// maritalStatus is Canonical, quick for the usual codes.
func maritalStatus(s codes.MaritalStatus) codes.MaritalStatus {
	switch s {
	case codes.MaritalStatusNeverMarried, codes.MaritalStatusMarried, codes.MaritalStatusWidowed, codes.MaritalStatusAnnulled,
		codes.MaritalStatusDivorced, codes.MaritalStatusLegallySeparated, codes.MaritalStatusUnmarried:
		return s
	default:
		return s.Canonical()
	}
}
