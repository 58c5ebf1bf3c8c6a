package codes

import "sync"

// IdentifierType says what kind of number an identifier is: directory
// identifier_type (CD.COM.01). Deployments add their own; any string is legal.
type IdentifierType string

// Identifier types of the standard, and those that registries commonly add.
const (
	IdentifierUIN        IdentifierType = "UIN"         // unique identification number of a person
	IdentifierBRN        IdentifierType = "BRN"         // birth registration number
	IdentifierMRN        IdentifierType = "MRN"         // marriage registration number
	IdentifierDRN        IdentifierType = "DRN"         // death registration number
	IdentifierNationalID IdentifierType = "NATIONAL_ID" // national identity number; not in Common 1.0.0, in use since the 2022 workshop
)

var identifierTypes = sync.OnceValue(func() Directory[IdentifierType] {
	return newDirectory("identifier_type",
		Entry[IdentifierType]{Code: IdentifierUIN, Display: "Unique identification number"},
		Entry[IdentifierType]{Code: IdentifierBRN, Display: "Birth registration number", Aliases: []string{"BIRTH_REG_NO"}},
		Entry[IdentifierType]{Code: IdentifierMRN, Display: "Marriage registration number", Aliases: []string{"MARRIAGE_REG_NO"}},
		Entry[IdentifierType]{Code: IdentifierDRN, Display: "Death registration number", Aliases: []string{"DEATH_REG_NO"}},
		Entry[IdentifierType]{Code: IdentifierNationalID, Display: "National identity number", Aliases: []string{"NID", "NIN", "NationalID"}},
	)
})

// IdentifierTypes is the directory identifier_type. Its aliases say which
// spellings mean the same number in every registry that we know; what only one
// registry equates belongs to that registry's profile.
func IdentifierTypes() Directory[IdentifierType] { return identifierTypes() }

// Canonical is the spelling of the standard where t is an alias of it (NID is
// NATIONAL_ID, BIRTH_REG_NO is BRN), else t as it is. Canonical is for
// comparing; what is sent to a registry is what the caller wrote.
func (t IdentifierType) Canonical() IdentifierType { return identifierTypes().Canonical(t) }

// Known says whether t is in the directory, by code or alias.
func (t IdentifierType) Known() bool { _, ok := identifierTypes().Parse(string(t)); return ok }

// Registers is the vital event whose registration this type of number
// identifies: BRN a live birth, DRN a death, MRN a marriage. It is "" for the
// number of a person and for unknown types.
func (t IdentifierType) Registers() VitalEvent {
	switch t.Canonical() {
	case IdentifierBRN:
		return VitalEventBirth
	case IdentifierDRN:
		return VitalEventDeath
	case IdentifierMRN:
		return VitalEventMarriage
	default:
		return ""
	}
}
