package person

import (
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Attribute is what two accounts of a person are compared by, under the
// standard's name for it.
type Attribute string

// Attributes that [Compare] compares.
const (
	AttributeIdentifier       Attribute = "identifier"
	AttributeName             Attribute = "name"
	AttributeSex              Attribute = "sex"
	AttributeBirthDate        Attribute = "birth_date"
	AttributeBirthPlace       Attribute = "birth_place"
	AttributeDeathDate        Attribute = "death_date"
	AttributeDeathPlace       Attribute = "death_place"
	AttributeMaritalStatus    Attribute = "marital_status"
	AttributeMarriageDate     Attribute = "marriage_date"
	AttributeDivorceDate      Attribute = "divorce_date"
	AttributeParentIdentifier Attribute = "parent1_identifier"  // of any parent: the standard numbers two, in no order
	AttributeParentName       Attribute = "related_person.name" // of any parent
	AttributeAddress          Attribute = "address"
	AttributePhone            Attribute = "phone_number"
	AttributeEmail            Attribute = "email"
)

// The order of a Comparison: what identifies a person, then what describes one,
// then how to reach one.
var attributes = [...]Attribute{
	AttributeIdentifier, AttributeName, AttributeSex, AttributeBirthDate, AttributeBirthPlace, AttributeDeathDate, AttributeDeathPlace,
	AttributeMaritalStatus, AttributeMarriageDate, AttributeDivorceDate, AttributeParentIdentifier, AttributeParentName,
	AttributeAddress, AttributePhone, AttributeEmail,
}

// Outcome says how two accounts of one attribute stand to each other.
type Outcome uint8

// Outcomes, from the least to the most that speaks for one person.
const (
	// OutcomeMissing: at least one side says nothing. "-", "N/A", "unknown" and
	// the like say nothing.
	OutcomeMissing Outcome = iota
	// OutcomeDiffer: both say something, and they are not the same.
	OutcomeDiffer
	// OutcomeCannotTell: both say something that cannot be held against each
	// other: another script, another calendar, numbers of different types.
	OutcomeCannotTell
	// OutcomeSimilar: they differ in what people and programs often get wrong.
	OutcomeSimilar
	// OutcomeAgree: they are the same, as far as the less precise of them goes.
	OutcomeAgree
)

// String is "missing", "differ", "cannot tell", "similar" or "agree".
func (o Outcome) String() string {
	switch o {
	case OutcomeDiffer:
		return "differ"
	case OutcomeCannotTell:
		return "cannot tell"
	case OutcomeSimilar:
		return "similar"
	case OutcomeAgree:
		return "agree"
	default:
		return "missing"
	}
}

// Comparison is what [Compare] found: an outcome for every attribute, and no
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

// CompareOption is an option of [Compare]. Options are applied in order: of two
// that set the same thing the last one holds. One that is nil is as if it were not
// there, since Compare returns no error. An option may be given to many calls at a
// time.
type CompareOption func(*compareConfig)

type compareConfig struct {
	now      time.Time
	zone     *time.Location
	sameType func(a, b codes.IdentifierType) bool
}

// CompareAt gives the time by which years of another calendar are told: see
// [Date.Era]. Default: none, and then every year from 1800 to 2199 is Gregorian. It
// excludes nothing.
func CompareAt(now time.Time) CompareOption { return func(c *compareConfig) { c.now = now } }

// CompareInZone gives the zone of the registries, so that a time in UTC becomes
// a day: see [Date.In]. Default: none, and then such a time may be any of two or
// three days. It excludes nothing.
func CompareInZone(loc *time.Location) CompareOption {
	return func(c *compareConfig) { c.zone = loc }
}

// CompareTypes says which types of identifier mean the same number here, beside
// those that the directory equates. It is asked either way round. Default: none.
// It excludes nothing.
func CompareTypes(same func(a, b codes.IdentifierType) bool) CompareOption {
	return func(c *compareConfig) { c.sameType = same }
}

type comparer struct {
	compareConfig
	folder folder
}

// Compare holds two accounts of a person against each other, attribute by
// attribute. It does not matter which is a and which is b. What either account
// repeats (two names, two dates of birth) is compared by the pair that fits
// best.
//
// Identifiers agree by type and value. They are similar if they differ in case,
// separators or leading zeros, and differ if numbers of one type differ: that
// is not outvoted by another type that agrees ([Comparison.Identifier] tells).
// The number of a marriage is that of two people, and who marries twice has
// two.
//
// Names are compared without case, punctuation and titles; the parts count only
// by their order. They are similar with a diacritic dropped (in Latin, Cyrillic
// and Greek; the vowel signs of Arabic and Hebrew too), with words in another
// order or joined, an initial for a word, a word left out, one letter wrong in a
// word of four to seven, two in a longer one. Other marks are part of the word.
// A text agrees with parts in either order of the family name. A name in
// another script, or one that mixes scripts, cannot be told from any other. A
// made-up or temporary name is none.
//
// Dates agree if one contains the other. They are similar if day and month are
// swapped, if one digit differs, or if one is 1 January of the other's year,
// which registries write where they know only the year. Dates of other
// calendars agree if they are the same, and else cannot tell. 0001-01-01,
// 1900-01-01 and 9999-12-31 say nothing.
//
// Places and addresses are written at many levels: a difference there, and in
// how to reach a person, says little.
//
// The cost is bounded whatever the registries sent: of the very long and the
// very many only the beginning is compared, and the rest cannot tell.
func Compare(a, b Person, opts ...CompareOption) Comparison {
	var config compareConfig
	for _, opt := range opts {
		if opt != nil {
			opt(&config)
		}
	}
	c := comparer{compareConfig: config, folder: newFolder()}
	var out Comparison
	set := func(attribute Attribute, o Outcome) { out.outcomes[indexOf(attribute)] = o }

	identifier, findings := c.identifiers(a.Identifiers, b.Identifiers)
	out.identifiers = findings
	set(AttributeIdentifier, identifier)
	name, similarity := c.names(a.Names, b.Names)
	out.similarity = similarity
	set(AttributeName, name)
	set(AttributeSex, sexes(a.Sex, b.Sex))
	set(AttributeBirthDate, c.dates(a.BirthDates, b.BirthDates))
	set(AttributeBirthPlace, c.places(a.BirthPlace, b.BirthPlace))
	set(AttributeDeathDate, c.dates(a.DeathDates, b.DeathDates))
	set(AttributeDeathPlace, c.places(a.DeathPlace, b.DeathPlace))
	set(AttributeMaritalStatus, maritalStatuses(a.MaritalStatus, b.MaritalStatus))
	set(AttributeMarriageDate, c.dates(a.MarriageDates, b.MarriageDates))
	set(AttributeDivorceDate, c.dates(a.DivorceDates, b.DivorceDates))
	parentIdentifier, parentName := c.parents(a.Relations, b.Relations)
	set(AttributeParentIdentifier, parentIdentifier)
	set(AttributeParentName, parentName)
	set(AttributeAddress, c.addresses(a.Addresses, b.Addresses))
	phonesA, emailsA := contactTexts(&a)
	phonesB, emailsB := contactTexts(&b)
	set(AttributePhone, texts(phonesA, phonesB, comparePhones))
	set(AttributeEmail, texts(emailsA, emailsB, compareEmails))
	return out
}

// contactTexts are the ways to reach a person, as they are written.
func contactTexts(p *Person) (phones, emails []string) { return p.Phones(), p.Emails() }

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

// Outcome is the outcome for one attribute, OutcomeMissing for one that is not
// compared.
func (c Comparison) Outcome(a Attribute) Outcome {
	if i := indexOf(a); i >= 0 {
		return c.outcomes[i]
	}
	return OutcomeMissing
}

// NameSimilarity is how alike the best pair of names is: 1 for names that agree,
// less for similar ones, 0 where there is nothing to compare or it cannot tell.
// It counts the words that match. Use it to put candidates in an order for a
// clerk; no value of it is a proof.
func (c Comparison) NameSimilarity() float64 { return c.similarity }

// Identifier is the outcome for the identifiers of one type, or of one that the
// directory calls the same. It is OutcomeMissing unless both sides carry one.
func (c Comparison) Identifier(t codes.IdentifierType) Outcome {
	key := typeKey(t)
	for _, f := range c.identifiers {
		if f.key == key {
			return f.outcome
		}
	}
	return OutcomeMissing
}

// Agrees says whether all of these attributes agree; false if none is named.
// What is missing does not agree.
func (c Comparison) Agrees(attributes ...Attribute) bool {
	for _, a := range attributes {
		if c.Outcome(a) != OutcomeAgree {
			return false
		}
	}
	return len(attributes) > 0
}

// Differs says whether any attribute differs. Much that differs does not
// contradict: people marry and move.
func (c Comparison) Differs() bool { return len(c.With(OutcomeDiffer)) > 0 }

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
	for _, a := range c.With(OutcomeDiffer) {
		if a == AttributeIdentifier || a == AttributeSex || a == AttributeBirthDate || a == AttributeDeathDate {
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
		if o != OutcomeMissing {
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
		if o != OutcomeMissing {
			attrs = append(attrs, slog.String(string(a), o.String()))
		}
	}
	return slog.GroupValue(attrs...)
}
