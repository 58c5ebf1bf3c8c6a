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
	// Placeholders is the table of what this registry writes where it knows
	// nothing: it neither confirms nor contradicts. Zero: the standard's table.
	Placeholders person.Placeholders
	// Words are the registry's own words, for what a record spells twice: the second
	// spelling is as it came. Zero: it has none.
	Words person.Words
	// UntypedSpouse says that this registry writes the other of a couple as a
	// relation without a type, the only one of the record. Of another registry such
	// a relation may be a witness: it confirms nothing.
	UntypedSpouse bool
}

// Hold compares a record with the question it answers. It returns how the
// record matches and "", or "" and the name of the attribute that contradicts
// the question: such a record must not be used. The name is reg_event_type, an
// identifier type ("identifier" for one outside the directory) or an attribute.
//
// The client does this with every record of an answer. Call it yourself for a record
// that came in another way: in a notification, from your own files, or from a registry
// that cannot be asked for this and was asked for more.
//
// The record is held against each of its subjects ([person.Record.Subjects]: in
// a marriage both spouses), and it suffices that one of them fits in everything;
// the number, the date and the place of a marriage are those of both.
// Identifiers, dates and codes can contradict; names cannot, since registries
// match them loosely, nor can places, which lie in one another. Of two comparisons
// joined by [Condition.Or] both must contradict. A [Custom] attribute and a
// [GraphQL] text can be held against nothing.
//
// A record that says that its registration is void ([person.Record.IsCancelled])
// confirms no event. What stands for "unknown" (9999-12-31, "N/A") neither confirms nor contradicts.
// Where the record spells one thing twice and the two give different answers, that
// is not known either.
//
// An identifier that somebody else in the record carries (a mother in her
// child's birth record, the groom's father in a marriage) contradicts: the record
// is not about them.
//
// r.Event must be what the registry said. A record that does not say of which
// event it is must show it in another way, by its registration number or its
// date, or it stays unconfirmed; if they show another event, it contradicts. Fill
// in the event of the question only afterwards.
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
	hit = Hit{Record: r, Match: matchOf(kept), Evidence: kept, subject: subject, placeholders: h.Placeholders}
	if subject > 0 {
		hit.told = h.eventToHold(&q, r)
	}
	return hit, ""
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
	} else if r.IsCancelled() { // whatever it is of
		head = append(head, found(attributeEvent, person.Unsure, PartyRegistration))
	}
	if q.graphql != nil {
		head = append(head, found(string(codes.QueryTypeGraphQL), person.Unsure, ""))
	}
	s := account{Holding: h, event: eventAsked(q, r)}
	said := r.Event
	if r.Event = h.eventToHold(q, r); !said.Known() && isNumberOfAnother(r) {
		r.RegistrationNumber = ""
	}
	s.record = r
	s.subjects, s.sure = h.subjects(r)
	fits = -1
	free := head[len(head):]
	for i := range s.subjects {
		s.subject, s.doubtful = &s.subjects[i], i >= s.sure
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
	if fits < 0 || fits >= s.sure { // one who may be a witness is nobody's Subject
		fits = 0
	}
	return evidence, fits, contradiction
}

// subjects are those of the record and behind them, from sure on, those who may be
// one: in a marriage the relations of which nothing is said, and partners of another
// kind. What is true of these
// confirms nothing, but somebody may have been looking for them.
func (h Holding) subjects(r person.Record) (all []person.Person, sure int) {
	if !isOfCouple(r.Event) {
		return []person.Person{r.Person}, 1
	}
	all = r.Subjects()
	sure = len(all)
	relations := r.Person.Relations
	if len(relations) == 1 && relations[0].Type == "" { // by its shape it is a couple
		if !h.UntypedSpouse {
			sure = 1
		}
		return all, sure
	}
	for i := range relations {
		if mayBeSpouse(relations[i].Type, r.Event) && len(all) < maxSubjects {
			all = append(all, relations[i].Person)
		}
	}
	return all, sure
}

// maxSubjects is the bound of [person.Record.Subjects].
const maxSubjects = 8

// isOfCouple says whether two people are the subjects of an event.
func isOfCouple(event codes.VitalEvent) bool {
	return event == codes.VitalEventMarriage || event == codes.VitalEventDivorce
}

// findings appends what is found of one subject, for each part of the question. It
// ends at the first contradiction and returns the name of its attribute.
func (s *account) findings(q *Query, all []Evidence) (findings []Evidence, against string) {
	if q.identifier.Value != "" {
		name := printable(q.identifier.Type)
		t := s.certain(s.identifierHolds(q.identifier))
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
		t := s.certain(s.holds(q.conditions, i))
		all = append(all, found(printableName(name), t, s.by))
		if t == person.False {
			return all, cmp.Or(name, printableName(name)) // never "", which says that nothing contradicts
		}
	}
	return all, ""
}

// certain is what holds of the subject, Unsure where it is true of one who only may
// be a subject.
func (s *account) certain(t person.Truth) person.Truth {
	ofTheirOwn := s.by == PartySubject || s.by == PartyParent
	if t == person.True && s.doubtful && ofTheirOwn {
		return person.Unsure
	}
	return t
}

// printable is the type where the directory knows it. Another may be what
// somebody typed in the wrong field, so it is not repeated.
func printable(t codes.IdentifierType) string {
	if t.Known() {
		return string(t)
	}
	return "identifier"
}
