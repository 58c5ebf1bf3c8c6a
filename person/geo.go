package person

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// GeoPoint is a position in WGS 84: GeoCoordinates of v1.0.0. The numbers are
// kept as they were written.
type GeoPoint struct {
	Latitude, Longitude string // in degrees, decimal
	Extra               Extra
}

// GeoLocation is where on the map an address lies: GeoLocation of v1.0.0, a plus
// code and the box that it names.
type GeoLocation struct {
	PlusCode             string // global_code
	Center               *GeoPoint
	NorthEast, SouthWest *GeoPoint // the corners of the box
	Extra                Extra

	// Members that the standard does not have, inside plus_code, its geometry
	// and the bounds of that.
	inCode, inGeometry, inBounds Extra
}

func (g *GeoPoint) isZero() bool { return g == nil || *g == (GeoPoint{}) }

func (g *GeoLocation) isZero() bool {
	return g == nil || g.hasNoCode() && g.Extra.IsZero()
}

func (g *GeoLocation) hasNoCode() bool {
	return g.PlusCode == "" && g.inCode.IsZero() && g.hasNoGeometry()
}

func (g *GeoLocation) hasNoGeometry() bool {
	return g.Center.isZero() && g.inGeometry.IsZero() && g.hasNoBounds()
}

func (g *GeoLocation) hasNoBounds() bool {
	return g.NorthEast.isZero() && g.SouthWest.isZero() && g.inBounds.IsZero()
}

func (c *cursor) geoPoint(g *GeoPoint) bool {
	inside, given := c.enter()
	if !inside {
		return !given
	}
	g.Extra = c.object(func(name string, _ int) bool {
		switch ofPosition.field(name) {
		case fieldLatitude:
			return c.into(&g.Latitude)
		case fieldLongitude:
			return c.into(&g.Longitude)
		default:
			return false
		}
	})
	return true
}

// point reads a position into dst, by the rules of into.
func (c *cursor) point(dst **GeoPoint) bool {
	return readOne(c, dst, (*cursor).geoPoint, (*GeoPoint).isZero)
}

// geoLocation reads {"plus_code":…}, or the plus code as a text.
func (c *cursor) geoLocation(g *GeoLocation) bool {
	if c.Peek() != '{' {
		text, ok := c.scalar()
		g.PlusCode = text
		return ok
	}
	c.At++
	g.Extra = c.object(func(name string, _ int) bool {
		switch ofPosition.field(name) {
		case fieldPlusCode:
			return g.hasNoCode() && c.plusCode(g)
		default:
			return false
		}
	})
	return true
}

func (c *cursor) plusCode(g *GeoLocation) bool {
	if c.Peek() != '{' {
		return c.into(&g.PlusCode)
	}
	c.At++
	g.inCode = c.object(func(name string, _ int) bool {
		switch ofPosition.field(name) {
		case fieldGlobalCode:
			return c.into(&g.PlusCode)
		case fieldGeometry:
			return c.geometry(g)
		default:
			return false
		}
	})
	return true
}

func (c *cursor) geometry(g *GeoLocation) bool {
	inside, given := c.enter()
	if !inside {
		return !given
	}
	g.inGeometry = c.object(func(name string, _ int) bool {
		switch ofPosition.field(name) {
		case fieldLocation:
			return c.point(&g.Center)
		case fieldBounds:
			return c.bounds(g)
		default:
			return false
		}
	})
	return true
}

func (c *cursor) bounds(g *GeoLocation) bool {
	inside, given := c.enter()
	if !inside {
		return !given
	}
	g.inBounds = c.object(func(name string, _ int) bool {
		switch ofPosition.field(name) {
		case fieldNorthEast:
			return c.point(&g.NorthEast)
		case fieldSouthWest:
			return c.point(&g.SouthWest)
		default:
			return false
		}
	})
	return true
}

func (o *object) point(name string, g *GeoPoint) {
	if !g.isZero() {
		o.name(name)
		o.w.geoPoint(g)
	}
}

func (w *writer) geoPoint(g *GeoPoint) {
	o := w.open(ofPosition)
	o.number("latitude", g.Latitude)
	o.number("longitude", g.Longitude)
	o.close(g.Extra)
}

// number writes text that is a JSON number as one, and any other as a text.
func (o *object) number(name, value string) {
	v := jsontext.Value(value)
	if strings.TrimSpace(value) != value || v.Kind() != '0' || !v.IsValid() {
		o.text(name, value)
		return
	}
	o.name(name)
	o.w.b = append(o.w.b, value...)
}

func (w *writer) geoLocation(g *GeoLocation) {
	o := w.open(ofPosition)
	if !g.hasNoCode() {
		o.name("plus_code")
		code := w.open(ofPosition)
		code.text("global_code", g.PlusCode)
		if !g.hasNoGeometry() {
			code.name("geometry")
			w.geometry(g)
		}
		code.close(g.inCode)
	}
	o.close(g.Extra)
}

func (w *writer) geometry(g *GeoLocation) {
	o := w.open(ofPosition)
	if !g.hasNoBounds() {
		o.name("bounds")
		box := w.open(ofPosition)
		box.point("northeast", g.NorthEast)
		box.point("southwest", g.SouthWest)
		box.close(g.inBounds)
	}
	o.point("location", g.Center)
	o.close(g.inGeometry)
}
