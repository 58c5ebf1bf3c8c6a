package search

import (
	"slices"
	"strings"
)

// otherNames are what people type instead of the names on the wire, in lower case.
func otherNames() []struct {
	attribute Attribute
	also      string
} {
	return []struct {
		attribute Attribute
		also      string
	}{
		{BirthDate, "birthdate dob"},
		{DeathDate, "deathdate dod"},
		{MarriageDate, "marriagedate"},
		{DivorceDate, "divorcedate"},
		{EventDate, "eventdate"},
		{RegistrationDate, "registrationdate registered"},
		{BirthPlace, "birthplace"},
		{DeathPlace, "deathplace"},
		{EventPlace, "eventplace"},
		{Sex, "gender"},
		{MaritalStatus, "maritalstatus"},
		{Region, "region"},
		{SubRegion, "subregion sub_region district"},
		{GivenName, "givenname first_name firstname"},
		{MiddleName, "secondname middle_name middlename"},
		{FamilyName, "family_name familyname last_name lastname"},
		{FullName, "full_name fullname"},
		{MotherName, "mothername"},
		{FatherName, "fathername"},
		{Parent1, "parent1"},
		{Parent2, "parent2"},
		{RegistrationNumber, "registrationnumber"},
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
	for _, n := range otherNames() {
		if name == n.attribute.Name() || slices.Contains(strings.Fields(n.also), name) {
			return n.attribute, true
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
