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

	// Codes of an address.
	fieldRegion
	fieldSubRegion
)

// personField knows the spellings of a person's members (internal/wire/RULES.md,
// rule 18; the flat record of the 2022 API).
func personField(name string) field {
	switch name {
	case "identifier", "identifiers", "person_identifier", "personIdentifier", "member_identifier", "memberIdentifier":
		return fieldIdentifier
	case "name", "person_name", "personName":
		return fieldName
	case "sex", "gender":
		return fieldSex
	case "birth_date", "birthDate", "birthdate", "dob":
		return fieldBirthDate
	case "birth_place", "birthPlace", "birthplace":
		return fieldBirthPlace
	case "death_date", "deathDate", "deathdate", "deceased_datetime", "deceasedDatetime", "deceasedDateTime":
		return fieldDeathDate
	case "death_place", "deathPlace", "deathplace":
		return fieldDeathPlace
	case "marital_status", "maritalStatus":
		return fieldMaritalStatus
	case "marriage_date", "marriageDate", "marriagedate":
		return fieldMarriageDate
	case "marriage_place", "marriagePlace", "marriageplace":
		return fieldMarriagePlace
	case "divorce_date", "divorceDate", "divorcedate":
		return fieldDivorceDate
	case "divorce_place", "divorcePlace", "divorceplace":
		return fieldDivorcePlace
	case "phone_number", "phoneNumber", "phone":
		return fieldPhone
	case "email":
		return fieldEmail
	case "contact_number", "contactNumber":
		return fieldContact
	case "address", "addresses":
		return fieldAddress
	case "related_person", "relatedPerson", "relations":
		return fieldRelations
	case "parent1_identifier":
		return fieldParent1
	case "parent2_identifier":
		return fieldParent2
	case "relationship_type", "relationshipType":
		return fieldRelationshipType
	case "@type":
		return fieldType
	default:
		return rareField(name)
	}
}

// rareField is personField for what few records have.
func rareField(name string) field {
	switch name {
	case "weight_at_birth", "weightAtBirth", "birth_weight", "birthWeight":
		return fieldBirthWeight
	case "type_of_birth", "typeOfBirth", "birth_type", "birthType":
		return fieldTypeOfBirth
	case "registration_date", "registrationDate":
		return fieldRegistrationDate
	case "last_updated", "lastUpdated":
		return fieldLastUpdated
	case "father_name", "fatherName":
		return fieldFatherName
	case "mother_name", "motherName":
		return fieldMotherName
	case "identification_type", "identificationType", "identifier_type", "identifierType":
		return fieldIdentifierType
	case "identification_value", "identificationValue", "identifier_value", "identifierValue":
		return fieldIdentifierValue
	case "brn":
		return fieldBRN
	case "drn":
		return fieldDRN
	case "mrn":
		return fieldMRN
	case "reg_event_type", "regEventType", "repository_type", "repositoryType":
		return fieldEvent
	default:
		return partField(name)
	}
}

// identifierField knows the members of an identifier.
func identifierField(name string) field {
	switch name {
	case "identifier_type", "identifierType", "identification_type", "identificationType", "name", "type", "id_type", "idType":
		return fieldIdentifierType
	case "identifier_value", "identifierValue", "identification_value", "identificationValue", "identifier", "value", "id_value", "idValue":
		return fieldIdentifierValue
	default:
		return unknownField
	}
}

// nameField knows the members of a name.
func nameField(name string) field {
	switch name {
	case "text":
		return fieldText
	case "use", "name_use", "nameUse":
		return fieldUse
	case "period":
		return fieldPeriod
	default:
		return partField(name)
	}
}

// partField knows the spellings of the parts of a name, which some registries
// write beside the person's other members.
func partField(name string) field {
	switch name {
	case "given_name", "givenName", "first_name", "firstName":
		return fieldGiven
	case "surname", "sur_name", "family_name", "familyName", "last_name", "lastName":
		return fieldFamily
	case "second_name", "secondName", "middle_name", "middleName", "additional_name", "additionalName":
		return fieldMiddle
	case "prefix":
		return fieldPrefix
	case "suffix":
		return fieldSuffix
	case "maiden_name", "maidenName":
		return fieldMaiden
	default:
		return unknownField
	}
}
