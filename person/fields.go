package person

// field is what a member of an object means, whatever its spelling.
type field uint8

const (
	unknownField field = iota

	fieldName
	fieldIdentifier
	fieldSex
	fieldBirthDate
	fieldBirthPlace
	fieldDeathDate
	fieldDeathPlace
	fieldMaritalStatus
	fieldMarriageDate
	fieldMarriagePlace
	fieldDivorceDate
	fieldDivorcePlace
	fieldBirthWeight
	fieldTypeOfBirth
	fieldPhone
	fieldEmail
	fieldContact
	fieldAddress
	fieldRelations
	fieldParent1
	fieldParent2
	fieldRegistrationDate
	fieldLastUpdated

	// Members that stand among the person's own where v1.0.0 has an object.
	fieldFatherName
	fieldMotherName
	fieldIdentifierType
	fieldIdentifierValue
	fieldBRN
	fieldDRN
	fieldMRN
	fieldRelationshipType
	fieldType
	fieldEvent

	// Parts of a name.
	fieldUse
	fieldPeriod
	fieldText
	fieldPrefix
	fieldGiven
	fieldMiddle
	fieldFamily
	fieldMaiden
	fieldSuffix

	// Parts of a contact and of a period; a contact has a use and a period too.
	fieldSystem
	fieldValue
	fieldStart
	fieldEnd

	// Parts of an address.
	fieldLine1
	fieldLine2
	fieldLocality
	fieldSubRegion
	fieldRegion
	fieldPostalCode
	fieldCountry
	fieldGeoLocation

	// Parts of a place; it has a name and identifiers too.
	fieldAdditionalType
	fieldAddressLine
	fieldGeo
	fieldContainedIn
	fieldContains

	// Parts of a position.
	fieldLatitude
	fieldLongitude
	fieldPlusCode
	fieldGlobalCode
	fieldGeometry
	fieldLocation
	fieldBounds
	fieldNorthEast
	fieldSouthWest

	// The person of a relation, where it is an object of its own.
	fieldRelatedMember
)
