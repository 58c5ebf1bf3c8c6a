package sandbox

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Birth is what is told when a birth is registered. What is zero is not told.
type Birth struct {
	Given, Middle, Family string    // up to 100 letters each; one of Given and Family is needed
	Sex                   codes.Sex // any spelling of the directory
	On                    person.Date
	// Place is the identifier or the name of a place of
	// /.well-known/locations.json; where the mother lives if not told, else the
	// father.
	Place string
	// Mother and Father are people of the registry, by a NATIONAL_ID, a UIN or the
	// number of their birth.
	Mother, Father person.Identifier
}

// RecordBirth registers the birth of a child on the day On, today if it is zero.
// The child has a UIN, made like those of the others, and a national number if it is
// sixteen already: both are in the record that is returned. The error says what is
// wrong: no name, a day in the future of the registry's clock, a parent who is not
// known, was dead by then, or is too young.
func (r *Registry) RecordBirth(b Birth) (Registration, error) {
	return r.people.change(ChangeBirth, func(w draft) (key, error) { return w.birth(b) })
}

func (w draft) birth(b Birth) (key, error) {
	on, err := w.day(b.On)
	if err != nil {
		return 0, err
	}
	mother, err := w.parent(b.Mother, "mother", on, codes.SexMale)
	if err != nil {
		return 0, err
	}
	father, err := w.parent(b.Father, "father", on, codes.SexFemale)
	if err != nil {
		return 0, err
	}
	if mother != none && mother == father {
		return 0, wrong("the mother and the father are one person")
	}
	place, err := w.place(b.Place)
	if err != nil {
		return 0, err
	}
	if err := knownSex(b.Sex); err != nil {
		return 0, err
	}
	if err := tidy(&b.Given, &b.Middle, &b.Family); err != nil {
		return 0, err
	}
	if b.Given == "" && b.Family == "" {
		return 0, wrong("the name is missing: give a given name or a family name")
	}
	for _, parent := range []int32{mother, father} {
		if parent != none && place == 0 {
			place = w.residence(parent, on)
		}
	}
	c := newcomer(naming{given: w.names.add(b.Given), middle: w.names.add(b.Middle), family: w.names.add(b.Family)}, b.Sex.Canonical())
	c.birth = on
	c.traits = c.traits.at(place) | hasUIN | hasNationalID.when(on.years(16) <= w.today)
	child := w.people.add(c)
	w.setParents(child, mother, father)
	p := w.told(child, on)
	p.BirthPlace, p.Addresses = w.places.made(place), w.address(child, w.places.districtAbove(place))
	p.Relations = w.relations(mother, father, codes.RelationshipMother, codes.RelationshipFather, on)
	return w.newRecord(ofBirths, p, child), nil
}

// RecordAdoption registers that a child was adopted on the day, today if it is zero.
// The adoptive parents are from then on the parents in the record of the birth,
// which keeps its number; a parent who is named and was one before stays what they
// were, and one who is not named is told no more. A birth that was not registered is
// registered with it. The error says what is wrong: somebody who is not known or is
// dead, a child who was of age (18), a parent who was not.
func (r *Registry) RecordAdoption(child, mother, father person.Identifier, on person.Date) (Registration, error) {
	return r.people.change(ChangeAdoption, func(w draft) (key, error) { return w.adoption(child, mother, father, on) })
}

func (w draft) adoption(childID, motherID, fatherID person.Identifier, date person.Date) (key, error) {
	on, err := w.day(date)
	if err != nil {
		return 0, err
	}
	child, err := w.living(childID, "child", on)
	if err != nil {
		return 0, err
	}
	mother, err := w.adopter(motherID, "mother", on, codes.SexMale)
	if err != nil {
		return 0, err
	}
	father, err := w.adopter(fatherID, "father", on, codes.SexFemale)
	if err != nil {
		return 0, err
	}
	c := *w.people.at(child)
	switch {
	case mother == none && father == none:
		return 0, wrong("an adoption needs a mother or a father")
	case mother == child || father == child:
		return 0, wrong("nobody adopts themselves")
	case mother == father:
		return 0, wrong("the mother and the father are one person")
	case !w.isUnder(child, 18, on):
		return 0, wrong("the child was of age on that day, or nobody knows the birth date")
	}
	asMother, asFather := codes.RelationshipAdoptiveMother, codes.RelationshipAdoptiveFather
	if mother == c.mother {
		asMother = codes.RelationshipMother
	}
	if father == c.father {
		asFather = codes.RelationshipFather
	}
	parents := w.relations(mother, father, asMother, asFather, on)
	w.setParents(child, mother, father)
	if c.birthOrd == none {
		p := w.told(child, c.birth)
		p.BirthPlace, p.Addresses, p.Relations = w.places.made(c.traits.place()), w.address(child, w.places.districtAbove(c.traits.place())), parents
		return w.newRecord(ofBirths, p, child), nil
	}
	k := keyOf(ofBirths, c.birthOrd)
	w.amend(k, func(p *person.Person) {
		p.Relations = slices.DeleteFunc(p.Relations, func(r person.Relation) bool { return r.Type.IsParent() })
		p.Relations = append(p.Relations, parents...)
	})
	return k, nil
}

// adopter is a parent who was alive and of age.
func (w draft) adopter(id person.Identifier, part string, on day, not codes.Sex) (int32, error) {
	p, err := w.parent(id, part, on, not)
	if err != nil || p == none {
		return p, err
	}
	if w.isUnder(p, 18, on) {
		return none, wrong("the %s was not of age on that day", part)
	}
	return w.living(id, part, on)
}
