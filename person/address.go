package person

// Address is where a person lives or is reached: Address of v1.0.0.
type Address struct {
	Line1, Line2 string
	Locality     string
	SubRegion    string // sub_region_code
	Region       string // region_code
	PostalCode   string
	Country      string // country_code
	Geo          *GeoLocation
	Extra        Extra
}

// Address is the first address, or a zero [Address].
func (p Person) Address() Address {
	if len(p.Addresses) == 0 {
		return Address{}
	}
	return p.Addresses[0]
}

// OtherSpellings is [Person.OtherSpellings] for the codes of the address, by the
// standard's names of them: region_code, sub_region_code.
func (a Address) OtherSpellings(member string) []string {
	return a.Extra.spelled(member, ofAddress)
}

func (a *Address) isZero() bool {
	rest := *a
	rest.Geo = nil
	return rest == (Address{}) && a.Geo.isZero()
}

// addresses reads an address, a list of addresses, or the text of one.
func (c *cursor) addresses(dst *[]Address) bool {
	return readList(c, dst, 1, (*cursor).address, (*Address).isZero)
}

func (c *cursor) address(a *Address) bool {
	if c.Peek() != '{' {
		text, ok := c.scalar()
		a.Line1 = text
		return ok
	}
	c.At++
	a.Extra = c.object(func(name string, _ int) bool {
		switch ofAddress.field(name) {
		case fieldLine1:
			return c.into(&a.Line1)
		case fieldLine2:
			return c.into(&a.Line2)
		case fieldLocality:
			return c.into(&a.Locality)
		case fieldSubRegion:
			return c.into(&a.SubRegion)
		case fieldRegion:
			return c.into(&a.Region)
		case fieldPostalCode:
			return c.into(&a.PostalCode)
		case fieldCountry:
			return c.into(&a.Country)
		case fieldGeoLocation:
			return readOne(c, &a.Geo, (*cursor).geoLocation, (*GeoLocation).isZero)
		default:
			return false
		}
	})
	return true
}

func (w *writer) address(a *Address) {
	o := w.open(ofAddress)
	o.text("address_line1", a.Line1)
	o.text("address_line2", a.Line2)
	o.text("locality", a.Locality)
	o.text("sub_region_code", a.SubRegion)
	o.text("region_code", a.Region)
	o.text("postal_code", a.PostalCode)
	o.text("country_code", a.Country)
	if !a.Geo.isZero() {
		o.name("geo_location")
		o.w.geoLocation(a.Geo)
	}
	o.close(a.Extra)
}
