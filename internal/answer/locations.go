package answer

import (
	"bytes"
	"errors"
	"io"
)

// Locations is the location tree as it came.
type Locations struct {
	Given       bool // there was a list, empty perhaps
	LastUpdated string
	Places      []Location
}

// Location is one node of the tree.
type Location struct {
	ID, Name, Type, Parent string
}

// DecodeLocations reads the answer of /.well-known/locations.json in the
// spelling of the standard and in camel case. It returns a [*SyntaxError] and
// nothing else as an error.
func DecodeLocations(body []byte) (*Locations, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	d := &decoder{dec: borrow(body), body: body}
	defer giveBack(d.dec)
	l := &Locations{}
	if d.dec.PeekKind() != '{' {
		if err := d.dec.SkipValue(); err != nil {
			return nil, d.syntaxError(err)
		}
		return nil, d.syntaxError(errNotObject)
	}
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "last_updated", "lastUpdated":
			return into(d, &l.LastUpdated)
		case "locations":
			l.Given = d.dec.PeekKind() == '['
			return d.list(func() error {
				var place Location
				err := d.location(&place)
				if place != (Location{}) {
					l.Places = append(l.Places, place)
				}
				return err
			})
		default:
			return d.dec.SkipValue()
		}
	})
	if err != nil {
		return nil, d.syntaxError(err)
	}
	if _, err := d.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, &SyntaxError{Offset: d.dec.InputOffset(), reason: "something follows the value"}
	}
	return l, nil
}

func (d *decoder) location(l *Location) error {
	return d.object(func(name []byte) error {
		switch string(name) {
		case "id":
			return into(d, &l.ID)
		case "identifier":
			return d.locationIdentifier(l)
		case "name":
			return into(d, &l.Name)
		case "additional_type", "additionalType":
			return into(d, &l.Type)
		case "contained_in_place", "containedInPlace":
			return into(d, &l.Parent)
		default:
			return d.dec.SkipValue()
		}
	})
}

// locationIdentifier takes the first identifier that is given: text, an object
// {name, identifier}, or a list of them.
func (d *decoder) locationIdentifier(l *Location) error {
	if d.dec.PeekKind() == '"' {
		return into(d, &l.ID)
	}
	return d.list(func() error {
		return d.object(func(name []byte) error {
			if string(name) == "identifier" && l.ID == "" {
				return into(d, &l.ID)
			}
			return d.dec.SkipValue()
		})
	})
}
