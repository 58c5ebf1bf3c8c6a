package codes

import "sync"

// MaritalStatus is the legal conjugal status of a person: directory
// marital_status (CD.COM.02; CD08 in the 2022 edition).
//
// "U" is unmarried, as the standard says; a registry that writes it for
// "unknown" needs its profile.
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
	h := header{
		name:   "marital_status",
		source: "MaritalStatusEnum of Common 1.0.0; the labels of the 2022 edition, which has two statuses more.",
		editions: []Numbering{
			{Edition2022, "CD08", "Marital status"},
			{EditionCommon1, "CD.COM.02", "marital_status"},
		},
	}
	return newDirectory(h,
		entry(MaritalStatusNeverMarried, "Never Married", "has never entered a marriage", "single"),
		entry(MaritalStatusMarried, "Married", "is in a marriage at present"),
		entry(MaritalStatusWidowed, "Widowed", "the marriage ended by the spouse's death", "widow", "widower"),
		entry(MaritalStatusAnnulled, "Annulled", "the marriage was declared void, as if it had never been"),
		entry(MaritalStatusDivorced, "Divorced", "the marriage was dissolved in the spouses' lifetime"),
		entry(MaritalStatusLegallySeparated, "Legally Separated", "still married, and living apart by a court's or registry's decision"),
		entry(MaritalStatusUnmarried, "Unmarried", "is not married at present; whether ever before is not said"),
		entry(MaritalStatusDomesticPartner, "Domestic partner", "lives with a partner without marriage; code of HL7 v3").in(Edition2022),
		entry(MaritalStatusUnknown, "Unknown", "the registry says that it does not know; code of HL7 v3").in(Edition2022),
	)
})

// MaritalStatuses is the directory marital_status.
func MaritalStatuses() Directory[MaritalStatus] { return maritalStatuses() }

// Canonical is the standard's code where s is an alias of it ("Widowed" is W),
// else s as it is.
func (s MaritalStatus) Canonical() MaritalStatus { return maritalStatuses().Canonical(s) }

// Known says whether s is in the directory, by code or alias.
func (s MaritalStatus) Known() bool { _, ok := maritalStatuses().Parse(string(s)); return ok }
