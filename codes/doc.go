// Package codes holds the code directories of the DCI CRVS standard, and one
// table of every error and reason code with what to do about it. It is meant to
// be read instead of the standard.
//
// # Codes
//
// Every code is a string type. A code that this package does not know is kept
// as it came and survives a round trip through JSON; the zero value "" means
// "not given", never a first entry. Ask a code whether it is Known, or for its
// Canonical form; ask a [Directory] to list, look up or parse.
//
//	sex, ok := codes.Sexes().Parse("spdci:Female") // codes.SexFemale, true
//	sex, ok = codes.Sexes().Parse("intersex")      // codes.Sex("intersex"), false
//	row, ok := codes.VitalEvents().Lookup(codes.VitalEventFetalDeath)
//	fmt.Println(row.Display, "-", row.Definition)  // Fetal death - a fetus died before birth
//
// # Directories and their numbers
//
// Directories are keyed by name, not by number: three editions of the standard
// number them differently, and "04" alone is the sexes in one and the vital
// events in the others. Values are those of Common 1.0.0 and CRVS 1.0.0.
//
//	name               2022   2023   Common 1.0.0  here
//	identifier_type                  CD.COM.01     IdentifierTypes; open
//	marital_status     CD08          CD.COM.02     MaritalStatuses
//	sex                CD04          CD.COM.03     Sexes
//	vital_event               CD.04  CD.COM.04     VitalEvents
//	country                          CD.COM.05     ParseCountryCode; no list
//	relationship_type                CD.COM.07     RelationshipTypes; all 107
//	nationality                      CD.COM.09     ParseCountryCode; no list
//	language_code                    CD.COM.14     ParseLanguageCode; no list
//	name_use           CD09                        NameUses; values from HL7 FHIR, chosen by us
//	name_prefix        CD14                        NamePrefixes; open
//	type_of_birth      none                        BirthTypes; values from the United Nations
//	reg_type, reg_record_type        none          RegistryTypes, RecordTypes; open
//	query_type, operator, condition, sort_order    QueryTypes, Operators, Connectives, SortOrders
//	status, ack_status                             RequestStatuses, AckStatuses
//	action                                         Actions
//	errors and status reasons        CD.COM.API.01 Reasons
//	                                 to .04
//
// The other directories of Common 1.0.0 (currency, ethnicity, functional
// limitation, payment status, group type, education level) are of no use to
// civil registration and are not here.
//
// # Spellings
//
// The spellings of older editions and of real registries are aliases: in any
// case, with blanks, "-" and "_" or without, with or without a namespace. Where
// two dialects give one word two meanings ("U" is "unmarried" here and
// "unknown" elsewhere) the meaning of the standard stands here and the other
// belongs to the profile of that registry, as do words that only one registry
// uses and error codes that only one product writes ("G2P-REG-…"). What is not
// listed is unknown and stays as it came: "separated" is not taken for legally
// separated, and the "M/F" of a form is no sex.
//
// # Errors and reasons
//
// A registry says what went wrong with a [ReasonCode]. [ReasonCode.Reason]
// says what that means, who has to act, whether asking again can help, and what
// to do. Three things are easily got wrong. "err.request.not_found" speaks of a
// URL and never of a person. "NACK" is no error: it says that nothing more will
// follow, and "ERR" is the refusal. A status "succ" says that the search was
// carried out, also when it found nobody. A bare HTTP status in the place of a
// code ("400", as OpenCRVS writes) is no reason code and is not in the table.
//
// The package does no I/O, holds no mutable state, and imports nothing else of
// this module. Everything in it is safe for concurrent use. Codes and
// directories grow with the standard; before version 1.0 of the module names
// may change, and CHANGELOG.md says so.
package codes
