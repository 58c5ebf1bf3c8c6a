package profile

import (
	"bytes"
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
	json, err := checked(body)
	if err != nil {
		return nil, err
	}
	d := &decoder{Reader: json, room: maxPlaces}
	l, given := &Locations{}, false
	d.object(func(name []byte) {
		switch string(name) {
		case "last_updated", "lastUpdated":
			if at, bad := time.Parse(time.RFC3339, d.trimmed()); bad == nil {
				l.LastUpdated = at
			}
		case "locations":
			given = d.Peek() == '['
			d.items(&d.room, func() {
				if place := d.location(); place != (Location{}) {
					l.Places = append(l.Places, place)
				}
			})
		default:
			d.Skip()
		}
	})
	if d.room < 0 {
		return nil, &SyntaxError{Offset: int64(d.At), reason: "the list of places is too long"}
	}
	if !given {
		return nil, nil //nolint:nilnil // no list is no error: the body may say why
	}
	return l, nil
}

// location reads the few members of a place that a tree needs. Package person reads all
// of them, from records: for a quarter of a million places that would be too costly.
func (d *decoder) location() (l Location) {
	d.object(func(name []byte) {
		switch string(name) {
		case "id":
			into(d, &l.ID)
		case "identifier":
			d.locationIdentifier(&l)
		case "name":
			into(d, &l.Name)
		case "additional_type", "additionalType":
			into(d, &l.Type)
		case "contained_in_place", "containedInPlace":
			into(d, &l.Parent)
		default:
			d.Skip()
		}
	})
	return l
}

// locationIdentifier takes the first identifier that is given: text, an object
// {name, identifier}, or a list of them.
func (d *decoder) locationIdentifier(l *Location) {
	if d.Peek() == '"' {
		into(d, &l.ID)
		return
	}
	d.list(func() {
		d.object(func(name []byte) {
			if string(name) == "identifier" && l.ID == "" {
				into(d, &l.ID)
			} else {
				d.Skip()
			}
		})
	})
}
