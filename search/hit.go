package search

import (
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Match says what the record itself shows of what was asked.
type Match string

// Matches. Base a decision on a confirmed hit only.
const (
	// MatchConfirmed: the record carries the identifier, dates and codes that
	// were asked for, and names that equal those asked for but for case.
	MatchConfirmed Match = "confirmed"
	// MatchUnconfirmed: the record contradicts nothing, but it lacks something
	// that was asked for, or holds it too imprecisely to tell. The registry
	// says that it matches; the record does not show it.
	MatchUnconfirmed Match = "unconfirmed"
)

// Hit is a record that a registry returned and that does not contradict the
// question. As JSON it is its record alone, without Match, Evidence and the ids.
type Hit struct {
	person.Record
	Match Match

	// Evidence is what was found, in the order in which it was asked: of the
	// event, unless any will do, of the GraphQL text or the identifier, and of each
	// condition. Conditions on one date are held together, so that a person with
	// two birthdays on file does not fulfil each with another: they share one
	// finding, which stands at each. Match follows from it: confirmed if every
	// finding is, and something beside the event was asked.
	Evidence []Evidence

	// subject is the index, in Subjects of the record read as one of event told, of the
	// person who fits the question. The record's own Event may be another word, or "".
	subject int
	told    codes.VitalEvent
	// placeholders are those that the record was held with: see DeathRecorded.
	placeholders person.Placeholders

	// Ids of the exchange that brought it, for the file of a decision.
	TransactionID, CorrelationID, ReferenceID string
}

// Subject is who of the record fits the question. It is Person, but for a record
// of a couple that was found by what is true of the other: ask for a marriage by
// the groom's number, and Subject is the groom where Person is the bride. What is
// true of both, such as the number of the marriage, gives Person.
//
// Of a hit that is not confirmed it is the first whom nothing contradicts. That need
// not be the one who was asked for: it says whom the record may mean, and no decision
// about a person rests on it. Of a couple it may be either.
func (h Hit) Subject() person.Person {
	if h.subject == 0 {
		return h.Person
	}
	couple := h.Record
	couple.Event = h.told
	if subjects := couple.Subjects(); h.subject < len(subjects) {
		return subjects[h.subject]
	}
	return h.Person
}

// DeathRecorded is [person.Record.DeathRecorded] of Subject: in a record of a couple
// it is not the other's death. It takes the placeholders that the record was held with:
// those of the registry's profile, for a hit of a client. Of a hit that is not confirmed
// it speaks of somebody who need not be the one who was asked for.
func (h Hit) DeathRecorded(asOf time.Time) person.Truth {
	r := h.Record
	r.Person = h.Subject()
	return h.placeholders.DeathRecorded(r, asOf)
}

// Page is one page of an answer.
type Page struct {
	Hits []Hit // empty if nothing was found, or past the last page

	Number int // as the registry says, else as asked; the first is 1
	Size   int // records per page, as the registry says, else as asked
	Total  int // records in all, -1 if the registry did not say

	// Relatives is how many records were left out, because the number asked for is
	// somebody else's in them: a mother's in her child's birth. They are counted in
	// Total. Only registries that search so give any.
	Relatives int

	// Partial says that the registry has not answered the question completely yet
	// (status pdng or part): there may be more records, whatever it counts.
	Partial bool

	// Ids of the exchange that brought it.
	TransactionID, CorrelationID, ReferenceID string
}

// Result is the answer to one question of a batch: either a Page or an Err.
// Nothing found is a Page without hits and no Err.
type Result struct {
	Page Page
	Err  error
}
