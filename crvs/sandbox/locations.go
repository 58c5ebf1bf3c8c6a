package sandbox

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// Kinds of place, as registries write them.
const (
	adminStructure = "ADMIN_STRUCTURE"
	healthFacility = "HEALTH_FACILITY"

	locationIdentifier codes.IdentifierType = "LOCATION"
)

// location is a place of the sandbox's country and the place it lies in.
type location struct{ id, name, kind, in string }

// locations is the tree, a place before those that lie in it. The states and
// their codes are real (ISO 3166-2); the facilities are ours.
func locations() []location {
	return []location{
		{"IN", "India", adminStructure, ""},

		{"IN-GJ", "Gujarat", adminStructure, "IN"},
		{"IN-GJ-AHM", "Ahmedabad", adminStructure, "IN-GJ"},
		{"IN-GJ-AHM-01", "Ahmedabad Lakeside Hospital", healthFacility, "IN-GJ-AHM"},
		{"IN-GJ-SUR", "Surat", adminStructure, "IN-GJ"},
		{"IN-GJ-SUR-01", "Surat Riverside Clinic", healthFacility, "IN-GJ-SUR"},

		{"IN-KL", "Kerala", adminStructure, "IN"},
		{"IN-KL-EKM", "Ernakulam", adminStructure, "IN-KL"},
		{"IN-KL-EKM-01", "Ernakulam Harbour Hospital", healthFacility, "IN-KL-EKM"},
		{"IN-KL-KOZ", "Kozhikode", adminStructure, "IN-KL"},
		{"IN-KL-KOZ-01", "Kozhikode Hill Clinic", healthFacility, "IN-KL-KOZ"},

		{"IN-KA", "Karnataka", adminStructure, "IN"},
		{"IN-KA-MYS", "Mysuru", adminStructure, "IN-KA"},
		{"IN-KA-MYS-01", "Mysuru Garden Hospital", healthFacility, "IN-KA-MYS"},

		{"IN-RJ", "Rajasthan", adminStructure, "IN"},
		{"IN-RJ-UDA", "Udaipur", adminStructure, "IN-RJ"},
		{"IN-RJ-UDA-01", "Udaipur Fort Clinic", healthFacility, "IN-RJ-UDA"},
	}
}

// publishedLocations is the tree as /.well-known/locations.json shows it.
func publishedLocations(all places) wire.Locations {
	out := wire.Locations{
		Context: wire.LocationsContext{
			Context: "http://spdci.org/",
			XSD:     "http://www.w3.org/2001/XMLSchema#",
			Schema:  "http://schema.org/",
		},
		Type:        "LocationHierarchy",
		LastUpdated: time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC),
	}
	for _, l := range all {
		place := wire.Location{
			Type:           "Place",
			AdditionalType: l.kind,
			Identifier:     []wire.LocationIdentifier{{Type: "PropertyValue", Name: string(locationIdentifier), Identifier: l.id}},
			Name:           l.name,
		}
		if l.in != "" {
			place.ContainedInPlace = &l.in
		}
		out.Locations = append(out.Locations, place)
	}
	return out
}
