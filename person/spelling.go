package person

import (
	"slices"
	"strings"
)

// kinds are the kinds of object in which a member stands: "name" is the name of a person
// or of a place, and the type of an identifier.
type kinds uint16

const (
	ofPerson kinds = 1 << iota
	ofName
	ofIdentifier
	ofContact
	ofPeriod
	ofAddress
	ofPlace
	ofPosition // a point, a plus code, its geometry and bounds: no name means two things there
	ofRelation
)

// spellings is the one table of the members that are read, of the standard and of the
// registries (internal/wire/RULES.md, rule 18; the flat record of the 2022 API). Reading
// looks up the field, and writing looks for a spelling that is still free. The first is
// the one that is written.
var spellings = [...]struct {
	field field
	of    kinds
	names string
}{
	{fieldIdentifier, ofPerson, "identifier identifiers personIdentifier person_identifier memberIdentifier member_identifier"},
	{fieldName, ofPerson, "name personName person_name"},
	{fieldSex, ofPerson, "sex gender"},
	{fieldBirthDate, ofPerson, "birth_date birthDate birthdate dob"},
	{fieldBirthPlace, ofPerson, "birth_place birthPlace birthplace"},
	{fieldBirthWeight, ofPerson, "weight_at_birth weightAtBirth birthWeight birth_weight"},
	{fieldTypeOfBirth, ofPerson, "type_of_birth typeOfBirth birthType birth_type"},
	{fieldDeathDate, ofPerson, "death_date deathDate deathdate deceased_datetime deceasedDatetime deceasedDateTime"},
	{fieldDeathPlace, ofPerson, "death_place deathPlace deathplace"},
	{fieldMaritalStatus, ofPerson, "marital_status maritalStatus"},
	{fieldMarriageDate, ofPerson, "marriage_date marriageDate marriagedate"},
	{fieldMarriagePlace, ofPerson, "marriage_place marriagePlace marriageplace"},
	{fieldDivorceDate, ofPerson, "divorce_date divorceDate divorcedate"},
	{fieldDivorcePlace, ofPerson, "divorce_place divorcePlace divorceplace"},
	{fieldAddress, ofPerson, "address addresses"},
	{fieldPhone, ofPerson, "phone_number phoneNumber phone"},
	{fieldEmail, ofPerson, "email"},
	{fieldContact, ofPerson, "contact_number contactNumber"},
	{fieldRelations, ofPerson, "related_person relatedPerson relations"},
	{fieldParent1, ofPerson, "parent1_identifier"},
	{fieldParent2, ofPerson, "parent2_identifier"},
	{fieldFatherName, ofPerson, "father_name fatherName"},
	{fieldMotherName, ofPerson, "mother_name motherName"},
	{fieldBRN, ofPerson, "brn"},
	{fieldDRN, ofPerson, "drn"},
	{fieldMRN, ofPerson, "mrn"},
	{fieldRegistrationDate, ofPerson, "registration_date registrationDate"},
	{fieldLastUpdated, ofPerson, "last_updated lastUpdated"},
	{fieldEvent, ofPerson, "reg_event_type regEventType repository_type repositoryType"},
	{fieldType, ofPerson, "@type"},

	{fieldRelationshipType, ofPerson | ofRelation, "relationship_type relationshipType"},
	{fieldRelatedMember, ofRelation, "related_member relatedMember"},

	{fieldIdentifierType, ofPerson | ofIdentifier, "identifier_type identifierType identificationType identification_type"},
	{fieldIdentifierType, ofIdentifier, "idType id_type type name"},
	{fieldIdentifierValue, ofPerson | ofIdentifier, "identifier_value identifierValue identificationValue identification_value"},
	{fieldIdentifierValue, ofIdentifier, "idValue id_value value identifier"},

	{fieldText, ofName, "text"},
	{fieldUse, ofName, "use nameUse name_use"},
	{fieldPeriod, ofName | ofContact, "period"},
	// Some registries write the parts of a name beside the person's other members.
	{fieldFamily, ofPerson | ofName, "surname sur_name familyName family_name lastName last_name"},
	{fieldGiven, ofPerson | ofName, "given_name givenName firstName first_name"},
	{fieldMiddle, ofPerson | ofName, "second_name secondName middleName middle_name additionalName additional_name"},
	{fieldMaiden, ofPerson | ofName, "maiden_name maidenName"},
	{fieldPrefix, ofPerson | ofName, "prefix"},
	{fieldSuffix, ofPerson | ofName, "suffix"},

	{fieldSystem, ofContact, "system contactSystem contact_system"},
	{fieldValue, ofContact, "value"},
	{fieldUse, ofContact, "use"},
	{fieldStart, ofPeriod, "start startDate start_date"},
	{fieldEnd, ofPeriod, "end endDate end_date"},

	{fieldLine1, ofAddress, "address_line1 addressLine1 address_line_1"},
	{fieldLine2, ofAddress, "address_line2 addressLine2 address_line_2"},
	{fieldLocality, ofAddress, "locality"},
	{fieldSubRegion, ofAddress, "sub_region_code subRegionCode"},
	{fieldRegion, ofAddress, "region_code regionCode"},
	{fieldPostalCode, ofAddress, "postal_code postalCode"},
	{fieldCountry, ofAddress, "country_code countryCode"},
	{fieldGeoLocation, ofAddress, "geo_location geoLocation"},

	{fieldName, ofPlace, "name"},
	{fieldAdditionalType, ofPlace, "additional_type additionalType"},
	{fieldIdentifier, ofPlace, "identifier identifiers"},
	{fieldAddressLine, ofPlace, "address_line addressLine address"},
	{fieldGeo, ofPlace, "geo"},
	{fieldContainedIn, ofPlace, "contained_in_place containedInPlace"},
	{fieldContains, ofPlace, "contains_place containsPlace"},

	{fieldLatitude, ofPosition, "latitude lat"},
	{fieldLongitude, ofPosition, "longitude lon lng"},
	{fieldPlusCode, ofPosition, "plus_code plusCode"},
	{fieldGlobalCode, ofPosition, "global_code globalCode"},
	{fieldGeometry, ofPosition, "geometry"},
	{fieldLocation, ofPosition, "location"},
	{fieldBounds, ofPosition, "bounds"},
	{fieldNorthEast, ofPosition, "northeast northEast north_east"},
	{fieldSouthWest, ofPosition, "southwest southWest south_west"},
}

// spelled is a spelling as it is looked up.
type spelled struct {
	name  string
	of    kinds
	field field
}

// slots is more than twice the number of spellings, so that one is found at the first or
// the second look.
const slots = 512

// table holds the spellings by their slot, or at the next that was free. Looking each
// member up in a map makes reading a person a sixth slower.
var table = tableOf()

func tableOf() (t [slots]spelled) {
	for _, s := range spellings {
		for name := range strings.FieldsSeq(s.names) {
			at := slot(name)
			for t[at].of != 0 {
				at = (at + 1) % slots
			}
			t[at] = spelled{name, s.of, s.field}
		}
	}
	return t
}

// slot is where the search for a name begins: a hash of its length and three letters.
func slot(name string) uint {
	n := uint(len(name))
	if n == 0 {
		return 0
	}
	return (n*7 + uint(name[0])*31 + uint(name[n/2])*59 + uint(name[n-1])*101) % slots
}

// field is what a member of such an object means.
func (k kinds) field(name string) field {
	for at := slot(name); table[at].of != 0; at = (at + 1) % slots {
		if s := &table[at]; s.of&k != 0 && s.name == name {
			return s.field
		}
	}
	return unknownField
}

// otherSpellings are spellings of a member that reading takes for the same. A
// record may hold a member in two: {"gender":"F","sex":"male"}. The first that
// was read is the field; the second is in Extra, and is written under a spelling
// that is still free.
func (k kinds) otherSpellings(name string) []string {
	f := k.field(name)
	if f == unknownField {
		return nil
	}
	var out []string
	for _, s := range spellings {
		if s.field == f && s.of&k != 0 {
			out = append(out, strings.Fields(s.names)...)
		}
	}
	return slices.DeleteFunc(out, func(other string) bool { return other == name })
}
