package person

import "github.com/openspmis/dci-crvs-go/codes"

// What counts as "not given": an element of a list that is so is neither read
// nor written.

func (p *Person) isZero() bool {
	return len(p.Names)+len(p.Identifiers)+len(p.BirthDates)+len(p.DeathDates)+len(p.MarriageDates)+len(p.DivorceDates)+
		len(p.Phones)+len(p.Emails)+len(p.Addresses)+len(p.Relations) == 0 &&
		p.Sex == "" && p.MaritalStatus == "" &&
		p.BirthPlace == nil && p.DeathPlace == nil && p.MarriagePlace == nil && p.Extra.IsZero()
}

func (n *PersonName) isZero() bool {
	return n.isOnlyText() && n.Text == ""
}

// isOnlyText says whether the name has no parts.
func (n *PersonName) isOnlyText() bool {
	return len(n.Prefix)+len(n.Given)+len(n.Middle)+len(n.Family)+len(n.Suffix) == 0 && n.Maiden == "" && n.Extra.IsZero()
}

// isGiven says whether the name has this part.
func (n *PersonName) isGiven(part field) bool {
	switch part {
	case fieldPrefix:
		return len(n.Prefix) > 0
	case fieldGiven:
		return len(n.Given) > 0
	case fieldMiddle:
		return len(n.Middle) > 0
	case fieldFamily:
		return len(n.Family) > 0
	case fieldMaiden:
		return n.Maiden != ""
	case fieldSuffix:
		return len(n.Suffix) > 0
	default:
		return false
	}
}

func (i *Identifier) isZero() bool { return *i == (Identifier{}) }

func (a *Address) isZero() bool { return *a == (Address{}) }

func (p *Place) isZero() bool {
	return p == nil || p.Name == "" && p.Type == "" && len(p.Identifiers) == 0 && p.AddressLine == "" &&
		p.ContainedIn.isZero() && p.Extra.IsZero()
}

func (r *Relation) isZero() bool {
	return r.Type == "" && r.Person.isZero() && r.Extra.IsZero()
}

// isTelling says whether the relation shows what or who it is.
func (r *Relation) isTelling() bool {
	return r.Type != "" || len(r.Person.Names) > 0 || len(r.Person.Identifiers) > 0
}

// isBareParent says whether the relation is a parent of whom one identifier is
// known and nothing else.
func (r *Relation) isBareParent() bool {
	if r.Type.Canonical() != codes.RelationshipParent || len(r.Person.Identifiers) != 1 || r.Person.Identifiers[0].Value == "" || !r.Extra.IsZero() {
		return false
	}
	rest := r.Person
	rest.Identifiers = nil
	return rest.isZero()
}
