package search

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Holding is what [Hold] needs to know beside the question and the record. The
// zero value is usable: today is not known, and identifier types are the same
// where the directory says so.
type Holding struct {
	// Now is the time by which years of another calendar are told: a year
	// later than next year, unless the question itself names only such years.
	// A clock that stands before 2026 counts as 2026. Zero: every year from
	// 1800 to 2199 is Gregorian.
	Now time.Time
	// Same says which identifier types mean the same number in this registry,
	// beside those that the directory equates. It may be nil.
	Same func(a, b codes.IdentifierType) bool
}

// Hold compares a record with the question it answers. It returns how the
// record matches and "", or "" and the name of the attribute that contradicts
// the question: such a record must not be used. The name is reg_event_type, an
// identifier type ("identifier" for one outside the directory) or an attribute.
//
// The record is held against each of its subjects ([person.Record.Subjects]: in
// a marriage both spouses), and it suffices that one of them fits in everything;
// the number, the date and the place of a marriage are those of both.
// Identifiers, dates and codes can contradict; names cannot, since registries
// match them loosely, nor can places, which lie in one another. Of two comparisons
// joined by [Condition.Or] both must contradict. A [Custom] attribute and a
// [GraphQL] text can be held against nothing.
//
// An identifier that somebody else in the record carries (a mother in her
// child's birth record) contradicts: the record is not about them.
//
// r.Event must be what the registry said. A record that does not say of which
// event it is must show it in another way, by its registration number or its
// date, or it stays unconfirmed: fill in the event of the question only
// afterwards.
func Hold(q Query, r person.Record, h Holding) (m Match, contradiction string) {
	m, _, contradiction = h.hold(q, r)
	return m, contradiction
}

// NewHit is the hit that a record makes, with the subject who fits the question
// and how it matches; or a zero Hit and the contradiction that [Hold] found.
func NewHit(q Query, r person.Record, h Holding) (hit Hit, contradiction string) {
	m, subject, contradiction := h.hold(q, r)
	if contradiction != "" {
		return Hit{}, contradiction
	}
	return Hit{Record: r, Match: m, subject: subject}, ""
}

// hold also says which of the subjects fits: the one who confirms everything,
// else the first who contradicts nothing.
func (h Holding) hold(q Query, r person.Record) (m Match, fits int, contradiction string) {
	event := h.eventHolds(q.event, r)
	if event == person.False {
		return "", 0, "reg_event_type"
	}
	// Nothing asked is nothing confirmed.
	canConfirm := event == person.True && (q.identifier.Value != "" || len(q.conditions) > 0)
	s := account{Holding: h, event: eventAsked(q, r)}
	said := r.Event
	if r.Event = eventToHold(q, r); !said.Known() && isNumberOfAnother(r) {
		r.RegistrationNumber = ""
	}
	s.record, s.subjects = r, r.Subjects()
	fits = -1
	for i := range s.subjects {
		s.subject = &s.subjects[i]
		t, against := h.holds(q, &s)
		switch {
		case t == person.True && canConfirm:
			return MatchConfirmed, i, ""
		case t != person.False && fits < 0:
			fits = i
		case t == person.False && contradiction == "":
			contradiction = against
		}
	}
	if fits >= 0 {
		return MatchUnconfirmed, fits, ""
	}
	return "", 0, contradiction
}

// holds says whether every part of the question is true of one subject, and
// else which attribute is false.
func (h Holding) holds(q Query, s *account) (t person.Truth, against string) {
	t = person.True
	if q.identifier.Value != "" {
		if t = h.identifierHolds(q.identifier, s.record, *s.subject); t == person.False {
			return t, printable(q.identifier.Type)
		}
	}
	for i, c := range q.conditions {
		t = both(t, s.holds(q.conditions, i))
		if t == person.False {
			return t, c.Attribute()
		}
	}
	return t, ""
}

// printable is the type where the directory knows it. Another may be what
// somebody typed in the wrong field, so it is not repeated.
func printable(t codes.IdentifierType) string {
	if t.Known() {
		return string(t)
	}
	return "identifier"
}
