package profile

import (
	"maps"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// Profile says how one kind of registry speaks. Take one of ours, change what
// your registry does otherwise, and give it to the client, which keeps a copy of
// its own. Each function of this package makes a new Profile: changing one
// changes no other.
type Profile struct {
	Name   string // as command lines know it: "opencrvs-2024"
	System string // what speaks so, for people

	Paths Paths
	// Token says how the token endpoint is asked, TokenHeader where the token
	// goes: see crvs.WithTokenStyle and crvs.WithTokenHeader.
	Token       TokenStyle
	TokenHeader TokenHeader

	// Signing is the scheme of signatures; "" for a system that has none: its
	// client constructs only with crvs.WithInsecureUnsigned.
	Signing envelope.Scheme
	// AnswerForm is the form in which the system signs its answers.
	AnswerForm envelope.NormalForm
	// Encrypts says whether the system takes encrypted questions.
	Encrypts bool

	Words Words
	Asks  Asks
	Form  Form
	Habit Habit

	// Adjust has the last word on what is asked, in the registry's words: it
	// rewrites a plan, or refuses what the registry would misread with an error
	// of [Refuse]. nil leaves all as it is.
	Adjust func(Plan) (Plan, error)

	// codec writes and reads what has no envelope of the standard at all.
	codec codec
}

// Paths are those of a registry, below its base URL.
type Paths struct {
	SyncSearch string
	Locations  string
	Keys       string
}

// Words are the registry's vocabularies. A map holds the standard's code and
// the registry's word for it, and is used both ways. What a map does not hold
// goes as it is, unless [Asks] says that nothing else is known.
type Words struct {
	// RegType is reg_type for every question. RegTypes is for registries that
	// name the event there; the key "" is for a question that names none.
	RegType  string
	RegTypes map[codes.VitalEvent]string
	// EventTypes is reg_event_type; NoEventType leaves it out.
	EventTypes  map[codes.VitalEvent]string
	NoEventType bool
	RecordType  string // reg_record_type; "" leaves it out

	Identifiers     map[codes.IdentifierType]string
	Attributes      map[string]string // by the wire names of package search
	Operators       map[codes.Operator]string
	Sexes           map[codes.Sex]string
	MaritalStatuses map[codes.MaritalStatus]string
}

// Asks is what may be asked. A nil list means that everything may.
type Asks struct {
	Forms       []codes.QueryType // in order of preference
	Events      []codes.VitalEvent
	EventNeeded bool // a question must name its event
	Identifiers []codes.IdentifierType
	Attributes  []string         // by the wire names of package search
	Operators   []codes.Operator // of predicates
	NoOr        bool             // two comparisons cannot be joined by or
	NoMix       bool             // an identifier cannot stand beside conditions
	NoSort      bool             // a sort key is refused or misread
	NoPages     bool             // it knows no pages: all comes at once
	MaxItems    int              // conditions of one question; 0: no limit
	MaxBatch    int              // questions of one message; 0: no limit
}

// Form is how a question is written.
type Form struct {
	Bare              bool // no envelope: the message is the body
	NumericIDs        bool // transaction_id is a number
	NullHeader        bool // every optional member of the header is written, null if need be
	GrantsBeside      bool // consent and authorize stand beside the criteria (wire.md, rule 14)
	NoCriteriaVersion bool
	// PageSize is how many records the registry gives where nothing is said;
	// a question that needs no other leaves the pagination out. 0: it is
	// always written.
	PageSize int
	// Expression writes a query of the form expression; nil is the standard's
	// own: see [StandardExpression].
	Expression func(Plan) (language string, value []byte, err error)
}

// Habit is what a registry does, for which nobody is asked.
type Habit struct {
	// DropsMisses: in a batch a question without an answer has no record
	// (wire.md, rule 7 a).
	DropsMisses bool
	// InventsReferenceIDs: the one answer to the one question is taken,
	// whatever its reference_id. Such a registry is asked one question a
	// message.
	InventsReferenceIDs bool
	// Interchangeable are groups of identifier types that mean the same
	// number.
	Interchangeable [][]codes.IdentifierType
	// Meanings say what an HTTP status of this system may mean where its own
	// words do not; they are added to the error.
	Meanings map[int]string
}

// TokenStyle says how a token is asked for.
type TokenStyle = transport.TokenStyle

// TokenHeader says in which HTTP header a token goes.
type TokenHeader = transport.TokenHeader

// Clone is a copy that shares nothing with p.
func (p Profile) Clone() Profile {
	w := &p.Words
	w.RegTypes, w.EventTypes = maps.Clone(w.RegTypes), maps.Clone(w.EventTypes)
	w.Identifiers, w.Attributes, w.Operators = maps.Clone(w.Identifiers), maps.Clone(w.Attributes), maps.Clone(w.Operators)
	w.Sexes, w.MaritalStatuses = maps.Clone(w.Sexes), maps.Clone(w.MaritalStatuses)
	a := &p.Asks
	a.Forms, a.Events, a.Identifiers = slices.Clone(a.Forms), slices.Clone(a.Events), slices.Clone(a.Identifiers)
	a.Attributes, a.Operators = slices.Clone(a.Attributes), slices.Clone(a.Operators)
	p.Token.Extra = maps.Clone(p.Token.Extra)
	p.Habit.Meanings = maps.Clone(p.Habit.Meanings)
	p.Habit.Interchangeable = slices.Clone(p.Habit.Interchangeable)
	for i, group := range p.Habit.Interchangeable {
		p.Habit.Interchangeable[i] = slices.Clone(group)
	}
	return p
}

// SameIdentifier says whether two types mean the same number in this registry,
// beside those that the directory equates.
func (p Profile) SameIdentifier(a, b codes.IdentifierType) bool {
	a, b = a.Canonical(), b.Canonical()
	for _, group := range p.Habit.Interchangeable {
		if slices.Contains(group, a) && slices.Contains(group, b) {
			return true
		}
	}
	return a != "" && (p.Words.Identifiers[a] == string(b) || p.Words.Identifiers[b] == string(a))
}

// All lists the profiles of this package, the standard's own first.
func All() []Profile {
	return []Profile{DCI10(), OpenCRVS2024(), OpenCRVS19(), OpenSPP(), OpenG2P(), Workshop2022(), BareCRVS()}
}

// ByName is the profile of this name; false if there is none.
func ByName(name string) (Profile, bool) {
	for _, p := range All() {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}
