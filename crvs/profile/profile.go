package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/person"
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
	// AnswerForm is the form in which the system signs its answers, CallbackForm that
	// of what it sends to a callback.
	AnswerForm, CallbackForm envelope.NormalForm
	// Encrypts says whether the system takes encrypted questions.
	Encrypts bool

	Words Words
	Asks  Asks
	Form  Form
	Habit Habit

	// Adjust has the last word on what is asked, in the registry's words: it
	// rewrites a plan, or refuses what the registry would misread with an error
	// of [Profile.Refuse]. It is called with the profile that it stands in, and
	// before an expression is written. nil leaves all as it is.
	Adjust func(Profile, Plan) (Plan, error)

	// Codec writes and reads messages that have not the standard's form at all;
	// nil is the standard's.
	Codec Codec
}

// Words are the registry's vocabularies. A map holds the standard's code and
// the registry's word for it. What a map does not hold goes as it is; what goes
// as it is and is the registry's word for something else is refused.
//
// In an answer the registry's own word is read first, whatever its case, then the
// standard's: those of Identifiers, Sexes, MaritalStatuses, EventTypes and RegTypes.
// One word for two codes is read as neither: which is meant is not known. A sex, a
// status or an event then is not given, and an identifier has no type that a question
// could confirm; the word stays in Extra, or as the type, as it came.
type Words struct {
	// RegType is reg_type for every question that RegTypes does not hold.
	// RegTypes is for registries that name the event there; the key "" is for a
	// question that names none.
	RegType  string
	RegTypes map[codes.VitalEvent]string
	// EventTypes is reg_event_type; NoEventType leaves it out.
	EventTypes  map[codes.VitalEvent]string
	NoEventType bool
	RecordType  string // reg_record_type; "" leaves it out

	// Identifiers: a type that the map does not hold goes as the caller wrote
	// it, or where Asks.Identifiers is a closed list, by the directory's code.
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
	Attributes  []string          // by the wire names of package search
	Reasons     map[string]string // why an attribute that Attributes leaves out is not asked, in a sentence
	Operators   []codes.Operator  // of predicates
	NoOr        bool              // two comparisons cannot be joined by or
	NoMix       bool              // an identifier cannot stand beside conditions
	NoSort      bool              // a sort key is refused or misread
	NoPages     bool              // it knows no pages: all comes at once
	MaxItems    int               // conditions of one question; 0: no limit
	MaxBatch    int               // questions of one message; 0: no limit
}

// Form is how a question is written.
type Form struct {
	Bare              bool // no envelope: the message is the body
	NumericIDs        bool // transaction_id is a number
	PlainFlag         bool // is_msg_encrypted is written where it is false, too
	GrantsBeside      bool // consent and authorize stand beside the criteria (internal/wire/RULES.md, rule 14)
	NoCriteriaVersion bool
	// PageSize is how many records the registry gives where nothing is said;
	// a question that needs no other leaves the pagination out. 0: it is
	// always written.
	PageSize int
	// Predicate writes the member query of the form predicate, as JSON; nil is
	// the standard's list: see [CELPredicate] for another.
	Predicate func(Profile, Plan) (query []byte, err error)
	// Expression writes a query of the form expression; nil is the standard's
	// own: see [StandardExpression].
	Expression func(Profile, Plan) (language string, value []byte, err error)
}

// Habit is what a registry does, for which nobody is asked.
type Habit struct {
	// DropsMisses: in a batch a question without an answer has no record
	// (internal/wire/RULES.md, rule 7a).
	DropsMisses bool
	// CountsRecords: header.total_count of an answer is the number of records in
	// it, not of answers.
	CountsRecords bool
	// InventsReferenceIDs: the one answer to the one question is taken,
	// whatever its reference_id. Such a registry is asked one question a
	// message.
	InventsReferenceIDs bool
	// NoneCodes are the reason codes by which it says that there is no such record, or
	// that all is well, whatever their case. Beside an empty answer every other code that
	// is not such a word of English (ok, not_found) is an error: it may be of a fault. A
	// reason in words, without a code, is not looked at.
	NoneCodes []codes.ReasonCode
	// Canned are the ids and the page number of a registry that writes the same
	// ones whatever it is asked. Such a registry is asked one question a message.
	Canned Canned
	// Interchangeable are groups of identifier types that mean the same
	// number: the record's may be another than the one asked for.
	Interchangeable [][]codes.IdentifierType
	// UntypedSpouse: in the record of a marriage it writes the other of the couple as
	// a relation without a type, the only one of the record. Of a registry that is
	// not known to do so such a relation may be a witness, and confirms nothing.
	UntypedSpouse bool
	// Placeholders is the table of what the registry writes where it knows nothing:
	// it neither confirms nor contradicts. Zero is the standard's table; a larger one
	// is made with [person.Placeholders.WithTexts] and [person.Placeholders.WithDates].
	// A table is immutable, so that copies of a profile may share it.
	Placeholders person.Placeholders
	// AnswersOnce: it answers an asynchronous search with one message, which holds one
	// page of each question, whatever it counts.
	AnswersOnce bool
	// LosesEncryptedCallbacks: what it calls back with is empty where the question was
	// encrypted. Such a question is not asked asynchronously.
	LosesEncryptedCallbacks bool
	// AcksWithErrors: an acknowledgement with ack_status ACK holds an error object
	// whether anything is wrong or not.
	AcksWithErrors bool
	// DiesOnErrors: it stops, for everybody, when a callback answers with an HTTP
	// error. What is wrong is said to it with HTTP 200.
	DiesOnErrors bool
	// KeysAtSender: it fetches our keys at sender_id/.well-known/jwks.json; see
	// [Profile.CheckSender].
	KeysAtSender bool
	// FindsRelatives: a question by the number of a person also gives the records
	// in which somebody else has it (a mother's number gives her children's births).
	// They are left out and counted, not taken for records of the person.
	FindsRelatives bool
	// FinalStatuses are HTTP statuses after which the same question is not asked
	// again at once.
	FinalStatuses []int
	// Scope says what of its records a registry shows to a client, where that is not
	// all: it is added to "not found".
	Scope string
	// Meanings say what an HTTP status of this system may mean where its own
	// words do not; they are added to the error.
	Meanings map[int]string
}

// Canned are the ids and the page number of every answer of a mock. An answer
// under these is taken for one to the question, and its page for the one that was
// asked for; the records are held against the question all the same. An answer
// under other ids that nobody asked with is refused. The zero value: none.
type Canned struct {
	TransactionID string // a number is written as a text here
	ReferenceID   string
	PageNumber    int
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
