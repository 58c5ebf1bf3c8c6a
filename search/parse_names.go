package search

import (
	"slices"
	"strings"
)

// otherNames are what people type instead of an attribute's name on the wire.
func otherNames(a Attribute) string {
	switch a {
	case BirthDate:
		return "birthdate dob"
	case DeathDate:
		return "deathdate dod"
	case MarriageDate:
		return "marriagedate"
	case DivorceDate:
		return "divorcedate"
	case EventDate:
		return "eventdate"
	case RegistrationDate:
		return "registrationdate registered"
	case BirthPlace:
		return "birthplace"
	case DeathPlace:
		return "deathplace"
	case EventPlace:
		return "eventplace"
	case Sex:
		return "gender"
	case MaritalStatus:
		return "maritalstatus"
	case GivenName:
		return "givenname first_name firstname"
	case MiddleName:
		return "secondname middle_name middlename"
	case FamilyName:
		return "family_name familyname last_name lastname"
	case FullName:
		return "full_name fullname"
	case MotherName:
		return "mothername"
	case FatherName:
		return "fathername"
	case Parent1:
		return "parent1"
	case Parent2:
		return "parent2"
	case RegistrationNumber:
		return "registrationnumber"
	case Region:
		return "region"
	case SubRegion:
		return "subregion sub_region district"
	default:
		return ""
	}
}

// attributeByName is nil and true for "parent", which is either of two.
func attributeByName(name string) (Attribute, bool) {
	if custom, ok := strings.CutPrefix(name, "custom:"); ok {
		return Custom(custom), isName(custom)
	}
	name = strings.ToLower(name)
	if name == "parent" {
		return nil, true
	}
	for _, a := range Attributes() {
		if name == a.Name() || slices.Contains(strings.Fields(otherNames(a)), name) {
			return a, true
		}
	}
	return nil, false
}

func attributeNames() []string {
	var names []string
	for _, a := range Attributes() {
		names = append(names, a.Name())
	}
	return append(names, "parent", "custom:NAME")
}
