package search

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxKin and maxKinDepth bound how many people of a record are looked at, and how
// deep: no family needs more, and a record may be made to be large.
const (
	maxKin      = 1000
	maxKinDepth = 8
)

// kin is how somebody in a record stands to its subjects. It decides whether they may
// be a subject themselves: the mother of the groom is not, a child of the mother is.
type kin uint8

const (
	kinSubject kin = iota // the record is about them
	kinSpouse             // the other subject of a couple
	kinAbove              // a parent, a parent's spouse or parent, and so on
	kinBeside             // a sibling of one of these, or the spouse in a record of one subject
	kinBelow              // a child, a child's child
	kinFar                // somebody else, of whose own relatives nothing is known
	kinOpen               // perhaps the subject
)

// isOther says whether they are for certain not the subject.
func (k kin) isOther() bool { return k == kinAbove || k == kinBeside || k == kinBelow || k == kinFar }

// isOnAnother says whether somebody in the record who is for certain no subject of it
// has exactly the number that was asked for, persons within persons.
func (s *account) isOnAnother(asked person.Identifier) bool {
	return s.anyKin(func(k kin, p *person.Person) bool {
		return k.isOther() && s.carries(p.Identifiers, asked) == person.True
	})
}

// isOnSeveral says whether two people in the record have exactly the number that was
// asked for. Whose it is, is not known then.
func (s *account) isOnSeveral(asked person.Identifier) bool {
	has := s.carries(numbersOf(&s.record.Person), asked) == person.True
	return s.anyKin(func(k kin, p *person.Person) bool {
		if k == kinSubject || s.carries(p.Identifiers, asked) != person.True {
			return false // of the person, under the relation to themself
		}
		again := has
		has = true
		return again
	})
}

// anyKin says whether is holds of anybody in the record but its person.
func (s *account) anyKin(is func(kin, *person.Person) bool) bool {
	if len(s.record.Person.Relations) == 0 {
		return false
	}
	s.left = maxKin
	return s.anyOf(s.record.Person.Relations, kinSubject, is, 0)
}

func (s *account) anyOf(relations []person.Relation, from kin, is func(kin, *person.Person) bool, depth int) bool {
	for i := range relations {
		if s.left--; s.left < 0 {
			return false
		}
		rel := &relations[i]
		k := s.kinOf(from, rel.Type)
		if is(k, &rel.Person) {
			return true
		}
		if k != kinOpen && k != kinFar && depth < maxKinDepth && s.anyOf(rel.Person.Relations, k, is, depth+1) {
			return true
		}
	}
	return false
}

// kinOf is how a relation of one who stands so stands to the subjects.
func (s *account) kinOf(from kin, t codes.RelationshipType) kin {
	t = t.Canonical()
	isAbove, isBelow, isSpouse, isSibling := isAncestor(t), isDescendant(t), t.IsSpouse(), isSibling(t)
	switch {
	case isSelf(t):
		return from
	case from == kinSubject:
		return s.kinOfSubject(t)
	case isAbove && from != kinBelow, isSpouse && from == kinAbove:
		return kinAbove
	case isBelow && (from == kinSpouse || from == kinBelow):
		return kinBelow
	case isSibling && (from == kinSpouse || from == kinAbove):
		return kinBeside
	case isSpouse && from == kinBelow:
		return kinFar
	default:
		return kinOpen // the child of a parent, the spouse of a spouse, or not said
	}
}

// kinOfSubject is how a relation of a subject stands: whoever is no spouse in a record
// of a couple is somebody else.
func (s *account) kinOfSubject(t codes.RelationshipType) kin {
	couple := isOfCouple(s.record.Event)
	isSpouse := t.IsSpouse() || t == codes.RelationshipFormerSpouse && s.record.Event == codes.VitalEventDivorce
	switch {
	case couple && isSpouse:
		return kinSpouse
	case couple && mayBeSpouse(t, s.record.Event):
		return kinOpen
	case isAncestor(t):
		return kinAbove
	case isDescendant(t):
		return kinBelow
	case isSibling(t), isSpouse:
		return kinBeside
	case t != "" && !t.Known(): // the word of a register in its own language
		return kinOpen
	default:
		return kinFar
	}
}

// mayBeSpouse says whether a relation that is no spouse by its type may be the other of
// a couple. The record of a marriage that has ended may call them a former spouse, and
// that of a union a partner; or it is somebody of an earlier one. A word that no
// directory has may be a spouse's in another language, or a witness's.
func mayBeSpouse(t codes.RelationshipType, event codes.VitalEvent) bool {
	if !t.Known() {
		return true
	}
	switch t.Canonical() {
	case codes.RelationshipDomesticPartner, "SIGOTHR":
		return true
	case codes.RelationshipFormerSpouse:
		return event == codes.VitalEventMarriage // of a divorce it is the other
	default:
		return false
	}
}

// isSelf says whether a relation is that of a person to themself.
func isSelf(t codes.RelationshipType) bool { return t.Canonical() == codes.RelationshipSelf }

// The codes of HL7 end with what somebody is: GRMTH, GGRFTH, STPMTH, NBRO, HSIS. An
// in-law ends otherwise.
func isAncestor(t codes.RelationshipType) bool {
	return t.IsParent() || endsWith(t, "MTH", "FTH", "PRN")
}

func isDescendant(t codes.RelationshipType) bool {
	return t.IsChild() || endsWith(t, "GRNDCHILD", "GRNDDAU", "GRNDSON", "GRANDSON")
}

func isSibling(t codes.RelationshipType) bool { return endsWith(t, "SIB", "BRO", "SIS") }

func endsWith(t codes.RelationshipType, ends ...string) bool {
	if !t.Known() {
		return false
	}
	for _, end := range ends {
		if strings.HasSuffix(string(t), end) {
			return true
		}
	}
	return false
}
