package codes

import "sync"

// BirthType says how many children a delivery brought: member type_of_birth of
// the 2022 API. It is plurality, not the manner of delivery.
//
// No edition publishes values; the 2022 sample writes "Single". The values here
// are those that the United Nations recommend for vital statistics (type of
// birth), as civil registries use them.
type BirthType string

// Types of birth.
const (
	BirthTypeSingle         BirthType = "single"
	BirthTypeTwin           BirthType = "twin"
	BirthTypeTriplet        BirthType = "triplet"
	BirthTypeQuadruplet     BirthType = "quadruplet"
	BirthTypeHigherMultiple BirthType = "higher_multiple"
	BirthTypeMultiple       BirthType = "multiple" // more than one, how many is not said
)

var birthTypes = sync.OnceValue(func() Directory[BirthType] {
	h := header{
		name:     "type_of_birth",
		source:   "United Nations, Principles and Recommendations for a Vital Statistics System (type of birth); the 2022 edition has the member and publishes no values.",
		editions: []Numbering{{Edition2022, "", "type_of_birth"}},
	}
	return newDirectory(h,
		entry(BirthTypeSingle, "Single birth", "one child", "singleton").in(Edition2022),
		entry(BirthTypeTwin, "Twin birth", "one of two children", "twins").in(),
		entry(BirthTypeTriplet, "Triplet birth", "one of three children", "triplets").in(),
		entry(BirthTypeQuadruplet, "Quadruplet birth", "one of four children", "quadruplets").in(),
		entry(BirthTypeHigherMultiple, "Higher multiple birth", "one of five children or more", "higher_multiple_delivery").in(),
		entry(BirthTypeMultiple, "Multiple birth", "one of several children; how many is not said", "plural").in(),
	)
})

// BirthTypes is the directory of types of birth.
func BirthTypes() Directory[BirthType] { return birthTypes() }

// Canonical is the code where t is an alias of it ("Single" is single), else t
// as it is.
func (t BirthType) Canonical() BirthType { return birthTypes().Canonical(t) }

// Known says whether t is in the directory, by code or alias.
func (t BirthType) Known() bool { _, ok := birthTypes().Parse(string(t)); return ok }
