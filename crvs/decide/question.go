package decide

import (
	"errors"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// Question is what a benefit office wants to know. It is a value and does no I/O.
// [Birth], [Age], [Death], [Marriage], [Parent], [Widowhood], [SingleParent],
// [Identity] and [Family] are questions.
type Question interface {
	// Name is the question in short: "age".
	Name() string
	// Validate says what of the question is missing, as an error of
	// fault.KindInvalid without a value; nil if it can be asked.
	Validate() error
	// Step says what to ask next, or gives the verdict. It is given all answers so
	// far, in the order in which the queries were given out, and is pure: the same
	// answers give the same. It returns queries, or a verdict, or an error: the
	// question is not valid, an answer is an error, or this registry cannot be asked
	// it (errors.Is(err, crvs.ErrUnsupported)).
	Step(law Law, answers []Answer) (next []search.Query, verdict *Verdict, err error)
}

// Answer is what came of one query.
type Answer struct {
	Query search.Query
	Hits  []search.Hit // of all pages
	// Complete says that these are all the records that the registry has for it: it
	// answered wholly, and its count did not change meanwhile.
	Complete bool
	// Err says why there is no answer. One for which errors.Is(err,
	// crvs.ErrUnsupported) tells the question to do without; any other ends it.
	Err error

	At       time.Time // when it was asked
	Registry Registry

	// Ids of the exchange that brought it.
	TransactionID, CorrelationID, ReferenceID string
}

// Registry is what a question must know of whoever answered.
type Registry struct {
	ID      string // header.receiver_id, "" if it is not known
	Profile string
	// Scope says what of its records it shows, where that is not all. Then the absence
	// of a record says nothing.
	Scope string
	// Same says which types of number mean the same there; it may be nil.
	Same func(a, b codes.IdentifierType) bool
	// UntypedSpouse says that it writes the other of a couple as a relation without a type.
	UntypedSpouse bool
	// Placeholders are what it writes where it knows nothing.
	Placeholders person.Placeholders
}

// talk is one question and the answers so far. A question is written as if each ask
// were answered at once; it is begun anew with each round, and stops at the first ask
// that has no answer yet.
type talk struct {
	law     Law
	answers []Answer // that were not used yet
	next    []search.Query

	used  []Answer
	seen  map[int][]RecordEvidence // of used
	notes []Note
}

// step runs a question over the answers so far.
func step(q Question, law Law, answers []Answer, decide func(*talk) (Verdict, error)) ([]search.Query, *Verdict, error) {
	if err := q.Validate(); err != nil {
		return nil, nil, err
	}
	t := &talk{law: law, answers: answers, seen: map[int][]RecordEvidence{}}
	v, err := decide(t)
	switch {
	case t.next != nil:
		return t.next, nil, nil
	case err != nil:
		return nil, nil, err
	}
	v.Question, v.Notes, v.Evidence = q.Name(), t.notes, t.evidence()
	return nil, &v, nil
}

// errWaits ends a step whose queries have no answers yet. Nobody outside sees it.
var errWaits = errors.New("the next queries have no answers yet")

// ask gives out queries. The indexes are those of their answers among the used ones.
func (t *talk) ask(queries ...search.Query) (indexes []int, err error) {
	if len(t.answers) < len(queries) {
		t.next = queries
		return nil, errWaits
	}
	for _, a := range t.answers[:len(queries)] {
		if a.Err != nil && !isUnsupported(a.Err) {
			return nil, a.Err
		}
		indexes = append(indexes, len(t.used))
		t.used = append(t.used, a)
	}
	t.answers = t.answers[len(queries):]
	return indexes, nil
}

// isUnsupported says whether an error is that of a registry that cannot be asked this.
func isUnsupported(err error) bool { return errors.Is(err, fault.ErrUnsupported) }

// note says something beside the verdict, once.
func (t *talk) note(code NoteCode, about ...string) {
	n := Note{Code: code, About: about}
	if !slices.ContainsFunc(t.notes, func(o Note) bool { return o.Code == n.Code && slices.Equal(o.About, n.About) }) {
		t.notes = append(t.notes, n)
	}
}

// invalid is the error of a question that lacks something.
func invalid(text string) error {
	return &fault.Error{Op: "decide", Kind: fault.KindInvalid, Message: text}
}

// needsDay says what is wrong with the day that a question is asked for.
func needsDay(on person.Date) error {
	if on.Precision() != person.PrecisionDay {
		return invalid("the day is missing: give a whole day, such as 2026-11-23")
	}
	return nil
}

// needsFacts says whether anything is known of the person by which to find them.
func needsFacts(who string, p person.Person) error {
	isNumber := func(id person.Identifier) bool { return isUsable(id) }
	if slices.ContainsFunc(p.Identifiers, isNumber) || hasFacts(p) {
		return nil
	}
	return invalid("nothing is known by which to find the " + who + ": give a number, or a name and a date of birth")
}
