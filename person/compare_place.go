package person

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// maxPlaces bounds how far up the places that contain a place are looked at, and
// maxAddresses how many addresses are compared.
const (
	maxPlaces    = 8
	maxAddresses = 8
)

// places compares two places by their identifiers and their names. The one may
// be the district of the other.
func (c *comparer) places(a, b *Place) Outcome {
	if a == nil || b == nil {
		return OutcomeMissing
	}
	ids, _ := c.identifiers(a.Identifiers, b.Identifiers)
	if ids == OutcomeAgree {
		return OutcomeAgree
	}
	names := c.placeNames(a, b)
	switch {
	case names == OutcomeMissing:
		return ids
	case names == OutcomeAgree && ids == OutcomeDiffer:
		return OutcomeSimilar
	case names == OutcomeDiffer && !strings.EqualFold(a.Type, b.Type):
		return max(ids, OutcomeCannotTell) // a hospital and its town
	default:
		return names
	}
}

func (c *comparer) placeNames(a, b *Place) Outcome {
	as, bs := c.upward(a), c.upward(b)
	if len(as) == 0 || len(bs) == 0 {
		return OutcomeMissing
	}
	o, _ := as[0].compare(&bs[0])
	if o == OutcomeAgree || slices.ContainsFunc(as, bs[0].isEqual) || slices.ContainsFunc(bs, as[0].isEqual) {
		return OutcomeAgree
	}
	return o
}

func (f *folded) isEqual(o folded) bool { return !f.unfit && !o.unfit && f.isSameAs(&o) }

// upward are the names of a place and of those that contain it.
func (c *comparer) upward(p *Place) []folded {
	var out []folded
	for range maxPlaces {
		if p == nil {
			break
		}
		name := p.Name
		if isPlaceholder(name) {
			name = p.AddressLine
		}
		switch {
		case !isPlaceholder(name):
			out = append(out, c.folder.fold(name))
		case len(out) == 0:
			return nil // where it happened is not said, only around it
		}
		p = p.ContainedIn
	}
	return out
}

// addresses compares two lists by their best pair.
func (c *comparer) addresses(as, bs []Address) Outcome {
	foldedA, moreA := c.givenAddresses(as)
	foldedB, moreB := c.givenAddresses(bs)
	best := OutcomeMissing
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

func (c *comparer) givenAddresses(addresses []Address) (out []foldedAddress, more bool) {
	for i := range addresses {
		a := &addresses[i]
		country := string(codes.CountryCode(a.Country).Canonical())
		parts := [addressParts][]string{{country}, {a.Region}, {a.SubRegion}, {a.Locality}, {a.PostalCode}, {a.Line1, a.Line2}}
		var f foldedAddress
		isGiven := false
		for j, part := range parts {
			if part = saying(part); len(part) > 0 {
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
	var count [OutcomeAgree + 1]int
	near := false
	for i := range a {
		if a[i].raw == "" || b[i].raw == "" {
			continue
		}
		o, _ := a[i].compare(&b[i])
		count[o]++
		near = near || i >= partLocality && o >= OutcomeSimilar
	}
	open := count[OutcomeCannotTell] > 0
	switch {
	case count == [len(count)]int{}:
		return OutcomeCannotTell // a street here, a region there
	case count[OutcomeDiffer] == 0 && count[OutcomeSimilar] == 0 && !open:
		return OutcomeAgree
	case near || count[OutcomeDiffer] == 0 && count[OutcomeSimilar] > 0:
		return OutcomeSimilar
	case open:
		return OutcomeCannotTell
	default:
		return OutcomeDiffer
	}
}
