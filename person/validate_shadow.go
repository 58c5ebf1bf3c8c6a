package person

import "strconv"

// maxShadowDepth bounds how deep related people and places are looked into.
const maxShadowDepth = 8

// The shadow of a Person: what is sent, under the standard's names (tag field)
// and rules (tag validate).
type personShadow struct {
	Identifiers   []*identifierShadow `field:"identifier"     validate:"dive,omitempty"`
	Names         []*nameShadow       `field:"name"           validate:"dive,omitempty"`
	Sex           string              `field:"sex"            validate:"omitempty,oneof=male female other unknown"`
	BirthDates    []string            `field:"birth_date"     validate:"dive,omitempty,date"`
	BirthPlace    *placeShadow        `field:"birth_place"    validate:"omitempty"`
	DeathDates    []string            `field:"death_date"     validate:"dive,omitempty,date"`
	DeathPlace    *placeShadow        `field:"death_place"    validate:"omitempty"`
	MaritalStatus string              `field:"marital_status" validate:"omitempty,oneof=S M W A D L U"`
	MarriageDates []string            `field:"marriage_date"  validate:"dive,omitempty,date"`
	MarriagePlace *placeShadow        `field:"marriage_place" validate:"omitempty"`
	DivorceDates  []string            `field:"divorce_date"   validate:"dive,omitempty,date"`
	DivorcePlace  *placeShadow        `field:"divorce_place" validate:"omitempty"`
	BirthWeight   string              `field:"weight_at_birth" validate:"max=99,line"`
	TypeOfBirth   string              `field:"type_of_birth" validate:"max=99,line"`
	Registered    string              `field:"registration_date" validate:"omitempty,date"`
	Updated       string              `field:"last_updated" validate:"omitempty,date"`
	Addresses     []*addressShadow    `field:"address"        validate:"dive,omitempty"`
	Phones        []string            `field:"phone_number"   validate:"dive,omitempty,max=64,phone"`
	Emails        []string            `field:"email"          validate:"dive,omitempty,max=254,email"`
	Relations     []*relationShadow   `field:"related_person" validate:"dive,omitempty"`
}

type recordShadow struct {
	Event              string        `field:"reg_event_type"      validate:"max=99,line"`
	RegistrationNumber string        `field:"registration_number" validate:"max=255,line"`
	Person             *personShadow `field:"person"`
}

type identifierShadow struct {
	Type  string `field:"identifier_type"  validate:"required,max=99,line"`
	Value string `field:"identifier_value" validate:"required,max=255,line"`
}

type nameShadow struct {
	Text   string       `field:"text"        validate:"max=999,line"`
	Period periodShadow `field:"period"`
	Prefix string       `field:"prefix"      validate:"max=99,line"`
	Family string       `field:"surname"     validate:"max=255,line"`
	Given  string       `field:"given_name"  validate:"max=255,line"`
	Middle string       `field:"second_name" validate:"max=255,line"`
	Maiden string       `field:"maiden_name" validate:"max=255,line"`
	Suffix string       `field:"suffix"      validate:"max=99,line"`
}

type placeShadow struct {
	Name        string             `field:"name"               validate:"max=255,line"`
	Identifiers []*placeCodeShadow `field:"identifier"         validate:"dive,omitempty"`
	AddressLine string             `field:"address_line"       validate:"max=999,line"`
	Type        string             `field:"additional_type" validate:"max=99,line"`
	Geo         *pointShadow       `field:"geo" validate:"omitempty"`
	ContainedIn *placeShadow       `field:"contained_in_place" validate:"omitempty"`
	Contains    []*placeShadow     `field:"contains_place" validate:"dive,omitempty"`
}

type periodShadow struct {
	Start string `field:"start" validate:"omitempty,date"`
	End   string `field:"end" validate:"omitempty,date"`
}

// pointShadow is a position: degrees in decimals, as text or number.
type pointShadow struct {
	Latitude  string `field:"latitude" validate:"omitempty,latitude"`
	Longitude string `field:"longitude" validate:"omitempty,longitude"`
}

// placeCodeShadow needs no type: registries number their places in one way.
type placeCodeShadow struct {
	Type  string `field:"identifier_type"  validate:"max=99,line"`
	Value string `field:"identifier_value" validate:"required,max=255,line"`
}

type addressShadow struct {
	Line1      string      `field:"address_line1"   validate:"max=255,line"`
	Line2      string      `field:"address_line2"   validate:"max=255,line"`
	Locality   string      `field:"locality"        validate:"max=255,line"`
	SubRegion  string      `field:"sub_region_code" validate:"max=99,line"`
	Region     string      `field:"region_code"     validate:"max=99,line"`
	PostalCode string      `field:"postal_code"     validate:"max=99,line"`
	Geo        *codeShadow `field:"geo_location" validate:"omitempty"`
}

type codeShadow struct {
	PlusCode  string       `field:"plus_code.global_code" validate:"max=99,line"`
	Center    *pointShadow `field:"plus_code.geometry.location" validate:"omitempty"`
	NorthEast *pointShadow `field:"plus_code.geometry.bounds.northeast" validate:"omitempty"`
	SouthWest *pointShadow `field:"plus_code.geometry.bounds.southwest" validate:"omitempty"`
}

type relationShadow struct {
	Type   string        `field:"relationship_type" validate:"required,max=99"`
	Member *personShadow `field:"related_member"    validate:"omitempty"`
}

func indexed(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

func (p *Person) shadow(depth int) *personShadow {
	s := &personShadow{
		Identifiers: shadows(p.Identifiers, (*Identifier).isZero, identifierShadowOf), Names: shadows(p.Names, (*PersonName).isZero, nameShadowOf), Sex: string(p.Sex.Canonical()),
		BirthDates: dateTexts(p.BirthDates), BirthPlace: p.BirthPlace.shadow(0), DeathDates: dateTexts(p.DeathDates), DeathPlace: p.DeathPlace.shadow(0),
		MaritalStatus: string(p.MaritalStatus.Canonical()), MarriageDates: dateTexts(p.MarriageDates), DivorceDates: dateTexts(p.DivorceDates),
		Addresses: shadows(p.Addresses, (*Address).isZero, addressShadowOf), MarriagePlace: p.MarriagePlace.shadow(0), DivorcePlace: p.DivorcePlace.shadow(0),
		BirthWeight: p.BirthWeight, TypeOfBirth: string(p.TypeOfBirth), Registered: p.RegistrationDate.text, Updated: p.LastUpdated.text,
	}
	s.Phones, s.Emails = p.Phones(), p.Emails()
	if depth == maxShadowDepth {
		return s
	}
	s.Relations = shadows(p.Relations, (*Relation).isZero, func(r *Relation) *relationShadow {
		return &relationShadow{string(r.Type), r.Person.shadow(depth + 1)}
	})
	return s
}

// shadows has nil for an element that is not given, and so is not written.
func shadows[T, S any](list []T, isZero func(*T) bool, of func(*T) *S) []*S {
	out := make([]*S, len(list))
	for i := range list {
		if !isZero(&list[i]) {
			out[i] = of(&list[i])
		}
	}
	return out
}

func dateTexts(dates []Date) []string {
	var out []string
	for _, d := range dates {
		out = append(out, d.text)
	}
	return out
}

func identifierShadowOf(i *Identifier) *identifierShadow {
	return &identifierShadow{string(i.Type), i.Value}
}

func placeCodeShadowOf(i *Identifier) *placeCodeShadow {
	return &placeCodeShadow{string(i.Type), i.Value}
}

// nameShadowOf takes parts that repeat for one text, for so long they may be
// together.
func nameShadowOf(n *PersonName) *nameShadow {
	text := func(parts []string) string { return PersonName{Given: parts}.GivenName() }
	return &nameShadow{
		Text: n.Text, Period: periodShadow{n.Period.Start.text, n.Period.End.text}, Prefix: text(n.Prefix), Family: n.FamilyName(), Given: n.GivenName(), Middle: n.MiddleName(),
		Maiden: n.Maiden, Suffix: text(n.Suffix),
	}
}

func addressShadowOf(a *Address) *addressShadow {
	return &addressShadow{a.Line1, a.Line2, a.Locality, a.SubRegion, a.Region, a.PostalCode, a.Geo.shadow()}
}

func (p *Place) shadow(depth int) *placeShadow {
	if p == nil || depth == maxShadowDepth {
		return nil
	}
	s := &placeShadow{
		Name: p.Name, Identifiers: shadows(p.Identifiers, (*Identifier).isZero, placeCodeShadowOf), AddressLine: p.AddressLine,
		Type: p.Type, Geo: p.Geo.shadow(), ContainedIn: p.ContainedIn.shadow(depth + 1),
	}
	if depth+1 < maxShadowDepth {
		s.Contains = shadows(p.Contains, (*Place).isZero, func(in *Place) *placeShadow { return in.shadow(depth + 1) })
	}
	return s
}

func (g *GeoPoint) shadow() *pointShadow {
	if g.isZero() {
		return nil
	}
	return &pointShadow{g.Latitude, g.Longitude}
}

func (g *GeoLocation) shadow() *codeShadow {
	if g.isZero() {
		return nil
	}
	return &codeShadow{g.PlusCode, g.Center.shadow(), g.NorthEast.shadow(), g.SouthWest.shadow()}
}
