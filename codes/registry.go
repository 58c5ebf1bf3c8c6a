package codes

import "sync"

// RegistryType says which registry is asked: member reg_type. The standard's
// enumeration has the last part of each; its one full example for a civil
// registry is "ns:org:RegistryType:Civil", and the others follow that pattern.
type RegistryType string

// Registry types. This SDK asks civil registries; the others are named so that
// an answer of theirs is recognised.
const (
	RegistryTypeCivil       RegistryType = "ns:org:RegistryType:Civil"
	RegistryTypeBeneficiary RegistryType = "ns:org:RegistryType:IBR"
	RegistryTypeSocial      RegistryType = "ns:org:RegistryType:Social"
	RegistryTypeDisability  RegistryType = "ns:org:RegistryType:DR"
	RegistryTypeFarmer      RegistryType = "ns:org:RegistryType:FR"
	RegistryTypeUnknown     RegistryType = "ns:org:RegistryType:unknown"
)

var registryTypes = sync.OnceValue(func() Directory[RegistryType] {
	h := header{
		name:     "reg_type",
		source:   "RegistryTypeEnum of Common 1.0.0, in the form of the CRVS 1.0.0 examples. Open: an implementation defines its own.",
		open:     true,
		editions: []Numbering{{EditionCRVS1, "", "reg_type"}},
	}
	return newDirectory(h,
		// OpenCRVS names the book of the one registry where others name the registry.
		entry(RegistryTypeCivil, "Civil registry", "births, deaths, marriages and other vital events", "Civil", "CRVS",
			"ocrvs:registry_type:birth", "ocrvs:registry_type:death", "ocrvs:registry_type:marriage"),
		entry(RegistryTypeBeneficiary, "Integrated beneficiary registry", "who receives which benefit", "IBR"),
		entry(RegistryTypeSocial, "Social registry", "households and persons that may be entitled", "Social"),
		entry(RegistryTypeDisability, "Disability registry", "persons with disabilities", "DR"),
		entry(RegistryTypeFarmer, "Farmer registry", "farmers and their holdings", "FR"),
		entry(RegistryTypeUnknown, "Unknown registry type", "the sender does not say which", "unknown"),
	)
})

// RegistryTypes is the directory of registry types. A deployer may write its
// own.
func RegistryTypes() Directory[RegistryType] { return registryTypes() }

// Canonical is the standard's code where t is an alias of it ("CRVS" is the
// civil registry), else t as it is.
func (t RegistryType) Canonical() RegistryType { return registryTypes().Canonical(t) }

// Known says whether t is in the directory, by code or alias.
func (t RegistryType) Known() bool { _, ok := registryTypes().Parse(string(t)); return ok }

// RecordType says what kind of record an answer holds: member reg_record_type.
// The standard's enumeration has the last part of each; its one full example
// is "spdci-extensions-dci:Person", and the others follow that pattern.
type RecordType string

// Record types. A civil registry answers with persons; the others belong to
// other registries.
const (
	RecordTypePerson         RecordType = "spdci-extensions-dci:Person"
	RecordTypeMember         RecordType = "spdci-extensions-dci:Member"
	RecordTypeGroup          RecordType = "spdci-extensions-dci:Group"
	RecordTypeBeneficiary    RecordType = "spdci-extensions-dci:Beneficiary"
	RecordTypeDisabledPerson RecordType = "spdci-extensions-dci:DisabledPerson"
	RecordTypeFarmer         RecordType = "spdci-extensions-dci:Farmer"
)

var recordTypes = sync.OnceValue(func() Directory[RecordType] {
	h := header{
		name:     "reg_record_type",
		source:   "RegistryRecordType of Common 1.0.0, in the form of the CRVS 1.0.0 example. Open: an implementation defines its own.",
		open:     true,
		editions: []Numbering{{EditionCRVS1, "", "reg_record_type"}},
	}
	return newDirectory(h,
		entry(RecordTypePerson, "Person", "a person in a civil registry", "CRVS_Person", "Person information"),
		entry(RecordTypeMember, "Member", "a member of a household or another group", "Member information"),
		entry(RecordTypeGroup, "Group", "a household or another group", "Group information"),
		entry(RecordTypeBeneficiary, "Beneficiary", "one who receives a benefit"),
		entry(RecordTypeDisabledPerson, "Disabled person", "a person in a disability registry", "Disabled Person information"),
		entry(RecordTypeFarmer, "Farmer", "a person in a farmer registry"),
	)
})

// RecordTypes is the directory of record types. A deployer may write its own.
func RecordTypes() Directory[RecordType] { return recordTypes() }

// Canonical is the standard's code where t is an alias of it ("CRVS_Person" is
// the person), else t as it is.
func (t RecordType) Canonical() RecordType { return recordTypes().Canonical(t) }

// Known says whether t is in the directory, by code or alias.
func (t RecordType) Known() bool { _, ok := recordTypes().Parse(string(t)); return ok }
