package person

import "github.com/go-json-experiment/json/jsontext"

func (w *writer) date(d *Date) { w.text(d.text) }

// MarshalJSONTo writes the person in the spelling and the shapes of v1.0.0.
// Nothing that is not given is written, and no name twice: a member of Extra
// gives way to a field of the same name. It fails if a text is not UTF-8.
func (p Person) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &p, (*writer).person)
}

// MarshalJSON is [Person.MarshalJSONTo] for package encoding/json.
func (p Person) MarshalJSON() ([]byte, error) { return marshal(&p, (*writer).person) }

// MarshalJSONTo writes the name as Person does.
func (n PersonName) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &n, (*writer).personName)
}

// MarshalJSON writes the name as Person does.
func (n PersonName) MarshalJSON() ([]byte, error) { return marshal(&n, (*writer).personName) }

// MarshalJSONTo writes the identifier as Person does.
func (i Identifier) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &i, (*writer).identifier)
}

// MarshalJSON writes the identifier as Person does.
func (i Identifier) MarshalJSON() ([]byte, error) { return marshal(&i, (*writer).identifier) }

// MarshalJSONTo writes the address as Person does.
func (a Address) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &a, (*writer).address)
}

// MarshalJSON writes the address as Person does.
func (a Address) MarshalJSON() ([]byte, error) { return marshal(&a, (*writer).address) }

// MarshalJSONTo writes the place as Person does.
func (p Place) MarshalJSONTo(e *jsontext.Encoder) error { return marshalTo(e, &p, (*writer).place) }

// MarshalJSON writes the place as Person does.
func (p Place) MarshalJSON() ([]byte, error) { return marshal(&p, (*writer).place) }

// MarshalJSONTo writes the contact as Person does.
func (k Contact) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &k, (*writer).contact)
}

// MarshalJSON writes the contact as Person does.
func (k Contact) MarshalJSON() ([]byte, error) { return marshal(&k, (*writer).contact) }

// MarshalJSONTo writes the period as Person does.
func (p Period) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &p, (*writer).period)
}

// MarshalJSON writes the period as Person does.
func (p Period) MarshalJSON() ([]byte, error) { return marshal(&p, (*writer).period) }

// MarshalJSONTo writes the position as Person does.
func (g GeoPoint) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &g, (*writer).geoPoint)
}

// MarshalJSON writes the position as Person does.
func (g GeoPoint) MarshalJSON() ([]byte, error) { return marshal(&g, (*writer).geoPoint) }

// MarshalJSONTo writes the location as Person does.
func (g GeoLocation) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &g, (*writer).geoLocation)
}

// MarshalJSON writes the location as Person does.
func (g GeoLocation) MarshalJSON() ([]byte, error) { return marshal(&g, (*writer).geoLocation) }

// MarshalJSONTo writes the relation as an entry of related_person.
func (r Relation) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &r, (*writer).relation)
}

// MarshalJSON writes the relation as an entry of related_person.
func (r Relation) MarshalJSON() ([]byte, error) { return marshal(&r, (*writer).relation) }

// MarshalJSONTo writes the text of the date as it came, "" for a zero date.
func (d Date) MarshalJSONTo(e *jsontext.Encoder) error { return marshalTo(e, &d, (*writer).date) }

// MarshalJSON writes the text of the date as it came, "" for a zero date.
func (d Date) MarshalJSON() ([]byte, error) { return marshal(&d, (*writer).date) }
