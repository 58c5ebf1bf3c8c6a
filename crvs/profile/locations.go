package profile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"
)

// Locations is the tree of places that a registry works with.
type Locations struct {
	LastUpdated time.Time // zero if the registry does not say
	Places      []Location
}

// Location is one place: a region, a district, a hospital, an office.
type Location struct {
	ID     string // what records refer to
	Name   string
	Type   string // the registry's word: ADMIN_STRUCTURE, HEALTH_FACILITY, CRVS_OFFICE, ...
	Parent string // ID of the place that this one lies in, "" for a root
}

// Path lists the places from the root down to the one with this ID, itself
// included. It returns nil if there is none, and stops where the tree turns in a
// circle.
func (l Locations) Path(id string) []Location {
	byID := make(map[string]Location, len(l.Places))
	for _, p := range l.Places {
		if p.ID != "" { // else it would be the parent of every root
			byID[p.ID] = p
		}
	}
	var path []Location
	for p, ok := byID[id]; ok; p, ok = byID[id] {
		path = append(path, p)
		delete(byID, id)
		id = p.Parent
	}
	slices.Reverse(path)
	return path
}

// maxPlaces bounds a tree of places: the largest countries have less than a million
// villages, and a place takes ten times the bytes that a peer may write for it.
const maxPlaces = 250_000

// DecodeLocations reads the tree of places (DCI core, /.well-known/locations.json)
// in the spelling of the standard and in camel case. It returns nil for JSON that
// holds no list of them, and an error for what is not JSON.
func (Profile) DecodeLocations(body []byte) (*Locations, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if err := bounded(body); err != nil {
		return nil, err
	}
	d := &decoder{dec: borrow(body), body: body, room: maxPlaces}
	defer giveBack(d.dec)
	l, given := &Locations{}, false
	if d.dec.PeekKind() != '{' {
		if err := d.dec.SkipValue(); err != nil {
			return nil, d.syntaxError(err)
		}
		return nil, d.syntaxError(errNotObject)
	}
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "last_updated", "lastUpdated":
			var text string
			err := into(d, &text)
			if at, bad := time.Parse(time.RFC3339, text); bad == nil {
				l.LastUpdated = at
			}
			return err
		case "locations":
			given = d.dec.PeekKind() == '['
			return d.items(&d.room, func() error {
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
	if d.room < 0 {
		return nil, &SyntaxError{Offset: d.dec.InputOffset(), reason: "the list of places is too long"}
	}
	if !given {
		return nil, nil //nolint:nilnil // no list is no error: the body may say why
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
