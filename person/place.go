package person

// Place is where an event happened: Place of v1.0.0. A registry that gives only
// a text has it in Name; one that gives only a code has it in Identifiers.
type Place struct {
	Name        string
	Type        string // additional_type: HEALTH_FACILITY, ADMIN_STRUCTURE, PRIVATE_HOME, ...
	Identifiers []Identifier
	AddressLine string
	Geo         *GeoPoint
	ContainedIn *Place  // the larger place that this one lies in
	Contains    []Place // smaller places that lie in this one
	Extra       Extra
}

func (p *Place) isZero() bool {
	return p == nil || p.Name == "" && p.Type == "" && len(p.Identifiers) == 0 && p.AddressLine == "" &&
		p.Geo.isZero() && p.ContainedIn.isZero() && len(p.Contains) == 0 && p.Extra.IsZero()
}

// place reads a place into dst: an object, a text, or a list of one of these.
func (c *cursor) place(dst **Place) bool {
	return readOne(c, dst, (*cursor).namedPlace, (*Place).isZero)
}

// namedPlace reads where something happened: a text is a name, "Koh Samui".
func (c *cursor) namedPlace(p *Place) bool {
	if c.depth == maxDepth {
		return false
	}
	if c.Peek() != '{' {
		text, ok := c.scalar()
		p.Name = text
		return ok
	}
	return c.placeObject(p)
}

// codedPlace reads what a place lies in or holds: a text is a code,
// "dist-0001".
func (c *cursor) codedPlace(p *Place) bool {
	if c.depth == maxDepth {
		return false
	}
	if c.Peek() != '{' {
		text, ok := c.scalar()
		if text != "" {
			p.Identifiers = []Identifier{{Value: text}}
		}
		return ok
	}
	return c.placeObject(p)
}

func (c *cursor) placeObject(p *Place) bool {
	c.At++
	c.depth++
	p.Extra = c.object(func(name string, _ int) bool {
		switch ofPlace.field(name) {
		case fieldName:
			return c.into(&p.Name)
		case fieldAdditionalType:
			return c.into(&p.Type)
		case fieldIdentifier:
			return c.identifiers(&p.Identifiers, false)
		case fieldAddressLine:
			return c.into(&p.AddressLine)
		case fieldGeo:
			return c.point(&p.Geo)
		case fieldContainedIn:
			return readOne(c, &p.ContainedIn, (*cursor).codedPlace, (*Place).isZero)
		case fieldContains:
			return readList(c, &p.Contains, 1, (*cursor).codedPlace, (*Place).isZero)
		default:
			return false
		}
	})
	c.depth--
	return true
}

func (o *object) place(name string, p *Place) {
	if !p.isZero() {
		o.name(name)
		o.w.place(p)
	}
}

func (w *writer) place(p *Place) {
	o := w.open(ofPlace)
	o.text("name", p.Name)
	o.text("additional_type", p.Type)
	list(o, "identifier", p.Identifiers, alwaysList, (*Identifier).isZero, (*writer).identifier)
	o.text("address_line", p.AddressLine)
	o.point("geo", p.Geo)
	o.place("contained_in_place", p.ContainedIn)
	list(o, "contains_place", p.Contains, alwaysList, (*Place).isZero, (*writer).place)
	o.close(p.Extra)
}
