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
	fieldPhone
	fieldEmail
	fieldAddress
	fieldRelations
	fieldParent1
	fieldParent2
	fieldRelationshipType
	fieldType

	fieldText
	fieldPrefix
	fieldGiven
	fieldMiddle
	fieldFamily
	fieldMaiden
	fieldSuffix
)

// personField knows the spellings of a person's members (wire.md, rule 18).
func personField(name string) field {
	switch name {
	case "identifier", "identifiers":
		return fieldIdentifier
	case "name":
		return fieldName
	case "sex", "gender":
		return fieldSex
	case "birth_date", "birthDate", "birthdate", "dob":
		return fieldBirthDate
	case "birth_place", "birthPlace", "birthplace":
		return fieldBirthPlace
	case "death_date", "deathDate", "deathdate":
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
	case "phone_number", "phoneNumber", "contact_number", "contactNumber", "phone":
		return fieldPhone
	case "email":
		return fieldEmail
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
		return partField(name)
	}
}

// nameField knows the members of a name.
func nameField(name string) field {
	if name == "text" {
		return fieldText
	}
	return partField(name)
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
