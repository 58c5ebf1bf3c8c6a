package codes

import "sync"

// RelationshipType says what a related person is to the person of a record:
// directory relationship_type (CD.COM.07), 107 codes, almost all of them HL7 v3
// role codes. A record whose relation is MTH names the person's mother.
//
// Civil registration records carry few of them, and those have constants here;
// the rest are found through [RelationshipTypes].
//
// Two pairs are easily confused. CHILD, SONC and DAUC are children of any kind;
// NCHILD, SON and DAU are children by birth. The standard's own label of SONC,
// "son", is in another case its code SON: a code wins over a label, so "son" in
// any case reads as SON, the son by birth. [RelationshipType.IsChild] takes
// both.
type RelationshipType string

// Relationships that records of civil registration carry.
const (
	RelationshipSelf            RelationshipType = "SELF"
	RelationshipMother          RelationshipType = "MTH"
	RelationshipFather          RelationshipType = "FTH"
	RelationshipParent          RelationshipType = "PRN"
	RelationshipNaturalMother   RelationshipType = "NMTH"
	RelationshipNaturalFather   RelationshipType = "NFTH"
	RelationshipNaturalParent   RelationshipType = "NPRN"
	RelationshipAdoptiveMother  RelationshipType = "ADOPTM"
	RelationshipAdoptiveFather  RelationshipType = "ADOPTF"
	RelationshipAdoptiveParent  RelationshipType = "ADOPTP"
	RelationshipFosterParent    RelationshipType = "PRNFOST"
	RelationshipStepParent      RelationshipType = "STPPRN"
	RelationshipSpouse          RelationshipType = "SPS"
	RelationshipWife            RelationshipType = "WIFE"
	RelationshipHusband         RelationshipType = "HUSB"
	RelationshipPrimarySpouse   RelationshipType = "PRIMSPOUS"
	RelationshipFormerSpouse    RelationshipType = "FRMSPS"
	RelationshipDomesticPartner RelationshipType = "DOMPART"
	RelationshipChild           RelationshipType = "CHILD"
	RelationshipSon             RelationshipType = "SONC"
	RelationshipDaughter        RelationshipType = "DAUC"
	RelationshipNaturalChild    RelationshipType = "NCHILD"
	RelationshipNaturalSon      RelationshipType = "SON"
	RelationshipNaturalDaughter RelationshipType = "DAU"
	RelationshipAdoptedChild    RelationshipType = "CHLDADOPT"
	RelationshipFosterChild     RelationshipType = "CHLDFOST"
	RelationshipStepChild       RelationshipType = "STPCHILD"
	RelationshipSibling         RelationshipType = "SIB"
	RelationshipBrother         RelationshipType = "BRO"
	RelationshipSister          RelationshipType = "SIS"
	RelationshipTwin            RelationshipType = "TWIN"
	RelationshipGrandparent     RelationshipType = "GRPRN"
	RelationshipGrandchild      RelationshipType = "GRNDCHILD"
)

var relationshipTypes = sync.OnceValue(func() Directory[RelationshipType] {
	h := header{
		name:     "relationship_type",
		source:   "RelationshipTypeEnum of Common 1.0.0, drawn from HL7 v3 RoleCode. Where its list and its rows spell a code differently, the list counts and the row's spelling is an alias.",
		editions: []Numbering{{EditionCommon1, "CD.COM.07", "relationship_type"}},
	}
	return newDirectory(h, relationshipTable()...)
})

// RelationshipTypes is the directory relationship_type.
func RelationshipTypes() Directory[RelationshipType] { return relationshipTypes() }

// Canonical is the standard's code where t is an alias of it ("spdci:Mother"
// is MTH), else t as it is.
func (t RelationshipType) Canonical() RelationshipType { return relationshipTypes().Canonical(t) }

// Known says whether t is in the directory, by code or alias.
func (t RelationshipType) Known() bool { _, ok := relationshipTypes().Parse(string(t)); return ok }

// IsSpouse says whether t names a husband, a wife or a spouse: one to whom the
// person is married. A former spouse, a domestic partner and a significant
// other are none.
func (t RelationshipType) IsSpouse() bool {
	switch t.Canonical() {
	case RelationshipSpouse, RelationshipWife, RelationshipHusband, RelationshipPrimarySpouse:
		return true
	default:
		return false
	}
}

// IsParent says whether t names a parent: a mother, a father or a parent, by
// birth, by adoption or without saying which, also of a fetus. Stepparents,
// foster parents and parents-in-law are none, nor is a gestational mother,
// whose standing the law of the country decides.
func (t RelationshipType) IsParent() bool {
	switch t.Canonical() {
	case RelationshipParent, RelationshipNaturalParent, RelationshipAdoptiveParent:
		return true
	default:
		return t.IsMother() || t.IsFather()
	}
}

// IsMother says whether t names a mother in the sense of
// [RelationshipType.IsParent].
func (t RelationshipType) IsMother() bool {
	switch t.Canonical() {
	case RelationshipMother, RelationshipNaturalMother, RelationshipAdoptiveMother, "NMTHF":
		return true
	default:
		return false
	}
}

// IsFather says whether t names a father in the sense of
// [RelationshipType.IsParent].
func (t RelationshipType) IsFather() bool {
	switch t.Canonical() {
	case RelationshipFather, RelationshipNaturalFather, RelationshipAdoptiveFather, "NFTHF":
		return true
	default:
		return false
	}
}

// IsChild says whether t names a child: a son, a daughter or a child, by birth,
// by adoption or without saying which. Stepchildren, foster children,
// children-in-law and grandchildren are none.
func (t RelationshipType) IsChild() bool {
	switch t.Canonical() {
	case RelationshipChild, RelationshipSon, RelationshipDaughter,
		RelationshipNaturalChild, RelationshipNaturalSon, RelationshipNaturalDaughter,
		RelationshipAdoptedChild, "SONADOPT", "DAUADOPT":
		return true
	default:
		return false
	}
}
