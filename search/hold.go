package search

import (
	"strings"
	"time"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Holding is what [Hold] needs to know beside the question and the record. The
// zero value is usable: today is not known, and identifier types are the same
// where the directory says so.
type Holding struct {
	// Now is the time by which years of another calendar are told: a year
	// later than next year, unless the question itself names such years. Zero:
	// every year from 1800 on is Gregorian.
	Now time.Time
	// Same says which identifier types mean the same number in this registry,
	// beside those that the directory equates. It may be nil.
	Same func(a, b codes.IdentifierType) bool
}

// Hold compares a record with the question it answers. It returns how the
// record matches and "", or "" and the name of the attribute that contradicts
// the question: such a record must not be used.
//
// The record is held against each of its subjects ([person.Record.Subjects]: in
// a marriage both spouses), and it suffices that one of them fits. Identifiers,
// dates and codes can contradict; names cannot, since registries match them
// loosely. An identifier that somebody else in the record carries (a mother in
// her child's birth record) contradicts: the record is not about them.
func Hold(q Query, r person.Record, h Holding) (m Match, contradiction string) {
	if q.event != "" && r.Event != "" && q.event != codes.VitalEventAny && r.Event.Canonical() != q.event {
		return "", "reg_event_type"
	}
	best, worst := person.False, ""
	for _, subject := range r.Subjects() {
		t, against := h.holds(q, r, subject)
		if t == person.True {
			return MatchConfirmed, ""
		}
		if t == person.Unsure {
			best = person.Unsure
		} else if worst == "" {
			worst = against
		}
	}
	if best == person.Unsure {
		return MatchUnconfirmed, ""
	}
	return "", worst
}

// holds says whether every part of the question is true of one subject, and
// else which attribute is false.
func (h Holding) holds(q Query, r person.Record, subject person.Person) (t person.Truth, against string) {
	t = person.True
	if q.identifier.Value != "" {
		switch h.identifierHolds(q.identifier, r, subject) {
		case person.False:
			return person.False, string(q.identifier.Type)
		case person.Unsure:
			t = person.Unsure
		}
	}
	for _, c := range q.conditions {
		switch h.conditionHolds(c, subject) {
		case person.False:
			return person.False, c.attribute
		case person.Unsure:
			t = person.Unsure
		}
	}
	return t, ""
}

func (h Holding) identifierHolds(asked person.Identifier, r person.Record, subject person.Person) person.Truth {
	t := h.carries(subject, asked)
	if t != person.Unsure || asked.Type.Registers() != "" {
		return t
	}
	// The subject shows no such number. If somebody else in the record has
	// exactly the one that was asked for, the record is about another person.
	for _, rel := range r.Person.Relations {
		if !isSubject(r, rel) && h.carries(rel.Person, asked) == person.True {
			return person.False
		}
	}
	return person.Unsure
}

func isSubject(r person.Record, rel person.Relation) bool {
	return len(r.Subjects()) > 1 && (rel.Type.IsSpouse() || rel.Type == "")
}

// carries says whether the person has this identifier: True if one of the same
// type has the value, False if those of the type all differ, else Unsure.
func (h Holding) carries(p person.Person, asked person.Identifier) person.Truth {
	var differs, unclear bool
	for _, id := range p.Identifiers {
		if id.Value == "" || !h.same(id.Type, asked.Type) {
			continue
		}
		switch sameNumber(id.Value, asked.Value) {
		case person.True:
			return person.True
		case person.Unsure:
			unclear = true
		case person.False:
			differs = true
		}
	}
	if differs && !unclear {
		return person.False
	}
	return person.Unsure
}

func (h Holding) same(a, b codes.IdentifierType) bool {
	return a == b || a.Canonical() == b.Canonical() || h.Same != nil && h.Same(a, b)
}

// sameNumber compares two identifiers. Those that differ only in case,
// separators or leading zeros may be one number written twice: Unsure.
func sameNumber(a, b string) person.Truth {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	switch {
	case a == b:
		return person.True
	case bareNumber(a) == bareNumber(b):
		return person.Unsure
	default:
		return person.False
	}
}

func bareNumber(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
	return strings.TrimLeft(s, "0")
}

func (h Holding) conditionHolds(c Condition, p person.Person) person.Truth {
	switch c.attribute {
	case string(BirthDate):
		return h.datesHold(c.terms, p.BirthDates)
	case string(DeathDate):
		return h.datesHold(c.terms, p.DeathDates)
	case string(MarriageDate):
		return h.datesHold(c.terms, p.MarriageDates)
	case string(Sex):
		return sexHolds(c.terms, p.Sex)
	case string(GivenName):
		return namesHold(c.terms, p.Names, person.PersonName.GivenName)
	case string(MiddleName):
		return namesHold(c.terms, p.Names, person.PersonName.MiddleName)
	case string(FamilyName):
		return namesHold(c.terms, p.Names, person.PersonName.FamilyName)
	case string(Region):
		return regionHolds(c.terms, p.Addresses)
	default:
		return person.Unsure
	}
}

// datesHold: one date that satisfies all terms suffices, for a person may have
// two birthdays on file.
func (h Holding) datesHold(terms []Term, dates []person.Date) person.Truth {
	result := person.Unsure
	for i, d := range dates {
		t := h.dateHolds(terms, d)
		if t == person.True {
			return t
		}
		if i == 0 || t == person.Unsure {
			result = t
		}
	}
	return result
}

func (h Holding) dateHolds(terms []Term, d person.Date) person.Truth {
	if h.otherCalendar(terms, d) {
		return person.Unsure
	}
	result := person.True
	for _, t := range terms {
		switch termHolds(t, d) {
		case person.False:
			return person.False
		case person.Unsure:
			result = person.Unsure
		}
	}
	return result
}

// otherCalendar says whether the record's date cannot be held against the
// question because one of them must be in another calendar.
func (h Holding) otherCalendar(terms []Term, d person.Date) bool {
	strange := func(d person.Date) bool {
		return d.Year() < 1800 || d.Year() > 2199 || !h.Now.IsZero() && !d.Gregorian(h.Now)
	}
	for _, t := range terms {
		if strange(t.date) != strange(d) {
			return true
		}
	}
	return false
}

func termHolds(t Term, d person.Date) person.Truth {
	switch t.Operator {
	case codes.OperatorEqual:
		return d.Equal(t.date)
	case codes.OperatorGreaterOrEqual:
		return d.NotBefore(t.date)
	case codes.OperatorLessOrEqual:
		return d.NotAfter(t.date)
	case codes.OperatorGreater:
		return not(d.NotAfter(t.date))
	case codes.OperatorLess:
		return not(d.NotBefore(t.date))
	default:
		return person.Unsure
	}
}

func not(t person.Truth) person.Truth {
	switch t {
	case person.True:
		return person.False
	case person.False:
		return person.True
	default:
		return person.Unsure
	}
}

func sexHolds(terms []Term, s codes.Sex) person.Truth {
	for _, t := range terms {
		asked := codes.Sex(t.Value).Canonical()
		switch got := s.Canonical(); {
		case got == asked:
		// "unknown" and a code outside the directory contradict nothing.
		case got == "", got == codes.SexUnknown, !got.Known(), asked == codes.SexUnknown, !asked.Known():
			return person.Unsure
		default:
			return person.False
		}
	}
	return person.True
}

func namesHold(terms []Term, names []person.PersonName, part func(person.PersonName) string) person.Truth {
	for _, t := range terms {
		found := false
		for _, n := range names {
			found = found || strings.EqualFold(strings.TrimSpace(part(n)), strings.TrimSpace(t.Value))
		}
		if !found {
			return person.Unsure
		}
	}
	return person.True
}

func regionHolds(terms []Term, addresses []person.Address) person.Truth {
	for _, t := range terms {
		result := person.Unsure
		for i, a := range addresses {
			switch {
			case strings.EqualFold(a.Region, t.Value):
				result = person.True
			case a.Region != "" && (i == 0 || result == person.False):
				result = person.False
			}
			if result == person.True {
				break
			}
		}
		if result != person.True {
			return result
		}
	}
	return person.True
}
