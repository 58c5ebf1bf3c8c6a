package codes

import "sync"

// RelationshipType says what a related person is to the person of a record:
// directory relationship_type (CD.COM.07, HL7 v3 role codes). These are the
// ones that a birth, death or marriage record carries; any other of the
// directory is kept as it came.
type RelationshipType string

// Relationships that civil registration records carry.
const (
	RelationshipMother  RelationshipType = "MTH"
	RelationshipFather  RelationshipType = "FTH"
	RelationshipParent  RelationshipType = "PRN"
	RelationshipSpouse  RelationshipType = "SPS"
	RelationshipWife    RelationshipType = "WIFE"
	RelationshipHusband RelationshipType = "HUSB"
	RelationshipChild   RelationshipType = "CHILD"
)

var relationshipTypes = sync.OnceValue(func() Directory[RelationshipType] {
	return newDirectory("relationship_type",
		Entry[RelationshipType]{Code: RelationshipMother, Display: "Mother"},
		Entry[RelationshipType]{Code: RelationshipFather, Display: "Father"},
		Entry[RelationshipType]{Code: RelationshipParent, Display: "Parent"},
		Entry[RelationshipType]{Code: RelationshipSpouse, Display: "Spouse"},
		Entry[RelationshipType]{Code: RelationshipWife, Display: "Wife", Aliases: []string{"bride"}},
		Entry[RelationshipType]{Code: RelationshipHusband, Display: "Husband", Aliases: []string{"groom"}},
		Entry[RelationshipType]{Code: RelationshipChild, Display: "Child"},
	)
})

// RelationshipTypes is the directory relationship_type.
func RelationshipTypes() Directory[RelationshipType] { return relationshipTypes() }

// Canonical is the standard's code where t is an alias of it ("spdci:Mother"
// is MTH), else t as it is.
func (t RelationshipType) Canonical() RelationshipType { return relationshipTypes().Canonical(t) }

// Known says whether t is in the directory, by code or alias.
func (t RelationshipType) Known() bool { _, ok := relationshipTypes().Parse(string(t)); return ok }

// IsSpouse says whether t names a husband, a wife or a spouse.
func (t RelationshipType) IsSpouse() bool {
	switch t.Canonical() {
	case RelationshipSpouse, RelationshipWife, RelationshipHusband:
		return true
	default:
		return false
	}
}
