// Package match holds two accounts of a person against each other: what your
// system knows of somebody, and what a registry answered.
//
//	c := match.People(ours, theirs)
//	c.Outcome(match.Name)                             // match.Similar
//	c.Contradictions()                                // [birth_date]
//
// Each [Attribute] agrees, is similar, differs, cannot be told or is missing. That
// is evidence for whoever decides, and no verdict: a [Comparison] never says that
// two accounts are of one person. It holds outcomes and no value of either.
//
// What depends on a country is an option: its zone ([InZone]), the types of
// identifier that mean the same ([Types]) and those that last for a life
// ([ForLife]), the days that stand for a year ([YearDays]), names that are one name
// ([Equivalents]), and what its registry writes for "unknown" ([Placeholders]).
//
// The package does no I/O and holds no mutable state.
package match

import "github.com/openspmis/dci-crvs-go/person"

// comparer is one comparison: its options, and what it needs to fold text.
type comparer struct {
	config
	folder folder
}

// People holds two accounts of a person against each other, attribute by
// attribute. It does not matter which is a and which is b. What either account
// repeats (two names, two dates of birth) is compared by the pair that fits
// best.
//
// Identifiers agree by type and value. They are similar if the one may be the
// other written otherwise ([person.CompareNumbers]: case, separators, leading
// zeros, a mask). Numbers of one type that differ make the identifiers differ, if
// the type is one for life ([ForLife]); another type that agrees does not outvote
// that ([Comparison.Identifier] tells). Other numbers change in a life (a passport,
// a phone), and so they cannot tell. Where one of them differs, or is masked on
// either side, beside a number that agrees, the identifiers are similar at most.
// The number of a marriage is that of two people, and who marries twice has two.
//
// Names are compared without case, punctuation and titles; the parts count only
// by their order. They are similar with a diacritic dropped (in Latin, Cyrillic
// and Greek; the vowel signs of Arabic and Hebrew too), with letters that are
// written for each other (in Arabic and Amharic), with a name that is written in
// many ways ([Equivalents]: Md. and Mohammad), with words in another order or
// joined, an initial for a word, a word left out, one letter wrong in a word of
// four to seven, two in a longer one. Other marks are part of the word. A text
// agrees with parts in either order of the family name. A name in another script,
// or one that mixes scripts, cannot be told from any other. A made-up or temporary
// name is none, nor is one that only says whose child somebody is ("B/O Mala Kumar").
//
// Dates agree if one contains the other. They are similar if they are neighbours,
// if day and month are swapped, if one digit differs, or if one is a day that
// stands for its year ([YearDays]) and the other is in that year. Dates of other
// calendars agree if they are the same, and else cannot tell. Placeholders say
// nothing ([person.Placeholders]): 1970-01-01 as a death, and not as a birth. Nor does a
// death, a marriage or a divorce in the future, by the clock of At.
//
// A sex or a date that one account gives twice, in two spellings of the member that
// differ, cannot tell where one of them fits, and differs where none does.
//
// Places and addresses are written at many levels: a difference there, and in
// how to reach a person, says little.
//
// The cost is bounded whatever the registries sent: of the very long and the
// very many only the beginning is compared, and the rest cannot tell.
func People(a, b person.Person, opts ...Option) Comparison {
	c := comparer{config: newConfig(opts)}
	c.folder = newFolder(c.equivalents, c.noSlips)
	var out Comparison
	set := func(attribute Attribute, o Outcome) { out.outcomes[indexOf(attribute)] = o }

	identifier, findings := c.identifiers(a.Identifiers, b.Identifiers, c.isForLife)
	out.identifiers = findings
	set(Identifier, identifier)
	name, similarity := c.names(a.Names, b.Names)
	out.similarity = similarity
	set(Name, name)
	set(Sex, c.sexesOf(&a, &b))
	set(BirthDate, c.datesOf(person.DateOfBirth, &a, &b, a.BirthDates, b.BirthDates))
	set(BirthPlace, c.places(a.BirthPlace, b.BirthPlace))
	set(DeathDate, c.datesOf(person.DateOfDeath, &a, &b, a.DeathDates, b.DeathDates))
	set(DeathPlace, c.places(a.DeathPlace, b.DeathPlace))
	set(MaritalStatus, c.maritalStatuses(a.MaritalStatus, b.MaritalStatus))
	set(MarriageDate, c.datesOf(person.DateOfMarriage, &a, &b, a.MarriageDates, b.MarriageDates))
	set(DivorceDate, c.datesOf(person.DateOfDivorce, &a, &b, a.DivorceDates, b.DivorceDates))
	parentIdentifier, parentName := c.parents(a.Relations, b.Relations)
	set(ParentIdentifier, parentIdentifier)
	set(ParentName, parentName)
	set(Address, c.addresses(a.Addresses, b.Addresses))
	set(Phone, c.texts(a.Phones(), b.Phones(), comparePhones))
	set(Email, c.texts(a.Emails(), b.Emails(), compareEmails))
	return out
}
