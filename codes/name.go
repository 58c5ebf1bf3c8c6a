package codes

import "sync"

// NameUse says what a name is used for: NameUse, CD09 in the 2022 edition.
//
// That edition names the directory and publishes no values, and Common 1.0.0
// dropped it. The values here are chosen by us: the name-use vocabulary of HL7
// FHIR HumanName.
type NameUse string

// Uses of a name, from HL7 FHIR.
const (
	NameUseUsual     NameUse = "usual"
	NameUseOfficial  NameUse = "official"
	NameUseTemporary NameUse = "temp"
	NameUseNickname  NameUse = "nickname"
	NameUseAnonymous NameUse = "anonymous"
	NameUseOld       NameUse = "old"
	NameUseMaiden    NameUse = "maiden"
)

var nameUses = sync.OnceValue(func() Directory[NameUse] {
	h := header{
		name:     "name_use",
		source:   "HL7 FHIR name-use, chosen by this SDK: the 2022 edition names the directory and publishes no values.",
		editions: []Numbering{{Edition2022, "CD09", "NameUse"}},
	}
	return newDirectory(h,
		entry(NameUseUsual, "Usual", "what the person is called in daily life").in(),
		entry(NameUseOfficial, "Official", "the name as registered, written on certificates", "legal").in(),
		entry(NameUseTemporary, "Temporary", "a stand-in until a name is given, as for a newborn").in(),
		entry(NameUseNickname, "Nickname", "an informal name, not part of the registered one").in(),
		entry(NameUseAnonymous, "Anonymous", "a made-up name that protects the person").in(),
		entry(NameUseOld, "Old", "a name that is no longer in use", "former", "previous").in(),
		entry(NameUseMaiden, "Maiden", "the name before marriage").in(),
	)
})

// NameUses is the directory of uses of a name.
func NameUses() Directory[NameUse] { return nameUses() }

// Canonical is the code where u is an alias of it, else u as it is.
func (u NameUse) Canonical() NameUse { return nameUses().Canonical(u) }

// Known says whether u is in the directory, by code or alias.
func (u NameUse) Known() bool { _, ok := nameUses().Parse(string(u)); return ok }

// NamePrefix is what stands before a name: Prefix, CD14 in the 2022 edition.
//
// The list is open: no edition publishes values, and every language has its
// own. Those here are common in English, written as the published samples
// write theirs. They help to compare two accounts of one person ("Dr" and
// "Dr."), not to check one.
type NamePrefix string

// Prefixes that are common in English.
const (
	NamePrefixMr        NamePrefix = "Mr."
	NamePrefixMrs       NamePrefix = "Mrs."
	NamePrefixMs        NamePrefix = "Ms."
	NamePrefixMiss      NamePrefix = "Miss"
	NamePrefixDoctor    NamePrefix = "Dr."
	NamePrefixProfessor NamePrefix = "Prof."
	NamePrefixReverend  NamePrefix = "Rev."
)

var namePrefixes = sync.OnceValue(func() Directory[NamePrefix] {
	h := header{
		name:     "name_prefix",
		source:   "An open list, begun by this SDK: the 2022 edition names the directory and publishes no values; its sample writes Mr., that of CRVS 1.0.0 Dr.",
		open:     true,
		editions: []Numbering{{Edition2022, "CD14", "Prefix"}},
	}
	return newDirectory(h,
		entry(NamePrefixMr, "Mister", "a man", "Mr").in(),
		entry(NamePrefixMrs, "Missus", "a woman, by custom a married one", "Mrs").in(),
		entry(NamePrefixMs, "Ms", "a woman, married or not").in(),
		entry(NamePrefixMiss, "Miss", "a woman, by custom an unmarried one").in(),
		entry(NamePrefixDoctor, "Doctor", "one who holds a doctorate or practises medicine", "Dr").in(),
		entry(NamePrefixProfessor, "Professor", "one who holds a professorship", "Prof").in(),
		entry(NamePrefixReverend, "Reverend", "a minister of religion", "Rev", "Revd").in(),
	)
})

// NamePrefixes is the open directory of name prefixes.
func NamePrefixes() Directory[NamePrefix] { return namePrefixes() }

// Canonical is the listed spelling where p is an alias of it ("Dr" is "Dr."),
// else p as it is.
func (p NamePrefix) Canonical() NamePrefix { return namePrefixes().Canonical(p) }

// Known says whether p is in the directory, by code or alias. An unknown
// prefix is no mistake.
func (p NamePrefix) Known() bool { _, ok := namePrefixes().Parse(string(p)); return ok }
