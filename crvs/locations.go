package crvs

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/answer"
	"github.com/openspmis/dci-crvs-go/internal/transport"
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

// Locations fetches the tree of places: DCI core, /.well-known/locations.json.
// A registry that does not publish one answers with an [*Error] of
// [KindProtocol] and HTTPStatus 404. The answer is not cached.
func (c *Client) Locations(ctx context.Context) (Locations, error) {
	for authorized := false; ; authorized = true {
		x := &exchange{client: c, op: "locations", started: time.Now()}
		var out Locations
		out, x.failed = x.locations(ctx)
		again := !authorized && x.unauthorized() && c.transport.Forget(x.response)
		x.audit(ctx)
		switch {
		case again && ctx.Err() == nil:
		case x.failed != nil:
			return Locations{}, x.failed
		default:
			return out, nil
		}
	}
}

func (x *exchange) locations(ctx context.Context) (Locations, *Error) {
	var err error
	x.response, err = x.client.transport.Do(ctx, transport.Request{
		Op: x.op, Method: http.MethodGet, URL: x.client.base + x.client.config.profile.Paths.Locations,
	})
	if err != nil {
		return Locations{}, x.transportError(err)
	}
	a, err := answer.Decode(x.response.Body, answer.Asked{})
	if x.response.Status < 200 || x.response.Status > 299 {
		return Locations{}, x.httpError(a)
	}
	if err != nil {
		return Locations{}, x.unreadable(err)
	}
	l, err := answer.DecodeLocations(x.response.Body)
	switch {
	case err != nil:
		return Locations{}, x.unreadable(err)
	case l.Given:
		return places(l), nil
	case firstError(a) != answer.Error{}:
		return Locations{}, x.peer(firstError(a))
	default:
		return Locations{}, x.fail(fault.KindProtocol, "the answer is JSON but holds no list of locations")
	}
}

func places(l *answer.Locations) Locations {
	out := Locations{Places: make([]Location, len(l.Places))}
	for i, p := range l.Places {
		out.Places[i] = Location(p)
	}
	if t, err := time.Parse(time.RFC3339, l.LastUpdated); err == nil {
		out.LastUpdated = t
	}
	return out
}
