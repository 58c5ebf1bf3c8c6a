// Package codes holds the code directories of the DCI CRVS standard: identifier
// types, vital events, sex, marital status, relationships, registry and record
// types, query types, operators, statuses, and one table of every error and
// reason code with what to do about it.
//
// Every code is a string type. A code that this package does not know is kept
// as it came and survives a round trip; the zero value "" means "not given",
// never a first entry. Ask a code whether it is Known, or for its Canonical
// form; ask a [Directory] to list, look up or parse.
//
//	sex, ok := codes.Sexes().Parse("spdci:Female") // codes.SexFemale, true
//	sex, ok = codes.Sexes().Parse("intersex")      // codes.Sex("intersex"), false
//
// Directories are keyed by name, not by number: three editions of the standard
// number them differently. Values are those of Common 1.0.0 and CRVS 1.0.0;
// the spellings of older editions and of real registries are aliases. Where two
// dialects give one word two meanings ("U" is "unmarried" here and "unknown"
// elsewhere) the meaning of the standard stands here and the other belongs to
// the profile of that registry.
//
// The package does no I/O, holds no mutable state, and imports nothing else of
// this module. Everything in it is safe for concurrent use.
package codes
