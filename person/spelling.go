package person

// otherSpellings are spellings of a member that decoding takes for the same. A
// record may hold a member in two: {"gender":"F","sex":"male"}. The first that
// was read is the field; the second is in Extra, and is written under a spelling
// that is still free.
func otherSpellings(name string) []string {
	switch name {
	case "identifier":
		return []string{"identifiers", "personIdentifier", "person_identifier", "memberIdentifier", "member_identifier"}
	case "name":
		return []string{"personName", "person_name"}
	case "sex":
		return []string{"gender"}
	case "birth_date":
		return []string{"birthDate", "birthdate", "dob"}
	case "birth_place":
		return []string{"birthPlace", "birthplace"}
	case "death_date":
		return []string{"deathDate", "deathdate", "deceased_datetime", "deceasedDatetime", "deceasedDateTime"}
	case "death_place":
		return []string{"deathPlace", "deathplace"}
	case "marital_status":
		return []string{"maritalStatus"}
	case "marriage_date":
		return []string{"marriageDate", "marriagedate"}
	case "marriage_place":
		return []string{"marriagePlace", "marriageplace"}
	case "divorce_date":
		return []string{"divorceDate", "divorcedate"}
	case "divorce_place":
		return []string{"divorcePlace", "divorceplace"}
	case "address":
		return []string{"addresses"}
	case "phone_number":
		return []string{"phoneNumber", "phone"}
	case "contact_number":
		return []string{"contactNumber"}
	case "related_person":
		return []string{"relatedPerson", "relations"}
	case "weight_at_birth":
		return []string{"weightAtBirth", "birthWeight", "birth_weight"}
	case "type_of_birth":
		return []string{"typeOfBirth", "birthType", "birth_type"}
	case "registration_date":
		return []string{"registrationDate"}
	case "last_updated":
		return []string{"lastUpdated"}
	case "reg_event_type":
		return []string{"regEventType", "repository_type", "repositoryType"}
	default:
		return otherPartSpellings(name)
	}
}

// otherPartSpellings is otherSpellings for the members of the parts of a person.
func otherPartSpellings(name string) []string {
	switch name {
	case "use":
		return []string{"nameUse", "name_use"}
	case "surname":
		return []string{"sur_name", "familyName", "family_name", "lastName", "last_name"}
	case "given_name":
		return []string{"givenName", "firstName", "first_name"}
	case "second_name":
		return []string{"secondName", "middleName", "middle_name", "additionalName", "additional_name"}
	case "maiden_name":
		return []string{"maidenName"}
	case "start":
		return []string{"startDate", "start_date"}
	case "end":
		return []string{"endDate", "end_date"}
	case "identifier_type":
		return []string{"identifierType", "identificationType", "identification_type", "idType", "id_type", "type", "name"}
	case "identifier_value":
		return []string{"identifierValue", "identificationValue", "identification_value", "idValue", "id_value", "value", "identifier"}
	case "address_line1":
		return []string{"addressLine1", "address_line_1"}
	case "address_line2":
		return []string{"addressLine2", "address_line_2"}
	case "sub_region_code":
		return []string{"subRegionCode"}
	case "region_code":
		return []string{"regionCode"}
	case "postal_code":
		return []string{"postalCode"}
	case "country_code":
		return []string{"countryCode"}
	case "additional_type":
		return []string{"additionalType"}
	case "address_line":
		return []string{"addressLine", "address"}
	case "contained_in_place":
		return []string{"containedInPlace"}
	case "contains_place":
		return []string{"containsPlace"}
	case "geo_location":
		return []string{"geoLocation"}
	default:
		return otherRareSpellings(name)
	}
}

func otherRareSpellings(name string) []string {
	switch name {
	case "relationship_type":
		return []string{"relationshipType"}
	case "related_member":
		return []string{"relatedMember"}
	case "plus_code":
		return []string{"plusCode"}
	case "global_code":
		return []string{"globalCode"}
	case "system":
		return []string{"contactSystem", "contact_system"}
	case "latitude":
		return []string{"lat"}
	case "longitude":
		return []string{"lon", "lng"}
	case "northeast":
		return []string{"northEast", "north_east"}
	case "southwest":
		return []string{"southWest", "south_west"}
	default:
		return nil
	}
}
