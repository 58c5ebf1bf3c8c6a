package person

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Relation is somebody related to the person of a record: RelatedPerson of
// v1.0.0, relations of OpenCRVS, father_name and mother_name of the 2022
// edition. Type is "" where the registry does not say: OpenCRVS writes a groom
// so.
type Relation struct {
	Type   codes.RelationshipType
	Person Person
	Extra  Extra // members beside relationship_type and related_member
}

// Related lists the people who stand in one of these relationships to the
// person, in the registry's order; all of them if no relationship is named. It
// returns nil if there are none.
func (p Person) Related(types ...codes.RelationshipType) []Person {
	return p.relatives(func(t codes.RelationshipType) bool {
		return len(types) == 0 || slices.ContainsFunc(types, func(want codes.RelationshipType) bool {
			return want.Canonical() == t.Canonical()
		})
	})
}

// Parents lists the parents, in the registry's order: those whom the directory
// counts as such ([codes.RelationshipType.IsParent]: by birth, by adoption or
// without saying which). It returns nil if there are none. One of whom v1.0.0
// gives only the identifier is a person with that and no name.
func (p Person) Parents() []Person { return p.relatives(codes.RelationshipType.IsParent) }

// Mother is the first mother ([codes.RelationshipType.IsMother]), false if none
// is called so: a parent whose sex is not said is among Parents only.
func (p Person) Mother() (Person, bool) { return p.relative(codes.RelationshipType.IsMother) }

// Father is the first father ([codes.RelationshipType.IsFather]), false if none
// is called so: see [Person.Mother].
func (p Person) Father() (Person, bool) { return p.relative(codes.RelationshipType.IsFather) }

// Spouse is the first husband, wife or spouse
// ([codes.RelationshipType.IsSpouse]), false if none is called so. The other of
// a couple in a record is [Record.Couple]: some registries do not say there what
// one is to the other.
func (p Person) Spouse() (Person, bool) { return p.relative(codes.RelationshipType.IsSpouse) }

func (p *Person) relatives(are func(codes.RelationshipType) bool) []Person {
	var out []Person
	for i := range p.Relations {
		if are(p.Relations[i].Type) {
			out = append(out, p.Relations[i].Person)
		}
	}
	return out
}

func (p *Person) relative(is func(codes.RelationshipType) bool) (Person, bool) {
	for i := range p.Relations {
		if is(p.Relations[i].Type) {
			return p.Relations[i].Person, true
		}
	}
	return Person{}, false
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

// isOneOf says whether one of the people has the identifier.
func (i *Identifier) isOneOf(people []Relation) bool {
	for j := range people {
		if i.isHeld(people[j].Person.Identifiers) {
			return true
		}
	}
	return false
}

// relations reads a list of relations, or one alone that says who it is. Lists
// under several names add up: they are no spellings of one member.
func (c *cursor) relations(dst *[]Relation) bool {
	alone := c.Peek() == '{'
	var list []Relation
	if !readList(c, &list, 2, (*cursor).relation, (*Relation).isZero) {
		return false
	}
	if alone && len(list) == 1 && !list[0].isTelling() {
		return false // perhaps {"mother":{…}}: a shape of which we know nothing
	}
	if *dst == nil {
		*dst = list
	} else {
		*dst = append(*dst, list...)
	}
	return true
}

// relation reads {"relationship_type":…,"related_member":{…}} or a person with
// its relationship among the members: {"@type":"spdci:Mother","givenName":…}.
func (c *cursor) relation(r *Relation) bool {
	if c.depth == maxDepth {
		return false // the whole list stays raw, not each of its people
	}
	start := c.At
	if inside, given := c.enter(); !inside {
		return !given
	}
	if !c.hasMember(ofRelation, fieldRelatedMember) {
		c.At = start
		return c.person(&r.Person, r)
	}
	r.Extra = c.object(func(name string, _ int) bool {
		switch ofRelation.field(name) {
		case fieldRelationshipType:
			return c.relationship(&r.Type)
		case fieldRelatedMember:
			return r.Person.isZero() && c.person(&r.Person, nil)
		default:
			return false
		}
	})
	return true
}

// relationship reads a relationship type; see sex.
func (c *cursor) relationship(dst *codes.RelationshipType) bool {
	return readCode(c, dst, relationshipType)
}

// knownRelationship reads the "@type" of a flat relation, which may as well be
// the type of an object: only a relationship of the directory is taken.
func (c *cursor) knownRelationship(dst *codes.RelationshipType) bool {
	if c.Peek() != '"' || *dst != "" {
		return false
	}
	t, ok := codes.RelationshipTypes().Parse(c.String())
	if ok {
		*dst = t
	}
	return ok
}

// relationshipType is Canonical, quick for the usual codes.
func relationshipType(t codes.RelationshipType) codes.RelationshipType {
	switch t {
	case codes.RelationshipMother, codes.RelationshipFather, codes.RelationshipParent, codes.RelationshipSpouse,
		codes.RelationshipWife, codes.RelationshipHusband, codes.RelationshipChild:
		return t
	default:
		return t.Canonical()
	}
}

// parentName reads the free text by which the 2022 edition names a parent. Its
// spellings add up as relations do.
func (c *cursor) parentName(dst *[]Relation, as codes.RelationshipType) bool {
	var names []PersonName
	if !c.names(&names) {
		return false
	}
	if len(names) > 0 {
		*dst = append(*dst, Relation{Type: as, Person: Person{Names: names}})
	}
	return true
}

// parents writes parent1_identifier and parent2_identifier and returns the
// relations that are to be written in full.
//
// The first relations stand there alone if nothing is known of them but a
// parent's identifier. Slots that are left take the first identifier of other
// parents, for readers who know only v1.0.0; decoding drops such a double.
func (o *object) parents(relations []Relation) []Relation {
	slots := [...]string{"parent1_identifier", "parent2_identifier"}
	used := 0
	for used < len(slots) && used < len(relations) {
		r := &relations[used]
		if id := r.Person.Identifiers; !r.isBareParent() || id[0].isOneOf(relations[:used]) || id[0].isOneOf(relations[used+1:]) {
			break
		}
		o.name(slots[used])
		o.w.identifier(&r.Person.Identifiers[0])
		used++
	}
	rest := relations[used:]
	for i := range rest {
		if used == len(slots) {
			break
		}
		ids := rest[i].Person.Identifiers
		if !rest[i].Type.IsParent() || len(ids) == 0 || ids[0].Value == "" {
			continue
		}
		o.name(slots[used])
		o.w.identifier(&Identifier{Type: ids[0].Type, Value: ids[0].Value})
		used++
	}
	return rest
}

func (w *writer) relation(r *Relation) {
	o := w.open(ofRelation)
	o.text("relationship_type", string(r.Type.Canonical()))
	// Without related_member the other members would be read as the person's.
	_, raw := r.Extra.Get("related_member")
	if !r.Person.isZero() || !r.Extra.IsZero() && !raw {
		o.name("related_member")
		w.person(&r.Person)
	}
	o.close(r.Extra)
}
