package person

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// PersonName is one name of a person: PersonName of 2022, Name of v1.0.0. Parts
// that may repeat are slices; a registry that writes two given names into one
// string gives one element. A person with a single name has it in whichever
// part the registry chose.
type PersonName struct {
	Use    codes.NameUse // what the name is used for; "" if the registry does not say
	Period Period        // when it was or is in use
	Text   string        // the whole name as one text, where the registry gives it so
	Prefix []string
	Given  []string
	Middle []string
	Family []string
	Maiden string
	Suffix []string
	Extra  Extra
}

// GivenName is the given names in one text, "" if there is none.
func (n PersonName) GivenName() string { return strings.Join(n.Given, " ") }

// MiddleName is the middle names in one text, "" if there is none.
func (n PersonName) MiddleName() string { return strings.Join(n.Middle, " ") }

// FamilyName is the family names in one text, "" if there is none.
func (n PersonName) FamilyName() string { return strings.Join(n.Family, " ") }

// Full is the name for showing to a person who may see it: Text if there is
// one, else the parts in the order prefix, given, middle, family, suffix. It is
// "" for a name without any part.
func (n PersonName) Full() string {
	if n.Text != "" {
		return n.Text
	}
	var parts []string
	for _, p := range [][]string{n.Prefix, n.Given, n.Middle, n.Family, n.Suffix} {
		parts = append(parts, p...)
	}
	return strings.Join(parts, " ")
}

// Identifier is a number by which a registry knows a person or a registration.
type Identifier struct {
	Type  codes.IdentifierType // as the registry wrote it; "" if it did not say
	Value string               // as written, leading zeros kept
	Extra Extra
}

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

// Place is where an event happened: Place of v1.0.0. A registry that gives only
// a text has it in Name; one that gives only a code has it in Identifiers.
type Place struct {
	Name        string
	Type        string // additional_type: HEALTH_FACILITY, ADMIN_STRUCTURE, PRIVATE_HOME, ...
	Identifiers []Identifier
	AddressLine string
	Geo         *GeoPoint
	ContainedIn *Place
	Contains    []Place
	Extra       Extra
}

// Period is a time with a beginning and an end: Period of the 2022 edition. A
// zero end means that it goes on, or that the registry does not say.
type Period struct {
	Start, End Date
	Extra      Extra
}

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
}
