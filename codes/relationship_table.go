package codes

import "slices"

// relationshipTable is the directory relationship_type in the order of the
// standard. A definition completes "the related person is ... of the person of
// the record". Aliases are the published labels, its misspelt ones too, and the
// codes under which the published file describes what it lists otherwise.
func relationshipTable() []Entry[RelationshipType] {
	return slices.Concat(householdAndChildren(), wideFamily(), grandparents(), inLaws(), parents(), siblings(), partners())
}

func householdAndChildren() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry(RelationshipSelf, "Self", "the person of the record"),
		entry(RelationshipPrimarySpouse, "Primary spouse", "the first-ranking spouse where there are several"),
		entry[RelationshipType]("FAMMEMB", "Family member", "a relative; how is not said"),
		entry(RelationshipChild, "Child", "a child of any kind"),
		entry(RelationshipAdoptedChild, "Adopted child", "a child by adoption", "CHILDADOPT"),
		entry[RelationshipType]("DAUADOPT", "Adopted daughter", "a daughter by adoption"),
		entry[RelationshipType]("SONADOPT", "Adopted son", "a son by adoption"),
		entry(RelationshipFosterChild, "Foster child", "a child in foster care", "CHILDFOST"),
		entry[RelationshipType]("DAUFOST", "Foster daughter", "a girl in foster care"),
		entry[RelationshipType]("SONFOST", "Foster son", "a boy in foster care"),
		entry(RelationshipDaughter, "Daughter", "a daughter of any kind"),
		entry(RelationshipNaturalDaughter, "Natural daughter", "a daughter by birth"),
		entry[RelationshipType]("STPDAU", "Stepdaughter", "a daughter of the spouse from another union"),
		entry(RelationshipNaturalChild, "Natural child", "a child by birth"),
		entry(RelationshipNaturalSon, "Natural son", "a son by birth"),
		entry(RelationshipSon, "Son of any kind", "a son of any kind"), // its published label, "son", is another's code
		entry[RelationshipType]("STPSON", "Stepson", "a son of the spouse from another union"),
		entry(RelationshipStepChild, "Stepchild", "a child of the spouse from another union"),
	}
}

func wideFamily() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry[RelationshipType]("EXT", "Extended family member", "a relative outside parents, children, siblings and spouses"),
		entry[RelationshipType]("AUNT", "Aunt", "a sister of a parent"),
		entry[RelationshipType]("MAUNT", "Maternal aunt", "a sister of the mother, by birth"),
		entry[RelationshipType]("PAUNT", "Paternal aunt", "a sister of the father, by birth"),
		entry[RelationshipType]("COUSN", "Cousin", "a relative through a common ancestor, two steps or more down another line"),
		entry[RelationshipType]("MCOUSN", "Maternal cousin", "a cousin on the mother's side, by birth"),
		entry[RelationshipType]("PCOUSN", "Paternal cousin", "a cousin on the father's side, by birth"),
	}
}

func grandparents() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry[RelationshipType]("GGRPRN", "Great-grandparent", "a parent of a grandparent"),
		entry[RelationshipType]("GGRFTH", "Great-grandfather", "the father of a grandparent"),
		entry[RelationshipType]("MGGRFTH", "Maternal great-grandfather", "the father of a parent of the mother, by birth"),
		entry[RelationshipType]("PGGRFTH", "Paternal great-grandfather", "the father of a parent of the father, by birth"),
		entry[RelationshipType]("GGRMTH", "Great-grandmother", "the mother of a grandparent"),
		entry[RelationshipType]("MGGRNTH", "Maternal great-grandmother", "the mother of a parent of the mother, by birth; HL7 v3 has MGGRMTH", "MGGRMTH"),
		entry[RelationshipType]("PGGRMTH", "Paternal great-grandmother", "the mother of a parent of the father, by birth"),
		entry[RelationshipType]("MGGRPRN", "Maternal great-grandparent", "a parent of a parent of the mother, by birth"),
		entry[RelationshipType]("PGGRPRN", "Paternal great-grandparent", "a parent of a parent of the father, by birth"),
		entry(RelationshipGrandchild, "Grandchild", "a child of a child"),
		entry[RelationshipType]("GRNDDAU", "Granddaughter", "a daughter of a child"),
		entry[RelationshipType]("GRANDSON", "Grandson", "a son of a child", "GRNDSON"),
		entry(RelationshipGrandparent, "Grandparent", "a parent of a parent"),
		entry[RelationshipType]("GRFTH", "Grandfather", "the father of a parent"),
		entry[RelationshipType]("MGRFTH", "Maternal grandfather", "the father of the mother, by birth"),
		entry[RelationshipType]("PGRFTH", "Paternal grandfather", "the father of the father, by birth"),
		entry[RelationshipType]("GRMTH", "Grandmother", "the mother of a parent"),
		entry[RelationshipType]("MGRMTH", "Maternal grandmother", "the mother of the mother, by birth"),
		entry[RelationshipType]("PGRMTH", "Paternal grandmother", "the mother of the father, by birth"),
		entry[RelationshipType]("MGRPRN", "Maternal grandparent", "a parent of the mother, by birth"),
		entry[RelationshipType]("PGRPRN", "Paternal grandparent", "a parent of the father, by birth"),
	}
}

func inLaws() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry[RelationshipType]("INLAW", "In-law", "a close relative of the spouse"),
		entry[RelationshipType]("CHLDINLAW", "Child-in-law", "the spouse of a child"),
		entry[RelationshipType]("DAUINLAW", "Daughter-in-law", "the wife of a child"),
		entry[RelationshipType]("SONINLAW", "Son-in-law", "the husband of a child"),
		entry[RelationshipType]("PRNINLAW", "Parent-in-law", "a parent of the spouse"),
		entry[RelationshipType]("FTHINLAW", "Father-in-law", "the father of the spouse"),
		entry[RelationshipType]("MTHINLAW", "Mother-in-law", "the mother of the spouse"),
		entry[RelationshipType]("SIBINLAW", "Sibling-in-law", "a sibling of the spouse, or the spouse of a sibling of either"),
		entry[RelationshipType]("BROINLAW", "Brother-in-law", "a brother of the spouse, or the husband of a sibling of either"),
		entry[RelationshipType]("SISINLAW", "Sister-in-law", "a sister of the spouse, or the wife of a sibling of either"),
		entry[RelationshipType]("NIENEPH", "Niece or nephew", "a child of a sibling, one's own or the spouse's", "niece/nephew"),
		entry[RelationshipType]("NEPHEW", "Nephew", "a son of a sibling, one's own or the spouse's"),
		entry[RelationshipType]("NEICE", "Niece", "a daughter of a sibling, one's own or the spouse's; HL7 v3 has NIECE"),
		entry[RelationshipType]("UNCLE", "Uncle", "a brother of a parent"),
		entry[RelationshipType]("MUNCLE", "Maternal uncle", "a brother of the mother, by birth"),
		entry[RelationshipType]("PUNCLE", "Paternal uncle", "a brother of the father, by birth", "parental uncle"),
	}
}

func parents() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry(RelationshipParent, "Parent", "a parent of any kind"),
		entry(RelationshipAdoptiveParent, "Adoptive parent", "a parent by adoption"),
		entry(RelationshipAdoptiveFather, "Adoptive father", "the father by adoption"),
		entry(RelationshipAdoptiveMother, "Adoptive mother", "the mother by adoption"),
		entry(RelationshipFather, "Father", "the father, of any kind"),
		entry[RelationshipType]("FTHFOST", "Foster father", "the man who has the child in foster care"),
		entry(RelationshipNaturalFather, "Natural father", "the father by birth"),
		entry[RelationshipType]("NFTHF", "Natural father of fetus", "the father of a child not born yet, or born dead"),
		entry[RelationshipType]("STPFTH", "Stepfather", "the mother's husband who is not the father by birth"),
		entry(RelationshipMother, "Mother", "the mother, of any kind"),
		entry[RelationshipType]("GESTM", "Gestational mother", "the woman who carries the child, where she is not the mother by descent"),
		entry[RelationshipType]("MTHFOST", "Foster mother", "the woman who has the child in foster care", "FOSTMTH"),
		entry(RelationshipNaturalMother, "Natural mother", "the mother by birth"),
		entry[RelationshipType]("NMTHF", "Natural mother of fetus", "the mother of a child not born yet, or born dead"),
		entry[RelationshipType]("STPMTH", "Stepmother", "the father's wife who is not the mother by birth"),
		entry(RelationshipNaturalParent, "Natural parent", "a parent by birth"),
		entry(RelationshipFosterParent, "Foster parent", "one who has the child in foster care"),
		entry(RelationshipStepParent, "Stepparent", "a parent's spouse who is not a parent by birth"),
	}
}

func siblings() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry(RelationshipSibling, "Sibling", "one with a parent in common, or both"),
		entry(RelationshipBrother, "Brother", "a man or boy with a parent in common, or both", "borther"),
		entry[RelationshipType]("HBRO", "Half-brother", "a brother by one parent of birth only"),
		entry[RelationshipType]("NBRO", "Natural brother", "a brother by both parents of birth"),
		entry[RelationshipType]("TWINBRO", "Twin brother", "a brother of the same pregnancy"),
		entry[RelationshipType]("FTWINBRO", "Fraternal twin brother", "a twin brother from another egg", "faternal twin brother"),
		entry[RelationshipType]("ITWINBRO", "Identical twin brother", "a twin brother from the same egg"),
		entry[RelationshipType]("STPBRO", "Stepbrother", "a son of a stepparent"),
		entry[RelationshipType]("HSIB", "Half-sibling", "a sibling by one parent of birth only"),
		entry[RelationshipType]("HSIS", "Half-sister", "a sister by one parent of birth only"),
		entry[RelationshipType]("NSIB", "Natural sibling", "a sibling by both parents of birth"),
		entry[RelationshipType]("NSIS", "Natural sister", "a sister by both parents of birth"),
		entry[RelationshipType]("TWINSIS", "Twin sister", "a sister of the same pregnancy"),
		entry[RelationshipType]("FTWINSIS", "Fraternal twin sister", "a twin sister from another egg", "faternal twin sister"),
		entry[RelationshipType]("ITWINSIS", "Identical twin sister", "a twin sister from the same egg"),
		entry(RelationshipTwin, "Twin", "a sibling of the same pregnancy"),
		entry[RelationshipType]("FTWIN", "Fraternal twin", "a twin from another egg", "faternal twin"),
		entry[RelationshipType]("ITWIN", "Identical twin", "a twin from the same egg"),
		entry(RelationshipSister, "Sister", "a woman or girl with a parent in common, or both"),
		entry[RelationshipType]("STEPSIS", "Stepsister", "a daughter of a stepparent; HL7 v3 has STPSIS", "STPSIS"),
		entry[RelationshipType]("STEPSIB", "Stepsibling", "a child of a stepparent; HL7 v3 has STPSIB", "STPSIB"),
	}
}

func partners() []Entry[RelationshipType] {
	return []Entry[RelationshipType]{
		entry[RelationshipType]("SIGOTHR", "Significant other", "a spouse, or one who means as much"),
		entry(RelationshipDomesticPartner, "Domestic partner", "one who lives with the person as a partner, unmarried"),
		entry(RelationshipFormerSpouse, "Former spouse", "one who was married to the person; the marriage has ended"),
		entry(RelationshipSpouse, "Spouse", "one who is married to the person"),
		entry(RelationshipHusband, "Husband", "the man who is married to the person", "groom"),
		entry(RelationshipWife, "Wife", "the woman who is married to the person", "bride"),
	}
}
