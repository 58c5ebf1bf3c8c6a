package search

import (
	"cmp"
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
	var room [fewFindings]Evidence
	evidence, _, contradiction := h.hold(&q, r, room[:0])
	if contradiction != "" {
		return "", contradiction
	}
	return matchOf(evidence), ""
}

// NewHit is the hit that a record makes, with the subject who fits the question,
// what was found of them, and how the record matches by that. If the record
// contradicts the question it returns the contradiction that [Hold] finds, and a
// Hit that has nothing but Evidence: what was found of the first subject, up to the
// contradiction.
func NewHit(q Query, r person.Record, h Holding) (hit Hit, contradiction string) {
	var room [fewFindings]Evidence
	evidence, subject, contradiction := h.hold(&q, r, room[:0])
	kept := append([]Evidence(nil), evidence...) // room stays on the stack, which slices.Clone would prevent
	if contradiction != "" {
		return Hit{Evidence: kept}, contradiction
	}
	return Hit{Record: r, Match: matchOf(kept), Evidence: kept, subject: subject}, ""
}

// fewFindings are as many as nearly every question needs, twice for a couple. More
// are possible, and cost an allocation.
const fewFindings = 8

// hold holds the record against each of its subjects. It returns what was found
// of the one who confirms everything, else of the first who contradicts nothing,
// and who that is; or what was found of the first who contradicts something, and
// the attribute. It writes into room while that lasts.
func (h Holding) hold(q *Query, r person.Record, room []Evidence) (evidence []Evidence, fits int, contradiction string) {
	head := room
	if asked := q.event.Canonical(); !isAny(asked) {
		event := h.eventHolds(asked, r)
		head = append(head, found(attributeEvent, event, PartyRegistration))
		if event == person.False {
			return head, 0, attributeEvent
		}
	}
	if q.graphql != nil {
		head = append(head, found(string(codes.QueryTypeGraphQL), person.Unsure, ""))
	}
	s := account{Holding: h, event: eventAsked(q, r)}
	said := r.Event
	if r.Event = eventToHold(q, r); !said.Known() && isNumberOfAnother(r) {
		r.RegistrationNumber = ""
	}
	s.record, s.subjects = r, r.Subjects()
	fits = -1
	free := head[len(head):]
	for i := range s.subjects {
		s.subject = &s.subjects[i]
		all, against := s.findings(q, append(free, head...))
		switch {
		case against == "" && matchOf(all) == MatchConfirmed:
			return all, i, ""
		case against == "" && fits < 0:
			fits, evidence, contradiction = i, all, ""
		case against != "" && fits < 0 && contradiction == "":
			evidence, contradiction = all, against
		default:
			continue
		}
		free = all[len(all):] // those are kept: the next are written behind them
	}
	return evidence, max(fits, 0), contradiction
}

// findings appends what is found of one subject, for each part of the question. It
// ends at the first contradiction and returns the name of its attribute.
func (s *account) findings(q *Query, all []Evidence) (findings []Evidence, against string) {
	if q.identifier.Value != "" {
		name := printable(q.identifier.Type)
		t := s.identifierHolds(q.identifier)
		all = append(all, found(name, t, s.by))
		if t == person.False {
			return all, name
		}
	}
	first := len(all)
	for i := range q.conditions {
		name := q.conditions[i].Attribute()
		if earlier := heldWith(q.conditions, i); earlier >= 0 {
			all = append(all, all[first+earlier])
			continue
		}
		t := s.holds(q.conditions, i)
		all = append(all, found(printableName(name), t, s.by))
		if t == person.False {
			return all, cmp.Or(name, printableName(name)) // never "", which says that nothing contradicts
		}
	}
	return all, ""
}

// printable is the type where the directory knows it. Another may be what
// somebody typed in the wrong field, so it is not repeated.
func printable(t codes.IdentifierType) string {
	if t.Known() {
		return string(t)
	}
	return "identifier"
}
