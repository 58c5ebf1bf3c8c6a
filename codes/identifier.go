package codes

import "sync"

// IdentifierType says what kind of number an identifier is: directory
// identifier_type (CD.COM.01). Deployments add their own; any string is legal,
// and stays as it is: MOBILE for a telephone number, say, or
// OPENCRVS_RECORD_ID, which only OpenCRVS has.
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
	h := header{
		name:   "identifier_type",
		source: "IdentifierTypeEnum of Common 1.0.0, and NATIONAL_ID of the 2022 edition. Open: a country adds its own.",
		open:   true,
		editions: []Numbering{
			{Edition2022, "", "identification_type"},
			{EditionCommon1, "CD.COM.01", "identifier_type"},
		},
		namespaces: identifierNamespaces[:],
	}
	return newDirectory(h,
		entry(IdentifierUIN, "Unique identification number", "the number of a person for life, in the registry that answers").in(EditionCommon1),
		entry(IdentifierBRN, "Birth registration number", "the number of the registration of a birth", "BIRTH_REG_NO").in(EditionCommon1),
		entry(IdentifierMRN, "Marriage registration number", "the number of the registration of a marriage; it names two persons", "MARRIAGE_REG_NO").in(EditionCommon1),
		entry(IdentifierDRN, "Death registration number", "the number of the registration of a death", "DEATH_REG_NO").in(EditionCommon1),
		entry(IdentifierNationalID, "National identity number", "the number on a person's national identity card", "NID", "NIN", "NationalID").in(Edition2022),
	)
})

// identifierNamespaces are the words that are known to stand before an identifier
// type and to change nothing of its meaning. For codes of other directories any
// word may stand there, but not here: mother:UIN on a child's own list is the
// number of the mother, and must never confirm the child.
var identifierNamespaces = [...]string{
	// The standard's pattern: ns:org:RegistryType:Civil. Thing is what schema.org calls any class.
	"ns", "org", "Thing", "IdentifierType", "IdentifierTypeEnum", "identification_type", "id_type",
	// The prefixes of its examples and contexts.
	"dci", "spdci", "spdci-common", "spdci-core", "spdci-crvs", "spdci-extensions", "spdci-extensions-dci", "spdci-codes",
	// Products that write their own.
	"crvs", "ocrvs", "opencrvs", "g2p", "openg2p", "openspp", "mosip",
	// The parts of the standard's URLs.
	"https", "http", "schema.spdci.org", "standards.spdci.org", "sandbox.spdci.org", "spdci.org", "www.spdci.org", "common", "core", "extensions",
	"api-schemas", "code", "codes", "data", "namespace", "v1", "v1.0.0", "1.0.0", "IdentifierTypeEnum.jsonld", "IdentifierType.jsonld", "IdentifierTypeValue",
}

// IdentifierTypes is the directory identifier_type. Its aliases say which
// spellings mean the same number in every registry that we know; what only one
// registry equates belongs to that registry's profile.
func IdentifierTypes() Directory[IdentifierType] { return identifierTypes() }

// Canonical is the spelling of the standard where t is an alias of it (NID is
// NATIONAL_ID, BIRTH_REG_NO is BRN), else t as it is. Canonical is for
// comparing; what is sent to a registry is what the caller wrote.
//
// A namespace that the directory lists ([Directory.Namespaces]) does not count:
// spdci:UIN is UIN. Any other word makes another type: mother:UIN is not UIN.
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
