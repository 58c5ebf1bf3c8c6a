package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/search"
)

// customName is what the name of a deployment's own attribute looks like. A value
// that was typed in its place does not, and so is not repeated.
var customName = regexp.MustCompile(`^[A-Za-z_.-]+(?:[0-9][A-Za-z_.-]*){0,2}$`)

// otherNames are what people type instead of the names on the wire, in lower case.
func otherNames() []struct {
	attribute search.Attribute
	also      string
} {
	return []struct {
		attribute search.Attribute
		also      string
	}{
		{search.BirthDate, "birthdate dob"},
		{search.DeathDate, "deathdate dod"},
		{search.MarriageDate, "marriagedate"},
		{search.DivorceDate, "divorcedate"},
		{search.EventDate, "eventdate"},
		{search.RegistrationDate, "registrationdate registered"},
		{search.BirthPlace, "birthplace"},
		{search.DeathPlace, "deathplace"},
		{search.EventPlace, "eventplace"},
		{search.Sex, "gender"},
		{search.MaritalStatus, "maritalstatus"},
		{search.Region, "region"},
		{search.SubRegion, "subregion sub_region district"},
		{search.GivenName, "givenname first_name firstname"},
		{search.MiddleName, "secondname middle_name middlename"},
		{search.FamilyName, "family_name familyname last_name lastname"},
		{search.FullName, "full_name fullname"},
		{search.MotherName, "mothername"},
		{search.FatherName, "fathername"},
		{search.Parent1, "parent1"},
		{search.Parent2, "parent2"},
		{search.RegistrationNumber, "registrationnumber"},
	}
}

// attributeByName is nil and true for "parent", which is either of two.
func attributeByName(name string) (search.Attribute, bool) {
	if custom, ok := strings.CutPrefix(name, "custom:"); ok {
		return search.Custom(custom), customName.MatchString(custom)
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
	for _, a := range search.Attributes() {
		names = append(names, a.Name())
	}
	return append(names, "parent", "custom:NAME")
}
