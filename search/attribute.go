package search

import "github.com/openspmis/dci-crvs-go/codes"

// Attribute is the name of something a record can be searched and sorted by:
// member attribute_name (CRVS 1.0.0, SearchRequest). The standard leaves the
// names to the deployment (QueryAttributes: "defined per implementation
// context"); those here are the members of its own CRVSPerson, and those of the
// 2022 edition that it dropped. For any other there is [Custom].
type Attribute interface {
	// Name is the name on the wire.
	Name() string
}

// DateAttribute is an attribute that holds a date.
type DateAttribute string

// SexAttribute is the attribute that holds the sex.
type SexAttribute string

// MaritalStatusAttribute is the attribute that holds the marital status.
type MaritalStatusAttribute string

// NameAttribute is an attribute that holds a name or a part of one. Registries
// match names loosely, each in its own way: a record may come back whose name
// differs.
type NameAttribute string

// CodeAttribute is an attribute that holds a code.
type CodeAttribute string

// PlaceAttribute is an attribute that holds a place. Its value is the code or
// another identifier of the place, or its name. A place lies in others: who asks
// for a district may be given what happened in a hospital there.
type PlaceAttribute string

// ParentAttribute is an attribute that holds an identifier of a parent. Which of
// the two is the first the standard leaves open: [ParentIs] asks for either.
type ParentAttribute string

// NumberAttribute is an attribute that holds the number of a registration,
// whatever type of identifier the registry makes of it.
type NumberAttribute string

// Dates. EventDate is that of the event that is registered: the birth, the
// death, the marriage or the divorce.
const (
	BirthDate        DateAttribute = "birth_date"
	DeathDate        DateAttribute = "death_date"
	MarriageDate     DateAttribute = "marriage_date"
	DivorceDate      DateAttribute = "divorce_date"
	EventDate        DateAttribute = "event_date"
	RegistrationDate DateAttribute = "registration_date"
)

// Places. EventPlace is that of the event that is registered.
const (
	BirthPlace PlaceAttribute = "birth_place"
	DeathPlace PlaceAttribute = "death_place"
	EventPlace PlaceAttribute = "event_place"
)

// Codes of the person.
const (
	Sex           SexAttribute           = "sex"
	MaritalStatus MaritalStatusAttribute = "marital_status"

	Region    CodeAttribute = "region_code"     // of an address of the person
	SubRegion CodeAttribute = "sub_region_code" // of an address of the person
)

// Names. MotherName and FatherName are those of the 2022 edition, each a name in
// one text.
const (
	GivenName  NameAttribute = "given_name"
	MiddleName NameAttribute = "second_name"
	FamilyName NameAttribute = "surname"
	FullName   NameAttribute = "name" // the whole name in one text
	MotherName NameAttribute = "mother_name"
	FatherName NameAttribute = "father_name"
)

// Numbers.
const (
	Parent1            ParentAttribute = "parent1_identifier"
	Parent2            ParentAttribute = "parent2_identifier"
	RegistrationNumber NumberAttribute = "registration_number"
)

// Attributes lists the attributes that this package names, dates first.
func Attributes() []Attribute {
	return []Attribute{
		BirthDate, DeathDate, MarriageDate, DivorceDate, EventDate, RegistrationDate,
		BirthPlace, DeathPlace, EventPlace,
		Sex, MaritalStatus, Region, SubRegion,
		GivenName, MiddleName, FamilyName, FullName, MotherName, FatherName,
		Parent1, Parent2, RegistrationNumber,
	}
}

// Name is the name on the wire.
func (a DateAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a SexAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a MaritalStatusAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a NameAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a CodeAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a PlaceAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a ParentAttribute) Name() string { return string(a) }

// Name is the name on the wire.
func (a NumberAttribute) Name() string { return string(a) }

// kind says what the values of a term are. It is that of the attribute's type,
// not of its name: a Custom of the name birth_date holds what its deployment
// says, and no date.
type kind uint8

const (
	kindCustom kind = iota
	kindDate
	kindSex
	kindMaritalStatus
	kindName
	kindCode
	kindPlace
	kindParent
	kindNumber
)

// isVocabulary says whether the value is a word of a directory rather than
// somebody's own: it may be printed.
func (t Term) isVocabulary() bool {
	switch t.kind {
	case kindSex:
		return codes.Sex(t.Value).Known()
	case kindMaritalStatus:
		return codes.MaritalStatus(t.Value).Known()
	default:
		return false
	}
}
