package decide

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// Family asks who somebody's parents, spouses and children are, as far as the registry
// tells: they are in [Verdict.Relatives], personal data. Spouses are all there ever were.
// What is not told may be there: a note names it (parents, spouses, children), and
// nothing follows from a relative who is not listed.
//
//	outcome    rule              when
//	Confirmed  family.told       the person is identified in at least one record that names a relative
//	Refuted    never
//	NotFound   family.not_told   the registry was asked and tells of nobody
//
// and what leaves [Birth] undecided, but for facts.silent.
type Family struct {
	Subject person.Person
}

// Name is "family".
func (Family) Name() string { return "family" }

// Validate is nil if there is a number, or a name and a date of birth.
func (q Family) Validate() error { return needsFacts("person", q.Subject) }

// Step asks for the birth, then for the marriages, then for the births of the children.
func (q Family) Step(law Law, answers []Answer) ([]search.Query, *Verdict, error) {
	return step(q, law, answers, q.decide)
}

func (q Family) decide(t *talk) (Verdict, error) {
	born, b, err := t.birthOf(q.Subject)
	switch {
	case err != nil:
		return Verdict{}, err
	case b != nil:
		return t.blocked(b), nil
	}
	who, by := q.Subject, IdentifiedBy("")
	var relatives []person.Relation
	if born != nil {
		by = born.by
		who.Identifiers = slices.Concat(who.Identifiers, born.who.Identifiers)
		for _, r := range born.who.Relations {
			if r.Type.IsParent() {
				relatives = append(relatives, r)
			}
		}
	} else {
		t.note(NoteRelativesNotTold, "parents")
	}
	spouses, spousesBy, err := q.spouses(t, who)
	if err != nil {
		return Verdict{}, err
	}
	children, err := q.children(t, who)
	if err != nil {
		return Verdict{}, err
	}
	v := t.verdict(RuleFamilyTold)
	if v.Relatives = slices.Concat(relatives, spouses, children); len(v.Relatives) == 0 {
		return t.verdict(RuleFamilyNotTold), nil
	}
	if v.IdentifiedBy = by; by == "" {
		v.IdentifiedBy = spousesBy
	}
	return v, nil
}

// spouses are those of the recorded marriages. A registry that keeps no marriages, or
// shows none that is sure, tells of none.
func (q Family) spouses(t *talk, who person.Person) ([]person.Relation, IdentifiedBy, error) {
	f, err := t.find(codes.VitalEventMarriage, who)
	switch {
	case isUnsupported(err) || err == nil && f.block != nil:
		t.note(NoteRelativesNotTold, "spouses")
		return nil, "", nil
	case err != nil:
		return nil, "", err
	}
	var out []person.Relation
	by := IdentifiedBy("")
	for _, c := range f.people {
		if !c.hasSpouse || c.isCancelled {
			t.note(NoteRelativesNotTold, "spouses")
			continue
		}
		out, by = append(out, person.Relation{Type: codes.RelationshipSpouse, Person: c.spouse}), c.by
	}
	return out, by, nil
}

// children are those in whose births the person is a parent, by number and facts.
func (q Family) children(t *talk, who person.Person) ([]person.Relation, error) {
	var queries []search.Query
	for _, id := range t.law.numbersFor("", who) {
		queries = append(queries, search.Where(search.ParentIs(id.Type, id.Value)).In(codes.VitalEventBirth))
	}
	answers, err := t.ask(queries...)
	if err != nil {
		return nil, err
	}
	got := t.gather(answers)
	if !got.isAsked || got.unsupported != nil || got.isCut {
		t.note(NoteRelativesNotTold, "children")
	}
	var out []person.Relation
	for i, h := range got.list {
		isParent := slices.ContainsFunc(h.Person.Parents(), func(p person.Person) bool {
			return t.law.identify(who, p, t.used[got.answers[i]].Registry).block == nil
		})
		if h.Match != search.MatchConfirmed || !isParent || isCancelled(h.Person) {
			t.note(NoteRelativesNotTold, "children")
			continue
		}
		out = append(out, person.Relation{Type: codes.RelationshipChild, Person: h.Person})
	}
	return out, nil
}
