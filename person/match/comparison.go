package match

import (
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Attribute is what two accounts of a person are compared by, under the
// standard's name for it.
type Attribute string

// Attributes that [People] compares.
const (
	Identifier       Attribute = "identifier"
	Name             Attribute = "name"
	Sex              Attribute = "sex"
	BirthDate        Attribute = "birth_date"
	BirthPlace       Attribute = "birth_place"
	DeathDate        Attribute = "death_date"
	DeathPlace       Attribute = "death_place"
	MaritalStatus    Attribute = "marital_status"
	MarriageDate     Attribute = "marriage_date"
	DivorceDate      Attribute = "divorce_date"
	ParentIdentifier Attribute = "parent1_identifier"  // of any parent: the standard numbers two, in no order
	ParentName       Attribute = "related_person.name" // of any parent
	Address          Attribute = "address"
	Phone            Attribute = "phone_number"
	Email            Attribute = "email"
)

// The order of a Comparison: what identifies a person, then what describes one,
// then how to reach one.
var attributes = [...]Attribute{
	Identifier, Name, Sex, BirthDate, BirthPlace, DeathDate, DeathPlace,
	MaritalStatus, MarriageDate, DivorceDate, ParentIdentifier, ParentName,
	Address, Phone, Email,
}

// Outcome says how two accounts of one attribute stand to each other.
type Outcome uint8

// Outcomes, from the least to the most that speaks for one person.
const (
	// Missing: at least one side says nothing. "-", "N/A", "unknown" and
	// the like say nothing.
	Missing Outcome = iota
	// Differ: both say something, and they are not the same.
	Differ
	// CannotTell: both say something that cannot be held against each
	// other: another script, another calendar, numbers of different types.
	CannotTell
	// Similar: they differ in what people and programs often get wrong.
	Similar
	// Agree: they are the same, as far as the less precise of them goes.
	Agree
)

// String is "missing", "differ", "cannot tell", "similar" or "agree".
func (o Outcome) String() string {
	switch o {
	case Differ:
		return "differ"
	case CannotTell:
		return "cannot tell"
	case Similar:
		return "similar"
	case Agree:
		return "agree"
	default:
		return "missing"
	}
}

// Comparison is what [People] found: an outcome for every attribute, and no
// value of either person. The zero value has nothing but missing. It is
// immutable and safe for concurrent use.
//
// It is evidence, not a verdict. Twins agree in nearly everything; a woman who
// married may differ in her name and her address; two people of one name and
// birthday live in every large town. Who is who must be decided by someone who
// knows what each attribute is worth in this country, and who answers for it.
type Comparison struct {
	outcomes    [len(attributes)]Outcome
	similarity  float64
	identifiers []identifierFinding
}

func indexOf(attribute Attribute) int {
	for i, a := range attributes {
		if a == attribute {
			return i
		}
	}
	return -1
}

// All yields every attribute with its outcome, always all and always in the same
// order.
func (c Comparison) All() iter.Seq2[Attribute, Outcome] {
	return func(yield func(Attribute, Outcome) bool) {
		for i, a := range attributes {
			if !yield(a, c.outcomes[i]) {
				return
			}
		}
	}
}

// Outcome is the outcome for one attribute, Missing for one that is not
// compared.
func (c Comparison) Outcome(a Attribute) Outcome {
	if i := indexOf(a); i >= 0 {
		return c.outcomes[i]
	}
	return Missing
}

// NameSimilarity is how alike the best pair of names is: 1 for names that agree,
// less for similar ones, 0 where there is nothing to compare or it cannot tell.
// It counts the words that match. Use it to put candidates in an order for a
// clerk; no value of it is a proof.
func (c Comparison) NameSimilarity() float64 { return c.similarity }

// Identifier is the outcome for the identifiers of one type, or of one that the
// directory calls the same. It is Missing unless both sides carry one.
func (c Comparison) Identifier(t codes.IdentifierType) Outcome {
	key := typeKey(t)
	for _, f := range c.identifiers {
		if f.key == key {
			return f.outcome
		}
	}
	return Missing
}

// Agrees says whether all of these attributes agree; false if none is named.
// What is missing does not agree.
func (c Comparison) Agrees(attributes ...Attribute) bool {
	for _, a := range attributes {
		if c.Outcome(a) != Agree {
			return false
		}
	}
	return len(attributes) > 0
}

// Differs says whether any attribute differs. Much that differs does not
// contradict: people marry and move.
func (c Comparison) Differs() bool { return len(c.With(Differ)) > 0 }

// With lists the attributes that have this outcome, in the order of
// [Comparison.All].
func (c Comparison) With(o Outcome) []Attribute {
	var out []Attribute
	for a, got := range c.All() {
		if got == o {
			out = append(out, a)
		}
	}
	return out
}

// Contradictions lists the attributes that differ although they do not change
// in a life: identifier, sex, birth_date and death_date. Where there is one, do
// not take the two for one person without a human's decision: an entry may be
// wrong, or corrected on one side, or the sex registered anew. None is no proof
// of anything: where all is missing nothing contradicts.
func (c Comparison) Contradictions() []Attribute {
	var out []Attribute
	for _, a := range c.With(Differ) {
		if a == Identifier || a == Sex || a == BirthDate || a == DeathDate {
			out = append(out, a)
		}
	}
	return out
}

// String names the attributes that are not missing, each with its outcome
// ("identifier agree, name similar"), and nothing of the people; "nothing to
// compare" if all are missing.
func (c Comparison) String() string {
	var parts []string
	for a, o := range c.All() {
		if o != Missing {
			parts = append(parts, string(a)+" "+o.String())
		}
	}
	if parts == nil {
		return "nothing to compare"
	}
	return strings.Join(parts, ", ")
}

// Format prints what [Comparison.String] returns, for every verb.
func (c Comparison) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// LogValue logs what is not missing, as a group.
func (c Comparison) LogValue() slog.Value {
	var attrs []slog.Attr
	for a, o := range c.All() {
		if o != Missing {
			attrs = append(attrs, slog.String(string(a), o.String()))
		}
	}
	return slog.GroupValue(attrs...)
}
