package codes

import "sync"

// RegistryType says which registry is asked: member reg_type.
type RegistryType string

// RegistryTypeCivil is the civil registry.
const RegistryTypeCivil RegistryType = "ns:org:RegistryType:Civil"

var registryTypes = sync.OnceValue(func() Directory[RegistryType] {
	return newDirectory("reg_type",
		Entry[RegistryType]{Code: RegistryTypeCivil, Display: "Civil registry", Aliases: []string{"Civil", "CRVS"}},
	)
})

// RegistryTypes is the directory of registry types. A deployer may write its
// own.
func RegistryTypes() Directory[RegistryType] { return registryTypes() }

// Known says whether t is in the directory, by code or alias.
func (t RegistryType) Known() bool { _, ok := registryTypes().Parse(string(t)); return ok }

// RecordType says what kind of record an answer holds: member reg_record_type.
type RecordType string

// RecordTypePerson is the CRVS person, the only record of CRVS 1.0.0.
const RecordTypePerson RecordType = "spdci-extensions-dci:Person"

var recordTypes = sync.OnceValue(func() Directory[RecordType] {
	return newDirectory("reg_record_type",
		Entry[RecordType]{Code: RecordTypePerson, Display: "Person", Aliases: []string{"CRVS_Person", "CRVSPerson"}},
	)
})

// RecordTypes is the directory of record types. A deployer may write its own.
func RecordTypes() Directory[RecordType] { return recordTypes() }

// Known says whether t is in the directory, by code or alias.
func (t RecordType) Known() bool { _, ok := recordTypes().Parse(string(t)); return ok }
