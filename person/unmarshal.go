package person

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// The parts of a person can be read by themselves, by the same rules: see
// [Person.UnmarshalJSONFrom].

// readPart reads one value with read and sets dst if it could be read.
func readPart[T any](dst *T, text string, err error, read func(*cursor, *T) bool) error {
	if err != nil {
		return err
	}
	var v T
	c := newCursor(text)
	if !read(&c, &v) {
		return ErrNotAnObject
	}
	*dst = v
	return nil
}

// syntaxError is what jsontext says about b, which is not well-formed.
func syntaxError(b []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	if _, err := d.ReadValue(); err != nil {
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	_, err := d.ReadToken()
	if err == nil || errors.Is(err, io.EOF) {
		return errTrailing
	}
	return err
}

var errTrailing = errors.New("text after the JSON value")

// UnmarshalJSONFrom reads a name: an object, or the text of the whole.
func (n *PersonName) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(n, text, err, (*cursor).personName)
}

// UnmarshalJSON is [PersonName.UnmarshalJSONFrom] for package encoding/json.
func (n *PersonName) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(n, text, err, (*cursor).personName)
}

// UnmarshalJSONFrom reads an identifier: an object, or "UIN:789456".
func (i *Identifier) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(i, text, err, (*cursor).typedIdentifier)
}

// UnmarshalJSON is [Identifier.UnmarshalJSONFrom] for package encoding/json.
func (i *Identifier) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(i, text, err, (*cursor).typedIdentifier)
}

// UnmarshalJSONFrom reads a place: an object, or its name.
func (p *Place) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(p, text, err, (*cursor).namedPlace)
}

// UnmarshalJSON is [Place.UnmarshalJSONFrom] for package encoding/json.
func (p *Place) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(p, text, err, (*cursor).namedPlace)
}

// UnmarshalJSONFrom reads an address: an object, or a text, which becomes
// Line1.
func (a *Address) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(a, text, err, (*cursor).address)
}

// UnmarshalJSON is [Address.UnmarshalJSONFrom] for package encoding/json.
func (a *Address) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(a, text, err, (*cursor).address)
}

// UnmarshalJSONFrom reads a contact: an object, or a text, which becomes Value. Its
// System is "" where the text does not say it.
func (k *Contact) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(k, text, err, (*cursor).contact)
}

// UnmarshalJSON is [Contact.UnmarshalJSONFrom] for package encoding/json.
func (k *Contact) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(k, text, err, (*cursor).contact)
}

// UnmarshalJSONFrom reads a period: an object with start and end.
func (p *Period) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(p, text, err, (*cursor).onePeriod)
}

// UnmarshalJSON is [Period.UnmarshalJSONFrom] for package encoding/json.
func (p *Period) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(p, text, err, (*cursor).onePeriod)
}

// UnmarshalJSONFrom reads a position: an object with latitude and longitude.
func (g *GeoPoint) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(g, text, err, (*cursor).geoPoint)
}

// UnmarshalJSON is [GeoPoint.UnmarshalJSONFrom] for package encoding/json.
func (g *GeoPoint) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(g, text, err, (*cursor).geoPoint)
}

// UnmarshalJSONFrom reads a location: an object, or the plus code as a text.
func (g *GeoLocation) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(g, text, err, (*cursor).geoLocation)
}

// UnmarshalJSON is [GeoLocation.UnmarshalJSONFrom] for package encoding/json.
func (g *GeoLocation) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(g, text, err, (*cursor).geoLocation)
}

// UnmarshalJSONFrom reads a relation, in the form of related_person or in that
// of relations.
func (r *Relation) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	return readPart(r, text, err, (*cursor).relation)
}

// UnmarshalJSON is [Relation.UnmarshalJSONFrom] for package encoding/json.
func (r *Relation) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readPart(r, text, err, (*cursor).relation)
}

// UnmarshalJSONFrom reads a date: a text, or the number of a year. Text that is
// no date is kept with [PrecisionNone]; anything else gives [ErrNotADate].
func (d *Date) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	text, err := readFrom(dec)
	return readDateInto(d, text, err)
}

// UnmarshalJSON is [Date.UnmarshalJSONFrom] for package encoding/json.
func (d *Date) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	return readDateInto(d, text, err)
}

func readDateInto(d *Date, text string, err error) error {
	if err != nil {
		return err
	}
	c := cursor{Reader: reader(text)}
	date, ok := c.text()
	if !ok {
		return ErrNotADate
	}
	*d = readDate(date)
	return nil
}
