package match

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxPlaces bounds how far up the places that contain a place are looked at, and
// maxAddresses how many addresses are compared.
const (
	maxPlaces    = 8
	maxAddresses = 8
)

// isAnyType: the codes of places are for good.
func isAnyType(string) bool { return true }

// places compares two places by their identifiers and their names. The one may
// be the district of the other.
func (c *comparer) places(a, b *person.Place) Outcome {
	if a == nil || b == nil {
		return Missing
	}
	ids, _ := c.identifiers(a.Identifiers, b.Identifiers, isAnyType)
	if ids == Agree {
		return Agree
	}
	names := c.placeNames(a, b)
	switch {
	case names == Missing:
		return ids
	case names == Agree && ids == Differ:
		return Similar
	case names == Differ && !strings.EqualFold(a.Type, b.Type):
		return max(ids, CannotTell) // a hospital and its town
	default:
		return names
	}
}

func (c *comparer) placeNames(a, b *person.Place) Outcome {
	as, bs := c.upward(a), c.upward(b)
	if len(as) == 0 || len(bs) == 0 {
		return Missing
	}
	o, _ := as[0].compare(&bs[0])
	if o == Agree || slices.ContainsFunc(as, bs[0].isEqual) || slices.ContainsFunc(bs, as[0].isEqual) {
		return Agree
	}
	return o
}

func (f *folded) isEqual(o folded) bool { return !f.unfit && !o.unfit && f.isSameAs(&o) }

// upward are the names of a place and of those that contain it.
func (c *comparer) upward(p *person.Place) []folded {
	var out []folded
	for range maxPlaces {
		if p == nil {
			break
		}
		name := p.Name
		if c.placeholders.IsText(name) {
			name = p.AddressLine
		}
		switch {
		case !c.placeholders.IsText(name):
			out = append(out, c.folder.fold(name))
		case len(out) == 0:
			return nil // where it happened is not said, only around it
		}
		p = p.ContainedIn
	}
	return out
}

// addresses compares two lists by their best pair.
func (c *comparer) addresses(as, bs []person.Address) Outcome {
	foldedA, moreA := c.givenAddresses(as)
	foldedB, moreB := c.givenAddresses(bs)
	best := Missing
	for _, a := range foldedA {
		for _, b := range foldedB {
			best = max(best, compareAddresses(a, b))
		}
	}
	return unlessMore(best, moreA || moreB)
}

// Parts of an address, from the widest to the narrowest.
const (
	partCountry = iota
	partRegion
	partSubRegion
	partLocality
	partPostalCode
	partLine
	addressParts
)

type foldedAddress [addressParts]folded

func (c *comparer) givenAddresses(addresses []person.Address) (out []foldedAddress, more bool) {
	for i := range addresses {
		a := &addresses[i]
		country := string(codes.CountryCode(a.Country).Canonical())
		parts := [addressParts][]string{{country}, {a.Region}, {a.SubRegion}, {a.Locality}, {a.PostalCode}, {a.Line1, a.Line2}}
		var f foldedAddress
		isGiven := false
		for j, part := range parts {
			if part = c.saying(part); len(part) > 0 {
				f[j] = c.folder.fold(part...)
				isGiven = true
			}
		}
		if !isGiven {
			continue
		}
		if len(out) == maxAddresses {
			return out, true
		}
		out = append(out, f)
	}
	return out, false
}

// compareAddresses compares what both say. A street, a town or a postal code in
// common makes two addresses similar; a country or a region does not.
func compareAddresses(a, b foldedAddress) Outcome {
	var count [Agree + 1]int
	near := false
	for i := range a {
		if a[i].raw == "" || b[i].raw == "" {
			continue
		}
		o, _ := a[i].compare(&b[i])
		count[o]++
		near = near || i >= partLocality && o >= Similar
	}
	open := count[CannotTell] > 0
	switch {
	case count == [len(count)]int{}:
		return CannotTell // a street here, a region there
	case count[Differ] == 0 && count[Similar] == 0 && !open:
		return Agree
	case near || count[Differ] == 0 && count[Similar] > 0:
		return Similar
	case open:
		return CannotTell
	default:
		return Differ
	}
}
