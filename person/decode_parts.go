package person

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// readList reads the value at the cursor, or each element if it is a list, into
// dst. read reads one into a zero T and says whether it could; isZero says
// whether anything was given. readList returns false if an element cannot be
// read, or if dst was set by another spelling of the same member.
func readList[T any](c *cursor, dst *[]T, room int, read func(*cursor, *T) bool, isZero func(*T) bool) bool {
	var list []T
	one := func() bool {
		if c.elements++; c.elements > maxElements {
			return false
		}
		if list == nil {
			list = make([]T, 0, room)
		}
		var zero T
		list = append(list, zero)
		last := &list[len(list)-1]
		ok := read(c, last)
		if ok && isZero(last) {
			list = list[:len(list)-1]
		}
		return ok
	}
	if !c.each(one) || len(list) > 0 && *dst != nil {
		return false
	}
	if len(list) > 0 {
		*dst = list
	}
	return true
}

// each calls read for the value at the cursor, or for each element if it is a
// list. It stops, and returns false, where read does.
func (c *cursor) each(read func() bool) bool {
	if c.peek() != '[' {
		return read()
	}
	c.i++
	for c.next(']') {
		if !read() {
			return false
		}
	}
	return true
}

// names reads a name, a list of names, or the text of one.
func (c *cursor) names(dst *[]PersonName) bool {
	return readList(c, dst, 1, (*cursor).personName, (*PersonName).isZero)
}

func (c *cursor) personName(n *PersonName) bool {
	if c.peek() != '{' {
		text, ok := c.scalar()
		n.Text = text
		return ok
	}
	c.i++
	n.Extra = c.object(func(name string, _ int) bool {
		return c.namePart(n, nameField(name))
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
	default:
		return false
	}
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
	if c.peek() != '{' {
		text, ok := c.scalar()
		id.Value = text
		if typed {
			id.Type, id.Value = splitIdentifier(text)
		}
		return ok
	}
	c.i++
	id.Extra = c.object(func(name string, _ int) bool {
		switch name {
		case "identifier_type", "identifierType", "name", "type", "id_type", "idType":
			return c.identifierType(&id.Type)
		case "identifier_value", "identifierValue", "identifier", "value", "id_value", "idValue":
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

// placeText says what a text is where a place is meant.
type placeText uint8

const (
	placeName placeText = iota // a place of birth: "Koh Samui"
	placeCode                  // what a place lies in: "dist-0001"
)

// place reads a place into dst: an object, a text, or a list of one of these.
func (c *cursor) place(dst **Place, text placeText) bool {
	var found *Place
	if !c.each(func() bool {
		p, ok := c.onePlace(text)
		if !ok || p != nil && found != nil {
			return false
		}
		if p != nil {
			found = p
		}
		return true
	}) || found != nil && *dst != nil {
		return false
	}
	if found != nil {
		*dst = found
	}
	return true
}

func (c *cursor) onePlace(text placeText) (*Place, bool) {
	if c.depth == maxDepth {
		return nil, false
	}
	if c.peek() != '{' {
		t, ok := c.scalar()
		switch {
		case t == "":
			return nil, ok
		case text == placeCode:
			return &Place{Identifiers: []Identifier{{Value: t}}}, true
		default:
			return &Place{Name: t}, true
		}
	}
	c.i++
	c.depth++
	p := new(Place)
	p.Extra = c.object(func(name string, _ int) bool {
		switch name {
		case "name":
			return c.into(&p.Name)
		case "additional_type", "additionalType":
			return c.into(&p.Type)
		case "identifier", "identifiers":
			return c.identifiers(&p.Identifiers, false)
		case "address_line", "addressLine", "address":
			return c.into(&p.AddressLine)
		case "contained_in_place", "containedInPlace":
			return c.place(&p.ContainedIn, placeCode)
		default:
			return false
		}
	})
	c.depth--
	if p.isZero() {
		return nil, true
	}
	return p, true
}

// addresses reads an address, a list of addresses, or the text of one.
func (c *cursor) addresses(dst *[]Address) bool {
	return readList(c, dst, 1, (*cursor).address, (*Address).isZero)
}

func (c *cursor) address(a *Address) bool {
	if c.peek() != '{' {
		text, ok := c.scalar()
		a.Line1 = text
		return ok
	}
	c.i++
	a.Extra = c.object(func(name string, _ int) bool {
		switch name {
		case "address_line1", "address_line_1", "addressLine1":
			return c.into(&a.Line1)
		case "address_line2", "address_line_2", "addressLine2":
			return c.into(&a.Line2)
		case "locality":
			return c.into(&a.Locality)
		case "sub_region_code", "subRegionCode":
			return c.into(&a.SubRegion)
		case "region_code", "regionCode":
			return c.into(&a.Region)
		case "postal_code", "postalCode":
			return c.into(&a.PostalCode)
		case "country_code", "countryCode":
			return c.into(&a.Country)
		default:
			return false
		}
	})
	return true
}

// relations reads a list of relations, or one alone that says who it is. Lists
// under several names add up: they are no spellings of one member.
func (c *cursor) relations(dst *[]Relation) bool {
	alone := c.peek() == '{'
	var list []Relation
	if !readList(c, &list, 2, (*cursor).relation, (*Relation).isZero) {
		return false
	}
	if alone && len(list) == 1 && !list[0].isTelling() {
		return false // perhaps {"mother":{…}}: a shape of which we know nothing
	}
	if *dst == nil {
		*dst = list
	} else {
		*dst = append(*dst, list...)
	}
	return true
}

// relation reads {"relationship_type":…,"related_member":{…}} or a person with
// its relationship among the members: {"@type":"spdci:Mother","givenName":…}.
func (c *cursor) relation(r *Relation) bool {
	if c.depth == maxDepth {
		return false // the whole list stays raw, not each of its people
	}
	start := c.i
	if inside, given := c.enter(); !inside {
		return !given
	}
	if !c.hasMember("related_member", "relatedMember") {
		c.i = start
		return c.person(&r.Person, r)
	}
	r.Extra = c.object(func(name string, _ int) bool {
		switch name {
		case "relationship_type", "relationshipType":
			return c.relationship(&r.Type)
		case "related_member", "relatedMember":
			return r.Person.isZero() && c.person(&r.Person, nil)
		default:
			return false
		}
	})
	return true
}

// sex reads a code: canonical if the directory knows it, else as it came.
func (c *cursor) sex(dst *codes.Sex) bool {
	text, ok := c.text()
	switch {
	case !ok || text != "" && *dst != "":
		return false
	case text == "":
	case text == string(codes.SexFemale): // the usual spellings without a look into the directory
		*dst = codes.SexFemale
	case text == string(codes.SexMale):
		*dst = codes.SexMale
	default:
		*dst, _ = codes.Sexes().Parse(text)
	}
	return true
}

// maritalStatus reads a code; see sex.
func (c *cursor) maritalStatus(dst *codes.MaritalStatus) bool {
	text, ok := c.text()
	switch {
	case !ok || text != "" && *dst != "":
		return false
	case text == "":
	default:
		*dst = maritalStatus(text)
	}
	return true
}

func maritalStatus(text string) codes.MaritalStatus {
	switch s := codes.MaritalStatus(text); s {
	case codes.MaritalStatusNeverMarried, codes.MaritalStatusMarried, codes.MaritalStatusWidowed, codes.MaritalStatusAnnulled,
		codes.MaritalStatusDivorced, codes.MaritalStatusLegallySeparated, codes.MaritalStatusUnmarried:
		return s
	default:
		return s.Canonical()
	}
}

func relationshipType(text string) codes.RelationshipType {
	switch t := codes.RelationshipType(text); t {
	case codes.RelationshipMother, codes.RelationshipFather, codes.RelationshipParent, codes.RelationshipSpouse,
		codes.RelationshipWife, codes.RelationshipHusband, codes.RelationshipChild:
		return t
	default:
		return t.Canonical()
	}
}
