package search

import "github.com/openspmis/dci-crvs-go/person"

// Evidence is what a record shows of one thing that was asked, without its value:
// for the file of a decision, and for the officer who has to see what a match
// rests on. It holds no personal data.
type Evidence struct {
	// Attribute is what was asked for: reg_event_type, the type of the
	// identifier, the attribute of a condition (of two joined by Or, the first),
	// or graphql. An identifier type outside the directory is "identifier", and
	// what does not look like the name of an attribute is "other": it may be a
	// value that was typed in the wrong place.
	Attribute string  `json:"attribute"`
	Finding   Finding `json:"finding"`
	// By is who in the record shows it, "" if nobody does.
	By Party `json:"by,omitzero"`
}

// Finding is what a record shows of one thing that was asked.
type Finding string

// Findings.
const (
	// FindingConfirmed: the record shows what was asked for.
	FindingConfirmed Finding = "confirmed"
	// FindingContradicted: the record shows something that excludes it. Such a
	// record is none of those that were asked for, and no [Page] holds it.
	FindingContradicted Finding = "contradicted"
	// FindingSilent: the record shows neither. It leaves the thing out or has a
	// placeholder, holds it too imprecisely, in a word that no directory has, or in
	// two spellings that give different answers; or it differs in what
	// may differ: a name, which registries match loosely, and a place, which lies
	// in others. (person.Compare says how two names differ.) Of a [Custom]
	// attribute and a [GraphQL] text every record is silent.
	FindingSilent Finding = "silent"
)

// Party is who in a record shows something.
type Party string

// Parties.
const (
	PartySubject Party = "subject" // who fits the question: [Hit.Subject]
	PartySpouse  Party = "spouse"  // the other of a couple
	PartyParent  Party = "parent"  // a parent of the subject
	// PartyOther is somebody else in the record: the number that was asked for is
	// theirs, and the record is not about them.
	PartyOther Party = "other"
	// PartyRegistration is the registration as such: its event, its number and its
	// date, whoever in the record carries them.
	PartyRegistration Party = "registration"
)

// attributeEvent names the event in evidence and contradictions, as the standard
// does.
const attributeEvent = "reg_event_type"

// found is the evidence of what holds of an attribute.
func found(attribute string, t person.Truth, by Party) Evidence {
	switch t {
	case person.True:
		return Evidence{attribute, FindingConfirmed, by}
	case person.False:
		return Evidence{attribute, FindingContradicted, by}
	default:
		return Evidence{Attribute: attribute, Finding: FindingSilent}
	}
}

// matchOf returns the match that follows from the evidence of a record without
// contradiction. It is confirmed if every finding is confirmed and at least one is about
// something other than the event.
func matchOf(evidence []Evidence) Match {
	match := MatchUnconfirmed
	for i := range evidence {
		switch {
		case evidence[i].Finding != FindingConfirmed:
			return MatchUnconfirmed
		case evidence[i].Attribute != attributeEvent:
			match = MatchConfirmed
		}
	}
	return match
}
