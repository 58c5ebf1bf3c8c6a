package decide

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// Outcome is what is known after a question was asked. The zero value is none.
type Outcome string

// Outcomes. Only Confirmed and Refuted say how things are. The others take nothing
// away from anybody: they are work for an officer.
const (
	// Confirmed: a record shows that it is so.
	Confirmed Outcome = "confirmed"
	// Refuted: a record shows that it is not so. "Not registered" never is.
	Refuted Outcome = "refuted"
	// NotFound: the registry was asked, and shows no such record. It may not be
	// registered yet, or not there.
	NotFound Outcome = "not_found"
	// Ambiguous: several registrations fit. [Verdict.Differences] says in what they
	// differ.
	Ambiguous Outcome = "ambiguous"
	// Undecided: there is a record, and it does not decide. The rule says why.
	Undecided Outcome = "undecided"
)

// IdentifiedBy says by what the person was identified.
type IdentifiedBy string

// Ways to be identified; "" for nobody.
const (
	ByNumberAndFacts IdentifiedBy = "number_and_facts" // the number agrees, and the name or the date of birth too
	ByNumberAlone    IdentifiedBy = "number_alone"     // nothing beside the number could be compared
	ByFactsAlone     IdentifiedBy = "facts_alone"      // what [Law.FactsAlone] names agrees, in one registration only
)

// Verdict is the answer to a question, with what it rests on. It holds no value of
// anybody's record but Relatives, which its JSON leaves out: it can be filed.
type Verdict struct {
	Question string  `json:"question"`
	Outcome  Outcome `json:"outcome"`
	// Rule is the rule that decided. About is what it names: attributes by the
	// standard's names for them, or registers.
	Rule  Rule     `json:"rule"`
	About []string `json:"about,omitempty"`
	// Asked are the numbers of the question, as text: the day, the years.
	Asked        []string     `json:"asked,omitempty"`
	IdentifiedBy IdentifiedBy `json:"identified_by,omitempty"`
	// Differences are the attributes in which the candidates differ, of an Ambiguous
	// verdict. It may be empty: two registrations may show the same.
	Differences []match.Attribute `json:"differences,omitempty"`
	// Notes are what else an officer should know.
	Notes    []Note     `json:"notes,omitempty"`
	Evidence []Evidence `json:"evidence"`

	// Relatives are those whom [Family] was told of: personal data, never in the JSON.
	Relatives []person.Relation `json:"-"`
}

// Note is something beside the verdict that an officer should know. It holds no
// personal data.
type Note struct {
	Code  NoteCode `json:"code"`
	About []string `json:"about,omitempty"`
}

// Evidence is one query and what came of it, without a value of either.
type Evidence struct {
	Registry string           `json:"registry,omitempty"` // its id, as the client was given it
	Profile  string           `json:"profile"`
	At       time.Time        `json:"at"`
	Event    codes.VitalEvent `json:"event,omitempty"`
	Asked    string           `json:"asked"` // the form of the query: see search.Query.Form
	// Supported is false if the registry cannot be asked this, and nothing was sent.
	Supported bool             `json:"supported"`
	Found     int              `json:"found"`
	Complete  bool             `json:"complete"`
	Records   []RecordEvidence `json:"records,omitempty"` // those that were looked at

	TransactionID string `json:"transaction_id,omitempty"`
	CorrelationID string `json:"correlation_id,omitempty"`
	ReferenceID   string `json:"reference_id,omitempty"`
}

// RecordEvidence is what one record showed.
type RecordEvidence struct {
	Match    search.Match      `json:"match"`
	Findings []search.Evidence `json:"findings,omitempty"` // of what the query asked
	Compared []Compared        `json:"compared,omitempty"` // with the facts that were given
}

// Compared is one attribute of the given facts, held against the record.
type Compared struct {
	Attribute match.Attribute `json:"attribute"`
	Outcome   string          `json:"outcome"` // see match.Outcome
}

// evidence is what was asked and found, in the order in which it was asked.
func (t *talk) evidence() []Evidence {
	out := make([]Evidence, len(t.used))
	for i, a := range t.used {
		out[i] = Evidence{
			Registry: a.Registry.ID, Profile: a.Registry.Profile, At: a.At, Event: a.Query.Event(), Asked: a.Query.Form(),
			Supported: a.Err == nil, Found: len(a.Hits), Complete: a.Complete, Records: t.seen[i],
			TransactionID: a.TransactionID, CorrelationID: a.CorrelationID, ReferenceID: a.ReferenceID,
		}
	}
	return out
}

// saw files what a record showed.
func (t *talk) saw(answer int, h search.Hit, c match.Comparison) {
	r := RecordEvidence{Match: h.Match, Findings: h.Evidence}
	for a, o := range c.All() {
		if o != match.Missing {
			r.Compared = append(r.Compared, Compared{a, o.String()})
		}
	}
	t.seen[answer] = append(t.seen[answer], r)
}

// String is the question, the outcome and the rule, nothing of anybody.
func (v Verdict) String() string {
	text := fmt.Sprintf("[%s: %s by %s", v.Question, v.Outcome, v.Rule)
	if len(v.About) > 0 {
		text += " (" + strings.Join(v.About, ", ") + ")"
	}
	return text + "]"
}

// Format prints what [Verdict.String] returns, for every verb.
func (v Verdict) Format(s fmt.State, _ rune) { redact.Write(s, v.String()) }

// LogValue logs the question, the outcome and the rule, nothing of anybody.
func (v Verdict) LogValue() slog.Value {
	return slog.GroupValue(slog.String("question", v.Question), slog.String("outcome", string(v.Outcome)), slog.String("rule", string(v.Rule)))
}
