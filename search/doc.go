// Package search holds what is asked of a registry and what comes back: Query,
// its conditions, paging, sorting and consent; Hit, Page and Result. Values
// only: nothing here does I/O. crvs.Client asks.
//
//	q := search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
//
//	q := search.Where(
//		search.BirthDate.Between(from, to),
//		search.Sex.Is(codes.SexFemale),
//	).In(codes.VitalEventBirth).WithPageSize(100)
//
// A Query is immutable: each method returns a changed copy, and one Query may be
// asked by many goroutines. It prints itself redacted through fmt and slog, as do
// conditions, hits, pages and results. Go offers no such hook for JSON, into which
// slog's JSON handler turns a slice: log a Page, not its Hits.
//
// A registry may answer more than was asked. [Hold] compares a record with the
// question; a record that contradicts it never reaches the caller, and
// [Hit.Match] says whether the record confirmed what identified it.
package search
