package codes

import "sync"

// MaritalStatus is the legal conjugal status of a person: directory
// marital_status (CD.COM.02; CD08 in the 2022 edition).
type MaritalStatus string

// Marital statuses: the seven of Common 1.0.0, and two that the 2022 edition
// has and Common 1.0.0 lost, with their HL7 v3 codes.
const (
	MaritalStatusNeverMarried     MaritalStatus = "S"
	MaritalStatusMarried          MaritalStatus = "M"
	MaritalStatusWidowed          MaritalStatus = "W"
	MaritalStatusAnnulled         MaritalStatus = "A"
	MaritalStatusDivorced         MaritalStatus = "D"
	MaritalStatusLegallySeparated MaritalStatus = "L"
	MaritalStatusUnmarried        MaritalStatus = "U" // not presently married, history not stated
	MaritalStatusDomesticPartner  MaritalStatus = "T"
	MaritalStatusUnknown          MaritalStatus = "UNK"
)

var maritalStatuses = sync.OnceValue(func() Directory[MaritalStatus] {
	return newDirectory("marital_status",
		Entry[MaritalStatus]{Code: MaritalStatusNeverMarried, Display: "Never Married", Aliases: []string{"single"}},
		Entry[MaritalStatus]{Code: MaritalStatusMarried, Display: "Married"},
		Entry[MaritalStatus]{Code: MaritalStatusWidowed, Display: "Widowed", Aliases: []string{"widow", "widower"}},
		Entry[MaritalStatus]{Code: MaritalStatusAnnulled, Display: "Annulled"},
		Entry[MaritalStatus]{Code: MaritalStatusDivorced, Display: "Divorced"},
		Entry[MaritalStatus]{Code: MaritalStatusLegallySeparated, Display: "Legally Separated", Aliases: []string{"separated"}},
		Entry[MaritalStatus]{Code: MaritalStatusUnmarried, Display: "Unmarried"},
		Entry[MaritalStatus]{Code: MaritalStatusDomesticPartner, Display: "Domestic partner"},
		Entry[MaritalStatus]{Code: MaritalStatusUnknown, Display: "Unknown"},
	)
})

// MaritalStatuses is the directory marital_status.
func MaritalStatuses() Directory[MaritalStatus] { return maritalStatuses() }

// Canonical is the standard's code where s is an alias of it, else s as it is.
func (s MaritalStatus) Canonical() MaritalStatus { return maritalStatuses().Canonical(s) }

// Known says whether s is in the directory, by code or alias.
func (s MaritalStatus) Known() bool { _, ok := maritalStatuses().Parse(string(s)); return ok }
