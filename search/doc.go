// Package search holds what is asked of a registry and what comes back: Query,
// its conditions, paging, sorting and consent; Hit, Page and Result. Values
// only: nothing here does I/O. crvs.Client asks.
//
//	q := search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
//
//	q := search.Where(
//		search.BirthDate.Between(from, to),
//		search.Sex.Is(codes.SexFemale),
//		search.ParentIs(codes.IdentifierUIN, "537564821"),
//	).In(codes.VitalEventBirth).WithPageSize(100)
//
// A Query is immutable: each method returns a changed copy, and one Query may be
// asked by many goroutines. It prints itself redacted through fmt and slog, as do
// conditions, hits, pages and results. Go offers no such hook for JSON, into which
// slog's JSON handler turns a slice or a struct: log a Page, not its Hits, and each
// Query by itself.
//
// A question whose answer comes later can be kept as JSON ([Query.MarshalJSON]) and
// read again in another process. That JSON holds personal data: keep it encrypted.
//
// # What can be asked
//
// A question is an identifier, conditions that must all hold, or both; of one
// event with [Query.In], else of whichever registers the registry looks into. Each
// condition is one item of the standard's list (CRVS 1.0.0, SearchRequest) and
// holds one of
//
//   - a comparison: an attribute, an operator, a value;
//   - a range: both ends of one attribute, joined by and;
//   - two comparisons, of the same attribute or of two, joined by or
//     ([Condition.Or], [ParentIs]).
//
// That is all that the standard's predicates can say (internal/wire/RULES.md,
// rule 19). A third comparison, an or of ranges, and a not cannot be asked:
// [Query.Validate] refuses the first two by name, for the last there is no word
// here. Ask in several queries (a batch is one message), or for more and leave
// out what is not wanted. A month or a year is a range of days; a list
// ([NameAttribute.In]) is one comparison.
//
// The standard leaves the names of attributes to each deployment. Those here are
// the members of its own CRVSPerson; a registry says which it answers to. What a
// record must show so that its hit is confirmed, and what contradicts the
// question, is by attribute:
//
//	constant            on the wire            operators  confirmed by                  contradicted by
//	BirthDate           birth_date             all        such a date of birth          other dates of birth
//	DeathDate           death_date             all        such a date of death          other dates of death
//	MarriageDate        marriage_date          all        such a date, of either        other dates of marriage
//	DivorceDate         divorce_date           all        such a date, of either        other dates of divorce
//	EventDate           event_date             all        the date above, of the event  other dates of the event
//	RegistrationDate    registration_date      all        such a date of registration   another date of it
//	BirthPlace          birth_place            eq in      the code or name of the       nothing: places lie in
//	DeathPlace          death_place            eq in      place, or of one that it      each other, and records
//	EventPlace          event_place            eq in      lies in (contained_in_place)  tell a part of it
//	Sex                 sex                    eq in      this sex                      another, unless unknown
//	MaritalStatus       marital_status         eq in      this status                   one that excludes it
//	Region              region_code            eq in      an address there              addresses elsewhere
//	SubRegion           sub_region_code        eq in      an address there              addresses elsewhere
//	GivenName           given_name             eq in      this part of a name, but      nothing: registries
//	MiddleName          second_name            eq in      for case                      match names loosely
//	FamilyName          surname                eq in
//	FullName            name                   eq in      this name in any usual order
//	MotherName          mother_name            eq in      a mother of this name
//	FatherName          father_name            eq in      a father of this name
//	Parent1, Parent2    parent1_identifier     eq in      a parent with this number     two parents with other
//	ParentIs            parent2_identifier                                              numbers of the type
//	RegistrationNumber  registration_number    eq in      this number of the event      another number of it
//	Custom("name")      its own                all        nothing                       nothing
//	ByIdentifier        (idtype-value)         eq         this number of the type       other numbers of the type
//
// "All" is eq, gt, ge, lt, le, in: Is, After, OnOrAfter, Before, OnOrBefore,
// Between and In. What a record leaves out, holds too imprecisely, or says in a
// code that no directory has neither confirms nor contradicts. Nor does what a record
// says in two ways that give different answers: two spellings of a member, two names of
// one use that differ by more than spelling, a number that two of its people carry, a
// death before birth. [Custom] is also
// the way to ask by a name of this table in a registry that means something else
// by it.
//
// # The forms
//
// The standard has four (query_type), and [Query.Type] says which a query takes:
//
//	idtype-value   an identifier alone:           {"type":"BRN","value":"B90MAY123"}
//	predicate      conditions:                    [{"seq_num":1,"expression1":{"attribute_name":"sex","operator":"eq","attribute_value":"female"}}, ...]
//	expression     the same, [Query.AsExpression]: {"type":"ns:org:QueryType:expression","value":{"expression":{"$and":[{"sex":{"$eq":"female"}}, ...]}}}
//	graphql        a text, [GraphQL]:             {"type":"ns:org:QueryType:graphql","value":{"expression":"{ person(...) {...} }"}}
//
// Values are always texts (internal/wire/RULES.md, rule 2). The values of in are
// one text with commas between them in a predicate, so none may hold a comma
// there, and a list in an expression. An identifier of a parent is one text,
// "UIN:537564821". Conditions, terms and connectives can be read back
// ([Query.Conditions], [Condition.Terms], [Condition.Connective],
// [Term.Values]): whoever has to speak another dialect writes its form from them.
//
// [Query.Form] says in short what is asked, and shows no value. The example
// crvsctl reads conditions from a command line and says them in words.
//
// # What comes back
//
// A registry may answer more than was asked. [Hold] compares a record with the
// question; a record that contradicts it never reaches the caller, and
// [Hit.Match] says whether the record confirmed what identified it. An or holds if
// either side does, and contradicts if both do. Nothing of a GraphQL text can be
// held against a record but the event beside it: such hits are never confirmed.
//
// [Hit.Evidence] says it one by one: of the event, of the identifier and of each
// condition, whether the record confirms it, and by whom in it (the subject, the
// other of a couple, a parent, the registration as such), or is silent on it. It
// holds no value, so it may be printed and filed.
package search
